"""What help is worth, in words: the rate of each kind with its source, and the leverage everybody reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from marketplace.areas import names
from marketplace.i18n import Text, dates, t, words
from marketplace.i18n.citations import cite
from marketplace.insight import leverage
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.resources import value
from marketplace.resources.rates import ONE, STANDINGS
from models.vocabulary import RateStanding, ResourceKind

if TYPE_CHECKING:
    from fractions import Fraction

    from marketplace.resources.value import Rate


@dataclass(frozen=True, slots=True)
class LeveragePart:
    """The leverage of a place as everybody reads it: no sums, with its formula, its days and a way to the rates."""

    lead: Text
    formula: Text
    estimated: Text | None
    rates_href: str


def of_places(prefixes: Sequence[str]) -> LeveragePart | None:
    """Since the public year began; nothing where neither help nor money is known."""
    if not prefixes:
        return None
    found = leverage.published(prefixes, clock.today())
    if found.ratio is None and not found.is_small:
        return None
    lead = (
        t("Too few people stand behind this figure yet, so it is not shown.")
        if found.ratio is None
        else t("For each baht of the funds, people here gave help worth {ratio} baht.", ratio=two_places(found.ratio))
    )
    return LeveragePart(
        lead=lead,
        formula=t(
            "Confirmed help at the rate of its day, divided by what the funds paid out: {days}.",
            days=dates.date_range(found.since, found.until),
        ),
        estimated=t("Of this worth, {share} in 100 stands on estimates.", share=round(found.estimated_share * 100))
        if found.ratio is not None
        else None,
        rates_href=url_for("public.show_help_worth", area=prefixes[0]),
    )


def two_places(ratio: Fraction) -> str:
    """A ratio as it is read."""
    return f"{float(ratio):,.2f}"


def sum_of(rate: Rate) -> str:
    """What one unit is worth, in baht."""
    return str(baht(int(rate.satang)))


def row_of(kind: str, unit: str, rate: Rate) -> tuple[object, ...]:
    """A rate as a row: kind, unit, baht, since when, what it stands on."""
    return (
        words.word(ResourceKind, kind),
        ONE[unit],
        sum_of(rate),
        dates.short_date(rate.effective_from, year=True),
        _whose(rate),
        cite(rate.source),
    )


def _whose(rate: Rate) -> Text:
    """Who stands behind a rate: the area that set it, a public figure, or an assumption of the platform itself."""
    if rate.area_code:
        whose = t("Own rate of {area}", area=names.titled(rate.area_code))
        return t("{whose} ({standing})", whose=whose, standing=STANDINGS[rate.standing])
    return t("Okat's own assumption") if rate.standing is RateStanding.ESTIMATE else STANDINGS[rate.standing]


def rows_at(area_code: str) -> tuple[tuple[object, ...], ...]:
    """Every kind and unit with the rate in force at a place today."""
    own, today = value.own_rates(), clock.today()
    keys = dict.fromkeys(row.key for row in value.table().rows if row.key[0] in set(ResourceKind))
    keys |= dict.fromkeys((one.kind, one.unit) for one in own if area_code.startswith(one.area_code))
    return tuple(row_of(kind, unit, value.rate_of(kind, unit, today, area_code, own)) for kind, unit in sorted(keys))
