"""How well what fits also suits: eight parts from 0 to 1, weighed and added up, and one order for everybody.

A score orders what fits; it never makes anything fit. Better in one part is never a lower score. Of equal scores the
one that is better in the first part that differs comes first; only what is alike in everything goes by a public seed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from math import floor

from marketplace.matching.fit import Fit, judge
from marketplace.matching.takehome import TakeHome, take_home
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.weights import Weights, national

MILLION = 1_000_000
NEVER = date.max.toordinal()
TOO_FAR = 1 << 30


@dataclass(frozen=True, slots=True)
class Match:
    """An opportunity that fits, with its score (0 to 1, six decimals) and its money."""

    offer: OfferTerms
    score: float
    fit: Fit
    money: TakeHome


def rank(
    life: LifeTerms, offers: Iterable[OfferTerms], on: date, top: int | None = None, *, weights: Weights | None = None
) -> list[Match]:
    """What fits, the best first, whatever the order it came in; the country's weights unless others are given."""
    weights = weights or national(on)
    found = [
        Match(offer, score(life, offer, on, fit, money, weights=weights), fit, money)
        for offer in offers
        if (fit := judge(life, offer, on)).fits
        for money in (take_home(life, offer, on),)
    ]
    return sorted(found, key=lambda match: order(life, match.offer, match.score, match.fit, match.money, weights))[:top]


def score(
    life: LifeTerms, offer: OfferTerms, on: date, fit: Fit, money: TakeHome, *, weights: Weights | None = None
) -> float:
    """The weighted mean of the parts, to six decimals."""
    weights = weights or national(on)
    parts = (
        money.month_satang / (life.need_per_month_satang or weights.enough_satang),
        1 - (money.first_payday - on).days / weights.latest_baht_days if money.first_payday else 0.0,
        shared_words(life, offer) / weights.enough_shared,
        float(serves_goal(life, offer)),
        1 - _minutes(fit, weights.farthest_minutes) / weights.farthest_minutes,
        1 - (offer.begins_on - on).days / weights.latest_days,
        _credits(life, offer, weights) / weights.enough_credits,
        reliability(offer, weights),
    )
    total = 0.0
    for share, part in zip(weights.shares, parts, strict=True):
        total += share * min(1.0, max(0.0, part))
    return floor(total / sum(weights.shares) * MILLION + 0.5) / MILLION


def order(
    life: LifeTerms, offer: OfferTerms, scored: float, fit: Fit, money: TakeHome, weights: Weights
) -> tuple[float | int | str, ...]:
    """What a ranking is sorted by, the best first."""
    return (
        -scored,
        -money.month_satang,
        money.first_payday.toordinal() if money.first_payday else NEVER,
        -shared_words(life, offer),
        -int(serves_goal(life, offer)),
        _minutes(fit, TOO_FAR),
        offer.begins_on.toordinal(),
        -_credits(life, offer, weights),
        -reliability(offer, weights),
        tie(offer.ref, weights.seed),
        offer.ref,
    )


def shared_words(life: LifeTerms, offer: OfferTerms) -> int:
    """How many interests it is about and how many skills it uses."""
    return len(life.interests & {offer.field, *offer.skills}) + len(life.skills & offer.skills)


def serves_goal(life: LifeTerms, offer: OfferTerms) -> bool:
    """Whether it is of a field, a kind or a skill the youth's own goal speaks of."""
    return bool(life.goals & {offer.field, offer.kind, *offer.skills})


def reliability(offer: OfferTerms, weights: Weights) -> float:
    """The share of its provider's sessions that were held; the usual one where nothing is known; to six decimals."""
    held = weights.usual_reliability if offer.reliability is None else offer.reliability
    return floor(held * MILLION + 0.5) / MILLION


def tie(ref: str, seed: str) -> int:
    """A number of a reference that nobody can choose and anybody can work out again from the public seed."""
    return int.from_bytes(blake2b(ref.encode(), digest_size=8, key=seed.encode()[:64]).digest(), "big") >> 1


def _minutes(fit: Fit, otherwise: int) -> int:
    return otherwise if fit.travel_minutes is None else fit.travel_minutes


def _credits(life: LifeTerms, offer: OfferTerms, weights: Weights) -> int:
    """Credits count toward basic education, for whoever has not finished it."""
    return 0 if life.level is not None and life.level >= weights.finished_level else offer.credits
