"""The picture a banking app reads: PromptPay as an EMVCo code, with the sum, and its check. Pure."""

import segno

from marketplace.earnings import promptpay
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht_plain

_PROMPTPAY = "A000000677010111"
_PHONE, _CITIZEN, _WALLET = "01", "02", "03"
_MANY_TIMES, _ONCE = "11", "12"
_BAHT = "764"


def payload(number: str, satang: int | None = None) -> str:
    """What the code says: to whom, how much (to be typed where it is None), and a check of both.

    Raises Invalid for a number that is not as PromptPay numbers are kept, and ValueError for a sum of nothing.
    """
    if satang is not None and satang <= 0:
        raise ValueError(satang)
    fields = [
        _field("00", "01"),
        _field("01", _MANY_TIMES if satang is None else _ONCE),
        _field("29", _field("00", _PROMPTPAY) + _proxy(number)),
        _field("53", _BAHT),
        "" if satang is None else _field("54", baht_plain(satang)),
        _field("58", "TH"),
    ]
    told = "".join(fields) + "6304"
    return f"{told}{crc(told):04X}"


def picture(number: str, satang: int) -> bytes:
    """The code as an SVG drawing, dark on white whatever the page is."""
    drawn: str = segno.make(payload(number, satang), error="m", micro=False).svg_inline(
        scale=5, border=4, light="#fff", svgclass="qr", lineclass=None
    )
    return drawn.encode()


def crc(text: str) -> int:
    """CRC-16/CCITT-FALSE."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
            value &= 0xFFFF
    return value


def _field(tag: str, text: str) -> str:
    return f"{tag}{len(text):02d}{text}"


def _proxy(number: str) -> str:
    if not promptpay.is_right(number):
        raise Invalid(promptpay.WHICH, field="number")
    if len(number) == promptpay.CITIZEN:
        return _field(_CITIZEN, number)
    if len(number) == promptpay.WALLET:
        return _field(_WALLET, number)
    return _field(_PHONE, f"0066{number[1:]}")
