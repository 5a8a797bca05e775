"""Plans of an allocation: within every limit, within the stated gap, the same for the same seed."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.matching.allocation.problem import NONE, Cancelled, Infeasible, Plan, Problem, Why
from marketplace.matching.allocation.solving import solve
from tests.unit.areas_allocation import area, breaks


@given(seed=st.integers(0, 10**9), youths=st.integers(1, 25), offers=st.integers(1, 9))
@settings(max_examples=150, deadline=None)
def test_no_limit_is_ever_exceeded(seed: int, youths: int, offers: int) -> None:
    problem = area(seed, youths=youths, offers=offers)
    plan = solve(problem)
    assert breaks(problem, plan) == []
    assert 0 <= plan.objective <= plan.bound


def shuffled(problem: Problem, seed: int) -> tuple[Problem, np.ndarray, np.ndarray]:
    """The same problem with its rows in another order, and where each row went."""
    rng = np.random.default_rng(seed)
    rows, offers, edges = (rng.permutation(len(each)) for each in (problem.youth, problem.offers, problem.edge_fit))
    to_row, to_offer = np.argsort(rows), np.argsort(offers)
    turned = {
        name: getattr(problem, name)[offers] for name in ("seats", "stipend", "fund", "mentored", "weekly_minutes")
    }
    again = replace(
        problem,
        youth=[problem.youth[at] for at in rows],
        priority=problem.priority[rows],
        youth_kind=problem.youth_kind[rows],  # type: ignore[index]
        offers=[problem.offers[at] for at in offers],
        edge_youth=to_row[problem.edge_youth[edges]].astype(np.int32),
        edge_offer=to_offer[problem.edge_offer[edges]].astype(np.int32),
        edge_fit=problem.edge_fit[edges],
        **turned,
    )
    return again, rows, offers


def lines(problem: Problem, plan: Plan) -> dict[str, tuple[str, str, Why, str]]:
    """The plan by references."""

    def ref(refs: Any, at: int) -> str:
        return "" if at == NONE else refs[at]

    return {
        youth: (ref(problem.offers, o), ref(problem.mentors, m), why, ref(problem.offers, n))
        for youth, o, m, why, n in zip(problem.youth, plan.offer, plan.mentor, plan.why, plan.next_best, strict=True)
    }


@pytest.mark.parametrize("seed", range(30))
def test_the_order_of_rows_does_not_matter_and_a_seed_replays(seed: int) -> None:
    problem = area(seed, youths=40, offers=8)
    plan = solve(problem, seed=7)
    other, _, _ = shuffled(problem, seed)
    again = solve(other, seed=7)
    assert lines(problem, plan) == lines(other, again)
    assert (plan.objective, plan.bound, plan.binding) == (again.objective, again.bound, again.binding)


def test_a_seed_only_chooses_among_equals() -> None:
    problem = Problem(
        youth=["A", "B"],
        priority=np.ones(2, np.int64),
        offers=["O"],
        seats=np.ones(1, np.int64),
        edge_youth=np.array([0, 1], np.int32),
        edge_offer=np.zeros(2, np.int32),
        edge_fit=np.full(2, 500_000),
    )
    winners = {tuple(solve(problem, seed=seed).offer) for seed in range(20)}
    assert winners == {(0, NONE), (NONE, 0)}


@pytest.mark.parametrize("seed", range(20))
def test_locked_pairs_are_kept(seed: int) -> None:
    problem = area(seed, youths=30, offers=8)
    free = solve(problem)
    placed = [(problem.youth[y], problem.offers[o]) for y, o in enumerate(free.offer) if o != NONE]
    locked: dict[str, str | None] = dict(placed[::3])
    locked.update({problem.youth[y]: None for y, o in enumerate(free.offer) if o == NONE})
    plan = solve(problem, locked=locked, seed=3)
    assert breaks(problem, plan) == []
    got = {youth: line[0] or None for youth, line in lines(problem, plan).items()}
    assert {youth: got[youth] for youth in locked} == locked
    assert plan.bound >= free.objective


def test_locked_pairs_that_cannot_be_kept_say_what_binds() -> None:
    problem = Problem(
        youth=["A", "B"],
        priority=np.ones(2, np.int64),
        offers=["O", "P", "Q"],
        seats=np.array([1, 5, 5]),
        edge_youth=np.array([0, 0, 0, 1, 1, 1], np.int32),
        edge_offer=np.array([0, 1, 2, 0, 1, 2], np.int32),
        edge_fit=np.full(6, 500_000),
        stipend=np.array([0, 100_00, 0]),
        fund=np.zeros(3, np.int32),
        funds=["F"],
        budget=np.array([150_00]),
        mentored=np.array([False, False, True]),
        weekly_minutes=np.array([0, 0, 60]),
        mentors=["M"],
        mentor_hours=np.array([6.0]),
        youth_kind=np.zeros(2, np.int32),
        may_mentor=np.ones((1, 1), np.bool_),
    )
    for offer, kind, ref in (("O", "seats", "O"), ("P", "fund", "F"), ("Q", "mentor", "M")):
        with pytest.raises(Infeasible) as refused:
            solve(problem, locked={"A": offer, "B": offer})
        assert (refused.value.kind, refused.value.ref) == (kind, ref)
    with pytest.raises(Infeasible) as refused:
        solve(problem, locked={"A": "nowhere"})
    assert (refused.value.kind, refused.value.ref) == ("fit", "A")


def test_a_cancelled_solve_stops() -> None:
    asked: list[float] = []

    def progress(fraction: float) -> bool:
        asked.append(fraction)
        return len(asked) < 3

    with pytest.raises(Cancelled):
        solve(area(1), progress=progress)
    assert len(asked) == 3
    assert asked == sorted(asked)
