"""Demand by life condition against what is there, by subdistrict.

Somebody is without when nothing on the list fits their life. Counts are exact for officers; what anybody else sees goes
through `protected`, where small counts, and counts whose rest is small, are left out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from marketplace.earnings import cells
from marketplace.i18n import Text, t
from marketplace.kernel import week
from marketplace.kernel.week import Slot
from marketplace.matching.edges import edges
from marketplace.matching.terms import LifeTerms, OfferTerms, YouthTerms
from models.vocabulary import Language, Support, Transport

NEAR_MINUTES = 30
DAYTIME = week.mask(Slot(day, 8 * 60, 16 * 60) for day in range(5))


class Condition(StrEnum):
    """What a life asks of whoever wants to reach it; one life may have several."""

    EVENINGS = "evenings"
    CHILDCARE = "childcare"
    STEP_FREE = "step_free"
    NO_DOCUMENTS = "no_documents"
    LANGUAGE = "language"
    NEAR = "near"
    NO_COST = "no_cost"
    DEVICE = "device"


WORDS: dict[Condition, Text] = {
    Condition.EVENINGS: t("Free only in the evening or at weekends"),
    Condition.CHILDCARE: t("Needs someone to look after a child"),
    Condition.STEP_FREE: t("Needs a place without steps"),
    Condition.NO_DOCUMENTS: t("Has no papers at hand"),
    Condition.LANGUAGE: t("Uses another language than Thai"),
    Condition.NEAR: t("Can go at most 30 minutes"),
    Condition.NO_COST: t("Cannot pay anything"),
    Condition.DEVICE: t("Needs a phone or computer"),
}


@dataclass(frozen=True)
class AreaNeed:
    """One subdistrict: who is there, who is without, by condition (all, and without), and what there is."""

    area: str
    youth: int
    without: int
    by_condition: Mapping[Condition, int] = field(default_factory=dict)
    without_by_condition: Mapping[Condition, int] = field(default_factory=dict)
    seats: int = 0
    mentors: int = 0
    sites: int = 0


@dataclass(frozen=True)
class ShownNeed:
    """What may be shown to anybody: None where a count, or its rest, is too small to be shown."""

    area: str
    youth: int | None
    without: int | None
    without_by_condition: Mapping[Condition, int]
    seats: int


def conditions(life: LifeTerms) -> frozenset[Condition]:
    """What this life asks for."""
    needs = life.support_needs
    told = {
        Condition.EVENINGS: bool(life.free) and not (life.free or 0) & DAYTIME,
        Condition.CHILDCARE: Support.CHILDCARE in needs,
        Condition.STEP_FREE: Support.STEP_FREE in needs,
        Condition.NO_DOCUMENTS: life.has_documents is False or Support.NO_DOCUMENTS in needs,
        Condition.LANGUAGE: Support.LANGUAGE_HELP in needs or Language.THAI not in (life.languages or {Language.THAI}),
        Condition.NEAR: life.transport in (Transport.WALK, Transport.NONE)
        or (life.travel_minutes_max is not None and life.travel_minutes_max <= NEAR_MINUTES),
        Condition.NO_COST: life.cost_per_month_max_satang == 0,
        Condition.DEVICE: Support.DEVICE in needs,
    }
    return frozenset(condition for condition, holds in told.items() if holds)


def without(people: Sequence[YouthTerms], offers: Sequence[OfferTerms], on: date) -> tuple[YouthTerms, ...]:
    """Those whom nothing on the list fits, in the order given."""
    served = set(edges([one.life for one in people], offers, on, 1).youth.tolist()) if offers else set()
    return tuple(one for at, one in enumerate(people) if at not in served)


def needs(
    people: Sequence[YouthTerms],
    offers: Sequence[OfferTerms],
    on: date,
    *,
    mentors: Mapping[str, int] | None = None,
    sites: Mapping[str, int] | None = None,
    left: Sequence[YouthTerms] | None = None,
) -> tuple[AreaNeed, ...]:
    """The exact table, by code of subdistrict; `mentors` and `sites` are counts by code.

    `left` are those without, where somebody knows already.
    """
    mentors, sites = mentors or {}, sites or {}
    left = without(people, offers, on) if left is None else left
    seats: Counter[str] = Counter()
    for offer in offers:
        if offer.apply_by is None or offer.apply_by >= on:
            seats[offer.area] += max(offer.seats_left, 0)
    everybody, those = _by_area(people), _by_area(left)
    areas = sorted({*everybody, *(area for area in seats if area), *mentors, *sites})
    return tuple(
        AreaNeed(
            area=area,
            youth=len(everybody.get(area, ())),
            without=len(those.get(area, ())),
            by_condition=_counted(everybody.get(area, ())),
            without_by_condition=_counted(those.get(area, ())),
            seats=seats[area],
            mentors=mentors.get(area, 0),
            sites=sites.get(area, 0),
        )
        for area in areas
    )


def protected(table: Iterable[AreaNeed]) -> tuple[ShownNeed, ...]:
    """The table for whoever is no officer: nobody can be read, nor worked out from what stands beside them."""
    rows = tuple(table)
    youth = cells.kept({row.area: row.youth for row in rows})
    found = []
    for row in rows:
        whole = row.youth if row.area in youth else None
        part = None if whole is None else cells.part(row.without, whole)
        shown = (
            {}
            if part is None
            else {
                condition: count
                for condition, count in row.without_by_condition.items()
                if cells.part(count, part) is not None
            }
        )
        found.append(ShownNeed(row.area, whole, part, shown, row.seats))
    return tuple(found)


def _by_area(people: Iterable[YouthTerms]) -> dict[str, list[YouthTerms]]:
    found: dict[str, list[YouthTerms]] = {}
    for one in people:
        found.setdefault(one.area, []).append(one)
    return found


def _counted(people: Iterable[YouthTerms]) -> dict[Condition, int]:
    counts = Counter(condition for one in people for condition in conditions(one.life))
    return {condition: counts[condition] for condition in Condition if counts[condition]}
