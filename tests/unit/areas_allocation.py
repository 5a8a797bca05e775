"""Small made areas to place, and a judge of plans that counts everything afresh."""

from typing import Any

import numpy as np

from marketplace.matching.allocation.problem import NONE, Plan, Problem

WEEK_TO_MONTH = 52 / 12


def area(seed: int, *, youths: int = 12, offers: int = 5, limits: bool = True) -> Problem:
    """A small made area: half of the pairs fit."""
    rng = np.random.default_rng(seed)
    pairs = np.argwhere(rng.random((youths, offers)) < 0.5)
    bare: dict[str, Any] = {
        "youth": [f"Y{at}" for at in range(youths)],
        "priority": rng.integers(1, 4, youths),
        "offers": [f"O{at}" for at in range(offers)],
        "seats": rng.integers(0, 4, offers),
        "edge_youth": pairs[:, 0].astype(np.int32),
        "edge_offer": pairs[:, 1].astype(np.int32),
        "edge_fit": rng.integers(0, 1_000_001, len(pairs)),
    }
    if not limits:
        return Problem(**bare)
    return Problem(
        **bare,
        stipend=rng.integers(0, 4, offers) * 50_000,
        fund=rng.integers(-1, 2, offers).astype(np.int32),
        funds=["F0", "F1"],
        budget=rng.integers(0, 7, 2) * 50_000,
        mentored=rng.random(offers) < 0.5,
        weekly_minutes=rng.integers(0, 5, offers) * 45,
        mentors=["M0", "M1", "M2"],
        mentor_hours=rng.integers(0, 30, 3) / 2,
        mentor_places=rng.integers(0, 6, 3),
        youth_kind=rng.integers(0, 2, youths).astype(np.int32),
        may_mentor=rng.random((2, 3)) < 0.6,
    )


def breaks(problem: Problem, plan: Plan) -> list[str]:
    """Every limit the plan breaks."""
    placed = [(youth, int(offer)) for youth, offer in enumerate(plan.offer) if offer != NONE]
    pairs = zip(problem.edge_youth.tolist(), problem.edge_offer.tolist(), problem.edge_fit.tolist(), strict=True)
    fits = {(youth, offer): fit for youth, offer, fit in pairs}
    found = [f"{youth} does not fit {offer}" for youth, offer in placed if fits.get((youth, offer)) != plan.fit[youth]]
    seats = np.bincount([offer for _, offer in placed], minlength=len(problem.offers))
    found += [f"seats of {at}" for at in np.flatnonzero(seats > problem.seats)]
    if plan.objective != sum(int(plan.fit[youth]) * int(problem.priority[youth]) for youth, _ in placed):
        found.append("the objective is not the sum of its lines")
    return found + _money(problem, placed) + _mentors(problem, plan, placed)


def _money(problem: Problem, placed: list[tuple[int, int]]) -> list[str]:
    if problem.fund is None or problem.stipend is None or problem.budget is None:
        return []
    used = [0] * len(problem.funds)
    for _, offer in placed:
        if problem.fund[offer] != NONE:
            used[problem.fund[offer]] += int(problem.stipend[offer])
    return [f"budget of {at}" for at, satang in enumerate(used) if satang > problem.budget[at]]


def _mentors(problem: Problem, plan: Plan, placed: list[tuple[int, int]]) -> list[str]:
    mentored = {} if problem.mentored is None else {y: o for y, o in placed if problem.mentored[o] and problem.mentors}
    found = [f"a mentor for {at}" for at, mentor in enumerate(plan.mentor) if (mentor != NONE) != (at in mentored)]
    if not mentored:
        return found
    kind, may, minutes, hours = problem.youth_kind, problem.may_mentor, problem.weekly_minutes, problem.mentor_hours
    assert kind is not None
    assert may is not None
    assert minutes is not None
    assert hours is not None
    used = np.zeros(len(problem.mentors))
    for youth, offer in mentored.items():
        used[plan.mentor[youth]] += minutes[offer] / 60 * WEEK_TO_MONTH
        if not may[kind[youth], plan.mentor[youth]]:
            found.append(f"{youth}: a mentor who may not")
    found += [f"hours of {at}" for at in np.flatnonzero(used > hours + 1e-6)]
    if problem.mentor_places is not None:
        with_each = np.bincount([plan.mentor[youth] for youth in mentored], minlength=len(hours))
        found += [f"places of {at}" for at in np.flatnonzero(with_each > problem.mentor_places)]
    return found
