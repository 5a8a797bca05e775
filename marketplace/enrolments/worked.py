"""The log of worked days is the attendance of a placement's work: what counts there counts here, and nothing else.

Sessions of work are not marked on a roll. A day that was marked on one before it stood in the log is taken over by the
log when it is written there, with the wage that was told for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import func, inspect, select

from marketplace.access import Actor
from marketplace.agreements import days
from marketplace.agreements.day_checks import DayDraft
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.duties import worked_days
from marketplace.earnings import wages
from marketplace.enrolments import attendance, awaiting, claimed_hours, milestones
from marketplace.enrolments.hours_attended import CAME
from marketplace.enrolments.states import ENROLMENT, LEFT
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, DomainError, Invalid
from marketplace.resources import attended
from models.agreement import Agreement, WorkDay
from models.enrolment import Attendance, Enrolment
from models.history import Move
from models.offer import Session
from models.session import db
from models.vocabulary import CountsFrom, EnrolmentState, SlotKind


def enter(agreement: Agreement, draft: DayDraft, *, by: Actor) -> WorkDay:
    """Write down a day of a placement that has begun; raises Invalid, and Conflict with what it waits for."""
    enrolment = agreement.enrolment
    if enrolment.state == EnrolmentState.APPROVED:
        attendance.begin_at_once(enrolment, by=by)
    last = last_day(agreement)
    if last is None or enrolment.state == EnrolmentState.APPROVED:
        raise Conflict(awaiting.awaited(enrolment) or t("Days are written down while the placement runs."))
    if draft.worked_on > last and draft.worked_on <= clock.today():
        raise Invalid(
            t("Their last day was {day}. Days until then can still be written down.", day=last), field="worked_on"
        )
    day = days.enter(agreement, draft, by=by)
    _take_over(enrolment, day, by)
    worked_days.follow(day)
    return day


def last_day(agreement: Agreement) -> date | None:
    """The last day that can be written into the log today; None where none can, or no more."""
    enrolment = agreement.enrolment
    goes_on = enrolment.state == EnrolmentState.APPROVED or enrolment.state in attendance.ATTENDING
    left = clock.today() if goes_on else _left_on(enrolment)
    last = min(left, clock.today(), agreement.ends_on) if left is not None else None
    return last if last is not None and last >= agreement.starts_on else None


def correct(day: WorkDay, draft: DayDraft, *, by: Actor) -> None:
    """Write it anew; raises Invalid where a verified completion would lose hours, which is the office's to say."""
    with _as_it_was(day):
        days.correct(day, draft, by=by)
        claimed_hours.follow(day.agreement.enrolment, by=by, field="end")
    worked_days.follow(day)


def confirm(day: WorkDay, *, known: bool = False, by: Actor) -> None:
    """The host stands for the day: they came, and the first such day begins the placement.

    Raises Invalid with what the law has against such a day, unless the host says that it is `known`.
    """
    before = day.version
    days.confirm(day, known=known, by=by)
    _came(day, by)
    worked_days.follow(day, same_as=before)


def dispute(day: WorkDay, *, words: str, by: Actor) -> None:
    """The young person says what is wrong: the day counts for nothing until it is settled, in a waiting claim too."""
    days.dispute(day, words=words, by=by)
    worked_days.follow(day)
    claimed_hours.follow(day.agreement.enrolment, by=by)
    enrolment_id = day.agreement.enrolment_id
    if not attendance.came_on(enrolment_id, day.worked_on):
        attended.stayed_away([enrolment_id], day.worked_on, by=by)


def settle(day: WorkDay, *, words: str, draft: DayDraft | None = None, by: Actor) -> None:
    """An officer says what holds, and the day counts like that, in a verified completion as well."""
    with _as_it_was(day):
        days.settle(day, words=words, draft=draft, by=by)
        claimed_hours.follow(day.agreement.enrolment, by=by, reason=words, field="words")
    _came(day, by)
    worked_days.follow(day)


@contextmanager
def _as_it_was(day: WorkDay) -> Iterator[None]:
    """Nothing of what is refused is kept, and the day reads as before for the page that says why."""
    try:
        with db.begin_nested():
            yield
    except DomainError:
        db.refresh(day, [column.key for column in inspect(WorkDay).column_attrs])
        raise


def _came(day: WorkDay, by: Actor) -> None:
    enrolment = day.agreement.enrolment
    if enrolment.state == EnrolmentState.ENROLLED:
        advance(ENROLMENT, enrolment, "begin", by=by)
        milestones.begin(enrolment, day.worked_on, CountsFrom.START)
    times = attendance.times_a_week(enrolment.opportunity_id)
    attended.came([enrolment.id], day.worked_on, times, by=by)


def _left_on(enrolment: Enrolment) -> date | None:
    """The last day of somebody who has stopped and had begun."""
    mine = (Move.subject_type == Enrolment.__tablename__, Move.subject_id == enrolment.id)
    if enrolment.state not in LEFT or db.scalar(select(Move.id).where(*mine, Move.verb == "enrol").limit(1)) is None:
        return None
    left = db.scalar(select(func.max(Move.at)).where(*mine, Move.to_state.in_(LEFT)))
    return clock.bangkok(left).date() if left is not None else None


def _take_over(enrolment: Enrolment, day: WorkDay, by: Actor) -> None:
    """From now on the log alone tells of this day: what a roll said of its work counts no more."""
    wanted = (
        select(Attendance)
        .join(Session, Session.id == Attendance.session_id)
        .where(
            Attendance.enrolment_id == enrolment.id,
            Session.kind == SlotKind.WORK,
            Session.held_on == day.worked_on,
        )
    )
    for mark in db.scalars(wanted).all():
        if mark.status in CAME and not wages.withdraw_day(mark.id, by=by):
            paid = wages.covering(enrolment.id, day.worked_on)
            # Paid already: the day is a part of that wage and is not owed again.
            day.payment_id = paid.id if paid is not None else None
        record(by, "attendance.into_log", enrolment, day=day.worked_on.isoformat(), was=mark.status)
        db.delete(mark)
    db.flush()
    claimed_hours.follow(enrolment, by=by, field="worked_on")
