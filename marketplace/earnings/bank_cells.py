"""Days and sums as a bank writes them, and cells that no spreadsheet will calculate. Pure."""

import re
from datetime import date

from marketplace.earnings.bank_shapes import ANY_DAY, Shape
from marketplace.i18n.almanac import BUDDHIST_ERA
from marketplace.i18n.reading import parse_date
from marketplace.i18n.thai import digits
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht_plain, parse_baht

YEARS = range(2000, 2100)
"""Outside of these a day was read in the wrong era, or is a slip of the finger."""
_SATANG = re.compile(r"\d{1,14}")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class OtherEra(ValueError):
    """A day whose year is right in the other era than the format's."""


def one_line(cell: str) -> str:
    """A cell that cannot end its row."""
    return _BREAKS.sub(" ", cell)


def write_day(shape: Shape, day: date) -> str:
    """A day in the order and era of the bank."""
    year = day.year + (BUDDHIST_ERA if shape.era == "be" else 0)
    return shape.date.replace("YYYY", f"{year:04d}").replace("MM", f"{day.month:02d}").replace("DD", f"{day.day:02d}")


def read_day(shape: Shape, text: str) -> date:
    """The day; raises ValueError for another order, another era and for what is no day."""
    if shape.date == ANY_DAY:
        try:
            return parse_date(text)
        except Invalid as error:
            raise ValueError(text) from error
    pattern = re.escape(shape.date)
    for part in ("YYYY", "MM", "DD"):
        pattern = pattern.replace(part, rf"(?P<{part}>\d{{{len(part)}}})")
    found = re.fullmatch(pattern, digits(text), re.ASCII)
    if found is None:
        raise ValueError(text)
    told = int(found["YYYY"])
    year = told - (BUDDHIST_ERA if shape.era == "be" else 0)
    if year not in YEARS:
        other = told if shape.era == "be" else told - BUDDHIST_ERA
        raise OtherEra(text) if other in YEARS else ValueError(text)
    return date(year, int(found["MM"]), int(found["DD"]))


def write_sum(shape: Shape, satang: int) -> str:
    """A sum as the bank writes it."""
    if shape.amount == "satang":
        return str(satang)
    whole = baht_plain(satang)
    return whole if shape.amount == "baht" else f"{satang // 100:,}{whole[-3:]}"


def read_sum(shape: Shape, text: str) -> int:
    """Satang; raises ValueError."""
    if shape.amount != "satang":
        return parse_baht(text)
    if not _SATANG.fullmatch(digits(text)):
        raise ValueError(text)
    return int(digits(text))
