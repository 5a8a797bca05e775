"""How the trust in an organisation is counted: shares drawn toward the mean of the country, by a public formula.

A share is told as (good + weight x mean) / (cases + weight): the posterior mean of a beta-binomial whose prior is the
country. With few cases it says mostly the mean, with many its own record; so a small organisation is neither punished
nor flattered. Below `least` cases nothing is said at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from marketplace.kernel import dated
from marketplace.kernel.dated import DatedTable
from models.vocabulary import TrustPart

_DATA = Path(__file__).parent / "data"
STEP = 5
"""What the public reads is rounded to fives, cases and shares alike, so that nobody can work out one person's end."""

COUNTRY = 5
"""So many times the cases an organisation needs are needed of the whole country before anything is told."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How many cases of the mean are added, how many of its own it takes to be told, over how many days."""

    weight: int
    least: int
    days: int


@dataclass(frozen=True, slots=True)
class Count:
    """Cases and how many of them went well."""

    cases: int
    good: int


@dataclass(frozen=True, slots=True)
class Told:
    """One part as it may be told; `share` and `mean` from 0 to 1, nothing of either while there is too little.

    Nothing is counted as long as no night has found a case in the whole country.
    """

    part: TrustPart
    cases: int
    share: float | None
    mean: float | None
    is_counted: bool = True

    @property
    def about(self) -> int | None:
        """Of a hundred, in fives."""
        return None if self.share is None else rounded(self.share)

    @property
    def usual(self) -> int | None:
        """The mean of the country, of a hundred, in fives."""
        return None if self.mean is None else rounded(self.mean)

    @property
    def at_least(self) -> int:
        """Cases, rounded down to fives."""
        return self.cases - self.cases % STEP


def shrunk(good: int, cases: int, mean: float, weight: int) -> float:
    """A share drawn toward the mean as if `weight` more cases had gone like the country's."""
    return (good + weight * mean) / (cases + weight)


def rounded(share: float) -> int:
    """Of a hundred, to the nearest five."""
    return STEP * round(100 * share / STEP)


def told(part: TrustPart, own: Count, country: Count, on: date) -> Told:
    """One part of one organisation beside the country."""
    known = rule(part, on)
    # The mean of a country with few cases would be somebody's own number.
    mean = country.good / country.cases if country.cases >= COUNTRY * known.least else None
    if mean is None or own.cases < known.least:
        return Told(part, own.cases, None, mean)
    return Told(part, own.cases, shrunk(own.good, own.cases, mean, known.weight), mean)


def score(parts: Mapping[TrustPart, Told]) -> int | None:
    """All parts together, of a hundred, in fives: what is not told counts at its mean; None when less than two are."""
    known = [one for one in parts.values() if one.mean is not None]
    if sum(one.share is not None for one in known) < 2:
        return None
    return rounded(sum((one.mean or 0) if one.share is None else one.share for one in known) / len(known))


def rule(part: TrustPart, on: date) -> Rule:
    """The rule of a part in force on a day."""
    row = _rules().one(on, part).facts
    return Rule(int(row["weight"]), int(row["least"]), int(row["days"]))


@cache
def _rules() -> DatedTable:
    return dated.read(_DATA / "trust.csv", key=("part",))
