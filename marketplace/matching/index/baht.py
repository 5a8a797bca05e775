"""Compiled: the first payday of every row as seen from one day; the calendar of `paydays` in whole numbers."""

from marketplace.matching.index.compiling import compiled
from marketplace.matching.index.days import announced
from marketplace.matching.index.layout import (
    BAHT,
    CELL,
    DAYS,
    ENDLESS,
    EXTRA,
    HALF,
    LASTS_AT,
    MOST_ANSWER,
    NEVER,
    PAID,
    RHYTHM_AT,
    SHAPE,
    SIX_BITS,
    WEEKDAYS,
    WORD,
)  # fmt: skip

ERA_DAYS, ERA_YEARS, CENTURY_DAYS, FOUR_DAYS = 146_097, 400, 36_524, 1_460
MARCH_FIRST = 306
"""Days from 1 March of year 0 to the day before ordinal 1; years are counted from March so that leap days come last."""


@compiled
def civil(ordinal):
    """(year, month, day) of an ordinal of the Gregorian calendar."""
    shifted = ordinal - 1 + MARCH_FIRST
    era, day = shifted // ERA_DAYS, shifted % ERA_DAYS
    year = (day - day // FOUR_DAYS + day // CENTURY_DAYS - day // (ERA_DAYS - 1)) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    number = day - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    return era * ERA_YEARS + year + (month <= 2), month, number


@compiled
def month_end(year, month):
    """How many days a month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@compiled
def payday_after(ordinal, rhythm):
    """The first payday later than a day; the rhythm is a `Payday.code`."""
    if rhythm < 7:
        return ordinal + (rhythm - (ordinal + 6) % 7 - 1) % 7 + 1
    year, month, number = civil(ordinal)
    first = ordinal - number
    length = month_end(year, month)
    paid = min(rhythm - 7, length)
    if paid > number:
        return first + paid
    year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return first + length + min(rhythm - 7, month_end(year, month))


@compiled
def refresh(cols, begin, end, pattern_facts, off_starts, off_days, answered):
    """Write the first payday of the rows from `begin` to `end`; `answered` are first days by working days waited."""
    for row in range(begin, end):
        pattern = cols[SHAPE, row] >> HALF
        days = pattern_facts[pattern, WEEKDAYS]
        off = off_days[off_starts[pattern] : off_starts[pattern + 1]]
        cols[BAHT, row] = NEVER
        if not cols[WORD, row] & PAID or not days:
            continue
        opens, lasts = announced(cols[DAYS, row]), cols[EXTRA, row] >> LASTS_AT
        day = max(opens, answered[cols[CELL, row] & MOST_ANSWER])
        while not days >> ((day + 6) % 7) & 1 or (off == day).any():
            day += 1
        if len(off) and lasts < ENDLESS and day > opens + lasts:
            continue
        cols[BAHT, row] = payday_after(day, cols[EXTRA, row] >> RHYTHM_AT & SIX_BITS)
