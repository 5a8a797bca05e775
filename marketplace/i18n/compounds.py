"""Every word of the dictionary that stands somewhere in a run of Thai letters, also where words are parted otherwise.

Thai can be parted in more than one way, and compounds hold words people look for by themselves; whoever looks for any
of them means the run.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from marketplace.i18n import thai

_SHORTEST: Final = 3
_LONGEST: Final = 14
_NEVER_FIRST: Final = frozenset("ะัาำิีึืฺุูๅๆ็่้๊๋์ํ๎ฯ")


def inside(run: str) -> list[str]:
    """The words of the dictionary in a run of letters in search spelling, each once, in order.

    `รถจักรยานยนต์` holds `จักร`, `จักรยาน`, `จักรยานยนต์`, `ยาน`, `ยานยนต์`, `ยนต์` and itself.
    """
    if not thai.is_thai(run):
        return []
    known = _dictionary()
    starts = [at for at, letter in enumerate(run) if letter not in _NEVER_FIRST]
    ends = [*starts[1:], len(run)]
    found: dict[str, None] = {}
    for number, start in enumerate(starts):
        for end in ends[number:]:
            if end - start > _LONGEST:
                break
            if end - start >= _SHORTEST and (word := run[start:end]) in known:
                found[word] = None
    return list(found)


@cache
def _dictionary() -> frozenset[str]:
    package = find_spec("pythainlp")
    if package is None or package.origin is None:
        raise RuntimeError("pythainlp is not installed: its word list is needed to part Thai words")
    text = (Path(package.origin).parent / "corpus" / "words_th.txt").read_text(encoding="utf-8")
    return frozenset(thai.normalise(line) for line in text.splitlines() if line.strip())
