"""Whether two things of the week and the calendar are in each other's way: their days, their sessions, the way between.

Sessions are compared on the ring of the week and to the minute; days that both still have ahead of them count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from marketplace.kernel.week import WEEK_MINUTES, Slot


@dataclass(frozen=True, slots=True)
class Days:
    """A run of days, both ends in it; without a last one it goes on."""

    first: date
    last: date | None

    def meets(self, other: "Days", since: date) -> bool:
        """Whether both have a day in common, `since` or later."""
        ends = [end for end in (self.last, other.last) if end is not None]
        return not ends or max(self.first, other.first, since) <= min(ends)


def slack(slots: Iterable[Slot], others: Iterable[Slot]) -> int:
    """The fewest minutes between a session of one and a session of the other; below 0 where two overlap.

    Of things without sessions nothing is near: a whole week.
    """
    there = tuple(others)
    return min((_between(one, other) for one in slots for other in there), default=WEEK_MINUTES)


def _between(one: Slot, other: Slot) -> int:
    begin, end = one.start_of_week, one.start_of_week + one.minutes
    first, last = other.start_of_week, other.start_of_week + other.minutes
    return min(max(begin + turn - last, first - end - turn) for turn in (-WEEK_MINUTES, 0, WEEK_MINUTES))
