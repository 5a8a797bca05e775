"""The door to the solver: imports it when there is something to solve, so that no page pays for the compiler."""

import importlib
from collections.abc import Callable, Mapping

from marketplace.matching.allocation.problem import Plan, Problem

Progress = Callable[[float], bool]
"""Told the fraction done from time to time; answers whether to go on."""


def solve(
    problem: Problem, *, seed: int = 0, locked: Mapping[str, str | None] | None = None, progress: Progress | None = None
) -> Plan:
    """The best plan found and a bound that proves how good it is; locked pairs (None: stays unplaced) are kept.

    The same seed gives the same plan whatever the order of the rows. Raises Infeasible when the locked pairs cannot be
    kept, Cancelled when `progress` answers False.
    """
    engine = importlib.import_module("marketplace.matching.allocation.engine")
    plan: Plan = engine.run(problem, seed, dict(locked or {}), progress or (lambda _: True))
    return plan


def warm_up() -> None:
    """Read the compiled code from disk, or compile it once; for workers, never within a request."""
    importlib.import_module("marketplace.matching.allocation.engine").warm_up()
