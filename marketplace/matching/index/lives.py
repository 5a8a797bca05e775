"""A young person's life as numbers for the kernels: what each answer blocks, how far they get, what counts how much."""

from datetime import date
from functools import lru_cache
from math import cos, radians
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from marketplace.kernel import week
from marketplace.matching.fit import THAI
from marketplace.matching.index import layout as ly
from marketplace.matching.index.encoding import Vocabulary
from marketplace.matching.reasons import NO_CERTIFICATE_MATTERS_BELOW
from marketplace.matching.scoring import tie
from marketplace.matching.terms import LifeTerms
from marketplace.matching.travel import Rates, rates_on
from marketplace.matching.weights import Weights
from models.vocabulary import Support, Transport

Life = tuple[
    npt.NDArray[np.int64],
    npt.NDArray[np.float64],
    npt.NDArray[np.uint64],
    npt.NDArray[np.uint8],
    npt.NDArray[np.int64],
    npt.NDArray[np.int64],
    npt.NDArray[np.float64],
]
"""Whole numbers, floats, free half hours, what each word is to the life, the words that are anything to it, and the
sessions it has a seat in with their places."""

WORD_BYTES: Final = 48
FIELDS: Final = ("birth_date", "point", "free", "level", "languages", "has_documents", "transport")
"""The answers rules may wait for, in the order of their bits."""

_NEVER_BORN: Final = 0
_ALL_LEVELS: Final = 0x7F
_PADDING: Final = bytes(WORD_BYTES - week.MASK_BYTES)


def pack(life: LifeTerms, on: date, vocabulary: Vocabulary, weights: Weights) -> Life:
    """One life for one search."""
    mark, marked = np.zeros(len(vocabulary.words), np.uint8), marks(life, vocabulary)
    for word, kind in marked.items():
        mark[word] = kind
    return (
        np.array(whole(life, on, vocabulary, weights), np.int64),
        np.array(floats(life, on, weights), np.float64),
        np.frombuffer(free_bytes(life), "<u8"),
        mark,
        np.array(list(marked), np.int64),
        *engaged(life, weights),
    )


def free_bytes(life: LifeTerms) -> bytes:
    """The free half hours as six words; of a life that told none, none."""
    return week.to_bytes(life.free or week.EMPTY) + _PADDING


def engaged(life: LifeTerms, weights: Weights) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The sessions a life has a seat in: minutes of the week, days, whose they are; and where each is."""
    rows, places = list[tuple[int, ...]](), list[tuple[float, ...]]()
    for one in life.engaged:
        point = life.point if one.is_online else one.point
        lat, lon = point or (0.0, 0.0)
        last = one.days.last or date.max
        whose = (one.days.first.toordinal(), last.toordinal(), tie(one.ref, weights.seed), int(point is not None))
        rows += [(slot.start_of_week, slot.start_of_week + slot.minutes, *whose) for slot in one.slots]
        places += [(lat, lon, cos(radians(lat)))] * len(one.slots)
    return (
        np.array(rows, np.int64).reshape(-1, ly.ENGAGED_WHOLE),
        np.array(places, np.float64).reshape(-1, ly.ENGAGED_FLOATS),
    )


def marks(life: LifeTerms, vocabulary: Vocabulary) -> dict[int, int]:
    """The words a life shares with any row, each with what it is to the life; those no row knows are left out."""
    known, found = vocabulary.words, dict[int, int]()
    for words, kind in ((life.interests, ly.INTEREST), (life.skills, ly.SKILL), (life.goals, ly.GOAL)):
        for word in words:
            number = known.get(word)
            if number is not None:
                found[number] = found.get(number, 0) | kind
    return found


def whole(life: LifeTerms, on: date, vocabulary: Vocabulary, weights: Weights) -> tuple[int, ...]:
    """The whole numbers of a life, in the order of the layout."""
    rates, needs = rates_on(on), needs_of(life, vocabulary)
    limit, cost = life.travel_minutes_max, life.cost_per_month_max_satang
    return (
        blocks(life, vocabulary),
        speaks(life, vocabulary),
        life.birth_date.toordinal() if life.birth_date else _NEVER_BORN,
        on.toordinal(),
        ly.NO_LIMIT if cost is None else cost,
        ly.NO_LIMIT if limit is None else limit,
        life.need_per_month_satang or weights.enough_satang,
        int(life.point is not None),
        int(life.transport is not None),
        int(life.free is not None),
        int(life.level is None or life.level < weights.finished_level),
        int(Support.CHILDCARE in life.support_needs),
        rates.care_per_hour_satang,
        rates.lost_wage_per_hour_satang,
        weights.farthest_minutes,
        weights.latest_days,
        weights.latest_baht_days,
        weights.enough_shared,
        weights.enough_credits,
        needs,
        int((life.level or 0) < NO_CERTIFICATE_MATTERS_BELOW),
        int(life.has_documents is False),
        rates.walkable_minutes,
        life.need_per_month_satang,
        waits(life),
    )


def floats(life: LifeTerms, on: date, weights: Weights) -> tuple[float, ...]:
    """The floats of a life, in the order of the layout."""
    lat, lon = life.point or (0.0, 0.0)
    paces, every = _paces(on, life.transport or Transport.PUBLIC.value)
    return (lat, lon, cos(radians(lat)), *paces, *weights.shares, sum(weights.shares), *every)


def blocks(life: LifeTerms, vocabulary: Vocabulary) -> int:
    """Every bit of a row that shuts this life out; an answer not given shuts out whatever asks for it."""
    level = life.level or 0
    return (
        ly.GONE
        | ly.FULL
        | ly.NOWHERE
        | (0 if life.has_documents else ly.PAPERS)
        | (0 if life.birth_date else ly.AGED)
        | (0 if life.free is not None else ly.TIMED)
        | (_ALL_LEVELS & ~((1 << (level + 1)) - 1)) << ly.LEVEL_AT
        | needs_of(life, vocabulary) << ly.SUPPORT_AT
    )


def waits(life: LifeTerms) -> int:
    """The answers not given yet, as bits."""
    return sum(1 << at for at, name in enumerate(FIELDS) if getattr(life, name) is None)


def needs_of(life: LifeTerms, vocabulary: Vocabulary) -> int:
    """Support needs as bits; the last one for what no row ever offered."""
    known = vocabulary.supports
    bits = 0
    for need in life.support_needs:
        bits |= 1 << known.get(need, ly.MOST_SUPPORTS)
    return bits


def speaks(life: LifeTerms, vocabulary: Vocabulary) -> int:
    """Languages as bits, Thai for somebody not asked yet; those no row is held in are left out."""
    known = vocabulary.languages
    spoken = THAI if life.languages is None else life.languages
    return sum(1 << known[name] for name in spoken if name in known)


@lru_cache(maxsize=512)
def _paces(on: date, transport: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Detour and the paces and fares on foot and by a transport; then the paces of every transport."""
    rates = rates_on(on)
    told = (*_pace(rates, Transport.WALK.value), *_pace(rates, transport))
    every = [rates.paces[each.value] for each in Transport]
    return (rates.detour, *told), tuple(part for pace in every for part in (pace.minutes_per_km, pace.wait_minutes))


def _pace(rates: Rates, transport: str) -> tuple[Any, ...]:
    pace = rates.paces[transport]
    return pace.minutes_per_km, pace.wait_minutes, float(pace.fare_satang), pace.fare_per_km_satang
