"""Who of a list fits where, best first: by the index behind "for you", the same weights and the same score.

While the index of this process is not ready, one of the opportunities in question alone is made for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from marketplace.matching.allocation.problem import Index, Marks, Whole
from marketplace.matching.committee import weights_for
from marketplace.matching.index import live
from marketplace.matching.reading import lives_of
from marketplace.matching.weights import Weights
from marketplace.offers.cards import Shown
from models.youth import Youth

if TYPE_CHECKING:
    from marketplace.matching.index.engine import Index as Ready

CHUNK: Final = 100


@dataclass(frozen=True, eq=False)
class Pairs:
    """Places in the two lists by person, best first, the fit in millionths, and the versions of the weights behind it.

    `few_first` is, for each of the people, what the weights of their place say of those with few options.
    """

    youth: Index
    offer: Index
    fit: Whole
    versions: tuple[str, ...] = ()
    few_first: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.fit)

    def only(self, keep: Marks) -> "Pairs":
        """Some of them."""
        return replace(self, youth=self.youth[keep], offer=self.offer[keep], fit=self.fit[keep])

    def best(self, each: int) -> Marks:
        """Which are among the best so many of their person."""
        return np.asarray(np.arange(len(self)) - np.searchsorted(self.youth, self.youth) < each)


def best_of(
    people: Sequence[Youth], found: Sequence[Shown], on: date, each: int, told: Callable[[float], bool]
) -> Pairs | None:
    """The best `each` for everybody; None when `told`, which hears the fraction done, says to stop."""
    keys = np.array([one.card.id for one in found], np.int64)
    place = np.argsort(keys)
    spare, parts, versions, few_first = _Spare(found, on), [], [], [0] * len(people)
    done = 0
    for weights, places in sorted(_by_weights(people, on).items(), key=lambda each: each[0].version):
        versions.append(weights.version)
        for first in range(0, len(places), CHUNK):
            some = places[first : first + CHUNK]
            lives = lives_of([people[at] for at in some])
            with live.current() as ready:
                given = {"weights": weights, "among": keys.tolist()}
                ranked, counts = _rank_many(ready or spare.index, lives, on, each, **given)
            kept = ranked[np.arange(ranked.shape[1]) < counts[:, None]]
            offer = place[np.searchsorted(keys, kept[:, 0], sorter=place)]
            parts.append((np.repeat(np.array(some, np.int32), counts), offer.astype(np.int32), kept[:, 1].copy()))
            done += len(some)
            if not told(done / len(people)):
                return None
        for at in places:
            few_first[at] = weights.few_first
    youth, offer, fit = (np.concatenate(each) for each in zip(*parts, strict=True))
    order = np.argsort(youth, kind="stable")
    return Pairs(youth[order], offer[order], fit[order], tuple(versions), tuple(few_first))


def _rank_many(*given: Any, **named: Any) -> Any:
    return import_module("marketplace.matching.index.batch").rank_many(*given, **named)


class _Spare:
    """An index of the opportunities in question, made when the one of this process is not ready."""

    def __init__(self, found: Sequence[Shown], on: date) -> None:
        self.found, self.on = found, on

    @cached_property
    def index(self) -> "Ready":
        index: Ready = import_module("marketplace.matching.index.engine").Index(self.on)
        terms = live.rated(self.found, self.on)
        index.put((one.card.id, offer) for one, offer in zip(self.found, terms, strict=True))
        index.settle()
        return index


def _by_weights(people: Sequence[Youth], on: date) -> dict[Weights, list[int]]:
    by_area: dict[str | None, Weights] = {}
    groups: dict[Weights, list[int]] = {}
    for at, one in enumerate(people):
        if one.area_code not in by_area:
            by_area[one.area_code] = weights_for(one.area_code, on)
        groups.setdefault(by_area[one.area_code], []).append(at)
    return groups
