"""Words that mean danger, secrecy or pressure, as rows with why they are held and on whose word."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: the reason it is held for, the kind of concern it is when a young person says it, and its pattern."""

    reason: str
    concern: str
    pattern: re.Pattern[str]
    why: str
    source: str


@cache
def rules() -> tuple[Rule, ...]:
    """Every row, the gravest first."""
    with (Path(__file__).parent / "data" / "protected_words.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Rule(row["reason"], row["concern"], re.compile(row["pattern"], re.IGNORECASE), row["why"], row["source"])
            for row in csv.DictReader(file)
        )


def found(plain: str) -> tuple[Rule, ...]:
    """The rows a plain text falls under."""
    return tuple(rule for rule in rules() if rule.pattern.search(plain))
