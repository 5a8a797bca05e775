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
    from models.labour import LabourDuty

VIEWS = {
    View.LATE: t("Overdue"),
    View.DUE: t("Coming due"),
    View.BROKEN: t("Broken rules"),
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
class WorkerPage:
    """One placement as the office sees it."""

    title: Text
    subtitle: str
    facts: tuple[Fact, ...]
    found: tuple[Finding, ...]
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
        found=law_parts.findings(queries.findings_of(one)),
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
