"""Arithmetic over the columns: which rows hold the chosen marks, how many hold each, and how far away they are."""

from collections.abc import Iterable, Mapping
from math import cos, radians, sin
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from marketplace.kernel.geo import EARTH_RADIUS_KM, Point
from marketplace.offers.facets import ALL_OF, MARKS, Group, group_bits

Flags = npt.NDArray[np.bool_]
Marks = npt.NDArray[np.uint64]
Counts = dict[Group, dict[str, int]]

_CHUNK: Final = 65_536


def narrow(flags: Marks, chosen: Mapping[Group, frozenset[str]]) -> tuple[Flags | None, Counts]:
    """Which rows hold all that is chosen (None: all of them), and how many results every mark has.

    In a group of which any one mark is enough, marks are counted as if nothing of that group were chosen.
    """
    passes = {group: _pass(flags, group, values) for group, values in chosen.items() if values}
    kept = _all(passes.values())
    every = _per_mark(flags if kept is None else flags[kept])
    counts = dict.fromkeys(Group, every)
    for group in passes:
        if group not in ALL_OF:
            others = _all(one for other, one in passes.items() if other != group)
            counts[group] = _per_mark(flags if others is None else flags[others])
    told: Counts = {group: {} for group in Group}
    for place, (group, value) in enumerate(MARKS):
        if number := counts[group][place]:
            told[group][value] = number
    return kept, told


def count(flags: Marks, chosen: Mapping[Group, frozenset[str]]) -> int:
    """How many rows hold all that is chosen."""
    kept = _all(_pass(flags, group, values) for group, values in chosen.items() if values)
    return len(flags) if kept is None else int(np.count_nonzero(kept))


def directions(lats: npt.NDArray[np.float64], lons: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Points on the earth as unit vectors, one a row: their products tell how near they are to one another."""
    lat, lon = np.radians(lats), np.radians(lons)
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=-1)


def direction(point: Point) -> npt.NDArray[np.float64]:
    """One point as a unit vector."""
    lat, lon = radians(point.lat), radians(point.lon)
    return np.array((cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)))


def nearness(km: float) -> float:
    """The product of two unit vectors so far apart."""
    return cos(km / EARTH_RADIUS_KM)


def kilometres(nearness: npt.NDArray[np.float64]) -> list[float]:
    """Great-circle distances behind products of unit vectors."""
    away: list[float] = (EARTH_RADIUS_KM * np.arccos(np.clip(nearness, -1.0, 1.0))).tolist()
    return away


def _pass(flags: Marks, group: Group, values: Iterable[str]) -> Flags:
    asked = np.uint64(group_bits(group, values))
    held = flags & asked
    passed: Any = held == asked if group in ALL_OF else held != 0
    return np.asarray(passed, np.bool_)


def _all(passes: Iterable[Flags]) -> Flags | None:
    kept: Flags | None = None
    for one in passes:
        kept = one if kept is None else kept & one
    return kept


def _per_mark(flags: Marks) -> list[int]:
    total = np.zeros(len(MARKS), np.int64)
    for first in range(0, len(flags), _CHUNK):
        some = np.ascontiguousarray(flags[first : first + _CHUNK])
        spread = np.unpackbits(some.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little", count=len(MARKS))
        total += spread.sum(axis=0, dtype=np.int64)
    counts: list[int] = total.tolist()
    return counts
