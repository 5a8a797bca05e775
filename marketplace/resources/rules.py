"""The numbers that pledges run by, as dated rows with their source."""

from datetime import date
from functools import cache
from pathlib import Path

from marketplace.kernel import clock, dated
from marketplace.kernel.dated import DatedTable


def number(rule: str, day: date | None = None) -> int:
    """The value of a rule on a day (today when not said)."""
    return int(_table().one(day or clock.today(), rule).facts["value"])


@cache
def _table() -> DatedTable:
    return dated.read(Path(__file__).parent / "data" / "rules.csv", key=("rule",))
