"""A young person's own side: what they ask for, their requests, the sessions to come, a way past the guardian."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor, Verdict
from marketplace.audit import record
from marketplace.enrolments import awaiting, signed_terms, telling, undoing
from marketplace.enrolments.queries import loaded
from marketplace.enrolments.states import OPEN
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import IllegalMove, Invalid, NotFound
from marketplace.offers import queries
from marketplace.offers.queries import Detail
from marketplace.people import links
from marketplace.people.guardian_cases import CANNOT_ASK, CONSENTED, GUARDIAN_SAID_NO, SAID_CANNOT_ASK, standings
from models.account import Account
from models.enrolment import Enrolment
from models.history import AuditEvent
from models.offer import Opportunity, Session
from models.organisation import Organisation
from models.session import db
from models.vocabulary import ConsentRoute, EnrolmentState, GuardianBasis, LinkPurpose
from models.youth import Youth

GOING = (EnrolmentState.APPROVED, EnrolmentState.ENROLLED, EnrolmentState.IN_LEARNING)
"""States in which sessions come."""

GOING_AGAIN = (*GOING, EnrolmentState.ON_BREAK)
"""The same with a break, after which sessions come again."""

_CAUSES = {SAID_CANNOT_ASK: "said", GUARDIAN_SAID_NO: "declined", CONSENTED: "carer"}
"""Why a case worker has a request that waits for a guardian: who said what."""

SIGNED_ANEW = "anew"
"""A guardian signed again, for what was changed after they had signed."""


def can_ask(actor: Actor, _offer: Detail) -> Verdict:
    """Young people, for themselves; case workers apply on the office's pages."""
    return Verdict.when(actor.youth_id is not None)


def is_own(actor: Actor, enrolment: Enrolment) -> Verdict:
    """The young person whose request it is, and nobody else."""
    return Verdict.when(actor.youth_id is not None and actor.youth_id == enrolment.youth_id)


def is_in(actor: Actor, opportunity_id: int) -> bool:
    """Whether the reader, or somebody they look after, learns there or has asked to."""
    youths = {*actor.ward_ids, *((actor.youth_id,) if actor.youth_id is not None else ())}
    wanted = select(Enrolment.id).where(
        Enrolment.opportunity_id == opportunity_id,
        Enrolment.youth_id.in_(youths),
        Enrolment.state.in_(OPEN),
        Enrolment.state != EnrolmentState.DRAFT,
    )
    return bool(youths) and db.scalars(wanted).first() is not None


def is_withheld(actor: Actor, detail: Detail) -> bool:
    """Whether it is shown to nobody but those who are in it: its organisation is suspended."""
    return detail.organisation.suspended_at is not None and not is_in(actor, detail.opportunity.id)


def offer(_actor: Actor, ref: str) -> Detail:
    """What somebody wants to ask for, as the public sees it; raises NotFound."""
    return queries.one(ref)


def one(actor: Actor, ref: str) -> Enrolment:
    """One of the young person's own requests; raises NotFound alike for foreign and missing."""
    wanted = loaded().where(Enrolment.ref == ref, Enrolment.youth_id == (actor.youth_id or 0))
    found = db.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def coming(youth_id: int, *, most: int = 5) -> Sequence[Session]:
    """The next sessions of everything this young person is told they were approved for, those running now included.

    None of an organisation that the office has suspended: they were told not to set out.
    """
    mine = (Enrolment.youth_id == youth_id, Enrolment.state.in_(GOING), ~undoing.untold())
    going = (
        select(Enrolment.id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .where(*mine, Enrolment.opportunity_id == Session.opportunity_id, awaiting.may_come_on(Session.held_on))
        .where(Organisation.suspended_at.is_(None))
    )
    wanted = (
        select(Session)
        .where(going.exists(), Session.ends_at > clock.now(), Session.cancelled.is_(False))
        .options(joinedload(Session.opportunity).joinedload(Opportunity.organisation))
        .order_by(Session.starts_at, Session.id)
        .limit(most)
    )
    return db.scalars(wanted).all()


def ask_case_worker(enrolment: Enrolment, *, reason: str, by: Actor) -> None:
    """The guardian cannot be asked: a case worker is told and the links already made end; nothing is blocked.

    Raises IllegalMove once the guardian's part is done, Invalid for a reason that is none.
    """
    if reason not in CANNOT_ASK:
        raise Invalid(t("Choose a reason."), field="reason")
    if enrolment.state != EnrolmentState.AWAITING_GUARDIAN:
        raise IllegalMove(t("The guardian's part is done already."))
    links.void(LinkPurpose.GUARDIAN_SIGN, enrolment.id)
    if "said" not in {cause for cause, _ in heard(enrolment)}:
        telling.case_worker_asked(enrolment, "said")
    record(by, SAID_CANNOT_ASK, enrolment, reason=reason)


def link_of_case_worker(enrolment: Enrolment) -> datetime | None:
    """When somebody else than the young person made the link that the guardian may still answer with, if so."""
    stands = standings([enrolment.id])[enrolment.id]
    is_own = stands.link_by_id in (None, db.get_one(Youth, enrolment.youth_id).account_id)
    return None if is_own else stands.link_made_at


def with_case_worker(enrolment_ids: Collection[int]) -> dict[int, str]:
    """Those of these requests, still waiting for a guardian, that a case worker has, with why.

    `said` the young person cannot ask, `declined` the guardian did not agree, `carer` a carer answered;
    what the young person said themselves goes before the rest, and of the others the last.
    """
    found: dict[int, str] = {}
    for key, cause, _ in _heard(enrolment_ids):
        if found.get(key) != "said" and cause != SIGNED_ANEW:
            found[key] = cause
    return found


def heard(enrolment: Enrolment) -> list[tuple[str, datetime]]:
    """What was said about the guardian's part, oldest first; the first signature that counts is a move instead."""
    return [(cause, at) for _, cause, at in _heard([enrolment.id])]


def signed_anew(enrolment: Enrolment) -> dict[datetime, str]:
    """What the guardian signed for once more, by the moment in which they did."""
    wanted = select(AuditEvent.at, AuditEvent.details).where(
        AuditEvent.subject_type == Enrolment.__tablename__,
        AuditEvent.subject_id == enrolment.id,
        AuditEvent.action == CONSENTED,
    )
    return {at: signed_terms.spoken(details["anew"]) for at, details in db.execute(wanted) if "anew" in details}


def _heard(enrolment_ids: Collection[int]) -> Iterator[tuple[int, str, datetime]]:
    said = select(AuditEvent.subject_id, AuditEvent.action, AuditEvent.details, AuditEvent.at).where(
        AuditEvent.subject_type == Enrolment.__tablename__,
        AuditEvent.subject_id.in_(enrolment_ids),
        AuditEvent.action.in_(_CAUSES),
    )
    for key, action, details, at in db.execute(said.order_by(AuditEvent.id)):
        if key is None:
            continue
        is_carer = details.get("basis") == GuardianBasis.CARER and details.get("route") == ConsentRoute.SIGNED
        if action != CONSENTED or is_carer:
            yield key, _CAUSES[action], at
        elif details.get("anew"):
            yield key, SIGNED_ANEW, at


def person_of(youth: Youth) -> str:
    """The name of the case worker who stands by a young person, or nothing."""
    if youth.case_worker_id is None:
        return ""
    return db.scalar(select(Account.name).where(Account.id == youth.case_worker_id)) or ""
