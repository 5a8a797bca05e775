"""The parts of the public list as finished markup: each is rendered by its component once and filled for each reader.

Nothing here decides anything: what is chosen, how many there are and where links lead comes from the page.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from flask import current_app
from markupsafe import Markup

from blueprints.paging import PageLink
from blueprints.prebuilt import Piece, finished, hole, joined
from marketplace.i18n import Text, current_locale
from marketplace.kernel.week import PARTS

Texts = tuple[bytes, ...]
_CODES = tuple(part.code for part in PARTS)
_MARK = {"week": " checked", "mine": ' class="free"'}
_NOTHING = b""


def hidden(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Filters that have no control of their own."""
    return joined([finished(_macro("hidden")(name, value)) for name, value in pairs])


def areas(options: bytes) -> bytes:
    """The select of places around its options."""
    return _areas(current_locale()).fill(options)


def option(value: str, label: str, *, chosen: bool = False) -> bytes:
    """One place of the select."""
    return finished(_macro("option")(value, label, chosen))


def boxes(name: str, choices: Iterable[tuple[str, str, int, bool]]) -> bytes:
    """Boxes of (value, words, number, checked)."""
    locale, made = current_locale(), list[bytes]()
    for value, words, number, checked in choices:
        before, after = _box(name, value, words, checked, locale)
        made += (before, f"{number:,}".encode(), after)
    return joined(made)


def group(legend: Text, inside: bytes) -> bytes:
    """A group of boxes under its legend."""
    return _group(legend, current_locale()).fill(inside)


@lru_cache(maxsize=512)
def switches(items: tuple[tuple[str, str, str, bool], ...], legend: str) -> bytes:
    """The switches that stand in front, as (name, value, words, checked)."""
    found = [{"name": name, "value": value, "label": words, "checked": on} for name, value, words, on in items]
    return finished(_component("filters", "filters")(found, legend, pairs=True))


def doors(links: Sequence[tuple[str, str, str, bool]]) -> bytes:
    """The fields of work as doors, from (words, picture, address, current)."""
    shape = tuple((words, art, current) for words, art, _, current in links)
    return _doors(shape, current_locale()).fill(*(href for _, _, href, _ in links))


def week(chosen: frozenset[str]) -> bytes:
    """The grid that asks for free hours, as codes of day and part."""
    return _marked(_week(current_locale()), _MARK["week"], chosen)


def mine(free: frozenset[str]) -> bytes:
    """The reader's own week, drawn once a page."""
    return _marked(_mine(current_locale()), _MARK["mine"], free)


@lru_cache(maxsize=64)
def levels(options: tuple[tuple[str, str, bool], ...], label: str) -> bytes:
    """The select of schools finished, from (value, words, chosen)."""
    found = [{"value": value, "label": words, "chosen": chosen} for value, words, chosen in options]
    return finished(_component("select", "select")("level", label, found))


def orders(links: Sequence[tuple[str, str, bool]]) -> bytes:
    """Ways of sorting, from (words, address, current)."""
    locale = current_locale()
    said = [_order(words, current, locale).fill(href) for words, href, current in links]
    return " · ".encode().join(said)


def pages(links: Sequence[PageLink]) -> bytes:
    """The pagination."""
    shape = tuple((str(link.label), link.current, link.gap) for link in links)
    return _pages(shape, current_locale()).fill(*(link.href for link in links))


def meant(words: str) -> bytes:
    """What was understood where nothing is called what was typed."""
    return _NOTHING if not words else finished(_macro("meant")(words))


def opens(changes: Sequence[tuple[str, str, str]]) -> bytes:
    """What to loosen, from (address, words, what it gains)."""
    return _NOTHING if not changes else _opens(len(changes), current_locale()).fill(*chain.from_iterable(changes))


def cards(views: Sequence[object]) -> bytes:
    """Cards as their component prints them."""
    return _NOTHING if not views else finished(_component("opp", "opps")(views))


def card_list(pieces: list[bytes]) -> bytes:
    """Finished cards in their list."""
    return _NOTHING if not pieces else _card_list().fill(joined(pieces))


@cache
def _card_list() -> Piece:
    return Piece(_macro("card_list")(hole(0)))


@cache
def _areas(_locale: str) -> Piece:
    return Piece(_macro("areas")(hole(0)))


@cache
def _box(name: str, value: str, words: str, checked: bool, _locale: str) -> Texts:
    return Piece(_macro("box")(name, value, Markup("{} ({})").format(words, hole(0)), checked)).texts


@cache
def _group(legend: Text, _locale: str) -> Piece:
    return Piece(_macro("group")(legend, hole(0)))


@lru_cache(maxsize=256)
def _doors(shape: tuple[tuple[str, str, bool], ...], _locale: str) -> Piece:
    items = [
        {"href": hole(number), "label": words, "art": art, "current": current}
        for number, (words, art, current) in enumerate(shape)
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


@lru_cache(maxsize=256)
def _order(words: str, current: bool, _locale: str) -> Piece:
    return Piece(_macro("order")(words, hole(0), current))


@lru_cache(maxsize=1024)
def _pages(shape: tuple[tuple[str, bool, bool], ...], _locale: str) -> Piece:
    links = [
        {"label": label, "current": current, "gap": gap, "href": hole(number)}
        for number, (label, current, gap) in enumerate(shape)
    ]
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
