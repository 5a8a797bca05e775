"""All listed opportunities as columns in memory: narrowing and sorting without asking the database.

Rows lie in two orders (by area, by grid cell), so a search of one place costs what that place holds, however many
the country has. Changed rows are laid on top until they are worth sorting in.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from math import cos, floor, radians
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from marketplace.kernel import week
from marketplace.offers import hours, tally
from marketplace.offers.facets import bits
from marketplace.offers.wanted import Found, Near, Sort, Wanted

Rows = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Nearness = npt.NDArray[np.float64]

_CELLS_PER_DEGREE: Final = 10
_CELLS_A_BAND: Final = 4_096
_KM_PER_DEGREE: Final = 111.0
_WEEK_WORDS: Final = 6
_LOOSE: Final = 2_048
_ID_BITS: Final = 31
_MOST: Final = (1 << 31) - 1
_WEEK: Final = tuple(f"week_{number}" for number in range(_WEEK_WORDS))
_KINDS: Final[dict[str, Any]] = {
    "id": np.int64,
    "alive": np.bool_,
    "flags": np.uint64,
    "area": np.int64,
    "cell": np.int64,
    "parts": np.uint32,
    "starts_on": np.int64,
    "apply_by": np.int64,
    "money": np.int64,
    **dict.fromkeys(_WEEK, np.uint64),
}


class Row(NamedTuple):
    """One opportunity as the columns take it."""

    id: int
    marks: str
    area_code: str
    lat: float
    lon: float
    starts_on: date
    apply_by: date
    money_satang: int
    week: bytes


class Columns:
    """The columns and their two orders; not to be changed while they are read."""

    def __init__(self) -> None:
        self._size = self._sorted_until = 0
        self._columns = _empty(0)
        self._place: dict[int, int] = {}
        self._bits: dict[str, int] = {}
        self._touched: dict[bytes, int] = {}
        self._by_area = self._by_cell = np.empty(0, np.intp)
        self._areas = self._cells = np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self._place)

    def put(self, rows: Sequence[Row], gone: Iterable[int] = ()) -> None:
        """Lay rows in, in place of what they were, and take away what is gone."""
        for key in (*gone, *(row.id for row in rows)):
            at = self._place.pop(key, None)
            if at is not None:
                self._columns["alive"][at] = False
        if rows:
            self._append(rows)
        if self._size - self._sorted_until > _LOOSE + self._sorted_until // 50:
            self._sort_in()

    def search(self, wanted: Wanted) -> Found:
        """The page that is wanted, with the number of all results and of those behind every further mark."""
        rows, near = self._within(wanted)
        kept, counts = tally.narrow(self._columns["flags"][rows], wanted.chosen)
        if kept is not None:
            rows, near = rows[kept], None if near is None else near[kept]
        page = self._page(rows, near, wanted)
        return Found(
            total=len(rows),
            ids=tuple(self._columns["id"][rows[page]].tolist()),
            kilometres=() if near is None else tuple(tally.kilometres(near[page])),
            counts=counts,
        )

    def count(self, wanted: Wanted) -> int:
        """The number of all results alone."""
        rows, _ = self._within(wanted)
        return tally.count(self._columns["flags"][rows], wanted.chosen)

    def area_counts(self, today: date, digits: int, prefix: str = "") -> dict[str, int]:
        """How many can be applied for in each area of so many digits under a prefix."""
        rows = self._in_areas((prefix,)) if prefix else np.arange(self._size)
        rows = rows[self._columns["alive"][rows] & (self._columns["apply_by"][rows] >= today.toordinal())]
        counts = np.bincount(self._columns["area"][rows] // 10 ** (6 - digits))
        return {f"{code:0{digits}}": int(counts[code]) for code in np.flatnonzero(counts).tolist()}

    def _append(self, rows: Sequence[Row]) -> None:
        needed = self._size + len(rows)
        if needed > len(self._columns["id"]):
            wider = _empty(max(1_024, needed * 5 // 4))
            for name, column in self._columns.items():
                wider[name][: self._size] = column[: self._size]
            self._columns = wider
        for name, values in self._read(rows).items():
            self._columns[name][self._size : needed] = values
        self._place.update((row.id, self._size + number) for number, row in enumerate(rows))
        self._size = needed

    def _read(self, rows: Sequence[Row]) -> dict[str, npt.NDArray[Any]]:
        lat, lon = (np.array(values, np.float64) for values in zip(*((row.lat, row.lon) for row in rows), strict=True))
        packed = b"".join(row.week + bytes(_WEEK_WORDS * 8 - week.MASK_BYTES) for row in rows)
        words = np.frombuffer(packed, "<u8").reshape(len(rows), _WEEK_WORDS)
        return {
            "id": np.array([row.id for row in rows], np.int64),
            "alive": np.ones(len(rows), np.bool_),
            "flags": np.array([self._flags(row.marks) for row in rows], np.uint64),
            "area": np.array([int(row.area_code) for row in rows], np.int64),
            "cell": _step(lat) * _CELLS_A_BAND + _step(lon),
            "direction": tally.directions(lat, lon),
            "parts": np.array([self._parts(row.week) for row in rows], np.uint32),
            "starts_on": np.array([row.starts_on.toordinal() for row in rows], np.int64),
            "apply_by": np.array([row.apply_by.toordinal() for row in rows], np.int64),
            "money": np.array([row.money_satang for row in rows], np.int64),
            **{name: words[:, number] for number, name in enumerate(_WEEK)},
        }

    def _flags(self, marks: str) -> int:
        known = self._bits.get(marks)
        if known is None:
            known = self._bits[marks] = bits(marks.split())
        return known

    def _parts(self, stored: bytes) -> int:
        known = self._touched.get(stored)
        if known is None:
            known = self._touched[stored] = hours.touched(week.from_bytes(stored))
        return known

    def _sort_in(self) -> None:
        """Close the gaps and put everything in order."""
        alive = np.flatnonzero(self._columns["alive"][: self._size])
        self._columns = {name: column[: self._size][alive] for name, column in self._columns.items()}
        self._size = self._sorted_until = len(alive)
        self._place = dict(zip(self._columns["id"].tolist(), range(len(alive)), strict=True))
        self._by_area = np.argsort(self._columns["area"], kind="stable")
        self._by_cell = np.argsort(self._columns["cell"], kind="stable")
        self._areas = self._columns["area"][self._by_area]
        self._cells = self._columns["cell"][self._by_cell]

    def _candidates(self, wanted: Wanted) -> Rows:
        if wanted.ids is not None:
            rows = np.array([self._place[key] for key in wanted.ids if key in self._place], np.intp)
        elif wanted.near is not None and wanted.near.km is not None:
            rows = self._around(wanted.near, wanted.near.km)
        else:
            return self._in_areas(wanted.areas) if wanted.areas else np.arange(self._size)
        return rows[self._is_in(rows, wanted.areas)] if wanted.areas else rows

    def _within(self, wanted: Wanted) -> tuple[Rows, Nearness | None]:
        """Rows that pass everything but marks, and how near they are."""
        rows = self._candidates(wanted)
        if wanted.near is None:
            return rows[self._open(rows, wanted)], None
        near: Nearness = self._columns["direction"][rows] @ tally.direction(wanted.near.point)
        keep = self._open(rows, wanted)
        if wanted.near.km is not None:
            keep &= near >= tally.nearness(wanted.near.km)
        return rows[keep], near[keep]

    def _open(self, rows: Rows, wanted: Wanted) -> Flags:
        """What has no count of its own: still open, begins in time, within one's free hours."""
        columns = self._columns
        keep: Flags = columns["alive"][rows] & (columns["apply_by"][rows] >= wanted.today.toordinal())
        if wanted.starts_by is not None:
            keep &= columns["starts_on"][rows] <= wanted.starts_by.toordinal()
        if wanted.free is not None:
            keep &= self._in_free_hours(rows, wanted.free)
        return keep

    def _in_free_hours(self, rows: Rows, free: int) -> Flags:
        """Whether every half hour is free; hours made of whole parts of days need only look at those."""
        kept: Flags
        if (closed := hours.closed(free)) is not None:
            kept = (self._columns["parts"][rows] & np.uint32(closed)) == 0
            return kept
        kept = np.ones(len(rows), np.bool_)
        taken = week.to_bytes(week.FULL & ~free) + bytes(_WEEK_WORDS * 8 - week.MASK_BYTES)
        for name, word in zip(_WEEK, np.frombuffer(taken, "<u8"), strict=True):
            kept &= (self._columns[name][rows] & word) == 0
        return kept

    def _in_areas(self, prefixes: Iterable[str]) -> Rows:
        given = tuple(prefixes)
        loose = self._loose()
        found = [loose[self._is_in(loose, given)]]
        for bounds in map(_range, _widest(given)):
            first, last = np.searchsorted(self._areas, bounds)
            found.append(self._by_area[first:last])
        return np.concatenate(found)

    def _is_in(self, rows: Rows, prefixes: Iterable[str]) -> Flags:
        areas = self._columns["area"][rows]
        keep = np.zeros(len(rows), np.bool_)
        for low, high in map(_range, prefixes):
            keep |= (areas >= low) & (areas < high)
        return keep

    def _around(self, near: Near, km: float) -> Rows:
        """Everything in the grid cells a circle touches, and a little more."""
        lat, lon = near.point
        up = km / _KM_PER_DEGREE
        aside = km / (_KM_PER_DEGREE * max(0.1, cos(radians(min(89.0, abs(lat) + up)))))
        west, east = _cell(lon - aside), _cell(lon + aside) + 1
        bands = [band * _CELLS_A_BAND for band in range(_cell(lat - up), _cell(lat + up) + 1)]
        bounds = np.searchsorted(self._cells, [edge for band in bands for edge in (band + west, band + east)]).tolist()
        found = [self._by_cell[first:last] for first, last in zip(bounds[::2], bounds[1::2], strict=True)]
        return np.concatenate([self._loose(), *found])

    def _loose(self) -> Rows:
        return np.arange(self._sorted_until, self._size)

    def _page(self, rows: Rows, near: Nearness | None, wanted: Wanted) -> Rows:
        """Which of the rows stand on the page, in order; ties are broken by id, so that pages never overlap."""
        last = min(wanted.first + wanted.count, len(rows))
        if wanted.first >= last:
            return np.empty(0, np.intp)
        key = (self._order(rows, near, wanted) << _ID_BITS) | self._columns["id"][rows]
        best = np.argpartition(key, last - 1)[:last] if last < len(rows) else np.arange(last)
        return best[np.argsort(key[best])][wanted.first :]

    def _order(self, rows: Rows, near: Nearness | None, wanted: Wanted) -> npt.NDArray[np.int64]:
        columns = self._columns
        if wanted.sort == Sort.BEST and wanted.ids is not None:
            rank = {key: place for place, key in enumerate(wanted.ids)}
            return np.array([rank[key] for key in columns["id"][rows].tolist()], np.int64)
        if wanted.sort == Sort.NEAR and near is not None:
            return ((1.0 - near) * _MOST).astype(np.int64)
        order: npt.NDArray[np.int64] = np.maximum(columns["starts_on"][rows], wanted.today.toordinal())
        if wanted.sort == Sort.MONEY:
            order = _MOST - np.clip(columns["money"][rows], 0, _MOST)
        if wanted.sort == Sort.CLOSING:
            order = columns["apply_by"][rows]
        return order


def _empty(size: int) -> dict[str, npt.NDArray[Any]]:
    columns: dict[str, npt.NDArray[Any]] = {name: np.zeros(size, kind) for name, kind in _KINDS.items()}
    columns["direction"] = np.zeros((size, 3))
    return columns


def _cell(degrees: float) -> int:
    return floor((degrees + 180) * _CELLS_PER_DEGREE)


def _step(degrees: Any) -> npt.NDArray[np.int64]:
    steps: npt.NDArray[np.int64] = np.floor((np.asarray(degrees) + 180) * _CELLS_PER_DEGREE).astype(np.int64)
    return steps


def _range(prefix: str) -> tuple[int, int]:
    unit = 10 ** (6 - len(prefix))
    return int(prefix) * unit, (int(prefix) + 1) * unit


def _widest(prefixes: Iterable[str]) -> list[str]:
    """Without those that lie in another, so that nothing is found twice."""
    given = sorted(set(prefixes))
    return [code for code in given if not any(code != other and code.startswith(other) for other in given)]
