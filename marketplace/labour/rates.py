"""The daily minimum wage of a place on a day (Labour Protection Act s. 87), from dated rows."""

from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from marketplace.kernel import dated, money
from marketplace.kernel.dated import ANY, DatedTable, NoRate

__all__ = ["NoRate", "highest_minimum_wage", "minimum_wage", "minimum_wages"]


@cache
def minimum_wages() -> DatedTable:
    """Every row known, keyed by area (province, district or any) and kind of place (or any)."""
    path = Path(__file__).parent / "data" / "minimum_wages.csv"
    return dated.read(path, key=("area", "place_type"))


@lru_cache(maxsize=4096)
def minimum_wage(area_code: str, day: date, place_type: str | None = None) -> int:
    """Satang owed for a day of work in an area (2, 4 or 6 digits), however short the day.

    The highest of the province's rate, the district's own and the rate of the kind of place.
    Raises NoRate when the province has no rate for that day.
    """
    table = minimum_wages()
    held = [
        table.one(day, area_code[:2], ANY),
        table.find(day, area_code[:4], ANY),
        table.find(day, ANY, place_type) if place_type else None,
    ]
    return max(money.parse_baht(row.facts["baht_per_day"]) for row in held if row is not None)


def highest_minimum_wage(area_code: str, first: date, last: date | None, place_type: str | None = None) -> int:
    """The highest daily rate in force on any day from `first` to `last`, or from `first` onward.

    Days before the first rate known count for nothing; raises NoRate when no day of the span has one.
    """
    days = (first, *minimum_wages().changes_between(first, last or date.max))
    held = [rate for day in days if (rate := _rate_or_none(area_code, day, place_type)) is not None]
    if not held:
        raise NoRate(f"minimum_wages: no rate for {area_code} from {first.isoformat()}")
    return max(held)


def _rate_or_none(area_code: str, day: date, place_type: str | None) -> int | None:
    try:
        return minimum_wage(area_code, day, place_type)
    except NoRate:
        return None
