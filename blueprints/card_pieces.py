"""Cards for strangers, quickly: the component is rendered once for each shape a card can have, and filled.

A filled card is kept for its home, its day and its language. What differs between two strangers of one place is put
in afterwards: where the link leads and, over their own free hours, which sessions lie within them.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup

from blueprints.cards import CardView, Why, card_view
from blueprints.prebuilt import Piece, finished, hole, joined
from marketplace.i18n import current_locale
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.matching.terms import LifeTerms
from marketplace.offers import hours
from marketplace.offers.cards import Card, Shown

_STRIP_BEGINS, _STRIP_ENDS = '<use href="#mine"/>', "</svg>"
_MOST_PIECES = 60_000
Shape = tuple[Piece, Piece, Piece]
Pieces = dict[tuple[Card, int], "_Kept"]
"""By card and places left."""


class _Kept(NamedTuple):
    """A finished card, open behind its address and at its strip; `hours` are the half hours it takes.

    `parts` are the parts of days those hours touch, as bits. A plain tuple of plain values, so that the collector of
    garbage need not look at thousands.
    """

    before: bytes
    between: bytes
    after: bytes
    hours: int
    parts: int


def card_pieces(
    shown: Iterable[Shown], home: Point | None, free: int | None, on: date, *, trail: str = ""
) -> list[tuple[bytes, ...]]:
    """A finished card each, in pieces, for somebody without an account; `trail` is carried along by every link."""
    known = _pieces(home, on, current_locale())
    query = finished(f"?{trail}") if trail else b""
    taken = 0 if free is None else week.FULL & ~free
    shut = 0 if free is None else hours.closed(free)
    made = list[tuple[bytes, ...]]()
    for one in shown:
        name = one.card, one.seats_left
        kept = known.get(name)
        if kept is None:
            kept = known[name] = _keep(one, home, on)
        outside = hours.touched(kept.hours & taken) if shut is None else kept.parts & shut
        strip = _strip(kept.parts, outside)
        made.append((kept.before, query, kept.between, strip, kept.after))
    return made


_homes: dict[tuple[Point | None, date, str], Pieces] = {}


def kept() -> int:
    """How many finished cards this process keeps."""
    return sum(map(len, _homes.values()))


def _pieces(home: Point | None, on: date, locale: str) -> Pieces:
    """The cards filled for a home so far; when there are too many of all, everything begins anew."""
    known = _homes.get((home, on, locale))
    if known is None:
        if kept() > _MOST_PIECES:
            _homes.clear()
        known = _homes[home, on, locale] = {}
    return known


def _keep(one: Shown, home: Point | None, on: date) -> _Kept:
    view = card_view(one, LifeTerms(point=home), on)
    before, between, after = _shape(len(view.reasons), len(view.money_lines), view.due_kind, current_locale())
    values = [finished(value) for value in _values(view)]
    taken = week.mask(one.card.slots)
    return _Kept(before.fill(*values), between.fill(*values), after.fill(*values), taken, hours.touched(taken))


def _values(view: CardView) -> tuple[str, ...]:
    """What fills the holes of a shape, in the order of `_open`."""
    told = (view.title, view.href, view.art, view.place, view.way, view.when, view.starts, view.money, view.due)
    return (*told, *(why.text for why in view.reasons), *view.money_lines)


def _open(reasons: int, lines: int, due_kind: str) -> CardView:
    """A card with a hole for every value."""
    title, href, art, place, way, when, starts, money, due, *more = (
        hole(number) for number in range(9 + reasons + lines)
    )
    return CardView(
        title=title,
        href=href,
        art=art,
        place=place,
        sessions=(),
        clashes=(),
        when=when,
        starts=starts,
        reasons=tuple(Why(said) for said in more[:reasons]),
        money=money,
        money_lines=tuple(more[reasons:]),
        due=due,
        due_kind=due_kind,
        way=way,
    )


@lru_cache(maxsize=256)
def _shape(reasons: int, lines: int, due_kind: str, _locale: str) -> Shape:
    """A card of so many reasons and lines, cut behind its address and at its strip."""
    opened = _open(reasons, lines, due_kind)
    rendered = str(_component("opp", "opps")([opened]))
    item = rendered[rendered.index("<li") : rendered.rindex("</ul>")]
    link = item.index(opened.href) + len(opened.href)
    strip = item.index(_STRIP_BEGINS) + len(_STRIP_BEGINS)
    return Piece(item[:link]), Piece(item[link:strip]), Piece(item[strip:])


@lru_cache(maxsize=50_000)
def _strip(touched: int, outside: int) -> bytes:
    """The week of sessions in the parts of days `touched`, of which those `outside` lie beyond one's free hours."""
    within, clashes = _marks()
    drawn = [mark for number, mark in enumerate(within) if touched & ~outside & 1 << number]
    drawn += [mark for number, mark in enumerate(clashes) if outside & 1 << number]
    return joined(drawn)


@cache
def _marks() -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """What the component draws for each part of a day alone: within one's free hours, and outside."""
    strip, places = _component("strip", "strip"), [(part.weekday, int(part.part)) for part in week.PARTS]
    return tuple(_inside(strip([place])) for place in places), tuple(_inside(strip([], [place])) for place in places)


def _inside(strip: Markup) -> bytes:
    drawn = str(strip)
    begins = drawn.index(_STRIP_BEGINS) + len(_STRIP_BEGINS)
    return drawn[begins : drawn.index(_STRIP_ENDS, begins)].encode()


def _component(file: str, name: str) -> Any:
    return getattr(current_app.jinja_env.get_template(f"components/{file}.html").module, name)
