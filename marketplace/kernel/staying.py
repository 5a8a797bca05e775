"""On which day somebody has stayed for so many days; days of a break do not count. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

Span = tuple[date, date]
"""First and last day, both within."""


def day_reached(begins_on: date, days: int, breaks: Iterable[Span] = ()) -> date:
    """The day after `days` days of staying that begin with `begins_on`; each day of a break before it puts it off."""
    due = begins_on + timedelta(days=days)
    for first, last in merged(breaks):
        start = max(first, begins_on)
        if last < begins_on:
            continue
        if start >= due:
            break
        due += timedelta(days=(last - start).days + 1)
    return due


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days in order, none twice."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
