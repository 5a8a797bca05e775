"""c3: the time HiGHS takes for the linear programme alone ÷ the time of the whole solve, at 10,000 with all limits.

HiGHS is taken as it comes, and once more with its interior-point solver, the fastest it has for this.
"""

import time

from benchmarks.harness import Claim, finish, median_ratio
from benchmarks.placements import area
from benchmarks.plan_checks import breaks
from benchmarks.relaxed import optimum
from marketplace.matching.allocation.solving import solve, warm_up

BAR, YOUTHS, SEED, ROUNDS = 1, 10_000, 1, 3


def main() -> int:
    """Check a plan first, then take turns."""
    warm_up()
    problem = area(YOUTHS, SEED)
    assert breaks(problem, solve(problem, seed=SEED)) == 0
    spans: list[float] = []

    def ours() -> float:
        began = time.perf_counter()
        solve(problem, seed=SEED)
        spans.append(time.perf_counter() - began)
        return spans[-1]

    plain = median_ratio(1, lambda: optimum(problem)[1], ours)
    inner = median_ratio(ROUNDS, lambda: optimum(problem, "ipx")[1], ours)
    claims = [Claim("HiGHS as it comes", plain, BAR), Claim("HiGHS by interior points", inner, BAR)]
    return finish("c3", claims, n=YOUTHS, note=f"whole solve from {min(spans):.1f} s")
