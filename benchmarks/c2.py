"""c2: with budgets and mentor hours: the worth of the plan ÷ the bound of the whole linear programme of HiGHS.

The programme parts people, and mentors' hours between mentorships, at will; no plan can reach it. Three lists of 1,000
and one of 10,000; the lowest ratio of each size counts. `own` is the ratio to the bound the plan states itself.
"""

from benchmarks.harness import Claim, finish
from benchmarks.placements import area
from benchmarks.plan_checks import breaks
from benchmarks.relaxed import optimum
from marketplace.matching.allocation.problem import MILLION
from marketplace.matching.allocation.solving import solve

BAR, LISTS = 0.997, ((1_000, (1, 2, 3)), (10_000, (1,)))


def main() -> int:
    """Solve, count everything afresh, and hold it against the programme."""
    claims, broken, own = [], 0, []
    for youths, seeds in LISTS:
        ratios = []
        for seed in seeds:
            problem = area(youths, seed)
            plan = solve(problem, seed=seed)
            again = solve(problem, seed=seed)
            broken += breaks(problem, plan) + int(
                (plan.offer != again.offer).any() or (plan.mentor != again.mentor).any()
            )
            bound, _ = optimum(problem)
            ratios.append(plan.objective / MILLION / bound)
            own.append(plan.objective / plan.bound)
            # The stated bound is proven: it may lie below the programme's, never below the plan.
            broken += int(plan.objective > plan.bound or plan.objective / MILLION > bound * (1 + 1e-6))
        claims.append(Claim(f"objective / LP bound at {youths:,}", min(ratios), BAR))
    claims.append(Claim("violations, and plans that do not replay", broken, 0, "exact"))
    note = "mentorships of 2-6 h a week, mentors of 20-79 h a month; own bound: " + ", ".join(
        f"{one:.4f}" for one in own
    )
    return finish("c2", claims, n=LISTS[-1][0], note=note)
