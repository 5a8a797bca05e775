"""The week as a picture: seven days, half an hour a cell, one bit a cell.

A mask is a whole number of 336 bits; bit 0 is Monday 00:00-00:30 and the week is a ring, so what runs past
Sunday midnight comes back on Monday. What must fit is rounded outward, what is offered as free is rounded
inward: a half hour counts as free only when all of it is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CELL_MINUTES = 30
DAY_MINUTES = 24 * 60
CELLS_A_DAY = DAY_MINUTES // CELL_MINUTES
CELLS = 7 * CELLS_A_DAY
WEEK_MINUTES = 7 * DAY_MINUTES
EMPTY = 0
FULL = (1 << CELLS) - 1
MASK_BYTES = CELLS // 8

_SLOT = re.compile(
    r"(?P<day>mon|tue|wed|thu|fri|sat|sun)\s+"
    r"(?P<from_hour>\d{1,2}):(?P<from_minute>[0-5]\d)\s*[-–]\s*(?P<to_hour>\d{1,2}):(?P<to_minute>[0-5]\d)",
    re.IGNORECASE,
)


class NotAWeek(ValueError):
    """Text that does not read as sessions of a week; `part` is the piece that failed."""

    def __init__(self, part: str) -> None:
        super().__init__(f"not a session of the week: {part!r}")
        self.part = part


@dataclass(frozen=True, order=True, slots=True)
class Slot:
    """A weekly session; minutes count from the midnight its day begins (Monday is 0).

    An end past 1440 runs into the next day; the session belongs to the day it begins.
    """

    weekday: int
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        """Refuse what no week holds: the longest session is one day."""
        in_a_day = 0 <= self.start_minute < DAY_MINUTES and 0 < self.minutes <= DAY_MINUTES
        if not (0 <= self.weekday <= 6 and in_a_day):
            raise NotAWeek(f"{self.weekday} {self.start_minute}-{self.end_minute}")

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.end_minute - self.start_minute

    @property
    def start_of_week(self) -> int:
        """Minutes from Monday 00:00 to its start."""
        return self.weekday * DAY_MINUTES + self.start_minute


class DayPart(IntEnum):
    """The four parts people think in."""

    MORNING = 0
    AFTERNOON = 1
    EVENING = 2
    NIGHT = 3


PART_HOURS = {
    DayPart.MORNING: (6, 12),
    DayPart.AFTERNOON: (12, 16),
    DayPart.EVENING: (16, 20),
    DayPart.NIGHT: (20, 22),
}


class Part(NamedTuple):
    """One of the 28 coarse cells of a week."""

    weekday: int
    part: DayPart

    @property
    def code(self) -> str:
        """Two digits, day then part, as the week form sends them."""
        return f"{self.weekday}{self.part.value}"

    @property
    def mask(self) -> int:
        """Its half hours."""
        first, last = PART_HOURS[self.part]
        return _cells(self.weekday * CELLS_A_DAY + first * 2, (last - first) * 2)


PARTS = tuple(Part(weekday, part) for weekday in range(7) for part in DayPart)
_BY_CODE = {part.code: part for part in PARTS}


def part_of(code: str) -> Part:
    """The coarse cell a form means; NotAWeek for anything else."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise NotAWeek(code) from None


def parse(text: str) -> tuple[Slot, ...]:
    """Read `mon 09:00-12:00;tue 13:00-16:00`, in the order of the week; empty text is an empty week.

    A session that ends at or before its start runs into the next day. Raises NotAWeek.
    """
    pieces = (piece.strip() for piece in text.split(";"))
    return tuple(sorted({_slot(piece) for piece in pieces if piece}))


def _slot(piece: str) -> Slot:
    found = _SLOT.fullmatch(piece)
    if found is None:
        raise NotAWeek(piece)
    start = int(found["from_hour"]) * 60 + int(found["from_minute"])
    end = int(found["to_hour"]) * 60 + int(found["to_minute"])
    if start >= DAY_MINUTES or end > DAY_MINUTES:
        raise NotAWeek(piece)
    past_midnight = DAY_MINUTES if end <= start else 0
    return Slot(DAY_NAMES.index(found["day"].lower()), start, end + past_midnight)


def write(slots: Iterable[Slot]) -> str:
    """The text `parse` reads back to the same slots."""
    return ";".join(
        f"{DAY_NAMES[slot.weekday]} {clock_text(slot.start_minute)}-{clock_text(slot.end_minute)}"
        for slot in sorted(set(slots))
    )


def clock_text(minute: int) -> str:
    """`16:30` for 990; the end of a day is `24:00`, and later minutes are those of the next day."""
    minute = minute - DAY_MINUTES if minute > DAY_MINUTES else minute
    return f"{minute // 60:02}:{minute % 60:02}"


def mask(slots: Iterable[Slot], margin: int = 0) -> int:
    """The half hours the slots touch, each widened by `margin` minutes on both sides."""
    return _mask(tuple(slots), margin)


@lru_cache(maxsize=65_536)
def _mask(slots: tuple[Slot, ...], margin: int) -> int:
    touched = EMPTY
    for slot in slots:
        first = (slot.start_of_week - margin) // CELL_MINUTES
        last = -(-(slot.start_of_week + slot.minutes + margin) // CELL_MINUTES)
        touched |= _cells(first, last - first)
    return touched


def mask_within(slots: Iterable[Slot]) -> int:
    """The half hours the slots fill to the minute, taken together."""
    minutes = 0
    for slot in slots:
        minutes |= ((1 << slot.minutes) - 1) << slot.start_of_week
    minutes |= minutes >> WEEK_MINUTES
    whole = (1 << CELL_MINUTES) - 1
    return sum(1 << cell for cell in range(CELLS) if minutes >> (cell * CELL_MINUTES) & whole == whole)


def _cells(first: int, count: int) -> int:
    """A run of cells on the ring, from `first` (any whole number) onward."""
    if count >= CELLS:
        return FULL
    run = ((1 << count) - 1) << (first % CELLS)
    return (run | run >> CELLS) & FULL


_PART_MASKS = tuple((part, part.mask) for part in PARTS)


def covers(free: int, needed: int) -> bool:
    """Whether every needed half hour is free."""
    return needed & ~free == 0


def to_bytes(week: int) -> bytes:
    """42 bytes, Monday 00:00 in the lowest bit of the first."""
    return week.to_bytes(MASK_BYTES, "little")


def from_bytes(stored: bytes) -> int:
    """The mask `to_bytes` stored; NotAWeek unless it is 42 bytes."""
    if len(stored) != MASK_BYTES:
        raise NotAWeek(stored.hex())
    return int.from_bytes(stored, "little")


def parts(week: int) -> frozenset[Part]:
    """The coarse cells that are wholly in the mask."""
    return frozenset(part for part, mask in _PART_MASKS if covers(week, mask))


def parts_touched(week: int) -> frozenset[Part]:
    """The coarse cells that have any half hour in the mask."""
    return frozenset(part for part, mask in _PART_MASKS if week & mask)


def from_parts(chosen: Iterable[Part]) -> int:
    """The mask of the chosen coarse cells."""
    week = EMPTY
    for part in chosen:
        week |= part.mask
    return week


def slots_of(week: int) -> tuple[Slot, ...]:
    """The mask as sessions, one a run of half hours; a run is cut where a day begins."""
    found: list[Slot] = []
    for weekday in range(7):
        day = week >> (weekday * CELLS_A_DAY) & ((1 << CELLS_A_DAY) - 1)
        while day:
            first = (day & -day).bit_length() - 1
            length = (~(day >> first) & ((day >> first) + 1)).bit_length() - 1
            found.append(Slot(weekday, first * CELL_MINUTES, (first + length) * CELL_MINUTES))
            day &= ~(((1 << length) - 1) << first)
    return tuple(found)
