"""A week in words, in the language of whoever looks: in few for a card, `จ. พ. ศ. 16.30–19.30 และ ส. เช้า`; or to the
minute for whoever decides, checks or signs, and for what an inspector reads.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from marketplace.i18n.dates import clock_time, day_name
from marketplace.i18n.text import Text, t
from marketplace.kernel import week
from marketplace.kernel.week import DayPart, Slot

PART_NAMES = {
    DayPart.MORNING: t("morning"),
    DayPart.AFTERNOON: t("afternoon"),
    DayPart.EVENING: t("evening"),
    DayPart.NIGHT: t("night"),
}


@dataclass(frozen=True, slots=True)
class WeekText:
    """Weekly times that wait for their reader."""

    slots: tuple[Slot, ...]
    to_the_minute: bool = False

    def __str__(self) -> str:
        said = _groups(self.slots, self.to_the_minute)
        if not said:
            return str(t("no fixed times"))
        words = said[0]
        for number, group in enumerate(said[1:], start=2):
            if number == len(said):
                words = str(t("{first} and {last}", first=words, last=group))
            else:
                words = str(t("{first}, {last}", first=words, last=group))
        return words

    def __html__(self) -> str:
        return escape(str(self))

    def __bool__(self) -> bool:
        return bool(self.slots)


def summary(slots: Iterable[Slot]) -> WeekText:
    """The times in few words: most frequent first, a lone other one by its part of the day."""
    return WeekText(tuple(sorted(slots)))


def exact(slots: Iterable[Slot]) -> WeekText:
    """The same with beginning and end of every day: other times are other words."""
    return WeekText(tuple(sorted(slots)), to_the_minute=True)


def each(slots: Iterable[Slot]) -> tuple[WeekText, ...]:
    """The same as a list in the order of the week, a line for every pair of beginning and end."""
    by_times: dict[tuple[int, int], list[Slot]] = {}
    for slot in sorted(slots):
        by_times.setdefault((slot.start_minute, slot.end_minute), []).append(slot)
    return tuple(map(exact, by_times.values())) or (exact(()),)


def changed(before: Iterable[Slot], after: Iterable[Slot]) -> tuple[Text, ...]:
    """What is another on which days, to the minute: a line for all days that change alike."""
    old, new = _by_day(before), _by_day(after)
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for weekday in sorted(old.keys() | new.keys()):
        times = (old.get(weekday, ()), new.get(weekday, ()))
        if times[0] != times[1]:
            alike.setdefault(times, []).append(weekday)
    return tuple(
        t("{what}: {before} → {after}", what=_days(days), before=", ".join(gone) or "–", after=", ".join(come) or "–")
        for (gone, come), days in alike.items()
    )


def _by_day(slots: Iterable[Slot]) -> dict[int, tuple[str, ...]]:
    days: dict[int, tuple[str, ...]] = {}
    for slot in sorted(slots):
        said = f"{clock_time(slot.start_minute)}–{clock_time(slot.end_minute)}"
        days[slot.weekday] = (*days.get(slot.weekday, ()), said)
    return days


def _groups(slots: Sequence[Slot], to_the_minute: bool) -> list[str]:
    days: dict[tuple[int, int], list[int]] = {}
    for slot in slots:
        days.setdefault((slot.start_minute, slot.end_minute), []).append(slot.weekday)
    ordered = sorted(days.items(), key=lambda each: (-len(each[1]), each[1][0], each[0]))
    return [
        _group(weekdays, times, whole=to_the_minute or number == 0) for number, (times, weekdays) in enumerate(ordered)
    ]


def _group(weekdays: list[int], times: tuple[int, int], *, whole: bool) -> str:
    part = next(iter(week.parts_touched(week.mask([Slot(weekdays[0], *times)]))), None)
    if not whole and len(weekdays) == 1 and part is not None and _within(times, part.part):
        return f"{_days(weekdays)} {PART_NAMES[part.part]}"
    return f"{_days(weekdays)} {clock_time(times[0])}–{clock_time(times[1])}"


def _within(times: tuple[int, int], part: DayPart) -> bool:
    first, last = week.PART_HOURS[part]
    return first * 60 <= times[0] and times[1] <= last * 60


def _days(weekdays: list[int]) -> str:
    if len(weekdays) == 7:
        return str(t("every day"))
    names = [day_name(weekday, short=True) for weekday in weekdays]
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{names[0]}–{names[-1]}"
    return " ".join(names)
