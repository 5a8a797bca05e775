"""What the benchmarks of matching share: a country by seed, its index, people who ask, and how one answer is timed."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from benchmarks import country
from marketplace.matching.changes import possible
from marketplace.matching.index.engine import Index
from marketplace.matching.index.surveying import warm_up
from marketplace.matching.terms import LifeTerms, OfferTerms

T = TypeVar("T")
COUNT, ASKING, ROUNDS = 100_000, 150, 5
ROOMY = {"MALLOC_MMAP_THRESHOLD_": str(256 << 20), "MALLOC_TRIM_THRESHOLD_": str(256 << 20)}


def roomy(name: str) -> None:
    """Begin this benchmark again in a process whose heap keeps what it has, for us and the baseline alike."""
    if any(os.environ.get(key) != value for key, value in ROOMY.items()):
        os.execve(sys.executable, [sys.executable, "-m", "benchmarks", name], os.environ | ROOMY)


def indexed(offers: Sequence[OfferTerms]) -> Index:
    """The index of a country, warm."""
    index = Index(country.ON)
    index.put(enumerate(offers))
    index.settle()
    warm_up(index)
    return index


def people(seed: int, count: int = ASKING) -> list[LifeTerms]:
    """Young people from all over the country."""
    return country.lives(count, seed)


def p50(ask: Callable[[T], object], asked: Sequence[T]) -> float:
    """The median processor time of an answer, in seconds."""
    spans = []
    for one in asked:
        start = time.thread_time()
        ask(one)
        spans.append(time.thread_time() - start)
    return statistics.median(spans)


def twelve(life: LifeTerms) -> list[object]:
    """Twelve changes of a life."""
    return list(possible(life)[:12])
