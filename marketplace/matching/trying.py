"""What other weights would change: made-up lives in the middle of a place, ranked by two sets of weights.

No young person stands behind them, so whoever decides about weights may see what they find.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from marketplace.areas.points import point_of
from marketplace.i18n import Text, t
from marketplace.kernel import week
from marketplace.kernel.week import Slot
from marketplace.matching import for_you
from marketplace.matching.terms import LifeTerms
from marketplace.matching.weights import Weights
from marketplace.offers.cards import Shown
from models.vocabulary import Field, Support, Transport

TOP: Final = 10
LOOKED_AT: Final = 50


class Sample(StrEnum):
    """Lives that every committee knows."""

    EARN = "earn"
    FINISH = "finish"
    PARENT = "parent"


WORDS: Final[Mapping[Sample, Text]] = {
    Sample.EARN: t("17 years old, needs 6,000 baht a month, goes by motorbike, likes repairing things"),
    Sample.FINISH: t("16 years old, wants to finish lower secondary school, goes by songthaew, likes computers"),
    Sample.PARENT: t("19 years old with a small child, free in the mornings, on foot, likes cooking"),
}


@dataclass(frozen=True, slots=True)
class Placing:
    """One opportunity near the top: its place by each set of weights, None beyond those looked at."""

    shown: Shown
    now: int | None
    then: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """The top of a list by the weights tried, and what stood at the top and would not any more."""

    fitting: int
    placings: tuple[Placing, ...]
    gone: tuple[Placing, ...]


def life_of(sample: Sample, area_code: str, today: date) -> LifeTerms:
    """A made-up life in the middle of an area."""
    point, thai = point_of(area_code).point, frozenset({"thai"})
    if sample is Sample.EARN:
        return LifeTerms(
            birth_date=_born(today, 17), point=point, free=_daily(8, 20), level=2, languages=thai, has_documents=True,
            transport=Transport.MOTORBIKE, travel_minutes_max=45, need_per_month_satang=600_000,
            interests=frozenset({Field.REPAIR}),
        )  # fmt: skip
    if sample is Sample.FINISH:
        return LifeTerms(
            birth_date=_born(today, 16), point=point, free=_daily(8, 20), level=1, languages=thai, has_documents=True,
            transport=Transport.PUBLIC, travel_minutes_max=60, interests=frozenset({Field.DIGITAL}),
        )  # fmt: skip
    return LifeTerms(
        birth_date=_born(today, 19), point=point, free=_daily(8, 13), level=2, languages=thai, has_documents=True,
        support_needs=frozenset({Support.CHILDCARE}), transport=Transport.WALK, travel_minutes_max=45,
        interests=frozenset({Field.COOKING}),
    )  # fmt: skip


def compare(life: LifeTerms, today: date, now: Weights, then: Weights) -> Trial:
    """The first places of what fits a life by other weights, beside the places they have now."""
    ranked = for_you.find(life, today, weights=then).fitting
    new, old = ranked[:LOOKED_AT], for_you.find(life, today, weights=now).fitting[:LOOKED_AT]
    places, before = _places(new), _places(old)
    return Trial(
        fitting=len(ranked),
        placings=tuple(Placing(one, before.get(one.card.id), places[one.card.id]) for one in new[:TOP]),
        gone=tuple(
            Placing(one, before[one.card.id], places.get(one.card.id))
            for one in old[:TOP]
            if places.get(one.card.id, LOOKED_AT) > TOP
        ),
    )


def _places(ranked: Sequence[Shown]) -> dict[int, int]:
    return {one.card.id: place for place, one in enumerate(ranked, start=1)}


def _born(today: date, years: int) -> date:
    return date(today.year - years, 1, 1)


def _daily(begin: int, end: int) -> int:
    return week.mask(tuple(Slot(day, begin * 60, end * 60) for day in range(7)))
