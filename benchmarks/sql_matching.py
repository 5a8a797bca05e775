"""The best of what fits by one SQL statement: an R-tree over places, every rule and the whole score in SQLite.

Words, languages and supports are bits or rows with their own index, the week six words and its sessions a table; the
statement narrows by the R-tree first, then by the cheap columns, then by the way and the week, and scores what is left.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from math import cos, radians
from typing import Any

from marketplace.kernel import week
from marketplace.matching.index.encoding import latest_birth
from marketplace.matching.nearby import reach_km
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.travel import rates_on
from marketplace.matching.weights import national

LANGUAGES = ("thai", "malay", "northern_thai", "isan", "english")
NEVER = 3_652_059
STATEMENT = """
WITH free(b, e) AS (SELECT value ->> 0, value ->> 1 FROM json_each(:free)),
near AS (
  SELECT id FROM place WHERE lat1 >= :south AND lat2 <= :north AND lon1 >= :west AND lon2 <= :east
  UNION ALL SELECT id FROM opp WHERE online = 1
),
open AS (
  SELECT opp.*, CASE WHEN online THEN 0.0 ELSE 12742.0176 * asin(min(1.0, sqrt(
      pow(sin((lat - :lat) * :degree / 2), 2) + :cosine * cosine * pow(sin((lon - :lon) * :degree / 2), 2)))) * :detour
    END AS road
  FROM near CROSS JOIN opp USING (id)
  WHERE seats > 0 AND apply_by >= :on AND level_min <= :level AND docs <= :docs AND cost <= :purse
    AND missing & :needs = 0 AND langs & :langs <> 0 AND born_from <= :born AND born_until >= :born
    AND w0 & :t0 = 0 AND w1 & :t1 = 0 AND w2 & :t2 = 0 AND w3 & :t3 = 0 AND w4 & :t4 = 0 AND w5 & :t5 = 0
),
timed AS (
  SELECT *, CASE WHEN online THEN 0 ELSE CAST(ceil(road * :foot_pace + :foot_wait - 1e-9) AS INTEGER) END AS foot,
    CASE WHEN online THEN 0 ELSE CAST(ceil(road * :ride_pace + :ride_wait - 1e-9) AS INTEGER) END AS ride
  FROM open
),
fitting AS (
  SELECT *, min(foot, ride) AS minutes, CASE WHEN online OR foot < ride THEN 0
      ELSE CAST(ceil((:fare + road * :fare_km) / 100 - 1e-9) AS INTEGER) * 100 END AS fare
  FROM timed
  WHERE min(foot, ride) <= :limit AND (online OR NOT EXISTS (
    SELECT 1 FROM slot WHERE slot.pattern = timed.pattern AND NOT EXISTS (
      SELECT 1 FROM free WHERE free.b <= floor((slot.b - min(foot, ride)) / 30.0) * 30
        AND free.e >= ceil((slot.e + min(foot, ride)) / 30.0) * 30)))
),
paid AS (
  SELECT *, CAST(floor(((a_week
      - CASE WHEN rides THEN 0 ELSE days * 2 * fare END
      - CASE WHEN :alone AND NOT childcare
        THEN CAST(floor(:care * (minutes_a_week + 2 * minutes * times) / 60.0) AS INTEGER) ELSE 0 END
      ) * 52 + month * 12) / 1200.0) AS INTEGER) * 100 AS money,
    (SELECT count(*) FROM word WHERE word.id = fitting.id AND word.said IN (SELECT value FROM json_each(:interests)))
      + (SELECT count(*) FROM word WHERE word.id = fitting.id AND is_skill
          AND word.said IN (SELECT value FROM json_each(:skills))) AS shared
  FROM fitting
)
SELECT id, CAST(floor((
    :w0 * min(1.0, max(0.0, CAST(money AS REAL) / :need))
    + :w1 * CASE WHEN baht = 3652059 THEN 0.0 ELSE min(1.0, max(0.0, 1 - (baht - :on) / 90.0)) END
    + :w2 * min(1.0, shared / 2.0) + :w4 * min(1.0, max(0.0, 1 - minutes / 120.0))
    + :w5 * min(1.0, max(0.0, 1 - (starts - :on) / 90.0)) + :w6 * min(1.0, :learns * credits / 3.0) + :w7 * 0.95
  ) / 100.0 * 1000000 + 0.5) AS INTEGER) AS score
FROM paid
ORDER BY score DESC, money DESC, baht, shared DESC, minutes, starts, :learns * credits DESC, tie
LIMIT 20
"""


class Library:
    """A country in SQLite."""

    def __init__(self, offers: Sequence[OfferTerms], rows: dict[str, list[int]], on: date) -> None:
        self.on, self.rates, self.weights = on, rates_on(on), national(on)
        self.db = sqlite3.connect(":memory:")
        self.db.execute("PRAGMA cache_size = -400000")
        self._make(offers, rows)

    def best(self, life: LifeTerms) -> list[tuple[int, float]]:
        """Places and scores of the best twenty."""
        return [(at, score / 1_000_000) for at, score in self.db.execute(STATEMENT, self._asked(life))]

    def _make(self, offers: Sequence[OfferTerms], rows: dict[str, list[int]]) -> None:
        supports = _supports()
        named = (
            "id", "online", "lat", "lon", "cosine", "seats", "apply_by", "starts", "born_from", "born_until",
            "level_min", "docs", "cost", "langs", "missing", *(f"w{n}" for n in range(6)), "a_week", "month", "days",
            "minutes_a_week", "times", "rides", "childcare", "baht", "credits", "tie", "pattern",
        )  # fmt: skip
        self.db.execute(f"CREATE TABLE opp (id INTEGER PRIMARY KEY, {', '.join(named[1:])})")
        self.db.execute("CREATE VIRTUAL TABLE place USING rtree(id, lat1, lat2, lon1, lon2)")
        self.db.execute("CREATE TABLE slot (pattern INTEGER, b INTEGER, e INTEGER)")
        self.db.execute("CREATE TABLE word (id INTEGER, said TEXT, is_skill INTEGER)")
        patterns: dict[object, int] = {}
        lines = [self._line(at, offer, rows, supports, patterns) for at, offer in enumerate(offers)]
        self.db.executemany(f"INSERT INTO opp VALUES ({', '.join('?' * len(named))})", lines)
        here = [(at, *offer.point, offer) for at, offer in enumerate(offers) if offer.mode != "online"]
        # The R-tree keeps single precision; the box asked for is a little larger.
        self.db.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?)", [(at, a, a, o, o) for at, a, o, _ in here])
        slots = [(n, s.start_of_week, s.start_of_week + s.minutes) for pattern, n in patterns.items() for s in pattern]
        self.db.executemany("INSERT INTO slot VALUES (?, ?, ?)", slots)
        said = [(at, w, w in o.skills) for at, o in enumerate(offers) for w in {o.field, *o.skills}]
        self.db.executemany("INSERT INTO word VALUES (?, ?, ?)", said)
        for sql in ("slot (pattern, b, e)", "word (id, said, is_skill)", "opp (online)"):
            self.db.execute(f"CREATE INDEX by_{sql.split()[0]} ON {sql}")
        self.db.execute("ANALYZE")

    def _line(
        self, at: int, offer: OfferTerms, rows: dict[str, list[int]], supports: dict[str, int], patterns: dict[Any, int]
    ) -> tuple[object, ...]:
        shut = bool(offer.hazards) or bool(rows["night"][at])
        least = max(offer.age_min or 0, (18 if shut else 15) if offer.kind == "placement" else 0)
        first = 0 if offer.age_max is None else latest_birth(offer.starts_on, offer.age_max + 1) + 1
        offered = sum(1 << supports[name] for name in offer.supports_offered)
        return (
            at, offer.mode == "online", *offer.point, cos(radians(offer.point[0])), offer.seats_left,
            offer.apply_by.toordinal(), (offer.first_on or offer.starts_on).toordinal(),
            first, latest_birth(offer.starts_on, least),
            offer.level_min, offer.requires_documents, offer.cost_per_month_satang,
            sum(1 << LANGUAGES.index(name) for name in offer.languages), ~offered & 0xFFFFFF,
            *_words(week.mask(offer.slots)), rows["week"][at], rows["month"][at],
            len({slot.weekday for slot in offer.slots}), sum(slot.minutes for slot in offer.slots), len(offer.slots),
            "ride" in offer.supports_offered, "childcare" in offer.supports_offered, rows["baht"][at], offer.credits,
            rows["tie"][at], patterns.setdefault(offer.slots, len(patterns)),
        )  # fmt: skip

    def _asked(self, life: LifeTerms) -> dict[str, object]:
        supports, taken = _supports(), week.FULL & ~life.free
        foot, ride = self.rates.paces["walk"], self.rates.paces[life.transport]
        km = reach_km(life.travel_minutes_max, self.on, life.transport) + 0.05
        up, aside = km / 111.0, km / (111.0 * cos(radians(abs(life.point.lat) + km / 111.0)))
        return {
            "free": json.dumps(_runs(life.free)),
            "south": life.point.lat - up, "north": life.point.lat + up,
            "west": life.point.lon - aside, "east": life.point.lon + aside,
            "lat": life.point.lat, "lon": life.point.lon, "cosine": cos(radians(life.point.lat)),
            "degree": radians(1.0), "detour": self.rates.detour, "on": self.on.toordinal(), "level": life.level,
            "docs": life.has_documents, "needs": sum(1 << supports[name] for name in life.support_needs),
            "purse": 1 << 60 if life.cost_per_month_max_satang is None else life.cost_per_month_max_satang,
            "langs": sum(1 << LANGUAGES.index(name) for name in life.languages), "born": life.birth_date.toordinal(),
            **{f"t{n}": word for n, word in enumerate(_words(taken))}, "limit": life.travel_minutes_max,
            "foot_pace": foot.minutes_per_km, "foot_wait": foot.wait_minutes, "ride_pace": ride.minutes_per_km,
            "ride_wait": ride.wait_minutes, "fare": ride.fare_satang, "fare_km": ride.fare_per_km_satang,
            "alone": "childcare" in life.support_needs, "care": self.rates.care_per_hour_satang,
            "interests": json.dumps(sorted(life.interests)), "skills": json.dumps(sorted(life.skills)),
            "need": life.need_per_month_satang or self.weights.enough_satang, "learns": int(life.level < 3),
            **{f"w{n}": share for n, share in enumerate(self.weights.shares)},
        }  # fmt: skip


def _supports() -> dict[str, int]:
    from models.vocabulary import Support

    return {support.value: at for at, support in enumerate(Support)}


def _words(mask: int) -> list[int]:
    """Six words of 56 half hours."""
    return [mask >> (56 * n) & ((1 << 56) - 1) for n in range(6)]


def _runs(free: int) -> list[tuple[int, int]]:
    """Free runs in minutes over three weeks, so that none is cut where a week ends."""
    if free == week.FULL:
        return [(-week.WEEK_MINUTES, 2 * week.WEEK_MINUTES)]
    cells = [free >> (cell % week.CELLS) & 1 for cell in range(3 * week.CELLS)]
    found, begin = [], None
    for cell, is_free in enumerate([*cells, 0]):
        if is_free and begin is None:
            begin = cell
        elif not is_free and begin is not None:
            found.append(((begin - week.CELLS) * 30, (cell - week.CELLS) * 30))
            begin = None
    return found
