"""What no posting may say, finished or not: days and ages out of order, hours and sums that nobody can mean.

A draft may lack things; these are things said wrongly, and so they are refused before it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from marketplace.i18n import Text, t
from marketplace.i18n.dates import clock_time
from marketplace.i18n.lazy import DayName
from marketplace.i18n.words import duration
from marketplace.kernel import clock
from marketplace.kernel.money import SATANG, baht
from marketplace.kernel.week import DAY_MINUTES
from marketplace.labour.law import number
from marketplace.offers import stipends
from models.vocabulary import SlotKind

if TYPE_CHECKING:
    from marketplace.offers.drafts import PostingDraft, WeeklyTime

Problem = tuple[str, Text]
Rule = Callable[["PostingDraft"], Iterator[Problem]]

LONGEST: Final = timedelta(days=731)
FARTHEST_YEARS: Final = 3
"""A first day further off than this is a slip in the year: nothing here runs longer than two."""
MOST_SEATS: Final = 500
MOST_SESSIONS: Final = 1_000
MOST_TIMES: Final = 28
"""Four a day."""
YOUNGEST, OLDEST, VERY_OLDEST = 3, 60, 99
MOST_CREDITS: Final = 100
"""A whole level of the basic curriculum is 76 credits."""
LONGEST_LESSON: Final = 12 * 60
"""No law counts hours of learning; half a day and night is more than anybody can learn in."""
MOST_PER_SESSION: Final = 2_000 * SATANG
"""Five times the highest daily minimum wage (400 baht): nobody is given more for having come once.

Flexible learning is supported with 500 to 2,000 baht a month; a slip of a nought or two must not reach a fund.
"""
MOST: Final = {
    "wage_per_day": 10_000 * SATANG,
    "wage_per_hour": 1_250 * SATANG,
    "stipend_per_session": MOST_PER_SESSION,
    "stipend_per_hour": MOST_PER_SESSION // 8,
    "travel_per_session": MOST_PER_SESSION,
    "completion_bonus": 50_000 * SATANG,
    "cost_per_month": 50_000 * SATANG,
}
"""The most of each sum: wages at 25 times the highest minimum, a bonus or a fee at ten times a month of it.

A stipend by the hour comes to that of a session in a day of eight hours.
"""


def problems(draft: PostingDraft) -> Iterator[Problem]:
    """Every answer that cannot be meant, as field and sentence."""
    for rule in RULES:
        yield from rule(draft)


def _seats(draft: PostingDraft) -> Iterator[Problem]:
    if not 1 <= draft.seats <= MOST_SEATS:
        yield "seats", t("Seats must be a number from 1 to {most}.", most=MOST_SEATS)


def _first_day(draft: PostingDraft) -> Iterator[Problem]:
    if abs(draft.starts_on.year - clock.today().year) > FARTHEST_YEARS:
        yield "starts_on", t("The first day is more than {years} years away: check the year.", years=FARTHEST_YEARS)


def _last_days(draft: PostingDraft) -> Iterator[Problem]:
    if draft.ends_on < draft.starts_on:
        yield "ends_on", t("The last day is before the first day.")
    elif draft.ends_on - draft.starts_on > LONGEST:
        yield "ends_on", t("It may run for two years at most.")
    if draft.apply_by > max(draft.ends_on, draft.starts_on):
        yield "apply_by", t("People must be able to apply before it ends.")


def _ages(draft: PostingDraft) -> Iterator[Problem]:
    if not YOUNGEST <= draft.age_min <= OLDEST:
        yield "age_min", t("The youngest age must be between 3 and 60.")
    if draft.age_max is not None and draft.age_max < draft.age_min:
        yield "age_max", t("The oldest age is below the youngest.")
    elif draft.age_max is not None and draft.age_max > VERY_OLDEST:
        yield "age_max", t("The oldest age can be {most} at most.", most=VERY_OLDEST)


def _times(draft: PostingDraft) -> Iterator[Problem]:
    for time in draft.times:
        if (wrong := _hours(time)) is not None:
            yield "times", wrong
    if len(draft.times) > MOST_TIMES:
        yield "times", t("At most {most} times a week.", most=MOST_TIMES)
    for earlier, later in pairwise(sorted(draft.slots)):
        if earlier.weekday == later.weekday and later.start_minute < earlier.end_minute:
            yield "times", t("Two times on the same day overlap.")
    weeks = max((draft.ends_on - draft.starts_on).days // 7 + 1, 1)
    if len(draft.times) * weeks > MOST_SESSIONS:
        yield (
            "times",
            t("That makes more than {most} sessions. Choose fewer times or a shorter period.", most=MOST_SESSIONS),
        )


def _hours(time: WeeklyTime) -> Text | None:
    """What is wrong with one weekly time; work is held to the day's hours of the Labour Protection Act."""
    slot = time.slot
    said = {
        "day": DayName(slot.weekday), "start": clock_time(slot.start_minute), "end": clock_time(slot.end_minute),
    }  # fmt: skip
    if slot.end_minute > DAY_MINUTES:
        return t("{day} {start} to {end}: it must end on the same day, after it begins.", **said)
    if time.kind == SlotKind.WORK and slot.minutes > (most := number("minutes_a_day", clock.today())):
        return t(
            "{day} {start} to {end}: work is {hours} hours a day at most (Labour Protection Act, section 23)."
            " Write the hours before and after the rest as two times.",
            hours=most // 60, **said,
        )  # fmt: skip
    if slot.minutes > LONGEST_LESSON:
        return t("{day} {start} to {end}: one time is {hours} hours at most.", hours=LONGEST_LESSON // 60, **said)
    return None


def _sum(name: str, most: int) -> Rule:
    def judged(draft: PostingDraft) -> Iterator[Problem]:
        satang = getattr(draft, f"{name}_satang")
        if satang < 0:
            yield name, t("A sum cannot be below zero.")
        elif satang > most:
            yield name, t("At most {sum} baht. Check the noughts.", sum=baht(most))

    return judged


def _one_stipend(draft: PostingDraft) -> Iterator[Problem]:
    if draft.stipend_per_session_satang and draft.stipend_per_hour_satang:
        yield "stipend_per_hour", t("Pay the stipend for each session or for each hour, not for both.")


def _longest_by_hour(draft: PostingDraft) -> Iterator[Problem]:
    """Nobody is given more for having come once, however long it takes."""
    if not 0 < draft.stipend_per_hour_satang <= MOST["stipend_per_hour"]:
        return
    minutes = stipends.longest(draft)
    satang = stipends.by_hour(draft.stipend_per_hour_satang, minutes)
    if satang > MOST_PER_SESSION:
        yield (
            "stipend_per_hour",
            t(
                "A session of {time} would come to {sum} baht; {most} baht is the most for one.",
                time=duration(minutes), sum=baht(satang), most=baht(MOST_PER_SESSION),
            ),
        )  # fmt: skip


def _credits(draft: PostingDraft) -> Iterator[Problem]:
    if not 0 <= draft.credits <= MOST_CREDITS:
        yield "credits", t("Credits must be a number from 0 to {most}.", most=MOST_CREDITS)


RULES: Final[tuple[Rule, ...]] = (
    _seats, _first_day, _last_days, _ages, _times, *(_sum(name, most) for name, most in MOST.items()), _credits,
    _one_stipend, _longest_by_hour,
)  # fmt: skip
"""Each judges by itself, so that one fact which could not be read hides nothing that others say."""
