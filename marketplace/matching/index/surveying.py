"""One life's whole view: how many fit, what waits for which answer, what closes the most and what one change opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.matching.changes import TOUCHES, Change, ChangeKind, Opening, possible
from marketplace.matching.crowd import Narrowed
from marketplace.matching.fit import Rule
from marketplace.matching.index import layout as ly
from marketplace.matching.index import narrow
from marketplace.matching.index import survey as kernel
from marketplace.matching.index.encoding import Vocabulary
from marketplace.matching.index.engine import Index, Ranking
from marketplace.matching.index.lives import FIELDS, WORD_BYTES, needs_of, pack
from marketplace.matching.terms import LifeTerms
from marketplace.matching.travel import rates_on
from marketplace.matching.weights import Weights, national
from marketplace.offers.facets import EVENING_FROM
from models.vocabulary import Transport

RULES: Final = (
    Rule.SEATS, Rule.APPLY_BY, Rule.AGE, Rule.LEVEL, Rule.DOCUMENTS, Rule.LANGUAGE, Rule.SUPPORTS, Rule.TIME,
    Rule.TRAVEL, Rule.PLACE, Rule.COST, Rule.ENGAGED,
)  # fmt: skip
"""In the order of their bits; the ages of the law of work count with the ages of the opportunity."""

MOST_NEAR: Final = 3_000
_KINDS: Final = {
    ChangeKind.PART: ly.OPEN_PART,
    ChangeKind.TRAVEL: ly.OPEN_TRAVEL,
    ChangeKind.SUPPORT: ly.OPEN_SUPPORT,
    ChangeKind.DOCUMENTS: ly.OPEN_PAPERS,
    ChangeKind.TRANSPORT: ly.OPEN_TRANSPORT,
}
_TOUCHED: Final = {
    kind: sum(1 << at for at, rule in enumerate(RULES) if rule in rules) for kind, rules in TOUCHES.items()
}
_ASKED: Final = {
    "paid": narrow.ASK_PAID,
    "evening": narrow.ASK_EVENING,
    "near": narrow.ASK_NEAR,
    "soon": narrow.ASK_SOON,
    "online": narrow.ASK_ONLINE,
    "credit": narrow.ASK_CREDIT,
}
Changes = tuple[npt.NDArray[Any], ...]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Everything within reach of any single change, judged; `judged` is how many that is.

    `near` are the keys of what fits, waits or could be opened by one change, of `near_count` in all.
    """

    fitting: Ranking
    waiting: Ranking
    judged: int
    waits_for: tuple[tuple[str, int], ...]
    closed_by: tuple[tuple[Rule, int], ...]
    openings: tuple[Opening, ...]
    near: tuple[int, ...]
    near_count: int


def survey(
    index: Index,
    life: LifeTerms,
    on: date,
    changes: Sequence[Change] = (),
    top: int = 20,
    *,
    weights: Weights | None = None,
    keep: Mask | None = None,
    room: int = MOST_NEAR,
) -> Survey:
    """Judge a life against the whole index; openings are counted exactly and come most first.

    With `top` 0 openings are all that is counted; `keep` leaves out rows, `room` is for how many keys of what is near.
    """
    index.turn_to(on)
    packed = pack(life, on, index.vocabulary, weights or national(on))
    most = min(top, index.size)
    fits, waits = _results(most), _results(most)
    counts = tuple(np.zeros(n, np.int64) for n in (ly.COUNTED, ly.FIELDS, ly.RULES, ly.RULES, len(changes), 4))
    work = np.empty((5 + 2 * len(changes), ly.WORKING), np.int64)
    near = np.empty(room, np.int64)
    arrays = index.arrays if keep is None else index.only(keep)
    kernel.survey(arrays, packed, _changed(changes, on, index.vocabulary), most, fits, waits, counts, work, near)
    counted, asked, alone, refused, opens, kept = (count.tolist() for count in counts)
    return Survey(
        fitting=index.ranking(*fits, kept[0], counted[ly.FITTING]),
        waiting=index.ranking(*waits, kept[1], counted[ly.WAITING]),
        judged=counted[ly.JUDGED],
        waits_for=_most_first(FIELDS, asked),
        closed_by=_most_first(RULES, alone if any(alone) else refused),
        openings=_openings(changes, opens),
        near=index.keys(near[: min(kept[2], room)]),
        near_count=kept[2],
    )


def kept(index: Index, life: LifeTerms, on: date, narrowed: Narrowed) -> Mask:
    """Which rows stay in a list that is narrowed."""
    index.turn_to(on)
    packed = pack(life, on, index.vocabulary, national(on))
    words = [index.vocabulary.words[kind] for kind in narrowed.kinds if kind in index.vocabulary.words] or [-1]
    limits = (narrowed.soon.toordinal(), narrowed.near_minutes, EVENING_FROM)
    keep = np.zeros(index.size, np.bool_)
    cols, points, _, _, tables = index.arrays[:5]
    kinds = np.array(words if narrowed.kinds else (), np.int64)
    asked = sum(_ASKED[switch] for switch in narrowed.switches)
    narrow.narrow(cols, points, tables, packed, kinds, asked, np.array(limits, np.int64), keep)
    return keep


def not_yet(index: Index, life: LifeTerms, on: date, keep: Mask | None) -> Mask:
    """Of the rows that stay those that do not fit a life; what waits for an answer of it may be opened without one."""
    there = survey(index, life, on, (), 1, room=index.size)
    rest = np.ones(index.size, np.bool_) if keep is None else keep.copy()
    rest[index.rows(there.near)] = False
    if there.waiting.fitting:
        waiting = index.rows(survey(index, life, on, (), there.waiting.fitting).waiting.keys.tolist())
        rest[waiting] = True if keep is None else keep[waiting]
    return rest


def refused(
    index: Index, life: LifeTerms, seen: LifeTerms, on: date, narrowed: Narrowed, keys: Sequence[int]
) -> frozenset[int]:
    """Of some keys those that stay in a narrowed list of `life` and neither fit nor wait as the life is `seen`."""
    rest = kept(index, life, on, narrowed) if narrowed else np.ones(index.size, np.bool_)
    rest[index.rows(survey(index, seen, on, (), 1, room=index.size).near)] = False
    rows = index.rows(keys)
    return frozenset(index.keys(rows[rest[rows]]))


def warm_up(index: Index) -> None:
    """Compile or load everything searches need, so that no request waits for it."""
    somebody = LifeTerms(point=Point(13.75, 100.5), travel_minutes_max=0)
    index.rank(somebody, index.on, 1)
    survey(index, somebody, index.on, possible(somebody), 1)


def _results(most: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    return np.empty((most + 1, ly.RESULT), np.int64), np.empty(most + 1, np.int64)


def _most_first(names: Sequence[Any], counts: Sequence[int]) -> tuple[Any, ...]:
    return tuple(sorted(((n, c) for n, c in zip(names, counts, strict=True) if c), key=lambda pair: -pair[1]))


def _openings(changes: Sequence[Change], opens: Sequence[int]) -> tuple[Opening, ...]:
    found = [Opening(change, more) for change, more in zip(changes, opens, strict=True) if more]
    return tuple(sorted(found, key=lambda opening: -opening.more))


def _changed(changes: Sequence[Change], on: date, vocabulary: Vocabulary) -> Changes:
    """Changes as arrays: kind, number, free half hours, paces, the rules each may turn."""
    rates = rates_on(on)
    frees = bytearray(WORD_BYTES * len(changes))
    values, paces = [], []
    foot = rates.paces[Transport.WALK.value]
    for at, change in enumerate(changes):
        life, value, ride = change.life, 0, foot
        if change.kind is ChangeKind.PART:
            frees[at * WORD_BYTES : at * WORD_BYTES + week.MASK_BYTES] = week.to_bytes(life.free or week.EMPTY)
        elif change.kind is ChangeKind.TRAVEL:
            value = ly.NO_LIMIT if life.travel_minutes_max is None else life.travel_minutes_max
        elif change.kind is ChangeKind.SUPPORT:
            value = needs_of(life, vocabulary)
        elif change.kind is ChangeKind.TRANSPORT:
            ride = rates.paces[life.transport or Transport.PUBLIC.value]
        values.append(value)
        paces.append((ride.minutes_per_km, ride.wait_minutes, foot.minutes_per_km, foot.wait_minutes))
    return (
        np.array([_KINDS[change.kind] for change in changes], np.int64),
        np.array(values, np.int64),
        np.frombuffer(bytes(frees), "<u8").reshape(-1, WORD_BYTES // 8),
        np.array(paces, np.float64).reshape(-1, 4),
        np.array([_TOUCHED[change.kind] for change in changes], np.int64),
    )
