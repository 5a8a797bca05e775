"""Days on which Thai government offices work: no Saturdays, Sundays or public holidays (dated rows with source)."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

from marketplace.i18n import pick

SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Holiday:
    """A public holiday and how sure its date is: `announced`, or `assumed` until somebody confirms it."""

    day: date
    name_th: str
    name_en: str
    certainty: str
    source: str

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return pick(self.name_th, self.name_en)


@cache
def holidays() -> dict[date, Holiday]:
    """Every holiday known, by day."""
    with (Path(__file__).parent / "data" / "holidays.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            Holiday(date.fromisoformat(row["day"]), row["name_th"], row["name_en"], row["certainty"], row["source"])
            for row in csv.DictReader(file)
        ]
    return {row.day: row for row in rows}


def is_working(day: date) -> bool:
    """Whether offices work on the day."""
    return day.weekday() < SATURDAY and day not in holidays()


def after(day: date, count: int) -> date:
    """The `count`-th working day after `day`."""
    while count > 0:
        day += _DAY
        count -= is_working(day)
    return day


@lru_cache(maxsize=4_096)
def answered(day: date, count: int) -> date:
    """The first day somebody can come who asked on `day` and waits `count` working days; 0 waits for nobody."""
    return after(day, count) + _DAY if count else day


@lru_cache(maxsize=4_096)
def last_asked(day: date, count: int) -> date:
    """The last day on which somebody who waits `count` working days may ask and still come on `day`."""
    left = count
    while left > 0:
        day -= _DAY
        left -= is_working(day)
    return day - _DAY if count else day


def between(first: date, last: date) -> int:
    """Working days after `first` up to and with `last`; negative when `last` comes before."""
    if last < first:
        return -between(last, first)
    return sum(is_working(first + timedelta(days=offset)) for offset in range(1, (last - first).days + 1))
