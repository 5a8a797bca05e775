"""A list too long to be judged one by one: the best of it by the index, and every count exact.

Which rows a list is made of is narrowed inside the index, so that no count depends on how many are looked at.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from marketplace.matching.changes import Change, Opening, possible
from marketplace.matching.index import live
from marketplace.matching.terms import LifeTerms
from marketplace.matching.weights import Part, Weights
from marketplace.offers import queries
from marketplace.offers.cards import Shown

if TYPE_CHECKING:
    from marketplace.matching.index.engine import Index

LISTED: Final = 1_000
"""So many of the best of a crowd are listed."""
BESIDE: Final = 200
"""So many that wait for an answer, and that do not fit."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a list comes to in all: what fits, `added` of it by the change supposed, what fits before it is narrowed."""

    fitting: int
    added: int
    unnarrowed: int
    waiting: int
    waits_for: tuple[tuple[str, int], ...]
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """The opportunities worth judging one by one, and the counts of all."""

    shown: Sequence[Shown]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to: kinds, and switches by name; when it is soon, and how near is near."""

    kinds: Collection[str]
    switches: Collection[str]
    soon: date
    near_minutes: int

    def __bool__(self) -> bool:
        return bool(self.kinds or self.switches)


def crowd(
    life: LifeTerms, on: date, narrowed: Narrowed, weights: Weights, *, by: Part | None, change: Change | None
) -> Crowd | None:
    """None while there is no index, and where all that matters can be judged one by one.

    `by` is the part of a score that a list in another order goes by.
    """
    with live.current() as index:
        if index is None:
            return None
        tools = importlib.import_module("marketplace.matching.index.surveying")
        whole = tools.survey(index, life, on, possible(life), BESIDE, weights=weights)
        if whole.near_count <= len(whole.near):
            return None
        return _crowd(tools, index, life, on, narrowed, _by(weights, by), change, whole)


def _crowd(
    tools: Any,
    index: Index,
    life: LifeTerms,
    on: date,
    narrowed: Narrowed,
    weights: Weights,
    change: Change | None,
    whole: Any,
) -> Crowd:
    keep = tools.kept(index, life, on, narrowed) if narrowed else None
    now = tools.survey(index, life, on, possible(life), LISTED, weights=weights, keep=keep)
    keys = [*now.fitting.keys.tolist(), *now.waiting.keys.tolist()[:BESIDE]]
    fitting, added = now.fitting.fitting, 0
    if change is not None:
        new = tools.survey(
            index, change.life, on, (), LISTED, weights=weights, keep=tools.not_yet(index, life, on, keep)
        )
        then = tools.survey(index, change.life, on, (), 1, weights=weights, keep=keep)
        fitting, added = then.fitting.fitting, new.fitting.fitting
        keys = [*new.fitting.keys.tolist(), *keys]
    return Crowd(
        queries.shown(tuple(dict.fromkeys((*keys, *whole.near[:BESIDE])))),
        Counts(fitting, added, whole.fitting.fitting, now.waiting.fitting, now.waits_for, now.openings),
    )


def _by(weights: Weights, part: Part | None) -> Weights:
    """Weights by which the first of a list in an order of its own come first."""
    if part is None:
        return weights
    return replace(weights, shares=tuple(float(each is part) for each in Part))
