"""Cards for strangers, quickly: each is rendered by its component once for a home, a day and a language.

What differs between two strangers of one place is put in afterwards: where the link leads and, over their own free
hours, which sessions lie within them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from blueprints.cards import card_view
from blueprints.prebuilt import Piece, hole
from marketplace.i18n import current_locale
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.matching.terms import LifeTerms
from marketplace.offers.cards import Card, Shown

_STRIP_BEGINS, _STRIP_ENDS = '<use href="#mine"/>', "</svg>"
_MOST_PIECES = 30_000
Cells = tuple[tuple[int, int], ...]
Pieces = dict[tuple[Card, int], "_Kept"]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A rendered card, open at its link and at its strip; `hours` are the half hours it takes."""

    before: str
    between: str
    after: str
    strip: str
    hours: int


def card_pieces(
    shown: Iterable[Shown], home: Point | None, free: int | None, on: date, *, trail: str = ""
) -> list[Markup]:
    """One finished card each for somebody without an account; `trail` is carried along by every link."""
    known = _pieces(home, on, current_locale())
    query = escape(f"?{trail}") if trail else ""
    taken = 0 if free is None else week.FULL & ~free
    made = []
    for one in shown:
        kept = known.get((one.card, one.seats_left))
        if kept is None:
            kept = _keep(known, one, home, on)
        strip = _strip(one.card, kept.hours & taken) if kept.hours & taken else kept.strip
        made.append(Markup(f"{kept.before}{query}{kept.between}{strip}{kept.after}"))  # noqa: S704  from components
    return made


_homes: dict[tuple[Point | None, date, str], Pieces] = {}


def _pieces(home: Point | None, on: date, locale: str) -> Pieces:
    """The cards rendered for a home so far; when there are too many of all, everything begins anew."""
    known = _homes.get((home, on, locale))
    if known is None:
        if sum(map(len, _homes.values())) > _MOST_PIECES:
            _homes.clear()
        known = _homes[home, on, locale] = {}
    return known


def _keep(known: Pieces, one: Shown, home: Point | None, on: date) -> _Kept:
    view = card_view(one, LifeTerms(point=home), on)
    rendered = str(_component("opp", "opps")([view]))
    item = rendered[rendered.index("<li") : rendered.rindex("</ul>")]
    begins = item.index(_STRIP_BEGINS) + len(_STRIP_BEGINS)
    ends = item.index(_STRIP_ENDS, begins)
    linked = item[:begins].replace(f'href="{view.href}"', f'href="{view.href}{hole(0)}"', 1)
    before, between = Piece(linked).texts
    kept = _Kept(before, between, item[ends:], item[begins:ends], week.mask(one.card.slots))
    known[one.card, one.seats_left] = kept
    return kept


@lru_cache(maxsize=50_000)
def _strip(card: Card, outside: int) -> str:
    """The week of a card whose hours `outside` lie beyond one's free hours."""
    clashes = {(part.weekday, int(part.part)) for part in week.parts_touched(outside)}
    drawn = str(_component("strip", "strip")([part for part in card.parts if part not in clashes], sorted(clashes)))
    begins = drawn.index(_STRIP_BEGINS) + len(_STRIP_BEGINS)
    return drawn[begins : drawn.index(_STRIP_ENDS, begins)]


def _component(file: str, name: str) -> Any:
    return getattr(current_app.jinja_env.get_template(f"components/{file}.html").module, name)
