"""The list on a map: how many of what was asked for are open in each province, each tile a way into the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from blueprints.public import asking, list_form
from blueprints.public.area_pages import Column, Link, Table
from blueprints.public.asking import Asked
from marketplace.areas import names, queries, tilemap
from marketplace.i18n import Text, t
from marketplace.matching.terms import LifeTerms
from marketplace.offers import catalogue

LIST = "public.show_opportunities"


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch of the form above the map."""

    name: str
    label: Text
    checked: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter that was set in the list and stays."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """The map under the present filters, the same as a table, and the districts of the province asked for."""

    heading: Text
    summary: str
    text: str
    switches: tuple[Switch, ...]
    kept: tuple[Kept, ...]
    list_href: str
    clear_href: str
    total: int
    map: tilemap.TileMap
    table: Table
    missing: Text | None
    within: Table | None


def map_page(asked: Asked, told: LifeTerms | None, today: date) -> MapPage:
    """The page an address asks for; distance is left out, because every province is looked at."""
    counts = _counts(asked, told, today, _provinces())
    total, somewhere = sum(counts.values()), {code: count for code, count in counts.items() if count}
    empty = len(counts) - len(somewhere)
    return MapPage(
        heading=t("Opportunities in all provinces: {count}", count=f"{total:,}"),
        summary=list_form.summary(replace(asked, area="", near=None)),
        text=asked.text,
        switches=tuple(
            Switch(name, list_form.SWITCHES[name], name in asked.switches)
            for name in asking.SWITCHES
            if name != "fits" or asked.free or told is not None
        ),
        kept=_kept(asked),
        list_href=url_for(LIST, **asked.address()),
        clear_href=url_for("public.show_map"),
        total=total,
        map=tilemap.draw(counts, lambda code: _in(asked, code) if counts.get(code) else ""),
        table=_table(t("Open now, by province"), t("Province"), asked, somewhere),
        missing=t("Provinces where nothing like this is open yet: {count}", count=empty) if empty else None,
        within=_within(asked, told, today),
    )


def _provinces() -> tuple[str, ...]:
    return tuple(tilemap.grid())


def _counts(asked: Asked, told: LifeTerms | None, today: date, areas: tuple[str, ...]) -> Mapping[str, int]:
    hits, anywhere = asking.hits(asked), replace(asked, area="", near=None, page=1)
    wanted = asking.wanted(anywhere, hits, today, asking.life_of(anywhere, told))
    return {code: catalogue.count(replace(wanted, areas=(code,), near=None)) for code in areas}


def _within(asked: Asked, told: LifeTerms | None, today: date) -> Table | None:
    """The districts of the province that was asked for."""
    if not asked.area or not names.exists(asked.area[:2]):
        return None
    province = asked.area[:2]
    counts = _counts(asked, told, today, tuple(one.code for one in queries.children(province)))
    found = {code: count for code, count in counts.items() if count}
    if not found:
        return None
    return _table(t("Open now in {province}", province=names.titled(province)), t("District"), asked, found)


def _table(caption: Text, name: Text, asked: Asked, counts: Mapping[str, int]) -> Table:
    rows = sorted(counts, key=lambda code: (-counts[code], code))
    return Table(
        caption,
        (Column(name), Column(t("Open now"), num=True)),
        tuple((Link(names.plain(code), _in(asked, code)), f"{counts[code]:,}") for code in rows),
    )


def _in(asked: Asked, code: str) -> str:
    """The list with the same filters, in one area."""
    return url_for(LIST, **asked.address(area=code, near=None))


def _kept(asked: Asked) -> tuple[Kept, ...]:
    shown = {"q", *asking.SWITCHES}
    held = ((name, value) for name, value in asked.address(near=None, sort=None).items() if name not in shown)
    return tuple(
        Kept(name, str(each)) for name, value in held for each in (value if isinstance(value, list) else (value,))
    )
