"""Words that mean danger, secrecy or pressure, as rows with why they are held and on whose word."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PART = re.compile(r"\{([a-z]+)\}")
"""A part of a pattern, by its name; a count of times is figures and is left alone."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: the reason it is held for, the kind of concern it is when a young person says it, and its pattern.

    Some count only in what is written to one person: a posting may well say that people meet at a hotel.
    """

    reason: str
    concern: str
    to_one: bool
    pattern: re.Pattern[str]
    why: str
    source: str


@cache
def rules() -> tuple[Rule, ...]:
    """Every row, the gravest first."""
    parts = _parts()
    return tuple(
        Rule(
            row["reason"],
            row["concern"],
            row["to"] == "one",
            re.compile(_put_in(row["pattern"], parts), re.IGNORECASE),
            row["why"],
            row["source"],
        )
        for row in _rows("protected_words.csv")
    )


@cache
def _ordinary() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in _rows("protected_ordinary.csv")))


def without_ordinary(plain: str) -> str:
    """A plain text without set phrases that hold such words and mean none of it, such as a course against drugs."""
    return _ordinary().sub(" # ", plain)


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


def found(plain: str) -> tuple[Rule, ...]:
    """The rows a plain text falls under."""
    return tuple(rule for rule in rules() if rule.pattern.search(plain))
