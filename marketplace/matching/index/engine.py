"""The index itself: rows put in and taken out one by one, and one life held against all of them.

Rows lie in the order of a grid over the country, those online in a block of their own behind; changed rows lie on top
until they are worth sorting in. Searches only read, so any number may run between two changes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from marketplace.areas import working_days
from marketplace.i18n import Text
from marketplace.matching.index import baht, kernels
from marketplace.matching.index import layout as ly
from marketplace.matching.index.encoding import Vocabulary, Whole, encode
from marketplace.matching.index.lives import Life, pack
from marketplace.matching.index.words import phrases
from marketplace.matching.scoring import MILLION
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.weights import Weights, national

LOOSE: Final = 2_048
SPARE: Final = 1_024
PAY_STEP: Final = 50_000
PAY_STEPS: Final = 20
_EMPTY: Final = (np.empty((0, 5), np.int64), np.zeros(1, np.int64), np.empty(0, np.int64))


class Placed(NamedTuple):
    """One result: the key of an opportunity, its score, what was reckoned for it (see `scoring.Match`), and why."""

    key: int
    score: float
    month_satang: int
    first_baht: date | None
    travel_minutes: int | None
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The best of what fits as the kernels leave it, and how many fit in all."""

    told: Whole
    keys: Whole
    fitting: int

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def scores(self) -> npt.NDArray[np.float64]:
        """Scores from 0 to 1."""
        return self.told[:, ly.BY_SCORE] / -MILLION

    def placed(self) -> list[Placed]:
        """The results in words of the house."""
        return [
            Placed(
                key,
                -row[ly.BY_SCORE] / MILLION,
                -row[ly.BY_MONEY],
                None if row[ly.BY_BAHT] == ly.NEVER else date.fromordinal(row[ly.BY_BAHT]),
                None if row[ly.BY_MINUTES] == ly.FAR else row[ly.BY_MINUTES],
                phrases(row[ly.WHY], row[ly.CREDITS]),
            )
            for key, row in zip(self.keys.tolist(), self.told.tolist(), strict=True)
        ]


class Index:
    """Opportunities by key; not to be changed while it is searched."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.vocabulary = Vocabulary()
        self._weights = national(on)
        self._loose: dict[int, int] = {}
        self._by_key = np.zeros(0, np.int32)
        self._cols = np.zeros((ly.COLUMNS, 0), np.int64)
        self._points = np.zeros((ly.FLOATS, 0), np.float64)
        self._grid = self._sorted = self._size = self._count = 0
        self._online = _EMPTY

    def __len__(self) -> int:
        return self._count

    @property
    def size(self) -> int:
        """Rows, those taken out but not yet closed up included."""
        return self._size

    @property
    def nbytes(self) -> int:
        """Bytes of all its arrays."""
        arrays = (self._cols, self._points, self._by_key, *self._online)
        return sum(array.nbytes for array in arrays) + self.vocabulary.nbytes

    def put(self, offers: Iterable[tuple[int, OfferTerms]], gone: Iterable[int] = ()) -> None:
        """Lay opportunities in by key, in place of what they were, and take away what is gone."""
        whole, points = encode(offers, self.vocabulary, self._weights)
        keys = whole[ly.KEY].tolist()
        for key in (*gone, *keys):
            at = self._row_of(key)
            if at >= 0:
                self._cols[ly.WORD, at] |= ly.GONE
                self._count -= 1
        if keys:
            self._append(whole, points, keys)
        if self._size - self._sorted > LOOSE + self._sorted // 50:
            self.settle()

    def settle(self) -> None:
        """Close the gaps and sort everything in."""
        size = self._size
        self._qualify(0, size)
        alive = np.flatnonzero(self._cols[ly.WORD, :size] & ly.GONE == 0)
        cells = self._cols[ly.CELL, alive]
        order = np.argsort(cells, kind="stable")
        outside, at_home = alive[order[cells[order] >= 0]], alive[cells < 0]
        order = np.concatenate((outside, at_home[self._by_group(at_home)]))
        self._cols, self._points = self._cols[:, order].copy(), self._points[:, order].copy()
        self._size = self._sorted = len(order)
        self._grid = int(np.count_nonzero(cells >= 0))
        self._loose, self._by_key = {}, np.argsort(self._cols[ly.KEY]).astype(np.int32)
        self.vocabulary.trim()
        self._online = self._groups(), *_by_word(self._cols, self._grid, self.vocabulary)

    def turn_to(self, on: date) -> None:
        """Look from another day."""
        if on != self.on:
            self.on, self._weights = on, national(on)
            self._refresh(0, self._size)
            self.settle()

    def rank(
        self, life: LifeTerms, on: date, top: int = 20, *, weights: Weights | None = None, count: bool = False
    ) -> Ranking:
        """The best `top` of what fits a life, ordered as `scoring.rank` orders; `count` counts all that fits."""
        self.turn_to(on)
        weights = weights or self._weights
        packed = pack(life, on, self.vocabulary, weights)
        return self.search(packed, top, count=count or weights != self._weights)

    def search(self, life: Life, top: int, *, count: bool = False) -> Ranking:
        """The same for a life packed already with the country's weights."""
        most = max(1, min(top, self._size))
        results = np.empty((most + 1, ly.RESULT), np.int64)
        places = np.empty(most + 1, np.int64)
        work = np.empty((3, ly.WORKING), np.int64)
        kept, fitting = kernels.search(self.arrays, life, most, (results, places), work, count)
        return self.ranking(results, places, kept, fitting)

    def ranking(self, results: Whole, places: Whole, count: int, fitting: int) -> Ranking:
        """What a kernel left as a ranking."""
        told = results[places[:count]]
        return Ranking(told, self._cols[ly.KEY, told[:, ly.ROW]], fitting)

    def keys(self, rows: Whole) -> tuple[int, ...]:
        """The keys of rows."""
        return tuple(self._cols[ly.KEY, rows].tolist())

    def keyed(self, told: Whole, counts: Whole) -> Whole:
        """Results of many lives with keys in place of rows."""
        for at in range(told.shape[1]):
            some = counts > at
            told[some, at, 0] = self._cols[ly.KEY, told[some, at, 0]]
        return told

    def rows(self, keys: Sequence[int]) -> Whole:
        """The rows of keys that are here."""
        alive = np.flatnonzero(self._cols[ly.WORD, : self._size] & ly.GONE == 0)
        found: Whole = alive[np.isin(self._cols[ly.KEY, alive], np.array(keys, np.int64))]
        return found

    def only(self, keep: npt.NDArray[np.bool_]) -> tuple[Any, ...]:
        """What the kernels read, as if only these rows were here."""
        cols, *rest = self.arrays
        fewer = cols.copy()
        fewer[ly.WORD, : self._size][~keep] |= ly.GONE
        return fewer, *rest

    @property
    def arrays(self) -> tuple[Any, ...]:
        """What the kernels read."""
        bounds = np.array((self._grid, self._sorted, self._size), np.int64)
        cells = self._cols[ly.CELL, : self._grid]
        return self._cols, self._points, bounds, cells, self.vocabulary.tables, *self._known()

    def _known(self) -> tuple[Whole, Whole, Whole]:
        """The online block; words that came after it was sorted in have no row there."""
        groups, starts, rows = self._online
        if len(starts) <= len(self.vocabulary.words):
            starts = np.pad(starts, (0, len(self.vocabulary.words) + 1 - len(starts)), mode="edge")
            self._online = groups, starts, rows
        return self._online

    def _row_of(self, key: int) -> int:
        """The row of a key, -1 where it has none."""
        if key in self._loose:
            return self._loose.pop(key)
        keys = self._cols[ly.KEY, : self._sorted]
        at = int(np.searchsorted(keys, key, sorter=self._by_key)) if len(self._by_key) else 0
        if at == len(self._by_key) or keys[self._by_key[at]] != key:
            return -1
        row = int(self._by_key[at])
        return row if not self._cols[ly.WORD, row] & ly.GONE else -1

    def _append(self, whole: Whole, points: npt.NDArray[np.float64], keys: Sequence[int]) -> None:
        begin, end = self._size, self._size + len(keys)
        if end > self._cols.shape[1]:
            room = max(SPARE, end * 9 // 8)
            self._cols = _wider(self._cols, room)
            self._points = _wider(self._points, room)
        self._cols[:, begin:end] = whole
        self._points[:, begin:end] = points
        self._loose.update(zip(keys, range(begin, end), strict=True))
        self._count += len(keys)
        self._size = end
        self._refresh(begin, end)

    def _refresh(self, begin: int, end: int) -> None:
        baht.refresh(self._cols, begin, end, *self.vocabulary.weeks, _answered(self.on))

    def _marks(self, rows: Whole) -> tuple[Whole, Whole, Whole]:
        """Field, kind and pay (in steps) of rows."""
        topics = self._cols[ly.SHAPE, rows] & ly.LOW
        kinds, fields = (table[topics] for table in self.vocabulary.tables[5:7])
        return fields, kinds, np.clip(_pay(self._cols, rows) // PAY_STEP, 0, PAY_STEPS)

    def _by_group(self, rows: Whole) -> Whole:
        fields, kinds, pay = self._marks(rows)
        order: Whole = np.lexsort((rows, -self._points[ly.QUALITY, rows], pay, kinds, fields))
        return order

    def _groups(self) -> Whole:
        """The online block in groups: first row, end, field, kind, the most any of them pays in a month (satang)."""
        rows = np.arange(self._grid, self._size)
        if not len(rows):
            return _EMPTY[0]
        marks = np.stack(self._marks(rows), axis=1)
        begins = np.concatenate(([0], np.flatnonzero(np.any(marks[1:] != marks[:-1], axis=1)) + 1))
        ends, most = np.append(begins[1:], len(rows)), np.maximum.reduceat(_pay(self._cols, rows), begins)
        return np.column_stack((begins + self._grid, ends + self._grid, marks[begins, :2], most)).astype(np.int64)

    def _qualify(self, begin: int, end: int) -> None:
        weights, shares = self._weights, np.array(self._weights.shares)
        enough = (weights.latest_days, weights.latest_baht_days, weights.enough_credits)
        kernels.qualify(self._cols, self._points, begin, end, shares, *enough, self.on.toordinal())


@lru_cache(maxsize=8)
def _answered(on: date) -> Whole:
    """The first day somebody can come who asks on a day, by the working days they wait."""
    days = [working_days.answered(on, count).toordinal() for count in range(ly.MOST_ANSWER + 1)]
    return np.array(days, np.int64)


def _pay(cols: Whole, rows: Whole) -> Whole:
    """The most rows leave anybody in a month, in satang."""
    pay: Whole = (cols[ly.WEEK, rows] * 52 + cols[ly.MONTH, rows] * 12) // 12 + 1
    return pay


def _by_word(cols: Whole, grid: int, vocabulary: Vocabulary) -> tuple[Whole, Whole]:
    """By word the online rows that use it as a skill: where each word's rows begin, and the rows end to end."""
    starts, words = vocabulary.tables[3:5]
    topics = cols[ly.SHAPE, grid:] & ly.LOW
    counts = starts[topics + 1] - starts[topics]
    rows = np.repeat(np.arange(grid, cols.shape[1]), counts)
    before = np.cumsum(counts) - counts
    said = words[np.repeat(starts[topics] - before, counts) + np.arange(len(rows))]
    skills = said & 1 == 1
    rows, said = rows[skills], said[skills] >> 1
    order = np.argsort(said, kind="stable")
    return np.searchsorted(said[order], np.arange(len(vocabulary.words) + 1)).astype(np.int64), rows[order]


def _wider(array: npt.NDArray[Any], room: int) -> npt.NDArray[Any]:
    wider = np.zeros((len(array), room), array.dtype)
    wider[:, : array.shape[1]] = array
    return wider
