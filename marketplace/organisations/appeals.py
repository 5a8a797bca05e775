"""Appeals against a number: written by the organisation, answered by the province with a reason."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.access import Actor, Verdict
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.organisations import telling
from marketplace.organisations.states import APPEAL
from marketplace.people import desks
from models.account import Membership
from models.organisation import Organisation, TrustAppeal
from models.session import db
from models.vocabulary import AppealState, Role, TrustPart

LONGEST = 1000
SILENT = timedelta(days=180)
"""How long a part is not told after an appeal against it was agreed to."""

EVENT = "organisation.appeal"
PATH = "/provider/organisation/{ref}/trust"
OFFICE_PATH = "/office/appeals/{ref}"


def make(organisation: Organisation, part: str, said: str, *, by: Actor) -> TrustAppeal:
    """Ask the province to look at a number; raises Invalid, Conflict while one waits."""
    errors: dict[str, object] = {}
    if part not in list(TrustPart):
        errors["part"] = t("Choose from the list.")
    if not said.strip():
        errors["said"] = t("Say what is wrong with the number.")
    elif len(said) > LONGEST:
        errors["said"] = t("At most {most} letters.", most=LONGEST)
    if errors:
        raise Invalid(next(iter(errors.values())), errors=errors)
    appeal = TrustAppeal(
        ref=ids.new_ref("TA"),
        organisation_id=organisation.id,
        part=part,
        said=said.strip(),
        made_by_id=by.account_id,
        made_at=clock.now(),
    )
    try:
        with db.begin_nested():
            db.add(appeal)
            db.flush()
    except IntegrityError as error:
        raise Conflict(t("An appeal against this number waits already.")) from error
    record(by, "trust_appeal.make", appeal, part=part)
    held = select(Membership.account_id).where(
        Membership.role == Role.PROVINCE, Membership.area_code == organisation.area_code[:2], *desks.held_today()
    )
    message = t("An organisation asks you to look at one of its numbers.")
    telling.tell(set(db.scalars(held)), message, EVENT, OFFICE_PATH.format(ref=appeal.ref), appeal)
    return appeal


def answer(appeal: TrustAppeal, verb: str, reason: str, *, by: Actor) -> None:
    """Agree, and the number is not told for a while, or let it stand; always with a reason. Raises Invalid."""
    said = reason.strip()
    if not said:
        raise Invalid(t("Say why, so that the organisation knows what to do."), field="reason")
    if len(said) > LONGEST:
        raise Invalid(t("At most {most} letters.", most=LONGEST), field="reason")
    until = clock.today() + SILENT if verb == "agree" else None
    advance(APPEAL, appeal, verb, by=by, note=said, answered_by_id=by.account_id, silent_until=until)
    organisation = organisation_of(appeal)
    telling.keepers(organisation, t("The province has answered your appeal."), EVENT, PATH)


def of(organisation: Organisation) -> Sequence[TrustAppeal]:
    """The appeals of an organisation, newest first."""
    wanted = select(TrustAppeal).where(TrustAppeal.organisation_id == organisation.id)
    return db.scalars(wanted.order_by(TrustAppeal.id.desc()).limit(20)).all()


def waiting(actor: Actor) -> Sequence[TrustAppeal]:
    """What waits for this province, oldest first."""
    within = actor.scope(Role.PROVINCE).condition(Organisation.area_code, Organisation.office_key)
    wanted = select(TrustAppeal).join(Organisation, Organisation.id == TrustAppeal.organisation_id)
    found = wanted.where(within, TrustAppeal.state == AppealState.WAITING).order_by(TrustAppeal.id).limit(100)
    return db.scalars(found).all()


def one(_actor: Actor, ref: str) -> TrustAppeal:
    """An appeal; raises NotFound. Who may see it is its page's rule."""
    found = db.scalars(select(TrustAppeal).where(TrustAppeal.ref == ref)).first()
    if found is None:
        raise NotFound
    return found


def organisation_of(appeal: TrustAppeal) -> Organisation:
    """Whose appeal it is."""
    return db.get_one(Organisation, appeal.organisation_id)


def can_watch(actor: Actor) -> Verdict:
    """The people of a province."""
    return Verdict.when(bool(actor.scope(Role.PROVINCE)))


def can_answer(actor: Actor, appeal: TrustAppeal) -> Verdict:
    """The province of its place, but nobody who acts for it or made the appeal."""
    organisation = organisation_of(appeal)
    if not actor.scope(Role.PROVINCE).covers(organisation.area_code, organisation.office_key):
        return Verdict.hidden()
    if organisation.id in actor.organisation_ids() or appeal.made_by_id == actor.account_id:
        return Verdict.no(t("You belong to this organisation. A colleague has to decide."))
    return Verdict.yes()
