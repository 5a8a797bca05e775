"""Signs in a text that nobody sees: those that deceive or break, and those that phones put around words."""

import re
import unicodedata

_DECEIVES = re.compile("[\u061c\u202b\u202d\u202e\u2067]")
# What turns the direction of the letters after it, or takes no room at all; joiners stay, pictures are made of them.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def hides(text: str) -> bool:
    """Whether something in it turns other letters round, or is no letter at all."""
    steers = (c for c in text if c not in "\n\r\t" and unicodedata.category(c) in ("Cc", "Cs"))
    return _DECEIVES.search(text) is not None or any(steers)


def visible(text: str) -> str:
    """One spelling of the letters, nothing that cannot be seen or turns the others round."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))
