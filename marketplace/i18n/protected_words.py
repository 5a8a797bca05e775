"""Words that mean danger, secrecy or pressure, as rows with why they are held and on whose word."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marketplace.i18n import protected_frames
from marketplace.i18n.protected_frames import Frame, Reading

_PART = re.compile(r"\{([a-z]+)\}")
"""A part of a pattern, by its name; a count of times is figures and is left alone."""
_APART = re.compile(r"(?<=[\u0e01-\u0e4e])[ .·*_-]+(?=[\u0e01-\u0e4e])")
_THAI = "[\u0e01-\u0e4e]"
_SPACED = re.compile(rf"(?<!{_THAI})(?:{_THAI}{{1,3}}[ .·*_-]{{1,3}}){{3,}}{_THAI}{{1,3}}(?!{_THAI})")
_DRAWN_OUT = re.compile(r"([\u0e01-\u0e2e\u0e30\u0e32])\1{2,}|([\u0e01-\u0e2e])\2(?=\s|$)")
_GRAVITY = (
    ("danger", "danger"),
    ("danger", "violence"),
    ("danger", "touch"),
    ("danger", "work"),
    ("secret", ""),
    ("pressure", ""),
    ("asks", ""),
)
"""What may be held for, the gravest first."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: the reason it is held for, the kind of concern it is when a young person says it, and what it finds.

    That is a frame of parts where a thing is said in many ways, and a pattern where the words are set.
    Some count only in what is written to one person: a posting may well say that people meet at a hotel.
    """

    reason: str
    concern: str
    to_one: bool
    seeks: re.Pattern[str] | Frame
    why: str
    source: str

    def find(self, readings: "Readings") -> str:
        """What stands in a text of this row; nothing where it does not."""
        if isinstance(self.seeks, Frame):
            framed = readings.phrased if self.seeks.phrased else readings.framed
            return next(filter(None, (one.find(self.seeks) for one in framed)), "")
        found = next(filter(None, map(self.seeks.search, readings.worded)), None)
        return found[0] if found else ""


class Readings:
    """A plain text as rows read it: as it stands, and with its Thai closed up, for spaces between letters hide a word.

    Frames bear spaces between words, so that for them only what is spaced letter by letter is closed up.
    """

    def __init__(self, plain: str) -> None:
        closed = _APART.sub("", plain)
        self.worded = tuple(dict.fromkeys(map(without_ordinary, (plain, closed))))
        together = tuple(dict.fromkeys((self.worded[0], _together(self.worded[0]))))
        self.framed = tuple(map(Reading, together))
        self.phrased = tuple(Reading(text, phrased=True) for text in together)


def _together(plain: str) -> str:
    """A plain text with letters together that stand apart one by one, and a letter drawn out written once."""
    drawn = _DRAWN_OUT.sub(lambda found: found[1] or found[2], plain)
    return _SPACED.sub(lambda found: _APART.sub("", found[0]), drawn)


@cache
def rules() -> tuple[Rule, ...]:
    """Every row, the gravest first."""
    parts = _parts()
    rows = [(row, _put_in(row["pattern"], parts)) for row in _rows("protected_words.csv")]
    set_words = [_rule(row, re.compile(pattern)) for row, pattern in rows]
    frames = [
        _rule(
            row,
            protected_frames.frame(
                row["frame"], int(row["within"]), row["unless"], row["before"], phrased=row["phrased"] == "yes"
            ),
        )
        for row in _rows("protected_frames.csv")
    ]
    return tuple(sorted((*set_words, *frames), key=lambda rule: _GRAVITY.index((rule.reason, rule.concern))))


def _rule(row: dict[str, str], seeks: re.Pattern[str] | Frame) -> Rule:
    return Rule(row["reason"], row["concern"], row["to"] == "one", seeks, row["why"], row["source"])


@cache
def _ordinary() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in _rows("protected_ordinary.csv")))


def without_ordinary(plain: str) -> str:
    """A plain text without set phrases that hold such words and mean none of it, such as a course against drugs."""
    return _ordinary().sub(" # ", plain)


@cache
def _at_once() -> re.Pattern[str]:
    return re.compile(_parts()["atonce"], re.IGNORECASE)


def is_at_once(plain: str) -> bool:
    """Whether words of danger tell of what happens now, of a threat to kill, or of rape."""
    return _at_once().search(plain) is not None


def _parts() -> dict[str, str]:
    """What several rows are made of, by name; a part may be made of parts that stand before it."""
    parts: dict[str, str] = {}
    for row in _rows("protected_parts.csv"):
        parts[row["part"]] = _put_in(row["pattern"], parts)
    return parts


def _put_in(pattern: str, parts: dict[str, str]) -> str:
    return _PART.sub(lambda named: parts[named[1]], pattern)


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
