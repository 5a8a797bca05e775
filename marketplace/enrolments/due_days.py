"""Until when an office has time: the hour at which it closes on a working day (dated rule)."""

from datetime import datetime

from marketplace.areas import working_days
from marketplace.enrolments import rules
from marketplace.kernel import clock


def due(moment: datetime, count: int) -> datetime:
    """The closing hour of the `count`-th working day after the day of `moment`."""
    day = working_days.after(clock.bangkok(moment).date(), count)
    return clock.instant(day, rules.number("office_closes_at", day))
