"""When somebody begins: with the first session held after the answers that are still due, never on a day gone by."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from marketplace.access import Actor
from marketplace.areas import working_days
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import known_setting, setting_of
from marketplace.enrolments import awaiting, due_days, rules, undoing
from marketplace.enrolments.states import JOINED
from marketplace.kernel import age, clock
from marketplace.offers import coming
from marketplace.offers.coming import Span
from marketplace.people import guardians, queries
from models.enrolment import Enrolment
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import EnrolmentState
from models.youth import Youth

_BEFORE_PROVIDER = (EnrolmentState.DRAFT, EnrolmentState.AWAITING_GUARDIAN, EnrolmentState.SUBMITTED)
_AFTER_APPROVAL = (EnrolmentState.APPROVED, *JOINED)


def office_of(youth: Youth) -> str:
    """The office that decides for this person; nothing while their subdistrict is not known."""
    return youth.office_key or (office_key_for(youth.area_code) if youth.area_code else "")


def days_for(youth: Youth, on: date) -> int | None:
    """Working days the answers of this person's own people may take together; None while their office is not known.

    Those of the guardian where one takes part and of the office that decides, its second look too; the provider's come
    to it (`with_provider`).
    """
    office_key = office_of(youth)
    if not office_key:
        return None
    setting = known_setting(office_key)
    guardian = rules.number("guardian_days") if guardians.is_needed(youth, on) else 0
    return guardian + setting.office_days


def days_at(area_code: str, born: date | None, on: date) -> int:
    """The same for somebody without an account who told where they live and perhaps when they were born."""
    return guardian_days(born, on) + known_setting(office_key_for(area_code)).office_days


def guardian_days(born: date | None, on: date) -> int:
    """Working days a guardian may take by the age that was told; none where it was not told."""
    is_asked = born is not None and age.age_on(born, on) < age.MAJORITY
    return rules.number("guardian_days") if is_asked else 0


def with_provider(one: Opportunity, own: int) -> int:
    """Working days of every answer to an own request for this; its provider has those of the office of its place."""
    return known_setting(one.office_key).provider_days + own


def of_asker(one: Opportunity, own: int | None) -> Span:
    """The days of an opportunity for somebody whose own people take so many working days; a stranger's for None."""
    return coming.of(one) if own is None else coming.for_wait(one, with_provider(one, own))


def own_days(actor: Actor) -> int | None:
    """The same for whoever is signed in; None for whoever is no young person."""
    return days_for(queries.own_youth(actor), clock.today()) if actor.youth_id is not None else None


def is_over(enrolment: Enrolment) -> bool:
    """Whether no session is left however soon the answers come."""
    return first_held(enrolment.opportunity_id, clock.today()) is None


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
    """The first session of this request: after its approval is told, or after the answers it still waits for."""
    told_at = undoing.told_at(enrolment)
    if told_at is not None and is_decided(enrolment):
        agreed = awaiting.first_day(enrolment)
        since = max(told_at, clock.instant(agreed, 0)) if agreed is not None else told_at
        first = first_after(enrolment.opportunity_id, since)
        return clock.bangkok(first).date() if first is not None else None
    return first_held(enrolment.opportunity_id, answered(enrolment))


def as_told(enrolment: Enrolment) -> date | None:
    """The same as the young person is told it: an approval that can still be taken back counts as awaited."""
    if undoing.is_untold(enrolment):
        return first_held(enrolment.opportunity_id, answered(enrolment))
    return of(enrolment)


def if_approved(enrolment: Enrolment) -> datetime | None:
    """When the first session begins for somebody who is approved now and told in a while; None when none is left."""
    return first_after(enrolment.opportunity_id, clock.now() + undoing.window())


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
    """The day after the last answer is due: each that is still awaited takes all its days, from today at the latest."""
    today = clock.today()
    due = max(today, clock.bangkok(enrolment.due_at).date()) if enrolment.due_at else today
    setting, state = setting_of(enrolment.office_key), enrolment.state
    # Whoever is not told yet of an approval waits for that alone, as before it.
    if state in (EnrolmentState.SECOND_REVIEW, EnrolmentState.APPROVED):
        return due + timedelta(days=1)
    if state == EnrolmentState.RETURNED:
        return working_days.answered(today, due_days.left(enrolment) + setting.second_days)
    if state in (EnrolmentState.PROVIDER_ACCEPTED, EnrolmentState.OFFICER_REVIEW):
        return working_days.after(due, setting.second_days) + timedelta(days=1)
    count = setting.office_days
    if state in _BEFORE_PROVIDER:
        count = with_provider(db.get_one(Opportunity, enrolment.opportunity_id), count)
    if state == EnrolmentState.DRAFT or (state == EnrolmentState.AWAITING_GUARDIAN and enrolment.due_at is None):
        count += rules.number("guardian_days")
    return working_days.after(due, count) + timedelta(days=1)
