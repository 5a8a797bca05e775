"""Who of a list fits where, best first: by the index behind "for you", the same weights and the same score.

While the index of this process is not ready, one of the opportunities in question alone is made for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from marketplace.matching.committee import weights_for
from marketplace.matching.index import live
from marketplace.matching.reading import lives_of
from marketplace.matching.weights import Weights
from marketplace.offers.cards import Shown
from models.youth import Youth

if TYPE_CHECKING:
    from marketplace.matching.index.engine import Index

CHUNK: Final = 100


@dataclass
class Pairs:
    """Places in the two lists, the fit in millionths, and the versions of the weights it was measured by.

    `few_first` is, for each of the people, what the weights of their place say of those with few options.
    """

    youth: list[int] = field(default_factory=list)
    offer: list[int] = field(default_factory=list)
    fit: list[int] = field(default_factory=list)
    versions: tuple[str, ...] = ()
    few_first: list[int] = field(default_factory=list)


def best_of(
    people: Sequence[Youth], found: Sequence[Shown], on: date, each: int, told: Callable[[float], bool]
) -> Pairs | None:
    """The best `each` for everybody; None when `told`, which hears the fraction done, says to stop."""
    pairs, place = Pairs(few_first=[0] * len(people)), {one.card.id: at for at, one in enumerate(found)}
    spare = _Spare(found, on)
    done = 0
    for weights, places in sorted(_by_weights(people, on).items(), key=lambda each: each[0].version):
        pairs.versions += (weights.version,)
        for at in places:
            pairs.few_first[at] = weights.few_first
        for first in range(0, len(places), CHUNK):
            some = places[first : first + CHUNK]
            lives = lives_of([people[at] for at in some])
            with live.current() as ready:
                ranked, counts = _rank_many(ready or spare.index, lives, on, each, weights=weights, among=list(place))
            for at, count in enumerate(counts.tolist()):
                for key, score in ranked[at, :count].tolist():
                    pairs.youth.append(some[at])
                    pairs.offer.append(place[key])
                    pairs.fit.append(score)
            done += len(some)
            if not told(done / len(people)):
                return None
    return pairs


def _rank_many(*given: Any, **named: Any) -> Any:
    return import_module("marketplace.matching.index.batch").rank_many(*given, **named)


class _Spare:
    """An index of the opportunities in question, made when the one of this process is not ready."""

    def __init__(self, found: Sequence[Shown], on: date) -> None:
        self.found, self.on = found, on

    @cached_property
    def index(self) -> "Index":
        index: Index = import_module("marketplace.matching.index.engine").Index(self.on)
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
