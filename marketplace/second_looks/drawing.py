"""Which claims are looked at again: more of those that look alike, a few of all, and the same by the same seed."""

import hashlib
from collections.abc import Mapping, Sequence

from models.vocabulary import LookRisk

WEIGHT = {LookRisk.PLAIN: 1, LookRisk.ONE_SIGN: 3, LookRisk.MORE_SIGNS: 6}
"""How much likelier a claim of a stratum is drawn."""

LEAST = 5
"""Claims of each stratum that are looked at whatever its size."""


def shares(sizes: Mapping[LookRisk, int], wanted: int) -> dict[LookRisk, int]:
    """How many claims to draw of each stratum, `wanted` in all where there are so many."""
    wanted = min(wanted, sum(sizes.values()))
    drawn = {risk: min(LEAST, size) for risk, size in sizes.items()}
    while (left := wanted - sum(drawn.values())) > 0:
        open_ = {risk: sizes[risk] - drawn[risk] for risk in sizes if sizes[risk] > drawn[risk]}
        pull = {risk: sizes[risk] * WEIGHT[risk] for risk in open_}
        given = 0
        for risk in sorted(open_, key=lambda one: -pull[one]):
            more = min(open_[risk], left - given, max(1, left * pull[risk] // sum(pull.values())))
            drawn[risk] += more
            given += more
    return drawn


def draw(refs: Sequence[str], count: int, seed: str) -> list[str]:
    """So many of these references; the seed decides, not the order they came in."""
    return sorted(refs, key=lambda ref: hashlib.sha256(f"{seed}:{ref}".encode()).digest())[:count]
