"""b3: a batch of 200,000 young people by the engine ÷ per-youth NumPy over every row, youth a second, both cores.

The brute force has the engine's own columns and every rule and part of the score, all rows at once, one process a core.
"""

import multiprocessing
import os
import time

import numpy as np

from benchmarks import country, matching
from benchmarks.brute_matching import Brute
from benchmarks.harness import Claim, finish, median_ratio
from marketplace.matching.index.batch import rank_many

BAR, PEOPLE, SAMPLE, ROUNDS, CHECKED = 40, 200_000, 60, 3, 40


def main() -> int:
    """Check the same ids and scores first, then measure."""
    matching.roomy("b3")
    index = matching.indexed(country.offers(matching.COUNT))
    brute, crowd = Brute(index), country.lives(PEOPLE, 7)
    told, counts = rank_many(index, crowd[:CHECKED], country.ON, 20)
    for at in range(CHECKED):
        expected = brute.best(crowd[at])
        assert [tuple(pair) for pair in told[at, : counts[at]].tolist()] == expected
    cores = os.cpu_count() or 1
    speeds: list[float] = []

    def engine() -> float:
        start = time.perf_counter()
        rank_many(index, crowd, country.ON, 20)
        speeds.append(PEOPLE / (time.perf_counter() - start))
        return speeds[-1]

    def plain() -> float:
        parts = np.array_split(np.arange(SAMPLE * cores), cores)
        context = multiprocessing.get_context("fork")
        start = time.perf_counter()
        running = [context.Process(target=_all, args=(brute, [crowd[at] for at in part])) for part in parts]
        for one in running:
            one.start()
        for one in running:
            one.join()
        speeds.append(SAMPLE * cores / (time.perf_counter() - start))
        return speeds[-1]

    ratio = median_ratio(ROUNDS, engine, plain)
    note = f"engine up to {max(speeds):,.0f} youth/s on {cores} cores, NumPy from {min(speeds):,.0f}; packing included"
    return finish("b3", [Claim("numpy", ratio, BAR)], n=PEOPLE, note=note)


def _all(brute: Brute, lives: list[object]) -> None:
    for life in lives:
        brute.best(life)  # type: ignore[arg-type]
