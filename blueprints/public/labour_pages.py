"""Finished values for the page of the law of young workers: every rule and rate in force today, with its source."""

from dataclasses import dataclass

from marketplace.areas import names
from marketplace.i18n import Text, dates, t, words
from marketplace.i18n.citations import cite
from marketplace.kernel import clock
from marketplace.kernel.dated import ANY, DatedRow
from marketplace.kernel.money import baht, parse_baht
from marketplace.labour.law import Weight, rules_on
from marketplace.labour.limits import closed_places_on, hazards_on
from marketplace.labour.rates import minimum_wages
from models.vocabulary import PlaceType


@dataclass(frozen=True)
class RuleLine:
    """One rule: what it asks, where it is written, since when, and what follows."""

    number: str
    name: str
    says: str
    section: str
    source: str
    since: Text
    follows: Text


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True)
class LawPage:
    """The law of today."""

    rules: tuple[RuleLine, ...]
    hazards: tuple[str, ...]
    places: tuple[Text, ...]
    columns: tuple[Column, ...]
    wages: tuple[tuple[object, ...], ...]
    day: str


_FOLLOWS = {
    Weight.BLOCKS: t("The work cannot be posted or begun while this is broken."),
    Weight.ASKS: t("A paper is asked for; the work goes on."),
}


def law() -> LawPage:
    """Every rule, dangerous work, closed place and minimum wage in force today."""
    today = clock.today()
    return LawPage(
        rules=tuple(
            RuleLine(
                number=row.number,
                name=row.name,
                says=row.says,
                section=row.section,
                source=cite(row.source),
                since=t("Kept here since {day}", day=dates.long_date(row.since, weekday=False)),
                follows=_FOLLOWS[row.weight],
            )
            for row in rules_on(today)
        ),
        hazards=tuple(f"{hazard.code} {hazard.name}" for hazard in hazards_on(today)),
        places=tuple(words.word(PlaceType, kind) for kind in closed_places_on(today)),
        columns=(Column(t("Place")), Column(t("Baht a day"), num=True), Column(t("Since")), Column(t("Source"))),
        wages=tuple(_wage(row) for row in minimum_wages().in_force(today)),
        day=dates.long_date(today, weekday=False),
    )


def _wage(row: DatedRow) -> tuple[object, ...]:
    area, kind = row.key
    place: object = names.titled(area) if area != ANY else t("Everywhere")
    named = place if kind == ANY else t("{place}, {kind}", place=place, kind=words.word(PlaceType, kind))
    since = dates.short_date(row.effective_from, year=True)
    return named, baht(parse_baht(row.facts["baht_per_day"])), since, cite(row.source)
