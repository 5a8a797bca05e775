"""Who fits where, as pairs: for each life its best opportunities with their scores, ready for an allocation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from marketplace.matching.scoring import MILLION, rank
from marketplace.matching.terms import LifeTerms, OfferTerms

if TYPE_CHECKING:
    from marketplace.matching.index.engine import Index


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Pairs that fit, by life and best first: places in the two lists given, and the score from 0 to 1."""

    youth: npt.NDArray[np.int32]
    offer: npt.NDArray[np.int32]
    score: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.score)


def edges(lives: Sequence[LifeTerms], offers: Sequence[OfferTerms], on: date, k: int = 30) -> Edges:
    """The `k` best opportunities that fit each life; what fits nobody and who fits nothing has no pair."""
    ((_, found),) = edges_in_parts(lives, offers, on, k, max(1, len(lives)))
    return found


def edges_in_parts(
    lives: Sequence[LifeTerms], offers: Sequence[OfferTerms], on: date, k: int, part: int
) -> Iterator[tuple[int, Edges]]:
    """The same for so many lives at a time: where each part begins, and its pairs by place within the part."""
    index = _index(offers, on)
    for first in range(0, max(1, len(lives)), part):
        some = lives[first : first + part]
        yield first, _plain(some, offers, on, k) if index is None else _packed(some, index, on, k)


def _index(offers: Sequence[OfferTerms], on: date) -> Index | None:
    # The compiler is loaded where it is used, so that a web process starts without it.
    from marketplace.matching.index.encoding import TooVaried  # noqa: PLC0415
    from marketplace.matching.index.engine import Index  # noqa: PLC0415

    index = Index(on)
    try:
        index.put(enumerate(offers))
    except TooVaried:
        return None
    index.settle()
    return index


def _packed(lives: Sequence[LifeTerms], index: Index, on: date, k: int) -> Edges:
    from marketplace.matching.index.batch import rank_many  # noqa: PLC0415

    told, counts = rank_many(index, lives, on, k)
    kept = np.arange(told.shape[1]) < counts[:, None]
    youth = np.repeat(np.arange(len(lives), dtype=np.int32), counts)
    return Edges(youth, told[kept, 0].astype(np.int32), told[kept, 1] / MILLION)


def _plain(lives: Sequence[LifeTerms], offers: Sequence[OfferTerms], on: date, k: int) -> Edges:
    place = {offer.ref: at for at, offer in enumerate(offers)}
    found = [
        (youth, place[match.offer.ref], match.score)
        for youth, life in enumerate(lives)
        for match in rank(life, offers, on, k)
    ]
    youth, offer, score = zip(*found, strict=True) if found else ((), (), ())
    return Edges(np.array(youth, np.int32), np.array(offer, np.int32), np.array(score, np.float64))
