"""Whole satang, always: a baht is 100, nothing is ever a float."""

import re

SATANG = 100
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,10})(?:\.(\d{1,2}))?")


def baht(satang: int) -> str:
    """'4,593' for whole baht, '4,593.50' otherwise; the minus is a real minus sign."""
    whole, rest = divmod(abs(satang), SATANG)
    text = f"{whole:,}" if not rest else f"{whole:,}.{rest:02d}"
    return f"−{text}" if satang < 0 else text


def exact(satang: int) -> str:
    """`1,020.00`, as papers print it."""
    return f"{satang // SATANG:,}.{satang % SATANG:02d}"


def baht_plain(satang: int) -> str:
    """Two decimals and no separators, the form files carry."""
    sign = "-" if satang < 0 else ""
    whole, rest = divmod(abs(satang), SATANG)
    return f"{sign}{whole}.{rest:02d}"


def parse_baht(text: str) -> int:
    """Satang from '1,200.50', '๑๒๐๐' or '฿300'; raises ValueError on anything that is not a plain amount."""
    cleaned = text.strip().translate(_DIGITS).removeprefix("฿").removesuffix("บาท").strip()
    match = _AMOUNT.fullmatch(cleaned)
    if match is None:
        raise ValueError(text)
    whole, rest = match.groups()
    return int(whole.replace(",", "")) * SATANG + int((rest or "0").ljust(2, "0"))
