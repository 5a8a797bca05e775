"""The national number: optional, read in any spelling, checked, shown only in part."""

import re

from stdnum.exceptions import ValidationError
from stdnum.th import pin

from marketplace.i18n import t
from marketplace.i18n.thai import digits
from marketplace.kernel.errors import Invalid

_SCHOOL_CODE = re.compile(r"G\d{12}")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u200b\ufeff]+")


def national_id(text: str, *, field: str = "national_id") -> str | None:
    """Thirteen digits (or a school's G-code) from what was typed, None from nothing; raises Invalid on a slip.

    Numbers beginning with 0 (people without status) carry the same check digit, though the standard refuses them.
    """
    number = _SEPARATORS.sub("", digits(text)).upper()
    if not number:
        return None
    if _SCHOOL_CODE.fullmatch(number) or _is_stateless(number):
        return number
    try:
        return str(pin.validate(number))
    except ValidationError as error:
        raise Invalid(
            t("Check the 13 digits: one of them seems to be wrong. You may leave it empty."), field=field
        ) from error


def masked(number: str) -> str:
    """`1-1017-xxxxx-xx-8`: enough to tell two people apart at a counter, not enough to use."""
    return f"{number[0]}-{number[1:5]}-xxxxx-xx-{number[12]}" if len(number) == 13 else ""


def printed(number: str) -> str:
    """The number in its official groups."""
    return "-".join((number[0], number[1:5], number[5:10], number[10:12], number[12:])) if len(number) == 13 else number


def _is_stateless(number: str) -> bool:
    return (
        len(number) == 13
        and number.isascii()
        and number.isdecimal()
        and number[0] == "0"
        and pin.calc_check_digit(number) == number[12]
    )
