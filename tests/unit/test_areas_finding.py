"""Finding places from hand-typed text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.areas import finding


def first(text: str) -> str | None:
    found = finding.search(text, 1)
    return found[0].code if found else None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ต.สะเตง อ.เมือง จ.ยะลา", "950101"),
        ("ต. สะเตง อ. เมืองยะลา จ. ยะลา", "950101"),
        ("ตำบลสะเตง อำเภอเมืองยะลา จังหวัดยะลา", "950101"),
        ("สะเตง ยะลา", "950101"),
        ("หน้าเมือง ราชบุรี", "700101"),
        ("sateng yala", "950101"),
        ("จ.ยะลา อ.เมือง ต.สะเตง", "950101"),
        ("sateng, mueang yala, yala", "950101"),
        ("อ.เบตง", "9502"),
        ("betong", "9502"),
        ("BETONG", "9502"),
        ("ยะลา", "95"),
        ("จังหวัดยะลา", "95"),
        ("ต.ยะลา", "950106"),
        ("กทม", "10"),
        ("กรุงเทพฯ", "10"),
        ("แขวงบางขุนพรหม เขตพระนคร กทม", "100111"),
        ("อ.โซ่พิสัย จ.บึงกาฬ", "3803"),
        ("โคราช", "30"),
    ],
)
def test_what_people_write_is_understood(typed: str, code: str) -> None:
    assert first(typed) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("เบต้ง", "9502"),
        ("โซพิสัย", "3803"),
        ("ศรีวิไล", "3807"),
        ("ratchburi", "70"),
        ("rachaburi", "70"),
        ("อ.เบ\u200bตง", "9502"),
        ("ลําพูน", "51"),
        ("น่าน", "55"),
    ],
)
def test_slips_of_spelling_are_forgiven(typed: str, code: str) -> None:
    assert first(typed) == code


def test_a_word_for_the_level_keeps_other_levels_out() -> None:
    assert {place.level.value for place in finding.search("ต.ยะลา", 20)} == {"subdistrict"}


def test_every_named_level_must_agree() -> None:
    assert finding.search("ต.สะเตง จ.ลำพูน") == []


def test_a_postcode_finds_the_subdistricts_that_use_it() -> None:
    codes = {place.code for place in finding.search("95110", 20)}
    assert "950201" in codes
    assert {place.code for place in finding.search("๙๕๑๑๐", 20)} == codes


def test_a_name_that_is_common_gives_no_more_than_asked() -> None:
    assert len(finding.search("ตลาด", 5)) == 5


@pytest.mark.parametrize("typed", ["", "   ", ".", "ต.", "\u200b", "zzzzzz", "99999", "%", "_", "'; --"])
def test_what_means_nothing_finds_nothing(typed: str) -> None:
    assert finding.search(typed) == []


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_may_be_searched(text: str) -> None:
    assert len(finding.search(text, 3)) <= 3
