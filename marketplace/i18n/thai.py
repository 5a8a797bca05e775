"""Thai text as a machine must see it: one spelling to search by, one order to sort by, words to index.

What people typed is stored as they typed it; only keys made from it pass through here.
"""

import re
import string
import threading
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from nlpo3 import load_dict, segment

_DICTIONARY: Final = "okat-thai"
_loading = threading.Lock()

_SARA_AM, _NIKHAHIT, _SARA_AA = "\u0e33", "\u0e4d", "\u0e32"
_LEADING_VOWELS = "\u0e40-\u0e44"
_CONSONANTS = "\u0e01-\u0e2e"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_TONES = "\u0e48-\u0e4b"

_STACK = re.compile(f"[{_MARKS}]{{2,}}")
_AM = re.compile(f"([{_MARKS}]*){_SARA_AA}([{_TONES}]*)")
_DOUBLE_E = re.compile("\u0e40\u0e40")
_SWAP = re.compile(f"([{_LEADING_VOWELS}])([{_CONSONANTS}])")
_SPACES = re.compile(r"\s+")
_THAI_LETTER = re.compile(f"[{_CONSONANTS}]")

# Phinthu and lower vowels, upper vowels, tones, silencers: the order NFC leaves alone.
_RANK = {"\u0e3a": 0, "\u0e38": 1, "\u0e39": 1}
_RANK |= dict.fromkeys("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d", 2)
_RANK |= dict.fromkeys("\u0e48\u0e49\u0e4a\u0e4b", 3)
_RANK |= dict.fromkeys("\u0e4c\u0e4e", 4)

# Marks that only break ties, weakest first: silencer, short-vowel sign, four tones.
_TIE = {mark: format(n, "x") for n, mark in enumerate("\u0e4e\u0e4c\u0e47\u0e48\u0e49\u0e4a\u0e4b", start=1)}
_KEY_LENGTH = 120
_PUNCTUATION = string.punctuation + " ฯๆ‘’“”–—…"


def digits(text: str) -> str:
    """The same text with Thai (and any other) decimal digits written 0-9; `²` and its like stay."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def is_thai(text: str) -> bool:
    """Whether any Thai letter occurs in the text."""
    return _THAI_LETTER.search(text) is not None


def normalise(text: str) -> str:
    """One spelling for every way of typing the same words: the key to search by, never to show.

    Sara am, doubled and misordered marks are set right, invisible characters and lone surrogates
    go, every kind of space is one plain space, digits are 0-9, letters are small.
    """
    plain = unicodedata.normalize("NFC", "".join(map(_visible, text))).lower()
    plain = unicodedata.normalize("NFC", digits(plain))
    return _SPACES.sub(" ", one_spelling(plain)).strip()


def one_spelling(text: str) -> str:
    """The same text with Thai vowels and marks in one order and sara am as one letter; nothing else is touched."""
    if is_thai(text):
        # A mark may come to stand beside another only once a third has been moved.
        while (right := _set_right(text)) != text:
            text = right
    return text


def _set_right(plain: str) -> str:
    plain = plain.replace(_SARA_AM, _NIKHAHIT + _SARA_AA)
    plain = _AM.sub(_compose_am, plain)
    plain = _STACK.sub(_in_order, plain)
    return _DOUBLE_E.sub("\u0e41", plain)


def sort_key(text: str) -> str:
    """A key that sorts in dictionary order under any collation of any database.

    Royal Institute order: a leading vowel counts after its consonant; tone marks, the short-vowel
    sign and the silencer only break ties; spaces and punctuation do not count. Figures come before
    Latin letters before Thai. Built of 0-9 and a-f from the first 120 characters.
    """
    plain = _SWAP.sub(r"\2\1", normalise(text[:_KEY_LENGTH]))
    weights: list[str] = []
    ties: list[str] = []
    for character in plain:
        if character in _TIE:
            ties += "0" * (len(weights) - len(ties)) + _TIE[character]
        else:
            weights += _weights(character)
    return "".join(weights) + "00" + "".join(ties)


def tokens(text: str) -> list[str]:
    """The words of a text in search spelling, in order, without spaces and punctuation."""
    plain = normalise(text)
    if not plain:
        return []
    if not is_thai(plain):
        return re.findall(r"\w+", plain)
    _dictionary()
    words = segment(plain, _DICTIONARY, safe=True)
    return [word for found in words for word in _words_in(found)]


def _visible(character: str) -> str:
    kind = unicodedata.category(character)
    if kind[0] == "Z" or character in "\t\n\v\f\r\x85":
        return " "
    return "" if kind in ("Cc", "Cf", "Cs", "Cn") else character


def _compose_am(found: re.Match[str]) -> str:
    before, after = found.groups()
    if _NIKHAHIT not in before:
        return found.group()
    return before.replace(_NIKHAHIT, "") + after + _SARA_AM


def _in_order(found: re.Match[str]) -> str:
    return "".join(sorted(dict.fromkeys(found.group()), key=lambda mark: (_RANK[mark], mark)))


def _weights(character: str) -> list[str]:
    code = ord(character)
    if 0x0E01 <= code <= 0x0E4D:
        return [format(code - 0x0E01 + 0x50, "02x")]
    if character.isascii():
        return [format(code - 0x20, "02x")] if character.isalnum() else []
    if not character.isalnum():
        return []
    base = unicodedata.normalize("NFKD", character)[0]
    if base.isascii() and base.isalnum():
        return _weights(base.lower())
    return [f"f{code:07x}"]


def _words_in(found: str) -> list[str]:
    if not is_thai(found):
        return re.findall(r"\w+", found)
    word = found.strip(_PUNCTUATION)
    return [word] if word else []


@cache
def _dictionary() -> None:
    """Load the word list once; found by its place in the package, so that pythainlp is never imported."""
    with _loading:
        package = find_spec("pythainlp")
        if package is None or package.origin is None:
            raise RuntimeError("pythainlp is not installed: its word list is needed to part Thai words")
        load_dict(str(Path(package.origin).parent / "corpus" / "words_th.txt"), _DICTIONARY)
