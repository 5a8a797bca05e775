"""The oracle of the matching benchmarks: fit and score by the contract in plain Python, apart from the engine.

What does not depend on who asks is worked out beforehand, and the cheapest rules come first, as anybody would do.
"""

from collections.abc import Sequence
from datetime import date
from math import asin, ceil, cos, floor, radians, sin, sqrt

from marketplace.kernel import week
from marketplace.labour.rates import minimum_wage
from marketplace.matching.fit import judge
from marketplace.matching.paydays import first_session, read
from marketplace.matching.reasons import why_it_fits
from marketplace.matching.scoring import tie
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.travel import rates_on
from marketplace.matching.weights import national

CLOSED = {"entertainment", "gambling", "slaughterhouse", "fishing_vessel", "seafood_processing"}
NIGHT = week.mask(week.parse(";".join(f"{day} 22:00-06:00" for day in week.DAY_NAMES)))


class Oracle:
    """Every opportunity of a country, ready to be held against one life after another."""

    def __init__(self, offers: Sequence[OfferTerms], on: date) -> None:
        self.offers, self.on = offers, on
        self.rates, self.weights = rates_on(on), national(on)
        self.rows = [self._row(at, offer) for at, offer in enumerate(offers)]

    def best(self, life: LifeTerms, top: int = 20) -> list[tuple[int, float]]:
        """Places and scores of the best that fit."""
        found = []
        born, on, needs, spoken = life.birth_date, self.on, life.support_needs, life.languages
        level, papers, limit = life.level, life.has_documents, life.travel_minutes_max
        purse = life.cost_per_month_max_satang
        taken = week.FULL & ~life.free
        for row in self.rows:
            at, seats, apply_by, least, most, floor_level, languages, offered, asks, cost, mask = row[:11]
            if seats <= 0 or level < floor_level or (asks and not papers) or apply_by < on or mask & taken:
                continue
            if not needs <= offered or not spoken & languages or (purse is not None and cost > purse):
                continue
            start = row[11]
            age = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
            if age < least or age > most:
                continue
            way = (0, 0)
            if row[12] is not None:
                way = self._way(life, row[12])
                if way[0] > limit or week.mask(self.offers[at].slots, way[0]) & taken:
                    continue
            found.append((*self._placed(life, at, row, way), at))
        found.sort()
        return [(entry[-1], -entry[0]) for entry in found[:top]]

    def reasons(self, life: LifeTerms, found: Sequence[tuple[int, float]]) -> list[object]:
        """Why each of them suits, in words."""
        offers = [self.offers[at] for at, _ in found]
        return [why_it_fits(life, offer, self.on, take_home(life, offer, self.on)) for offer in offers]

    def _row(self, at: int, offer: OfferTerms) -> tuple[object, ...]:
        mask = week.mask(offer.slots)
        least = offer.age_min or 0
        if offer.kind == "placement":
            shut = offer.hazards or offer.place_type in CLOSED or mask & NIGHT
            least = max(least, 18 if shut else 15)
        hours: dict[int, int] = {}
        for slot in offer.work_slots:
            hours[slot.weekday] = hours.get(slot.weekday, 0) + slot.minutes
        wage = offer.wage_per_hour_satang
        floor_day = minimum_wage(offer.area, offer.starts_on, offer.place_type) if wage and hours else 0
        a_week = sum(max(wage * minutes // 60, floor_day) for minutes in hours.values()) if wage else 0
        learning = [slot for slot in offer.slots if slot not in offer.work_slots] or offer.slots
        a_week += len(learning) * offer.stipend_per_session_satang
        a_week += sum((offer.stipend_per_hour_satang * slot.minutes + 30) // 60 for slot in learning)
        day = first_session(offer.slots, max(offer.starts_on, self.on), offer.off, offer.ends_on)
        baht = read(offer.pay_day).after(day).toordinal() if a_week and day else None
        return (
            at, offer.seats_left, offer.apply_by, least, 200 if offer.age_max is None else offer.age_max,
            offer.level_min, offer.languages, offer.supports_offered, offer.requires_documents,
            offer.cost_per_month_satang, mask, offer.starts_on,
            None if offer.mode == "online" else (offer.point.lat, offer.point.lon), a_week, baht,
            len({slot.weekday for slot in offer.slots}), sum(slot.minutes for slot in offer.slots), len(offer.slots),
        )  # fmt: skip

    def _way(self, life: LifeTerms, there: tuple[float, float]) -> tuple[int, int]:
        lat, lon = life.point
        up, aside = radians(there[0] - lat) / 2, radians(there[1] - lon) / 2
        chord = sin(up) ** 2 + cos(radians(lat)) * cos(radians(there[0])) * sin(aside) ** 2
        road = 2 * 6371.0088 * asin(sqrt(chord)) * self.rates.detour
        found = []
        for name in ("walk", life.transport):
            pace = self.rates.paces[name]
            minutes = ceil(road * pace.minutes_per_km + pace.wait_minutes - 1e-9)
            found.append((minutes, ceil((pace.fare_satang + road * pace.fare_per_km_satang) / 100 - 1e-9) * 100))
        walk, ride = found
        return walk if walk[0] < ride[0] else ride

    def _placed(self, life: LifeTerms, at: int, row: tuple[object, ...], way: tuple[int, int]) -> tuple[object, ...]:
        offer, weights, (minutes, fare) = self.offers[at], self.weights, way
        a_week, baht, days, sessions, times = row[13:18]
        a_week -= 0 if "ride" in offer.supports_offered else days * 2 * fare
        if "childcare" in life.support_needs and "childcare" not in offer.supports_offered:
            a_week -= self.rates.care_per_hour_satang * (sessions + 2 * minutes * times) // 60
        month = (a_week * 52 - offer.cost_per_month_satang * 12) // 1200 * 100
        shared = len(life.interests & ({offer.field} | offer.skills)) + len(life.skills & offer.skills)
        credits = offer.credits if life.level < 3 else 0
        ahead = ((offer.first_on or offer.starts_on) - self.on).days
        parts = (
            month / (life.need_per_month_satang or 500_000),
            0.0 if baht is None else 1 - (baht - self.on.toordinal()) / 90,
            shared / 2,
            0.0,
            1 - minutes / 120,
            1 - ahead / 90,
            credits / 3,
            0.95,
        )
        total = 0.0
        for share, part in zip(weights.shares, parts, strict=True):
            total += share * min(1.0, max(0.0, part))
        score = floor(total / 100.0 * 1_000_000 + 0.5) / 1_000_000
        later = 3_652_059 if baht is None else baht
        return -score, -month, later, -shared, minutes, ahead, -credits, tie(offer.ref, weights.seed), offer.ref


def fits(life: LifeTerms, offer: OfferTerms, on: date) -> bool:
    """The verdict of the plain rules."""
    return judge(life, offer, on).fits
