"""Weeks in the coarse: which parts of days hours touch, so that most weeks are compared by one number."""

from functools import lru_cache
from typing import Final

from marketplace.kernel import week

_PARTS: Final = tuple((1 << number, part.mask) for number, part in enumerate(week.PARTS))
_OUTSIDE: Final = 1 << len(_PARTS)
_ALL_PARTS: Final = week.from_parts(week.PARTS)


def touched(hours: int) -> int:
    """A bit for each part of a day that is touched, and one for anything outside all of them."""
    parts = sum(bit for bit, mask in _PARTS if hours & mask)
    return parts | (_OUTSIDE if hours & ~_ALL_PARTS else 0)


@lru_cache(maxsize=1_024)
def closed(free: int) -> int | None:
    """The parts of days that are not free; None when the hours are not made of whole parts."""
    shut, made_of = _OUTSIDE, 0
    for bit, mask in _PARTS:
        if free & mask == mask:
            made_of |= mask
        else:
            shut |= bit
    return shut if made_of == free else None
