"""The parts of the public list as finished markup: each is rendered by its component once and filled for each reader.

Nothing here decides anything: what is chosen, how many there are and where links lead comes from the page.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from flask import current_app
from markupsafe import Markup

from blueprints.paging import links_to
from blueprints.prebuilt import Piece, finished, hole, joined
from marketplace.i18n import Text, current_locale
from marketplace.kernel.week import PARTS

Texts = tuple[bytes, ...]
Words = tuple[tuple[str, str], ...]
Boxes = tuple[tuple[str, Texts, Texts], ...]
Doors = tuple[tuple[str, str, str], ...]
Sorts = tuple[tuple[str, str], ...]
_CODES = tuple(part.code for part in PARTS)
_MARK = {"week": " checked", "mine": ' class="free"'}
_NOTHING = b""


@lru_cache(maxsize=512)
def hidden(pairs: tuple[tuple[str, str], ...]) -> bytes:
    """Filters that have no control of their own."""
    return joined([finished(_macro("hidden")(name, value)) for name, value in pairs])


def areas(options: bytes) -> bytes:
    """The select of places around its options."""
    return _areas(current_locale()).fill(options)


def option(value: str, label: str, *, chosen: bool = False) -> bytes:
    """One place of the select."""
    return finished(_macro("option")(value, label, chosen))


def boxes(group: Boxes, counts: Mapping[str, int], chosen: frozenset[str]) -> bytes:
    """Boxes of what has a number or is checked; nothing where there is no choice."""
    made, offered = list[bytes](), 0
    for value, unchecked, checked in group:
        number = counts.get(value, 0)
        if number or value in chosen:
            before, after = checked if value in chosen else unchecked
            made += (before, _number(number), after)
            offered += 1
    return joined(made) if offered > 1 else _NOTHING


def group(legend: Text, inside: bytes) -> bytes:
    """A group of boxes under its legend."""
    return _group(legend, current_locale()).fill(inside)


def switches(items: tuple[tuple[str, str, str, bool], ...], legend: str) -> bytes:
    """The switches that stand in front, as (name, value, words, checked)."""
    found = [{"name": name, "value": value, "label": words, "checked": on} for name, value, words, on in items]
    return finished(_component("filters", "filters")(found, legend, pairs=True))


def doors(doors: Piece, rest: str) -> bytes:
    """The fields of work as doors; `rest` is the address without a field."""
    opened = rest if rest.endswith("?") else f"{rest}&"
    return doors.fill(opened, rest)


def week(chosen: frozenset[str]) -> bytes:
    """The grid that asks for free hours, as codes of day and part."""
    return _marked(_week(current_locale()), _MARK["week"], chosen)


def mine(free: frozenset[str]) -> bytes:
    """The reader's own week, drawn once a page."""
    return _marked(_mine(current_locale()), _MARK["mine"], free)


def levels(options: tuple[tuple[str, str, bool], ...], label: str) -> bytes:
    """The select of schools finished, from (value, words, chosen)."""
    found = [{"value": value, "label": words, "chosen": chosen} for value, words, chosen in options]
    return finished(_component("select", "select")("level", label, found))


def orders(orders: Piece, rest: str) -> bytes:
    """Ways of sorting; `rest` is the address, open for the order."""
    return orders.fill(rest)


def pages(page: int, total: int, size: int, rest: str) -> bytes:
    """The pagination; `rest` is the address, open for the page."""
    return _pages(page, -(-total // size), current_locale()).fill(rest)


def meant(words: str) -> bytes:
    """What was understood where nothing is called what was typed."""
    return _NOTHING if not words else finished(_macro("meant")(words))


def opens(changes: Sequence[tuple[str, str, str]]) -> bytes:
    """What to loosen, from (address, words, what it gains)."""
    return _NOTHING if not changes else _opens(len(changes), current_locale()).fill(*chain.from_iterable(changes))


def cards(views: Sequence[object]) -> bytes:
    """Cards as their component prints them."""
    return _NOTHING if not views else finished(_component("opp", "opps")(views))


def card_list(cards: Sequence[tuple[bytes, ...]]) -> bytes:
    """Finished cards in their list."""
    if not cards:
        return _NOTHING
    before, after = _card_list().texts
    return joined((before, *chain.from_iterable(cards), after))


@cache
def _card_list() -> Piece:
    return Piece(_macro("card_list")(hole(0)))


@cache
def _areas(_locale: str) -> Piece:
    return Piece(_macro("areas")(hole(0)))


@lru_cache(maxsize=4_096)
def _number(count: int) -> bytes:
    return f"{count:,}".encode()


def boxes_of(group: str, words: Words) -> Boxes:
    """Every box of a group open at its number: its value, the box unchecked and checked."""

    def box(value: str, said: str, *, checked: bool) -> Texts:
        return Piece(_macro("box")(group, value, Markup("{} ({})").format(said, hole(0)), checked)).texts

    return tuple((value, box(value, said, checked=False), box(value, said, checked=True)) for value, said in words)


@cache
def _group(legend: Text, _locale: str) -> Piece:
    return Piece(_macro("group")(legend, hole(0)))


def doors_of(fields: Doors, chosen: frozenset[str]) -> Piece:
    """The doors open at their addresses, from (value, words, picture)."""
    items = [
        {
            "href": hole(1) if value in chosen else hole(0) + f"field={value}",
            "label": words,
            "art": art,
            "current": value in chosen,
        }
        for value, words, art in fields
    ]
    return Piece(_component("doors", "doors")(items))


@cache
def _week(_locale: str) -> Texts:
    return _cut(_component("week", "week")("free", _CODES), _MARK["week"])


@cache
def _mine(_locale: str) -> Texts:
    every = [(part.weekday, int(part.part)) for part in PARTS]
    return _cut(_component("strip", "strip_mine")(every), _MARK["mine"])


def _cut(rendered: Markup, mark: str) -> Texts:
    return tuple(piece.encode() for piece in str(rendered).split(mark))


@cache
def _opens(count: int, _locale: str) -> Piece:
    changes = [
        {"href": hole(3 * number), "text": hole(3 * number + 1), "gain": hole(3 * number + 2)}
        for number in range(count)
    ]
    return Piece(_component("opens", "opens")(changes))


def orders_of(sorts: Sorts, chosen: str) -> Piece:
    """The ways of sorting open at their addresses, from (value, words)."""
    said = [_macro("order")(words, hole(0) + f"sort={value}", value == chosen) for value, words in sorts]
    return Piece(" · ".join(said))


@lru_cache(maxsize=1_024)
def _pages(page: int, last: int, _locale: str) -> Piece:
    links = links_to(lambda number: hole(0) + f"page={number}", page, last, 1)
    return Piece(_component("pages", "pages")(links))


def _marked(texts: Texts, mark: str, chosen: frozenset[str]) -> bytes:
    """Text with a mark at those of its 28 places that are chosen."""
    written = mark.encode()
    parts = [texts[0]]
    for text, code in zip(texts[1:], _CODES, strict=True):
        parts += (written, text) if code in chosen else (text,)
    return joined(parts)


def _macro(name: str) -> Any:
    return getattr(current_app.jinja_env.get_template("public/list_parts.html").module, name)


def _component(file: str, name: str) -> Any:
    return getattr(current_app.jinja_env.get_template(f"components/{file}.html").module, name)
