"""Where areas lie: our own table of points, each with its precision; what has none stands where its parent does."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from marketplace.kernel.errors import NotFound
from marketplace.kernel.geo import Point, distance_km
from models.vocabulary import Precision

__all__ = ["AreaPoint", "Point", "distance_km", "km_outside", "known_points", "point_of"]

_FILE = Path(__file__).parent / "data" / "points.csv"

# Wide on purpose: Sangkhla Buri and Sop Moei lie about 200 km from the capitals of their provinces.
_REACH_KM = {Precision.PLACE: 40, Precision.SUBDISTRICT: 40, Precision.DISTRICT: 60, Precision.PROVINCE: 250}


class AreaPoint(NamedTuple):
    """A place in degrees, and how exactly it is known."""

    lat: float
    lon: float
    precision: Precision

    @property
    def point(self) -> Point:
        """The place alone, for measuring distances."""
        return Point(self.lat, self.lon)


@cache
def known_points() -> Mapping[str, AreaPoint]:
    """Every row of our table by area code."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["area"]: AreaPoint(float(row["lat"]), float(row["lon"]), Precision(row["precision"]))
            for row in csv.DictReader(file)
        }


def point_of(code: str) -> AreaPoint:
    """The point of an area, else its district's, else its province capital's; raises NotFound."""
    known = known_points()
    for length in (6, 4, 2):
        if len(code) >= length and (found := known.get(code[:length])):
            return found
    raise NotFound


def km_outside(code: str, place: Point) -> int | None:
    """How far a place is from the point of an area, when that is farther than any such area reaches; else None."""
    known = point_of(code)
    km = distance_km(known.point, place)
    return round(km) if km > _REACH_KM[known.precision] else None
