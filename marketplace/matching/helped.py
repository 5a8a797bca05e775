"""What would fit with help that can be had now: one opportunity, the best for a life, or a request made before."""

from dataclasses import dataclass, replace
from datetime import date

from marketplace.kernel.geo import Point
from marketplace.matching import for_you
from marketplace.matching.bundles import Bundle, compose, missing
from marketplace.matching.fit import judge
from marketplace.matching.reading import life_terms, offer_terms
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.offers.cards import Shown, weekly
from marketplace.resources import supply
from marketplace.resources.availability import COVERABLE
from models.enrolment import Enrolment
from models.offer import Opportunity

LOOKED_AT = 60
"""How many opportunities that would fit with help are looked at for one page, the best first."""


@dataclass(frozen=True)
class Helped:
    """An opportunity that fits with help."""

    shown: Shown
    bundle: Bundle


def for_offer(life: LifeTerms, home: str, offer: OfferTerms, on: date) -> Bundle | None:
    """Help for one opportunity; None where it fits without, where more than help is missing, or where none is there."""
    return _found(missing(judge(life, offer, on)), life, home, offer, on)


def for_life(life: LifeTerms, home: str, on: date, most: int = 5) -> tuple[Helped, ...]:
    """What would fit with help from people nearby, best first."""
    coverable = life.support_needs & frozenset(COVERABLE)
    if not coverable:
        return ()
    eased = for_you.find(replace(life, support_needs=life.support_needs - coverable), on).fitting[:LOOKED_AT]
    judged = [(shown, offer_terms(shown)) for shown in eased]
    wanting = [(shown, offer, needs) for shown, offer in judged if (needs := missing(judge(life, offer, on)))]
    supplies = supply.around({home, *(offer.area for _, offer, _ in wanting)} - {""}, coverable) if wanting else ()
    found: list[Helped] = []
    for shown, offer, needs in wanting if supplies else ():
        if (bundle := compose(needs, life, offer, supplies, on)) is not None:
            found.append(Helped(shown, bundle))
        if len(found) == most:
            break
    return tuple(found)


def for_enrolment(enrolment: Enrolment, on: date) -> Bundle | None:
    """Help for a request made before, whatever else does not fit; its youth, opportunity and times must be loaded."""
    offer, life = _terms(enrolment.opportunity), life_terms(enrolment.youth)
    needs = life.support_needs - offer.supports_offered
    return _found(needs, life, enrolment.youth.area_code or "", offer, on)


def _found(needs: frozenset[str], life: LifeTerms, home: str, offer: OfferTerms, on: date) -> Bundle | None:
    if not needs or not needs <= frozenset(COVERABLE):
        return None
    return compose(needs, life, offer, supply.around({home, offer.area} - {""}, needs), on)


def _terms(one: Opportunity) -> OfferTerms:
    return OfferTerms(
        ref=one.ref,
        kind=one.kind,
        area=one.area_code,
        point=Point(one.lat, one.lon),
        mode=one.mode,
        slots=weekly(one.slots),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        supports_offered=frozenset(one.supports),
    )
