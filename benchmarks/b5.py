"""b5: time until one edit is in matches ÷ a full rebuild of the index, 100,000 opportunities."""

import time
from dataclasses import replace

from benchmarks import country, matching
from benchmarks.harness import Claim, finish, median_ratio
from marketplace.matching.index.engine import Index

BAR, EDITS, ROUNDS = 0.05, 60, 3


def main() -> int:
    """Every edit is looked for in a search before the clock stops."""
    matching.roomy("b5")
    offers = country.offers(matching.COUNT)
    index = matching.indexed(offers)
    turns = iter(range(0, EDITS * ROUNDS * 50, 50))
    spans: list[float] = []

    def edits() -> float:
        start = time.thread_time()
        for _ in range(EDITS):
            at = next(turns)
            changed = replace(offers[at], credits=offers[at].credits + 1, mode="online", seats_left=1)
            before = index.size
            index.put([(at, changed)])
            assert index.size == before + 1
            assert index.rank(country.lives(1, at)[0], country.ON).fitting >= 0
        spans.append((time.thread_time() - start) / EDITS)
        return spans[-1]

    def rebuild() -> float:
        start = time.thread_time()
        fresh = Index(country.ON)
        fresh.put(enumerate(offers))
        fresh.settle()
        spans.append(time.thread_time() - start)
        return spans[-1]

    ratio = median_ratio(ROUNDS, edits, rebuild)
    note = f"edit {min(spans) * 1e3:.2f} ms with the search that shows it, rebuild {max(spans):.1f} s"
    return finish("b5", [Claim("rebuild", ratio, BAR, "lower")], n=matching.COUNT, note=note)
