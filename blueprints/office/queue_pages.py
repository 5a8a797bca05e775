"""Finished values for the queue: rows sorted by need, tabs with counts, what a batch would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.office import bank_balance_pages, correction_pages, enquiry_pages, gift_pages, queue_rows
from blueprints.office.queue_rows import FUND_MONEY, Row, called, costs_of, title_of
from blueprints.paging import PageLink, page_links
from marketplace.areas import names
from marketplace.enrolments import batches, queries
from marketplace.enrolments.queries import QueueFilter, View
from marketplace.i18n import Text, t, words
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from models import vocabulary as v

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.enrolments.batches import Plan
    from models.enrolment import Enrolment

FRIDAY = 4
VIEWS = {
    View.LATE: t("Overdue"),
    View.WEEK: t("Until Friday"),
    View.ALL: t("All"),
    View.OTHERS: t("Waiting for others"),
    View.DECIDED: t("You decided"),
}
FLAGS = {"": t("With and without"), "some": t("With only"), "none": t("Without only")}


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a filter."""

    value: str
    label: Text | str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A view with its count."""

    label: Text
    href: str
    count: int
    current: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column beside the fixed ones."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does."""

    press: tuple[str, ...]
    label: Text


@dataclass(frozen=True, slots=True)
class Undo:
    """An approval that can still be taken back."""

    action: str
    text: Text


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue as it is asked for."""

    done: Text
    tabs: tuple[Tab, ...]
    kinds: tuple[Option, ...]
    areas: tuple[Option, ...]
    flags: tuple[Option, ...]
    words: str
    view: str
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    keys: tuple[Key, ...]
    can_pick: bool
    pages: tuple[PageLink, ...]
    caption: Text
    undos: tuple[Undo, ...]
    csv_href: str
    xlsx_href: str
    is_filtered: bool
    all_href: str
    money: Text | None
    owed: Text | None
    uncompared: Text | None
    asked: gift_pages.Asked | None


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One request in the preview of a batch."""

    title: str
    text: Text | str
    amount: str = ""


@dataclass(frozen=True, slots=True)
class BatchPart:
    """The requests for which one press does the same."""

    id: str
    title: Text
    lines: tuple[BatchLine, ...]


@dataclass(frozen=True, slots=True)
class BatchPage:
    """What a batch would do."""

    title: Text
    refs: tuple[tuple[str, int], ...]
    note: Text
    taken: tuple[BatchPart, ...]
    left_out: tuple[BatchLine, ...]
    sum: Text
    yes: Text


COLUMNS = (Column(FUND_MONEY, num=True), Column(t("Waited")))
KEYS = (
    Key(("j", "k"), t("move")),
    Key(("Enter",), t("open")),
    Key(("x",), t("choose")),
    Key(("a",), t("look again at the chosen")),
)


def asked(given: Mapping[str, str]) -> QueueFilter:
    """What the address asks for; whatever makes no sense is left out."""
    view = given.get("view", "")
    kind, flags, area = given.get("kind", ""), given.get("flags", ""), given.get("area", "")
    return QueueFilter(
        view=View(view) if view in tuple(View) else View.ALL,
        kind=kind if kind in tuple(v.OpportunityKind) else "",
        area=area if area.isdecimal() and len(area) <= 6 else "",
        flags=flags if flags in FLAGS else "",
        words=given.get("q", "")[:60],
        week_end=_week_end(),
    )


def address(wanted: QueueFilter) -> dict[str, Any]:
    """The filter as it stands in an address."""
    parts = {"kind": wanted.kind, "area": wanted.area, "flags": wanted.flags, "q": wanted.words}
    view = {} if wanted.view is View.ALL else {"view": str(wanted.view)}
    return view | {name: value for name, value in parts.items() if value}


def queue(actor: Actor, wanted: QueueFilter, page: int) -> QueuePage:
    """One page of the queue, twenty-five rows."""
    counted = queries.counts(actor, wanted)
    here = address(wanted)
    within = queries.areas_in(actor)
    found = queries.queue(actor, wanted, page=page)
    rows = queue_rows.rows(actor, found, here)
    return QueuePage(
        done=t("Decided today: {done}, left: {left}", done=queries.decided_today(actor), left=counted[View.ALL]),
        tabs=tuple(_tab(view, wanted, counted[view]) for view in View),
        kinds=(
            Option("", t("Everything"), not wanted.kind),
            *(Option(code, word, code == wanted.kind) for code, word in words.choices(v.OpportunityKind)),
        ),
        areas=(
            Option("", names.every(within), not wanted.area),
            *(Option(code, names.plain(code), code == wanted.area) for code in within),
        ),
        flags=tuple(Option(code, word, code == wanted.flags) for code, word in FLAGS.items()),
        words=wanted.words,
        view=str(wanted.view),
        rows=rows,
        columns=COLUMNS,
        keys=KEYS,
        can_pick=any(row.pickable for row in rows),
        pages=page_links("office.show_queue", page, counted[wanted.view], queries.PAGE, **here),
        caption=t("Requests, sorted by due and then by what to look at"),
        undos=tuple(_undo(one, actor) for one in queries.undoable(actor)),
        csv_href=url_for("office.export_queue", suffix="csv", **here),
        xlsx_href=url_for("office.export_queue", suffix="xlsx", **here),
        is_filtered=bool(wanted.kind or wanted.area or wanted.flags or wanted.words),
        all_href=url_for("office.show_queue"),
        money=enquiry_pages.head(actor),
        owed=correction_pages.head(actor),
        uncompared=bank_balance_pages.head(actor),
        asked=gift_pages.head(actor),
    )


def batch(actor: Actor, planned: Plan) -> BatchPage:
    """What would be approved, what is left out and why, and the money it promises."""
    taken = planned.taken
    costs = costs_of(taken)
    total = sum(costs.values())
    named = {one.ref: called(actor, one) for one in queries.many(actor, [left.ref for left in planned.left_out])}
    passes = batches.passing_up(taken)
    note = t("Each is approved on its own. Nobody is told for ten minutes, and until then you can take each one back.")
    if passes:
        count = len(passes)
        note = t("Of these, {count} go to an approver for the second review; only the approver decides.", count=count)
    title, yes = _does(len(taken) - len(passes), len(passes))
    lines = {one.id: BatchLine(called(actor, one), title_of(one), baht(costs[one.id])) for one in taken}
    parts = (
        BatchPart("h-taken", t("To be approved"), tuple(lines[one.id] for one in taken if one.id not in passes)),
        BatchPart("h-passes", t("To the second review"), tuple(lines[one.id] for one in taken if one.id in passes)),
    )
    return BatchPage(
        title=title,
        refs=tuple((one.ref, one.version) for one in taken),
        note=note,
        taken=tuple(part for part in parts if part.lines),
        left_out=tuple(BatchLine(named.get(left.ref, left.ref), left.reason) for left in planned.left_out),
        sum=t("Together {sum} baht of the fund", sum=baht(total)),
        yes=yes,
    )


def _does(approves: int, passes: int) -> tuple[Text, Text]:
    """What a press does to how many: the title of the page and the words on its button."""
    if not passes:
        return t("Approve these: {count}", count=approves), t("Approve: {count}", count=approves)
    if not approves:
        said = t("Pass to the second review: {count}", count=passes)
    else:
        said = t("Approve: {count}, pass to the second review: {passes}", count=approves, passes=passes)
    return said, said


def _tab(view: View, wanted: QueueFilter, count: int) -> Tab:
    here = address(wanted) | {"view": None if view is View.ALL else str(view)}
    late = view is View.LATE and count > 0
    return Tab(VIEWS[view], url_for("office.show_queue", **here), count, view is wanted.view, late)


def _undo(one: Enrolment, actor: Actor) -> Undo:
    text = t("You approved {name}: {title}", name=called(actor, one), title=title_of(one))
    return Undo(url_for("office.undo_enrolment", enrolment=one.ref), text)


def _week_end() -> datetime:
    today = clock.today()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    return clock.instant(friday, 24 * 60)
