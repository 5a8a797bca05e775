"""Compound words of Thai and the words inside them: whoever looks for one of those means the compound too."""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from marketplace.i18n import thai

_SHORTEST_COMPOUND: Final = 5
_SHORTEST_PART: Final = 2
_NEVER_FIRST: Final = frozenset("ะัาำิีึืุูๅๆ็่้๊๋์ํ๎")


@lru_cache(maxsize=100_000)
def inside(word: str) -> tuple[str, ...]:
    """The words of the dictionary of which two make up this word: `รถจักรยานยนต์` holds `รถ` and `จักรยานยนต์`."""
    if len(word) < _SHORTEST_COMPOUND or not thai.is_thai(word):
        return ()
    known = _dictionary()
    found: dict[str, None] = {}
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        first, second = word[:at], word[at:]
        if second[0] not in _NEVER_FIRST and first in known and second in known:
            found |= {first: None, second: None}
    return tuple(found)


@cache
def _dictionary() -> frozenset[str]:
    package = find_spec("pythainlp")
    if package is None or package.origin is None:
        raise RuntimeError("pythainlp is not installed: its word list is needed to part Thai words")
    text = (Path(package.origin).parent / "corpus" / "words_th.txt").read_text(encoding="utf-8")
    return frozenset(thai.normalise(line) for line in text.splitlines() if line.strip())
