"""Reading dates: two eras, two languages, and no guess where a date can be read in two ways."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.i18n import use
from marketplace.i18n.dates import long_date, parse_date, thai_date
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid

THE_DAY = date(2026, 11, 30)


def refusal(typed: str) -> str:
    with pytest.raises(Invalid) as refused:
        parse_date(typed)
    with use("en"):
        return str(refused.value)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-30", "2569-11-30", "2569/11/30", "2026-11-30 00:00:00", "2026-11-30T00:00",
        "30/11/2569", "30/11/2026", "30-11-2569", "30.11.2569", "30 11 2569", " 30 / 11 / 2569 ",
        "๓๐/๑๑/๒๕๖๙", "30/๑๑/2569",
        "30 พฤศจิกายน 2569", "30 พ.ย. 2569", "30 พย. 2569", "30 พย 2569", "30พ.ย.2569", "30 พฤศจิกา 2569",
        "วันจันทร์ที่ ๓๐ พฤศจิกายน พ.ศ. ๒๕๖๙", "จันทร์ 30 พฤศจิกายน 2569", "จ. 30 พ.ย. 2569",
        "วันที่ 30 พ.ย. พ.ศ.2569", "30 พฤศจิกายน ค.ศ. 2026", "\u200b30\u00a0พ.ย.\u00a02569\ufeff",
        "30 November 2026", "30 nov 2026", "Monday 30 November 2026", "Nov 30, 2026", "November 30th, 2026",
        "30 Nov 2569 BE".replace(" BE", ""), "30 Nov BE 2569",
    ],
)  # fmt: skip
def test_every_way_of_writing_one_day_is_that_day(typed: str) -> None:
    assert parse_date(typed) == THE_DAY


def test_the_leap_day_of_a_buddhist_year_exists() -> None:
    assert parse_date("29/2/2567") == date(2024, 2, 29)
    assert parse_date("29 กุมภาพันธ์ 2567") == date(2024, 2, 29)
    assert parse_date("29 ก.พ. ๒๕๖๗") == date(2024, 2, 29)


@pytest.mark.parametrize("typed", ["29/2/2566", "31/4/2569", "0/1/2569", "30/13/2569", "2569-02-30", "31 กันยายน 2569"])
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    assert "no such day" in refusal(typed)


@pytest.mark.parametrize("typed", ["1/2/50", "1-2-07", "1 ก.พ. 50", "1/2/69", "1 Feb 99", "1 ก.พ. พ.ศ. 50"])
def test_a_year_of_two_digits_is_refused(typed: str) -> None:
    assert "four digits" in refusal(typed)


def test_the_whole_year_to_write_instead_is_that_of_the_day_meant() -> None:
    with clock.frozen(clock.instant(date(2026, 11, 1), 0)):
        assert "30 November 2026" in refusal("30 พ.ย. 69")
        assert "1 February 2007" in refusal("1/2/50")


def test_a_year_of_two_digits_is_read_where_only_one_reading_fits() -> None:
    bounds = {"earliest": date(2001, 11, 30), "latest": date(2026, 11, 30)}
    assert parse_date("1/2/50", **bounds) == date(2007, 2, 1)
    assert parse_date("1-2-07", **bounds) == date(2007, 2, 1)
    with pytest.raises(Invalid):
        parse_date("1/2/80", **bounds)


def test_the_eras_part_at_2400() -> None:
    assert parse_date("1/1/2443") == date(1900, 1, 1)
    assert parse_date("1/1/2550") == date(2007, 1, 1)
    assert parse_date("1/1/2007") == date(2007, 1, 1)


@pytest.mark.parametrize("typed", ["1/1/2400", "1/1/2200", "1/1/0007", "1/1/9999", "1 ม.ค. ค.ศ. 2550", "1/1/1600"])
def test_a_year_far_from_any_life_is_refused(typed: str) -> None:
    assert "cannot be right" in refusal(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "\u200b", "พรุ่งนี้", "30", "30/11", "30 พ.ย.", "ศ. 11 ธ.ค.", "2569", "30112569",
        "abc 30 พ.ย. 2569",
        "30 เดือนหน้า 2569", "30/11-2569", "²/1/2569", "1e9", "-1/1/2569", "NaN", "30/11/256", "30/11/25699",
        "1/1/2569; DROP TABLE", "ก" * 10_000, "1/" * 5_000, "\x00", "\ud800",
    ],
)  # fmt: skip
def test_what_is_not_a_date_is_refused_in_words(typed: str) -> None:
    assert "day/month/year" in refusal(typed)


def test_the_refusal_knows_its_field_and_speaks_thai() -> None:
    with pytest.raises(Invalid) as refused:
        parse_date("เมื่อวาน", field="birth_date")
    assert refused.value.field == "birth_date"
    with use("th"):
        assert str(refused.value).startswith("เขียนเป็น")


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_what_is_shown_can_be_read_again(day: date) -> None:
    assert parse_date(thai_date(day)) == day
    for locale in ("th", "en"):
        with use(locale):
            assert parse_date(long_date(day)) == day


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_refusal(text: str) -> None:
    with contextlib.suppress(Invalid):
        assert isinstance(parse_date(text), date)
