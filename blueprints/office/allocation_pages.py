"""Finished values for runs: how far they are, what they propose in words, a line a person, and the same as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office import allocation_words as say
from blueprints.office.allocation_rows import COLUMNS, Column, Row, export_row, head, rows
from blueprints.office.allocation_stops import Stop, stop
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact
from marketplace.areas import offices
from marketplace.i18n import Text, dates, t
from marketplace.matching import policy
from marketplace.matching.weights import FEW_FIRST
from marketplace.matching.workbench import queries
from marketplace.matching.workbench.states import AT_WORK, CHANGEABLE
from models.vocabulary import AllocationState as S

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.allocation import AllocationRun


@dataclass(frozen=True, slots=True)
class Entry:
    """One run of the list."""

    href: str
    title: str
    note: Text
    due: Text | str = ""
    due_kind: str = ""
    due_exact: str = ""


@dataclass(frozen=True, slots=True)
class ListPage:
    """The runs of an area."""

    items: tuple[Entry, ...]
    new_href: str


@dataclass(frozen=True, slots=True)
class Tab:
    """A view of the lines."""

    label: Text
    href: str
    count: int
    current: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run."""

    title: str
    subtitle: Text
    ref: str
    status: Text
    status_text: Text
    status_kind: str
    stop: Stop | None
    is_waiting: bool
    percent: int
    percent_text: Text
    sums: tuple[Text, ...]
    binding: tuple[Text, ...]
    facts: tuple[Fact, ...]
    tabs: tuple[Tab, ...]
    view: str
    number: int
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    pages: tuple[PageLink, ...]
    can_change: bool
    can_rerun: bool
    can_cancel: bool
    apply_href: str
    apply_text: Text
    replay: Text
    can_replay: bool
    csv_href: str
    xlsx_href: str


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """The second question before everybody is applied for."""

    title: Text
    text: Text
    label: Text
    run_title: str
    back_href: str
    action: str


VIEWS = {
    "": t("Everybody"),
    "placed": t("Placed"),
    "unplaced": t("Not placed"),
    "locked": t("Locked"),
    "applied": t("Applied"),
    "skipped": t("Left out"),
}


def listed(actor: Actor) -> ListPage:
    """The runs, newest first."""
    return ListPage(
        items=tuple(_entry(run) for run in queries.runs(actor)),
        new_href=url_for("office.show_new_allocation") if policy.can_allocate(actor) else "",
    )


def one(actor: Actor, run: AllocationRun, view: str, page: int) -> RunPage:
    """A run with a page of its lines."""
    counted = queries.counts(run)
    view = view if view in counted else ""
    page = min(max(page, 1), max(1, -(-counted[view] // queries.PAGE)))
    may, changeable = bool(policy.can_change_allocation(actor, run)), run.state in CHANGEABLE
    found = queries.lines(run, view=view, page=page)
    return RunPage(
        title=run.title,
        subtitle=t(
            "{office}, by {name}, {day}", office=_office(run), name=run.made_by.name, day=dates.date_time(run.made_at)
        ),
        ref=run.ref,
        status=say.STATES[S(run.state)],
        status_text=say.state_text(run, counted),
        status_kind={S.FAILED: "stop", S.APPLIED: "done", S.CANCELLED: "stop"}.get(S(run.state), "draft"),
        stop=stop(actor, run) if may else None,
        is_waiting=run.state in AT_WORK,
        percent=run.percent,
        percent_text=t("{percent} % done", percent=run.percent),
        sums=say.sums(run, counted),
        binding=say.binding(run),
        facts=_facts(run),
        tabs=tuple(_tab(run, name, counted[name], view) for name in VIEWS if counted[name] or name in ("", view)),
        view=view,
        number=page,
        rows=rows(actor, run, found, may=may and changeable),
        columns=COLUMNS,
        pages=page_links("office.show_allocation", page, counted[view], queries.PAGE, run=run.ref, view=view or None),
        can_change=may and changeable,
        can_rerun=may and changeable,
        can_cancel=may and run.state in (S.QUEUED, S.RUNNING),
        apply_href=url_for("office.ask_allocation_applied", run=run.ref)
        if may and run.state == S.PROPOSED and counted["placed"] > 0
        else "",
        apply_text=t("Apply for all placed: {count}", count=counted["placed"]),
        replay=say.replay(run),
        can_replay=may and bool(run.plan_digest) and run.state not in AT_WORK,
        csv_href=url_for("office.export_allocation", run=run.ref, suffix="csv"),
        xlsx_href=url_for("office.export_allocation", run=run.ref, suffix="xlsx"),
    )


def asking_to_apply(run: AllocationRun) -> ApplyPage | None:
    """What would happen; None where nobody can be applied for."""
    placed = queries.counts(run)["placed"]
    if run.state != S.PROPOSED or not placed:
        return None
    return ApplyPage(
        title=t("Apply for {count} people now?", count=placed),
        text=t(
            "Each of the {count} placed lines becomes an application in your name, at {places} organisations, and the "
            "plan is closed: it cannot be changed or run again. Nothing is approved by it, and a colleague decides.",
            count=placed,
            places=queries.organisations(run),
        ),
        label=t("Apply for all placed: {count}", count=placed),
        run_title=run.title,
        back_href=url_for("office.show_allocation", run=run.ref),
        action=url_for("office.apply_allocation", run=run.ref),
    )


def export(actor: Actor, run: AllocationRun) -> tuple[list[str], list[list[str]]]:
    """Every line as texts, with a head."""
    return head(), [export_row(actor, run, each) for each in queries.lines(run)]


def _entry(run: AllocationRun) -> Entry:
    note = t(
        "{state}. {office}, {day}",
        state=say.STATES[S(run.state)],
        office=_office(run),
        day=dates.date_time(run.made_at),
    )
    return Entry(url_for("office.show_allocation", run=run.ref), run.title, note)


def _office(run: AllocationRun) -> str:
    return offices.office_name(run.office_key)


def _tab(run: AllocationRun, name: str, count: int, view: str) -> Tab:
    return Tab(VIEWS[name], url_for("office.show_allocation", run=run.ref, view=name or None), count, name == view)


def _facts(run: AllocationRun) -> tuple[Fact, ...]:
    return (
        Fact(t("Who"), lines=say.who(run)),
        Fact(t("In what"), lines=say.what(run)),
        Fact(FEW_FIRST, run.few_first or str(run.asked.get("few_first", "–"))),
        Fact(t("Seed"), str(run.seed)),
        Fact(t("Weights"), run.weights_version),
        Fact(t("Rules"), run.rules_version),
        *((Fact(t("Mark of the plan as it was worked out"), run.plan_digest),) if run.plan_digest else ()),
    )
