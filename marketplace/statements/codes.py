"""The code of a sheet: made of what stands on it, hopeless to guess, and forgiving to whoever types it.

Sixteen letters of 32 are 80 bits. Were ten million sheets out, one would be met in about 10^17 tries, and one line may
try 1,200 times in an hour.
"""

import re
import unicodedata
from hashlib import sha256

from marketplace.i18n import t

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's letters: none that is taken for a figure."""

LENGTH = 16
WHOLE = t("Type the 16 letters and figures of the code as they stand on the sheet.")
_BITS = 5
_TAKEN_FOR = str.maketrans("OIL", "011")


def code_of(content: str) -> str:
    """The code of a sheet that says this."""
    number = int.from_bytes(sha256(content.encode()).digest(), "big")
    return "".join(ALPHABET[number >> _BITS * place & 31] for place in range(LENGTH))


def printed(code: str) -> str:
    """The code as it stands on paper, in fours."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def read(text: str) -> str | None:
    """The code somebody typed or scanned, an address that ends with it included; None for what cannot be one."""
    last = unicodedata.normalize("NFKC", text).strip().rstrip("/").rpartition("/")[2].partition("?")[0]
    letters = "".join(_letter(one) for one in last if not re.match(r"[\s.\-\u2010-\u2015]", one))
    known = letters.upper().translate(_TAKEN_FOR)
    return known if len(known) == LENGTH and set(known) <= set(ALPHABET) else None


def _letter(one: str) -> str:
    figure = unicodedata.digit(one, None)
    return one if figure is None else str(figure)
