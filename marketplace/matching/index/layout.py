"""How a row of the index is packed: which column holds what, and which bit of its first word means what.

Columns are rows of one array of whole numbers and one of floats; two half-width numbers share a word (high, low).
"""

from typing import Final

WORD, LANGUAGES, BORN, DAYS, COST, WEEK, MONTH, SHAPE, EXTRA, TIE, KEY, CELL, BAHT, HOURS = range(14)
COLUMNS: Final = 14
"""BORN: first and last birth day let in. DAYS: last day to apply, how much later than announced it begins for
somebody who asks now, and that day (see `days`). WEEK, MONTH: satang that come in.
SHAPE: pattern of the week, topic. EXTRA: days it lasts, rhythm of pay, credits, reliability in millionths.
CELL: where it lies (below zero: nowhere), working days until an answer in its last bits.
BAHT: first payday. HOURS: a bit for each stretch of a day it touches."""

APPLY_AT, LATER_AT = 41, 22
A_DAY: Final = (1 << LATER_AT) - 1
LATER: Final = (1 << APPLY_AT - LATER_AT) - 1
ON_TIME: Final = 1 << APPLY_AT - LATER_AT - 1
"""What stands for a beginning on the day it was announced for; below it lies one before."""

ANSWER_BITS: Final = 8
MOST_ANSWER: Final = (1 << ANSWER_BITS) - 1
"""So many working days and more are told apart no further."""

LASTS_AT, RHYTHM_AT, CREDITS_AT = 46, 40, 20
SIX_BITS: Final = (1 << 6) - 1
ENDLESS: Final = (1 << 16) - 1
"""So many days and more are without end."""

LAT, LON, COSINE, QUALITY = range(4)
FLOATS: Final = 4
"""QUALITY: what the score of a row has at most from its own start, payday, credits and provider."""

HALF: Final = 32
LOW: Final = (1 << HALF) - 1

ALWAYS, GONE, FULL, NOWHERE, PAPERS, AGED, ONLINE, RIDE, CHILDCARE, PAID, TIMED, EVENINGS, WEEKENDS, MENTORED = (
    1 << bit for bit in range(14)
)
LEVEL_AT: Final = 14
"""Seven bits, the one of the least level set."""
SUPPORT_AT: Final = 24
"""From here on one bit for each kind of support, set where it is not offered."""
MOST_SUPPORTS: Final = 37
"""So many kinds have a bit; the one after them is never offered."""

MOST_LANGUAGES: Final = 62

SLOT_COUNT, SLOT_MINUTES, SLOT_DAYS, WEEKDAYS = range(4)
PATTERN_FACTS: Final = 4

# What a life is to the kernels: whole numbers ...
(
    BLOCK, SPEAKS, BORN_ON, ON, COST_MOST, WAY_MOST, NEED, HAS_POINT, HAS_TRANSPORT, HAS_FREE, LEARNS_ON, ALONE, CARE,
    LOST, FARTHEST, LATEST, LATEST_BAHT, ENOUGH_SHARED, ENOUGH_CREDITS, NEEDS, NO_CERTIFICATE, NO_PAPERS, WALKABLE,
    NEED_TOLD, WAITS,
) = range(25)  # fmt: skip
LIFE_WHOLE: Final = 25
# ... and floats: home, paces (minutes a km, wait) on foot and by its own transport, fares, weights, every pace.
(
    HOME_LAT, HOME_LON, HOME_COSINE, DETOUR, FOOT_PACE, FOOT_WAIT, FOOT_FARE, FOOT_FARE_KM, RIDE_PACE, RIDE_WAIT,
    RIDE_FARE, RIDE_FARE_KM, SHARES,
) = range(13)  # fmt: skip
PARTS: Final = 8
ALL_PACES: Final = SHARES + PARTS + 1
WAYS: Final = 5
LIFE_FLOATS: Final = ALL_PACES + 2 * WAYS

# What is told of a result; smaller is better in the first ten.
(
    BY_SCORE, BY_MONEY, BY_BAHT, BY_SHARED, BY_GOAL, BY_MINUTES, BY_START, BY_CREDITS, BY_RELIABLE, BY_TIE, ROW, WHY,
    CREDITS,
) = range(13)  # fmt: skip
RESULT: Final = 13
ORDERED: Final = 10

# Why a result suits, bit by bit: evenings, weekends, needs met, and so on to everything that is offered.
WHY_EVENINGS, WHY_WEEKENDS, WHY_NEEDS = 0, 1, 2
(
    WHY_PAPERS, WHY_HOME, WHY_WALK, WHY_ENOUGH, WHY_INTEREST, WHY_SKILL, WHY_CERTIFICATE, WHY_MENTOR, WHY_OFFERED,
) = range(15, 24)  # fmt: skip
KNOWN_SUPPORTS: Final = (1 << 13) - 1
"""Those that have a phrase of their own, the first bits of all supports."""

INTEREST, SKILL, GOAL = 1, 2, 4

# What a life has a seat in, a row for each weekly session ...
FROM_MINUTE, UNTIL_MINUTE, FIRST_DAY, LAST_DAY, SAME, IS_SOMEWHERE = range(6)
ENGAGED_WHOLE: Final = 6
"""SAME: the tie of the opportunity itself, which is in nobody's own way."""
# ... and where: latitude, longitude, cosine.
ENGAGED_FLOATS: Final = 3

NO_LIMIT: Final = 1 << 60
FAR: Final = 1 << 30
NEVER: Final = 3_652_059
"""The last day a calendar knows: no baht comes."""
CELLS_PER_DEGREE: Final = 20
CELLS_A_BAND: Final = 1 << 14
KM_PER_DEGREE: Final = 111.0
EARTH_DIAMETER_KM: Final = 2 * 6371.0088
HAIR: Final = 1e-9
CELL_MINUTES: Final = 30
WEEK_CELLS: Final = 336
DAY_CELLS: Final = 48
HOURS_FROM: Final = (0, 6, 9, 12, 14, 16, 18, 20, 22, 24)
"""Where the stretches of a day begin, in hours; the edges of the parts of days are among them."""

# The rules as bits, and the answers that may be missing, in the order of their names.
(
    NO_SEATS, TOO_LATE, NO_AGE, NO_LEVEL, NO_DOCUMENTS, NO_LANGUAGE, NO_SUPPORT, NO_TIME, TOO_FAR, NO_PLACE, TOO_DEAR,
    TAKEN,
) = (1 << bit for bit in range(12))  # fmt: skip
RULES: Final = 12
BY_BIRTH, BY_POINT, BY_FREE, BY_LEVEL, BY_LANGUAGES, BY_DOCUMENTS, BY_TRANSPORT = (1 << bit for bit in range(7))
FIELDS: Final = 7
FITTING, WAITING, JUDGED = range(3)
COUNTED: Final = 3
OPEN_PART, OPEN_TRAVEL, OPEN_SUPPORT, OPEN_PAPERS, OPEN_TRANSPORT = range(5)
WORKING: Final = 1_024
"""Numbers a search may write on while it runs, in each of its rows of them."""
