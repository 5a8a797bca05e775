"""Small counts of people are not shown, and neither is what would give them away by subtraction. Pure."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

SMALL = 10
"""A count below this could point at a person."""

K = TypeVar("K", bound=Hashable)


def shown(count: int) -> int | None:
    """The count, or None when it is small."""
    return count if count >= SMALL else None


def part(count: int, whole: int) -> int | None:
    """A part of a shown whole: None when it, or what it leaves of the whole, is small."""
    rest = whole - count
    return None if count < SMALL or 0 < rest < SMALL else count


def kept(counts: Mapping[K, int]) -> frozenset[K]:
    """Which rows of a table may be shown beside their total.

    Small rows go; where only one goes, the smallest other goes with it, or the total less the rest would tell it.
    """
    stays = {key: count for key, count in counts.items() if count >= SMALL}
    if len(counts) - len(stays) == 1 and stays:
        del stays[min(stays, key=lambda key: (stays[key], str(key)))]
    return frozenset(stays)


def total(whole: int, parts: Mapping[K, int]) -> int | None:
    """A total beside its parts: None when it is small, or when its hidden parts could be told from it."""
    hidden = [count for count in parts.values() if count < SMALL]
    rest = whole - sum(count for count in parts.values() if count >= SMALL)
    if whole < SMALL or len(hidden) == 1 or (hidden and rest < SMALL):
        return None
    return whole
