"""Compiled: all within reach judged by every rule: what fits, what waits for an answer, what one change opens."""

from marketplace.matching.index.compiling import borrowing, compiled, inlined
from marketplace.matching.index.days import apply_by
from marketplace.matching.index.engaged import FREE, TAKEN_NOW, UNSURE, in_the_way
from marketplace.matching.index.hours import margin, margin_with, missing_cell, opened_by, runs
from marketplace.matching.index.layout import (
    AGED,
    BLOCK,
    BORN,
    BORN_ON,
    BY_BIRTH,
    BY_DOCUMENTS,
    BY_FREE,
    BY_LANGUAGES,
    BY_LEVEL,
    BY_POINT,
    BY_SCORE,
    BY_TRANSPORT,
    COST,
    COST_MOST,
    DAYS,
    FIELDS,
    FITTING,
    FULL,
    GONE,
    HALF,
    HAS_FREE,
    HAS_POINT,
    HAS_TRANSPORT,
    HOURS,
    JUDGED,
    LANGUAGES,
    LEVEL_AT,
    LOW,
    NEEDS,
    NO_AGE,
    NO_DOCUMENTS,
    NO_LANGUAGE,
    NO_LEVEL,
    NO_LIMIT,
    NO_PLACE,
    NO_SEATS,
    NO_SUPPORT,
    NO_TIME,
    NOWHERE,
    ON,
    ONLINE,
    OPEN_PART,
    OPEN_SUPPORT,
    OPEN_TRANSPORT,
    OPEN_TRAVEL,
    PAPERS,
    RIDE_PACE,
    RIDE_WAIT,
    RULES,
    SHAPE,
    SPEAKS,
    SUPPORT_AT,
    TAKEN,
    TIMED,
    TOO_DEAR,
    TOO_FAR,
    TOO_LATE,
    WAITING,
    WAITS,
    WAY_MOST,
    WORD,
)  # fmt: skip
from marketplace.matching.index.roads import minutes_of, quickest, reach_at, reach_of, road_to, stretches, way_of
from marketplace.matching.index.telling import keep, promising, tell

LEVELS = 0x7F


@inlined
def plain_rules(cols, row, whole):
    """(rules that say no, answers they wait for, rules those belong to), of what asks neither way nor week."""
    word, waits = cols[WORD, row], whole[WAITS]
    no, asks, waiting = 0, 0, 0
    if word & FULL:
        no |= NO_SEATS
    if apply_by(cols[DAYS, row]) < whole[ON]:
        no |= TOO_LATE
    if word & AGED:
        born = cols[BORN, row]
        if waits & BY_BIRTH:
            asks, waiting = asks | BY_BIRTH, waiting | NO_AGE
        elif whole[BORN_ON] < born >> HALF or whole[BORN_ON] > (born & LOW):
            no |= NO_AGE
    if word & whole[BLOCK] & LEVELS << LEVEL_AT:
        if waits & BY_LEVEL:
            asks, waiting = asks | BY_LEVEL, waiting | NO_LEVEL
        else:
            no |= NO_LEVEL
    if word & whole[BLOCK] & PAPERS:
        if waits & BY_DOCUMENTS:
            asks, waiting = asks | BY_DOCUMENTS, waiting | NO_DOCUMENTS
        else:
            no |= NO_DOCUMENTS
    if not cols[LANGUAGES, row] & whole[SPEAKS]:
        if waits & BY_LANGUAGES:
            asks, waiting = asks | BY_LANGUAGES, waiting | NO_LANGUAGE
        else:
            no |= NO_LANGUAGE
    if word >> SUPPORT_AT & whole[NEEDS]:
        no |= NO_SUPPORT
    if cols[COST, row] > whole[COST_MOST]:
        no |= TOO_DEAR
    return no, asks, waiting


@inlined
def way_rules(word, room, hard, quick, whole):
    """The same of what asks for the way and the week."""
    no, asks, waiting = 0, 0, 0
    limit = whole[WAY_MOST]
    if word & TIMED and not whole[HAS_FREE]:
        asks, waiting = BY_FREE, NO_TIME
    if quick > room:
        no |= NO_TIME
    if word & ONLINE:
        return no, asks, waiting
    if word & NOWHERE:
        no |= NO_PLACE
    elif not whole[HAS_POINT]:
        if limit != NO_LIMIT or whole[HAS_FREE]:
            asks, waiting = asks | BY_POINT, waiting | TOO_FAR
    elif quick > limit:
        no |= TOO_FAR
    elif not whole[HAS_TRANSPORT] and (hard > limit or hard > room):
        asks, waiting = asks | BY_TRANSPORT, waiting | TOO_FAR
    return no, asks, waiting


@inlined
def relieved(word, kinds, values):
    """Whether a single change of what has to be there leaves nothing that is missing."""
    found = False
    for at in range(len(kinds)):
        if kinds[at] == OPEN_SUPPORT and not word >> SUPPORT_AT & values[at]:
            found = True
            break
    return found


@inlined
def part_for(hours, kinds, taken):
    """The change of hours with which no stretch of these is wholly taken, -1 for none; looks at no sessions."""
    found = -1
    for at in range(len(kinds)):
        if kinds[at] == OPEN_PART and not hours & taken[at]:
            found = at
            break
    return found


@inlined
def opened(
    cols, points, row, tables, life, whole, held, closed, part, room, hard, road, kinds, values, paces, touches,
    before, after, taken, part_of, before_now, after_now, starts, slots, opens, kept,
):  # fmt: skip
    """Count, for each change, whether this row fits then that does not fit now; `closed` are the rules in its way.

    `kept[3]` is set where any does. Every array has a name of its own: unpacked for each row they would cost.
    """
    word, pattern = cols[WORD, row], cols[SHAPE, row] >> HALF
    if (word & TIMED and not whole[HAS_FREE]) or (not word & ONLINE and not whole[HAS_POINT]):
        return
    if part < 0 and hard > room and not closed & ~(NO_TIME | TOO_FAR):
        cell = missing_cell(pattern, starts, slots, before_now, after_now, hard)
        part = part_of[cell] if cell >= 0 else -1
    for at in range(len(kinds)):
        if closed & ~touches[at] or (kinds[at] == OPEN_PART and at != part):
            continue
        kind, minutes, space, most = kinds[at], hard, room, whole[WAY_MOST]
        if kind == OPEN_PART:
            if cols[HOURS, row] & taken[at]:
                continue
            space = margin_with(pattern, starts, slots, before, after, at)
        elif kind == OPEN_TRAVEL:
            most = values[at]
        elif kind == OPEN_SUPPORT:
            if word >> SUPPORT_AT & values[at]:
                continue
        elif kind == OPEN_TRANSPORT and not word & ONLINE:
            on_foot = minutes_of(road, paces[at, 2], paces[at, 3])
            minutes = min(on_foot, minutes_of(road, paces[at, 0], paces[at, 1]))
        ridden = held and kind == OPEN_TRANSPORT
        if ridden and in_the_way(cols, points, row, tables, life, paces[at, 0], paces[at, 1]) != FREE:
            continue
        if minutes <= space and minutes <= most:
            opens[at] += 1
            kept[3] = 1


@inlined
def note(row, near, kept):
    """Write a row down."""
    if kept[2] < len(near):
        near[kept[2]] = row
    kept[2] += 1


@compiled
def consider(cols, row, tables, life, way, out, kept, which, most):
    """Sort a row in among the best."""
    results, places = out
    count = kept[which]
    tell(cols, row, tables, life, way, results[places[count]])
    kept[which] = keep(results, places, count, most)


@compiled
def farthest(whole, floats, changes):
    """Straight kilometres beyond which no change opens anything."""
    kinds, values, _, paces, _ = changes
    if not whole[HAS_POINT]:
        return float(NO_LIMIT)
    reach = reach_of(whole[WAY_MOST], whole, floats)
    for at in range(len(kinds)):
        if kinds[at] == OPEN_TRAVEL:
            reach = max(reach, reach_of(values[at], whole, floats))
        elif kinds[at] == OPEN_TRANSPORT:
            reach = max(reach, reach_at(whole[WAY_MOST], paces[at, 0], paces[at, 1], floats))
    return reach


@inlined
def room_of(cols, row, starts, slots, whole, taken, before, after):
    """Minutes a way may take within the free hours; below 0 where the sessions alone are not in them."""
    room = NO_LIMIT
    if cols[WORD, row] & TIMED and whole[HAS_FREE]:
        room = -1
        if not cols[HOURS, row] & taken:
            room = margin(cols[SHAPE, row] >> HALF, starts, slots, before, after)
    return room


@inlined
def way_there(points, row, word, whole, floats):
    """(minutes by the told way and by the quickest, kilometres, the way itself)."""
    hard, quick, road, way = 0, 0, 0.0, (0, 0, 0, 0)
    if not word & (ONLINE | NOWHERE):
        way = (-1, 0, 0, 0)
        if whole[HAS_POINT]:
            road = road_to(points, row, floats)
            hard, way = way_of(road, whole, floats)
            quick = hard if whole[HAS_TRANSPORT] else quickest(road, hard, floats)
    return hard, quick, road, way


@inlined
def tally(no, asks, counts):
    """Count what a row that does not fit waits for, or which rules say no to it."""
    counted, asked, alone, refused = counts[0], counts[1], counts[2], counts[3]
    if not no:
        counted[WAITING] += 1
        for field in range(FIELDS):
            asked[field] += asks >> field & 1
        return
    for rule in range(RULES):
        refused[rule] += no >> rule & 1
        alone[rule] += no == 1 << rule


@borrowing
def survey(index, life, changes, most, fits, waits, counts, work, near):
    """Judge all that is within reach of any change; `fits` and `waits` are results with their order.

    With `most` 0 only openings are counted, and what no change can open is passed over early. Rows that fit, wait or
    could be opened, and those only a seat of the life itself stands in the way of, are written to `near` as far as it
    reaches, and counted all. `work` has five rows and two for each change; nothing in it is read before it is written.
    """
    cols, points, bounds, cells, tables = index[:5]
    whole, floats, free = life[0], life[1], life[2]
    counted, opens, kept, held = counts[0], counts[4], counts[5], len(life[5]) > 0
    starts, slots = tables[0], tables[1]
    before, after, found = work[0], work[1], work[2].reshape(-1, 2)
    for at in range(most + 1):
        fits[1][at], waits[1][at] = at, at
    taken = runs(free, before, after) if whole[HAS_FREE] else 0
    size = len(changes[0])
    touched = 0
    for at in range(size):
        touched |= changes[4][at]
    part_of = work[3 + 2 * size]
    kinds, values, frees, paces, touches = changes
    opened_by(free, frees, kinds, part_of)
    befores, afters, takens = work[3 : 3 + size], work[3 + size : 3 + 2 * size], work[4 + 2 * size]
    for at in range(size):
        takens[at] = 0
        if kinds[at] == OPEN_PART:
            takens[at] = runs(frees[at], befores[at], afters[at])
    for stretch in range(stretches(cells, bounds, farthest(whole, floats, changes), floats, found)):
        for row in range(found[stretch, 0], found[stretch, 1]):
            word = cols[WORD, row]
            if word & GONE:
                continue
            counted[JUDGED] += 1
            no, asks, waiting = plain_rules(cols, row, whole)
            if most == 0 and (no | waiting) & ~touched:
                continue
            part, room = -1, room_of(cols, row, starts, slots, whole, taken, before, after)
            if room < 0 and most == 0:
                if no | waiting:
                    # No change turns both the hours and something else.
                    continue
                if cols[HOURS, row] & taken:
                    part = part_for(cols[HOURS, row], kinds, takens)
                else:
                    part = part_of[missing_cell(cols[SHAPE, row] >> HALF, starts, slots, before, after, 0)]
                if part < 0 or cols[HOURS, row] & takens[part]:
                    continue
            if most == 0 and no & NO_SUPPORT and not relieved(word, kinds, values):
                continue
            hard, quick, road, way = way_there(points, row, word, whole, floats)
            more_no, more_asks, more_waiting = way_rules(word, room, hard, quick, whole)
            no, asks, waiting = no | more_no, asks | more_asks, waiting | more_waiting
            if held:
                taken_now = in_the_way(cols, points, row, tables, life, floats[RIDE_PACE], floats[RIDE_WAIT])
                if taken_now == TAKEN_NOW:
                    no |= TAKEN
                elif taken_now == UNSURE:
                    asks, waiting = asks | BY_TRANSPORT, waiting | TAKEN
            if not no and not asks and most == 0:
                continue
            if not no and not asks:
                counted[FITTING] += 1
                if kept[0] < most or promising(cols, row, whole, floats, way[0], fits[0][fits[1][most - 1], BY_SCORE]):
                    consider(cols, row, tables, life, way, fits, kept, 0, most)
                note(row, near, kept)
                continue
            if most > 0:
                tally(no, asks, counts)
            if most > 0 and not no:
                worst = waits[0][waits[1][most - 1], BY_SCORE]
                if kept[1] < most or promising(cols, row, whole, floats, way[0], worst):
                    consider(cols, row, tables, life, way, waits, kept, 1, most)
            kept[3] = 0
            if not (no | waiting) & ~touched:
                opened(
                    cols, points, row, tables, life, whole, held, no | waiting, part, room, hard, road, kinds, values,
                    paces, touches, befores, afters, takens, part_of, before, after, starts, slots, opens, kept,
                )  # fmt: skip
            if most and (kept[3] or not no or (no == TAKEN and size)):
                note(row, near, kept)
