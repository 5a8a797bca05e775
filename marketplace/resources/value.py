"""What given help is worth in baht: confirmed use at a dated rate per kind, from law or as an estimate that says so.

An hour is worth what the law of the place owes for one at least, so that it changes with the minimum wage; an area's
own dated rate goes before the rate of the country, and the rate of the smaller area before that of the larger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from sqlalchemy import func, or_, select

from marketplace.kernel import dated
from marketplace.kernel.dated import ANY, DatedRow, DatedTable
from marketplace.kernel.money import parse_baht
from marketplace.labour.rates import minimum_wage
from models.reservation import ResourceUse
from models.resource import Resource
from models.resource_rate import ResourceRate
from models.session import db
from models.vocabulary import RateStanding, ResourceUnit

HOURS_A_DAY = 8
"""Over how many hours a day's minimum wage is spread (Labour Protection Act s. 23)."""

Used = tuple[str, date, int]
"""Where something was used, on what day, and how much of it."""


@dataclass(frozen=True, slots=True)
class Given:
    """Help of one kind: its confirmed amount and its worth in satang, and how much of that is estimated."""

    kind: str
    unit: str
    amount: int
    worth_satang: int
    estimated_satang: int


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit is worth on a day, exactly, in satang; `area_code` names whose own rate it is, empty for all."""

    satang: Fraction
    standing: RateStanding
    source: str
    effective_from: date
    area_code: str = ""


@cache
def table() -> DatedTable:
    """Every dated rate of the country, keyed by kind (or any) and unit."""
    return dated.read(Path(__file__).parent / "data" / "values.csv", key=("kind", "unit"))


def own_rates() -> Sequence[ResourceRate]:
    """Every rate that areas have set and not withdrawn."""
    return db.scalars(select(ResourceRate).where(ResourceRate.withdrawn_at.is_(None)).order_by(ResourceRate.id)).all()


def rate_of(kind: str, unit: str, day: date, area_code: str, own: Sequence[ResourceRate] = ()) -> Rate:
    """The rate in force for a kind and unit at a place on a day; raises NoRate."""
    held = [
        one
        for one in own
        if (one.kind, one.unit) == (kind, unit) and one.effective_from <= day and area_code.startswith(one.area_code)
    ]
    if held:
        best = max(held, key=lambda one: (len(one.area_code), one.effective_from, one.id))
        standing = RateStanding(best.standing)
        return Rate(Fraction(best.amount_satang), standing, best.source, best.effective_from, best.area_code)
    return _of_law(table().find(day, kind, unit) or table().one(day, ANY, unit), area_code, day)


def worth(kind: str, unit: str, used: Iterable[Used], own: Sequence[ResourceRate] = ()) -> tuple[int, int]:
    """Satang for all help of one kind, and how much of it stands on estimates: added exactly, rounded down once.

    Hours are kept in minutes.
    """
    all_of_it = guessed = Fraction(0)
    for area_code, day, amount in used:
        rate = rate_of(kind, unit, day, area_code, own)
        exact = rate.satang * amount / (60 if unit == ResourceUnit.HOURS_PER_WEEK else 1)
        all_of_it += exact
        guessed += exact if rate.standing is RateStanding.ESTIMATE else 0
    return int(all_of_it), int(guessed)


def given(prefixes: Sequence[str], since: date, until: date) -> tuple[Given, ...]:
    """Confirmed help of each kind between two days, in areas by their code prefixes."""
    rows = db.execute(
        select(Resource.area_code, Resource.kind, Resource.unit, ResourceUse.used_on, func.sum(ResourceUse.amount))
        .join(Resource, Resource.id == ResourceUse.resource_id)
        .where(
            ResourceUse.confirmed_at.is_not(None),
            ResourceUse.doubted_at.is_(None),
            ResourceUse.used_on.between(since, until),
            or_(*(Resource.area_code.between(prefix, prefix + "99999") for prefix in prefixes)),
        )
        .group_by(Resource.area_code, Resource.kind, Resource.unit, ResourceUse.used_on)
    ).all()
    own = own_rates() if rows else ()
    used: dict[tuple[str, str], list[Used]] = {}
    for area, kind, unit, day, amount in rows:
        used.setdefault((kind, unit), []).append((area, day, int(amount)))
    return tuple(_given(*key, there, own) for key, there in sorted(used.items()))


def _given(kind: str, unit: str, used: Sequence[Used], own: Sequence[ResourceRate]) -> Given:
    return Given(kind, unit, sum(amount for _, _, amount in used), *worth(kind, unit, used, own))


def _of_law(row: DatedRow, area_code: str, day: date) -> Rate:
    satang, hours = Fraction(parse_baht(row.facts["baht"])), Fraction(row.facts["wage_hours"])
    if hours:
        satang += hours * minimum_wage(area_code, day) / HOURS_A_DAY
    return Rate(satang, RateStanding(row.facts["standing"]), row.source, row.effective_from)
