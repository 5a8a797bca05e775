"""Compiled: kilometres, minutes and fares, and which rows lie within reach. The same sums as `travel`."""

from math import asin, ceil, cos, floor, pi, sin, sqrt

import numpy as np

from marketplace.matching.index.compiling import compiled, inlined
from marketplace.matching.index.layout import (
    ALL_PACES,
    ANSWER_BITS,
    CELLS_A_BAND,
    CELLS_PER_DEGREE,
    COSINE,
    DETOUR,
    EARTH_DIAMETER_KM,
    FOOT_FARE,
    FOOT_FARE_KM,
    FOOT_PACE,
    FOOT_WAIT,
    HAIR,
    HAS_FREE,
    HAS_POINT,
    HAS_TRANSPORT,
    HOME_COSINE,
    HOME_LAT,
    HOME_LON,
    KM_PER_DEGREE,
    LAT,
    LON,
    NO_LIMIT,
    RIDE_FARE,
    RIDE_FARE_KM,
    RIDE_PACE,
    RIDE_WAIT,
    WALKABLE,
    WAY_MOST,
    WAYS,
)  # fmt: skip

DEGREE = pi / 180
BEYOND = NO_LIMIT + 1
ANYWHERE = 10_000
"""Kilometres from which on every row is looked at."""


@inlined
def kilometres(lat, lon, cosine, home):
    """The great-circle distance, as `geo.distance_km` reckons it."""
    half_lat = sin((lat - home[HOME_LAT]) * DEGREE / 2)
    half_lon = sin((lon - home[HOME_LON]) * DEGREE / 2)
    chord = half_lat * half_lat + home[HOME_COSINE] * cosine * (half_lon * half_lon)
    return EARTH_DIAMETER_KM * asin(min(1.0, sqrt(chord)))


@inlined
def minutes_of(road, pace, wait):
    """One way, in whole minutes."""
    return int(ceil(road * pace + wait - HAIR))


@inlined
def fare_of(road, base, per_km):
    """One way, in satang rounded up to the baht."""
    return int(ceil((base + road * per_km) / 100 - HAIR)) * 100


@compiled
def reach_at(minutes, pace, wait, floats):
    """Straight kilometres within so many minutes at a pace, and a little more."""
    return max(0.0, minutes - wait) / pace / floats[DETOUR] + 0.01


@compiled
def reach_of(minutes, whole, floats):
    """Straight kilometres within so many minutes on foot or by the life's own transport; by any when it told none."""
    if minutes < 0:
        return -1.0
    reach = reach_at(minutes, floats[FOOT_PACE], floats[FOOT_WAIT], floats)
    if whole[HAS_TRANSPORT]:
        return max(reach, reach_at(minutes, floats[RIDE_PACE], floats[RIDE_WAIT], floats))
    for way in range(WAYS):
        at = ALL_PACES + 2 * way
        reach = max(reach, reach_at(minutes, floats[at], floats[at + 1], floats))
    return reach


@compiled
def stretches(cells, bounds, reach, floats, found):
    """The runs of rows that may be within so many straight kilometres: in the grid, then online, then loose."""
    grid, online, size = bounds[0], bounds[1], bounds[2]
    count = 0
    if reach > ANYWHERE:
        found[count, 0], found[count, 1] = 0, grid
        count += 1
    elif reach >= 0:
        up = reach / KM_PER_DEGREE
        lat, lon = floats[HOME_LAT], floats[HOME_LON]
        aside = reach / (KM_PER_DEGREE * max(0.1, cos(min(89.0, abs(lat) + up) * DEGREE)))
        west = int(floor((lon - aside + 180) * CELLS_PER_DEGREE))
        east = int(floor((lon + aside + 180) * CELLS_PER_DEGREE)) + 1
        first = int(floor((lat - up + 180) * CELLS_PER_DEGREE))
        last = int(floor((lat + up + 180) * CELLS_PER_DEGREE))
        if last - first + 3 > len(found) or west < 0 or east >= CELLS_A_BAND:
            found[count, 0], found[count, 1] = 0, grid
            count += 1
        else:
            for band in range(first, last + 1):
                begin = np.searchsorted(cells, (band * CELLS_A_BAND + west) << ANSWER_BITS)
                end = begin + np.searchsorted(cells[begin:], (band * CELLS_A_BAND + east) << ANSWER_BITS)
                if begin < end:
                    found[count, 0], found[count, 1] = begin, end
                    count += 1
    for begin, end in ((grid, online), (online, size)):
        if begin < end:
            found[count, 0], found[count, 1] = begin, end
            count += 1
    return count


@inlined
def quickest(road, foot, floats):
    """Minutes by the quickest way there is, for a life that has not told how it gets about."""
    least = foot
    for way in range(WAYS):
        least = min(least, minutes_of(road, floats[ALL_PACES + 2 * way], floats[ALL_PACES + 2 * way + 1]))
    return least


@inlined
def road_to(points, row, floats):
    """Kilometres by road."""
    return kilometres(points[LAT, row], points[LON, row], points[COSINE, row], floats) * floats[DETOUR]


@inlined
def way_of(road, whole, floats):
    """(minutes that must fit, minutes told or -1, minutes and fare that cost, whether it is a short walk)."""
    foot = minutes_of(road, floats[FOOT_PACE], floats[FOOT_WAIT])
    ride = minutes_of(road, floats[RIDE_PACE], floats[RIDE_WAIT])
    least, fare = foot, 0
    if foot < ride:
        fare = fare_of(road, floats[FOOT_FARE], floats[FOOT_FARE_KM])
    else:
        least, fare = ride, fare_of(road, floats[RIDE_FARE], floats[RIDE_FARE_KM])
    hard = least if whole[HAS_TRANSPORT] else foot
    shown = hard
    if not whole[HAS_TRANSPORT] and quickest(road, foot, floats) != foot:
        shown = -1
    walks = foot < ride or (floats[RIDE_PACE] == floats[FOOT_PACE] and floats[RIDE_WAIT] == floats[FOOT_WAIT])
    return hard, (shown, least, fare, int(walks and foot <= whole[WALKABLE]))


@inlined
def hard_way(points, row, whole, floats):
    """`way_of` for a row that asks somebody to come; of an unknown home it asks too much or nothing."""
    hard, way = 0, (-1, 0, 0, 0)
    if whole[HAS_POINT]:
        hard, way = way_of(road_to(points, row, floats), whole, floats)
    elif whole[HAS_FREE] or whole[WAY_MOST] < NO_LIMIT:
        hard = BEYOND
    return hard, way
