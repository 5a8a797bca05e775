"""Dictionary order and words: what lists are sorted by and search is built on."""

import random

from hypothesis import given
from hypothesis import strategies as st

from marketplace.i18n import thai


def in_order(*words: str) -> bool:
    shuffled = list(words)
    random.Random(7).shuffle(shuffled)
    return sorted(shuffled, key=thai.sort_key) == list(words)


def test_a_leading_vowel_counts_after_its_consonant() -> None:
    assert in_order("กา", "กาแฟ", "เก่า", "เกาะ", "ไก่", "ขา")


def test_tone_marks_only_break_ties() -> None:
    assert in_order("ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาน")


def test_the_silencer_does_not_move_a_word() -> None:
    assert in_order("จัน", "จันทร์", "จันทรา")


def test_short_vowel_sign_only_breaks_ties() -> None:
    assert in_order("เกง", "เก็ง", "เก่ง")


def test_provinces_read_as_in_the_atlas() -> None:
    assert in_order("กระบี่", "กรุงเทพมหานคร", "กาญจนบุรี", "เชียงราย", "ตรัง", "เพชรบุรี", "แพร่", "ยะลา", "เลย", "สงขลา")


def test_figures_come_before_latin_before_thai() -> None:
    assert in_order("2 ล้อ", "10 ล้อ", "Barista", "งานช่าง") is False
    assert in_order("10 ล้อ", "2 ล้อ", "Barista", "งานช่าง")


def test_accents_and_case_do_not_part_latin_words() -> None:
    assert in_order("cafe", "CAFÉ b", "Cafe c")


def test_spaces_and_punctuation_do_not_count() -> None:
    assert thai.sort_key("ครัว-อาหาร ใต้") == thai.sort_key("ครัวอาหารใต้")


@given(st.text(max_size=200))
def test_a_key_is_plain_hexadecimal_in_any_script(text: str) -> None:
    assert set(thai.sort_key(text)) <= set("0123456789abcdef")


def test_words_are_parted_by_the_dictionary() -> None:
    assert thai.tokens("ทำอาหารใต้ตอนเย็น") == ["ทำอาหาร", "ใต้", "ตอนเย็น"]


def test_mixed_text_gives_words_of_both_scripts_without_punctuation() -> None:
    assert thai.tokens("เรียน Barista (๓๐ ชม.)") == ["เรียน", "barista", "30", "ชม"]


def test_english_alone_needs_no_dictionary() -> None:
    assert thai.tokens("Evening class, Yala!") == ["evening", "class", "yala"]
    assert thai.tokens(" \u200b ") == []


def test_misspelt_marks_give_the_same_words() -> None:
    assert thai.tokens("น\u0e49\u0e4d\u0e32ดื\u0e48ม") == thai.tokens("น้ำดื่ม")


@given(st.text(max_size=80))
def test_any_text_can_be_parted(text: str) -> None:
    assert all(word.strip() for word in thai.tokens(text))
