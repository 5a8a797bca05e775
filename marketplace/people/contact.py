"""How somebody can be reached, read once at the edge: whatever the spelling, one stored form."""

import re
import unicodedata

from marketplace.i18n import t
from marketplace.i18n.thai import digits
from marketplace.kernel.errors import Invalid

EMAIL_LONGEST = 254
_PHONE = re.compile(r"0[689]\d{8}|0[2-57]\d{7}")
_WITHOUT_ITS_ZERO = re.compile(r"[689]\d{8}|[2-57]\d{7}")
_BETWEEN_DIGITS = re.compile(r"[\s().\-\u2010-\u2015\u200b]+")
_NOT_IN_NAME = r"@\s\x00-\x1f\x7f<>\"(),:;\[\]\\"
_NOT_IN_HOST = _NOT_IN_NAME + "./"
_EMAIL = re.compile(rf"[^{_NOT_IN_NAME}]{{1,64}}@(?:[^{_NOT_IN_HOST}]+\.)+[^{_NOT_IN_HOST}]{{2,}}")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def seen(text: str) -> str:
    """A text without what cannot be seen, its letters in one composition."""
    return _HIDDEN.sub("", unicodedata.normalize("NFC", text))


def plain(text: str, *, longest: int, field: str) -> str:
    """A line people typed, without what cannot be seen; raises Invalid when it is longer than `longest`."""
    shown = seen(text)
    line = " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in shown).split())
    if len(line) > longest:
        raise Invalid(t("Please write at most {count} characters.", count=longest), field=field)
    return line


def email_key(text: str, *, field: str = "email") -> str:
    """The form by which two spellings of one e-mail address are the same; raises Invalid."""
    address = seen(text).strip().casefold()
    if len(address) > EMAIL_LONGEST or not _EMAIL.fullmatch(address):
        raise Invalid(t("Write the e-mail address in full, for example name@example.com."), field=field)
    return address


def phone(text: str, *, field: str = "phone") -> str:
    """A Thai phone number as ten (mobile) or nine digits from the 0 on, which may be left out; raises Invalid."""
    number = _BETWEEN_DIGITS.sub("", digits(text.strip()))[:20]
    for prefix in ("+66", "0066"):
        if number.startswith(prefix):
            number = "0" + number.removeprefix(prefix).removeprefix("0")
    if number.startswith("66") and len(number) in (10, 11):
        number = "0" + number.removeprefix("66")
    if _WITHOUT_ITS_ZERO.fullmatch(number):
        number = "0" + number
    if not _PHONE.fullmatch(number):
        raise Invalid(t("Write the phone number with 9 or 10 digits, for example 081 234 5678."), field=field)
    return number


def lost_its_zero(text: str) -> bool:
    """Whether this is a number without its 0, as a spreadsheet leaves it that takes it for a sum."""
    return _WITHOUT_ITS_ZERO.fullmatch(_BETWEEN_DIGITS.sub("", digits(text.strip()))) is not None


def phone_shown(number: str) -> str:
    """A stored number in groups, for those who may see it."""
    return (
        f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else f"{number[:2]} {number[2:5]} {number[5:]}"
    )


def phone_masked(number: str) -> str:
    """A stored number of which only the ends can be read."""
    return f"{number[:3]} xxx xx{number[-2:]}" if number else ""
