"""Finished values for the pages of places: words, figures and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from flask import url_for

from blueprints import worth_parts
from blueprints.answering import office_words
from blueprints.parts import Fact
from blueprints.public import give_pages
from marketplace.areas import names, offices, outlines, queries, tilemap
from marketplace.i18n import Text, pick, t
from marketplace.offers.queries import open_counts_by_area
from models.vocabulary import AreaLevel, AuthorityKind, Precision, ProgrammeKind

if TYPE_CHECKING:
    from blueprints.public.give_pages import FundLine
    from blueprints.worth_parts import LeveragePart
    from models.area import Area, Programme

_LONGEST_QUERY = 100
_BENEATH = {AreaLevel.PROVINCE: AreaLevel.DISTRICT, AreaLevel.DISTRICT: AreaLevel.SUBDISTRICT}
_PRECISION = {
    Precision.PLACE: t("the place itself"),
    Precision.SUBDISTRICT: t("middle of the subdistrict"),
    Precision.DISTRICT: t("the district town"),
    Precision.PROVINCE: t("the province capital"),
}


class _Beneath(NamedTuple):
    """What the places beneath a place are called, one of them and all with what is open."""

    name: Text
    title: Text


_BENEATH_WORDS = {
    (True, False): _Beneath(t("District"), t("Districts and what is open in each")),
    (False, False): _Beneath(t("Subdistrict"), t("Subdistricts and what is open in each")),
    (True, True): _Beneath(t("Bangkok district"), t("Districts of Bangkok and what is open in each")),
    (False, True): _Beneath(t("Bangkok subdistrict"), t("Subdistricts of Bangkok and what is open in each")),
}
"""By whether they are districts and whether they lie in Bangkok, which has words of its own."""
_PROVINCES = (t("province"), t("provinces"))
_COUNTED = (_PROVINCES, (t("district"), t("districts")), (t("subdistrict"), t("subdistricts")))
_COUNTED_KHET = (
    _PROVINCES,
    (t("Bangkok district"), t("Bangkok districts")),
    (t("Bangkok subdistrict"), t("Bangkok subdistricts")),
)
"""What one and what many are called."""
PROGRAMME_KIND = {
    ProgrammeKind.ABE: t("Area-based Education province"),
    ProgrammeKind.LEARNING_CITY: t("Learning City"),
}
_MANY = 16
PROGRAMME_KINDS = {
    ProgrammeKind.ABE: t("Area-based Education provinces"),
    ProgrammeKind.LEARNING_CITY: t("Learning Cities"),
}


@dataclass(frozen=True)
class Column:
    """The head of a column; `num` sets figures to the end."""

    label: Text
    num: bool = False


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere, with a small second line."""

    text: str
    href: str
    note: str | Text = ""


@dataclass(frozen=True)
class Table:
    """A finished table; the first cell of a row is its name."""

    caption: Text | str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Link | str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A number and what it counts."""

    figure: str
    label: Text


@dataclass(frozen=True)
class AreasPage:
    """The country."""

    query: str
    found: tuple[Link, ...]
    nothing_found: bool
    figures: tuple[Figure, ...]
    map: tilemap.TileMap
    regions: tuple[Table, ...]


@dataclass(frozen=True)
class Shape:
    """One area as drawn from its outline."""

    path: str
    tone: int
    href: str
    name: str


@dataclass(frozen=True)
class Drawing:
    """The areas beneath a place in one frame."""

    shapes: tuple[Shape, ...]
    classes: tuple[tilemap.Band, ...]
    width: int
    height: int


@dataclass(frozen=True)
class AreaPage:
    """One place."""

    title: str
    back: Link
    open_line: Text
    open_href: str
    facts: tuple[Fact, ...]
    beneath: Table | None
    grid: tilemap.TileMap | None
    drawing: Drawing | None
    authorities: tuple[Fact, ...]
    programmes: tuple[Link, ...]
    gives: tuple[FundLine, ...]
    leverage: LeveragePart | None


def areas_page(query: str) -> AreasPage:
    """The tile map of open opportunities, a search over all places, and the provinces region by region."""
    asked = query.strip()[:_LONGEST_QUERY]
    found = tuple(
        Link(names.titled(one.code), area_href(one.code), _above(one.code))
        for one in (queries.search(asked, 20) if asked else [])
    )
    counts = open_counts_by_area(AreaLevel.PROVINCE)
    return AreasPage(
        query=asked,
        found=found,
        nothing_found=bool(asked) and not found,
        figures=(*size_figures(queries.counts()), Figure(f"{sum(counts.values()):,}", t("open opportunities"))),
        map=tilemap.draw(counts, area_href),
        regions=tuple(_regions(counts)),
    )


def area_page(area: Area) -> AreaPage:
    """A place with what is open there, what lies beneath it, who serves it and which programmes hold it."""
    level = AreaLevel(area.level)
    children = queries.children(area.code)
    counts = open_counts_by_area(_BENEATH[level], area.code) if children else {}
    here = open_counts_by_area(level, area.code).get(area.code, 0)
    return AreaPage(
        title=names.titled(area.code),
        back=_up(area),
        open_line=t("Open opportunities here: {count}", count=f"{here:,}"),
        open_href=opportunities_href(area.code),
        facts=tuple(_facts(area)),
        beneath=_children_table(area, children, counts) if children else None,
        grid=tilemap.blocks({one.code: counts.get(one.code, 0) for one in children}, area_href) if counts else None,
        drawing=_drawing({one.code: counts.get(one.code, 0) for one in children}),
        authorities=tuple(_authorities(area)),
        programmes=tuple(_programme_link(one) for one in queries.programmes_of(area.code)),
        gives=give_pages.to_area(area.code),
        leverage=worth_parts.of_places([area.code]),
    )


def area_href(code: str) -> str:
    """The page of a place."""
    return url_for("public.show_area", code=code)


def programme_href(slug: str) -> str:
    """The page of a programme."""
    return url_for("public.show_programme", slug=slug)


def opportunities_href(code: str) -> str:
    """The list of what is open at a place."""
    return url_for("public.show_opportunities", area=code)


def _above(code: str) -> str:
    return names.address(code[:-2]) if len(code) > 2 else ""


def _up(area: Area) -> Link:
    if area.parent_code:
        return Link(names.titled(area.parent_code), area_href(area.parent_code))
    return Link(str(t("All provinces")), url_for("public.show_areas"))


def size_figures(size: queries.Counts, *, khet: bool = False) -> Iterable[Figure]:
    """How many provinces, districts and subdistricts, without those that are none; `khet` in the words of Bangkok."""
    labels = _COUNTED_KHET if khet else _COUNTED
    return (
        Figure(f"{count:,}", one if count == 1 else many)
        for count, (one, many) in zip(size, labels, strict=True)
        if count
    )


def _facts(area: Area) -> Iterable[Fact]:
    if area.parent_code:
        yield Fact(t("Where"), names.address(area.code))
    if area.postcodes:
        yield Fact(t("Postcode"), ", ".join(area.postcodes))
    if area.level == AreaLevel.SUBDISTRICT:
        yield Fact(t("Office that answers"), office_words(offices.office_key_for(area.code), area.code))
    point = queries.point(area)
    own = point.precision in (area.level, Precision.PLACE)
    known = (
        _PRECISION[point.precision]
        if own
        else t("{place}, no nearer point is known", place=_PRECISION[point.precision])
    )
    yield Fact(t("Point on the map"), lines=(f"{point.lat:.2f}, {point.lon:.2f}", str(known)))
    yield Fact(t("Area code"), area.code)


def _children_table(area: Area, children: Iterable[Area], counts: Mapping[str, int]) -> Table:
    beneath = queries.child_counts(area.code)
    districts = area.level == AreaLevel.PROVINCE
    khet = area.code.startswith(names.BANGKOK)
    said = _BENEATH_WORDS[districts, khet]
    middle = (Column(t("Bangkok subdistricts") if khet else t("Subdistricts"), num=True),) if districts else ()
    rows: list[tuple[Link | str, ...]] = []
    for one in children:
        link, count = Link(pick(one.name_th, one.name_en), area_href(one.code)), f"{counts.get(one.code, 0):,}"
        rows.append((link, f"{beneath.get(one.code, 0):,}", count) if districts else (link, count))
    return Table(said.title, (Column(said.name), *middle, Column(t("Open now"), num=True)), tuple(rows))


def _drawing(figures: Mapping[str, int]) -> Drawing | None:
    drawn = outlines.drawing_of(figures)
    if drawn is None:
        return None
    bounds = tilemap.upper_bounds([count for count in figures.values() if count > 0])
    shapes = tuple(
        Shape(
            path=shape.path,
            tone=tilemap.tone_of(figures[shape.code], bounds),
            href=area_href(shape.code),
            name=f"{names.plain(shape.code)} {figures[shape.code]:,}",
        )
        for shape in drawn.shapes
    )
    return Drawing(shapes, tilemap.bands(bounds), drawn.width, drawn.height)


def _authorities(area: Area) -> Iterable[Fact]:
    by_kind: dict[AuthorityKind, list[str]] = {}
    for one in offices.serving(area.code):
        by_kind.setdefault(AuthorityKind(one.kind), []).append(pick(one.name_th, one.name_en))
    for kind, found in by_kind.items():
        many = len(found) > _MANY
        said = (str(t("{count} of them; see each district", count=len(found))),) if many else tuple(found)
        yield Fact(offices.KIND_NAMES[kind], lines=said)


def _regions(counts: Mapping[str, int]) -> Iterable[Table]:
    columns = (Column(t("Province")), Column(t("Open now"), num=True))
    provinces = queries.provinces()
    for region, title in tilemap.REGION_NAMES.items():
        rows = tuple(
            (Link(pick(one.name_th, one.name_en), area_href(one.code)), f"{counts.get(one.code, 0):,}")
            for one in provinces
            if tilemap.grid()[one.code].region is region
        )
        yield Table(title, columns, rows)


def _programme_link(programme: Programme) -> Link:
    kind = PROGRAMME_KIND[ProgrammeKind(programme.kind)]
    return Link(pick(programme.name_th, programme.name_en), programme_href(programme.slug), kind)
