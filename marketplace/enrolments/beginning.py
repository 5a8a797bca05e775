"""When somebody begins: with the first session held after the answers that are still due, never on a day gone by."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from marketplace.areas import working_days
from marketplace.areas.settings import answer_days, setting_of
from marketplace.enrolments import awaiting, undoing
from marketplace.enrolments.states import JOINED, WITH_OFFICE
from marketplace.kernel import clock
from marketplace.offers import coming
from marketplace.offers.coming import Span
from models.enrolment import Enrolment
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import EnrolmentState

_UNANSWERED = (EnrolmentState.DRAFT, EnrolmentState.AWAITING_GUARDIAN)
_AFTER_APPROVAL = (EnrolmentState.APPROVED, *JOINED)


def for_newcomer(one: Opportunity) -> date | None:
    """The first session of somebody who asks today and gets both answers when they are due; None when none is left."""
    return coming.of(one).first


def opens(one: Opportunity) -> date:
    """The day of the first session that is held; the day it was announced for where no session is planned."""
    return coming.of(one).opens


def on_a_list(span: Span, *, is_open: bool) -> date:
    """The day a list says: when somebody who asks now could come, else the day of its first session."""
    return (span.first if is_open else None) or span.opens


def is_decided(enrolment: Enrolment) -> bool:
    """Whether the office has said what it decides, so that no answer is waited for."""
    return enrolment.decided_at is not None and enrolment.state in _AFTER_APPROVAL


def of(enrolment: Enrolment) -> date | None:
    """The first session of this request: after its approval, or after the answers it still waits for."""
    if enrolment.decided_at is not None and is_decided(enrolment):
        agreed = awaiting.first_day(enrolment)
        since = max(enrolment.decided_at, clock.instant(agreed, 0)) if agreed is not None else enrolment.decided_at
        first = first_after(enrolment.opportunity_id, since)
        return clock.bangkok(first).date() if first is not None else None
    return first_held(enrolment.opportunity_id, answered(enrolment))


def as_told(enrolment: Enrolment) -> date | None:
    """The same as the young person is told it: an approval that can still be taken back counts as awaited."""
    if undoing.is_untold(enrolment):
        return first_held(enrolment.opportunity_id, clock.today() + timedelta(days=1))
    return of(enrolment)


def if_approved(enrolment: Enrolment) -> datetime | None:
    """When the first session begins for somebody who is approved now; None when none is left."""
    return first_after(enrolment.opportunity_id, clock.now())


def first_after(opportunity_id: int, moment: datetime) -> datetime | None:
    """When the first session begins after a moment that is not cancelled."""
    coming = select(func.min(Session.starts_at)).where(
        Session.opportunity_id == opportunity_id, Session.cancelled.is_(False), Session.starts_at >= moment
    )
    return db.scalar(coming)


def first_held(opportunity_id: int, since: date) -> date | None:
    """The day of the first session from a day on that is not cancelled."""
    coming = select(func.min(Session.held_on)).where(
        Session.opportunity_id == opportunity_id, Session.cancelled.is_(False), Session.held_on >= since
    )
    return db.scalar(coming)


def answered(enrolment: Enrolment) -> date:
    """The day after the last answer is due; a clock that ran out counts from today."""
    today = clock.today()
    if enrolment.state in _UNANSWERED:
        return working_days.answered(today, answer_days(enrolment.office_key))
    due = max(today, clock.bangkok(enrolment.due_at).date()) if enrolment.due_at else today
    if enrolment.state not in WITH_OFFICE:
        due = working_days.after(due, setting_of(enrolment.office_key).officer_days)
    return due + timedelta(days=1)
