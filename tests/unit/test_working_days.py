"""Clocks run on days when offices work."""

from datetime import UTC, date, datetime

import pytest

from marketplace.areas import working_days
from marketplace.enrolments import clocks, due_days, rules
from marketplace.kernel import clock


def test_every_holiday_falls_on_a_weekday_and_says_how_sure_it_is() -> None:
    for holiday in working_days.holidays().values():
        assert holiday.day.weekday() < 5, holiday
        assert holiday.certainty in ("announced", "assumed")
        assert holiday.source
    assert {day.year for day in working_days.holidays()} == {2026, 2027}


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 12, 5), False),
        (date(2026, 12, 7), False),
        (date(2026, 12, 10), False),
        (date(2027, 4, 14), False),
        (date(2026, 5, 1), True),
    ],
)
def test_offices_rest_on_weekends_and_public_holidays(day: date, works: bool) -> None:
    assert working_days.is_working(day) is works


def test_two_working_days_from_a_thursday_before_a_long_weekend_end_the_next_wednesday() -> None:
    asked = datetime(2026, 12, 3, 7, 10, tzinfo=UTC)
    due = due_days.due(asked, 2)
    assert clock.bangkok(due).date() == date(2026, 12, 8)
    assert clock.bangkok(due).strftime("%H.%M") == "16.30"


def test_an_hour_after_midnight_in_thailand_counts_for_the_thai_day() -> None:
    just_after = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    assert clock.bangkok(due_days.due(just_after, 1)).date() == date(2026, 11, 24)


def test_days_between_are_the_inverse_of_days_after() -> None:
    for count in range(1, 30):
        end = working_days.after(date(2026, 12, 1), count)
        assert working_days.between(date(2026, 12, 1), end) == count
    assert working_days.between(date(2026, 12, 8), date(2026, 12, 4)) == -1


@pytest.mark.parametrize(
    ("hours", "mark"), [(0, 0), (11, 0), (12, 50), (19, 50), (20, 80), (23, 80), (24, 100), (90, 100)]
)
def test_marks_come_at_half_time_four_fifths_and_the_end(hours: int, mark: int) -> None:
    since = datetime(2026, 11, 23, tzinfo=UTC)
    due = datetime(2026, 11, 24, tzinfo=UTC)
    at = datetime(2026, 11, 23 + hours // 24, hours % 24, tzinfo=UTC)
    assert clocks.reached(since, due, at) == mark


def test_every_number_has_a_source() -> None:
    for name in ("guardian_days", "provider_days", "officer_days", "offer_days", "undo_minutes", "batch_most"):
        assert rules.number(name) > 0
    assert rules.number("undo_minutes") == 10
    assert rules.number("batch_most") == 50
