"""Compiled: whether a row is in the way of what a life has a seat in; the same sums as `fit` and `overlap`."""

from math import asin, sin, sqrt

from marketplace.matching.index.compiling import compiled, inlined
from marketplace.matching.index.days import announced
from marketplace.matching.index.layout import (
    CELL_MINUTES,
    COSINE,
    DAYS,
    DETOUR,
    EARTH_DIAMETER_KM,
    ENDLESS,
    EXTRA,
    FIRST_DAY,
    FOOT_PACE,
    FOOT_WAIT,
    FROM_MINUTE,
    HALF,
    HAS_POINT,
    HAS_TRANSPORT,
    HOME_COSINE,
    HOME_LAT,
    HOME_LON,
    IS_SOMEWHERE,
    LAST_DAY,
    LASTS_AT,
    LAT,
    LON,
    NEVER,
    NOWHERE,
    ON,
    ONLINE,
    RIDE_PACE,
    RIDE_WAIT,
    SAME,
    SHAPE,
    TIE,
    UNTIL_MINUTE,
    WEEK_CELLS,
    WORD,
)  # fmt: skip
from marketplace.matching.index.roads import DEGREE, minutes_of, quickest

WEEK_MINUTES = WEEK_CELLS * CELL_MINUTES
FREE, TAKEN_NOW, UNSURE = 0, 1, 2


@inlined
def apart(lat, lon, cosine, other_lat, other_lon, other_cosine):
    """The great-circle distance of two points, as `geo.distance_km` reckons it."""
    half_lat = sin((lat - other_lat) * DEGREE / 2)
    half_lon = sin((lon - other_lon) * DEGREE / 2)
    chord = half_lat * half_lat + other_cosine * cosine * (half_lon * half_lon)
    return EARTH_DIAMETER_KM * asin(min(1.0, sqrt(chord)))


@compiled
def room_between(pattern, starts, slots, begin, end):
    """The fewest minutes between a session and those of a pattern; below 0 where they overlap."""
    least = WEEK_MINUTES
    for at in range(starts[pattern], starts[pattern + 1]):
        for turn in (-WEEK_MINUTES, 0, WEEK_MINUTES):
            least = min(least, max(slots[at, 0] + turn - end, begin - slots[at, 1] - turn))
    return least


@compiled
def in_the_way(cols, points, row, tables, life, pace, wait):
    """FREE, TAKEN_NOW or UNSURE (where how the life gets about decides), for somebody at that pace or on foot."""
    whole, floats, held, places = life[0], life[1], life[5], life[6]
    word, pattern = cols[WORD, row], cols[SHAPE, row] >> HALF
    first, lasts = announced(cols[DAYS, row]), cols[EXTRA, row] >> LASTS_AT
    last = NEVER if lasts >= ENDLESS else first + lasts
    lat, lon, cosine = points[LAT, row], points[LON, row], points[COSINE, row]
    is_somewhere = not word & NOWHERE
    if word & ONLINE:
        lat, lon, cosine, is_somewhere = floats[HOME_LAT], floats[HOME_LON], floats[HOME_COSINE], whole[HAS_POINT] != 0
    found = FREE
    for at in range(len(held)):
        if held[at, SAME] == cols[TIE, row] or max(first, held[at, FIRST_DAY], whole[ON]) > min(
            last, held[at, LAST_DAY]
        ):
            continue
        room = room_between(pattern, tables[0], tables[1], held[at, FROM_MINUTE], held[at, UNTIL_MINUTE])
        if room < 0:
            return TAKEN_NOW
        if not is_somewhere or not held[at, IS_SOMEWHERE]:
            continue
        road = apart(lat, lon, cosine, places[at, 0], places[at, 1], places[at, 2]) * floats[DETOUR]
        foot = minutes_of(road, floats[FOOT_PACE], floats[FOOT_WAIT])
        least = min(foot, minutes_of(road, pace, wait)) if whole[HAS_TRANSPORT] else quickest(road, foot, floats)
        if room < least:
            return TAKEN_NOW
        if not whole[HAS_TRANSPORT] and room < foot:
            found = UNSURE
    return found


@compiled
def leaves_room(cols, points, row, tables, life):
    """Whether nothing a life has a seat in is surely or perhaps in the way."""
    floats = life[1]
    return in_the_way(cols, points, row, tables, life, floats[RIDE_PACE], floats[RIDE_WAIT]) == FREE
