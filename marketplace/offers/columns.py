"""All listed opportunities as columns in memory: narrowing and sorting without asking the database.

Rows lie in two orders (by area, by grid cell), so a search of one place costs what that place holds, however many
the country has. Changed rows are laid on top until they are worth sorting in.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from marketplace.kernel import week
from marketplace.offers import tally
from marketplace.offers.facets import bits
from marketplace.offers.wanted import Found, Near, Sort, Wanted

Rows = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]
Kilometres = npt.NDArray[np.float64]

_CELLS_PER_DEGREE: Final = 10
_CELLS_A_BAND: Final = 4_096
_KM_PER_DEGREE: Final = 111.0
_WEEK_WORDS: Final = 6
_LOOSE: Final = 2_048
_ID_BITS: Final = 31
_MOST: Final = (1 << 31) - 1
_KINDS: Final = {
    "id": np.int64,
    "alive": np.bool_,
    "flags": np.uint64,
    "area": np.int64,
    "cell": np.int64,
    "lat": np.float64,
    "lon": np.float64,
    "starts_on": np.int64,
    "apply_by": np.int64,
    "money": np.int64,
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
        rows, away = self._within(wanted)
        kept, counts = tally.narrow(self._columns["flags"][rows], wanted.chosen)
        if kept is not None:
            rows, away = rows[kept], None if away is None else away[kept]
        page = self._page(rows, away, wanted)
        return Found(
            total=len(rows),
            ids=tuple(self._columns["id"][rows[page]].tolist()),
            kilometres=() if away is None else tuple(away[page].tolist()),
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
        weeks = b"".join(row.week + bytes(_WEEK_WORDS * 8 - week.MASK_BYTES) for row in rows)
        return {
            "id": np.array([row.id for row in rows], np.int64),
            "alive": np.ones(len(rows), np.bool_),
            "flags": np.array([self._flags(row.marks) for row in rows], np.uint64),
            "area": np.array([int(row.area_code) for row in rows], np.int64),
            "cell": _step(lat) * _CELLS_A_BAND + _step(lon),
            "lat": lat,
            "lon": lon,
            "starts_on": np.array([row.starts_on.toordinal() for row in rows], np.int64),
            "apply_by": np.array([row.apply_by.toordinal() for row in rows], np.int64),
            "money": np.array([row.money_satang for row in rows], np.int64),
            "week": np.frombuffer(weeks, "<u8").reshape(len(rows), _WEEK_WORDS),
        }

    def _flags(self, marks: str) -> int:
        known = self._bits.get(marks)
        if known is None:
            known = self._bits[marks] = bits(marks.split())
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

    def _within(self, wanted: Wanted) -> tuple[Rows, Kilometres | None]:
        """Rows that pass everything but marks, and how far away they are."""
        rows = self._candidates(wanted)
        rows = rows[self._open(rows, wanted)]
        away = self._away(rows, wanted.near)
        if wanted.near is not None and wanted.near.km is not None and away is not None:
            keep = away <= wanted.near.km
            rows, away = rows[keep], away[keep]
        return rows, away

    def _open(self, rows: Rows, wanted: Wanted) -> Flags:
        """What has no count of its own: still open, begins in time, within one's free hours."""
        columns = self._columns
        keep: Flags = columns["alive"][rows] & (columns["apply_by"][rows] >= wanted.today.toordinal())
        if wanted.starts_by is not None:
            keep &= columns["starts_on"][rows] <= wanted.starts_by.toordinal()
        if wanted.free is not None:
            taken = week.to_bytes(week.FULL & ~wanted.free) + bytes(_WEEK_WORDS * 8 - week.MASK_BYTES)
            keep &= ~(columns["week"][rows] & np.frombuffer(taken, "<u8")).any(axis=1)
        return keep

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
        aside = km / (_KM_PER_DEGREE * max(0.1, float(np.cos(np.radians(min(89.0, abs(lat) + up))))))
        bands = np.arange(int(_step(lat - up)), int(_step(lat + up)) + 1) * _CELLS_A_BAND
        firsts = np.searchsorted(self._cells, bands + int(_step(lon - aside)))
        lasts = np.searchsorted(self._cells, bands + int(_step(lon + aside)) + 1)
        found = [self._by_cell[first:last] for first, last in zip(firsts, lasts, strict=True)]
        return np.concatenate([self._loose(), *found])

    def _loose(self) -> Rows:
        return np.arange(self._sorted_until, self._size)

    def _away(self, rows: Rows, near: Near | None) -> Kilometres | None:
        if near is None:
            return None
        return tally.kilometres(near.point, self._columns["lat"][rows], self._columns["lon"][rows])

    def _page(self, rows: Rows, away: Kilometres | None, wanted: Wanted) -> Rows:
        """Which of the rows stand on the page, in order; ties are broken by id, so that pages never overlap."""
        last = min(wanted.first + wanted.count, len(rows))
        if wanted.first >= last:
            return np.empty(0, np.intp)
        key = (self._order(rows, away, wanted) << _ID_BITS) | self._columns["id"][rows]
        best = np.argpartition(key, last - 1)[:last] if last < len(rows) else np.arange(last)
        return best[np.argsort(key[best])][wanted.first :]

    def _order(self, rows: Rows, away: Kilometres | None, wanted: Wanted) -> npt.NDArray[np.int64]:
        columns = self._columns
        if wanted.sort == Sort.BEST and wanted.ids is not None:
            rank = {key: place for place, key in enumerate(wanted.ids)}
            return np.array([rank[key] for key in columns["id"][rows].tolist()], np.int64)
        if wanted.sort == Sort.NEAR and away is not None:
            return (away * 1_000).astype(np.int64)
        order: npt.NDArray[np.int64] = np.maximum(columns["starts_on"][rows], wanted.today.toordinal())
        if wanted.sort == Sort.MONEY:
            order = _MOST - np.clip(columns["money"][rows], 0, _MOST)
        if wanted.sort == Sort.CLOSING:
            order = columns["apply_by"][rows]
        return order


def _empty(size: int) -> dict[str, npt.NDArray[Any]]:
    columns: dict[str, npt.NDArray[Any]] = {name: np.zeros(size, kind) for name, kind in _KINDS.items()}
    columns["week"] = np.zeros((size, _WEEK_WORDS), np.uint64)
    return columns


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
