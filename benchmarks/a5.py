"""a5: CPU of the list narrowed to one place and judged for one person with 1,000,000 open opportunities ÷ with 10,000.

Around a home both countries are as dense: the smaller one is a hundredth of the larger, and everybody asks from there.
"""

import statistics
from collections.abc import Sequence
from typing import Any

from benchmarks import world
from benchmarks.databases import postgresql, sqlite
from benchmarks.harness import Claim, finish
from benchmarks.pages import Application, askers, cpu, environ, product
from models.session import connect

SMALL, LARGE, ROUNDS, EACH, WARM = 10_000, 1_000_000, 7, 150, 8
BAR = 1.5
SOMEWHERE = "950101"


def main() -> int:
    """Measure on both databases, SQLite first; every round asks what was not asked before."""
    every = world.subdistricts()
    at = every.index(SOMEWHERE)
    homes = every[at : at + len(every) * SMALL // LARGE]
    claims, told = [], []
    for kind, opened in {"sqlite": sqlite, "postgresql": postgresql}.items():
        costs = {}
        for count in (SMALL, LARGE):
            with opened() as url:
                connect(url)
                world.build(count, areas=homes if count == SMALL else ())
                costs[count] = _cost(product(url).wsgi_app, homes)
        claims.append(Claim(kind, costs[LARGE] / costs[SMALL], BAR, "lower"))
        told.append(f"{kind}: {SMALL:,}: {costs[SMALL] * 1e6:.0f} µs, {LARGE:,}: {costs[LARGE] * 1e6:.0f} µs a page")
    return finish("a5", claims, n=LARGE, note="; ".join(told))


def _cost(app: Application, homes: Sequence[str]) -> float:
    for seed in range(WARM):
        cpu(app, _requests(homes, 1_000 + seed))
    return statistics.median(cpu(app, _requests(homes, seed)) for seed in range(ROUNDS))


def _requests(homes: list[str], seed: int) -> list[dict[str, Any]]:
    return [environ(path) for path in askers(EACH, seed, homes=homes, minutes=30)]
