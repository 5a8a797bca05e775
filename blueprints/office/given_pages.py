"""Finished values for the help that was given in an office's places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import worth_parts
from marketplace.areas import names
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.i18n.citations import cite
from marketplace.insight import leverage
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.people.disclosure import view_in
from marketplace.resources import amounts, rates, uses, value
from models.vocabulary import ResourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.access import Actor
    from marketplace.resources.uses import Between
    from marketplace.resources.value import Given
    from models.reservation import ResourceUse
    from models.resource_rate import ResourceRate
    from models.youth import Youth


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One use that waits to be confirmed, with what tells it from every other."""

    title: str
    pledge_href: str
    people: Text
    note: Text
    href: str
    id: str
    doubted: Text | None
    doubted_href: str


@dataclass(frozen=True, slots=True)
class Worth:
    """What was given in one area since the year began."""

    heading: str
    lead: Text
    estimated: Text | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class GivenPage:
    """What waits, and what it is worth."""

    lines: tuple[Line, ...]
    areas: tuple[Worth, ...]
    sources: tuple[str, ...]
    rates_href: str


def given(actor: Actor) -> GivenPage:
    """The office's list and the worth in its provinces since the fiscal year began."""
    today = clock.today()
    since = leverage.year_begun(today)
    waiting = uses.to_confirm(actor)
    sides = uses.between(waiting)
    areas = sorted({code[:4] for code in uses.areas_of(actor)})
    worths = [(code, leverage.of([code], since, today)) for code in areas]
    kinds = {(code, one.kind, one.unit) for code, found in worths for one in found.given}
    own = value.own_rates()
    return GivenPage(
        lines=tuple(_line(actor, use, sides[use.id]) for use in waiting),
        areas=tuple(_worth(code, found) for code, found in worths),
        sources=tuple(dict.fromkeys(_source(*key, today, own) for key in sorted(kinds))),
        rates_href=url_for("public.show_help_worth", area=areas[0]) if areas else "",
    )


def _line(actor: Actor, use: ResourceUse, sides: Between) -> Line:
    resource, organisation = use.reservation.resource, sides.organisation
    giver = pick(organisation.name_th, organisation.name_en) if organisation else sides.giver
    told = (
        t("{giver} to {youth}", giver=giver, youth=_called(actor, sides.youth))
        if sides.youth
        else t("From {giver}", giver=giver)
    )
    return Line(
        title=pick(resource.title_th, resource.title_en),
        pledge_href=url_for("office.show_pledge", pledge=resource.ref),
        people=told,
        note=t(
            "{amount} on {day}, {place}",
            amount=amounts.words(resource.unit, use.amount),
            day=dates.long_date(use.used_on),
            place=names.short(resource.area_code),
        ),
        href=url_for("office.confirm_given", use=use.ref),
        id=use.ref,
        doubted=uses.DOUBTED if use.doubted_at is not None else None,
        doubted_href=url_for("office.show_mentoring") if resource.kind == ResourceKind.MENTOR else "",
    )


def _called(actor: Actor, youth: Youth) -> str:
    return view_in(actor, youth).called


def _worth(code: str, found: leverage.Leverage) -> Worth:
    ratio = found.ratio
    if ratio is None:
        lead = t("Help worth {sum} baht; no money of the funds was spent here yet.", sum=baht(found.help_satang))
    else:
        lead = t(
            "Help worth {sum} baht beside {spent} baht of the funds: {ratio} baht for each baht.",
            sum=baht(found.help_satang),
            spent=baht(found.spent_satang),
            ratio=worth_parts.two_places(ratio),
        )
    return Worth(
        heading=names.titled(code),
        lead=lead,
        estimated=t("Of this worth, {sum} baht stands on estimates.", sum=baht(found.estimated_satang))
        if found.estimated_satang
        else None,
        columns=(Column(t("Kind")), Column(t("Given"), True), Column(t("Worth in baht"), True)),
        rows=tuple(_row(one) for one in found.given),
    )


def _row(one: Given) -> tuple[object, ...]:
    return words.word(ResourceKind, one.kind), amounts.words(one.unit, one.amount), baht(one.worth_satang)


def _source(code: str, kind: str, unit: str, day: date, own: Sequence[ResourceRate]) -> str:
    rate = value.rate_of(kind, unit, day, code, own)
    said = t(
        "{kind}: {sum} baht for {one}",
        kind=words.word(ResourceKind, kind),
        sum=worth_parts.sum_of(rate),
        one=rates.ONE[unit],
    )
    return f"{names.titled(code)}: {said} · {rates.STANDINGS[rate.standing]} ({cite(rate.source)})"
