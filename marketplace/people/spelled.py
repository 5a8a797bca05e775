"""Names and kin as people write them: in letters, and the same name in whatever order, spacing and spelling."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import permutations

from marketplace.i18n import Text, t
from marketplace.i18n.thai import normalise
from marketplace.people import contact

LEAST = 2
"""Letters with their marks: the shortest words for kin have no fewer."""

_BETWEEN = " .'’-"
_BETWEEN_KIN = _BETWEEN + "()/,"
_MOST_TURNED = 5
_RUN_BY_A_SPREADSHEET = re.compile(r"[=+@]|-\S")
_TITLE = re.compile(
    r"^(?:นางสาว|นาง|นาย|น\.ส\.|เด็กชาย|เด็กหญิง|ด\.ช\.|ด\.ญ\.|(?:mrs|mr|miss|ms)(?:\.\s?|\s|$))\s*", re.IGNORECASE
)


def not_a_name(text: str) -> Text | None:
    """Why this is no name of somebody; None for a name: letters of any script and what stands between its parts."""
    return _judged(text, _BETWEEN, t("Write the name in letters, at least two."))


def not_kin(text: str) -> Text | None:
    """Why this does not say what somebody is to another; None for words."""
    return _judged(text, _BETWEEN_KIN, t("Write it in letters, for example mother or uncle."))


def not_on_a_card(text: str) -> Text | None:
    """Why no ID card bears this name; None for letters of any script on one line, and what stands between them."""
    shown = _spaced(text)
    is_plain = shown[:1].isalpha() and all(unicodedata.category(c)[0] in "LM" or c in _BETWEEN for c in shown)
    return None if is_plain else t("Write it in letters, as on the ID card.")


def not_a_nickname(text: str) -> Text | None:
    """Why nobody is called this; None for one line without markup that no spreadsheet would run."""
    refusal = t("Write the nickname on one line, without < or >, and without =, +, - or @ in front.")
    return None if _is_plain_line(text) else refusal


def not_called(text: str) -> Text | None:
    """The same of the name of an account, which may have figures and brackets in it."""
    refusal = t("Write the name on one line, without < or >, and without =, +, - or @ in front.")
    return None if _is_plain_line(text) else refusal


def _is_plain_line(text: str) -> bool:
    shown = unicodedata.normalize("NFKC", _spaced(text))
    is_one_line = all(unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in shown)
    return is_one_line and not _RUN_BY_A_SPREADSHEET.match(shown) and not set("<>") & set(shown)


def are_one_name(one: str, other: str) -> bool:
    """Whether two names are the same, whatever title, order of parts, spacing and way of typing."""
    said, known = parts(one), parts(other)
    if not said or not known:
        return False
    return sorted(said) == sorted(known) or "".join(said) in _joined(known) or "".join(known) in _joined(said)


def _spaced(text: str) -> str:
    """A text without what surrounds it and what cannot be seen, each kind of space as one; line breaks stay."""
    return "".join(" " if unicodedata.category(c) == "Zs" else c for c in contact.seen(text)).strip()


def _judged(text: str, between: str, refusal: Text) -> Text | None:
    shown = text.strip()
    letters = [c for c in shown if unicodedata.category(c)[0] in "LM"]
    is_plain = shown[:1].isalpha() and all(unicodedata.category(c)[0] in "LM" or c in between for c in shown)
    return None if is_plain and len(letters) >= LEAST else refusal


def parts(name: str) -> list[str]:
    """The words of a name in one spelling, without titles and what stands between."""
    bare = _TITLE.sub("", unicodedata.normalize("NFC", name).strip())
    words = (normalise("".join(c for c in word if unicodedata.category(c)[0] in "LM")) for word in bare.split())
    return [word.replace(" ", "") for word in words if word]


def _joined(words: Sequence[str]) -> set[str]:
    """The words without spaces, in every order while there are few."""
    orders = permutations(words) if len(words) <= _MOST_TURNED else iter((tuple(words), tuple(reversed(words))))
    return {"".join(order) for order in orders}
