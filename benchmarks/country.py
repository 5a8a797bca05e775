"""A country to match in, by seed: opportunities over real subdistricts and young people who live near them.

Weeks are of half hours and differ from row to row, one opportunity in ten is online, and all say how far they go.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from benchmarks.world import SEED, SPREAD, subdistricts
from marketplace.areas.points import point_of
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.kernel.week import Slot
from marketplace.matching.terms import LifeTerms, OfferTerms
from models.vocabulary import Field, Mode, OpportunityKind, Support, Transport

ON = date(2026, 11, 23)
KINDS = (OpportunityKind.COURSE, OpportunityKind.COURSE, OpportunityKind.PLACEMENT, OpportunityKind.MENTORSHIP)
LANGUAGES = ("thai", "thai", "thai", "malay", "northern_thai", "isan", "english")
SKILLS = tuple(f"skill {number}" for number in range(300))
FIELDS = tuple(field.value for field in Field)
SUPPORTS = tuple(support.value for support in Support)
STARTS = range(6 * 60, 20 * 60, 30)


def offers(count: int, seed: int = SEED, *, areas: Sequence[str] = (), online: float = 0.1) -> list[OfferTerms]:
    """So many open opportunities in the given subdistricts, or all over the country."""
    chance = random.Random(seed)
    areas = areas or subdistricts()
    return [_offer(chance, number, chance.choice(areas), online) for number in range(count)]


def lives(count: int, seed: int, *, homes: Sequence[str] = ()) -> list[LifeTerms]:
    """So many young people, each with a week of their own."""
    chance = random.Random(seed)
    homes = homes or subdistricts()
    return [_life(chance, chance.choice(homes)) for _ in range(count)]


def _offer(chance: random.Random, number: int, area: str, online: float) -> OfferTerms:
    kind = chance.choice(KINDS)
    starts_on = ON + timedelta(days=chance.randint(1, 120))
    slots = _slots(chance)
    works = kind == OpportunityKind.PLACEMENT
    return OfferTerms(
        ref=f"O-{number}",
        kind=kind,
        field=chance.choice(FIELDS),
        area=area,
        point=_near(chance, area),
        mode=Mode.ONLINE if chance.random() < online else Mode.ONSITE,
        slots=slots,
        work_slots=slots if works else (),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=90),
        first_on=next(day for day in _days_from(starts_on) if day.weekday() in {slot.weekday for slot in slots}),
        apply_by=starts_on - timedelta(days=1),
        seats_left=chance.randint(0, 12),
        age_min=15,
        age_max=chance.choice((None, 24)),
        level_min=chance.choice((0, 0, 0, 1, 2, 3)),
        languages=frozenset(chance.sample(LANGUAGES, 2)) | {"thai"},
        skills=frozenset(chance.sample(SKILLS, chance.randint(0, 3))),
        supports_offered=frozenset(chance.sample(SUPPORTS, chance.randint(0, 5))),
        requires_documents=chance.random() < 0.3,
        hazards=frozenset({"H04"}) if chance.random() < 0.05 else frozenset(),
        wage_per_hour_satang=chance.randint(45, 90) * 100 if works else 0,
        stipend_per_session_satang=chance.choice((0, 10_000)),
        cost_per_month_satang=chance.choice((0, 0, 0, 30_000)),
        credits=chance.randint(0, 4),
    )


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(7))


def _slots(chance: random.Random) -> tuple[Slot, ...]:
    days = chance.sample(range(7), chance.randint(1, 3))
    start, length = chance.choice(STARTS), chance.choice((90, 120, 180, 240))
    return tuple(sorted(Slot(day, start, start + length) for day in days))


def _life(chance: random.Random, area: str) -> LifeTerms:
    return LifeTerms(
        birth_date=ON - timedelta(days=chance.randint(15 * 366, 24 * 365)),
        point=_near(chance, area),
        free=week.from_parts(chance.sample(week.PARTS, chance.randint(14, 24))),
        level=chance.choice((0, 1, 2, 3, 3)),
        languages=frozenset({"thai", chance.choice(LANGUAGES)}),
        support_needs=frozenset(chance.sample(SUPPORTS, chance.choice((0, 0, 0, 1, 1, 2)))),
        has_documents=chance.random() < 0.8,
        transport=chance.choice([each.value for each in Transport]),
        travel_minutes_max=chance.choice((30, 45, 60, 90)),
        cost_per_month_max_satang=chance.choice((None, 0, 50_000)),
        need_per_month_satang=chance.choice((0, 200_000, 500_000)),
        interests=frozenset(chance.sample(FIELDS, chance.randint(0, 3))),
        skills=frozenset(chance.sample(SKILLS, chance.randint(0, 3))),
    )


def _near(chance: random.Random, area: str) -> Point:
    place = point_of(area)
    spread = SPREAD[place.precision]
    lat, lon = (degrees + chance.uniform(-spread, spread) for degrees in place.point)
    return Point(round(lat, 5), round(lon, 5))
