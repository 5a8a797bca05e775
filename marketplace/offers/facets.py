"""By what the public list is narrowed: groups of marks, each a word kept with the listing and a bit in memory."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from marketplace.kernel import week
from models.vocabulary import Field, Language, LearningForm, Mode, OpportunityKind, Support

LEVELS: Final = tuple(str(level) for level in range(7))


class Group(StrEnum):
    """What a mark is about; the value is the name of its parameter in the address."""

    KIND = "kind"
    FIELD = "field"
    FORM = "form"
    MODE = "mode"
    LEVEL = "level"
    SUPPORT = "support"
    LANGUAGE = "language"
    PAID = "paid"
    EVENING = "evening"


VALUES: Final[dict[Group, tuple[str, ...]]] = {
    Group.KIND: tuple(OpportunityKind),
    Group.FIELD: tuple(Field),
    Group.FORM: tuple(LearningForm),
    Group.MODE: tuple(Mode),
    Group.LEVEL: LEVELS,
    Group.SUPPORT: tuple(Support),
    Group.LANGUAGE: tuple(Language),
    Group.PAID: ("1",),
    Group.EVENING: ("1",),
}
ALL_OF: Final = frozenset({Group.SUPPORT, Group.PAID, Group.EVENING})
"""Groups of which everything chosen must be there; of the others any one is enough."""

MARKS: Final = tuple((group, value) for group, values in VALUES.items() for value in values)
BIT: Final = {f"{group}:{value}": 1 << place for place, (group, value) in enumerate(MARKS)}

EVENING_FROM: Final = 16 * 60


def mark(group: Group, value: str) -> str:
    """The word of one mark."""
    return f"{group}:{value}"


def bits(marks: Iterable[str]) -> int:
    """The marks as one number; words nobody knows any more count for nothing."""
    found = 0
    for word in marks:
        found |= BIT.get(word, 0)
    return found


def group_bits(group: Group, chosen: Iterable[str] | None = None) -> int:
    """The bits of what is chosen in a group, or of all of it."""
    return bits(mark(group, value) for value in (VALUES[group] if chosen is None else chosen))


def is_evening(slots: Iterable[week.Slot]) -> bool:
    """Whether somebody who works by day can come: weekdays from 16.00 on, week-ends at any hour."""
    times = tuple(slots)
    return bool(times) and all(slot.weekday >= 5 or slot.start_minute >= EVENING_FROM for slot in times)
