"""A name is written in letters, and is the same name in whatever order and spelling."""

import pytest

from marketplace.people.spelled import are_one_name, not_a_name, not_kin


@pytest.mark.parametrize(
    "name", ["12345", ".", "-", "ก", "A", " ", "นาง๑", "สมชาย 0812345678", "@nurin", "_", "\u0e48\u0e48"]
)
def test_figures_and_signs_are_no_name(name: str) -> None:
    assert not_a_name(name) is not None
    assert not_kin(name) is not None


@pytest.mark.parametrize("name", ["นางวรรณา ใจดี", "แมะซง", "นูร์-อัยนี", "O’Neill", "น.ส. ดา", "Li", "ปู่", "มูฮัมหมัด บิน อาลี"])
def test_letters_of_any_script_are_a_name(name: str) -> None:
    assert not_a_name(name) is None


@pytest.mark.parametrize("kin", ["ยาย", "แม่", "ปู่", "แม่เลี้ยง (ภรรยาใหม่ของพ่อ)", "ป้า/น้า", "step-mother", "อบต."])
def test_words_say_what_somebody_is(kin: str) -> None:
    assert not_kin(kin) is None


@pytest.mark.parametrize(
    "same",
    [
        "นูรีน ยะลาพันธ์", "ยะลาพันธ์ นูรีน", "นางสาวนูรีน ยะลาพันธ์", "นางสาว ยะลาพันธ์ นูรีน", "นูรีนยะลาพันธ์",
        "ยะลาพันธ์นูรีน", "  นูรีน   ยะลา พันธ์ ", "น.ส. นูรีน ยะลาพันธ์",
    ],
)  # fmt: skip
def test_order_space_and_title_make_no_other_name(same: str) -> None:
    assert are_one_name(same, "นูรีน ยะลาพันธ์")


def test_one_way_of_typing_a_vowel_makes_no_other_name() -> None:
    assert are_one_name("อ\u0e4d\u0e32พล น\u0e4d\u0e49\u0e32ใจ", "อ\u0e33พล น\u0e49\u0e33ใจ")
    assert are_one_name("SARA am", "Am Sara")
    assert are_one_name("Mr. Sara Am", "sara-am")


@pytest.mark.parametrize("other", ["", "นูรีน", "วรรณา ยะลาพันธ์", "นูรีน ยะลา", "ฟาตีเมาะ สาแม"])
def test_another_name_is_another(other: str) -> None:
    assert not are_one_name(other, "นูรีน ยะลาพันธ์")
    assert not are_one_name("", "")
