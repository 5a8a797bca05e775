"""Searching: words in Thai, slips forgiven, and nothing found that is not published."""

import pytest

from marketplace.offers import finding, search
from models.session import db
from models.vocabulary import OpportunityState
from tests.factories.offers import make_opportunity

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]


def ids(text: str) -> list[int]:
    return list(finding.find(text).ids)


def test_a_word_inside_a_thai_title_is_found() -> None:
    sewing = make_opportunity(title_th="ตัดเย็บเสื้อผ้าด้วยจักรอุตสาหกรรม")
    make_opportunity(title_th="ปลูกผักโรงเรือน")
    assert ids("เสื้อผ้า") == [sewing.id]


def test_an_english_title_is_found_whatever_its_case() -> None:
    made = make_opportunity(title_en="Motorbike Repair")
    assert ids("MOTORBIKE") == [made.id]


@pytest.mark.parametrize("slip", ["จักรยนยนต์", "จักรยานยนค์", "จักรยยานยนต์", "จัรกยานยนต์"])
def test_one_slip_is_forgiven(slip: str) -> None:
    made = make_opportunity(title_th="ซ่อมรถจักรยานยนต์")
    make_opportunity(title_th="ปลูกผักโรงเรือน")
    assert ids(slip) == [made.id]


def test_a_title_stands_before_a_mention() -> None:
    mention = make_opportunity(title_th="ผู้ช่วยทั่วไป", summary_th="บางวันช่วยงานกาแฟด้วย")
    title = make_opportunity(title_th="ชงกาแฟ", summary_th="ที่ตลาด")
    assert ids("กาแฟ") == [title.id, mention.id]


def test_the_place_and_the_organisation_are_words_too() -> None:
    made = make_opportunity(area_code="950201")
    assert ids("เบตง") == [made.id]
    assert ids("canalside") == [made.id]


def test_a_part_of_a_word_finds_its_title() -> None:
    made = make_opportunity(title_th="พื้นฐานคอมพิวเตอร์")
    assert made.id in ids("คอมพิว")


def test_what_is_withdrawn_is_found_no_more() -> None:
    made = make_opportunity(title_th="ทอผ้าไหม")
    made.state = OpportunityState.PAUSED
    search.index(made)
    assert ids("ทอผ้าไหม") == []
    made.state = OpportunityState.PUBLISHED
    search.index(made)
    assert ids("ทอผ้าไหม") == [made.id]


def test_a_rolled_back_change_leaves_no_trace() -> None:
    make_opportunity(title_th="แกะสลักไม้")
    db.rollback()
    assert ids("แกะสลัก") == []


ODD = (
    "",
    "   ",
    "'",
    '"',
    "''\"",
    "*",
    "a OR b",
    "NEAR(",
    "(",
    "^",
    "%",
    "_",
    "\\",
    "ะะะะ",
    "\x00",
    "-",
    "c++ & |",
    "🙂",
    "ๆ",
)


@pytest.mark.parametrize("odd", [*ODD, "ก" * 5_000])
def test_odd_text_is_no_error(odd: str) -> None:
    make_opportunity()
    assert isinstance(finding.find(odd).ids, tuple)
