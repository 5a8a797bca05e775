"""The first payday after the first session, by the rhythm the opportunity states."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.i18n import use
from marketplace.kernel import week
from marketplace.matching import paydays
from marketplace.matching.paydays import NotAPayday
from marketplace.matching.takehome import first_payday, take_home
from marketplace.matching.terms import ANYONE, OfferTerms

ON = date(2026, 11, 22)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def course(sessions: str, **terms: object) -> OfferTerms:
    return OfferTerms(ref="O", slots=week.parse(sessions), **({"starts_on": date(2026, 11, 30)} | terms))


@pytest.mark.parametrize(
    ("sessions", "starts_on", "pay_day", "expected"),
    [
        ("mon 09:00-12:00", date(2026, 11, 30), "fri", date(2026, 12, 4)),
        ("fri 09:00-12:00", date(2026, 11, 30), "fri", date(2026, 12, 11)),
        ("mon 09:00-12:00", date(2026, 11, 30), "", date(2026, 12, 31)),
        ("sun 09:00-12:00", date(2026, 11, 24), "monthly", date(2026, 11, 30)),
        ("sat 09:00-12:00", date(2026, 11, 30), "monthly", date(2026, 12, 31)),
        ("mon 09:00-12:00", date(2026, 11, 30), "15", date(2026, 12, 15)),
        ("mon 09:00-12:00", date(2027, 1, 25), "30", date(2027, 1, 30)),
        ("sun 09:00-12:00", date(2027, 1, 31), "30", date(2027, 2, 28)),
        ("thu 09:00-12:00", date(2026, 12, 31), "last", date(2027, 1, 31)),
        ("mon 09:00-12:00", date(2026, 10, 1), "fri", date(2026, 11, 27)),
        ("", date(2026, 11, 30), "fri", None),
    ],
)
def test_the_first_baht_comes_on_the_first_payday_after_the_first_session(sessions, starts_on, pay_day, expected):
    assert first_payday(course(sessions, starts_on=starts_on, pay_day=pay_day), ON, 0) == expected


def day_off(*numbers: int) -> tuple[date, ...]:
    """The Mondays of so many weeks after the first."""
    return tuple(date(2026, 11, 30) + timedelta(weeks=number) for number in numbers)


@pytest.mark.parametrize(
    ("off", "ends_on", "expected"),
    [
        (day_off(0), date(2027, 2, 1), date(2026, 12, 11)),
        (day_off(0, 1, 2), date(2027, 2, 1), date(2026, 12, 25)),
        (day_off(1), date(2027, 2, 1), date(2026, 12, 4)),
        (day_off(0, 1), date(2026, 12, 14), date(2026, 12, 18)),
        (day_off(0, 1, 2), date(2026, 12, 14), None),
        (day_off(0), None, date(2026, 12, 11)),
    ],
)
def test_only_sessions_that_will_be_held_count(off, ends_on, expected):
    offer = course("mon 09:00-12:00", pay_day="fri", off=off, ends_on=ends_on, stipend_per_session_satang=100_00)
    assert take_home(ANYONE, offer, ON).first_payday == expected


@given(st.data())
def test_the_first_money_is_that_of_the_first_session_held_as_a_list_of_them_says(data):
    starts_on = ON + timedelta(days=data.draw(st.integers(-30, 30)))
    ends_on = starts_on + timedelta(days=data.draw(st.integers(0, 90)))
    slots = tuple(week.Slot(day, 540, 600) for day in sorted(data.draw(st.sets(st.integers(0, 6), min_size=1))))
    planned = [day for number in range((ends_on - starts_on).days + 1) if (day := starts_on + timedelta(days=number))]
    planned = [day for day in planned if day.weekday() in {slot.weekday for slot in slots}]
    off = tuple(day for day in planned if day >= ON and data.draw(st.booleans()))
    offer = OfferTerms(ref="O", slots=slots, starts_on=starts_on, ends_on=ends_on, off=off, pay_day="fri")
    held = [day for day in planned if day >= ON and day not in off]
    found = first_payday(offer, ON, 0)
    if held:
        assert found == paydays.read("fri").after(held[0])
    elif off:
        assert found is None


@given(days, st.sampled_from([*week.DAY_NAMES, "monthly", *map(str, range(1, 32))]))
def test_a_payday_is_later_than_the_day_and_none_lies_between(day, rhythm):
    payday = paydays.read(rhythm)
    found = payday.after(day)
    assert day < found <= day + timedelta(days=31)
    assert payday.after(found - timedelta(days=1)) == found
    between = (found - day).days - 1
    assert all(payday.after(day + timedelta(days=n)) == found for n in range(between))


@pytest.mark.parametrize("text", ["friday", "0", "32", "-1", "weekly", "²"])
def test_what_is_no_payday_is_refused(text):
    with pytest.raises(NotAPayday):
        paydays.read(text)


@pytest.mark.parametrize(
    ("rhythm", "thai", "english"),
    [
        ("fri", "จ่ายทุกวันศุกร์", "Paid every Friday"),
        ("monthly", "จ่ายทุกสิ้นเดือน", "Paid on the last day of the month"),
        ("15", "จ่ายทุกวันที่ 15 ของเดือน", "Paid on day 15 of the month"),
    ],
)
def test_the_rhythm_is_said_in_words(rhythm, thai, english):
    text = paydays.read(rhythm).text
    with use("th"):
        assert str(text) == thai
    with use("en"):
        assert str(text) == english


def test_what_pays_nothing_has_no_payday():
    free = take_home(ANYONE, course("mon 09:00-12:00"), ON)
    assert (free.pays, free.first_payday, free.payday) == (False, None, None)
    paid = take_home(ANYONE, course("mon 09:00-12:00", stipend_per_session_satang=5_000), ON)
    assert (paid.pays, paid.first_payday) == (True, date(2026, 12, 31))
