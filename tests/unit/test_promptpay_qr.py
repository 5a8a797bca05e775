"""The code a banking app reads: the published vector to the letter, and every code with a check that holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.earnings.promptpay_qr import crc, payload, picture
from marketplace.kernel.errors import Invalid

VECTOR = "00020101021129370016A0000006770101110113006681234567853037645802TH6304823E"


def fields(text: str) -> dict[str, str]:
    """Tags and what they hold, read as an app reads them."""
    found = {}
    while text:
        length = int(text[2:4])
        found[text[:2]], text = text[4 : 4 + length], text[4 + length :]
    return found


def test_the_published_vector() -> None:
    assert payload("0812345678") == VECTOR


def test_the_check_is_the_one_of_the_standard() -> None:
    assert crc("123456789") == 0x29B1


@pytest.mark.parametrize(
    ("number", "sub", "told"),
    [
        ("0812345678", "01", "0066812345678"),
        ("1101700230708", "02", "1101700230708"),
        ("140000123456789", "03", "140000123456789"),
    ],
)
def test_each_kind_of_number_has_its_place(number: str, sub: str, told: str) -> None:
    found = fields(payload(number, 1_200_50))
    assert fields(found["29"]) == {"00": "A000000677010111", sub: told}
    assert (found["00"], found["01"], found["53"], found["54"], found["58"]) == ("01", "12", "764", "1200.50", "TH")


@settings(deadline=None)
@given(phone=st.from_regex(r"0[689][0-9]{8}", fullmatch=True), satang=st.integers(1, 9_999_999_99))
def test_every_code_says_the_sum_and_its_check_holds(phone: str, satang: int) -> None:
    told = payload(phone, satang)
    found = fields(told)
    assert int(found["54"].replace(".", "")) == satang
    assert next(iter(found)) == "00"
    assert list(found)[-1] == "63"
    assert found["63"] == f"{crc(told[:-4]):04X}"


@pytest.mark.parametrize(
    "number", ["", "0212345678", "081234567", "1101700230706", "+66812345678", "๐๘๑๒๓๔๕๖๗๘", "x" * 15]
)
def test_what_is_no_number_has_no_code(number: str) -> None:
    with pytest.raises(Invalid):
        payload(number, 100)


@pytest.mark.parametrize("satang", [0, -1])
def test_a_sum_of_nothing_has_no_code(satang: int) -> None:
    with pytest.raises(ValueError):
        payload("0812345678", satang)


def test_the_picture_is_a_drawing_on_white() -> None:
    drawn = picture("0812345678", 100_00).decode()
    assert drawn.startswith("<svg")
    assert "#fff" in drawn
    assert "<script" not in drawn
