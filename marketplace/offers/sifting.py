"""The one pass over the columns, compiled: what is wanted is kept, and every further mark is counted on the way.

Written as plain loops, because a page narrowed to one place holds a few hundred rows, and for so few the forty array
operations that say the same cost ten times as much as the rows themselves. Importing this module imports the compiler;
`columns` does so at its first search, so that a command that searches nothing starts without it.
"""

from pathlib import Path

import numpy as np

from marketplace.kernel.compiling import Kept
from marketplace.offers import sieve
from marketplace.offers.sieve import (
    AS_GIVEN,
    BUSY,
    BY_CLOSING,
    BY_MONEY,
    BY_NEARNESS,
    ID_BITS,
    LATE,
    NONE,
    SEVERAL,
    WISHES,
    Array,
    Asked,
    Store,
    Through,
)

_MOST = (1 << 31) - 1
_compiled = Kept("offers", (Path(__file__), Path(sieve.__file__))).counted_by_nobody


@_compiled
def sift(store: Store, through: Through, asked: Asked, keys: Array, counts: Array, alone: Array) -> int:
    """Put what is kept into `keys`, add its marks to `counts`, and return how many there are.

    A key sorts as asked, ties by id, and ends in the id. `alone` takes how many are kept out by one wish only: that
    they begin in time, that they lie within free hours, then each group of marks.

    A row that only one group keeps out is counted for the marks of that group, where any one of them is enough: this
    is how many there would be if one more were chosen.
    """
    kept = 0
    for run in range(len(through.runs) + 1):
        is_loose = run == len(through.runs)
        first = through.loose_first if is_loose else through.runs[run, 0]
        last = through.loose_last if is_loose else through.runs[run, 1]
        for place in range(first, last):
            row = place if is_loose else through.order[place]
            if not _is_open(store, asked, row):
                continue
            wish = _kept_out_by(store, asked, row)
            if wish == SEVERAL:
                continue
            nearness = 0.0
            for axis in range(3):
                nearness += store.direction[row, axis] * asked.point[axis]
            if nearness < asked.nearness:
                continue
            flags = store.flags[row]
            if wish == NONE:
                keys[kept] = (_rank(store, asked, row, place, nearness) << ID_BITS) | store.id[row]
                kept += 1
            else:
                alone[wish] += 1
                if wish < WISHES or asked.every[wish - WISHES]:
                    continue
                flags &= asked.of_group[wish - WISHES]
            for bit in range(len(counts)):
                counts[bit] += np.int64((flags >> np.uint64(bit)) & np.uint64(1))
    return kept


@_compiled
def _rank(store: Store, asked: Asked, row: int, place: int, nearness: float) -> int:
    """Where it stands in the order asked for, small numbers first."""
    if asked.order == BY_NEARNESS:
        return int((1.0 - nearness) * _MOST)
    if asked.order == BY_MONEY:
        return _MOST - min(max(int(store.money[row]), 0), _MOST)
    if asked.order == BY_CLOSING:
        return int(store.apply_by[row])
    if asked.order == AS_GIVEN:
        return place
    return max(int(store.first_on[row]), asked.today)


@_compiled
def _is_open(store: Store, asked: Asked, row: int) -> bool:
    """What has no count of its own: there, still open, and in one of the areas."""
    if not store.alive[row] or store.apply_by[row] < asked.today:
        return False
    is_in = len(asked.areas) == 0
    for number in range(len(asked.areas)):
        is_in |= asked.areas[number, 0] <= store.area[row] < asked.areas[number, 1]
    return is_in


@_compiled
def _kept_out_by(store: Store, asked: Asked, row: int) -> int:
    """The only wish that keeps a row out: LATE, BUSY or that of a group; else NONE or SEVERAL."""
    found = LATE if store.first_on[row] > asked.starts_by else NONE
    if _is_busy(store, asked, row):
        if found != NONE:
            return SEVERAL
        found = BUSY
    flags = store.flags[row]
    for group in range(len(asked.some)):
        held = flags & asked.some[group]
        if held == asked.some[group] if asked.every[group] else held != 0:
            continue
        if found != NONE:
            return SEVERAL
        found = WISHES + group
    return found


@_compiled
def _is_busy(store: Store, asked: Asked, row: int) -> bool:
    """Whether it takes hours that are not free."""
    taken: bool = store.parts[row] & asked.parts != 0
    for word in range(len(asked.weeks)):
        taken |= store.weeks[row, word] & asked.weeks[word] != 0
    return taken
