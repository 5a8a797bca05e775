"""Random lives and opportunities in one small area, dense enough that many pairs fit."""

from datetime import date, timedelta
from random import Random

from marketplace.i18n.lazy import Either
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.kernel.overlap import Days
from marketplace.kernel.week import Slot
from marketplace.matching.terms import Engagement, LifeTerms, OfferTerms

ON = date(2026, 11, 22)
SUPPORTS = ("step_free", "childcare", "ride", "device", "evening", "meal")
LANGUAGES = ("thai", "malay", "english")
TRANSPORT = ("walk", "bike", "motorbike", "public", "none")
PLACES = ("cafe", "farm", "office", "entertainment", "gambling", "fishing_vessel", "hotel_type_2_3_4")


def some(rng: Random, values: tuple[str, ...], odds: float) -> frozenset[str]:
    return frozenset(value for value in values if rng.random() < odds)


def point(rng: Random, spread: float) -> Point:
    return Point(6.54 + rng.uniform(-spread, spread), 101.28 + rng.uniform(-spread, spread))


def life(rng: Random) -> LifeTerms:
    chosen = [part for part in week.PARTS if rng.random() < 0.7]
    free = week.from_parts(chosen)
    if rng.random() < 0.5:
        free |= week.mask(week.slots_of(rng.getrandbits(336) & rng.getrandbits(336)))
    return LifeTerms(
        birth_date=date(2026, 11, 1) - timedelta(days=rng.randint(13 * 365, 25 * 365)),
        point=point(rng, 0.05),
        free=free if rng.random() < 0.9 else week.FULL,
        level=rng.choice([0, 1, 2, 3, 3, 4, 5]),
        languages=some(rng, LANGUAGES, 0.5) or frozenset({"thai"}),
        support_needs=some(rng, SUPPORTS, 0.08),
        has_documents=rng.random() < 0.8,
        transport=rng.choice(TRANSPORT),
        travel_minutes_max=rng.choice([None, 15, 30, 45, 60, 120]),
        cost_per_month_max_satang=rng.choice([None, 0, 10_000, 50_000]),
        need_per_month_satang=rng.choice([0, 300_000]),
        interests=some(rng, ("cooking", "digital"), 0.5),
        engaged=engaged(rng),
    )


def engaged(rng: Random) -> tuple[Engagement, ...]:
    """What somebody has a seat in: now and then something, seldom two things."""
    found = []
    for _ in range(rng.choice([0, 0, 1, 2])):
        one = offer(rng)
        first = ON + timedelta(days=rng.randint(-60, 120))
        found.append(
            Engagement(
                ref=one.ref,
                title=Either(th="งานเดิม", en="what is there"),
                days=Days(first, rng.choice([None, first + timedelta(days=rng.randint(0, 90))])),
                slots=one.slots,
                point=rng.choice([None, one.point, one.point]),
                is_online=one.is_online,
            )
        )
    return tuple(found)


def offer(rng: Random) -> OfferTerms:
    kind = rng.choice(["course", "placement", "placement", "mentorship"])
    slots = tuple(sorted({slot(rng, kind) for _ in range(rng.randint(1, 3))}))
    starts_on = ON + timedelta(days=rng.randint(1, 90))
    return OfferTerms(
        ref=f"O-{rng.getrandbits(40):x}",
        kind=kind,
        area="950101",
        point=point(rng, 0.05),
        mode=rng.choice(["onsite", "onsite", "online", "hybrid"]),
        place_type=rng.choice(PLACES) if rng.random() < 0.3 else "cafe",
        slots=slots,
        work_slots=slots if kind == "placement" else (),
        starts_on=starts_on,
        ends_on=rng.choice([None, starts_on + timedelta(days=rng.choice([0, 10, 120]))]),
        apply_by=rng.choice([None, ON, ON + timedelta(days=9), ON + timedelta(days=9), ON - timedelta(days=1)]),
        seats_left=rng.choice([0, 1, 3, 8, 20]),
        age_min=rng.choice([None, 15, 15, 18]),
        age_max=rng.choice([None, None, 20, 24]),
        level_min=rng.choice([0, 0, 0, 1, 2, 3]),
        languages=some(rng, LANGUAGES, 0.3) | {"thai"} if rng.random() < 0.9 else frozenset({"malay"}),
        supports_offered=some(rng, SUPPORTS, 0.6),
        requires_documents=rng.random() < 0.3,
        hazards=frozenset({"H04"}) if rng.random() < 0.15 else frozenset(),
        wage_per_hour_satang=5_000 if kind == "placement" else 0,
        cost_per_month_satang=rng.choice([0, 0, 0, 20_000]),
        answer_days=rng.choice([0, 5, 14, 180]),
    )


def slot(rng: Random, kind: str) -> Slot:
    start = rng.choice(range(6 * 60, 20 * 60, 15))
    if kind == "placement" and rng.random() < 0.1:
        start = rng.choice([0, 300, 345, 1200, 1260, 1290, 1320, 1425])
    return Slot(rng.randrange(7), start, start + rng.choice([45, 60, 90, 120, 180]))
