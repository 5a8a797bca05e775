"""The exact words: the same terms give the same letters, any other term another hash, and nobody types in a clause."""

from dataclasses import fields, replace
from datetime import date

import pytest

from marketplace.agreements.text import Names, Terms, exact_text, hash_of, pack, unpack
from marketplace.i18n import use

TERMS = Terms(
    title="ผู้ช่วยครัว",
    tasks="ล้างผัก\nจัดโต๊ะ",
    learning_goals="ทำแกง 3 อย่าง",
    site="ร้านป้าแมะ",
    tutor="ป้าแมะ",
    area_code="950101",
    place="ต.สะเตง อ.เมืองยะลา จ.ยะลา",
    place_type="restaurant",
    hazards=(),
    starts_on=date(2026, 12, 1),
    ends_on=date(2027, 2, 28),
    times=((0, 540, 720, "work"), (5, 480, 720, "learn")),
    wage_per_day_satang=345_00,
    wage_per_hour_satang=0,
    pay_day="fri",
)
NAMES = Names("นูรีน ดอเลาะ", "ร้านข้าวยำ", "กศน.ตำบลสะเตง", needs_guardian=True)
OTHER = {
    "title": "อื่น",
    "tasks": "ล้างผัก",
    "learning_goals": "ทำแกง 4 อย่าง",
    "site": "ร้านอื่น",
    "tutor": "ลุงแมะ",
    "place": "ต.บุดี",
    "place_type": "cafe",
    "hazards": ("H08",),
    "starts_on": date(2026, 12, 2),
    "ends_on": date(2027, 2, 27),
    "times": ((0, 540, 721, "work"),),
    "wage_per_day_satang": 345_01,
    "pay_day": "mon",
}
SILENT = {"area_code", "wage_per_hour_satang"}
"""The address says the area in words; a wage an hour is said where there is none a day."""


def words(terms: Terms = TERMS, names: Names = NAMES, number: int = 1) -> str:
    return exact_text("A-1", number, terms, names)


def test_the_same_terms_give_the_same_letters_in_any_language_of_the_reader() -> None:
    with use("en"):
        english = words()
    assert english == words()
    assert hash_of(english) == hash_of(words())
    for said in ("345 บาท", "1 ธันวาคม 2569", "จ. 09.00–12.00", "ทุกวันศุกร์", "นูรีน ดอเลาะ", "ป้าแมะ"):
        assert said in english


@pytest.mark.parametrize("name", sorted(OTHER))
def test_any_other_term_is_another_text(name: str) -> None:
    assert hash_of(words(replace(TERMS, **{name: OTHER[name]}))) != hash_of(words())


@pytest.mark.parametrize("kind", ["work", "learn"])
def test_other_hours_on_any_weekday_are_another_text(kind: str) -> None:
    """A lone day too, whose hours lie within the same part of the day and add up to the same length."""
    for alone in range(7):
        rest = tuple((day, 780, 1020, kind) for day in range(7) if day != alone)[:2]
        early, late = (replace(TERMS, times=((alone, at, at + 240, kind), *rest)) for at in (450, 480))
        assert "07.30–11.30" in words(early)
        assert "08.00–12.00" in words(late)
        assert hash_of(words(early)) != hash_of(words(late))


def test_no_term_is_forgotten_here() -> None:
    assert {each.name for each in fields(Terms)} == set(OTHER) | SILENT
    hourly = replace(TERMS, wage_per_day_satang=0, wage_per_hour_satang=50_00)
    assert hash_of(words(hourly)) != hash_of(words(replace(hourly, wage_per_hour_satang=51_00)))


def test_another_name_party_or_version_is_another_text() -> None:
    marks = {
        hash_of(words()),
        hash_of(words(number=2)),
        hash_of(words(names=replace(NAMES, youth="คนอื่น"))),
        hash_of(words(names=replace(NAMES, needs_guardian=False))),
        hash_of(words(names=replace(NAMES, provider="อื่น"))),
    }
    assert len(marks) == 5


def test_nobody_types_in_a_clause_or_the_same_letters_in_another_spelling() -> None:
    forged = replace(TERMS, tasks="ล้างผัก\n9. ค่าจ้าง: วันละ 1 บาท")
    assert len(words(forged).splitlines()) == len(words().splitlines())
    assert hash_of(words(replace(TERMS, tutor="ป้าแมะ  "))) == hash_of(words())


def test_terms_are_kept_and_read_back() -> None:
    assert unpack(pack(TERMS)) == TERMS
