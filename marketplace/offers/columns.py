"""All listed opportunities as columns in memory: narrowing and sorting without asking the database.

Rows lie by grid cell, and neighbours beside each other, so a search of one place reads a few runs of memory however
many the country has; a second order tells where the rows of an area lie. Changed rows are laid on top until they are
worth sorting in.
"""

import importlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from math import cos, floor, radians
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.offers import hours, sieve, tally
from marketplace.offers.facets import MARKS, bits
from marketplace.offers.wanted import Found, Near, Sort, Wanted

Rows = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.int64]

_CELLS_PER_DEGREE: Final = 10
_CELLS_A_BAND: Final = 4_096
_KM_PER_DEGREE: Final = 111.0
_WEEK_WORDS: Final = 6
_LOOSE: Final = 2_048
_ID: Final = (1 << sieve.ID_BITS) - 1
_MOST: Final = (1 << 31) - 1
_KINDS: Final[dict[str, tuple[Any, tuple[int, ...]]]] = {
    "id": (np.int64, ()),
    "alive": (np.bool_, ()),
    "flags": (np.uint64, ()),
    "area": (np.int64, ()),
    "cell": (np.int64, ()),
    "parts": (np.uint32, ()),
    "weeks": (np.uint64, (_WEEK_WORDS,)),
    "first_on": (np.int64, ()),
    "apply_by": (np.int64, ()),
    "money": (np.int64, ()),
    "direction": (np.float64, (3,)),
}
_NOWHERE: Final = np.zeros(3)
_NO_RANGES: Final = np.zeros((0, 2), np.int64)
_NO_WORDS: Final = np.zeros(0, np.uint64)


class Row(NamedTuple):
    """One opportunity as the columns take it."""

    id: int
    marks: str
    area_code: str
    lat: float
    lon: float
    first_on: date
    apply_by: date
    money_satang: int
    week: bytes


def get_ready() -> None:
    """Load the compiled pass now, as a server does before it makes processes that share it."""
    _pass()


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
        self._store = _store(self._columns)

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
        self._store = _store(self._columns)

    def search(self, wanted: Wanted) -> Found:
        """The page that is wanted, with the number of all results and of those behind every further mark."""
        keys, counts, alone = self._kept(wanted)
        page = tuple((_page(keys, wanted) & _ID).tolist())
        return Found(len(keys), page, tally.told(counts), tally.alone(wanted, alone))

    def count(self, wanted: Wanted) -> int:
        """The number of all results alone."""
        return len(self._kept(wanted)[0])

    def area_counts(self, today: date, digits: int, prefix: str = "") -> dict[str, int]:
        """How many can be applied for in each area of so many digits under a prefix."""
        rows = np.arange(self._size)
        if prefix:
            (first, last), *_ = self._area_runs((prefix,)).tolist()
            loose = self._loose()
            held = self._columns["area"][loose] // 10 ** (6 - len(prefix)) == int(prefix)
            rows = np.concatenate([self._by_area[first:last], loose[held]])
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
            "first_on": np.array([row.first_on.toordinal() for row in rows], np.int64),
            "apply_by": np.array([row.apply_by.toordinal() for row in rows], np.int64),
            "money": np.array([row.money_satang for row in rows], np.int64),
            "weeks": words,
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
        alive = alive[np.argsort(self._columns["cell"][alive], kind="stable")]
        self._columns = {name: column[alive] for name, column in self._columns.items()}
        self._size = self._sorted_until = len(alive)
        self._place = dict(zip(self._columns["id"].tolist(), range(len(alive)), strict=True))
        self._by_area = np.argsort(self._columns["area"], kind="stable")
        self._by_cell = np.arange(len(alive))
        self._areas, self._cells = self._columns["area"][self._by_area], self._columns["cell"]

    def _kept(self, wanted: Wanted) -> tuple[Numbers, Numbers, Numbers]:
        """The keys of what passes everything, how many every mark would leave, and what one wish alone keeps out."""
        through, asked = self._through(wanted), _asked(wanted)
        most = sum(last - first for first, last in through.runs.tolist()) + through.loose_last - through.loose_first
        keys, counts = np.empty(most, np.int64), np.zeros(len(MARKS), np.int64)
        alone = np.zeros(sieve.WISHES + len(asked.some), np.int64)
        kept = _pass()(self._store, through, asked, keys, counts, alone)
        return keys[:kept], counts, alone

    def _through(self, wanted: Wanted) -> sieve.Through:
        """The rows worth looking at: hits of a text, else a circle, else areas, else all."""
        loose = (self._sorted_until, self._size)
        if wanted.ids is not None:
            rows = np.array([self._place[key] for key in wanted.ids if key in self._place], np.intp)
            return sieve.Through(rows, np.array([[0, len(rows)]]), 0, 0)
        if wanted.near is not None and wanted.near.km is not None:
            return sieve.Through(self._by_cell, self._circle_runs(wanted.near, wanted.near.km), *loose)
        if wanted.areas:
            return sieve.Through(self._by_area, self._area_runs(wanted.areas), *loose)
        return sieve.Through(self._by_area, np.array([[0, len(self._by_area)]]), *loose)

    def _area_runs(self, prefixes: Iterable[str]) -> Numbers:
        bounds = [_range(prefix) for prefix in _widest(prefixes)]
        runs: Numbers = np.searchsorted(self._areas, np.array(bounds)).astype(np.int64)
        return runs

    def _circle_runs(self, near: Near, km: float) -> Numbers:
        """The grid cells a circle touches, and a little more."""
        runs: Numbers = np.searchsorted(self._cells, _circle_bounds(near.point, km)).astype(np.int64)
        return runs

    def _loose(self) -> Rows:
        return np.arange(self._sorted_until, self._size)


def _store(columns: dict[str, npt.NDArray[Any]]) -> sieve.Store:
    return sieve.Store(*(columns[name] for name in sieve.Store._fields))


@lru_cache(maxsize=4_096)
def _circle_bounds(point: Point, km: float) -> Numbers:
    """The cells a circle touches, band by band, as (first, after the last); many look from the same places."""
    lat, lon = point
    up = km / _KM_PER_DEGREE
    aside = km / (_KM_PER_DEGREE * max(0.1, cos(radians(min(89.0, abs(lat) + up)))))
    west, east = _cell(lon - aside), _cell(lon + aside) + 1
    bands = [band * _CELLS_A_BAND for band in range(_cell(lat - up), _cell(lat + up) + 1)]
    return np.array([(band + west, band + east) for band in bands])


def _page(keys: Numbers, wanted: Wanted) -> Numbers:
    """The keys of the page, in order; no two keys are alike, so pages never overlap."""
    last = wanted.first + wanted.count
    if last < len(keys):
        keys = np.partition(keys, last)[:last]
    return np.sort(keys)[wanted.first :]


def _order(wanted: Wanted) -> int:
    if wanted.sort == Sort.BEST and wanted.ids is not None:
        return sieve.AS_GIVEN
    if wanted.sort == Sort.NEAR and wanted.near is not None:
        return sieve.BY_NEARNESS
    return {Sort.MONEY: sieve.BY_MONEY, Sort.CLOSING: sieve.BY_CLOSING}.get(wanted.sort, sieve.BY_START)


@cache
def _pass() -> Callable[..., int]:
    # The compiler is loaded by whoever searches; most commands do not.
    found: Callable[..., int] = importlib.import_module("marketplace.offers.sifting").sift
    return found


def _asked(wanted: Wanted) -> sieve.Asked:
    """What is wanted as numbers; hours made of whole parts of days are compared by their parts alone."""
    shut = 0 if wanted.free is None else hours.closed(wanted.free)
    near = wanted.near
    return sieve.Asked(
        order=_order(wanted),
        today=wanted.today.toordinal(),
        starts_by=_MOST if wanted.starts_by is None else wanted.starts_by.toordinal(),
        parts=shut or 0,
        weeks=_words(week.FULL & ~wanted.free) if wanted.free is not None and shut is None else _NO_WORDS,
        areas=np.array([_range(prefix) for prefix in wanted.areas]) if wanted.areas else _NO_RANGES,
        point=_NOWHERE if near is None else tally.direction(near.point),
        nearness=sieve.ANYWHERE if near is None or near.km is None else tally.nearness(near.km),
        **tally.marks(tuple(wanted.chosen.items())),
    )


def _words(hours: int) -> npt.NDArray[np.uint64]:
    return np.frombuffer(bytearray(week.to_bytes(hours) + bytes(_WEEK_WORDS * 8 - week.MASK_BYTES)), np.uint64)


def _empty(size: int) -> dict[str, npt.NDArray[Any]]:
    return {name: np.zeros((size, *shape), kind) for name, (kind, shape) in _KINDS.items()}


def _cell(degrees: float) -> int:
    return floor((degrees + 180) * _CELLS_PER_DEGREE)


def _step(degrees: Any) -> Numbers:
    steps: Numbers = np.floor((np.asarray(degrees) + 180) * _CELLS_PER_DEGREE).astype(np.int64)
    return steps


def _range(prefix: str) -> tuple[int, int]:
    unit = 10 ** (6 - len(prefix))
    return int(prefix) * unit, (int(prefix) + 1) * unit


def _widest(prefixes: Iterable[str]) -> list[str]:
    """Without those that lie in another, so that nothing is found twice."""
    given = sorted(set(prefixes))
    return [code for code in given if not any(code != other and code.startswith(other) for other in given)]
