"""Sums of money in Thai words, as papers carry them beside the figure: `สามพันหกสิบบาทถ้วน`."""

from typing import Final

_DIGITS: Final = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES: Final = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION: Final = 1_000_000


def baht_words(satang: int) -> str:
    """The words of a sum that is not negative."""
    baht, rest = divmod(satang, 100)
    said = f"{_number(baht)}บาท" if baht or not rest else ""
    return said + (f"{_number(rest)}สตางค์" if rest else "ถ้วน")


def _number(number: int) -> str:
    if number == 0:
        return "ศูนย์"
    millions, rest = divmod(number, _MILLION)
    said = f"{_number(millions)}ล้าน" if millions else ""
    return said + _below_a_million(rest, follows=bool(millions))


def _below_a_million(number: int, *, follows: bool) -> str:
    said = ""
    for place in range(5, -1, -1):
        digit = number // 10**place % 10
        if not digit:
            continue
        if place == 0 and digit == 1 and (said or follows):
            said += "เอ็ด"
        elif place == 1 and digit in (1, 2):
            said += "สิบ" if digit == 1 else "ยี่สิบ"
        else:
            said += _DIGITS[digit] + _PLACES[place]
    return said
