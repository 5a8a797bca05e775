"""Six months in a minute: acts wait for their moment and happen in order, each on a clock stopped at it."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from marketplace.areas import working_days
from marketplace.kernel import clock

Act = Callable[[], None]


@dataclass(order=True)
class _Due:
    at: datetime
    turn: int
    act: Act = field(compare=False)


class Timeline:
    """What is still to happen; an act may put more acts after itself. What lies past the end never happens."""

    def __init__(self, end: datetime) -> None:
        self.end = end
        self._waiting: list[_Due] = []
        self._turn = 0

    def at(self, moment: datetime, act: Act) -> None:
        """Let `act` happen at a moment."""
        self._turn += 1
        heapq.heappush(self._waiting, _Due(moment, self._turn, act))

    def run(self, until: datetime) -> int:
        """Let everything up to a moment happen, in order; returns how many acts that was."""
        done, last = 0, min(until, self.end)
        while self._waiting and self._waiting[0].at <= last:
            due = heapq.heappop(self._waiting)
            with clock.frozen(due.at):
                due.act()
            done += 1
        return done


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on Thailand's clock."""
    return clock.instant(day, hour * 60 + minute)


def work_day(day: date) -> date:
    """The day, or the next on which offices work."""
    return day if working_days.is_working(day) else working_days.after(day, 1)


def working_days_before(day: date, count: int) -> date:
    """The newest working day from which `count` working days lead to `day` or just past it."""
    found = day - timedelta(days=1)
    while not working_days.is_working(found) or working_days.after(found, count) > day:
        found -= timedelta(days=1)
    return found
