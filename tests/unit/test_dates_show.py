"""Showing dates: Buddhist years in Thai, Thailand's clock for every instant."""

from datetime import UTC, date, datetime

import pytest

from marketplace.i18n import dates, use
from marketplace.kernel import clock

MONDAY = date(2026, 11, 30)
FRIDAY = date(2026, 12, 11)
EVENING = datetime(2026, 12, 11, 9, 30, tzinfo=UTC)
PAST_MIDNIGHT = datetime(2026, 12, 31, 18, 5, tzinfo=UTC)


@pytest.fixture(params=["th", "en"])
def locale(request: pytest.FixtureRequest):
    with use(request.param):
        yield request.param


def test_long_dates_name_the_day_and_the_year_of_the_reader(locale: str) -> None:
    expected = {"th": "จันทร์ 30 พฤศจิกายน 2569", "en": "Monday 30 November 2026"}
    assert dates.long_date(MONDAY) == expected[locale]
    assert dates.long_date(MONDAY, weekday=False) == expected[locale].split(" ", 1)[1]


def test_short_dates_fit_a_card(locale: str) -> None:
    assert dates.short_date(FRIDAY) == {"th": "ศ. 11 ธ.ค.", "en": "Fri 11 Dec"}[locale]
    assert dates.short_date(FRIDAY, year=True).endswith({"th": " 2569", "en": " 2026"}[locale])


def test_a_month_is_named_with_its_year(locale: str) -> None:
    assert dates.month_year(FRIDAY) == {"th": "ธันวาคม 2569", "en": "December 2026"}[locale]


def test_thai_papers_stay_thai(locale: str) -> None:
    assert dates.thai_date(date(2024, 2, 29)) == "29 กุมภาพันธ์ 2567"


def test_an_instant_is_shown_on_the_clock_of_thailand(locale: str) -> None:
    hours = {"th": "\u00a0น.", "en": ""}[locale]
    assert dates.clock_time(EVENING) == "16.30"
    assert dates.time_of_day(EVENING) == "16.30" + hours
    assert dates.clock_time(PAST_MIDNIGHT) == "01.05"
    assert dates.long_date(PAST_MIDNIGHT).split()[1:] == {
        "th": ["1", "มกราคม", "2570"], "en": ["1", "January", "2027"],
    }[locale]  # fmt: skip
    assert dates.date_time(EVENING) == {"th": "ศ. 11 ธ.ค. 2569 16.30\u00a0น.", "en": "Fri 11 Dec 2026 16.30"}[locale]


def test_minutes_of_the_day_are_a_time_too() -> None:
    assert dates.clock_time(0) == "00.00"
    assert dates.clock_time(990) == "16.30"
    assert dates.clock_time(1440) == "24.00"
    assert dates.clock_time(1500) == "01.00"
    with use("th"):
        assert dates.time_range(990, 1140) == "16.30–19.00\u00a0น."


@pytest.mark.parametrize(
    ("first", "last", "th", "en"),
    [
        (MONDAY, MONDAY, "30 พฤศจิกายน 2569", "30 November 2026"),
        (date(2026, 11, 3), MONDAY, "3–30 พฤศจิกายน 2569", "3–30 November 2026"),
        (MONDAY, FRIDAY, "30 พ.ย. – 11 ธ.ค. 2569", "30 Nov – 11 Dec 2026"),
        (MONDAY, date(2027, 1, 4), "30 พ.ย. 2569 – 4 ม.ค. 2570", "30 Nov 2026 – 4 Jan 2027"),
    ],
)
def test_a_range_says_no_more_than_it_must(first: date, last: date, th: str, en: str) -> None:
    with use("th"):
        assert dates.date_range(first, last) == th
    with use("en"):
        assert dates.date_range(first, last) == en


@pytest.mark.parametrize(
    ("day", "th", "en"),
    [
        (date(2026, 11, 30), "วันนี้", "today"),
        (date(2026, 12, 1), "พรุ่งนี้", "tomorrow"),
        (date(2026, 11, 29), "เมื่อวาน", "yesterday"),
        (date(2026, 12, 11), "อีก 11 วัน", "in 11 days"),
        (date(2026, 11, 27), "3 วันก่อน", "3 days ago"),
    ],
)
def test_near_days_are_said_in_words(day: date, th: str, en: str) -> None:
    said = dates.relative_days(day, MONDAY)
    with use("th"):
        assert str(said) == th
    with use("en"):
        assert str(said) == en


def test_today_is_the_day_in_thailand_not_in_greenwich() -> None:
    with clock.frozen(PAST_MIDNIGHT), use("en"):
        assert str(dates.relative_days(date(2027, 1, 1))) == "today"


def test_weekdays_have_names_and_short_names(locale: str) -> None:
    assert [dates.day_name(n) for n in (0, 6)] == {"th": ["จันทร์", "อาทิตย์"], "en": ["Monday", "Sunday"]}[locale]
    assert dates.day_name(3, short=True) == {"th": "พฤ.", "en": "Thu"}[locale]
