"""Compiled: which rows stay in a list that is narrowed, as `choosing.keeps` says it."""

from marketplace.matching.index.compiling import compiled
from marketplace.matching.index.days import begins
from marketplace.matching.index.layout import (
    CREDITS_AT,
    DAYS,
    EXTRA,
    HALF,
    LOW,
    MONTH,
    NOWHERE,
    ONLINE,
    PAID,
    SHAPE,
    WEEK,
    WORD,
)  # fmt: skip
from marketplace.matching.index.roads import hard_way
from marketplace.matching.index.telling import month_of

ASK_PAID, ASK_EVENING, ASK_NEAR, ASK_SOON, ASK_ONLINE, ASK_CREDIT = (1 << bit for bit in range(6))
DAY, WEEKEND = 1_440, 5


@compiled
def is_evening(pattern, starts, slots, evening_from):
    """Whether somebody who works by day can come."""
    for at in range(starts[pattern], starts[pattern + 1]):
        begin = slots[at, 0]
        if begin // DAY < WEEKEND and begin % DAY < evening_from:
            return False
    return starts[pattern] < starts[pattern + 1]


@compiled
def narrow(cols, points, tables, life, kinds, asked, limits, keep):
    """Write for each row whether it stays; `kinds` are the words of kinds that may stay, any where there are none.

    `limits` are the latest day it may begin, the most minutes that are near, and the minute an evening begins.
    """
    whole, floats = life[0], life[1]
    for row in range(len(keep)):
        word, shape = cols[WORD, row], cols[SHAPE, row]
        keep[row] = len(kinds) == 0
        for kind in kinds:
            keep[row] |= tables[5][shape & LOW] == kind
        if asked & ASK_EVENING and not is_evening(shape >> HALF, tables[0], tables[1], limits[2]):
            keep[row] = False
        if asked & ASK_SOON and begins(cols[DAYS, row]) > limits[0]:
            keep[row] = False
        if asked & ASK_ONLINE and not word & ONLINE:
            keep[row] = False
        if asked & ASK_CREDIT and not (cols[EXTRA, row] >> CREDITS_AT) & 0xFFFFF:
            keep[row] = False
        if not keep[row] or not asked & (ASK_PAID | ASK_NEAR):
            continue
        way = (0, 0, 0, 0)
        if word & NOWHERE:
            way = (-1, 0, 0, 0)
        elif not word & ONLINE:
            _, way = hard_way(points, row, whole, floats)
        if asked & ASK_NEAR and not 0 <= way[0] <= limits[1]:
            keep[row] = False
        if asked & ASK_PAID:
            facts = tables[2][shape >> HALF]
            money = month_of(word, cols[WEEK, row], cols[MONTH, row], facts, whole, way[1], way[2])
            keep[row] &= (word & PAID) != 0 and money > 0
