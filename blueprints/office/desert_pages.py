"""Finished values for 'Where nothing fits': three sentences, a grid, a table, and the best additions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints import additions
from marketplace.areas import names, tilemap
from marketplace.earnings import cells
from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock
from marketplace.matching import coverage
from marketplace.matching.deserts import demand
from marketplace.matching.deserts.demand import WORDS, Condition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.access import Actor
    from marketplace.matching.coverage import Survey

HIDDEN = "–"


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a select."""

    value: str
    label: Text | str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Opens:
    """One addition and what it opens."""

    text: Text
    note: str
    detail: Text


@dataclass(frozen=True, slots=True)
class DesertsPage:
    """The whole page."""

    title: Text
    said: tuple[Text, ...]
    areas: tuple[Option, ...]
    conditions: tuple[Option, ...]
    grid: tilemap.TileMap | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    best: tuple[Opens, ...]
    protected: bool
    csv_href: str
    xlsx_href: str
    best_csv_href: str
    best_xlsx_href: str


COLUMNS = (
    Column(t("Subdistrict")),
    Column(t("Young people"), num=True),
    Column(t("Nothing fits"), num=True),
    Column(t("Most often")),
    Column(t("Free seats"), num=True),
    Column(t("Mentors"), num=True),
    Column(t("Sites"), num=True),
)


BEST_PART = "additions"
BEST_COLUMNS = (
    t("Class"),
    t("Subdistrict"),
    t("Opens beyond those above"),
    t("Opens by itself"),
    t("Counted on"),
    t("Name to count it again"),
)


def page(actor: Actor, given: Mapping[str, str]) -> DesertsPage:
    """What the address asks for; whatever cannot be read is left out."""
    known = coverage.areas(actor)
    area, condition = _area(known, given.get("area", "")), _condition(given.get("condition", ""))
    found, exact = coverage.survey(actor, area, condition), coverage.sees_exactly(actor)
    rows, figures = _rows(found, exact=exact)
    here: dict[str, Any] = {"area": area or None, "condition": condition}
    return DesertsPage(
        title=_title(found, exact=exact),
        said=_said(found, area, condition),
        areas=tuple(Option(code, label, code == area) for code, label in _areas(known)),
        conditions=(
            Option("", t("Every life"), condition is None),
            *(Option(each, WORDS[each], each == condition) for each in Condition),
        ),
        grid=tilemap.blocks(figures, lambda code: url_for("office.show_deserts", area=code, condition=condition))
        if len(figures) > 3
        else None,
        columns=COLUMNS,
        rows=rows,
        best=_best(found, exact=exact),
        protected=not exact,
        csv_href=url_for("office.export_deserts", suffix="csv", **here),
        xlsx_href=url_for("office.export_deserts", suffix="xlsx", **here),
        best_csv_href=url_for("office.export_deserts", suffix="csv", part=BEST_PART, **here),
        best_xlsx_href=url_for("office.export_deserts", suffix="xlsx", part=BEST_PART, **here),
    )


def export(actor: Actor, given: Mapping[str, str]) -> tuple[list[str], list[list[str]]]:
    """The table as texts, or the additions: each has its columns, so neither stands among the other's."""
    area = _area(coverage.areas(actor), given.get("area", ""))
    found, exact = coverage.survey(actor, area, _condition(given.get("condition", ""))), coverage.sees_exactly(actor)
    if given.get("part") == BEST_PART:
        return [str(label) for label in BEST_COLUMNS], _additions(found, exact=exact)
    rows = [[str(cell) for cell in row] for row in _rows(found, exact=exact)[0]]
    return [str(column.label) for column in COLUMNS], rows


def _additions(found: Survey, *, exact: bool) -> list[list[str]]:
    """The additions with their counts; an addition is named so that it can be counted again."""
    day = clock.today().isoformat()
    shown = (
        [(one, f"{one.opens}", one.alone) for one in found.best]
        if exact
        else [(one, HIDDEN, count) for one, count in coverage.protected_best(found)]
    )
    return [
        [
            additions.described(one.addition),
            str(names.plain(one.addition.offer.area)),
            opens,
            f"{alone}",
            day,
            one.addition.offer.ref,
        ]
        for one, opens, alone in shown
    ]


def _title(found: Survey, *, exact: bool) -> Text:
    without = found.without if exact else cells.part(found.without, found.youth)
    if without is None:
        return t("Where nothing fits")
    return t("Nothing fits for {without} of {all} young people", without=f"{without:,}", all=f"{found.youth:,}")


def _said(found: Survey, area: str, condition: Condition | None) -> tuple[Text, ...]:
    where = names.titled(area) if area else t("your whole area")
    about = t("Counted today for {place}, against {count} open opportunities.", place=where, count=f"{found.offers:,}")
    return (about, t("Only: {condition}", condition=WORDS[condition])) if condition is not None else (about,)


def _rows(found: Survey, *, exact: bool) -> tuple[tuple[tuple[object, ...], ...], dict[str, int]]:
    """The table with the furthest behind first, and the figures of the grid."""
    ordered = sorted(found.rows, key=lambda row: (-row.without, row.area))
    shown = {one.area: one for one in demand.protected(found.rows)}
    made, figures = [], {}
    for row in ordered:
        open_ = shown[row.area]
        youth = row.youth if exact else open_.youth
        without = row.without if exact else open_.without
        most = row.without_by_condition if exact else open_.without_by_condition
        if without is not None:
            figures[row.area] = without
        counts = (HIDDEN if youth is None else f"{youth:,}", HIDDEN if without is None else f"{without:,}")
        rest = (f"{row.seats:,}", f"{row.mentors:,}", f"{row.sites:,}")
        made.append((names.plain(row.area), *counts, _most_often(most), *rest))
    return tuple(made), figures


def _most_often(counts: Mapping[Condition, int]) -> str:
    first = sorted(counts, key=lambda each: (-counts[each], each))[:2]
    return (
        " · ".join(str(t("{condition}: {count}", condition=WORDS[each], count=counts[each])) for each in first)
        or HIDDEN
    )


def _best(found: Survey, *, exact: bool) -> tuple[Opens, ...]:
    shown = [(one, one.opens) for one in found.best] if exact else coverage.protected_best(found)
    return tuple(
        Opens(
            text=additions.sentence(one.addition, count),
            note=additions.described(one.addition),
            detail=t("Counted {day} against everything that is open", day=dates.short_date(clock.today(), year=True)),
        )
        for one, count in shown
    )


def _areas(known: list[str]) -> list[tuple[str, Text | str]]:
    districts = sorted({code[:4] for code in known})
    listed: list[tuple[str, Text | str]] = [("", t("My whole area"))]
    for district in districts:
        listed.append((district, names.titled(district)))
        listed += [(code, names.titled(code)) for code in known if code.startswith(district)]
    return listed


def _area(known: list[str], asked: str) -> str:
    return asked if asked and any(code.startswith(asked) for code in known) and len(asked) in (2, 4, 6) else ""


def _condition(asked: str) -> Condition | None:
    return next((each for each in Condition if each == asked), None)
