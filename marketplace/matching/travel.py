"""How long and how dear a way is, from distance and transport, by dated rates (`data/rates.csv`).

One way, in whole minutes rounded up: straight km x detour / speed + wait. Whoever is quicker on foot walks.
A fare is one way too, rounded up to whole baht: base + road km x fare per km.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from math import ceil
from pathlib import Path

from marketplace.kernel import dated
from marketplace.kernel.dated import ANY, DatedTable
from marketplace.kernel.geo import Point, distance_km
from marketplace.kernel.money import SATANG, parse_baht
from models.vocabulary import Transport

# Keeps 12.000000000000002 minutes from becoming 13.
_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Pace:
    """What one way of getting about takes, in minutes and satang."""

    transport: str
    minutes_per_km: float
    wait_minutes: float
    fare_satang: int
    fare_per_km_satang: float


@dataclass(frozen=True)
class Rates:
    """The rates in force on one day."""

    detour: float
    walkable_minutes: int
    care_per_hour_satang: int
    lost_wage_per_hour_satang: int
    paces: dict[str, Pace]


@dataclass(frozen=True, slots=True)
class Way:
    """One way there: how, how long, and what it costs in satang."""

    transport: str
    minutes: int
    fare_satang: int


_ON_FOOT = (Transport.WALK, Transport.NONE)
NO_WAY_TO_GO = Way(Transport.NONE, 0, 0)
"""What online sessions ask of anybody."""


@cache
def rate_table() -> DatedTable:
    """Every dated row behind travel and take-home."""
    return dated.read(Path(__file__).parent / "data" / "rates.csv", key=("rate", "subject"))


@lru_cache(maxsize=512)
def rates_on(day: date) -> Rates:
    """The rates of a day; days before the first row are told by NoRate."""
    return Rates(
        detour=float(_value(day, "detour")),
        walkable_minutes=int(_value(day, "walkable")),
        care_per_hour_satang=parse_baht(_value(day, "care")),
        lost_wage_per_hour_satang=parse_baht(_value(day, "lost_wage")),
        paces={transport.value: _pace(day, transport.value) for transport in Transport},
    )


@lru_cache(maxsize=1_024)
def ways(home: Point, there: Point, day: date, transport: str | None) -> tuple[Way, ...]:
    """The ways that come into question, quickest first: one for a known transport, else one for each."""
    km = distance_km(home, there)
    asked = [transport] if transport else [each.value for each in Transport]
    return tuple(sorted((_quickest(km, day, each) for each in asked), key=lambda way: way.minutes))


def counted(home: Point, there: Point, day: date, transport: str | None) -> Way:
    """The one way that is told and reckoned with: the quickest by a transport, by public transport while unknown."""
    return ways(home, there, day, transport or Transport.PUBLIC)[0]


def is_walk(way: Way, day: date) -> bool:
    """Whether a way is gone on foot and short enough to say 'near enough to walk'."""
    return way.transport in _ON_FOOT and way.minutes <= rates_on(day).walkable_minutes


def _quickest(km: float, day: date, transport: str) -> Way:
    rates = rates_on(day)
    walk, ride = _way(km, Transport.WALK, rates), _way(km, transport, rates)
    return walk if walk.minutes < ride.minutes else ride


def _way(km: float, transport: str, rates: Rates) -> Way:
    pace, road_km = rates.paces[transport], km * rates.detour
    minutes = ceil(road_km * pace.minutes_per_km + pace.wait_minutes - _HAIR)
    satang = pace.fare_satang + road_km * pace.fare_per_km_satang
    return Way(pace.transport, minutes, ceil(satang / SATANG - _HAIR) * SATANG)


def _pace(day: date, transport: str) -> Pace:
    return Pace(
        transport=transport,
        minutes_per_km=60 / float(_value(day, "speed", transport)),
        wait_minutes=float(_value(day, "wait", transport)),
        fare_satang=parse_baht(_value(day, "fare_base", transport)),
        fare_per_km_satang=float(parse_baht(_value(day, "fare_per_km", transport))),
    )


def _value(day: date, rate: str, subject: str = ANY) -> str:
    return rate_table().one(day, rate, subject).facts["value"]
