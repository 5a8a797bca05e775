"""Compiled: what a ranking says of a row and the best kept in order; the sums of `takehome` and `scoring`."""

from math import floor

from marketplace.matching.index.compiling import compiled, inlined
from marketplace.matching.index.days import begins
from marketplace.matching.index.layout import (
    ALONE,
    BAHT,
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
    CHILDCARE,
    CREDITS,
    DAYS,
    ENOUGH_CREDITS,
    ENOUGH_SHARED,
    EVENINGS,
    EXTRA,
    FAR,
    FARTHEST,
    GOAL,
    HALF,
    INTEREST,
    KNOWN_SUPPORTS,
    LATEST,
    LATEST_BAHT,
    LEARNS_ON,
    LEVEL_AT,
    LOST,
    LOW,
    MENTORED,
    MONTH,
    NEED,
    NEED_TOLD,
    NEEDS,
    NEVER,
    NO_CERTIFICATE,
    NO_PAPERS,
    ON,
    ONLINE,
    ORDERED,
    PAPERS,
    PARTS,
    RIDE,
    ROW,
    SHAPE,
    SHARES,
    SKILL,
    SLOT_COUNT,
    SLOT_DAYS,
    SLOT_MINUTES,
    SUPPORT_AT,
    TIE,
    WEEK,
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
)  # fmt: skip


@inlined
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


@inlined
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


@inlined
def share(value):
    """From 0 to 1."""
    return min(1.0, max(0.0, value))


@inlined
def tell(cols, row, tables, life, way, result):
    """Everything a ranking says of a row that fits; minutes below 0 are not known."""
    _, _, pattern_facts, topic_starts, topic_words, topic_kinds, _ = tables
    whole, floats, mark = life[0], life[1], life[3]
    minutes, money_minutes, fare, walks = way
    word, shape, extra = cols[WORD, row], cols[SHAPE, row], cols[EXTRA, row]
    facts = pattern_facts[shape >> HALF]
    money = month_of(word, cols[WEEK, row], cols[MONTH, row], facts, whole, money_minutes, fare)
    interests, skills, goal = shared_of(shape & LOW, topic_starts, topic_words, topic_kinds, mark)
    shared = interests + skills
    starts, baht = begins(cols[DAYS, row]), cols[BAHT, row]
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


@inlined
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
    best += floats[shares + 5] * share(1 - (begins(cols[DAYS, row]) - whole[ON]) / whole[LATEST])
    if whole[LEARNS_ON]:
        best += floats[shares + 6] * share(((cols[EXTRA, row] >> 20) & 0xFFFFF) / whole[ENOUGH_CREDITS])
    return best * 1_000_000 + scale >= -worst * scale


@compiled
def before(results, one, other):
    """Whether one result comes before another."""
    for at in range(ORDERED):
        if results[one, at] != results[other, at]:
            return results[one, at] < results[other, at]
    return False


@inlined
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
