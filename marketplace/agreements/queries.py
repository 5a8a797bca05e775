"""Reads of agreements: lists, counts and the single page stand on the same condition of who may see what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.agreements import closing, holding, outdated
from marketplace.agreements.policy import OFFICE
from marketplace.agreements.states import DRAFTABLE, IN_FORCE, LIVE, SIGNED
from marketplace.agreements.telling import HOSTS, PROVIDERS
from marketplace.agreements.text import Terms, unpack
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import NotFound
from marketplace.people import guardian_cases
from models.agreement import Agreement, AgreementSignature, AgreementVersion, WorkDay
from models.enrolment import Enrolment
from models.labour import LabourFinding
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import (
    AgreementState,
    OpportunityKind,
    OrganisationKind,
    OrganisationState,
    Party,
    WorkDayState,
)

PAGE = 25


class View(StrEnum):
    """The tabs of the office's list."""

    REVIEW = "review"
    SIGNING = "signing"
    RUNNING = "running"
    DISPUTED = "disputed"
    UNLAWFUL = "unlawful"
    UNASSESSED = "unassessed"
    OUTDATED = "outdated"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Verified:
    """What anybody may know of an agreement: where it stands, its mark, and which parties signed when.

    While a change is on its way that is the version in force, and `proposed` the number of the other.
    """

    ref: str
    state: AgreementState
    number: int
    text_hash: str
    parties: tuple[AgreementSignature, ...]
    proposed: int | None = None


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Own and of wards once offered, of one's organisation, and of one's office's place."""
    parts: list[ColumnElement[bool]] = [actor.acting(*OFFICE).condition(Agreement.area_code, Agreement.office_key)]
    people = _wards(actor) | ({actor.youth_id} if actor.youth_id is not None else set())
    if people:
        own = select(Enrolment.id).where(Enrolment.youth_id.in_(people))
        parts.append(and_(Agreement.enrolment_id.in_(own), Agreement.offered_at.is_not(None)))
    parts.append(_of_organisations(actor))
    return or_(*parts)


def loaded() -> Select[Agreement]:
    """Agreements with their people."""
    way = joinedload(Agreement.enrolment, innerjoin=True)
    return select(Agreement).options(
        way.joinedload(Enrolment.youth, innerjoin=True),
        way.joinedload(Enrolment.opportunity, innerjoin=True),
        joinedload(Agreement.host, innerjoin=True),
        joinedload(Agreement.provider, innerjoin=True),
    )


def one(actor: Actor, ref: str) -> Agreement:
    """One agreement; raises NotFound alike for foreign and missing."""
    found = db.scalars(loaded().where(Agreement.ref == ref, visible_to(actor))).first()
    if found is None:
        raise NotFound()
    return found


def one_day(actor: Actor, ref: str) -> WorkDay:
    """One worked day with its agreement; raises NotFound."""
    way = joinedload(WorkDay.agreement, innerjoin=True)
    people = way.joinedload(Agreement.enrolment, innerjoin=True)
    wanted = (
        select(WorkDay)
        .join(Agreement, Agreement.id == WorkDay.agreement_id)
        .options(
            people.joinedload(Enrolment.youth, innerjoin=True),
            people.joinedload(Enrolment.opportunity, innerjoin=True),
            way.joinedload(Agreement.host, innerjoin=True),
            way.joinedload(Agreement.provider, innerjoin=True),
        )
    )
    found = db.scalars(wanted.where(WorkDay.ref == ref, visible_to(actor))).first()
    if found is None:
        raise NotFound()
    return found


def one_to_draw_up(actor: Actor, ref: str) -> Enrolment:
    """A placement of one's organisation that an agreement can be drawn up for; raises NotFound."""
    found = db.scalars(_placements(actor).where(Enrolment.ref == ref)).first()
    if found is None:
        raise NotFound()
    return found


def to_draw_up(actor: Actor) -> Sequence[Enrolment]:
    """Placements of one's organisations that have no living agreement yet."""
    living = select(Agreement.id).where(Agreement.enrolment_id == Enrolment.id, Agreement.state.in_((*LIVE, *SIGNED)))
    wanted = _placements(actor).where(Enrolment.state.in_(DRAFTABLE), ~living.exists())
    return db.scalars(wanted.order_by(Enrolment.id).limit(100)).all()


def of_organisations(actor: Actor) -> Sequence[Agreement]:
    """The agreements of one's organisations, the newest first."""
    return db.scalars(loaded().where(_of_organisations(actor)).order_by(Agreement.id.desc()).limit(200)).all()


def to_renew(actor: Actor) -> Sequence[Agreement]:
    """The agreements of one's organisations as hosts that do not follow a change of their posting, the oldest first."""
    waiting = outdated.ids_among(Agreement.host_id.in_(actor.organisation_ids(*HOSTS)))
    return db.scalars(loaded().where(Agreement.id.in_(waiting)).order_by(Agreement.id)).all()


def to_assess(actor: Actor) -> Sequence[Agreement]:
    """The agreements of one's organisations that are over and wait for the word of their host, the soonest first."""
    mine = Agreement.host_id.in_(actor.organisation_ids(*HOSTS))
    wanted = (
        loaded().where(mine, closing.over()).order_by(Agreement.assess_by.is_(None), Agreement.assess_by, Agreement.id)
    )
    return db.scalars(wanted.limit(100)).all()


def of_youth(youth_id: int) -> Sequence[Agreement]:
    """What a young person was offered, the newest first."""
    own = select(Enrolment.id).where(Enrolment.youth_id == youth_id)
    wanted = loaded().where(Agreement.enrolment_id.in_(own), Agreement.offered_at.is_not(None))
    return db.scalars(wanted.order_by(Agreement.id.desc())).all()


def of_wards(actor: Actor) -> Sequence[Agreement]:
    """What those in one's care were offered, the newest first."""
    wards = _wards(actor)
    if not wards:
        return ()
    own = select(Enrolment.id).where(Enrolment.youth_id.in_(wards))
    wanted = loaded().where(Agreement.enrolment_id.in_(own), Agreement.offered_at.is_not(None))
    return db.scalars(wanted.order_by(Agreement.id.desc())).all()


def listed(actor: Actor, view: View, *, words: str = "", page: int = 1, size: int = PAGE) -> Sequence[Agreement]:
    """One page of the office's list; what waits longest comes first."""
    order = Agreement.id.desc() if view is View.ENDED else Agreement.id
    found = loaded().where(*_office(actor, view, words)).order_by(order)
    return db.scalars(found.limit(size).offset((page - 1) * size)).all()


def counts(actor: Actor, words: str = "") -> dict[View, int]:
    """How many stand in each view."""
    return {
        view: db.scalar(select(func.count()).select_from(Agreement).where(*_office(actor, view, words))) or 0
        for view in View
    }


def providers_near(area_code: str) -> Sequence[Organisation]:
    """Who may be named as the provider of learning: active organisations of the province that are no mere employer."""
    wanted = select(Organisation).where(
        Organisation.area_code.between(area_code[:2], f"{area_code[:2]}9999"),
        Organisation.state == OrganisationState.ACTIVE,
        Organisation.kind != OrganisationKind.EMPLOYER,
    )
    return db.scalars(wanted.order_by(Organisation.name_th, Organisation.id).limit(200)).all()


def of_enrolment(enrolment_id: int) -> Agreement | None:
    """The newest agreement about a placement, if there is one."""
    wanted = select(Agreement).where(Agreement.enrolment_id == enrolment_id)
    return db.scalars(wanted.order_by(Agreement.id.desc()).limit(1)).first()


def running_of(enrolment_ids: Iterable[int]) -> dict[int, Agreement]:
    """The agreements in force of these placements, with their people."""
    wanted = loaded().where(Agreement.enrolment_id.in_(enrolment_ids), holding.holding())
    return {one.enrolment_id: one for one in db.scalars(wanted)}


def is_offered(enrolment_id: int) -> bool:
    """Whether the newest agreement about a placement was ever handed out."""
    found = of_enrolment(enrolment_id)
    return found is not None and found.offered_at is not None


def terms_in_force(enrolment_ids: Iterable[int]) -> dict[int, Terms]:
    """What was signed by everybody for these placements and counts now; the others stand on their posting."""
    wanted = (
        select(Agreement.enrolment_id, AgreementVersion.terms)
        .join(
            AgreementVersion,
            and_(AgreementVersion.agreement_id == Agreement.id, AgreementVersion.number == holding.counting()),
        )
        .where(Agreement.enrolment_id.in_(enrolment_ids), holding.holding())
    )
    return {enrolment_id: unpack(kept) for enrolment_id, kept in db.execute(wanted)}


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """Terms that everybody signed, with their number and the moment the last signature was given."""

    number: int
    signed_at: datetime
    terms: Terms


def signed_versions(enrolment_id: int) -> list[SignedVersion]:
    """Every version of the agreement of a placement that counted at some time, the oldest first."""
    last = and_(
        AgreementSignature.agreement_id == AgreementVersion.agreement_id,
        AgreementSignature.number == AgreementVersion.number,
        AgreementSignature.party == Party.OFFICER,
    )
    wanted = (
        select(AgreementVersion.number, AgreementSignature.signed_at, AgreementVersion.terms)
        .join(AgreementSignature, last)
        .join(Agreement, Agreement.id == AgreementVersion.agreement_id)
        .where(Agreement.enrolment_id == enrolment_id, AgreementSignature.signed_at.is_not(None))
        .order_by(AgreementSignature.signed_at, AgreementVersion.id)
    )
    return [SignedVersion(number, at, unpack(kept)) for number, at, kept in db.execute(wanted) if at is not None]


def whole(agreement_id: int) -> Agreement:
    """An agreement by its key with its people, for whoever holds a link to it."""
    return db.scalars(loaded().where(Agreement.id == agreement_id)).one()


def organisation(organisation_id: int) -> Organisation:
    """An organisation by its key."""
    return db.get_one(Organisation, organisation_id)


def verified(ref: str) -> Verified:
    """What anybody may check by its code, with hyphens or without; raises NotFound for one that was never offered."""
    typed = ids.typed_ref(ref)
    whole = typed[1] if typed is not None else ref
    agreement = db.scalars(select(Agreement).where(Agreement.ref == whole, Agreement.offered_at.is_not(None))).first()
    if agreement is None:
        raise NotFound()
    number = holding.number(agreement)
    of_version = (AgreementVersion.agreement_id == agreement.id, AgreementVersion.number == number)
    text_hash = db.scalars(select(AgreementVersion.text_hash).where(*of_version)).one()
    signed = select(AgreementSignature).where(
        AgreementSignature.agreement_id == agreement.id, AgreementSignature.number == number
    )
    order = list(Party)
    parties = sorted(db.scalars(signed), key=lambda one: order.index(Party(one.party)))
    state, proposed = AgreementState(agreement.state), None
    if holding.proposes(agreement):
        began = agreement.starts_on <= clock.today()
        state, proposed = AgreementState.ACTIVE if began else AgreementState.VALID, agreement.number
    return Verified(agreement.ref, state, number, text_hash, tuple(parties), proposed)


def _wards(actor: Actor) -> set[int]:
    """Those in one's care, but for whom they are not safe from."""
    return set(actor.ward_ids - guardian_cases.kept_from_guardians(actor.ward_ids)) if actor.ward_ids else set()


def _placements(actor: Actor) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(
            Opportunity.kind == OpportunityKind.PLACEMENT,
            Opportunity.organisation_id.in_(actor.organisation_ids(*HOSTS)),
        )
        .options(
            joinedload(Enrolment.youth, innerjoin=True),
            joinedload(Enrolment.opportunity, innerjoin=True).joinedload(Opportunity.organisation, innerjoin=True),
        )
    )


def _of_organisations(actor: Actor) -> ColumnElement[bool]:
    return or_(
        Agreement.host_id.in_(actor.organisation_ids(*HOSTS)),
        and_(Agreement.provider_id.in_(actor.organisation_ids(*PROVIDERS)), Agreement.offered_at.is_not(None)),
    )


def _unlawful() -> Select[int]:
    """The agreements with a day that counts and was worked as the law does not allow, and that nobody has closed."""
    return (
        select(WorkDay.agreement_id)
        .join(LabourFinding, LabourFinding.work_day_id == WorkDay.id)
        .where(LabourFinding.cleared_on.is_(None), LabourFinding.settled_on.is_(None))
    )


def _office(actor: Actor, view: View, words: str) -> list[ColumnElement[bool]]:
    disputed = select(WorkDay.agreement_id).where(WorkDay.state == WorkDayState.DISPUTED)
    states = {
        View.REVIEW: (AgreementState.IN_REVIEW,),
        View.SIGNING: (AgreementState.DRAFT, AgreementState.READY_TO_SIGN, AgreementState.PARTLY_SIGNED),
        View.RUNNING: IN_FORCE,
        View.UNASSESSED: LIVE,
        View.OUTDATED: LIVE,
        View.ENDED: (AgreementState.ASSESSED, AgreementState.REJECTED, AgreementState.CANCELLED),
    }
    parts = [actor.acting(*OFFICE).condition(Agreement.area_code, Agreement.office_key)]
    days = {View.DISPUTED: disputed, View.UNLAWFUL: _unlawful()}
    if view is View.OUTDATED:
        parts.append(Agreement.id.in_(outdated.ids_among(parts[0])))
    parts.append(Agreement.id.in_(days[view]) if view in days else Agreement.state.in_(states[view]))
    if view in (View.RUNNING, View.UNASSESSED):
        parts.append(closing.over() if view is View.UNASSESSED else ~closing.over())
    if words:
        named = select(Organisation.id).where(
            or_(
                Organisation.name_th.icontains(words, autoescape=True),
                Organisation.name_en.icontains(words, autoescape=True),
            )
        )
        parts.append(or_(Agreement.ref == words, Agreement.host_id.in_(named), Agreement.provider_id.in_(named)))
    return parts
