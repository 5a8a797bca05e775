"""Finished values that several provider pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from blueprints.exporting import Export
from blueprints.paging import PageLink
from marketplace.i18n import Text, dates, t, weeks
from marketplace.kernel import clock
from marketplace.kernel.week import Slot as WeekSlot

if TYPE_CHECKING:
    from models.offer import Opportunity


@dataclass(frozen=True)
class Item:
    """One line that leads somewhere."""

    href: str
    title: object
    note: object = ""
    due: object = ""
    due_kind: str = ""
    due_exact: str = ""
    tag: object = ""


@dataclass(frozen=True)
class Tab:
    """A view with its count."""

    label: object
    href: str
    count: int | None
    current: bool
    late: bool = False


@dataclass(frozen=True)
class ListPage:
    """A list with its views and pages."""

    items: tuple[Item, ...]
    tabs: tuple[Tab, ...] = ()
    pages: tuple[PageLink, ...] = ()
    total: int = 0
    export: Export | None = None


_ENROLMENT_WORDS: dict[str, Text] = {
    "provider_review": t("Waits for your answer"),
    **dict.fromkeys(("provider_accepted", "officer_review", "second_review"), t("You said yes, now with the office")),
    "waitlisted": t("On the wait list"),
    "offered": t("A seat is offered to them"),
    "declined": t("You said no"),
    "returned": t("The office asked the young person something"),
    "refused": t("The office did not approve"),
    "approved": t("Approved, begins soon"),
    "enrolled": t("Enrolled"),
    "in_learning": t("Learning"),
    "on_break": t("On a break"),
    "completed": t("Completed"),
    "dropped_out": t("Stopped before the end"),
    "transferred": t("Moved to another place"),
    "withdrawn": t("Withdrawn"),
    "cancelled": t("Cancelled"),
}


def enrolment_word(state: str) -> Text:
    """A state in the organisation's words."""
    return _ENROLMENT_WORDS.get(state) or t("Not with you yet")


def due_of(moment: datetime | None) -> tuple[str, str]:
    if moment is None:
        return "", ""
    days = (clock.bangkok(moment).date() - clock.today()).days
    kind = "late" if moment < clock.now() else "today" if days <= 0 else "soon" if days <= 1 else ""
    word = (
        t("Overdue since {day}", day=dates.short_date(clock.bangkok(moment).date()))
        if kind == "late"
        else t("Answer by {day}", day=dates.short_date(clock.bangkok(moment).date()))
    )
    return str(word), kind


def when(one: Opportunity) -> str:
    return str(weeks.summary(WeekSlot(slot.weekday, slot.start_minute, slot.end_minute) for slot in one.slots))


def size(size: int) -> Text:
    return t("{size} kB", size=max(1, size // 1024))
