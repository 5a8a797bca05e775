"""Days and times as people read them: Buddhist years in Thai, times as 16.30, on Thailand's clock."""

from datetime import date, datetime

from marketplace.i18n.almanac import BUDDHIST_ERA, DAYS, DAYS_SHORT, MONTHS, MONTHS_SHORT
from marketplace.i18n.reading import parse_date
from marketplace.i18n.text import Text, current_locale, t
from marketplace.kernel import clock

__all__ = [
    "clock_time", "date_range", "date_time", "day_name", "long_date", "month_name", "month_year",
    "parse_date", "relative_days", "short_date", "thai_date", "time_of_day", "time_range", "year_shown",
]  # fmt: skip


def day_name(weekday: int, *, short: bool = False) -> str:
    """The name of a weekday (0 is Monday) in the reader's language."""
    return (DAYS_SHORT if short else DAYS)[current_locale()][weekday]


def month_name(month: int, *, short: bool = False) -> str:
    """The name of a month (1 is January) in the reader's language."""
    return (MONTHS_SHORT if short else MONTHS)[current_locale()][month - 1]


def names() -> tuple[str, ...]:
    """What months and weekdays are called in full."""
    said = current_locale()
    return (*MONTHS[said], *DAYS[said])


def year_shown(day: date) -> int:
    """The year as the reader counts it: Buddhist Era in Thai, Common Era in English."""
    return _local(day).year + (BUDDHIST_ERA if current_locale() == "th" else 0)


def thai_date(day: date) -> str:
    """`30 พฤศจิกายน 2569`, whatever the reader's language: for papers that are always Thai."""
    day = _local(day)
    return f"{day.day} {MONTHS['th'][day.month - 1]} {day.year + BUDDHIST_ERA}"


def long_date(day: date, *, weekday: bool = True) -> str:
    """`จันทร์ 30 พฤศจิกายน 2569` or `Monday 30 November 2026`."""
    day = _local(day)
    said = f"{day.day} {month_name(day.month)} {year_shown(day)}"
    return f"{day_name(day.weekday())} {said}" if weekday else said


def short_date(day: date, *, year: bool = False) -> str:
    """`ศ. 11 ธ.ค.` or `Fri 11 Dec`, with the year where lists reach past twelve months."""
    day = _local(day)
    said = f"{day_name(day.weekday(), short=True)} {day.day} {month_name(day.month, short=True)}"
    return f"{said} {year_shown(day)}" if year else said


def month_year(day: date) -> str:
    """`พฤศจิกายน 2569` or `November 2026`."""
    return f"{month_name(_local(day).month)} {year_shown(day)}"


def date_range(first: date, last: date) -> str:
    """Two days in as few words as stay clear: `3–30 พฤศจิกายน 2569`, `30 พ.ย. 2569 – 4 ม.ค. 2570`."""
    first, last = _local(first), _local(last)
    if first == last:
        return long_date(first, weekday=False)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {month_year(first)}"
    begin = f"{first.day} {month_name(first.month, short=True)}"
    if first.year != last.year:
        begin += f" {year_shown(first)}"
    return f"{begin} – {last.day} {month_name(last.month, short=True)} {year_shown(last)}"


def clock_time(moment: datetime | int) -> str:
    """`16.30`: of an instant on Thailand's clock, or of minutes after midnight (1440 is `24.00`)."""
    if isinstance(moment, datetime):
        here = clock.bangkok(moment)
        return f"{here.hour:02d}.{here.minute:02d}"
    hour, minute = divmod(moment, 60)
    return f"{hour % 24 if moment > 24 * 60 else hour:02d}.{minute:02d}"


def time_of_day(moment: datetime | int) -> str:
    """`16.30 น.` in Thai, `16.30` in English."""
    return clock_time(moment) + _hours()


def time_range(start: datetime | int, end: datetime | int) -> str:
    """`16.30–19.00 น.` in Thai, `16.30–19.00` in English."""
    return f"{clock_time(start)}–{clock_time(end)}{_hours()}"


def date_time(moment: datetime) -> str:
    """`ศ. 11 ธ.ค. 2569 16.30 น.` or `Fri 11 Dec 2026 16.30`."""
    return f"{short_date(moment, year=True)} {time_of_day(moment)}"


def relative_days(day: date, today: date | None = None) -> Text:
    """How far away a day is, in words: today, tomorrow, in 3 days, 3 days ago."""
    days = (_local(day) - (today or clock.today())).days
    near = {0: t("today"), 1: t("tomorrow"), -1: t("yesterday")}
    if days in near:
        return near[days]
    return t("in {days} days", days=days) if days > 0 else t("{days} days ago", days=-days)


def _local(day: date) -> date:
    return clock.bangkok(day).date() if isinstance(day, datetime) else day


def _hours() -> str:
    return "\u00a0น." if current_locale() == "th" else ""
