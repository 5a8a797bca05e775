"""What is worth judging for one life: all that could come to fit; without the index the nearest within reach."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from marketplace.kernel.geo import Point
from marketplace.matching.changes import MORE_MINUTES
from marketplace.matching.index import live
from marketplace.matching.nearby import reach_km
from marketplace.matching.terms import LifeTerms
from marketplace.offers import catalogue, queries
from marketplace.offers.cards import Shown
from marketplace.offers.facets import Group
from marketplace.offers.wanted import Near, Sort, Wanted
from models.vocabulary import Mode, Transport

MOST: Final = 1_000
"""How many places are judged for one page; whoever names a limit of travel rarely has more within reach."""

MOST_ONLINE: Final = 200
_FASTEST: Final = Transport.MOTORBIKE


def candidates(life: LifeTerms, on: date) -> Sequence[Shown]:
    """Open opportunities this life could reach, also by the longest way a single change would allow.

    From the index these are all that fit, wait for an answer or could be opened by one change, of the whole country.
    """
    found = live.look(life, on)
    if found is not None and found.near_count <= len(found.near):
        return queries.shown(found.near)
    return nearest(life, on)


def nearest(life: LifeTerms, on: date) -> Sequence[Shown]:
    """The nearest this life could reach, and what is online, whatever else may stand in the way."""
    place = _reachable(life, on)
    order = Sort.NEAR if place is not None else Sort.SOON
    near = catalogue.search(Wanted(today=on, near=place, sort=order, count=MOST)).ids
    home = Wanted(today=on, chosen={Group.MODE: frozenset({Mode.ONLINE})}, sort=Sort.SOON, count=MOST_ONLINE)
    return queries.shown(tuple(dict.fromkeys((*near, *catalogue.search(home).ids))))


def in_time(life: LifeTerms, on: date) -> int | None:
    """How many open ones within reach lie in the free hours; None while those are not told."""
    if life.free is None:
        return None
    return catalogue.count(Wanted(today=on, near=_reachable(life, on), free=life.free))


def _reachable(life: LifeTerms, on: date) -> Near | None:
    if not isinstance(life.point, Point):
        return None
    limit = life.travel_minutes_max
    if limit is None:
        return Near(life.point)
    return Near(life.point, reach_km(limit + max(MORE_MINUTES), on, _FASTEST))
