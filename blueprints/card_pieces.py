"""Cards for strangers, quickly: each is rendered by its component once for a home, a day and a language.

What differs between two strangers of one place is put in afterwards: where the link leads and, over their own free
hours, which sessions lie within them.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from blueprints.cards import card_view
from blueprints.prebuilt import Piece, hole
from marketplace.i18n import current_locale
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.kernel.week import Part
from marketplace.matching.terms import LifeTerms
from marketplace.offers.cards import Card, Shown

_STRIP_BEGINS, _STRIP_ENDS = '<use href="#mine"/>', "</svg>"
Cells = tuple[tuple[int, int], ...]


def card_pieces(
    shown: Iterable[Shown], home: Point | None, free: int | None, on: date, *, trail: str = ""
) -> list[Markup]:
    """One finished card each for somebody without an account; `trail` is carried along by every link."""
    locale = current_locale()
    query = f"?{trail}" if trail else ""
    taken = 0 if free is None else week.FULL & ~free
    return [
        _piece(one.card, one.seats_left, home, on, locale).fill(query, _strip(*_cells(one.card, taken)))
        for one in shown
    ]


@lru_cache(maxsize=30_000)
def _piece(card: Card, seats_left: int, home: Point | None, on: date, _locale: str) -> Piece:
    view = card_view(Shown(card, max(seats_left, 0), 0), LifeTerms(point=home), on, trail="")
    rendered = str(_component("opp", "opps")([view]))
    item = rendered[rendered.index("<li") : rendered.rindex("</ul>")]
    address = f'href="{view.href}"'
    begins = item.index(_STRIP_BEGINS) + len(_STRIP_BEGINS)
    ends = item.index(_STRIP_ENDS, begins)
    return Piece((item[:begins] + str(hole(1)) + item[ends:]).replace(address, f'href="{view.href}{hole(0)}"', 1))


def _cells(card: Card, taken: int) -> tuple[Cells, Cells]:
    """The coarse cells of a card within one's free hours, and those that reach outside."""
    if not taken:
        return card.parts, ()
    touched = _touched(card)
    clashes = tuple(cell for cell, mask in touched if mask & taken)
    return (tuple(cell for cell, mask in touched if not mask & taken), clashes) if clashes else (card.parts, ())


@lru_cache(maxsize=50_000)
def _touched(card: Card) -> tuple[tuple[tuple[int, int], int], ...]:
    """Each coarse cell of a card with its half hours in it."""
    mask = week.mask(card.slots)
    parts: Iterable[Part] = sorted(week.parts_touched(mask))
    return tuple(((part.weekday, int(part.part)), mask & part.mask) for part in parts)


@lru_cache(maxsize=20_000)
def _strip(sessions: Cells, clashes: Cells) -> Markup:
    drawn = str(_component("strip", "strip")(sessions, clashes))
    begins = drawn.index(_STRIP_BEGINS) + len(_STRIP_BEGINS)
    return Markup(drawn[begins : drawn.index(_STRIP_ENDS, begins)])  # noqa: S704  rendered by its component


def _component(file: str, name: str) -> Any:
    return getattr(current_app.jinja_env.get_template(f"components/{file}.html").module, name)
