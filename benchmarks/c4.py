"""c4: 100,000 with budgets and mentor hours: the worth of the plan ÷ the bound it proves, and the peak of memory.

The peak is that of the whole process, its made list of three million pairs included.
"""

import resource
import time

from benchmarks.harness import Claim, finish
from benchmarks.placements import area
from benchmarks.plan_checks import breaks
from marketplace.matching.allocation.solving import solve, warm_up

BAR, MOST_GIB, YOUTHS, SEED = 0.99, 1.5, 100_000, 1


def main() -> int:
    """Solve once; the plan is counted afresh after the peak is read."""
    warm_up()
    problem = area(YOUTHS, SEED)
    began = time.perf_counter()
    plan = solve(problem, seed=SEED)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    claims = [
        Claim("objective / own bound", plan.objective / plan.bound, BAR),
        Claim("peak memory, GiB", peak, MOST_GIB, "lower"),
        Claim("violations", breaks(problem, plan), 0, "exact"),
    ]
    return finish("c4", claims, n=YOUTHS, note=f"whole solve {took:.0f} s")
