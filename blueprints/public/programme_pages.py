"""Finished values for the pages of programmes: words, figures and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from blueprints import worth_parts
from blueprints.public import give_pages
from blueprints.public.area_pages import (
    PROGRAMME_KIND,
    PROGRAMME_KINDS,
    Column,
    Figure,
    Link,
    Table,
    area_href,
    opportunities_href,
    programme_href,
    size_figures,
)
from marketplace.areas import names, queries
from marketplace.i18n import Text, pick, t
from marketplace.i18n.citations import cite
from marketplace.offers.queries import open_counts_by_area
from models.vocabulary import AreaLevel, ProgrammeKind

if TYPE_CHECKING:
    from blueprints.public.give_pages import FundLine
    from blueprints.worth_parts import LeveragePart
    from models.area import Programme


@dataclass(frozen=True)
class Group:
    """Programmes of one kind."""

    title: Text
    table: Table


@dataclass(frozen=True)
class ProgrammesPage:
    """Every programme."""

    groups: tuple[Group, ...]


@dataclass(frozen=True)
class ProgrammePage:
    """One programme."""

    title: str
    kind: Text
    about: str
    figures: tuple[Figure, ...]
    table: Table
    province: Link
    source: str
    gives: tuple[FundLine, ...]
    leverage: LeveragePart | None


def programmes_page() -> ProgrammesPage:
    """All programmes by kind, each with its areas and what is open there."""
    found = queries.programmes()
    counts = _all_counts()
    return ProgrammesPage(
        tuple(_group(kind, [one for one in found if one.kind == kind], counts) for kind in ProgrammeKind)
    )


def programme_page(programme: Programme) -> ProgrammePage:
    """A programme with its areas, how large it is and what is open there."""
    counts = _all_counts()
    areas = sorted(programme.areas, key=lambda area: area.sort_key)
    sizes = [queries.counts(area.code) for area in areas]
    size = queries.Counts(*(sum(each) for each in zip(*sizes, strict=True))) if sizes else queries.Counts(0, 0, 0)
    rows = tuple(
        (
            Link(names.titled(area.code), area_href(area.code)),
            Link(f"{counts.get(area.code, 0):,}", opportunities_href(area.code)),
        )
        for area in areas
    )
    columns = (Column(t("Area")), Column(t("Open now"), num=True))
    return ProgrammePage(
        title=pick(programme.name_th, programme.name_en),
        kind=PROGRAMME_KIND[ProgrammeKind(programme.kind)],
        about=pick(programme.about_th, programme.about_en),
        figures=(
            *size_figures(size, khet=programme.province_code == names.BANGKOK),
            Figure(f"{_open_in(programme, counts):,}", t("open opportunities")),
        ),
        table=Table(t("Areas of the programme"), columns, rows),
        province=Link(names.titled(programme.province_code), area_href(programme.province_code)),
        source=cite(programme.source),
        gives=give_pages.to_programme(programme.id),
        leverage=worth_parts.of_places([area.code for area in areas]),
    )


def _group(kind: ProgrammeKind, found: Sequence[Programme], counts: Mapping[str, int]) -> Group:
    """An ABE province is called by its province; a Learning City by its name and the areas it is made of."""
    title, open_now = PROGRAMME_KINDS[kind], Column(t("Open now"), num=True)
    if kind is ProgrammeKind.ABE:
        rows: list[tuple[Link | str, ...]] = [
            (Link(names.plain(one.province_code), programme_href(one.slug)), f"{_open_in(one, counts):,}")
            for one in found
        ]
        return Group(title, Table(title, (Column(t("Province")), open_now), tuple(rows)))
    rows = [
        (
            Link(pick(one.name_th, one.name_en), programme_href(one.slug)),
            ", ".join(names.short(area.code) for area in one.areas),
            f"{_open_in(one, counts):,}",
        )
        for one in found
    ]
    return Group(title, Table(title, (Column(t("City")), Column(t("Areas")), open_now), tuple(rows)))


def _all_counts() -> dict[str, int]:
    """What is open in every area of the country, of any level."""
    return {code: count for level in AreaLevel for code, count in open_counts_by_area(level).items()}


def _open_in(programme: Programme, counts: Mapping[str, int]) -> int:
    return sum(counts.get(area.code, 0) for area in programme.areas)
