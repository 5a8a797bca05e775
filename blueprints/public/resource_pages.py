"""Pages of pledges: a directory by kind and area, and one pledge; never a name, a number or an address of a person."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict

from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact
from marketplace.areas import finding, names, tilemap
from marketplace.i18n import pick, t
from marketplace.i18n.words import word
from marketplace.resources import queries
from marketplace.resources.queries import PublicResource
from models.vocabulary import Language, ResourceKind, ResourceUnit

MOST_PAGES = 5_000


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what cannot be read is left out."""

    kind: str
    area: str
    page: int

    def address(self, **changes: object) -> dict[str, Any]:
        """The filters as they stand in an address, with changes."""
        filters = {"kind": self.kind, "area": self.area} | changes
        return {name: value for name, value in filters.items() if value}


@dataclass(frozen=True)
class Option:
    """One choice of a select."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Tab:
    """One kind with its number."""

    label: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True)
class Entry:
    """One pledge in the directory."""

    title: str
    href: str
    kind: str
    place: str
    amount: str
    when: str


@dataclass(frozen=True)
class DirectoryPage:
    """Everything the directory says."""

    heading: str
    tabs: tuple[Tab, ...]
    areas: tuple[Option, ...]
    kind: str
    entries: tuple[Entry, ...]
    pages: tuple[PageLink, ...]
    clear_href: str
    map: tilemap.TileMap | None


@dataclass(frozen=True)
class ResourcePage:
    """Everything the page of one pledge says."""

    title: str
    kind: str
    about: tuple[str, ...]
    facts: tuple[Fact, ...]
    back_href: str


def read(args: "MultiDict[str, str]") -> Asked:
    """The request an address makes."""
    kind, page = args.get("kind", ""), args.get("page", "")
    return Asked(
        kind=kind if kind in tuple(ResourceKind) else "",
        area=_area(args.get("area", "").strip()[:80]),
        page=min(int(page), MOST_PAGES) if page.isascii() and page.isdigit() and 0 < len(page) < 6 else 1,
    )


def directory_page(asked: Asked) -> DirectoryPage:
    """A page of the directory."""
    found, total = queries.directory(kind=asked.kind, area=asked.area, page=asked.page)
    return DirectoryPage(
        heading=str(t("Pledges: {count}", count=f"{total:,}")),
        tabs=_tabs(asked),
        areas=_areas(asked),
        kind=asked.kind,
        entries=tuple(_entry(one) for one in found),
        pages=page_links("public.show_resources", asked.page, total, queries.PAGE, **asked.address()),
        clear_href=url_for("public.show_resources"),
        map=_map(asked),
    )


def resource_page(found: PublicResource) -> ResourcePage:
    """The page of one pledge."""
    one = found.resource
    facts = [Fact(t("Area"), names.address(one.area_code)), Fact(t("How much"), _amount(found))]
    if when := pick(one.when_th, one.when_en):
        facts.append(Fact(t("When"), when))
    if one.languages:
        facts.append(Fact(t("Language"), ", ".join(str(word(Language, language)) for language in one.languages)))
    if found.organisation is not None:
        behind = found.organisation
        href = url_for("public.show_organisation", ref=behind.ref)
        facts.append(Fact(t("Given by"), pick(behind.name_th, behind.name_en), href=href, link=t("See the page")))
    return ResourcePage(
        title=pick(one.title_th, one.title_en),
        kind=str(word(ResourceKind, one.kind)),
        about=tuple(line for line in pick(one.about_th, one.about_en).splitlines() if line.strip()),
        facts=tuple(facts),
        back_href=url_for("public.show_resources"),
    )


def _tabs(asked: Asked) -> tuple[Tab, ...]:
    counts = queries.kind_counts(asked.area)
    every = Tab(str(t("All")), _href(asked, kind=""), sum(counts.values()), not asked.kind)
    kinds = (
        Tab(str(word(ResourceKind, kind)), _href(asked, kind=str(kind)), counts.get(kind, 0), asked.kind == kind)
        for kind in ResourceKind
        if counts.get(kind) or asked.kind == kind
    )
    return (every, *kinds)


def _areas(asked: Asked) -> tuple[Option, ...]:
    counts = queries.province_counts(asked.kind)
    options = [Option("", str(t("All of Thailand")), not asked.area)]
    if asked.area and asked.area not in counts:
        options.append(Option(asked.area, names.address(asked.area), True))
    options += [Option(code, f"{names.short(code)} ({counts[code]})", code == asked.area) for code in sorted(counts)]
    return tuple(options)


def _map(asked: Asked) -> tilemap.TileMap | None:
    """How much of the kind is pledged in each province, each tile a way into the list; none where nothing is."""
    counts = dict.fromkeys(tilemap.grid(), 0) | queries.province_counts(asked.kind)
    if not any(counts.values()):
        return None
    return tilemap.draw(counts, lambda code: _href(asked, area=code) if counts.get(code) else "")


def _entry(found: PublicResource) -> Entry:
    one = found.resource
    return Entry(
        title=pick(one.title_th, one.title_en),
        href=url_for("public.show_resource", ref=one.ref),
        kind=str(word(ResourceKind, one.kind)),
        place=names.address(one.area_code),
        amount=_amount(found),
        when=pick(one.when_th, one.when_en),
    )


def _amount(found: PublicResource) -> str:
    return f"{found.resource.capacity:,} {word(ResourceUnit, found.resource.unit)}"


def _href(asked: Asked, **changes: object) -> str:
    return url_for("public.show_resources", **asked.address(**changes))


def _area(typed: str) -> str:
    if not typed or names.exists(typed):
        return typed
    found = finding.search(typed, limit=1)
    return found[0].code if found else ""
