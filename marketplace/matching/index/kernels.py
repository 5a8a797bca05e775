"""Compiled: one life against all rows. The same sums in the same order as `fit` and `scoring`."""

import numpy as np

from marketplace.matching.index.compiling import compiled, inlined
from marketplace.matching.index.days import apply_by, begins
from marketplace.matching.index.engaged import leaves_room
from marketplace.matching.index.hours import longest_way, margin, runs
from marketplace.matching.index.layout import (
    AGED,
    BAHT,
    BLOCK,
    BORN,
    BORN_ON,
    BY_SCORE,
    COST,
    COST_MOST,
    DAYS,
    ENOUGH_SHARED,
    EXTRA,
    GOAL,
    HALF,
    HAS_FREE,
    HAS_POINT,
    HOURS,
    INTEREST,
    LANGUAGES,
    LOW,
    NEED,
    NEVER,
    NO_LIMIT,
    ON,
    ONLINE,
    PARTS,
    QUALITY,
    RESULT,
    ROW,
    SHAPE,
    SHARES,
    SPEAKS,
    TIMED,
    WAY_MOST,
    WORD,
    WORKING,
)  # fmt: skip
from marketplace.matching.index.roads import hard_way, reach_of, stretches
from marketplace.matching.index.telling import keep, promising, share, tell

UNBOUND = 1e300
EVERY, NO_WORD = -2, -1


@inlined
def passes(cols, row, whole):
    """Every rule that asks neither the way nor the week."""
    word = cols[WORD, row]
    if word & whole[BLOCK] or not cols[LANGUAGES, row] & whole[SPEAKS]:
        return False
    born = cols[BORN, row]
    if word & AGED and (whole[BORN_ON] < born >> HALF or whole[BORN_ON] > (born & LOW)):
        return False
    return apply_by(cols[DAYS, row]) >= whole[ON] and cols[COST, row] <= whole[COST_MOST]


@inlined
def marked_skill(topic, starts, words, mark):
    """The first skill of a topic that means something to the life, -1 when none does."""
    found = -1
    for at in range(starts[topic], starts[topic + 1]):
        if words[at] & 1 and mark[words[at] >> 1]:
            found = words[at] >> 1
            break
    return found


@inlined
def skipped(cols, row, tables, life, word):
    """Whether another pass over the rows finds this one: by its first marked skill, or else in its group."""
    if word == EVERY:
        return False
    return marked_skill(cols[SHAPE, row] & LOW, tables[3], tables[4], life[3]) != word


@compiled
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
    scale, fitting, held = floats[SHARES + PARTS], 0, len(life[5]) > 0
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
        if held and not leaves_room(cols, points, row, tables, life):
            continue
        fitting += 1
        if count < most or promising(cols, row, whole, floats, way[0], results[places[most - 1], BY_SCORE]):
            tell(cols, row, tables, life, way, results[places[count]])
            count = keep(results, places, count, most)
    return count, fitting


@compiled
def online_best(index, life, week, most, out, count):
    """The best of the online block without looking at all of it.

    Rows with a skill the life has told are found by that word; the others lie in groups of one field, kind and pay,
    the best in everything else first, and a group is left as soon as nothing in it can come among the best any more.
    """
    groups, word_starts = index[5], index[6]
    whole, floats, mark, marked = life[0], life[1], life[3], life[4]
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


@compiled
def search(index, life, most, out, work, count_all):
    """The best `most` of what fits: `out` is the results and their order; returns how many, and how many fit.

    Unless all are to be counted, rows online that cannot come among the best are passed over.
    """
    _, _, bounds, cells, tables = index[:5]
    whole, floats, free = life[0], life[1], life[2]
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


@compiled
def search_many(index, lives, first, last, most, told, counts):
    """Search for the lives from `first` to `last`: results end to end, `most` places for each."""
    wholes, floats, frees, mark_size, word_starts, words, kinds, held_starts, held, places_held = lives
    mark = np.zeros(mark_size, np.uint8)
    results, places = np.empty((most + 1, RESULT), np.int64), np.empty(most + 1, np.int64)
    work = np.empty((3, WORKING), np.int64)
    for at in range(first, last):
        begin, end = word_starts[at], word_starts[at + 1]
        for number in range(begin, end):
            mark[words[number]] |= kinds[number]
        since, until = held_starts[at], held_starts[at + 1]
        life = (
            wholes[at], floats[at], frees[at], mark, words[begin:end], held[since:until], places_held[since:until],
        )  # fmt: skip
        count, _ = search(index, life, most, (results, places), work, False)
        counts[at] = count
        for place in range(count):
            told[at, place, 0] = results[places[place], ROW]
            told[at, place, 1] = -results[places[place], BY_SCORE]
        for number in range(begin, end):
            mark[words[number]] = 0


@compiled
def qualify(cols, points, begin, end, shares, latest, latest_baht, enough_credits, on):
    """Write the quality of rows: the parts of a score that are a row's own, credits as for somebody who needs them."""
    for row in range(begin, end):
        best = 0.0
        if cols[BAHT, row] < NEVER:
            best += shares[1] * share(1 - (cols[BAHT, row] - on) / latest_baht)
        best += shares[5] * share(1 - (begins(cols[DAYS, row]) - on) / latest)
        best += shares[6] * share(((cols[EXTRA, row] >> 20) & 0xFFFFF) / enough_credits)
        best += shares[7] * share((cols[EXTRA, row] & 0xFFFFF) / 1_000_000)
        points[QUALITY, row] = best
