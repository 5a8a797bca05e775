"""What does not fit one life: all of it, the nearest first, and whatever a title or a reference finds.

Which they are never depends on how they were found out: a short list is judged one by one, a long one by the index.
"""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from marketplace.kernel.errors import NotFound
from marketplace.kernel.geo import Point
from marketplace.matching import choosing
from marketplace.matching.choosing import Asked, Choice
from marketplace.matching.fit import Fit, judge
from marketplace.matching.index import live
from marketplace.matching.reading import offer_terms
from marketplace.matching.terms import LifeTerms
from marketplace.offers import catalogue, finding, queries
from marketplace.offers.cards import Shown
from marketplace.offers.facets import Group
from marketplace.offers.wanted import Near, Sort, Wanted

PLAIN: Final = 300
"""So many are judged one by one rather than by the index."""
PLAIN_AT_MOST: Final = 3_000
"""The same while there is no index; of more nobody is told half."""
FOUND: Final = 60
_ALL: Final = 1 << 30


@dataclass(frozen=True)
class Refused:
    """What does not fit, in its order; each is judged where somebody looks."""

    life: LifeTerms
    on: date
    keys: Sequence[int]

    def __len__(self) -> int:
        return len(self.keys)

    def part(self, first: int, last: int) -> tuple[tuple[Shown, Fit], ...]:
        """Some of them, each with its judgement."""
        return tuple(_judged(self.life, self.on, queries.shown(tuple(self.keys[first:last]))))


@dataclass(frozen=True, slots=True)
class Looked:
    """An opportunity somebody looked for, whether it fits or not, and whether it can be applied for at all."""

    shown: Shown
    fit: Fit
    is_open: bool = True


def refused(choice: Choice, asked: Asked) -> Refused | None:
    """Everything open that does not fit, as the list is narrowed; None while there is too much to say it yet."""
    life, on, seen = choice.life, choice.on, choice.seen_as
    keys = catalogue.search(_everything(life, asked, on)).ids
    if len(keys) > PLAIN:
        with live.current() as index:
            if index is not None:
                tools = importlib.import_module("marketplace.matching.index.surveying")
                left = tools.refused(index, life, seen, on, choosing.narrowed(asked, on), keys)
                return Refused(seen, on, [key for key in keys if key in left])
    if len(keys) > PLAIN_AT_MOST:
        return None
    judged = _judged(
        seen, on, [one for one in queries.shown(keys) if choosing.keeps(asked, life, offer_terms(one), on)]
    )
    return Refused(seen, on, [shown.card.id for shown, fit in judged if fit.reasons_no])


def look_up(choice: Choice, said: str) -> tuple[Looked, ...]:
    """What a title or a reference finds, however the list is narrowed: a reference first, then the best hits."""
    life, on, hits = choice.seen_as, choice.on, finding.find(said)
    wanted = Wanted(today=on, ids=hits.ids, sort=Sort.BEST, count=FOUND)
    found = [Looked(*one) for one in _judged(life, on, queries.shown(catalogue.search(wanted).ids))]
    try:
        named = queries.one(said.strip().upper())
    except NotFound:
        return tuple(found)
    (first,) = _judged(life, on, [named.shown])
    others = [one for one in found if one.shown.card.id != named.shown.card.id]
    return (Looked(*first, is_open=named.is_open), *others)


def _everything(life: LifeTerms, asked: Asked, on: date) -> Wanted:
    near = Near(life.point) if isinstance(life.point, Point) else None
    return Wanted(
        today=on,
        chosen={Group.KIND: asked.kinds} if asked.kinds else {},
        near=near,
        sort=Sort.SOON if near is None else Sort.NEAR,
        count=_ALL,
    )


def _judged(life: LifeTerms, on: date, some: Sequence[Shown]) -> list[tuple[Shown, Fit]]:
    return [(one, judge(life, offer_terms(one), on)) for one in some]
