"""Help put beside an opportunity that fits but for supports: who nearby could give it, in every week of its sessions.

Composing is pure: the same life, opportunity and pledges give the same help, whatever their order. A pledge is used
once in a bundle, for every need it meets at the same times; nothing is kept before somebody asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from marketplace.kernel import week
from marketplace.kernel.geo import Point, distance_km
from marketplace.matching.fit import Fit, Rule, judge
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.resources import availability, rules
from marketplace.resources.amounts import mondays
from marketplace.resources.availability import COVERABLE
from marketplace.resources.reservations import Ask
from marketplace.resources.supply import Supply
from marketplace.resources.value import worth
from models.vocabulary import ResourceUnit, Support

_AT_HOME_TOO = frozenset({Support.RIDE, Support.CHILDCARE, Support.DEVICE, Support.DORMITORY})
_WHOLE_WEEK = frozenset({Support.DEVICE, Support.DORMITORY})


@dataclass(frozen=True, slots=True)
class Demand:
    """What one need asks of a week: an amount in the pledge's unit at half hours of the week (None: no fixed times)."""

    amount: int
    mask: int | None


@dataclass(frozen=True)
class Part:
    """One pledge in a bundle, the needs it meets, and how far it is in straight kilometres."""

    needs: tuple[str, ...]
    supply: Supply
    demand: Demand
    km: float


@dataclass(frozen=True)
class Bundle:
    """Help that covers everything missing, for every week from one day to another."""

    parts: tuple[Part, ...]
    first_on: date
    last_on: date

    @property
    def needs(self) -> tuple[str, ...]:
        """Every need that is met."""
        return tuple(sorted(need for part in self.parts for need in part.needs))

    @property
    def asks_first(self) -> bool:
        """Whether somebody wants to be asked before it is sure."""
        return any(part.supply.times.asks_first for part in self.parts)

    def asks(self) -> tuple[Ask, ...]:
        """What has to be kept for it."""
        return tuple(
            Ask(
                part.supply.resource.id,
                part.demand.amount,
                self.first_on,
                self.last_on,
                part.demand.mask,
                tuple(part.needs),
            )
            for part in self.parts
        )


def missing(fit: Fit) -> frozenset[str]:
    """The needs that alone stand in the way; empty where something else does too, or it fits as it is."""
    if fit.waits or len(fit.reasons_no) != 1 or fit.reasons_no[0].rule is not Rule.SUPPORTS:
        return frozenset()
    return frozenset(str(fact) for fact in fit.reasons_no[0].facts)


def compose(
    needs: frozenset[str], life: LifeTerms, offer: OfferTerms, supplies: Sequence[Supply], on: date
) -> Bundle | None:
    """The nearest help that meets every need in every week of the sessions; None where some need finds none.

    Fewest owners to be asked first, then nearest, then least worth, then by reference.
    """
    first, last = max(offer.starts_on, on), offer.ends_on or offer.starts_on
    if not needs or not needs <= frozenset(COVERABLE) or last < first or not offer.slots:
        return None
    if Support.RIDE in needs and offer.is_online:
        return None
    minutes = judge(life, offer, on).travel_minutes or 0
    ordered = sorted(needs)
    choices = [
        list(_candidates(need, life, offer, supplies, minutes, (first, last)))[: max(6, len(needs))] for need in ordered
    ]
    best = min((found for found in product(*choices) if _apart(found)), key=_rank, default=None)
    return None if best is None else Bundle(_merged(best), first, last)


def demand_of(need: str, unit: str, offer: OfferTerms, minutes: int) -> Demand:
    """What a need asks of a week: a ride before and after each session, care while one is away, else the sessions."""
    sessions = len(offer.slots)
    there = -(-max(minutes, 1) // week.CELL_MINUTES) * week.CELL_MINUTES
    inside = week.mask(offer.slots)
    if need == Support.RIDE:
        mask, spent = week.mask(offer.slots, there) & ~inside, 2 * sessions * there
    elif need == Support.CHILDCARE:
        mask = week.mask(offer.slots, minutes)
        spent = sum(slot.minutes + 2 * minutes for slot in offer.slots)
    else:
        mask, spent = inside, sum(slot.minutes for slot in offer.slots)
    if unit == ResourceUnit.HOURS_PER_WEEK:
        return Demand(spent, mask)
    if unit == ResourceUnit.TRIPS_PER_WEEK:
        return Demand(2 * sessions, mask)
    return Demand(1, None if unit == ResourceUnit.PIECES or need in _WHOLE_WEEK else mask)


def _candidates(
    need: str,
    life: LifeTerms,
    offer: OfferTerms,
    supplies: Sequence[Supply],
    minutes: int,
    days: tuple[date, date],
) -> Iterator[Part]:
    found = []
    for one in supplies:
        if not one.covers(need) or not _speaks(one, life):
            continue
        km = _near(need, one.point, life, offer)
        demand = demand_of(need, one.resource.unit, offer, minutes)
        if km <= rules.number("near_km", days[0]) and _to_be_had(one, demand, *days):
            found.append(Part((need,), one, demand, km))
    return iter(sorted(found, key=lambda part: _rank((part,))))


def _speaks(one: Supply, life: LifeTerms) -> bool:
    if not availability.is_personal(one.resource) or not one.resource.languages or life.languages is None:
        return True
    return bool(life.languages & frozenset(one.resource.languages))


def _near(need: str, point: Point, life: LifeTerms, offer: OfferTerms) -> float:
    """Kilometres to where the help is needed: at the place, and for some kinds at home as well."""
    anchors = [] if offer.is_online or offer.point is None else [offer.point]
    if life.point is not None and (need in _AT_HOME_TOO or not anchors):
        anchors.append(life.point)
    return min((distance_km(point, anchor) for anchor in anchors), default=float("inf"))


def _to_be_had(one: Supply, demand: Demand, first: date, last: date) -> bool:
    if demand.mask is not None and one.free is None:
        return False
    if availability.stands_in_the_way(one.times, one.pauses, demand.mask, first, last):
        return False
    weeks = list(mondays(first, last))
    if len(weeks) > rules.number("weeks_most") or any(
        one.taken.get(monday, 0) + demand.amount > one.limit for monday in weeks
    ):
        return False
    return not (availability.is_personal(one.resource) and _twice(one, demand, weeks))


def _twice(one: Supply, demand: Demand, weeks: Sequence[date]) -> bool:
    """Whether somebody would have to be in two places at once."""
    return demand.mask is not None and any(
        kept.week_mask is not None
        and kept.first_monday <= weeks[-1]
        and weeks[0] <= kept.last_monday
        and week.from_bytes(kept.week_mask) & demand.mask
        for kept in one.promised
    )


def _apart(parts: Sequence[Part]) -> bool:
    """Whether each pledge is used for one demand only."""
    demands: dict[int, Demand] = {}
    return all(demands.setdefault(part.supply.resource.id, part.demand) == part.demand for part in parts)


def _rank(parts: Sequence[Part]) -> tuple[object, ...]:
    merged = _merged(parts)
    return (
        sum(part.supply.times.asks_first for part in merged),
        round(sum(part.km for part in merged), 3),
        sum(_worth(part) for part in merged),
        tuple((part.supply.ref, part.needs) for part in merged),
    )


def _worth(part: Part) -> int:
    resource = part.supply.resource
    day = date.max - timedelta(days=1)
    return worth(resource.kind, resource.unit, [(resource.area_code, day, part.demand.amount)])[0]


def _merged(parts: Sequence[Part]) -> tuple[Part, ...]:
    """One part a pledge, with every need it meets."""
    found: dict[str, Part] = {}
    for part in parts:
        before = found.get(part.supply.ref)
        found[part.supply.ref] = part if before is None else replace(before, needs=(*before.needs, *part.needs))
    return tuple(found[ref] for ref in sorted(found))
