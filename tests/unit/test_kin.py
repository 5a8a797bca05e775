"""Who is a parent by their own words, who surely is none, and who may be anything."""

import pytest

from marketplace.people.kin import is_parent, is_stranger


@pytest.mark.parametrize(
    "said",
    [
        "แม่",
        "พ่อ",
        "คุณแม่",
        "แม่ของน้อง",
        "เป็นแม่",
        "มารดา",
        "บิดาบุญธรรม",
        "แม่บุญธรรม",
        "Mother",
        "mum",
        "อาเยาะห์",
        "มะ",
        "ayah",
    ],
)
def test_a_parent(said: str) -> None:
    assert is_parent(said) is True


@pytest.mark.parametrize(
    "said",
    [
        "ยาย",
        "เพื่อน",
        "แม่เลี้ยง",
        "พ่อเลี้ยง",
        "แม่ยาย",
        "อา",
        "ปู่",
        "พี่สาว",
        "คุณครู",
        "Grandmother",
        "stepfather",
        "friend",
        "mother-in-law",
        "mother in law",
        "แม่ของเพื่อน",
        "แม่ผัว",
    ],
)
def test_surely_no_parent(said: str) -> None:
    assert is_parent(said) is False


@pytest.mark.parametrize(
    "said",
    [
        "แม่ของแม่",
        "แม่ เลี้ยง",
        "mother's sister",
        "แม่ใหญ่",
        "แม่นม",
        "แม่ชี",
        "พ่อหลวง",
        "แม่ (เลี้ยง)",
        "แม่ (ยาย)",
        "แม่ไม่อยู่ เป็นยาย",
        "มารดาเลี้ยง",
        "มารดาสามี",
        "พ่อของพ่อ",
        "แม่ของสามี",
        "พ่อของแฟน",
        "คุณแม่ของแฟน",
        "mother of friend",
        "dad's friend",
        "father's girlfriend",
        "แม่ของสมชาย",
        "motherly",
        "แม่น้องชาย",
    ],
)
def test_a_word_that_only_begins_like_a_parent_s_is_none(said: str) -> None:
    assert is_parent(said, ["นูรีน"]) is not True


@pytest.mark.parametrize(
    "said",
    [
        "แม่ของนูรีน",
        "แม่นูรีน",
        "แม่น้องนูรีน",
        "พ่อของหนู",
        "แม่ของเขา",
        "แม่แท้ ๆ",
        "พ่อแท้ๆ",
        "ป๊า",
        "หม่าม้า",
        "เตี่ย",
        "mother of Nureen",
        "Nureen's mother",
        "her mother",
        "birth mother",
        "adoptive mother",
        "แม่ค่ะ",
    ],
)
def test_a_whole_word_is_one_also_with_the_child_s_own_name(said: str) -> None:
    assert is_parent(said, ["นูรีน", "Nureen"]) is True


@pytest.mark.parametrize(
    ("said", "so"), [("เพื่อน", True), ("คุณครู", True), ("friend", True), ("ป้า", False), ("แม่", False)]
)
def test_who_is_no_family(said: str, so: bool) -> None:
    assert is_stranger(said) is so


@pytest.mark.parametrize("said", ["", "คนในบ้าน", "family", "ผู้ปกครอง"])
def test_words_that_could_be_anything(said: str) -> None:
    assert is_parent(said) is None
