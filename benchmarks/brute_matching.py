"""One life against every row with NumPy: no order, no index, every column whole."""

import numpy as np

from benchmarks import country
from marketplace.kernel import week
from marketplace.matching.index import layout as ly
from marketplace.matching.index.engine import Index
from marketplace.matching.index.lives import floats, marks, whole
from marketplace.matching.terms import LifeTerms
from marketplace.matching.weights import national


class Brute:
    """The columns of an index, read whole for each life."""

    def __init__(self, index: Index) -> None:
        self.vocabulary = index.vocabulary
        cols, points, _, _, tables = index.arrays[:5]
        self.cols, self.tables = cols, tables
        self.lat, self.lon, self.cosine = points[ly.LAT], points[ly.LON], points[ly.COSINE]
        self.born_from, self.born_until = cols[ly.BORN] >> ly.HALF, cols[ly.BORN] & ly.LOW
        self.apply_by, self.starts = cols[ly.DAYS] >> ly.APPLY_AT, cols[ly.DAYS] & ly.A_DAY
        self.pattern, self.topic = cols[ly.SHAPE] >> ly.HALF, cols[ly.SHAPE] & ly.LOW
        self.online = cols[ly.WORD] & ly.ONLINE != 0

    def best(self, life: LifeTerms, top: int = 20) -> list[tuple[int, int]]:
        """Keys and scores (in millionths) of the best that fit."""
        weights = national(country.ON)
        w, f = whole(life, country.ON, self.vocabulary, weights), floats(life, country.ON, weights)
        cols = self.cols
        keep = (cols[ly.WORD] & w[ly.BLOCK] == 0) & (cols[ly.LANGUAGES] & w[ly.SPEAKS] != 0)
        keep &= (self.born_from <= w[ly.BORN_ON]) & (w[ly.BORN_ON] <= self.born_until)
        keep &= (self.apply_by >= w[ly.ON]) & (cols[ly.COST] <= w[ly.COST_MOST])
        half_lat, half_lon = np.radians(self.lat - f[ly.HOME_LAT]) / 2, np.radians(self.lon - f[ly.HOME_LON]) / 2
        chord = np.sin(half_lat) ** 2 + f[ly.HOME_COSINE] * self.cosine * np.sin(half_lon) ** 2
        road = ly.EARTH_DIAMETER_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord))) * f[ly.DETOUR]
        foot = np.ceil(road * f[ly.FOOT_PACE] + f[ly.FOOT_WAIT] - ly.HAIR).astype(np.int64)
        ride = np.ceil(road * f[ly.RIDE_PACE] + f[ly.RIDE_WAIT] - ly.HAIR).astype(np.int64)
        minutes = np.where(self.online, 0, np.minimum(foot, ride))
        keep &= (minutes <= w[ly.WAY_MOST]) & (minutes <= self._room(life)[self.pattern])
        rows = np.flatnonzero(keep)
        fare = (np.ceil((f[ly.RIDE_FARE] + road[rows] * f[ly.RIDE_FARE_KM]) / 100 - ly.HAIR) * 100).astype(np.int64)
        fare[self.online[rows] | (foot[rows] < ride[rows])] = 0
        return self._placed(life, rows, minutes[rows], fare, w, f)[:top]

    def _room(self, life: LifeTerms) -> np.ndarray:
        """The most minutes of way each week allows."""
        free = np.array([(life.free or 0) >> cell & 1 for cell in range(week.CELLS)], bool)
        starts, slots = self.tables[0], self.tables[1]
        if free.all():
            return np.full(len(starts) - 1, ly.NO_LIMIT)
        before, after = _runs(free), _runs(free[::-1])[::-1]
        first, last = slots[:, 0] // 30, (slots[:, 1] - 1) // 30
        room = np.minimum(slots[:, 0] - 30 * (first - before[first] + 1), 30 * (first + after[first]) - slots[:, 1])
        room[after[first] < last - first + 1] = -1
        return np.minimum.reduceat(room, starts[:-1])

    def _placed(
        self, life: LifeTerms, rows: np.ndarray, minutes: np.ndarray, fare: np.ndarray, w: tuple[int, ...],
        f: tuple[float, ...],
    ) -> list[tuple[int, int]]:  # fmt: skip
        cols, facts = self.cols, self.tables[2][self.pattern[rows]]
        word, extra = cols[ly.WORD, rows], cols[ly.EXTRA, rows]
        money = cols[ly.WEEK, rows] - np.where(word & ly.RIDE != 0, 0, facts[:, ly.SLOT_DAYS] * 2 * fare)
        if w[ly.ALONE]:
            away = facts[:, ly.SLOT_MINUTES] + 2 * minutes * facts[:, ly.SLOT_COUNT]
            money = money - np.where(word & ly.CHILDCARE != 0, 0, w[ly.CARE] * away // 60)
        money = (money * 52 + cols[ly.MONTH, rows] * 12) // 1200 * 100
        shared, credits = self._shared(life, rows), (extra >> 20 & 0xFFFFF) * w[ly.LEARNS_ON]
        baht, starts, reliable = cols[ly.BAHT, rows], self.starts[rows], extra & 0xFFFFF
        parts = (
            money / w[ly.NEED], np.where(baht < ly.NEVER, 1 - (baht - w[ly.ON]) / w[ly.LATEST_BAHT], 0.0),
            shared / w[ly.ENOUGH_SHARED], np.zeros(len(rows)), 1 - minutes / w[ly.FARTHEST],
            1 - (starts - w[ly.ON]) / w[ly.LATEST], credits / w[ly.ENOUGH_CREDITS], reliable / 1_000_000,
        )  # fmt: skip
        total = np.zeros(len(rows))
        for share, part in zip(f[ly.SHARES : ly.SHARES + ly.PARTS], parts, strict=True):
            total += share * np.clip(part, 0.0, 1.0)
        score = np.floor(total / f[ly.SHARES + ly.PARTS] * 1_000_000 + 0.5).astype(np.int64)
        some = np.flatnonzero(score >= np.partition(score, -20)[-20]) if len(score) > 20 else np.arange(len(score))
        keys = (cols[ly.TIE, rows], -reliable, -credits, starts, minutes, -shared, baht, -money, -score)
        order = some[np.lexsort([key[some] for key in keys])]
        return list(zip(cols[ly.KEY, rows[order]].tolist(), score[order].tolist(), strict=True))

    def _shared(self, life: LifeTerms, rows: np.ndarray) -> np.ndarray:
        starts, words = self.tables[3], self.tables[4]
        said = np.zeros(len(self.vocabulary.words), np.int64)
        for word, kind in marks(life, self.vocabulary).items():
            said[word] = kind
        kinds = said[words >> 1]
        value = (kinds & ly.INTEREST) + ((kinds & ly.SKILL) // ly.SKILL) * (words & 1)
        return np.add.reduceat(value, starts[:-1])[self.topic[rows]]


def _runs(free: np.ndarray) -> np.ndarray:
    """How many in a row are free up to and with each, on the ring."""
    twice = np.concatenate((free, free))
    at = np.arange(len(twice))
    last = np.maximum.accumulate(np.where(twice, -1, at))
    return (at - last)[len(free) :]
