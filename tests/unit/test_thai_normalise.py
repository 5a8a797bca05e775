"""Search spelling: every way of typing the same Thai words gives the same key."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.i18n import thai

WATER = "น้ำ"


@pytest.mark.parametrize(
    "typed",
    [
        "\u0e19\u0e49\u0e33",
        "\u0e19\u0e49\u0e4d\u0e32",
        "\u0e19\u0e4d\u0e49\u0e32",
        "\u0e19\u0e33\u0e49",
        "\u0e19\u0e4d\u0e32\u0e49",
        "\u0e19\u0e49\u0e49\u0e33",
        "\u200b\u0e19\u200b\u0e49\u0e33\ufeff",
    ],
)
def test_every_way_of_typing_sara_am_is_one_spelling(typed: str) -> None:
    assert thai.normalise(typed) == WATER


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
        ("ร\u0e49\u0e39", "ร\u0e39\u0e49"),
        ("ช\u0e37\u0e37\u0e48อ", "ช\u0e37\u0e48อ"),
        ("ส\u0e34ทธ\u0e4c\u0e34", "ส\u0e34ทธ\u0e34\u0e4c"),
        ("เเม่", "แม่"),
    ],
)
def test_marks_in_the_wrong_order_or_doubled_are_set_right(typed: str, meant: str) -> None:
    assert thai.normalise(typed) == meant


def test_plain_nfc_would_not_have_been_enough() -> None:
    assert unicodedata.normalize("NFC", "\u0e19\u0e49\u0e4d\u0e32") != WATER
    assert unicodedata.normalize("NFC", "ท\u0e48\u0e35") != "ท\u0e35\u0e48"


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u200c", "\u200d", "\ufeff", "\u202e", "\u2066", "\x00", "\ud800", "\u00ad"]
)
def test_what_cannot_be_seen_does_not_count(unseen: str) -> None:
    assert thai.normalise(f"{unseen}ตลาด{unseen}สด{unseen}") == "ตลาดสด"


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u3000", "\t", "\r\n", "   "])
def test_every_kind_of_space_is_one_plain_space(space: str) -> None:
    assert thai.normalise(f"{space}งาน{space}ช่าง{space}") == "งาน ช่าง"


def test_thai_digits_are_read_as_figures() -> None:
    assert thai.normalise("๓๐ ชั่วโมง") == "30 ชั่วโมง"
    assert thai.digits("๐๘๑-๒๓๔") == "081-234"


def test_a_superscript_two_is_not_a_digit() -> None:
    assert thai.digits("10 ม²") == "10 ม²"


def test_latin_letters_are_made_small() -> None:
    assert thai.normalise("Café YALA") == "café yala"


def test_five_thousand_marks_on_one_letter_become_one() -> None:
    assert thai.normalise("ก" + "\u0e49" * 5000) == "ก\u0e49"


def test_other_scripts_of_the_border_are_left_as_they_are() -> None:
    for name in ("ສົມສັກ", "សុខា", "မောင်မောင်", "👨‍👩‍👧"):
        assert thai.normalise(name)


@given(
    st.text(alphabet=st.characters(), max_size=60)
    | st.text(alphabet="กนทเแไา\u0e33\u0e34\u0e38\u0e39\u0e47\u0e48\u0e49\u0e4c\u0e4d\u0e3a ๑\u200b", max_size=30)
)
@example("กำำ่")
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = thai.normalise(text)
    assert thai.normalise(once) == once
    once.encode()


def test_is_thai_asks_for_one_thai_letter() -> None:
    assert thai.is_thai("KFC สาขายะลา")
    assert not thai.is_thai("Yala 2569 ฿")
