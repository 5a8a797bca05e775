"""When money comes: the day of pay an opportunity states, and the first one a newcomer would see."""

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.i18n import Text, t
from marketplace.i18n.lazy import DayName
from marketplace.kernel.week import DAY_NAMES, Slot

MONTHLY = frozenset({"", "monthly", "last"})


class NotAPayday(ValueError):
    """Text that names no day of pay."""


@dataclass(frozen=True, slots=True)
class Payday:
    """A rhythm of pay: a weekday each week, or a day of each month (31 is its last)."""

    weekday: int | None = None
    month_day: int = 31

    def after(self, day: date) -> date:
        """The first payday later than `day`."""
        if self.weekday is not None:
            return day + timedelta(days=(self.weekday - day.weekday() - 1) % 7 + 1)
        this = _day_of_month(day.year, day.month, self.month_day)
        if this > day:
            return this
        year, month = divmod(day.year * 12 + day.month, 12)
        return _day_of_month(year, month + 1, self.month_day)

    @property
    def code(self) -> int:
        """The rhythm as a number: 0 to 6 a weekday, 7 and more a day of the month (8 is the first)."""
        return self.month_day + 7 if self.weekday is None else self.weekday

    @property
    def text(self) -> Text:
        """The rhythm in words."""
        if self.weekday is not None:
            return t("Paid every {day}", day=DayName(self.weekday))
        if self.month_day >= 31:
            return t("Paid on the last day of the month")
        return t("Paid on day {day} of the month", day=self.month_day)


def read(text: str) -> Payday:
    """The rhythm a `pay_day` column means: empty or `monthly`, `mon`..`sun`, or 1..31; raises NotAPayday."""
    word = text.strip().lower()
    if word in MONTHLY:
        return Payday()
    if word in DAY_NAMES:
        return Payday(weekday=DAY_NAMES.index(word))
    if word.isascii() and word.isdigit() and 1 <= int(word) <= 31:
        return Payday(month_day=int(word))
    raise NotAPayday(text)


def first_session(
    slots: tuple[Slot, ...], first: date, off: Collection[date] = (), last: date | None = None
) -> date | None:
    """The first day from `first` on that has a weekly session which will be held; None where none is left.

    `off` are days whose sessions are cancelled; where some are, none is held after the `last` day.
    """
    days, day = {slot.weekday for slot in slots}, first
    if not days:
        return None
    while day.weekday() not in days or day in off:
        day += timedelta(days=1)
    return None if off and last is not None and day > last else day


def _day_of_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
