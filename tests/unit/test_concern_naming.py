"""Whom words mean: a part of a name in any spelling, a number, an address; ordinary words mean nobody."""

import pytest

from marketplace.concerns.naming import meant

NAME, LOGINS = "นางสาวพรทิพย์ สาแลแม", ("porntip.s@demo.okat.example", "+66891112222", "U-8R54-9YSS")


@pytest.mark.parametrize(
    "text",
    [
        "พรทิพย์เป็นคนรับเรื่องนี้เอง",
        "ครูพรทิพย์ นัดเจอนอกเวลา",
        "คุณ พร ทิพย์",
        "พรทิพย เรียกเงิน",
        "เรื่องของสาแลแม",
        "น.ส.พรทิพย์ สาแลแม",
        "พ\u200bรทิพย์",
        "เป็น porntip.s@demo.okat.example",
        "เขาใช้ชื่อ PORNTIP.S ในระบบ",
        "โทร 089-111-2222 คือเบอร์เขา",
        "โทร ๐๘๙ ๑๑๑ ๒๒๒๒",
        "u-8r54-9yss",
    ],
)
def test_words_mean_somebody(text: str) -> None:
    assert meant(text, NAME, LOGINS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ครูฝึกนัดเจอนอกเวลาและขอให้ไม่บอกใคร",
        "เจ้าหน้าที่เรียกเงินค่าสมัคร",
        "ร้านจ่ายเงินไม่ครบ 3 วัน เบอร์ร้าน 0812345678",
        "นางสาวคนหนึ่งตะโกนใส่",
        "ขอพรให้ทุกคน",
    ],
)
def test_ordinary_words_mean_nobody(text: str) -> None:
    assert not meant(text, NAME, LOGINS)


@pytest.mark.parametrize(
    ("text", "name", "is_meant"),
    [
        ("Somchai asked me for money", "Somchai Dee", True),
        ("SOMCHAI", "Mr Somchai Dee", True),
        ("I saw an indeed odd thing", "Somchai Dee", False),
        ("เจ้าหน้าที่พูดไม่ดี", "เจ้าหน้าที่", False),
        ("ปลัดสมศรีพูดไม่ดี", "สมศรี", True),
        ("สมศรีพูดไม่ดี", "ปลัดสมศรี", True),
    ],
)
def test_names_of_one_word_and_in_english(text: str, name: str, is_meant: bool) -> None:
    assert meant(text, name) is is_meant
