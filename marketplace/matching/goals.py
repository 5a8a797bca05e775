"""What a goal in somebody's own words speaks of: fields and kinds, by a list of words (`data/goals.csv`).

It only puts in order what fits anyway; a goal no word is known of orders nothing.
"""

import csv
from functools import cache, lru_cache
from pathlib import Path

from marketplace.i18n import thai


@lru_cache(maxsize=4_096)
def read(goal: str) -> frozenset[str]:
    """The fields and kinds a goal speaks of."""
    said = thai.normalise(goal)
    return frozenset(serves for word, serves in _words() if word in said)


@cache
def _words() -> tuple[tuple[str, str], ...]:
    with (Path(__file__).parent / "data" / "goals.csv").open(encoding="utf-8", newline="") as file:
        return tuple((thai.normalise(row["word"]), row["serves"]) for row in csv.DictReader(file))
