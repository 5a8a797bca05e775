"""An agreement begins on its first day and is assessed at its end: completed, partly, never came, or hired."""

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from marketplace.access import SYSTEM, Actor
from marketplace.agreements import drafting, holding, telling
from marketplace.agreements.states import AGREEMENT, BEFORE_WORK, OVER
from marketplace.audit.moves import advance
from marketplace.i18n import t, use
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from models.agreement import Agreement, WorkDay
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import AgreementOutcome, AgreementState, WorkDayState
from models.vocabulary import EnrolmentState as E

AT_ONCE = 300
NOTE_LONGEST = 1000


def begin_due() -> int:
    """Let every valid agreement begin whose first day has come and which the law allows today; returns how many did."""
    due = select(Agreement).where(Agreement.state == AgreementState.VALID, Agreement.starts_on <= clock.today())
    found = db.scalars(due.order_by(Agreement.id).limit(AT_ONCE).with_for_update(skip_locked=True, of=Agreement)).all()
    lawful = [agreement for agreement in found if drafting.law_against(agreement) is None]
    for agreement in lawful:
        advance(AGREEMENT, agreement, "begin", by=SYSTEM)
    return len(lawful)


def end_with_enrolments() -> int:
    """Call off what was never begun and whose enrolment has ended; returns how many. One that runs is assessed."""
    stale = (
        select(Agreement)
        .join(Enrolment, Enrolment.id == Agreement.enrolment_id)
        .options(contains_eager(Agreement.enrolment))
        .where(Agreement.state.in_(BEFORE_WORK), Enrolment.state.in_(OVER))
        .order_by(Agreement.id)
        .limit(AT_ONCE)
    )
    found = db.scalars(stale).all()
    with use("th"):
        reason = str(t("The enrolment has ended, so this agreement is not needed."))
    for agreement in found:
        if holding.proposes(agreement) and agreement.starts_on <= clock.today():
            # What was worked is assessed; only the change is not needed any more.
            drafting.take_back(agreement, reason=reason, by=SYSTEM)
        else:
            drafting.cancel(agreement, reason=reason, by=SYSTEM)
    return len(found)


def begin_if_due(agreement: Agreement, *, by: Actor) -> None:
    """The same for one, where somebody is faster than the clock; raises Invalid where the law forbids it today."""
    if agreement.state == AgreementState.VALID and agreement.starts_on <= clock.today():
        drafting.check_law(agreement)
        advance(AGREEMENT, agreement, "begin", by=by)
    elif holding.proposes(agreement) and agreement.enrolment.state in (E.APPROVED, E.ENROLLED):
        drafting.check_law(agreement, holding.number(agreement))


def assess(agreement: Agreement, outcome: AgreementOutcome, *, note: str, by: Actor) -> None:
    """Say how it went, in words the young person reads; raises Invalid, and Conflict before the first day."""
    said = note.strip()
    if not said:
        raise Invalid(t("Write a few words for the young person."), field="note")
    if len(said) > NOTE_LONGEST:
        raise Invalid(t("At most {most} letters.", most=NOTE_LONGEST), field="note")
    if agreement.starts_on > clock.today():
        raise Conflict(t("It has not begun yet. Before its first day it can be cancelled."))
    if _days(agreement, WorkDayState.DISPUTED):
        raise Conflict(t("A day in the log is disputed. It is settled first."))
    counts = (WorkDayState.CONFIRMED, WorkDayState.SETTLED)
    worked = _days(agreement, *counts)
    if outcome == AgreementOutcome.DID_NOT_SHOW and worked:
        raise Invalid(t("There are confirmed days: they did come."), field="outcome")
    if outcome in (AgreementOutcome.COMPLETED, AgreementOutcome.PARTLY_COMPLETED) and not worked:
        raise Invalid(t("Confirm at least one day in the log first."), field="outcome")
    if holding.proposes(agreement):
        drafting.take_back(agreement, by=by)
    advance(AGREEMENT, agreement, "assess", by=by, outcome=outcome, note=said, words=said)
    telling.assessed(agreement)


def _days(agreement: Agreement, *states: WorkDayState) -> int:
    wanted = select(func.count()).select_from(WorkDay)
    return db.scalar(wanted.where(WorkDay.agreement_id == agreement.id, WorkDay.state.in_(states))) or 0
