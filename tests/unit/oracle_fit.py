"""The fit of the contract, written a second time: slow, minute by minute, sharing no code with the engine."""

import csv
import math
from datetime import date
from functools import lru_cache
from pathlib import Path

RATES = Path(__file__).parents[2] / "marketplace" / "matching" / "data" / "rates.csv"
CLOSED = {"entertainment", "gambling", "slaughterhouse", "fishing_vessel", "seafood_processing"}
WEEK = 7 * 24 * 60
FAR = date(9999, 12, 31)


def rate(name: str, subject: str) -> float:
    with RATES.open(encoding="utf-8") as file:
        (value,) = [float(r["value"]) for r in csv.DictReader(file) if (r["rate"], r["subject"]) == (name, subject)]
    return value


TABLE = {mode: (rate("speed", mode), rate("wait", mode)) for mode in ("walk", "bike", "motorbike", "public", "none")}
DETOUR = rate("detour", "*")


def years(born: date, day: date) -> int:
    """Count birthdays by walking through the years."""
    count = 0
    while True:
        try:
            birthday = born.replace(year=born.year + count + 1)
        except ValueError:
            birthday = date(born.year + count + 1, 3, 1)
        if birthday > day:
            return count
        count += 1


def travel_minutes(home, there, mode: str) -> int:
    """Angle between two unit vectors, times the earth, at the quicker of the mode and feet."""
    vectors = [
        (
            math.cos(math.radians(p[0])) * math.cos(math.radians(p[1])),
            math.cos(math.radians(p[0])) * math.sin(math.radians(p[1])),
            math.sin(math.radians(p[0])),
        )
        for p in (home, there)
    ]
    chord = math.dist(*vectors)
    road = 2 * 6371.0088 * math.asin(chord / 2) * DETOUR
    return min(math.ceil(road / TABLE[m][0] * 60 + TABLE[m][1] - 1e-6) for m in (mode, "walk"))


@lru_cache(maxsize=256)
def free_minutes(free: int) -> set[int]:
    return {minute for minute in range(WEEK) if free >> (minute // 30) & 1}


def inside(free: int, sessions, travel: int) -> bool:
    """Every half hour touched by a session or its way must be free."""
    allowed = free_minutes(free)
    for session in sessions:
        begin = session.weekday * 1440 + session.start_minute - travel
        end = session.weekday * 1440 + session.end_minute + travel
        begin -= begin % 30
        end += -end % 30
        if any(minute % WEEK not in allowed for minute in range(begin, end)):
            return False
    return True


def fits_for(life, offer, on: date, mode: str) -> bool:
    """The contract's paragraph, sentence by sentence, with every answer known."""
    online = offer.mode == "online"
    travel = 0 if online else travel_minutes(life.point, offer.point, mode)
    age = years(life.birth_date, offer.starts_on)
    sentences = [
        inside(life.free, offer.slots, travel),
        offer.seats_left > 0,
        offer.apply_by is None or offer.apply_by >= on,
        offer.age_min is None or offer.age_min <= age,
        offer.age_max is None or age <= offer.age_max,
        life.level >= offer.level_min,
        all(need in offer.supports_offered for need in life.support_needs),
        life.has_documents or not offer.requires_documents,
        any(language in offer.languages for language in life.languages),
        online or life.travel_minutes_max is None or travel <= life.travel_minutes_max,
        life.cost_per_month_max_satang is None or offer.cost_per_month_satang <= life.cost_per_month_max_satang,
        not any(in_the_way(life, offer, other, on, mode) for other in life.engaged),
    ]
    if offer.kind == "placement":
        sentences.append(age >= 15)
        if age < 18:
            sentences += [not offer.hazards, offer.place_type not in CLOSED, not works_at_night(offer)]
    return all(sentences)


def in_the_way(life, offer, other, on: date, mode: str) -> bool:
    """Days walked one by one, minutes written down one by one, the way between laid around the other's sessions."""
    last = min(offer.ends_on or FAR, other.days.last or FAR)
    day = max(offer.starts_on, other.days.first, on)
    if other.ref == offer.ref or day > last:
        return False
    here = life.point if offer.mode == "online" else offer.point
    there = life.point if other.is_online else other.point
    way = 0 if here is None or there is None else travel_minutes(here, there, mode)
    taken = minutes_of(other.slots, way)
    return bool(taken & minutes_of(offer.slots, 0))


def minutes_of(sessions, around: int) -> set[int]:
    return {
        minute % WEEK
        for s in sessions
        for minute in range(s.weekday * 1440 + s.start_minute - around, s.weekday * 1440 + s.end_minute + around)
    }


def works_at_night(offer) -> bool:
    hours = {minute % 1440 // 60 for s in offer.slots for minute in range(s.start_minute, s.end_minute)}
    return bool(hours & {22, 23, 0, 1, 2, 3, 4, 5})
