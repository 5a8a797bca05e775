"""Whether an opportunity fits a life: every hard rule, judged alone, none softened by another.

A rule says yes, no with its reason, or 'it depends' on an answer not given yet; only all yes is a fit. Need,
skills and interests rank elsewhere and never exclude; the wage is judged by the law of labour, not here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.kernel import week
from marketplace.kernel.age import age_on
from marketplace.kernel.overlap import slack
from marketplace.labour.limits import limits_on
from marketplace.matching.terms import Engagement, LifeTerms, OfferTerms
from marketplace.matching.travel import Way, ways
from models.vocabulary import Language


class Rule(StrEnum):
    """The hard rules, in the order a person would ask."""

    SEATS = "seats"
    APPLY_BY = "apply_by"
    AGE = "age"
    LEVEL = "level"
    DOCUMENTS = "documents"
    LANGUAGE = "language"
    SUPPORTS = "supports"
    TIME = "time"
    ENGAGED = "engaged"
    TRAVEL = "travel"
    PLACE = "place"
    COST = "cost"
    WORK_AGE = "work_age"
    HAZARD = "hazard"
    CLOSED_PLACE = "closed_place"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that says no, with the facts of its sentence."""

    rule: Rule
    facts: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Depends:
    """A rule that waits for an answer; `field` is the one of LifeTerms."""

    rule: Rule
    field: str


@dataclass(frozen=True, slots=True)
class Fit:
    """The judgement of one pair; `travel_minutes` is one way, None while it is not known."""

    reasons_no: tuple[Reason, ...]
    waits: tuple[Depends, ...]
    travel_minutes: int | None

    @property
    def fits(self) -> bool:
        """Whether every rule says yes."""
        return not self.reasons_no and not self.waits

    @property
    def reason(self) -> Reason | None:
        """The single reason why not: of several the one that can be changed least; None where no rule says no."""
        return min(self.reasons_no, key=lambda one: _LEAST_CHANGED_FIRST.index(one.rule), default=None)

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The answers still to be asked, each once; empty when some rule says no whatever they are."""
        return () if self.reasons_no else tuple(dict.fromkeys(wait.field for wait in self.waits))


Finding = Reason | Depends

THAI = frozenset({Language.THAI.value})
"""What somebody is taken to understand who was not asked; whatever is held in nothing of it waits for the answer."""

_LEAST_CHANGED_FIRST = (
    Rule.WORK_AGE,
    Rule.HAZARD,
    Rule.CLOSED_PLACE,
    Rule.NIGHT,
    Rule.AGE,
    Rule.APPLY_BY,
    Rule.LEVEL,
    Rule.LANGUAGE,
    Rule.DOCUMENTS,
    Rule.SUPPORTS,
    Rule.ENGAGED,
    Rule.TIME,
    Rule.TRAVEL,
    Rule.PLACE,
    Rule.COST,
    Rule.SEATS,
)


def judge(life: LifeTerms, offer: OfferTerms, on: date) -> Fit:
    """Hold one life against one opportunity on a day; age is taken on the day it starts."""
    there = _ways(life, offer, on)
    findings = [
        *_open(offer, on),
        *_age(life, offer),
        *_papers(life, offer),
        *_language(life, offer),
        *_supports(life, offer),
        *_time_and_travel(life, offer, there),
        *_engaged(life, offer, on),
        *_cost(life, offer),
        *(_young_worker(life, offer) if offer.is_placement else ()),
    ]
    return Fit(
        reasons_no=tuple(each for each in findings if isinstance(each, Reason)),
        waits=tuple(each for each in findings if isinstance(each, Depends)),
        travel_minutes=_minutes(offer, there),
    )


def _open(offer: OfferTerms, on: date) -> Iterator[Finding]:
    if offer.seats_left <= 0:
        yield Reason(Rule.SEATS)
    if offer.apply_by is not None and offer.apply_by < on:
        yield Reason(Rule.APPLY_BY, (offer.apply_by,))


def _age(life: LifeTerms, offer: OfferTerms) -> Iterator[Finding]:
    if not offer.age_min and offer.age_max is None:
        return
    if life.birth_date is None:
        yield Depends(Rule.AGE, "birth_date")
    elif not _age_within(age_on(life.birth_date, offer.starts_on), offer):
        yield Reason(Rule.AGE, (offer.age_min, offer.age_max))


def _age_within(age: int, offer: OfferTerms) -> bool:
    return (offer.age_min or 0) <= age and (offer.age_max is None or age <= offer.age_max)


def _papers(life: LifeTerms, offer: OfferTerms) -> Iterator[Finding]:
    if offer.level_min > 0:
        if life.level is None:
            yield Depends(Rule.LEVEL, "level")
        elif life.level < offer.level_min:
            yield Reason(Rule.LEVEL, (offer.level_min,))
    if offer.requires_documents:
        if life.has_documents is None:
            yield Depends(Rule.DOCUMENTS, "has_documents")
        elif not life.has_documents:
            yield Reason(Rule.DOCUMENTS)


def _language(life: LifeTerms, offer: OfferTerms) -> Iterator[Finding]:
    if offer.languages & (THAI if life.languages is None else life.languages):
        return
    if life.languages is None:
        yield Depends(Rule.LANGUAGE, "languages")
    else:
        yield Reason(Rule.LANGUAGE, tuple(sorted(offer.languages)))


def _supports(life: LifeTerms, offer: OfferTerms) -> Iterator[Finding]:
    missing = life.support_needs - offer.supports_offered
    if missing:
        yield Reason(Rule.SUPPORTS, tuple(sorted(missing)))


def _ways(life: LifeTerms, offer: OfferTerms, on: date) -> tuple[Way, ...]:
    """The ways there that come into question, quickest first; none when online or a point is missing."""
    if offer.is_online or life.point is None or offer.point is None:
        return ()
    return ways(life.point, offer.point, on, life.transport)


def _minutes(offer: OfferTerms, there: tuple[Way, ...]) -> int | None:
    if offer.is_online:
        return 0
    return there[0].minutes if there and there[0].minutes == there[-1].minutes else None


def _time_and_travel(life: LifeTerms, offer: OfferTerms, there: tuple[Way, ...]) -> Iterator[Finding]:
    if life.free is None and offer.slots:
        yield Depends(Rule.TIME, "free")
    quickest = there[0].minutes if there else 0
    if not _in_time(life, offer, quickest):
        yield Reason(Rule.TIME)
    if offer.is_online:
        return
    if offer.point is None:
        yield Reason(Rule.PLACE)
    elif not there:
        if life.travel_minutes_max is not None or life.free is not None:
            yield Depends(Rule.TRAVEL, "point")
    elif not _in_reach(life, quickest):
        yield Reason(Rule.TRAVEL, (quickest, life.travel_minutes_max))
    elif life.transport is None and not _reaches(life, offer, there[-1].minutes):
        yield Depends(Rule.TRAVEL, "transport")


def _reaches(life: LifeTerms, offer: OfferTerms, minutes: int) -> bool:
    """More minutes only make both rules harder, so the slowest way speaks for all ways."""
    return _in_reach(life, minutes) and _in_time(life, offer, minutes)


def _in_time(life: LifeTerms, offer: OfferTerms, minutes: int) -> bool:
    return life.free is None or week.covers(life.free, week.mask(offer.slots, minutes))


def _in_reach(life: LifeTerms, minutes: int) -> bool:
    return life.travel_minutes_max is None or minutes <= life.travel_minutes_max


def _engaged(life: LifeTerms, offer: OfferTerms, on: date) -> Iterator[Finding]:
    """What they have a seat in must leave time for it, and for the way from one to the other."""
    waits = False
    for other in life.engaged:
        if other.ref == offer.ref or not offer.days.meets(other.days, on):
            continue
        between = slack(offer.slots, other.slots)
        quickest, slowest = _from_one_to_other(life, offer, other, on)
        if between < quickest:
            yield Reason(Rule.ENGAGED, (other.title,))
            return
        waits = waits or between < slowest
    if waits:
        yield Depends(Rule.ENGAGED, "transport")


def _from_one_to_other(life: LifeTerms, offer: OfferTerms, other: Engagement, on: date) -> tuple[int, int]:
    """Minutes of the quickest and slowest way that comes into question; what is online is at home, none is no way."""
    here = life.point if offer.is_online else offer.point
    there = life.point if other.is_online else other.point
    if here is None or there is None:
        return 0, 0
    found = ways(here, there, on, life.transport)
    return found[0].minutes, found[-1].minutes


def _cost(life: LifeTerms, offer: OfferTerms) -> Iterator[Finding]:
    limit = life.cost_per_month_max_satang
    if limit is not None and offer.cost_per_month_satang > limit:
        yield Reason(Rule.COST, (offer.cost_per_month_satang, limit))


def _young_worker(life: LifeTerms, offer: OfferTerms) -> Iterator[Finding]:
    """Labour Protection Act ss. 44, 47, 49, 50, held for every placement whatever its contract."""
    if life.birth_date is None:
        yield Depends(Rule.WORK_AGE, "birth_date")
        return
    limits = limits_on(offer.starts_on)
    age = age_on(life.birth_date, offer.starts_on)
    if age < limits.employable_age:
        yield Reason(Rule.WORK_AGE, (limits.employable_age,))
    if age >= limits.young_until_age:
        return
    if offer.hazards:
        yield Reason(Rule.HAZARD, (limits.young_until_age,))
    if offer.place_type in limits.closed_places:
        yield Reason(Rule.CLOSED_PLACE, (limits.young_until_age,))
    if week.mask(offer.slots) & limits.night:
        yield Reason(Rule.NIGHT, (limits.young_until_age,))
