"""Rules about when work happens: rest, the night, overtime, the length of days and weeks, days off and leave."""

from collections.abc import Iterator

from marketplace.i18n import Text, t
from marketplace.i18n.dates import clock_time
from marketplace.i18n.lazy import DayName
from marketplace.kernel.week import DAY_MINUTES, WEEK_MINUTES
from marketplace.labour.cases import Case, Standing, minutes_by_day
from marketplace.labour.law import clock_minute, number
from models.vocabulary import WorkContract


def rest_after_four_hours(case: Case, at: Standing) -> Iterator[Text]:
    """LW05: at most four hours are worked since the last rest of an hour (s. 46); shorter pauses are no rest."""
    if not at.is_young:
        return
    most, rest = number("work_before_rest_minutes", at.day), number("rest_minutes", at.day)
    ordered = sorted(case.shifts)
    worked, free_since = 0, -WEEK_MINUTES
    # The second round lets the end of one week reach the beginning of the next.
    for round_start in (0, WEEK_MINUTES):
        for shift in ordered:
            begins = round_start + shift.start_of_week
            if begins - free_since >= rest:
                worked = 0
            worked += shift.minutes
            free_since = begins + shift.minutes
            if worked > most:
                yield t(
                    "On {day}, more than {hours} hours are worked without {rest} minutes of rest in one piece.",
                    day=DayName(shift.weekday), hours=most // 60, rest=rest,
                )  # fmt: skip
                return


def no_night_work(case: Case, at: Standing) -> Iterator[Text]:
    """LW06: no minute between 22.00 and 06.00 without written permission of the Director-General (s. 47)."""
    if not at.is_young or case.night_permit:
        return
    begins, ends = clock_minute("night_from", at.day), clock_minute("night_until", at.day)
    for shift in sorted((*case.shifts, *case.learning)):
        # A shift lasts a day at most, so it can meet the night before it, the one after, and the next.
        nights = ((day + begins, day + DAY_MINUTES + ends) for day in (-DAY_MINUTES, 0, DAY_MINUTES))
        if any(shift.start_minute < until and since < shift.end_minute for since, until in nights):
            yield t(
                "On {day}, the shift touches the hours between {begins} and {ends}.",
                day=DayName(shift.weekday), begins=clock_time(begins), ends=clock_time(ends),
            )  # fmt: skip
            return


def no_overtime(case: Case, at: Standing) -> Iterator[Text]:
    """LW07: no overtime and no work on holidays (s. 48)."""
    if at.is_young and case.overtime_minutes_a_week > 0:
        yield t("Nobody under 18 may work overtime.")
    if at.is_young and case.works_holidays:
        yield t("Nobody under 18 may work on holidays.")


def hours(case: Case, at: Standing) -> Iterator[Text]:
    """LW08: at most 8 hours a day and 48 a week, 7 and 42 where work is hazardous (s. 23)."""
    yield from hours_of_a_day(case, at)
    yield from hours_of_a_week(case, at)


def hours_of_a_day(case: Case, at: Standing) -> Iterator[Text]:
    """The part of LW08 about one day."""
    worked = minutes_by_day(case.shifts)
    longest = max(worked, key=lambda day: worked[day], default=None)
    if not at.is_young or longest is None:
        return
    most = _most_a_day(case, at, _kind(case))
    if worked[longest] > most:
        yield t("On {day}, more than {hours} hours are worked.", day=DayName(longest), hours=most // 60)


def hours_of_a_week(case: Case, at: Standing) -> Iterator[Text]:
    """The part of LW08 about a whole week."""
    if not at.is_young:
        return
    most = number(f"{_kind(case)}minutes_a_week", at.day)
    if sum(minutes_by_day(case.shifts).values()) > most:
        yield t("More than {hours} hours a week are worked.", hours=most // 60)


def _kind(case: Case) -> str:
    return "hazardous_" if case.hazards else ""


def _most_a_day(case: Case, at: Standing, kind: str) -> int:
    """Pupils at work beside school have shorter days (Wage Committee notice No. 2)."""
    most = number(f"{kind}minutes_a_day", at.day)
    if case.contract != WorkContract.STUDENT_PART_TIME or case.records.is_term is None:
        return most
    time = "in_term" if case.records.is_term else "in_holidays"
    return min(most, number(f"student_minutes_a_day_{time}", at.day))


def weekly_day_off(case: Case, at: Standing) -> Iterator[Text]:
    """LW09: one day a week on which no shift begins (s. 28)."""
    if at.is_young and len(minutes_by_day(case.shifts)) > number("work_days_a_week", at.day):
        yield t("There is no day off in the week.")


def holidays_and_leave(case: Case, at: Standing) -> Iterator[Text]:
    """LW10: at least 13 public holidays a year, and 6 days of leave after a year (ss. 29-30)."""
    given, leave = case.records.public_holidays_a_year, case.records.annual_leave_days
    if given is not None and given < (least := number("public_holidays_a_year", at.day)):
        yield t("At least {days} public holidays a year are owed.", days=least)
    if leave is not None and leave < (least := number("annual_leave_days", at.day)):
        yield t("At least {days} days of annual leave are owed after a year.", days=least)


def leave_to_learn(case: Case, at: Standing) -> Iterator[Text]:
    """LW14: up to 30 days a year of paid leave to learn may not be refused (s. 52)."""
    asked, refused = case.records.training_leave_days_asked, case.records.training_leave_days_refused
    if not at.is_young or asked is None or not refused:
        return
    owed = number("training_leave_days", at.day)
    if asked - refused < min(asked, owed):
        yield t("Paid leave to learn is owed up to {days} days a year.", days=owed)
