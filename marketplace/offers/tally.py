"""Arithmetic around the pass over the columns: marks as bits, counts by group, and how far away a row is."""

from functools import lru_cache
from math import cos, radians, sin
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from marketplace.kernel.geo import EARTH_RADIUS_KM, Point
from marketplace.offers.facets import ALL_OF, MARKS, Group, group_bits
from marketplace.offers.wanted import Alone, Wanted

Counts = dict[Group, dict[str, int]]

_PLACES: Final = tuple(enumerate(MARKS))


@lru_cache(maxsize=1_024)
def marks(chosen: tuple[tuple[Group, frozenset[str]], ...]) -> dict[str, npt.NDArray[Any]]:
    """The marks that are chosen as the sieve takes them, one row a group; nothing chosen in a group is no group."""
    groups = [(group, values) for group, values in chosen if values]
    return {
        "some": np.array([group_bits(group, values) for group, values in groups], np.uint64),
        "every": np.array([group in ALL_OF for group, _ in groups], np.bool_),
        "of_group": np.array([group_bits(group) for group, _ in groups], np.uint64),
    }


def told(counts: npt.NDArray[np.int64]) -> Counts:
    """The number of each mark by its group; marks nothing has are left out."""
    found: Counts = {group: {} for group in Group}
    numbers = counts.tolist()
    for place, (group, value) in _PLACES:
        if numbers[place]:
            found[group][value] = numbers[place]
    return found


def alone(wanted: Wanted, numbers: npt.NDArray[np.int64]) -> Alone:
    """What one wish alone keeps out, as the pass counted it for the groups of marks that are wanted."""
    late, busy, *rest = numbers.tolist()
    return Alone(late, busy, dict(zip((group for group, values in wanted.chosen.items() if values), rest, strict=True)))


def directions(lats: npt.NDArray[np.float64], lons: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Points on the earth as unit vectors, one a row: their products tell how near they are to one another."""
    lat, lon = np.radians(lats), np.radians(lons)
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=-1)


@lru_cache(maxsize=4_096)
def direction(point: Point) -> npt.NDArray[np.float64]:
    """One point as a unit vector."""
    lat, lon = radians(point.lat), radians(point.lon)
    return np.array((cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)))


def nearness(km: float) -> float:
    """The product of two unit vectors so far apart."""
    return cos(km / EARTH_RADIUS_KM)
