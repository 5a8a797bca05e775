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
