"""How well what fits also suits: need, interests, nearness, an early start and credits, each from 0 to 1.

The weights are dated rows like the rates of travel. A score orders what fits; it never makes anything fit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from marketplace.kernel.money import parse_baht
from marketplace.matching.fit import Fit, judge
from marketplace.matching.takehome import TakeHome, take_home
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.travel import rate_table

DECIMALS = 6


@dataclass(frozen=True)
class Weights:
    """The weights in force on a day and where each part of the score is full or empty."""

    money: float
    interest: float
    near: float
    soon: float
    credits: float
    enough_satang: int
    farthest_minutes: float
    latest_days: float


@dataclass(frozen=True, slots=True)
class Match:
    """An opportunity that fits, with its score (0 to 1, six decimals) and its money."""

    offer: OfferTerms
    score: float
    fit: Fit
    money: TakeHome


def rank(life: LifeTerms, offers: Iterable[OfferTerms], on: date, top: int | None = None) -> list[Match]:
    """What fits, best score first and then by reference, whatever the order it came in."""
    found = [
        Match(offer, score(life, offer, on, fit, money), fit, money)
        for offer in offers
        if (fit := judge(life, offer, on)).fits
        for money in (take_home(life, offer, on),)
    ]
    return sorted(found, key=lambda match: (-match.score, match.offer.ref))[:top]


def score(life: LifeTerms, offer: OfferTerms, on: date, fit: Fit, money: TakeHome) -> float:
    """The weighted mean of the parts, to six decimals."""
    weights = weights_on(on)
    need = life.need_per_month_satang or weights.enough_satang
    shared = len(life.interests & {offer.field, *offer.skills}) + len(life.skills & offer.skills)
    minutes = weights.farthest_minutes if fit.travel_minutes is None else fit.travel_minutes
    ahead = (offer.starts_on - on).days
    parts = (
        (weights.money, _share(money.month_satang / need)),
        (weights.interest, _share(shared / 2)),
        (weights.near, _share(1 - minutes / weights.farthest_minutes)),
        (weights.soon, _share(1 - ahead / weights.latest_days)),
        (weights.credits, float(offer.credits > 0)),
    )
    return round(sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts), DECIMALS)


@lru_cache(maxsize=512)
def weights_on(day: date) -> Weights:
    """The weights of a day; raises NoRate before the first row."""
    return Weights(
        money=float(_value(day, "weight", "money")),
        interest=float(_value(day, "weight", "interest")),
        near=float(_value(day, "weight", "near")),
        soon=float(_value(day, "weight", "soon")),
        credits=float(_value(day, "weight", "credits")),
        enough_satang=parse_baht(_value(day, "enough", "money")),
        farthest_minutes=float(_value(day, "enough", "near")),
        latest_days=float(_value(day, "enough", "soon")),
    )


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _value(day: date, rate: str, subject: str) -> str:
    return rate_table().one(day, rate, subject).facts["value"]
