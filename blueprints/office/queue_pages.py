"""Finished values for the queue: rows sorted by need, tabs with counts, what a batch would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints.paging import PageLink, page_links
from marketplace.areas import names
from marketplace.enrolments import checks, commitments, policy, queries, sayings
from marketplace.enrolments.queries import QueueFilter, View
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.people.disclosure import staff_view
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
class Due:
    """When an answer is due: a few words, how near, and the moment in full."""

    text: Text | str = ""
    kind: str = ""
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One request of the queue."""

    ref: str
    title: str
    href: str
    note: Text
    due: Text | str
    due_kind: str
    due_exact: str
    flag: Text
    is_flag: bool
    pickable: bool
    cells: tuple[Text | str, ...]
    here: bool = False
    checked: bool = False


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


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One request in the preview of a batch."""

    title: str
    text: Text | str
    amount: str = ""


@dataclass(frozen=True, slots=True)
class BatchPage:
    """What a batch would do."""

    title: Text
    refs: tuple[str, ...]
    taken: tuple[BatchLine, ...]
    left_out: tuple[BatchLine, ...]
    sum: Text
    yes: Text


COLUMNS = (Column(t("Fund money, baht"), num=True), Column(t("Waited")))
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
    found = queries.queue(actor, wanted, page=page)
    rows = _rows(actor, found, wanted)
    return QueuePage(
        done=t("Decided today: {done}, left: {left}", done=queries.decided_today(actor), left=counted[View.ALL]),
        tabs=tuple(_tab(view, wanted, counted[view]) for view in View),
        kinds=(
            Option("", t("Everything"), not wanted.kind),
            *(Option(code, word, code == wanted.kind) for code, word in words.choices(v.OpportunityKind)),
        ),
        areas=(
            Option("", t("Every subdistrict"), not wanted.area),
            *(Option(code, names.plain(code), code == wanted.area) for code in queries.areas_in(actor)),
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
    )


def batch(actor: Actor, planned: Plan) -> BatchPage:
    """What would be approved, what is left out and why, and the money it promises."""
    taken = planned.taken
    costs = _costs(taken)
    total = sum(costs.values())
    named = {one.ref: _called(actor, one) for one in queries.many(actor, [left.ref for left in planned.left_out])}
    return BatchPage(
        title=t("Approve these: {count}", count=len(taken)),
        refs=tuple(one.ref for one in taken),
        taken=tuple(BatchLine(_called(actor, one), _title(one), baht(costs[one.id])) for one in taken),
        left_out=tuple(BatchLine(named.get(left.ref, left.ref), left.reason) for left in planned.left_out),
        sum=t("Together {sum} baht of the fund", sum=baht(total)),
        yes=t("Approve: {count}", count=len(taken)),
    )


def export(actor: Actor, found: Sequence[Enrolment]) -> tuple[list[str], list[list[str]]]:
    """The rows on screen as texts, with a head."""
    head = [t("Reference"), t("Name"), t("Matter"), t("State"), t("Due"), t("Look at"), COLUMNS[0].label, t("Area")]
    judged, costs = checks.of_many(found), _costs(found)
    rows = [
        [
            one.ref,
            _called(actor, one),
            _title(one),
            str(sayings.state(one.state)),
            clock.bangkok(one.due_at).strftime("%Y-%m-%d %H:%M") if one.due_at else "",
            " · ".join(str(check.text) for check in judged[one.id] if check.flag),
            baht(costs[one.id]),
            names.address(one.area_code),
        ]
        for one in found
    ]
    return [str(word) for word in head], rows


def due_of(moment: datetime | None) -> Due:
    """The clock chip of an answer that is owed."""
    if moment is None:
        return Due()
    exact, day = dates.date_time(moment), clock.bangkok(moment).date()
    days = (day - clock.today()).days
    if moment < clock.now():
        return Due(t("{days} days late", days=-days) if days < 0 else t("late since today"), "late", exact)
    if days == 0:
        return Due(t("today {time}", time=dates.clock_time(moment)), "today", exact)
    return Due(t("tomorrow"), "soon", exact) if days == 1 else Due(dates.short_date(day), "", exact)


def waited(since: datetime) -> Text:
    """How long somebody has waited, in days."""
    days = (clock.today() - clock.bangkok(since).date()).days
    return t("{days} days", days=days) if days else t("since today")


def _rows(actor: Actor, found: Sequence[Enrolment], wanted: QueueFilter) -> tuple[Row, ...]:
    judged, costs, here = checks.of_many(found), _costs(found), address(wanted)
    rows = []
    for one in found:
        flagged = [check.text for check in judged[one.id] if check.flag]
        due = due_of(one.due_at if one.state != v.EnrolmentState.RETURNED else None)
        more = t("{first} (+{more})", first=flagged[0], more=len(flagged) - 1) if len(flagged) > 1 else None
        rows.append(
            Row(
                ref=one.ref,
                title=_called(actor, one),
                href=url_for("office.show_enrolment", enrolment=one.ref, **here),
                note=t("{state}: {title}", state=sayings.state(one.state), title=_title(one)),
                due=due.text,
                due_kind=due.kind,
                due_exact=due.exact,
                flag=more or (flagged[0] if flagged else t("Everything is in order")),
                is_flag=bool(flagged),
                pickable=not flagged and bool(policy.decision(actor, one)),
                cells=(baht(costs[one.id]), waited(one.created_at)),
            )
        )
    return tuple(rows)


def _tab(view: View, wanted: QueueFilter, count: int) -> Tab:
    here = address(wanted) | {"view": None if view is View.ALL else str(view)}
    late = view is View.LATE and count > 0
    return Tab(VIEWS[view], url_for("office.show_queue", **here), count, view is wanted.view, late)


def _undo(one: Enrolment, actor: Actor) -> Undo:
    text = t("You approved {name}: {title}", name=_called(actor, one), title=_title(one))
    return Undo(url_for("office.undo_enrolment", enrolment=one.ref), text)


def _costs(found: Sequence[Enrolment]) -> dict[int, int]:
    counts = commitments.session_counts({one.opportunity_id for one in found})
    return {
        one.id: one.reserved_satang
        or commitments.cost_of(one.opportunity, counts.get(one.opportunity_id, 0)).total_satang
        for one in found
    }


def _called(actor: Actor, one: Enrolment) -> str:
    return staff_view(actor, one.youth).called


def _title(one: Enrolment) -> str:
    return pick(one.opportunity.title_th, one.opportunity.title_en)


def _week_end() -> datetime:
    today = clock.today()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    return clock.instant(friday, 24 * 60)
