"""Finished values for the review of postings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.paging import PageLink, page_links
from marketplace.areas import names
from marketplace.audit import history
from marketplace.i18n import Text, dates, pick, t, weeks, words
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht
from marketplace.kernel.week import Slot as WeekSlot
from marketplace.offers import postings, shelf
from marketplace.offers.drafts import check
from models import vocabulary as v

if TYPE_CHECKING:
    from marketplace.access import Verdict
    from models.offer import Opportunity


@dataclass(frozen=True)
class Line:
    """One posting in the list."""

    href: str
    title: str
    note: Text
    due: Text | str


@dataclass(frozen=True)
class WaitingPage:
    """Postings that wait for a decision."""

    total: int
    items: tuple[Line, ...]
    pages: tuple[PageLink, ...]


@dataclass(frozen=True)
class Fact:
    """A labelled fact."""

    label: Text
    value: object = ""
    lines: tuple[object, ...] = ()


@dataclass(frozen=True)
class Check:
    """Something the machine looked at."""

    text: object
    flag: bool


@dataclass(frozen=True)
class Step:
    """A move of the posting."""

    title: Text
    text: str
    note: str
    state: str = ""


@dataclass(frozen=True)
class ReviewPage:
    """One posting with what a decision needs."""

    title: str
    line: Text
    summary: str
    about: str
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    steps: tuple[Step, ...]
    can_decide: bool
    why_not: Text | None
    state: Text


def waiting(found: Sequence[Opportunity], total: int, page: int) -> WaitingPage:
    """The oldest request first."""
    return WaitingPage(
        total=total,
        items=tuple(
            Line(
                url_for("office.show_posting", posting=one.ref),
                pick(one.title_th, one.title_en),
                t(
                    "{kind} of {organisation}",
                    kind=words.word(v.OpportunityKind, one.kind),
                    organisation=pick(one.organisation.name_th, one.organisation.name_en),
                ),
                t("Submitted {day}", day=dates.short_date(clock.bangkok(one.submitted_at).date()))
                if one.submitted_at
                else "",
            )
            for one in found
        ),
        pages=page_links("office.show_postings", page, total, shelf.PAGE),
    )


def one(posting: Opportunity, verdict: Verdict) -> ReviewPage:
    """Facts left, history right, the law's checks between."""
    return ReviewPage(
        title=pick(posting.title_th, posting.title_en),
        line=t(
            "{kind} of {organisation}",
            kind=words.word(v.OpportunityKind, posting.kind),
            organisation=pick(posting.organisation.name_th, posting.organisation.name_en),
        ),
        summary=pick(posting.summary_th, posting.summary_en),
        about=pick(posting.about_th, posting.about_en),
        facts=_facts(posting),
        checks=_checks(posting),
        steps=tuple(
            Step(words.word(v.OpportunityState, move.to_state), move.note, dates.date_time(move.at))
            for move in history(posting)
        ),
        can_decide=bool(verdict),
        why_not=verdict.reason,
        state=words.word(v.OpportunityState, posting.state),
    )


def _checks(posting: Opportunity) -> tuple[Check, ...]:
    try:
        check(postings.draft_of(posting))
    except Invalid as refusal:
        return tuple(Check(message, True) for message in refusal.errors.values())
    return (Check(t("Dates, times, ages and, for work, the wage and young-worker law hold."), False),)


def _facts(one: Opportunity) -> tuple[Fact, ...]:
    slots = (WeekSlot(slot.weekday, slot.start_minute, slot.end_minute) for slot in one.slots)
    money = (
        (t("Wage {sum} baht a day", sum=baht(one.wage_per_day_satang)), one.wage_per_day_satang),
        (t("Stipend {sum} baht a session", sum=baht(one.stipend_per_session_satang)), one.stipend_per_session_satang),
        (
            t("Travel money {sum} baht a session", sum=baht(one.travel_per_session_satang)),
            one.travel_per_session_satang,
        ),
        (t("On completion {sum} baht", sum=baht(one.completion_bonus_satang)), one.completion_bonus_satang),
        (t("Costs the learner {sum} baht a month", sum=baht(one.cost_per_month_satang)), one.cost_per_month_satang),
    )
    place = (pick(one.place_th, one.place_en), names.address(one.area_code), words.word(v.PlaceType, one.place_type))
    ages = (
        t("{low} to {high}", low=one.age_min, high=one.age_max) if one.age_max else t("{low} or older", low=one.age_min)
    )
    return (
        Fact(t("When"), lines=(weeks.summary(slots), dates.date_range(one.starts_on, one.ends_on))),
        Fact(t("Apply until"), dates.long_date(one.apply_by)),
        Fact(t("Where"), lines=tuple(filter(None, place))),
        Fact(t("Seats"), one.seats),
        Fact(t("Age"), ages),
        Fact(t("Money"), lines=tuple(text for text, sum_ in money if sum_) or (t("Free, nothing is paid"),)),
        Fact(t("Support offered"), lines=words.words(v.Support, one.supports) or (t("None told"),)),
    )
