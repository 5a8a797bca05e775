"""Compiled: one life against all rows. The same sums in the same order as `fit`, `travel`, `takehome` and `scoring`."""

from math import asin, ceil, cos, floor, pi, sin, sqrt

import numpy as np
from numba import njit

from marketplace.matching.index.layout import (
    AGED,
    ALL_PACES,
    ALONE,
    BAHT,
    BLOCK,
    BORN,
    BORN_ON,
    BY_BAHT,
    BY_CREDITS,
    BY_GOAL,
    BY_MINUTES,
    BY_MONEY,
    BY_RELIABLE,
    BY_SCORE,
    BY_SHARED,
    BY_START,
    BY_TIE,
    CARE,
    CELL_MINUTES,
    CELLS_A_BAND,
    CELLS_PER_DEGREE,
    CHILDCARE,
    COSINE,
    COST,
    COST_MOST,
    CREDITS,
    DAY_CELLS,
    DAYS,
    DETOUR,
    EARTH_DIAMETER_KM,
    ENOUGH_CREDITS,
    ENOUGH_SHARED,
    EVENINGS,
    EXTRA,
    FAR,
    FARTHEST,
    FOOT_FARE,
    FOOT_FARE_KM,
    FOOT_PACE,
    FOOT_WAIT,
    GOAL,
    HAIR,
    HALF,
    HAS_FREE,
    HAS_POINT,
    HAS_TRANSPORT,
    HOME_COSINE,
    HOME_LAT,
    HOME_LON,
    HOURS,
    HOURS_FROM,
    INTEREST,
    KM_PER_DEGREE,
    KNOWN_SUPPORTS,
    LANGUAGES,
    LAT,
    LATEST,
    LATEST_BAHT,
    LEARNS_ON,
    LEVEL_AT,
    LON,
    LOST,
    LOW,
    MENTORED,
    MONTH,
    NEED,
    NEED_TOLD,
    NEEDS,
    NEVER,
    NO_CERTIFICATE,
    NO_LIMIT,
    NO_PAPERS,
    ON,
    ONLINE,
    ORDERED,
    PAPERS,
    PARTS,
    QUALITY,
    RESULT,
    RIDE,
    RIDE_FARE,
    RIDE_FARE_KM,
    RIDE_PACE,
    RIDE_WAIT,
    ROW,
    SHAPE,
    SHARES,
    SKILL,
    SLOT_COUNT,
    SLOT_DAYS,
    SLOT_MINUTES,
    SPEAKS,
    SUPPORT_AT,
    TIE,
    TIMED,
    WALKABLE,
    WAY_MOST,
    WAYS,
    WEEK,
    WEEK_CELLS,
    WEEKENDS,
    WHY,
    WHY_CERTIFICATE,
    WHY_ENOUGH,
    WHY_HOME,
    WHY_INTEREST,
    WHY_MENTOR,
    WHY_NEEDS,
    WHY_OFFERED,
    WHY_PAPERS,
    WHY_SKILL,
    WHY_WALK,
    WORD,
    WORKING,
)  # fmt: skip

DEGREE = pi / 180
STRETCH = np.array([sum(hour <= cell // 2 for hour in HOURS_FROM) - 1 for cell in range(DAY_CELLS)], np.int64)
STRETCHES = len(HOURS_FROM) - 1
ALL_STRETCHES = (1 << 7 * STRETCHES) - 1
"""Which stretch of its day a half hour lies in, and how many a day has."""

UNBOUND = 1e300
EVERY, NO_WORD = -2, -1
BEYOND = NO_LIMIT + 1
ANYWHERE = 10_000
"""Kilometres from which on every row is looked at."""


@njit(cache=True, nogil=True)
def runs(free, before, after):
    """How many half hours in a row are free up to and from each one (NO_LIMIT when the whole week is).

    Returns the stretches of days in which nothing is free.
    """
    taken, some = -1, 0
    for cell in range(WEEK_CELLS):
        if free[cell >> 6] >> np.uint64(cell & 63) & np.uint64(1):
            some |= 1 << (cell // DAY_CELLS * STRETCHES + STRETCH[cell % DAY_CELLS])
    for cell in range(WEEK_CELLS):
        if not free[cell >> 6] >> np.uint64(cell & 63) & np.uint64(1):
            taken = cell
            break
    if taken < 0:
        before[:] = NO_LIMIT
        after[:] = NO_LIMIT
        return 0
    count = 0
    for step in range(1, WEEK_CELLS + 1):
        cell = (taken + step) % WEEK_CELLS
        count = count + 1 if free[cell >> 6] >> np.uint64(cell & 63) & np.uint64(1) else 0
        before[cell] = count
    count = 0
    for step in range(1, WEEK_CELLS + 1):
        cell = (taken - step) % WEEK_CELLS
        count = count + 1 if free[cell >> 6] >> np.uint64(cell & 63) & np.uint64(1) else 0
        after[cell] = count
    return ALL_STRETCHES & ~some


@njit(cache=True, nogil=True, inline="always")
def margin(pattern, starts, slots, before, after):
    """The most minutes of way before and after with which every session is still in free hours; -1 for none."""
    most = NO_LIMIT
    for at in range(starts[pattern], starts[pattern + 1]):
        begin, end = slots[at, 0], slots[at, 1]
        first = begin // CELL_MINUTES
        needed = (end - 1) // CELL_MINUTES - first + 1
        left, right = before[first], after[first]
        if right < needed:
            return -1
        if left >= NO_LIMIT:
            continue
        most = min(most, begin - CELL_MINUTES * (first - left + 1), CELL_MINUTES * (first + right) - end)
    return most


@njit(cache=True, nogil=True, inline="always")
def kilometres(lat, lon, cosine, home):
    """The great-circle distance, as `geo.distance_km` reckons it."""
    half_lat = sin((lat - home[HOME_LAT]) * DEGREE / 2)
    half_lon = sin((lon - home[HOME_LON]) * DEGREE / 2)
    chord = half_lat * half_lat + home[HOME_COSINE] * cosine * (half_lon * half_lon)
    return EARTH_DIAMETER_KM * asin(min(1.0, sqrt(chord)))


@njit(cache=True, nogil=True, inline="always")
def minutes_of(road, pace, wait):
    """One way, in whole minutes."""
    return int(ceil(road * pace + wait - HAIR))


@njit(cache=True, nogil=True, inline="always")
def fare_of(road, base, per_km):
    """One way, in satang rounded up to the baht."""
    return int(ceil((base + road * per_km) / 100 - HAIR)) * 100


@njit(cache=True, nogil=True, inline="always")
def month_of(word, week, month, facts, whole, minutes, fare):
    """What is left of a month, in satang; see `takehome`."""
    if fare and not word & RIDE:
        week -= facts[SLOT_DAYS] * 2 * fare
    away = facts[SLOT_MINUTES] + 2 * minutes * facts[SLOT_COUNT]
    if whole[ALONE] and not word & CHILDCARE:
        week -= whole[CARE] * away // 60
    if whole[LOST]:
        week -= whole[LOST] * away // 60
    return (week * 52 + month * 12) // 1200 * 100


@njit(cache=True, nogil=True, inline="always")
def shared_of(topic, starts, words, kinds, mark):
    """Interests it is about and skills it uses (both counted), and whether it serves the goal."""
    interests, skills, goal = 0, 0, (mark[kinds[topic]] & GOAL) != 0
    for at in range(starts[topic], starts[topic + 1]):
        said = mark[words[at] >> 1]
        if said:
            interests += said & INTEREST
            if words[at] & 1 and said & SKILL:
                skills += 1
            if said & GOAL:
                goal = True
    return interests, skills, goal


@njit(cache=True, nogil=True, inline="always")
def share(value):
    """From 0 to 1."""
    return min(1.0, max(0.0, value))


@njit(cache=True, nogil=True, inline="always")
def tell(cols, row, tables, life, way, result):
    """Everything a ranking says of a row that fits; minutes below 0 are not known."""
    _, _, pattern_facts, topic_starts, topic_words, topic_kinds, _ = tables
    whole, floats, _, mark, _ = life
    minutes, money_minutes, fare, walks = way
    word, shape, extra = cols[WORD, row], cols[SHAPE, row], cols[EXTRA, row]
    facts = pattern_facts[shape >> HALF]
    money = month_of(word, cols[WEEK, row], cols[MONTH, row], facts, whole, money_minutes, fare)
    interests, skills, goal = shared_of(shape & LOW, topic_starts, topic_words, topic_kinds, mark)
    shared = interests + skills
    starts, baht = cols[DAYS, row] & LOW, cols[BAHT, row]
    credit = (extra >> 20) & 0xFFFFF if whole[LEARNS_ON] else 0
    reliable = extra & 0xFFFFF
    far = whole[FARTHEST] if minutes < 0 else minutes
    total = 0.0
    total += floats[SHARES] * share(money / whole[NEED])
    total += floats[SHARES + 1] * share(1 - (baht - whole[ON]) / whole[LATEST_BAHT] if baht < NEVER else 0.0)
    total += floats[SHARES + 2] * share(shared / whole[ENOUGH_SHARED])
    total += floats[SHARES + 3] * (1.0 if goal else 0.0)
    total += floats[SHARES + 4] * share(1 - far / whole[FARTHEST])
    total += floats[SHARES + 5] * share(1 - (starts - whole[ON]) / whole[LATEST])
    total += floats[SHARES + 6] * share(credit / whole[ENOUGH_CREDITS])
    total += floats[SHARES + 7] * share(reliable / 1_000_000)
    result[BY_SCORE] = -int(floor(total / floats[SHARES + PARTS] * 1_000_000 + 0.5))
    result[BY_MONEY] = -money
    result[BY_BAHT] = baht
    result[BY_SHARED] = -shared
    result[BY_GOAL] = -1 if goal else 0
    result[BY_MINUTES] = FAR if minutes < 0 else minutes
    result[BY_START] = starts
    result[BY_CREDITS] = -credit
    result[BY_RELIABLE] = -reliable
    result[BY_TIE] = cols[TIE, row]
    result[ROW] = row
    offered = ~(word >> SUPPORT_AT) & KNOWN_SUPPORTS
    why = int((word & EVENINGS) != 0) | int((word & WEEKENDS) != 0) << 1 | (whole[NEEDS] & offered) << WHY_NEEDS
    why |= int(whole[NO_PAPERS] and not word & PAPERS) << WHY_PAPERS | int((word & ONLINE) != 0) << WHY_HOME
    why |= walks << WHY_WALK | int(0 < whole[NEED_TOLD] <= money) << WHY_ENOUGH
    why |= int(interests > 0) << WHY_INTEREST | int(skills > 0) << WHY_SKILL
    why |= int(whole[NO_CERTIFICATE] and (word >> LEVEL_AT & 1) != 0) << WHY_CERTIFICATE
    result[WHY] = why | int((word & MENTORED) != 0) << WHY_MENTOR | offered << WHY_OFFERED
    result[CREDITS] = (extra >> 20) & 0xFFFFF


@njit(cache=True, nogil=True, inline="always")
def promising(cols, row, whole, floats, minutes, worst):
    """Whether a row could still come before one of that score (a negative number): its parts taken at their best."""
    shares, scale = SHARES, floats[SHARES + PARTS]
    money = (cols[WEEK, row] * 52 + cols[MONTH, row] * 12) / 12
    best = floats[shares + 2] + floats[shares + 3] + floats[shares + 7]
    best += floats[shares] * share(money / whole[NEED])
    if cols[BAHT, row] < NEVER:
        best += floats[shares + 1] * share(1 - (cols[BAHT, row] - whole[ON]) / whole[LATEST_BAHT])
    if minutes > 0:
        best += floats[shares + 4] * share(1 - minutes / whole[FARTHEST])
    elif minutes == 0:
        best += floats[shares + 4]
    best += floats[shares + 5] * share(1 - ((cols[DAYS, row] & LOW) - whole[ON]) / whole[LATEST])
    if whole[LEARNS_ON]:
        best += floats[shares + 6] * share(((cols[EXTRA, row] >> 20) & 0xFFFFF) / whole[ENOUGH_CREDITS])
    return best * 1_000_000 + scale >= -worst * scale


@njit(cache=True, nogil=True)
def before(results, one, other):
    """Whether one result comes before another."""
    for at in range(ORDERED):
        if results[one, at] != results[other, at]:
            return results[one, at] < results[other, at]
    return False


@njit(cache=True, nogil=True, inline="always")
def keep(results, places, count, most):
    """Sort the result in the spare row `places[count]` in among the best; returns how many there are now."""
    spare = places[count]
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if before(results, spare, places[middle]):
            high = middle
        else:
            low = middle + 1
    for at in range(count, low, -1):
        places[at] = places[at - 1]
    places[low] = spare
    return min(count + 1, most)


@njit(cache=True, nogil=True)
def reach_at(minutes, pace, wait, floats):
    """Straight kilometres within so many minutes at a pace, and a little more."""
    return max(0.0, minutes - wait) / pace / floats[DETOUR] + 0.01


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
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
                begin = np.searchsorted(cells, band * CELLS_A_BAND + west)
                end = begin + np.searchsorted(cells[begin:], band * CELLS_A_BAND + east)
                if begin < end:
                    found[count, 0], found[count, 1] = begin, end
                    count += 1
    for begin, end in ((grid, online), (online, size)):
        if begin < end:
            found[count, 0], found[count, 1] = begin, end
            count += 1
    return count


@njit(cache=True, nogil=True, inline="always")
def quickest(road, foot, floats):
    """Minutes by the quickest way there is, for a life that has not told how it gets about."""
    least = foot
    for way in range(WAYS):
        least = min(least, minutes_of(road, floats[ALL_PACES + 2 * way], floats[ALL_PACES + 2 * way + 1]))
    return least


@njit(cache=True, nogil=True, inline="always")
def road_to(points, row, floats):
    """Kilometres by road."""
    return kilometres(points[LAT, row], points[LON, row], points[COSINE, row], floats) * floats[DETOUR]


@njit(cache=True, nogil=True, inline="always")
def way_of(road, whole, floats):
    """(minutes that must fit, minutes told or -1, minutes and fare that cost, whether one can walk)."""
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
    return hard, (shown, least, fare, int(foot <= whole[WALKABLE]))


@njit(cache=True, nogil=True, inline="always")
def hard_way(points, row, whole, floats):
    """`way_of` for a row that asks somebody to come; of an unknown home it asks too much or nothing."""
    hard, way = 0, (-1, 0, 0, 0)
    if whole[HAS_POINT]:
        hard, way = way_of(road_to(points, row, floats), whole, floats)
    elif whole[HAS_FREE] or whole[WAY_MOST] < NO_LIMIT:
        hard = BEYOND
    return hard, way


@njit(cache=True, nogil=True, inline="always")
def passes(cols, row, whole):
    """Every rule that asks neither the way nor the week."""
    word = cols[WORD, row]
    if word & whole[BLOCK] or not cols[LANGUAGES, row] & whole[SPEAKS]:
        return False
    born = cols[BORN, row]
    if word & AGED and (whole[BORN_ON] < born >> HALF or whole[BORN_ON] > (born & LOW)):
        return False
    return cols[DAYS, row] >> HALF >= whole[ON] and cols[COST, row] <= whole[COST_MOST]


@njit(cache=True, nogil=True)
def longest_way(whole, starts, slots, before, after):
    """The most minutes any way may take, from the limit told or else from the free hours."""
    if whole[WAY_MOST] < NO_LIMIT or not whole[HAS_FREE]:
        return whole[WAY_MOST]
    most = -1
    for pattern in range(len(starts) - 1):
        most = max(most, margin(pattern, starts, slots, before, after))
    return most


@njit(cache=True, nogil=True, inline="always")
def marked_skill(topic, starts, words, mark):
    """The first skill of a topic that means something to the life, -1 when none does."""
    found = -1
    for at in range(starts[topic], starts[topic + 1]):
        if words[at] & 1 and mark[words[at] >> 1]:
            found = words[at] >> 1
            break
    return found


@njit(cache=True, nogil=True, inline="always")
def skipped(cols, row, tables, life, word):
    """Whether another pass over the rows finds this one: by its first marked skill, or else in its group."""
    if word == EVERY:
        return False
    return marked_skill(cols[SHAPE, row] & LOW, tables[3], tables[4], life[3]) != word


@njit(cache=True, nogil=True)
def scan(index, life, week, most, out, count, span):
    """Keep the best of a run of rows among the best: (how many are kept, how many of the run fit).

    A span is its two ends, the word it is the list of (or NO_WORD for a group, EVERY for any run) and what a row may
    have beyond its quality, infinite where the run is not in the order of that.
    """
    cols, points, _, _, tables = index[:5]
    whole, floats = life[0], life[1]
    results, places = out
    before, after, taken = week
    begin, end, word, base = span
    scale, fitting = floats[SHARES + PARTS], 0
    for at in range(begin, end):
        row = index[7][at] if word >= 0 else at
        if base < UNBOUND and count == most:
            best = (base + points[QUALITY, row]) * 1_000_000 + scale
            if best < -results[places[most - 1], BY_SCORE] * scale:
                break
        if not passes(cols, row, whole) or cols[HOURS, row] & taken or skipped(cols, row, tables, life, word):
            continue
        room, hard, way = NO_LIMIT, 0, (0, 0, 0, 0)
        if cols[WORD, row] & TIMED:
            room = margin(cols[SHAPE, row] >> HALF, tables[0], tables[1], before, after)
        if not cols[WORD, row] & ONLINE:
            hard, way = hard_way(points, row, whole, floats)
        if hard > room or hard > whole[WAY_MOST]:
            continue
        fitting += 1
        if count < most or promising(cols, row, whole, floats, way[0], results[places[most - 1], BY_SCORE]):
            tell(cols, row, tables, life, way, results[places[count]])
            count = keep(results, places, count, most)
    return count, fitting


@njit(cache=True, nogil=True)
def online_best(index, life, week, most, out, count):
    """The best of the online block without looking at all of it.

    Rows with a skill the life has told are found by that word; the others lie in groups of one field, kind and pay,
    the best in everything else first, and a group is left as soon as nothing in it can come among the best any more.
    """
    groups, word_starts = index[5], index[6]
    whole, floats, _, mark, marked = life
    for word in marked:
        span = (word_starts[word], word_starts[word + 1], word, UNBOUND)
        count, _ = scan(index, life, week, most, out, count, span)
    bases = np.empty(len(groups))
    for group in range(len(groups)):
        _, _, field, kind, money = groups[group]
        bases[group] = floats[SHARES + 4] + floats[SHARES] * share(money / whole[NEED])
        bases[group] += floats[SHARES + 2] * share((mark[field] & INTEREST) / whole[ENOUGH_SHARED])
        if (mark[field] | mark[kind]) & GOAL:
            bases[group] += floats[SHARES + 3]
    scale, (results, places) = floats[SHARES + PARTS], out
    for group in np.argsort(-bases):
        begin, end = groups[group, 0], groups[group, 1]
        best = (bases[group] + index[1][QUALITY, begin]) * 1_000_000 + scale
        if count < most or best >= -results[places[most - 1], BY_SCORE] * scale:
            count, _ = scan(index, life, week, most, out, count, (begin, end, NO_WORD, bases[group]))
    return count


@njit(cache=True, nogil=True)
def search(index, life, most, out, work, count_all):
    """The best `most` of what fits: `out` is the results and their order; returns how many, and how many fit.

    Unless all are to be counted, rows online that cannot come among the best are passed over.
    """
    _, _, bounds, cells, tables = index[:5]
    whole, floats, free, _, _ = life
    places = out[1]
    before, after, found = work[0], work[1], work[2].reshape(-1, 2)
    for at in range(most + 1):
        places[at] = at
    taken = runs(free, before, after) if whole[HAS_FREE] else 0
    week = (before, after, taken)
    placeless = not whole[HAS_POINT] and not whole[HAS_FREE] and whole[WAY_MOST] == NO_LIMIT
    longest = longest_way(whole, tables[0], tables[1], before, after) if whole[HAS_POINT] or placeless else -1
    count, fitting = 0, 0
    for stretch in range(stretches(cells, bounds, reach_of(longest, whole, floats), floats, found)):
        if not count_all and found[stretch, 0] == bounds[0] and bounds[0] < bounds[1]:
            continue
        span = (found[stretch, 0], found[stretch, 1], EVERY, UNBOUND)
        count, fits = scan(index, life, week, most, out, count, span)
        fitting += fits
    if not count_all:
        count = online_best(index, life, week, most, out, count)
    return count, fitting


@njit(cache=True, nogil=True)
def search_many(index, lives, first, last, most, told, counts):
    """Search for the lives from `first` to `last`: results end to end, `most` places for each."""
    wholes, floats, frees, mark_size, word_starts, words, kinds = lives
    mark = np.zeros(mark_size, np.uint8)
    results, places = np.empty((most + 1, RESULT), np.int64), np.empty(most + 1, np.int64)
    work = np.empty((3, WORKING), np.int64)
    for at in range(first, last):
        begin, end = word_starts[at], word_starts[at + 1]
        for number in range(begin, end):
            mark[words[number]] |= kinds[number]
        life = (wholes[at], floats[at], frees[at], mark, words[begin:end])
        count, _ = search(index, life, most, (results, places), work, False)
        counts[at] = count
        for place in range(count):
            told[at, place, 0] = results[places[place], ROW]
            told[at, place, 1] = -results[places[place], BY_SCORE]
        for number in range(begin, end):
            mark[words[number]] = 0


@njit(cache=True, nogil=True)
def qualify(cols, points, begin, end, shares, latest, latest_baht, enough_credits, on):
    """Write the quality of rows: the parts of a score that are a row's own, credits as for somebody who needs them."""
    for row in range(begin, end):
        best = 0.0
        if cols[BAHT, row] < NEVER:
            best += shares[1] * share(1 - (cols[BAHT, row] - on) / latest_baht)
        best += shares[5] * share(1 - ((cols[DAYS, row] & LOW) - on) / latest)
        best += shares[6] * share(((cols[EXTRA, row] >> 20) & 0xFFFFF) / enough_credits)
        best += shares[7] * share((cols[EXTRA, row] & 0xFFFFF) / 1_000_000)
        points[QUALITY, row] = best
