"""A guardian's signature as it is given: by a one-time link without an account, or by a guardian's own account."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from marketplace.access import ANONYMOUS, Actor
from marketplace.audit import About, record
from marketplace.enrolments import consents, signed_terms
from marketplace.enrolments.consents import Beside
from marketplace.enrolments.queries import loaded
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.offers import standing
from marketplace.people import guardian_cases, guardians, links
from marketplace.people.guardians import Objection
from models.enrolment import Enrolment, GuardianConsent
from models.session import db
from models.vocabulary import EnrolmentState, GuardianBasis, LinkPurpose
from models.youth import Guardian


@dataclass(frozen=True, slots=True)
class Asked:
    """What a guardian is asked, and whether the question still stands."""

    enrolment: Enrolment
    open: bool
    heard: bool
    refused: bool = False
    """The last that was heard was a no."""
    answered: bool = False
    """Somebody answered with this very link."""
    replaced: bool = False
    """Nobody did, and a newer one was made."""
    left: timedelta = timedelta(0)
    """How long the link still works; while nothing begins there, that time stands still."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a guardian wrote: who they are, by what relation and basis, under which text."""

    signer_name: str
    relation: str
    basis: GuardianBasis
    text_hash: str
    terms: str = ""
    """The mark of what was asked when the page was opened (`signed_terms.mark`)."""
    beside: Beside = consents.NOTHING_BESIDE


def one_for_link(token: str) -> Asked:
    """What the link asks; raises NotFound when there is no such link."""
    state = links.look(token, LinkPurpose.GUARDIAN_SIGN)
    enrolment = _one(state.subject_id)
    waiting = consents.is_asked(enrolment)
    heard = db.scalar(select(GuardianConsent.id).where(GuardianConsent.enrolment_id == enrolment.id).limit(1))
    stands = guardian_cases.standings([enrolment.id])[enrolment.id]
    no_at, carer_at = stands.no_at, stands.carer_at
    left = state.expires_at - (standing.still_since(enrolment.opportunity_id) or clock.now())
    return Asked(
        enrolment,
        open=not state.was_used and left > timedelta(0) and waiting,
        left=left,
        heard=heard is not None or no_at is not None,
        refused=no_at is not None and (carer_at is None or carer_at < no_at),
        answered=state.was_answered,
        replaced=state.was_replaced,
    )


def of_wards(actor: Actor) -> list[Enrolment]:
    """The requests of everybody this account looks after, those waiting for a signature first.

    What a young person says is not safe to ask for is left out.
    """
    if not actor.ward_ids:
        return []
    waiting = Enrolment.state == EnrolmentState.AWAITING_GUARDIAN
    wanted = loaded().where(Enrolment.youth_id.in_(actor.ward_ids))
    found = db.scalars(wanted.order_by(waiting.desc(), Enrolment.id.desc())).all()
    stands = guardian_cases.standings([one.id for one in found])
    return [one for one in found if not stands[one.id].is_kept_from_guardian]


def one_of_wards(actor: Actor, ref: str) -> Enrolment:
    """One of them; raises NotFound alike for foreign, missing and left out."""
    found = db.scalars(loaded().where(Enrolment.ref == ref, Enrolment.youth_id.in_(actor.ward_ids))).first()
    if found is None or guardian_cases.standings([found.id])[found.id].is_kept_from_guardian:
        raise NotFound
    return found


def keep_refusal(enrolment_id: int, objection: Objection, *, by: Actor) -> None:
    """Write down that somebody tried to sign who may only look."""
    record(by, "enrolment.guardian_link_refused", About(enrolment_id, Enrolment.__tablename__), why=objection.code)


def sign_by_link(token: str, signature: Signature, *, by: Actor = ANONYMOUS, same_phone: bool = False) -> bool:
    """Spend the link on a signature; returns whether the request goes on or a case worker looks first.

    `same_phone` is kept with it and shown to the office: families share phones, so it is no reason to refuse.

    Raises Forbidden for whoever may only look, NotFound without such a link, Conflict when it is spent or somebody
    signed before.
    """
    _admit(token, by)
    asked = one_for_link(token)
    # A link is not spent on what cannot be signed, or not now.
    _check_open(asked)
    _check_text(asked.enrolment, signature)
    standing.check_goes_on(asked.enrolment.opportunity_id)
    enrolment = _one(links.use(token, LinkPurpose.GUARDIAN_SIGN))
    known = guardians.recorded(enrolment.youth, clock.today())
    guardian = known[0] if len(known) == 1 else None
    return _sign(enrolment, signature, by=ANONYMOUS, guardian=guardian, same_phone=same_phone)


def decline_by_link(token: str, *, by: Actor = ANONYMOUS) -> None:
    """The guardian does not agree: a case worker hears of it, and the link ends.

    Raises Conflict on a link that has ended.
    """
    _admit(token, by)
    asked = one_for_link(token)
    _check_open(asked)
    consents.say_no(asked.enrolment, by=ANONYMOUS, token=token)


def sign_as_guardian(enrolment: Enrolment, signature: Signature, *, by: Actor) -> bool:
    """The same by a guardian's own account."""
    _check_text(enrolment, signature)
    return _sign(enrolment, signature, by=by, guardian=own_guardian(enrolment, by))


def decline_as_guardian(enrolment: Enrolment, *, by: Actor) -> None:
    """The guardian does not agree; a case worker hears of it."""
    consents.say_no(enrolment, by=by)


def own_guardian(enrolment: Enrolment, actor: Actor) -> Guardian | None:
    """The record by which this account speaks for the young person."""
    known = guardians.recorded(enrolment.youth, clock.today())
    return next((one for one in known if one.account_id == actor.account_id), None)


def _sign(
    enrolment: Enrolment, signature: Signature, *, by: Actor, guardian: Guardian | None, same_phone: bool = False
) -> bool:
    return consents.sign(
        enrolment,
        by=by,
        signer_name=signature.signer_name,
        relation=signature.relation,
        basis=signature.basis,
        guardian=guardian,
        same_phone=same_phone,
        beside=signature.beside,
    )


def _admit(token: str, by: Actor) -> None:
    objection = guardians.objection(one_for_link(token).enrolment.youth, by)
    if objection is not None:
        raise Forbidden(objection.text)


def _check_open(asked: Asked) -> None:
    if not asked.open:
        raise Conflict(t("This link was used already or is too old. Ask whoever sent it for a new one."))


def _check_text(enrolment: Enrolment, signature: Signature) -> None:
    otherwise = signature.terms and signature.terms != signed_terms.mark(enrolment.opportunity_id)
    if otherwise or signature.text_hash != consents.text_on(clock.today()).hash:
        raise Invalid(t("The text was changed while you read it. Please read it again."), field="agreed")


def _one(enrolment_id: int) -> Enrolment:
    found = db.scalars(loaded().where(Enrolment.id == enrolment_id)).first()
    if found is None:
        raise NotFound
    return found
