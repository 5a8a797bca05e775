"""What fits one life now: ranked, with what depends on an answer still to come apart, and what closes the most.

Held against everything there is by the index of this process, so counts are exact over the whole country; while that
is not ready, against the nearest alone, by the same rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, overload

from marketplace.matching.candidates import candidates
from marketplace.matching.changes import Opening, best, openings
from marketplace.matching.fit import Fit, Rule, judge
from marketplace.matching.index import live
from marketplace.matching.scoring import order, score
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.weights import Weights, national
from marketplace.offers import queries
from marketplace.offers.cards import Shown

if TYPE_CHECKING:
    from marketplace.matching.index.engine import Ranking
    from marketplace.matching.index.surveying import Survey

KEPT: Final = 200
"""So many of the best are kept at once; whoever leafs further is ranked again."""


class Places(Sequence[Shown]):
    """A ranking whose cards are read only where somebody looks."""

    def __init__(self, keys: Sequence[int], total: int, more: Callable[[int], Sequence[int]]) -> None:
        self._keys, self._total, self._more = keys, total, more

    def __len__(self) -> int:
        return self._total

    @overload
    def __getitem__(self, at: int) -> Shown: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Shown]: ...
    def __getitem__(self, at: int | slice) -> Shown | Sequence[Shown]:
        if isinstance(at, int):
            return self[range(self._total)[at] : range(self._total)[at] + 1][0]
        wanted = range(self._total)[at]
        if wanted and max(wanted[0], wanted[-1]) >= len(self._keys):
            self._keys = self._more(self._total)
        return queries.shown([self._keys[place] for place in wanted if place < len(self._keys)])


@dataclass(frozen=True)
class ForYou:
    """The judgement of everything worth judging; `waiting` is not counted as fitting.

    `version` names the weights behind the order.
    """

    fitting: Sequence[Shown]
    waiting: Sequence[Shown]
    waits_for: tuple[tuple[str, int], ...]
    closed_by: tuple[tuple[Rule, int], ...]
    judged: int
    version: str
    count_openings: Callable[[LifeTerms, date], tuple[Opening, ...]]

    def openings(self, life: LifeTerms, on: date, most: int = 3) -> tuple[Opening, ...]:
        """The single changes that would open the most."""
        return best(self.count_openings(life, on), most)


def find(life: LifeTerms, on: date, *, weights: Weights | None = None) -> ForYou:
    """Judge what could come into question for this life on a day; the country's weights unless others are given."""
    weights = weights or national(on)
    return _surveyed(life, on, weights) or _judged(life, on, weights)


def _surveyed(life: LifeTerms, on: date, weights: Weights) -> ForYou | None:
    found = live.look(life, on, KEPT, weights=weights)
    if found is None:
        return None

    def more(total: int) -> Survey:
        return live.look(life, on, total, weights=weights) or found

    return ForYou(
        fitting=Places(_keys(found.fitting), found.fitting.fitting, lambda total: _keys(more(total).fitting)),
        waiting=Places(_keys(found.waiting), found.waiting.fitting, lambda total: _keys(more(total).waiting)),
        waits_for=found.waits_for,
        closed_by=found.closed_by,
        judged=found.judged,
        version=weights.version,
        count_openings=lambda _life, _on: found.openings,
    )


def _keys(ranking: Ranking) -> list[int]:
    keys: list[int] = ranking.keys.tolist()
    return keys


@dataclass(frozen=True)
class _Plain:
    """Candidates judged one by one."""

    life: LifeTerms
    on: date
    shown: Sequence[Shown]

    @cached_property
    def terms(self) -> list[OfferTerms]:
        return live.rated(self.shown, self.on)

    @cached_property
    def fits(self) -> list[Fit]:
        return [judge(self.life, offer, self.on) for offer in self.terms]

    def ranked(self, places: Sequence[int], weights: Weights) -> tuple[Shown, ...]:
        placed = {}
        for at in places:
            money = take_home(self.life, self.terms[at], self.on)
            scored = score(self.life, self.terms[at], self.on, self.fits[at], money, weights=weights)
            placed[at] = order(self.life, self.terms[at], scored, self.fits[at], money, weights)
        return tuple(self.shown[at] for at in sorted(places, key=placed.__getitem__))


def _judged(life: LifeTerms, on: date, weights: Weights) -> ForYou:
    plain = _Plain(life, on, candidates(life, on))
    fits = plain.fits
    waiting = [place for place, fit in enumerate(fits) if fit.depends_on]
    return ForYou(
        fitting=plain.ranked([place for place, fit in enumerate(fits) if fit.fits], weights),
        waiting=plain.ranked(waiting, weights),
        waits_for=tuple(Counter(name for at in waiting for name in fits[at].depends_on).most_common()),
        closed_by=closed_by(fits),
        judged=len(fits),
        version=weights.version,
        count_openings=lambda life, on: openings(life, plain.terms, on, fits=fits),
    )


def closed_by(fits: Sequence[Fit]) -> tuple[tuple[Rule, int], ...]:
    """Which rule alone says no how often, most first; where none stands alone, which rule says no at all."""
    refused = [{reason.rule for reason in fit.reasons_no} for fit in fits if fit.reasons_no]
    alone = Counter(next(iter(rules)) for rules in refused if len(rules) == 1)
    return tuple((alone or Counter(rule for rules in refused for rule in rules)).most_common())
