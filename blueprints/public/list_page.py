"""The page of the public list: what was asked for, how many there are, twenty cards, and what to loosen."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from markupsafe import Markup

from blueprints import prebuilt
from blueprints.card_pieces import card_pieces
from blueprints.cards import card_views
from blueprints.public import asking, list_form, loosening
from blueprints.public import list_parts as parts
from blueprints.public.asking import Asked
from marketplace.i18n import current_locale, t
from marketplace.kernel import week
from marketplace.matching.terms import ANYONE, LifeTerms
from marketplace.offers import queries
from marketplace.offers.queries import Page
from marketplace.offers.wanted import Sort, Wanted

ADDRESS = "/opportunities"
SORTS = {
    Sort.BEST: t("best match"),
    Sort.SOON: t("soonest"),
    Sort.NEAR: t("nearest"),
    Sort.MONEY: t("money"),
    Sort.CLOSING: t("closing first"),
}
FIRST_CARDS = 3
"""Cards above what to loosen."""


Part = bytes | Markup
"""Finished markup: bytes on their way to a reader, `Markup` where a template takes it."""


@dataclass(frozen=True)
class ListPage:
    """Everything the template says."""

    title: str
    action: str
    text: str
    summary: str
    hidden: Part
    areas: Part
    switches: Part
    doors: Part
    week: Part
    week_summary: str
    choices: Part
    levels: Part
    more_open: Part
    heading: str
    meant: Part
    sorts: Part
    knows_week: bool
    mine: Part
    is_empty: bool
    cards: Part
    rest: Part
    loosened: Part
    pages: Part


def list_page(asked: Asked, told: LifeTerms | None, today: date, waits: LifeTerms = ANYONE) -> ListPage:
    """The page an address asks for, for a youth who told something or a stranger who `waits` so long for answers."""
    life, action = asking.life_of(asked, told), ADDRESS
    if told is None and waits != ANYONE:
        life = replace(life, own_days=waits.own_days, guardian_days=waits.guardian_days)
    hits = asking.hits(asked)
    wanted = asking.wanted(asked, hits, today, life)
    found = queries.browse(wanted)
    if not found.shown and found.total:
        asked = replace(asked, page=-(-found.total // asking.PAGE))
        wanted = replace(wanted, first=(asked.page - 1) * asking.PAGE)
        found = queries.browse(wanted)
    drawn = frozenset(asked.free) or _cells(life.free)
    changes = loosening.changes(asked, wanted, found, life, action) if found.total < asking.PAGE else ()
    cards, rest = _cards(asked, found, life, today, is_told=told is not None, split=bool(changes))
    return ListPage(
        title=f"{asked.text}: {t('Learning and paid work near you')}"
        if asked.text
        else str(t("Learning and paid work near you")),
        action=action,
        text=asked.text,
        summary=list_form.summary(asked),
        hidden=list_form.hidden(asked),
        areas=list_form.areas(asked, today),
        switches=list_form.switches(asked),
        doors=list_form.doors(asked, action),
        week=parts.week(drawn),
        week_summary=list_form.week_summary(asked),
        choices=list_form.choices(asked, found),
        levels=list_form.levels(asked),
        more_open=b" open" if list_form.is_narrowed(asked) else b"",
        heading=_heading(found.total, cut=hits.is_cut),
        meant=parts.meant(hits.words),
        sorts=_sorts(asked, wanted, life, action),
        knows_week=life.free is not None,
        mine=parts.mine(drawn),
        is_empty=not found.shown,
        cards=cards,
        rest=rest,
        loosened=parts.opens(changes),
        pages=parts.pages(asked.page, found.total, asking.PAGE, f"{action}?{_open(asked.query())}"),
    )


def in_template(page: ListPage) -> ListPage:
    """The same with its parts as a template takes them."""
    made: dict[str, Any] = {
        name: prebuilt.in_template(part) if isinstance(part, bytes) else part for name, part in vars(page).items()
    }
    return ListPage(**made)


def _cards(
    asked: Asked, found: Page, life: LifeTerms, today: date, *, is_told: bool, split: bool
) -> tuple[bytes, bytes]:
    """The cards above and below what to loosen; a youth's own are judged, a stranger's are not."""
    first = FIRST_CARDS if split else len(found.shown)
    if is_told or life.own_days is not None or life.guardian_days:
        views = card_views(found.shown, life, today, judged=is_told, trail=asked.trail)
        return parts.cards(views[:first]), parts.cards(views[first:])
    pieces = card_pieces(found.shown, life.point, life.free, today, trail=asked.trail)
    return parts.card_list(pieces[:first]), parts.card_list(pieces[first:])


def _cells(free: int | None) -> frozenset[str]:
    """The coarse cells of free hours that were not drawn here."""
    return frozenset() if free is None else frozenset(part.code for part in week.parts(free))


def _heading(total: int, *, cut: bool) -> str:
    if cut:
        return str(t("More than {count} opportunities", count=f"{total:,}"))
    return str(t("Opportunities: {count}", count=f"{total:,}"))


def _sorts(asked: Asked, wanted: Wanted, life: LifeTerms, action: str) -> bytes:
    offered = _orders(bool(asked.text), life.point is not None, wanted.sort.value, current_locale())
    return parts.orders(offered, f"{action}?{_open(asked.query(sort=None))}")


@cache
def _orders(has_words: bool, has_place: bool, chosen: str, _locale: str) -> prebuilt.Piece:
    left_out = {Sort.BEST: not has_words, Sort.NEAR: not has_place}
    sorts = tuple((sort.value, str(said)) for sort, said in SORTS.items() if not left_out.get(sort))
    return parts.orders_of(sorts, chosen)


def _open(query: str) -> str:
    """A query that more may be added to."""
    return f"{query}&" if query else ""
