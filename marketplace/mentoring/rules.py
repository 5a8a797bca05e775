"""The numbers that mentoring runs by, as dated rows with their source."""

from datetime import date
from functools import cache
from pathlib import Path

from marketplace.kernel import clock, dated
from marketplace.kernel.age import age_on
from marketplace.kernel.dated import DatedTable
from marketplace.people import birth
from models.youth import Youth


def number(rule: str, day: date | None = None) -> int:
    """The value of a rule on a day (today when not said)."""
    return int(_table().one(day or clock.today(), rule).facts["value"])


def is_minor(youth: Youth, day: date) -> bool:
    """Whether a second adult has to take part; also where the age is not known or was changed and not confirmed."""
    born = birth.youngest(youth)
    return born is None or age_on(born, day) < number("minor_until", day)


@cache
def _table() -> DatedTable:
    return dated.read(Path(__file__).parent / "data" / "rules.csv", key=("rule",))
