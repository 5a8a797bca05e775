"""Finished values for 'For you': what fits with its reasons, what waits for an answer, which change opens more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.cards import CardView, card_views
from blueprints.paging import PageLink, page_links
from blueprints.youth.question_pages import href_for, question_href
from marketplace.i18n import Text, t
from marketplace.kernel import week
from marketplace.matching.changes import ChangeKind
from marketplace.matching.fit import Rule
from marketplace.matching.reasons import depends

if TYPE_CHECKING:
    from datetime import date

    from blueprints.youth.keeping import Person
    from marketplace.matching.changes import Opening
    from marketplace.matching.for_you import ForYou

PAGE = 20
MOST_WAITING = 5

_ASKED_BY: dict[ChangeKind, str] = {
    ChangeKind.PART: "free",
    ChangeKind.TRAVEL: "travel_minutes_max",
    ChangeKind.SUPPORT: "support_needs",
    ChangeKind.DOCUMENTS: "has_documents",
    ChangeKind.TRANSPORT: "transport",
}
_CLOSES: dict[Rule, tuple[Text, str]] = {
    Rule.TIME: (t("your free hours"), "free"),
    Rule.TRAVEL: (t("how far you can go"), "travel_minutes_max"),
    Rule.SUPPORTS: (t("what has to be there"), "support_needs"),
    Rule.COST: (t("what it may cost"), "cost_per_month_max_satang"),
    Rule.DOCUMENTS: (t("papers"), "has_documents"),
    Rule.LANGUAGE: (t("the languages you use"), "languages"),
    Rule.LEVEL: (t("the school level"), "level"),
}


@dataclass(frozen=True)
class OpensLink:
    """One change and what it would open."""

    href: str
    text: Text
    gain: Text


@dataclass(frozen=True)
class AnswerLink:
    """A question that results wait for."""

    href: str
    text: Text
    count: Text


@dataclass(frozen=True)
class MatchesPage:
    """One page of what fits."""

    title: Text
    lead: Text
    cards: tuple[CardView, ...]
    free: frozenset[tuple[int, int]]
    opens: tuple[OpensLink, ...]
    waiting: tuple[CardView, ...]
    waiting_title: Text
    answers: tuple[AnswerLink, ...]
    pages: tuple[PageLink, ...]
    next_href: str
    profile_href: str
    sign_up_href: str
    keep_href: str
    empty_text: Text
    empty_href: str
    empty_label: Text
    is_empty: bool


def matches(who: Person, found: ForYou, opened: tuple[Opening, ...], page: int, on: date, *, keep: bool) -> MatchesPage:
    """What fits this person, twenty a page."""
    total, here = len(found.fitting), url_for("youth.show_matches")
    last = max(1, -(-total // PAGE))
    page = min(max(page, 1), last)
    following = who.answers.next_question
    text, href, label = _empty(found, here, begun=who.answers.is_begun)
    return MatchesPage(
        title=t("Opportunities that fit you: {count}", count=total) if total else t("Nothing fits just yet"),
        lead=t("Every one fits your age, times, way and needs as you told them. The best comes first."),
        cards=tuple(card_views(found.fitting[(page - 1) * PAGE : page * PAGE], who.life, on)),
        free=_free(who.life.free),
        opens=tuple(_opens(one, here) for one in opened) if page == 1 else (),
        waiting=tuple(_waiting(who, found, on, here)) if page == last else (),
        waiting_title=t("Depends on an answer still to come: {count}", count=len(found.waiting)),
        answers=tuple(
            AnswerLink(href_for(name, here), depends(name), t("Opportunities: {count}", count=count))
            for name, count in found.waits_for
        ),
        pages=page_links("youth.show_matches", page, total, PAGE),
        next_href=question_href(following) if following else "",
        profile_href=url_for("youth.show_profile"),
        sign_up_href=url_for("account.show_sign_up", next=url_for("youth.show_keeping")) if who.youth is None else "",
        keep_href=url_for("youth.show_keeping") if keep else "",
        empty_text=text,
        empty_href=href,
        empty_label=label,
        is_empty=not total,
    )


def _waiting(who: Person, found: ForYou, on: date, here: str) -> list[CardView]:
    first = found.waiting[:MOST_WAITING]
    return [replace(card, depends_href=_asked(card, here)) for card in card_views(first, who.life, on, judged=True)]


def _asked(card: CardView, here: str) -> str:
    return href_for(card.depends_field, here) if card.depends_field else ""


def _opens(opening: Opening, here: str) -> OpensLink:
    change = opening.change
    return OpensLink(
        href_for(_ASKED_BY[change.kind], here), change.text, t("+{count} opportunities", count=opening.more)
    )


def _empty(found: ForYou, here: str, *, begun: bool) -> tuple[Text, str, Text]:
    """Which answer closes the most, or where to begin."""
    if not begun:
        return t("Seven short questions, and we show what fits. No name needed."), question_href(1), t("Begin")
    if found.waits_for:
        name, count = found.waits_for[0]
        return t("May fit after one short answer: {count}", count=count), href_for(name, here), t("Answer it")
    for rule, count in found.closed_by:
        if rule in _CLOSES:
            words, field = _CLOSES[rule]
            text = t("What closes most is {answer}: it alone leaves out {count} nearby.", answer=words, count=count)
            return text, href_for(field, here), t("Look at that answer")
    text = t("New ones come every week. You can look at everything that is open meanwhile.")
    return text, url_for("public.show_opportunities"), t("See everything that is open")


def _free(free: int | None) -> frozenset[tuple[int, int]]:
    return frozenset((part.weekday, int(part.part)) for part in week.parts(free)) if free else frozenset()
