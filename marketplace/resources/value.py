"""What given help is worth in baht: confirmed use at a dated rate per kind, with its source or the word assumed."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from sqlalchemy import func, select

from marketplace.kernel import dated
from marketplace.kernel.dated import ANY, DatedRow, DatedTable
from marketplace.kernel.money import parse_baht
from models.reservation import ResourceUse
from models.resource import Resource
from models.session import db
from models.vocabulary import ResourceUnit


@dataclass(frozen=True, slots=True)
class Given:
    """Help of one kind given in one place: its confirmed amount and its worth in satang."""

    area_code: str
    kind: str
    unit: str
    amount: int
    worth_satang: int


@cache
def table() -> DatedTable:
    """Every dated rate, keyed by kind (or any) and unit."""
    return dated.read(Path(__file__).parent / "data" / "values.csv", key=("kind", "unit"))


def rate_of(kind: str, unit: str, day: date) -> DatedRow:
    """The rate in force for a kind and unit on a day; raises NoRate."""
    return table().find(day, kind, unit) or table().one(day, ANY, unit)


def worth(kind: str, unit: str, amount: int, day: date) -> int:
    """Satang for an amount used on a day, rounded down; hours are kept in minutes."""
    per = 60 if unit == ResourceUnit.HOURS_PER_WEEK else 1
    return int(Fraction(parse_baht(rate_of(kind, unit, day).facts["baht"]) * amount, per))


def given(prefix: str, since: date, until: date) -> tuple[Given, ...]:
    """Confirmed help by subdistrict and kind between two days, in an area by its code prefix (all for nothing)."""
    rows = db.execute(
        select(Resource.area_code, Resource.kind, Resource.unit, ResourceUse.used_on, func.sum(ResourceUse.amount))
        .join(Resource, Resource.id == ResourceUse.resource_id)
        .where(
            ResourceUse.confirmed_at.is_not(None),
            ResourceUse.used_on.between(since, until),
            Resource.area_code.between(prefix, prefix + "99999"),
        )
        .group_by(Resource.area_code, Resource.kind, Resource.unit, ResourceUse.used_on)
    )
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for area, kind, unit, day, amount in rows:
        before, satang = found.get((area, kind, unit), (0, 0))
        found[area, kind, unit] = before + int(amount), satang + worth(kind, unit, int(amount), day)
    return tuple(Given(*key, *sums) for key, sums in sorted(found.items()))
