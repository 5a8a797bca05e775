"""A PromptPay number in one stored form, whatever its spelling: a mobile phone's, a citizen's or an e-wallet's."""

import re

from marketplace.i18n import Text, t
from marketplace.i18n.thai import digits
from marketplace.kernel.errors import Invalid
from marketplace.people import identity

_ABROAD = re.compile(r"(?:\+66|0066|66)0?([689]\d{8})")
_MOBILE = re.compile(r"0[689]\d{8}")
_BETWEEN = re.compile(r"[\s().\-\u2010-\u2015\u200b\ufeff]+")
CITIZEN, WALLET = 13, 15
"""How many digits an ID number and an e-wallet's have."""
WHICH = t(
    "Write a mobile number (10 digits from 06, 08 or 09), an ID number (13 digits) or an e-wallet number (15 digits)."
)
_SLIPS: dict[int, Text] = {
    9: t("A mobile number has 10 digits and begins with 06, 08 or 09."),
    10: t("A mobile number has 10 digits and begins with 06, 08 or 09."),
    CITIZEN: t("Check the 13 digits of the ID number: one of them seems to be wrong."),
}


def number(text: str, *, field: str = "number") -> str:
    """Ten digits from the 0 on, thirteen or fifteen, from what was typed; raises Invalid in words."""
    given = _BETWEEN.sub("", digits(text.strip()))[:40]
    if abroad := _ABROAD.fullmatch(given):
        return f"0{abroad[1]}"
    if _MOBILE.fullmatch(given) or _is_citizen(given) or _is_wallet(given):
        return given
    slip = _SLIPS.get(len(given)) if given.isdecimal() else None
    raise Invalid(slip or WHICH, field=field)


def is_right(stored: str) -> bool:
    """Whether a number kept earlier would still be taken today, as it is."""
    try:
        return number(stored) == stored
    except Invalid:
        return False


def _is_citizen(given: str) -> bool:
    """Thirteen digits with the right check digit; one digit over and over is nobody's number."""
    if len(given) != CITIZEN or not given.isdecimal() or len(set(given[:-1])) == 1:
        return False
    try:
        return identity.national_id(given) == given
    except Invalid:
        return False


def _is_wallet(given: str) -> bool:
    return len(given) == WALLET and given.isdecimal() and len(set(given)) > 1
