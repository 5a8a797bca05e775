"""Finished values for the review of postings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import posting_history
from blueprints.exporting import Export, links
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact, Step
from blueprints.posting_facts import changed_of, concerned_of, facts_of
from marketplace.areas import names
from marketplace.duties import changed_terms
from marketplace.earnings import funds, levels
from marketplace.enrolments import commitments
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht
from marketplace.offers import changes, coming, postings, shelf, standing, telling, twins
from marketplace.offers.drafts import check
from marketplace.offers.states import WAITING
from models import vocabulary as v

if TYPE_CHECKING:
    from datetime import date

    from marketplace.access import Actor, Verdict
    from models.offer import Opportunity


@dataclass(frozen=True)
class Line:
    """One posting in the list."""

    href: str
    title: Text | str
    note: Text
    due: Text | str
    due_kind: str = ""


@dataclass(frozen=True)
class WaitingPage:
    """Postings that wait for a decision."""

    total: int
    items: tuple[Line, ...]
    pages: tuple[PageLink, ...]
    export: Export


@dataclass(frozen=True)
class Check:
    """Something the machine looked at."""

    text: object
    flag: bool


@dataclass(frozen=True)
class ReviewPage:
    """One posting with what a decision needs."""

    title: Text | str
    line: Text
    summary: str
    about: str
    preview_href: str
    is_change: bool
    agreed: Text | None
    changed: tuple[Fact, ...]
    standing_href: str
    change_href: str
    """Of the change of it that waits for a decision, if one does."""
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    steps: tuple[Step, ...]
    can_decide: bool
    barred: Text | None
    why_not: Text | None
    state: Text


def waiting(found: Sequence[Opportunity], total: int, page: int) -> WaitingPage:
    """The oldest request first."""
    due = telling.due_days(list(found))
    return WaitingPage(
        total=total,
        items=tuple(
            Line(
                url_for("office.show_posting", posting=one.ref),
                _named(one),
                t(
                    "{kind} of {organisation}",
                    kind=words.word(v.OpportunityKind, one.kind),
                    organisation=pick(one.organisation.name_th, one.organisation.name_en),
                ),
                _due(due.get(one.id)),
                "late" if one.id in due and due[one.id] < clock.today() else "",
            )
            for one in found
        ),
        pages=page_links("office.show_postings", page, total, shelf.PAGE),
        export=links("office.export_postings"),
    )


def _named(one: Opportunity) -> Text | str:
    title = pick(one.title_th, one.title_en)
    return t("Change of {title}", title=title) if one.replaces_id is not None else title


def _due(day: date | None) -> Text | str:
    if day is None:
        return ""
    if day < clock.today():
        return t("overdue since {day}", day=dates.short_date(day))
    return t("answer by {day}", day=dates.short_date(day))


def waiting_file(found: Sequence[Opportunity]) -> tuple[list[object], list[list[object]]]:
    """The same with a head, for a file."""
    head: list[object] = [t("Reference"), t("Posting"), t("Kind"), t("Organisation"), t("Area"), t("Submitted")]
    changed = changes.refs_changed(found)
    return [*head, t("Would change")], [
        [
            one.ref,
            pick(one.title_th, one.title_en),
            words.word(v.OpportunityKind, one.kind),
            pick(one.organisation.name_th, one.organisation.name_en),
            names.address(one.area_code),
            clock.bangkok(one.submitted_at).date().isoformat() if one.submitted_at else "",
            changed.get(one.id, ""),
        ]
        for one in found
    ]


def one(posting: Opportunity, verdict: Verdict, *, by: Actor) -> ReviewPage:
    """Facts left, history right, the law's checks between."""
    unlawful = changed_terms.refusals(posting, by=by) if posting.state in WAITING else []
    return ReviewPage(
        title=_named(posting),
        line=t(
            "{kind} of {organisation}",
            kind=words.word(v.OpportunityKind, posting.kind),
            organisation=pick(posting.organisation.name_th, posting.organisation.name_en),
        ),
        summary=pick(posting.summary_th, posting.summary_en),
        about=pick(posting.about_th, posting.about_en),
        preview_href=url_for("public.preview_opportunity", posting=posting.ref),
        is_change=posting.replaces_id is not None,
        agreed=posting_history.agreed_to(posting, for_staff=True),
        changed=(*changed_of(posting), *concerned_of(posting)),
        standing_href=_standing_href(posting),
        change_href=_change_href(posting),
        facts=(*facts_of(posting), *_cost(posting)),
        checks=_checks(posting, unlawful),
        steps=tuple(Step(step.title, step.note, step.at) for step in posting_history.happened(posting, for_staff=True)),
        can_decide=bool(verdict),
        barred=changed_terms.UNLAWFUL if unlawful else None,
        why_not=verdict.reason,
        state=words.word(v.OpportunityState, posting.state),
    )


def _standing_href(posting: Opportunity) -> str:
    """The page of the posting it would change."""
    original = changes.original_of(posting)
    return url_for("office.show_posting", posting=original.ref) if original is not None else ""


def _change_href(posting: Opportunity) -> str:
    """The page of the change of it that waits for a decision."""
    change = changes.open_of(posting)
    return url_for("office.show_posting", posting=change.ref) if change is not None and change.state in WAITING else ""


def _cost(posting: Opportunity) -> tuple[Fact, ...]:
    """What the fund would pay for one full seat and for all, beside what is free in it."""
    if posting.fund_id is None:
        return ()
    seat = commitments.planned_cost(posting)
    total = seat.total_satang
    lines = [
        t("{label}: {times} × {each} = {total}", label=line.label, times=line.times, each=baht(line.each_satang),
          total=baht(line.total_satang))
        for line in seat.lines
    ]  # fmt: skip
    seats = t("All {seats} seats: {sum} baht", seats=posting.seats, sum=baht(total * posting.seats))
    free = t("Free in the fund: {sum} baht", sum=baht(funds.available(posting.fund_id)))
    told = (t("One full seat: {sum} baht", sum=baht(total)), *lines, seats, free)
    alone = levels.may_have_its_own(posting)
    href = url_for("office.show_new_fund", posting=posting.ref) if alone else ""
    return (Fact(t("Cost to the fund"), lines=told, href=href, link=t("Set money aside for it alone")),)


def _checks(posting: Opportunity, unlawful: Sequence[Text]) -> tuple[Check, ...]:
    papers = tuple(Check(why, True) for why in (standing.refusal(posting.id),) if why is not None)
    there = tuple(Check(why, True) for why in unlawful)
    try:
        check(postings.draft_of(posting))
    except Invalid as refusal:
        return (*papers, *there, *(Check(message, True) for message in refusal.errors.values()), *_twins(posting))
    if coming.leaves_nobody(posting):
        return (*papers, *there, *_twins(posting), Check(coming.NOBODY_CAN_JOIN, True))
    return (
        *papers,
        *there,
        *_twins(posting),
        *(() if there else (Check(_HOLDS, False),)),
    )


_HOLDS = t("Dates, times, ages and, for work, the wage and young-worker law hold.")


def _twins(posting: Opportunity) -> tuple[Check, ...]:
    """What the organisation seems to have written already."""
    return tuple(
        Check(
            t(
                "Much like {title}, which begins at the same place on {day}: {state}",
                title=pick(other.title_th, other.title_en),
                day=dates.short_date(other.starts_on),
                state=words.word(v.OpportunityState, other.state),
            ),
            True,
        )
        for other in twins.of(posting)
    )
