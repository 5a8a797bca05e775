"""The parts of the public list as finished markup: each is rendered by its component once and filled for each reader.

Nothing here decides anything: what is chosen, how many there are and where links lead comes from the page.
"""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from blueprints.paging import PageLink
from blueprints.prebuilt import Piece, hole, joined
from marketplace.i18n import Text, current_locale
from marketplace.kernel.week import PARTS

Texts = tuple[str, ...]
_CODES = tuple(part.code for part in PARTS)
_MARK = {"week": " checked", "mine": ' class="free"'}


def hidden(pairs: Iterable[tuple[str, str]]) -> Markup:
    """Filters that have no control of their own."""
    return joined([_macro("hidden")(name, value) for name, value in pairs])


def areas(options: Markup) -> Markup:
    """The select of places around its options."""
    return _areas(current_locale()).fill(options)


def option(value: str, label: str, *, chosen: bool = False) -> Markup:
    """One place of the select."""
    made: Markup = _macro("option")(value, label, chosen)
    return made


def boxes(name: str, choices: Iterable[tuple[str, str, int, bool]]) -> Markup:
    """Boxes of (value, words, number, checked)."""
    locale, made = current_locale(), []
    for value, words, number, checked in choices:
        before, after = _box(name, value, words, checked, locale)
        made.append(f"{before}{number:,}{after}")
    return Markup("".join(made))  # noqa: S704  a number between what a component rendered


def group(legend: Text, inside: Markup) -> Markup:
    """A group of boxes under its legend."""
    return _group(legend, current_locale()).fill(inside)


@lru_cache(maxsize=512)
def switches(items: tuple[tuple[str, str, str, bool], ...], legend: str) -> Markup:
    """The switches that stand in front, as (name, value, words, checked)."""
    found = [{"name": name, "value": value, "label": words, "checked": on} for name, value, words, on in items]
    made: Markup = _component("filters", "filters")(found, legend, pairs=True)
    return made


def doors(links: Sequence[tuple[str, str, str, bool]]) -> Markup:
    """The fields of work as doors, from (words, picture, address, current)."""
    shape = tuple((words, art, current) for words, art, _, current in links)
    return _doors(shape, current_locale()).fill(*(href for _, _, href, _ in links))


def week(chosen: frozenset[str]) -> Markup:
    """The grid that asks for free hours, as codes of day and part."""
    return _marked(_week(current_locale()), _MARK["week"], chosen)


def mine(free: frozenset[str]) -> Markup:
    """The reader's own week, drawn once a page."""
    return _marked(_mine(current_locale()), _MARK["mine"], free)


@lru_cache(maxsize=64)
def levels(options: tuple[tuple[str, str, bool], ...], label: str) -> Markup:
    """The select of schools finished, from (value, words, chosen)."""
    found = [{"value": value, "label": words, "chosen": chosen} for value, words, chosen in options]
    made: Markup = _component("select", "select")("level", label, found)
    return made


def orders(links: Sequence[tuple[str, str, bool]]) -> Markup:
    """Ways of sorting, from (words, address, current)."""
    locale = current_locale()
    said = [_order(words, current, locale).fill(href) for words, href, current in links]
    return Markup(" · ").join(said)


def pages(links: Sequence[PageLink]) -> Markup:
    """The pagination."""
    shape = tuple((str(link.label), link.current, link.gap) for link in links)
    return _pages(shape, current_locale()).fill(*(link.href for link in links))


def meant(words: str) -> Markup:
    """What was understood where nothing is called what was typed."""
    return Markup("") if not words else _macro("meant")(words)


def opens(changes: Sequence[object]) -> Markup:
    """What to loosen."""
    return Markup("") if not changes else _component("opens", "opens")(changes)


def cards(views: Sequence[object]) -> Markup:
    """Cards as their component prints them."""
    return Markup("") if not views else _component("opp", "opps")(views)


def card_list(pieces: list[Markup]) -> Markup:
    """Finished cards in their list."""
    return Markup("") if not pieces else _card_list().fill(joined(pieces))


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
    return tuple(str(_component("week", "week")("free", _CODES)).split(_MARK["week"]))


@cache
def _mine(_locale: str) -> Texts:
    every = [(part.weekday, int(part.part)) for part in PARTS]
    return tuple(str(_component("strip", "strip_mine")(every)).split(_MARK["mine"]))


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


def _marked(texts: Texts, mark: str, chosen: frozenset[str]) -> Markup:
    """Text with a mark at those of its 28 places that are chosen."""
    parts = [texts[0]]
    for text, code in zip(texts[1:], _CODES, strict=True):
        parts.append(mark + text if code in chosen else text)
    return Markup("".join(parts))  # noqa: S704  rendered by a component


def _macro(name: str) -> Any:
    return getattr(current_app.jinja_env.get_template("public/list_parts.html").module, name)


def _component(file: str, name: str) -> Any:
    return getattr(current_app.jinja_env.get_template(f"components/{file}.html").module, name)
