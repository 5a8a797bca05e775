"""Long lists: solved over the best pairs of everybody, then proven over all pairs that fit.

Prices judge every pair that was left out. Those that could matter are let in and the list is solved again; the bound
told at the end holds over all of them, whatever was left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from marketplace.matching.allocation.problem import NONE, Cancelled, Index, Plan, Problem, Whole
from marketplace.matching.allocation.solving import Progress, solve

PART = 2_000
ROUNDS = 3
LET_IN = 10
ENOUGH = 0.001

Pairs = tuple[Index, Index, Whole]


def solve_over(
    problem: Problem, all_pairs: Callable[[int, int], Pairs], *, seed: int = 0, progress: Progress | None = None
) -> Plan:
    """The plan for a problem that holds the best pairs only; `all_pairs(first, last)` tells every pair of those rows.

    Raises Cancelled like `solve`.
    """
    return proven_over(problem, all_pairs, seed=seed, progress=progress)[0]


def proven_over(
    problem: Problem,
    all_pairs: Callable[[int, int], Pairs],
    *,
    seed: int = 0,
    locked: Mapping[str, str | None] | None = None,
    progress: Progress | None = None,
) -> tuple[Plan, Problem]:
    """The same with the problem it was found in: whoever solves that alone finds the same placement.

    `all_pairs` leaves out who is locked. Raises Cancelled and Infeasible like `solve`.
    """
    told = progress or (lambda _: True)
    best: tuple[Plan, Problem] | None = None
    bound: int | None = None
    for turn in range(ROUNDS):
        plan = solve(problem, seed=seed, locked=locked, progress=_part(told, 2 * turn))
        wider, beyond = _judged(problem, plan, all_pairs, _part(told, 2 * turn + 1))
        proven = plan.bound + beyond
        bound = proven if bound is None else min(bound, proven)
        if best is None or plan.objective > best[0].objective:
            best = plan, problem
        if wider is None or bound - best[0].objective <= ENOUGH * bound:
            break
        problem = wider
    if best is None or bound is None:
        raise Cancelled
    plan, found_in = best
    return replace(plan, bound=max(bound, plan.objective)), found_in


def _part(told: Progress, number: int) -> Progress:
    """Progress of one of the parts of the work, as progress of the whole."""
    return lambda done: told((number + done) / (2 * ROUNDS))


def _judged(
    problem: Problem, plan: Plan, all_pairs: Callable[[int, int], Pairs], go_on: Progress
) -> tuple[Problem | None, int]:
    """The problem with the pairs that could matter, if any, and what all pairs add to the bound."""
    found: list[Pairs] = []
    beyond = 0
    for first in range(0, len(problem.youth), PART):
        last = min(first + PART, len(problem.youth))
        if not go_on(first / len(problem.youth)):
            raise Cancelled
        youth, offer, fit = all_pairs(first, last)
        over = left_over(problem, plan, youth, offer, fit) - plan.prices.worth[youth]
        most = np.zeros(last - first, np.int64)
        np.maximum.at(most, youth - first, over)
        beyond += int(most.sum())
        order = np.lexsort((offer, -over, youth))
        order = order[over[order] > 0]
        rank = np.arange(len(order)) - np.searchsorted(youth[order], youth[order])
        chosen = order[rank < LET_IN]
        found.append((youth[chosen], offer[chosen], fit[chosen]))
    youth, offer, fit = (np.concatenate(each) for each in zip(*found, strict=True))
    if not len(youth):
        return None, beyond
    many = len(problem.offers)
    known = problem.edge_youth.astype(np.int64) * many + problem.edge_offer
    fresh = ~np.isin(youth.astype(np.int64) * many + offer, known)
    return replace(
        problem,
        edge_youth=np.concatenate((problem.edge_youth, youth[fresh])),
        edge_offer=np.concatenate((problem.edge_offer, offer[fresh])),
        edge_fit=np.concatenate((problem.edge_fit, fit[fresh])),
    ), beyond


def left_over(problem: Problem, plan: Plan, youth: Index, offer: Index, fit: Whole) -> Whole:
    """What a pair is worth beyond its seat, money and mentor time at the plan's prices, rounded up."""
    costs = plan.prices.seat[offer].astype(np.float64)
    if problem.fund is not None and problem.stipend is not None and len(problem.funds):
        paid = problem.fund[offer]
        costs += np.where(paid != NONE, plan.prices.fund[paid] * problem.stipend[offer], 0.0)
    if problem.mentored is not None and problem.weekly_minutes is not None and len(problem.mentors):
        kind = problem.youth_kind if problem.youth_kind is not None else np.zeros(len(problem.youth), np.int32)
        unit = plan.prices.mentor[kind[youth]]
        led = problem.mentored[offer] & (problem.weekly_minutes[offer] > 0)
        costs[led] += unit[led] * problem.weekly_minutes[offer[led]]
    worth = fit * problem.priority[youth]
    over = np.where(np.isfinite(costs), worth - np.minimum(costs, 1e18), -1.0)
    return np.ceil(over * (1 + 1e-12)).astype(np.int64)
