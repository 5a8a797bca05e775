"""a5: CPU of the list narrowed to one place and judged for one person with 1,000,000 open opportunities ÷ with 10,000.

The country is the same, so a home has a hundred times as much around it, and the page is as full in both.
"""

import statistics
from contextlib import ExitStack

from benchmarks import world
from benchmarks.databases import sqlite
from benchmarks.harness import Claim, finish
from benchmarks.pages import askers, call, cpu, environ, product
from models.session import connect

SMALL, LARGE, ROUNDS, EACH = 10_000, 1_000_000, 7, 150
BAR = 1.5


def main() -> int:
    """Measure on SQLite."""
    requests = [environ(path) for path in askers(EACH, 1)]
    with ExitStack() as stack:
        costs = {}
        for count in (SMALL, LARGE):
            url = stack.enter_context(sqlite())
            connect(url)
            world.build(count)
            app = product(url).wsgi_app
            for request in requests:
                call(app, request)
            costs[count] = statistics.median(cpu(app, requests) for _ in range(ROUNDS))
    note = f"{SMALL:,}: {costs[SMALL] * 1e6:.0f} µs, {LARGE:,}: {costs[LARGE] * 1e6:.0f} µs a page"
    return finish("a5", [Claim("sqlite", costs[LARGE] / costs[SMALL], BAR, "lower")], n=LARGE, note=note)
