"""Who is a parent by their own words, who surely is none, and who may be anything."""

import pytest

from marketplace.people.kin import is_parent


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


@pytest.mark.parametrize("said", ["", "คนในบ้าน", "family", "ผู้ปกครอง"])
def test_words_that_could_be_anything(said: str) -> None:
    assert is_parent(said) is None
