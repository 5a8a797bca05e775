"""Who fits where, as pairs: for each life its best opportunities with their scores, ready for an allocation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from marketplace.matching.scoring import rank
from marketplace.matching.terms import LifeTerms, OfferTerms


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
    place = {offer.ref: at for at, offer in enumerate(offers)}
    found = [
        (youth, place[match.offer.ref], match.score)
        for youth, life in enumerate(lives)
        for match in rank(life, offers, on, k)
    ]
    youth, offer, score = zip(*found, strict=True) if found else ((), (), ())
    return Edges(np.array(youth, np.int32), np.array(offer, np.int32), np.array(score, np.float64))
