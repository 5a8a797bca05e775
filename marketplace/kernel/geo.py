"""Points on the earth and how far apart they are."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 (IUGG, Geodetic Reference System 1980)."""


class Point(NamedTuple):
    """A place in degrees."""

    lat: float
    lon: float


def distance_km(one: Point, other: Point) -> float:
    """The great-circle distance between two points (haversine)."""
    half_lat = radians(other.lat - one.lat) / 2
    half_lon = radians(other.lon - one.lon) / 2
    chord = sin(half_lat) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
