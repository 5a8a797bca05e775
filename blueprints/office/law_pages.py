"""Finished values for the law of labour in an area: what is late, due, broken, to look at, and done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints import law_parts
from blueprints.exporting import Export, links
from blueprints.law_parts import Due, Finding, Paper
from blueprints.office.money_parts import Item
from blueprints.office.queue_pages import Option, Tab
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact
from marketplace.areas import names
from marketplace.duties import policy, queries, sayings
from marketplace.duties.queries import LawFilter, View
from marketplace.i18n import Text, dates, pick, t
from marketplace.people.disclosure import view_in
from models.vocabulary import DutyState

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.enrolment import Enrolment
    from models.labour import LabourDuty, LabourFinding

VIEWS = {
    View.LATE: t("Overdue"),
    View.DUE: t("Coming due"),
    View.BROKEN: t("Broken rules"),
    View.SETTLED: t("Closed by the office"),
    View.PAPERS: t("Papers to look at"),
    View.DONE: t("Done"),
}
HEAD = (t("Reference"), t("Matter"), t("Due"), t("Organisation"), t("Placement"), t("Name"), t("Area"), t("Receipt"))


@dataclass(frozen=True, slots=True)
class LawPage:
    """The list as it is asked for."""

    tabs: tuple[Tab, ...]
    areas: tuple[Option, ...]
    words: str
    view: str
    rows: tuple[Item, ...]
    pages: tuple[PageLink, ...]
    export: Export
    is_filtered: bool
    all_href: str


@dataclass(frozen=True, slots=True)
class PaperToAnswer:
    """A paper with where it is answered, for whoever may."""

    paper: Paper
    action: str


@dataclass(frozen=True, slots=True)
class FindingToSettle:
    """What was found, with what an officer has done about it, and where it is closed by whoever may."""

    finding: Finding
    ref: str
    done: tuple[Text | str, ...]
    action: str


@dataclass(frozen=True, slots=True)
class WorkerPage:
    """One placement as the office sees it."""

    title: Text
    subtitle: str
    facts: tuple[Fact, ...]
    found: tuple[FindingToSettle, ...]
    duties: tuple[Fact, ...]
    papers: tuple[PaperToAnswer, ...]
    enrolment_href: str


def asked(arguments: Mapping[str, str]) -> LawFilter:
    """The filter an address means; an unknown view is the first."""
    view = arguments.get("view", "")
    known = View(view) if view in set(View) else View.LATE
    return LawFilter(known, arguments.get("area", "")[:6], arguments.get("q", "").strip()[:80])


def listed(actor: Actor, wanted: LawFilter, page: int) -> LawPage:
    """One page of the list."""
    counted, here = queries.counts(actor, wanted), _address(wanted)
    within = queries.areas_in(actor)
    return LawPage(
        tabs=tuple(_tab(view, wanted, counted[view]) for view in View),
        areas=(
            Option("", names.every(within), not wanted.area),
            *(Option(code, names.plain(code), code == wanted.area) for code in within),
        ),
        words=wanted.words,
        view=str(wanted.view),
        rows=tuple(_row(actor, one, wanted.view) for one in queries.listed(actor, wanted, page=page)),
        pages=page_links("office.show_law", page, counted[wanted.view], queries.PAGE, **here),
        export=links("office.export_law", **here),
        is_filtered=bool(wanted.area or wanted.words),
        all_href=url_for("office.show_law", view=wanted.view),
    )


def export(actor: Actor, wanted: LawFilter, most: int) -> list[list[object]]:
    """The same rows as texts."""
    rows: list[list[object]] = []
    for one in queries.listed(actor, wanted, size=most):
        enrolment = one.enrolment
        row, due = _row(actor, one, wanted.view), getattr(one, "due_on", None)
        rows.append(
            [
                getattr(one, "ref", enrolment.ref),
                row.title,
                due.isoformat() if due else "",
                pick(enrolment.opportunity.organisation.name_th, enrolment.opportunity.organisation.name_en),
                law_parts.title_of(enrolment),
                _called(actor, enrolment),
                names.address(enrolment.area_code),
                getattr(one, "receipt", ""),
            ]
        )
    return rows


def worker(actor: Actor, one: Enrolment) -> WorkerPage:
    """One placement with everything the law asks of it."""
    organisation = one.opportunity.organisation
    may_answer = bool(policy.can_answer(actor, one))
    return WorkerPage(
        title=t("{name}: {title}", name=_called(actor, one), title=law_parts.title_of(one)),
        subtitle=law_parts.period_of(one),
        facts=(
            Fact(t("Employer"), pick(organisation.name_th, organisation.name_en)),
            Fact(t("Place"), names.address(one.opportunity.area_code)),
        ),
        found=_found(queries.findings_of(one), may_answer),
        duties=tuple(_duty(each) for each in queries.duties_of(one)),
        papers=tuple(
            PaperToAnswer(
                paper,
                url_for("office.answer_law_paper", paper=paper.ref)
                if may_answer and (paper.is_waiting or paper.is_counting)
                else "",
            )
            for paper in law_parts.papers(queries.papers_of(one))
        ),
        enrolment_href=url_for("office.show_enrolment", enrolment=one.ref),
    )


def _found(kept: Sequence[LabourFinding], may_settle: bool) -> tuple[FindingToSettle, ...]:
    """Each with what the office did about it; of a rule that broke again, that it was closed before."""
    lines = []
    for one, finding in zip(kept, law_parts.findings(kept), strict=True):
        is_open = one.work_day_id is not None and one.cleared_on is None and one.settled_on is None
        href = url_for("office.settle_law_finding", finding=one.ref) if is_open and may_settle else ""
        lines.append(
            FindingToSettle(finding, one.ref, (*_settled(one), *(_before(one, kept) if is_open else ())), href)
        )
    return tuple(lines)


def _settled(one: LabourFinding) -> tuple[Text, ...]:
    if one.settled_by is None:
        return ()
    said = t("{name} wrote: {note}", name=one.settled_by.name, note=one.settled_note)
    if one.reopened_on is None:
        return (said,)
    return (said, t("Open again since {day}: the day was changed and still breaks the rule.",
                    day=dates.short_date(one.reopened_on, year=True)))  # fmt: skip


def _before(one: LabourFinding, kept: Sequence[LabourFinding]) -> tuple[Text, ...]:
    earlier = [each.settled_on for each in kept if each.rule == one.rule and each.settled_on is not None]
    if not earlier:
        return ()
    return (t("The same rule was closed here on {day}: it has come back.",
              day=dates.short_date(max(earlier), year=True)),)  # fmt: skip


def _duty(one: LabourDuty) -> Fact:
    due = law_parts.due_of(one)
    lines: Sequence[object] = (due.text, one.receipt) if one.state == DutyState.SENT else (due.text, due.exact)
    return Fact(sayings.DUTIES[one.kind], lines=tuple(lines))


def _row(actor: Actor, one: Any, view: View) -> Item:
    enrolment = one.enrolment
    organisation = pick(enrolment.opportunity.organisation.name_th, enrolment.opportunity.organisation.name_en)
    who = t("{name}, {organisation}", name=_called(actor, enrolment), organisation=organisation)
    title, due = _said(one, view)
    return Item(
        href=url_for("office.show_law_worker", worker=enrolment.ref),
        title=title,
        note=who,
        due=due.text,
        due_kind=due.kind,
        due_exact=due.exact,
    )


def _said(one: Any, view: View) -> tuple[object, Due]:
    if view is View.SETTLED:
        finding, day = law_parts.findings([one])[0], dates.short_date(one.settled_on, year=True)
        return f"{finding.title}: {finding.text}", Due(t("Closed {day}", day=day), "", dates.long_date(one.settled_on))
    if view is View.BROKEN:
        finding = law_parts.findings([one])[0]
        since = t("since {day}", day=dates.short_date(one.found_on))
        return f"{finding.title}: {finding.text}", Due(
            since, "late" if finding.kind == "stop" else "soon", dates.long_date(one.found_on)
        )
    if view is View.PAPERS:
        paper = law_parts.papers([one])[0]
        return paper.title, Due(t("Waits for you"), "soon", dates.date_time(one.added_at))
    return sayings.DUTIES[one.kind], law_parts.due_of(one)


def _tab(view: View, wanted: LawFilter, count: int) -> Tab:
    here = _address(wanted) | {"view": str(view)}
    late = view in (View.LATE, View.BROKEN) and count > 0
    return Tab(VIEWS[view], url_for("office.show_law", **here), count, view is wanted.view, late)


def _address(wanted: LawFilter) -> dict[str, Any]:
    parts = {"view": str(wanted.view), "area": wanted.area, "q": wanted.words}
    return {name: value for name, value in parts.items() if value}


def _called(actor: Actor, one: Enrolment) -> str:
    """How the office that has them there calls them, also after they moved."""
    return view_in(actor, one.youth, one).called
