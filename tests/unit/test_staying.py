"""Days of staying against the plainest way to count them: one day after the other, days of a break left out."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel.staying import day_reached, merged

BEGIN = date(2027, 12, 1)
spans = st.lists(
    st.tuples(st.integers(-40, 500), st.integers(0, 60)).map(
        lambda pair: (BEGIN + timedelta(days=pair[0]), BEGIN + timedelta(days=sum(pair)))
    ),
    max_size=6,
)


def counted(begins_on: date, days: int, breaks: list[tuple[date, date]]) -> date:
    """Day by day."""
    day, stayed = begins_on, 0
    while stayed < days:
        if not any(first <= day <= last for first, last in breaks):
            stayed += 1
        day += timedelta(days=1)
    return day


@given(days=st.sampled_from((30, 90, 180, 365)), breaks=spans)
def test_it_is_the_day_that_counting_finds(days: int, breaks: list[tuple[date, date]]) -> None:
    assert day_reached(BEGIN, days, breaks) == counted(BEGIN, days, breaks)


def test_without_a_break_it_is_so_many_days_later_also_over_a_leap_day() -> None:
    assert day_reached(date(2028, 2, 1), 30) == date(2028, 3, 2)
    assert day_reached(date(2027, 2, 1), 30) == date(2027, 3, 3)
    assert day_reached(date(2027, 3, 1), 365) == date(2028, 2, 29)
    assert day_reached(date(2028, 2, 29), 365) == date(2029, 2, 28)


def test_a_break_of_21_days_moves_every_day_by_21() -> None:
    away = [(date(2027, 1, 10), date(2027, 1, 30))]
    for days in (30, 90, 180, 365):
        assert day_reached(date(2027, 1, 1), days, away) == date(2027, 1, 1) + timedelta(days=days + 21)


def test_a_break_that_begins_on_the_day_moves_nothing_and_one_a_day_before_moves_all() -> None:
    begin, due = date(2027, 1, 1), date(2027, 1, 31)
    assert day_reached(begin, 30, [(due, due + timedelta(days=9))]) == due
    assert day_reached(begin, 30, [(due - timedelta(days=1), due + timedelta(days=8))]) == due + timedelta(days=10)


def test_days_before_it_began_and_days_said_twice_count_once_or_not() -> None:
    begin = date(2027, 1, 10)
    assert day_reached(begin, 30, [(date(2027, 1, 1), date(2027, 1, 9))]) == date(2027, 2, 9)
    assert day_reached(begin, 30, [(date(2027, 1, 1), date(2027, 1, 10))]) == date(2027, 2, 10)
    twice = [(date(2027, 1, 12), date(2027, 1, 14)), (date(2027, 1, 13), date(2027, 1, 15))]
    assert merged(twice) == [(date(2027, 1, 12), date(2027, 1, 15))]
    assert day_reached(begin, 30, twice) == date(2027, 2, 13)


def test_a_break_that_is_only_reached_because_of_another_counts_too() -> None:
    begin = date(2027, 1, 1)
    first, second = (date(2027, 1, 20), date(2027, 1, 29)), (date(2027, 2, 5), date(2027, 2, 6))
    assert day_reached(begin, 30, [first, second]) == date(2027, 2, 12)
