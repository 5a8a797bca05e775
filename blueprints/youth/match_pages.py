"""Finished values for 'For you': what fits with its reasons, what waits for an answer, which change opens more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import choice_parts as parts
from blueprints.cards import CardView, Why, card_view
from blueprints.choice_parts import SUPPOSED, Box, OpensLink, SortLink
from blueprints.paging import PageLink, page_links
from blueprints.youth.question_pages import href_for, question_href
from marketplace.i18n import Text, t
from marketplace.matching import changes, reasons, sentences
from marketplace.matching.changes import ChangeKind
from marketplace.matching.choosing import address_of, closest
from marketplace.matching.fit import Rule
from marketplace.matching.reasons import depends

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blueprints.youth.keeping import Person
    from blueprints.youth.shortlist_pages import SharedLink
    from marketplace.matching.changes import Opening
    from marketplace.matching.choosing import Asked, Choice, Hit
    from marketplace.matching.glimpse import Glimpse

ENDPOINT = "youth.show_matches"
PAGE = 20
FIRST = 3
"""Cards above what one change would open, and changes named before the fold."""
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
class AnswerLink:
    """A question that results wait for."""

    href: str
    text: Text
    count: Text


@dataclass(frozen=True)
class Supposed:
    """The change that this list supposes: what it opens, the way back, and the answer to change."""

    text: Text
    gain: Text
    back_href: str
    answer_href: str


@dataclass(frozen=True)
class Nothing:
    """Why the list is empty and what helps."""

    title: Text
    text: Text
    href: str
    label: Text


@dataclass(frozen=True)
class Tried:
    """The first cards of what one change would open, and the way to all of them."""

    opens: OpensLink
    cards: tuple[CardView, ...]


@dataclass(frozen=True)
class MatchesPage:
    """One page of what fits."""

    title: Text
    lead: Text
    supposed: Supposed | None
    boxes: tuple[Box, ...]
    kept: tuple[Box, ...]
    is_narrowed: bool
    all_href: str
    sorts: tuple[SortLink, ...]
    cards: tuple[CardView, ...]
    rest: tuple[CardView, ...]
    free: frozenset[tuple[int, int]]
    opens: tuple[OpensLink, ...]
    more_opens: tuple[OpensLink, ...]
    waiting: tuple[CardView, ...]
    waiting_title: Text
    answers: tuple[AnswerLink, ...]
    pages: tuple[PageLink, ...]
    next_href: str
    profile_href: str
    sign_up_href: str
    keep_href: str
    shared: tuple[SharedLink, ...]
    nothing: Nothing | None
    closest: tuple[CardView, ...]
    tried: Tried | None = None


def matches(
    who: Person, asked: Asked, choice: Choice, page: int, *, keep: bool, shared: tuple[SharedLink, ...] = ()
) -> MatchesPage:
    """What fits this person, twenty a page, narrowed and supposed as the address says."""
    if choice.change is None and asked.change:
        asked = replace(asked, change="")
    total, listed, here = choice.total, len(choice.fitting), href(asked)
    last = max(1, -(-listed // PAGE))
    page = min(max(page, 1), last)
    opens = _openings(choice, asked) if page == 1 and who.answers.is_begun else ((), ())
    cards = tuple(_cards(choice.fitting[(page - 1) * PAGE : page * PAGE], choice))
    first = FIRST if opens[0] else len(cards)
    following = who.answers.next_question
    return MatchesPage(
        title=_title(asked, choice),
        lead=t("Every one fits your age, times, way and needs as you told them. The best comes first.")
        if listed == total
        else t("The first {count} are listed. Filters and answers bring others to the front.", count=f"{listed:,}"),
        supposed=_supposed(asked, choice),
        boxes=parts.boxes(asked),
        kept=parts.kept(asked),
        is_narrowed=asked.is_narrowed,
        all_href=href(parts.unfiltered(asked)),
        sorts=parts.sorts(asked, choice, lambda **changes: href(asked, **changes)),
        cards=cards[:first],
        rest=cards[first:],
        free=parts.free_cells(choice.seen_as.free),
        opens=opens[0],
        more_opens=opens[1],
        waiting=tuple(_waiting(choice, here)) if page == last and choice.change is None else (),
        waiting_title=t("Depends on an answer still to come: {count}", count=choice.waiting_total),
        answers=tuple(
            AnswerLink(href_for(name, here), depends(name), t("Opportunities: {count}", count=count))
            for name, count in choice.waits_for
        ),
        pages=page_links(ENDPOINT, page, listed, PAGE, **parts.address(asked)),
        next_href=question_href(following) if following else "",
        profile_href=url_for("youth.show_profile"),
        sign_up_href=url_for("account.show_sign_up", next=url_for("youth.show_keeping")) if who.youth is None else "",
        keep_href=url_for("youth.show_keeping") if keep else "",
        shared=shared if page == 1 and choice.change is None else (),
        nothing=None if total else _nothing(who, asked, choice, here),
        closest=tuple(_closest(choice)) if who.answers.is_begun and not asked.is_narrowed else (),
    )


def tried(found: Glimpse | None, asked: Asked) -> Tried | None:
    """What to look at where hardly anything fits."""
    if found is None or not found.hits:
        return None
    return Tried(_opens(found.opening, asked), tuple(_cards(found.hits, found.choice)))


def href(asked: Asked, **changes: object) -> str:
    """The address of the list, with changes."""
    return url_for(ENDPOINT, **parts.address(asked, **changes))


def _title(asked: Asked, choice: Choice) -> Text:
    total = choice.total
    if choice.change is not None:
        return t("Would fit you: {count}", count=total)
    if asked.is_narrowed and total:
        return t("Fit you and your filters: {count} of {all}", count=total, all=choice.unnarrowed)
    return t("Opportunities that fit you: {count}", count=total) if total else t("Nothing fits just yet")


def _supposed(asked: Asked, choice: Choice) -> Supposed | None:
    if choice.change is None:
        return None
    back = href(asked, **{SUPPOSED: None})
    return Supposed(
        text=choice.change.text,
        gain=t("{count} more would fit. They stand first; nothing was changed.", count=choice.added),
        back_href=back,
        answer_href=href_for(_ASKED_BY[choice.change.kind], back),
    )


def _cards(hits: Iterable[Hit], choice: Choice) -> Iterable[CardView]:
    for hit in hits:
        said = Why(str(sentences.why(reasons.why_it_fits(choice.seen_as, hit.offer, choice.on, hit.money))))
        card = replace(card_view(hit.shown, choice.seen_as, choice.on), reasons=(said,))
        yield replace(card, tag=str(_tag(hit)))


def _tag(hit: Hit) -> Text | str:
    if hit.is_asked_for:
        return t("You have asked for this")
    return t("Only with this change") if hit.is_new else ""


def _waiting(choice: Choice, here: str) -> Iterable[CardView]:
    for hit in choice.waiting[:MOST_WAITING]:
        card = replace(card_view(hit.shown, choice.seen_as, choice.on, judged=True), tag=str(_tag(hit)))
        yield replace(card, depends_href=href_for(card.depends_field, here) if card.depends_field else "")


def _closest(choice: Choice) -> Iterable[CardView]:
    """What asks for the fewest changes, with all that stands in the way."""
    for shown, asks in closest(choice):
        said = tuple(Why(str(reasons.why_not(reason)), ok=False) for reason in asks)
        yield replace(card_view(shown, choice.seen_as, choice.on), reasons=said)


def _openings(choice: Choice, asked: Asked) -> tuple[tuple[OpensLink, ...], tuple[OpensLink, ...]]:
    """The changes named first and those beneath the fold; none inside a list that supposes one already."""
    if choice.change is not None:
        return (), ()
    found = choice.openings
    first = changes.best(found, FIRST)
    rest = (opening for opening in found if opening not in first)
    return tuple(_opens(one, asked) for one in first), tuple(_opens(one, asked) for one in rest)


def _opens(opening: Opening, asked: Asked) -> OpensLink:
    there = href(asked, **{SUPPOSED: address_of(opening.change)})
    return OpensLink(there, opening.change.text, t("+{count} opportunities", count=opening.more))


def _nothing(who: Person, asked: Asked, choice: Choice, here: str) -> Nothing:
    """Which filter or answer closes the most, or where to begin."""
    title = t("Not yet, and not never")
    if not who.answers.is_begun:
        text = t("Seven short questions, and we show what fits. No name needed.")
        return Nothing(title, text, question_href(1), t("Begin"))
    if asked.is_narrowed and choice.unnarrowed:
        text = t("Without your filters {count} fit you.", count=choice.unnarrowed)
        everything = parts.unfiltered(replace(asked, change=""))
        return Nothing(t("Nothing fits all of this yet"), text, href(everything), t("Show all that fit"))
    if choice.waits_for:
        name, count = choice.waits_for[0]
        return Nothing(
            title, t("May fit after one short answer: {count}", count=count), href_for(name, here), t("Answer it")
        )
    for rule, count in choice.closed_by:
        if rule in _CLOSES:
            said, field = _CLOSES[rule]
            text = t("What closes most is {answer}: it alone leaves out {count} nearby.", answer=said, count=count)
            return Nothing(title, text, href_for(field, here), t("Look at that answer"))
    text = t("New ones come every week. You can look at everything that is open meanwhile.")
    return Nothing(title, text, url_for("public.show_opportunities"), t("See everything that is open"))
