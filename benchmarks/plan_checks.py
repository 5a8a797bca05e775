"""A plan counted afresh, by itself: every limit it breaks, and what it is worth."""

import numpy as np

from marketplace.matching.allocation.problem import NONE, Plan, Problem

WEEKS, MONTHS, MINUTES = 52, 12, 60


def breaks(problem: Problem, plan: Plan) -> int:
    """How many limits are exceeded and pairs made up; a plan whose lines are not worth its total counts as one."""
    pairs = problem.edge_youth.astype(np.int64) * len(problem.offers) + problem.edge_offer
    order = np.argsort(pairs)
    placed = np.flatnonzero(plan.offer != NONE)
    offer = plan.offer[placed]
    at = np.searchsorted(pairs[order], placed * len(problem.offers) + offer)
    known = order[np.minimum(at, len(order) - 1)]
    true = (problem.edge_youth[known] == placed) & (problem.edge_offer[known] == offer)
    worth = problem.edge_fit[known] * problem.priority[placed]
    found = int((~true).sum()) + int(worth.sum() != plan.objective)
    found += int((np.bincount(offer, minlength=len(problem.seats)) > problem.seats).sum())
    return found + _money(problem, offer) + _mentors(problem, plan, placed, offer)


def _money(problem: Problem, offer: np.ndarray) -> int:
    if problem.fund is None or problem.stipend is None or problem.budget is None:
        return 0
    used = np.zeros(len(problem.funds) + 1, np.int64)
    np.add.at(used, problem.fund[offer], problem.stipend[offer])
    return int((used[:-1] > problem.budget).sum())


def _mentors(problem: Problem, plan: Plan, placed: np.ndarray, offer: np.ndarray) -> int:
    mentored, minutes, may, kind = (
        problem.mentored, problem.weekly_minutes, problem.may_mentor, problem.youth_kind,
    )  # fmt: skip
    if mentored is None or minutes is None or may is None or kind is None or problem.mentor_hours is None:
        return 0
    led, mentor = mentored[offer], plan.mentor[placed]
    found = int(((mentor != NONE) != led).sum()) + int((plan.mentor[plan.offer == NONE] != NONE).sum())
    led &= mentor != NONE
    found += int((~may[kind[placed[led]], mentor[led]]).sum())
    used = np.bincount(mentor[led], minutes[offer[led]] * WEEKS, minlength=len(problem.mentors))
    return found + int((used > problem.mentor_hours * MINUTES * MONTHS + 1e-6).sum())
