"""Compiled: a week of free hours as runs, and how much of a way still lies in them."""

import numpy as np

from marketplace.matching.index.compiling import compiled, inlined
from marketplace.matching.index.layout import (
    CELL_MINUTES,
    DAY_CELLS,
    HAS_FREE,
    HOURS_FROM,
    NO_LIMIT,
    OPEN_PART,
    WAY_MOST,
    WEEK_CELLS,
)  # fmt: skip

STRETCH = np.array([sum(hour <= cell // 2 for hour in HOURS_FROM) - 1 for cell in range(DAY_CELLS)], np.int64)
STRETCHES = len(HOURS_FROM) - 1
ALL_STRETCHES = (1 << 7 * STRETCHES) - 1
"""Which stretch of its day a half hour lies in, and how many a day has."""


@compiled
def runs(free, before, after):
    """How many half hours in a row are free up to and from each one (NO_LIMIT when the whole week is).

    Returns the stretches of days in which nothing is free.
    """
    taken, some = -1, 0
    for cell in range(WEEK_CELLS):
        if free[cell >> 6] >> np.uint64(cell & 63) & np.uint64(1):
            some |= 1 << (cell // DAY_CELLS * STRETCHES + STRETCH[cell % DAY_CELLS])
    for cell in range(WEEK_CELLS):
        if not free[cell >> 6] >> np.uint64(cell & 63) & np.uint64(1):
            taken = cell
            break
    if taken < 0:
        before[:] = NO_LIMIT
        after[:] = NO_LIMIT
        return 0
    count = 0
    for step in range(1, WEEK_CELLS + 1):
        cell = (taken + step) % WEEK_CELLS
        count = count + 1 if free[cell >> 6] >> np.uint64(cell & 63) & np.uint64(1) else 0
        before[cell] = count
    count = 0
    for step in range(1, WEEK_CELLS + 1):
        cell = (taken - step) % WEEK_CELLS
        count = count + 1 if free[cell >> 6] >> np.uint64(cell & 63) & np.uint64(1) else 0
        after[cell] = count
    return ALL_STRETCHES & ~some


@inlined
def margin(pattern, starts, slots, before, after):
    """The most minutes of way before and after with which every session is still in free hours; -1 for none."""
    most = NO_LIMIT
    for at in range(starts[pattern], starts[pattern + 1]):
        begin, end = slots[at, 0], slots[at, 1]
        first = begin // CELL_MINUTES
        needed = (end - 1) // CELL_MINUTES - first + 1
        left, right = before[first], after[first]
        if right < needed:
            return -1
        if left >= NO_LIMIT:
            continue
        most = min(most, begin - CELL_MINUTES * (first - left + 1), CELL_MINUTES * (first + right) - end)
    return most


@inlined
def margin_with(pattern, starts, slots, before, after, row):
    """The same by one row of many."""
    most = NO_LIMIT
    for at in range(starts[pattern], starts[pattern + 1]):
        begin, end = slots[at, 0], slots[at, 1]
        first = begin // CELL_MINUTES
        left, right = before[row, first], after[row, first]
        if right < (end - 1) // CELL_MINUTES - first + 1:
            most = -1
            break
        if left < NO_LIMIT:
            most = min(most, begin - CELL_MINUTES * (first - left + 1), CELL_MINUTES * (first + right) - end)
    return most


@compiled
def longest_way(whole, starts, slots, before, after):
    """The most minutes any way may take, from the limit told or else from the free hours."""
    if whole[WAY_MOST] < NO_LIMIT or not whole[HAS_FREE]:
        return whole[WAY_MOST]
    most = -1
    for pattern in range(len(starts) - 1):
        most = max(most, margin(pattern, starts, slots, before, after))
    return most


@inlined
def missing_cell(pattern, starts, slots, before, after, minutes):
    """A half hour that is not free and has to be, for a way of so many minutes before and after; -1 for none."""
    for at in range(starts[pattern], starts[pattern + 1]):
        begin, end = slots[at, 0], slots[at, 1]
        first = begin // CELL_MINUTES
        left, right = before[first], after[first]
        if right < (end - 1) // CELL_MINUTES - first + 1:
            return (first + right) % WEEK_CELLS
        if left >= NO_LIMIT:
            continue
        if begin - CELL_MINUTES * (first - left + 1) < minutes:
            return (first - left) % WEEK_CELLS
        if CELL_MINUTES * (first + right) - end < minutes:
            return (first + right) % WEEK_CELLS
    return -1


@compiled
def opened_by(free, frees, kinds, found):
    """For each half hour the change that frees it, -1 for none: no half hour is freed by two."""
    found[:WEEK_CELLS] = -1
    for at in range(len(frees)):
        if kinds[at] != OPEN_PART:
            continue
        for word in range(len(free)):
            more = frees[at, word] & ~free[word]
            if not more:
                continue
            for bit in range(64):
                if more >> np.uint64(bit) & np.uint64(1) and word * 64 + bit < WEEK_CELLS:
                    found[word * 64 + bit] = at
