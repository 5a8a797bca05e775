"""What can stand in the log of days, what is asked before it does, and what a reader should look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from marketplace.agreements.text import Terms
from marketplace.i18n import Text, t
from marketplace.i18n.dates import clock_time
from marketplace.i18n.lazy import DayName
from marketplace.i18n.words import duration
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid, Several
from marketplace.kernel.week import DAY_MINUTES, Slot
from marketplace.labour.law import number
from models.agreement import Agreement, WorkDay
from models.vocabulary import SlotKind

TASKS_LONGEST = 600


@dataclass(frozen=True, slots=True)
class DayDraft:
    """A worked day as it was typed in; an end at or before the start lies in the night after.

    `sure` says that its writer was asked about what is unusual in it and stands by it.
    """

    worked_on: date
    start_minute: int
    end_minute: int
    rest_minutes: int
    tasks: str
    sure: bool = False


def checked(agreement: Agreement, draft: DayDraft, terms: Terms) -> dict[str, Any]:
    """The day as it is kept; raises Invalid at its fields, and at `sure` where something is asked first."""
    end = draft.end_minute if draft.end_minute > draft.start_minute else draft.end_minute + DAY_MINUTES
    errors = _impossible(agreement, draft, end)
    if not errors:
        errors = _turned_round(draft, end, terms)
    if not errors and clock.instant(draft.worked_on, end) > clock.now():
        errors = {"end": t("These hours have not happened yet. Write them down once they are over.")}
    if not errors and not draft.sure:
        asked = tuple(_questions(draft, end, terms))
        errors = {"sure": asked[0] if len(asked) == 1 else Several(asked)} if asked else {}
    if errors:
        raise Invalid(next(iter(errors.values())), errors=errors)
    return {
        "worked_on": draft.worked_on,
        "start_minute": draft.start_minute,
        "end_minute": end,
        "rest_minutes": draft.rest_minutes,
        "tasks": draft.tasks.strip(),
    }


def agreed(day: WorkDay, terms: Terms) -> Iterator[Text]:
    """Where a day is not as it was agreed, and what that means for its wage."""
    weekday = day.worked_on.weekday()
    slots = _slots(terms, weekday, SlotKind.WORK)
    minutes = day.end_minute - day.start_minute - day.rest_minutes
    times = sum(slot.minutes for slot in slots)
    learning = _learning(terms, weekday, day.start_minute, day.end_minute)
    if learning:
        yield t("{times} was agreed as time to learn, and is written as work.", times=learning)
    elif not slots:
        yield t("This weekday was not agreed.")
    elif minutes > times:
        yield t("Longer than agreed.")
    if terms.wage_per_day_satang and (not slots or minutes * 2 < times):
        yield t("The wage is by the day: a whole day's wage is owed for {time}.", time=duration(minutes))


def _impossible(agreement: Agreement, draft: DayDraft, end: int) -> dict[str, object]:
    errors: dict[str, object] = {}
    if draft.worked_on > clock.today():
        errors["worked_on"] = t("The day cannot be in the future.")
    elif not agreement.starts_on <= draft.worked_on <= agreement.ends_on:
        errors["worked_on"] = t("This day lies outside the agreement.")
    if draft.start_minute >= DAY_MINUTES:
        errors["start"] = t("A day begins before midnight; midnight itself is 00.00.")
    elif draft.end_minute == draft.start_minute:
        errors["end"] = t("From and to are the same time.")
    if not 0 <= draft.rest_minutes < end - draft.start_minute:
        errors["rest"] = t("The rest is shorter than the work.")
    if not draft.tasks.strip():
        errors["tasks"] = t("Please answer this.")
    elif len(draft.tasks.strip()) > TASKS_LONGEST:
        errors["tasks"] = t("At most {most} letters.", most=TASKS_LONGEST)
    return errors


def _turned_round(draft: DayDraft, end: int, terms: Terms) -> dict[str, object]:
    """An end before the start is a night only where one was agreed or somebody says so; else two times got swapped."""
    if end <= DAY_MINUTES:
        return {}
    nights = any(slot.end_minute > DAY_MINUTES for slot in _slots(terms, draft.worked_on.weekday(), SlotKind.WORK))
    if nights or draft.sure:
        return {}
    errors: dict[str, object] = {
        "end": t(
            "Did you mean {start}–{end}? “To” lies before “From”.",
            start=clock_time(draft.end_minute), end=clock_time(draft.start_minute),
        )
    }  # fmt: skip
    if clock.instant(draft.worked_on, end) <= clock.now():
        errors["sure"] = t(
            "Tick this only if they worked until {end} of the next day: {time} in one go.",
            end=clock_time(draft.end_minute), time=duration(end - draft.start_minute - draft.rest_minutes),
        )  # fmt: skip
    return errors


def _questions(draft: DayDraft, end: int, terms: Terms) -> Iterator[Text]:
    weekday, minutes = draft.worked_on.weekday(), end - draft.start_minute - draft.rest_minutes
    learning = _learning(terms, weekday, draft.start_minute, end)
    if learning:
        yield t(
            "{day} {times} was agreed as time to learn. Was it work? Then its wage is owed.",
            day=DayName(weekday), times=learning,
        )  # fmt: skip
    times = sum(slot.minutes for slot in _slots(terms, weekday, SlotKind.WORK))
    if minutes > max(times, number("minutes_a_day", draft.worked_on)):
        yield t("Is it right that they worked {time} on one day?", time=duration(minutes))


def _learning(terms: Terms, weekday: int, start: int, end: int) -> str:
    """The agreed time to learn that a day of work runs into, as hours; empty where it does not."""
    met = (
        slot for slot in _slots(terms, weekday, SlotKind.LEARN) if slot.start_minute < end and start < slot.end_minute
    )
    return ", ".join(f"{clock_time(slot.start_minute)}–{clock_time(slot.end_minute % DAY_MINUTES)}" for slot in met)


def _slots(terms: Terms, weekday: int, kind: SlotKind) -> list[Slot]:
    return [slot for slot, what in terms.timed if slot.weekday == weekday and what == kind]
