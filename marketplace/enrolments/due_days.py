"""Until when an office has time: the hour at which it closes on a working day (dated rule)."""

from datetime import datetime

from marketplace.areas import working_days
from marketplace.enrolments import rules
from marketplace.kernel import clock
from models.enrolment import Enrolment


def due(moment: datetime, count: int) -> datetime:
    """The closing hour of the `count`-th working day after the day of `moment`."""
    day = working_days.after(clock.bangkok(moment).date(), count)
    return clock.instant(day, rules.number("office_closes_at", day))


def left(enrolment: Enrolment) -> int:
    """Working days that were left when the clock was stopped by a question, at least one."""
    if enrolment.due_at is None or enrolment.decided_at is None:
        return 1
    stopped, due_on = clock.bangkok(enrolment.decided_at).date(), clock.bangkok(enrolment.due_at).date()
    return max(1, working_days.between(stopped, due_on))
