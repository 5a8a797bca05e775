"""The log of worked days: the host writes and confirms, the young person sees and may say that it is wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.access import Actor
from marketplace.agreements import ending, telling
from marketplace.agreements.states import WORK_DAY
from marketplace.agreements.text import Terms
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.kernel.week import Slot
from marketplace.labour.cases import standing_on
from marketplace.labour.law import clock_minute, number
from marketplace.offers import standing
from models.agreement import Agreement, WorkDay
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import AgreementState, SlotKind, WorkDayState

TASKS_LONGEST, WORDS_LONGEST = 600, 400


@dataclass(frozen=True, slots=True)
class DayDraft:
    """A worked day as it was typed in; an end at or before the start lies in the night after."""

    worked_on: date
    start_minute: int
    end_minute: int
    rest_minutes: int
    tasks: str


def enter(agreement: Agreement, draft: DayDraft, *, by: Actor) -> WorkDay:
    """Write down a day; the first begins the agreement. Raises Invalid, and Conflict for a day written already."""
    ending.begin_if_due(agreement, by=by)
    if agreement.state != AgreementState.ACTIVE:
        raise Conflict(t("Days are written down while the agreement runs."))
    _check_goes_on(agreement, draft.worked_on)
    facts = _checked(agreement, draft)
    day = WorkDay(
        ref=ids.new_ref("WD"),
        agreement_id=agreement.id,
        agreement=agreement,
        entered_by_id=by.account_id,
        entered_at=clock.now(),
        **facts,
    )
    try:
        with db.begin_nested():
            db.add(day)
            db.flush()
    except IntegrityError as error:
        raise Invalid(t("This day is written down already. Correct it there."), field="worked_on") from error
    record(by, "work_day.enter", day, minutes=minutes_of(day))
    return day


def _check_goes_on(agreement: Agreement, worked_on: date) -> None:
    """Days after an organisation was suspended are none."""
    placement = db.get_one(Enrolment, agreement.enrolment_id)
    stopped = standing.stopped_since(placement.opportunity_id)
    if stopped is not None and worked_on > clock.bangkok(stopped).date():
        raise Conflict(standing.STOPPED)


def correct(day: WorkDay, draft: DayDraft, *, by: Actor) -> None:
    """Write it anew, while nobody has confirmed it or after it was disputed; the young person has to see it again."""
    facts = _checked(day.agreement, draft)
    if facts.pop("worked_on") != day.worked_on:
        raise Invalid(t("The date of a day stays. Write another day instead."), field="worked_on")
    advance(WORK_DAY, day, "correct", by=by, seen_at=None, **facts)


def confirm(day: WorkDay, *, by: Actor) -> None:
    """The host stands for it."""
    advance(WORK_DAY, day, "confirm", by=by)


def see(agreement: Agreement, *, by: Actor) -> int:
    """The young person has seen what is written; returns how many days were new to them."""
    unseen = update(WorkDay).where(WorkDay.agreement_id == agreement.id, WorkDay.seen_at.is_(None))
    seen = db.execute(unseen.values(seen_at=clock.now()).returning(WorkDay.id)).all()
    if seen:
        record(by, "work_day.see", agreement, days=len(seen))
    return len(seen)


def dispute(day: WorkDay, *, words: str, by: Actor) -> None:
    """The young person says what is wrong with it; host and office hear of it."""
    advance(WORK_DAY, day, "dispute", by=by, dispute=_said(words), answer="", seen_at=clock.now())
    telling.disputed(day)


def settle(day: WorkDay, *, words: str, draft: DayDraft | None = None, by: Actor) -> None:
    """An officer says what holds: the day as it stands, or as corrected, with words for both."""
    facts = _checked(day.agreement, draft) if draft is not None else {}
    facts.pop("worked_on", None)
    advance(WORK_DAY, day, "settle", by=by, answer=_said(words), **facts)
    telling.settled(day)


def days_of(agreement: Agreement) -> Sequence[WorkDay]:
    """Every day written down, the newest first."""
    wanted = select(WorkDay).where(WorkDay.agreement_id == agreement.id)
    return db.scalars(wanted.order_by(WorkDay.worked_on.desc())).all()


def minutes_of(day: WorkDay) -> int:
    """Minutes worked, without the rest."""
    return day.end_minute - day.start_minute - day.rest_minutes


def confirmed_days(agreement: Agreement) -> int:
    """How many days count."""
    counting = (WorkDayState.CONFIRMED, WorkDayState.SETTLED)
    wanted = select(func.count()).select_from(WorkDay)
    return db.scalar(wanted.where(WorkDay.agreement_id == agreement.id, WorkDay.state.in_(counting))) or 0


def remarks(day: WorkDay, terms: Terms, birth_date: date | None) -> Iterator[Text]:
    """What a reader should look at: not agreed, longer than the law allows, at night. It raises a hand, no more."""
    agreed = [slot for slot, kind in terms.timed if slot.weekday == day.worked_on.weekday() and kind == SlotKind.WORK]
    if not agreed:
        yield t("This weekday was not agreed.")
    elif minutes_of(day) > sum(slot.minutes for slot in agreed):
        yield t("Longer than agreed.")
    if birth_date is None or not standing_on(birth_date, day.worked_on).is_young:
        return
    if minutes_of(day) > number("minutes_a_day", day.worked_on):
        yield t("Longer than the law allows under 18 (Labour Protection Act s. 23).")
    if _touches_night(Slot(day.worked_on.weekday(), day.start_minute, day.end_minute), day.worked_on):
        yield t("Into the night, which is closed under 18 (Labour Protection Act s. 47).")


def _touches_night(slot: Slot, day: date) -> bool:
    begins, ends = clock_minute("night_from", day), clock_minute("night_until", day)
    return slot.start_minute < ends or slot.end_minute > begins


def _checked(agreement: Agreement, draft: DayDraft) -> dict[str, Any]:
    errors: dict[str, object] = {}
    end = draft.end_minute if draft.end_minute > draft.start_minute else draft.end_minute + 24 * 60
    if draft.worked_on > clock.today():
        errors["worked_on"] = t("The day cannot be in the future.")
    elif not agreement.starts_on <= draft.worked_on <= agreement.ends_on:
        errors["worked_on"] = t("This day lies outside the agreement.")
    if not 0 <= draft.rest_minutes < end - draft.start_minute:
        errors["rest"] = t("The rest is shorter than the work.")
    if not draft.tasks.strip():
        errors["tasks"] = t("Please answer this.")
    elif len(draft.tasks.strip()) > TASKS_LONGEST:
        errors["tasks"] = t("At most {most} letters.", most=TASKS_LONGEST)
    if errors:
        raise Invalid(next(iter(errors.values())), errors=errors)
    return {
        "worked_on": draft.worked_on,
        "start_minute": draft.start_minute,
        "end_minute": end,
        "rest_minutes": draft.rest_minutes,
        "tasks": draft.tasks.strip(),
    }


def _said(words: str) -> str:
    said = words.strip()
    if not said:
        raise Invalid(t("Please answer this."), field="words")
    if len(said) > WORDS_LONGEST:
        raise Invalid(t("At most {most} letters.", most=WORDS_LONGEST), field="words")
    return said
