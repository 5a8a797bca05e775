"""Free time as a young person tells it: parts of days ticked on a grid, made finer by the half hour where needed.

A part that was made finer stays so as long as its box is ticked; hours outside the grid stay until all is cleared.
"""

from collections.abc import Collection
from typing import Final

from marketplace.i18n import t
from marketplace.kernel import week
from marketplace.kernel.errors import Invalid
from marketplace.kernel.week import DayPart, Slot

_GRID: Final = week.from_parts(week.PARTS)
_EVENINGS: Final = week.from_parts(part for part in week.PARTS if part.part is DayPart.EVENING)
_WEEKENDS: Final = week.from_parts(part for part in week.PARTS if part.weekday > 4 and part.part is not DayPart.NIGHT)
PRESETS: Final = {"evenings": _EVENINGS, "weekend": _WEEKENDS}


def ticked(before: int | None, codes: Collection[str]) -> int:
    """The free time of these boxes; a part that was finer before keeps its half hours."""
    known = before or week.EMPTY
    free = known & ~_GRID
    for part in week.PARTS:
        if part.code in codes:
            free |= known & part.mask or part.mask
    return free


def boxes(free: int | None) -> frozenset[str]:
    """The boxes to be shown as ticked."""
    return frozenset(part.code for part in week.parts_touched(free or week.EMPTY))


def with_preset(free: int, preset: str) -> int:
    """What is free already and the hours of a preset; unknown ones add nothing."""
    return free | PRESETS.get(preset, week.EMPTY)


def with_hours(free: int, weekday: int, start_minute: int, end_minute: int) -> int:
    """One day made finer: of the parts these hours touch exactly the hours are free; raises Invalid."""
    if end_minute <= start_minute:
        raise Invalid(t("The end must come after the beginning."), field="until")
    hours = week.mask_within([Slot(weekday, start_minute, end_minute)])
    for part in week.PARTS:
        if part.weekday == weekday and part.mask & hours:
            free &= ~part.mask
    return free | hours


def is_finer(free: int | None) -> bool:
    """Whether the boxes alone would not tell it all."""
    return free is not None and free != week.from_parts(week.parts_touched(free))
