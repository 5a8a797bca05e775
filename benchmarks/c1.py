"""c1: seats alone: the worth of the plan ÷ the optimum of OR-Tools' min-cost flow, at 10,000 and 100,000: exactly 1."""

import numpy as np
from ortools.graph.python import min_cost_flow

from benchmarks.harness import Claim, finish
from benchmarks.placements import area
from benchmarks.plan_checks import breaks
from marketplace.matching.allocation.problem import Problem
from marketplace.matching.allocation.solving import solve

SIZES, SEED = (10_000, 100_000), 1


def main() -> int:
    """Solve both, hold them against the flow, and count everything afresh."""
    claims = []
    for youths in SIZES:
        problem = area(youths, SEED, limits=False)
        plan = solve(problem, seed=SEED)
        best = flow(problem)
        claims += [
            Claim(f"objective at {youths:,}", plan.objective / best, 1, "exact"),
            Claim(f"bound at {youths:,}", plan.bound / best, 1, "exact"),
            Claim(f"violations at {youths:,}", breaks(problem, plan), 0, "exact"),
        ]
    return finish("c1", claims, n=SIZES[-1], note="seats only, top 30 each, seats .75 of the youth; whole numbers")


def flow(problem: Problem) -> int:
    """The greatest sum of fit x priority that seats allow."""
    youths, offers = len(problem.youth), len(problem.offers)
    work = min_cost_flow.SimpleMinCostFlow()
    worth = problem.edge_fit * problem.priority[problem.edge_youth]
    most, sink = int(worth.max()), youths + offers
    one = np.ones(len(worth), np.int64)
    work.add_arcs_with_capacity_and_unit_cost(problem.edge_youth, youths + problem.edge_offer, one, most - worth)
    everybody = np.arange(youths)
    work.add_arcs_with_capacity_and_unit_cost(
        everybody, np.full(youths, sink), np.ones(youths, np.int64), np.full(youths, most)
    )
    each = np.arange(offers)
    work.add_arcs_with_capacity_and_unit_cost(
        youths + each, np.full(offers, sink), problem.seats, np.zeros(offers, np.int64)
    )
    work.set_nodes_supplies(np.append(everybody, sink), np.append(np.ones(youths, np.int64), -youths))
    assert work.solve() == work.OPTIMAL
    return most * youths - work.optimal_cost()
