"""A plan told in the order it was asked: reason and next best of each line, and what stands before better fits."""

import numpy as np

from marketplace.matching.allocation import placing
from marketplace.matching.allocation.placing import Drawn, World
from marketplace.matching.allocation.prices import Priced, pool_price
from marketplace.matching.allocation.problem import MILLION, NONE, Plan, Prices, Problem, Why
from marketplace.matching.allocation.table import WEEKS, Table


def told(problem: Problem, table: Table, world: World, plan: Drawn, priced: Priced) -> Plan:
    """The plan as the problem's rows have it."""
    youths = len(table.youths)
    offer, mentor = np.full(youths, NONE, np.int32), np.full(youths, NONE, np.int32)
    fit = np.zeros(youths, np.int64)
    placed = np.flatnonzero(plan.held >= 0)
    edges = plan.held[placed]
    rows = table.youths[placed]
    offer[rows], fit[rows] = table.offers[table.offer[edges]], table.fit[edges]
    led = plan.mentor >= 0
    mentor[table.youths[led]] = table.mentors[plan.mentor[led]]
    objective = int(table.weight[edges].sum())
    why, binding = _reasons(problem, table, world, plan)
    net = np.maximum(priced.weight - priced.seat[table.offer], 0)
    worth = np.zeros(youths, np.int64)
    np.maximum.at(worth, table.owner, net)
    back = np.empty(youths, np.int64)
    back[table.youths] = worth
    seat = np.zeros(len(table.offers), np.int64)
    seat[table.offers] = priced.seat
    fund = np.zeros(len(table.funds))
    fund[table.funds] = priced.fund
    minute = np.full(int(table.kinds.max(initial=0)) + 1, np.inf)
    minute[table.kinds] = pool_price(table, priced.pool) * WEEKS
    return Plan(
        offer=offer,
        mentor=mentor,
        fit=fit,
        why=why,
        next_best=_next_best(problem, offer),
        objective=objective,
        bound=max(objective, priced.bound),
        unit=MILLION * problem.priority_unit,
        binding=binding,
        prices=Prices(seat, fund, minute, back),
    )


def _next_best(problem: Problem, offer: np.ndarray) -> np.ndarray:
    """The best fit of each youth besides the chosen one; equals by reference."""
    name = np.empty(len(problem.offers), np.int64)
    name[np.array(sorted(range(len(problem.offers)), key=problem.offers.__getitem__), np.int64)] = np.arange(len(name))
    others = np.flatnonzero(problem.edge_offer != offer[problem.edge_youth])
    order = others[
        np.lexsort((name[problem.edge_offer[others]], -problem.edge_fit[others], problem.edge_youth[others]))
    ]
    found = np.full(len(offer), NONE, np.int32)
    who, first = np.unique(problem.edge_youth[order], return_index=True)
    found[who] = problem.edge_offer[order[first]]
    return found


def _reasons(
    problem: Problem, table: Table, world: World, plan: Drawn
) -> tuple[tuple[Why, ...], tuple[tuple[str, str], ...]]:
    codes = np.zeros(len(table.youths), np.int8)
    seats, funds = np.zeros(len(table.seats), np.bool_), np.zeros(len(table.budget), np.bool_)
    mentors = np.zeros(len(table.mentor_room), np.bool_)
    placing.what_stands_before(world._replace(weight=table.worth), plan, codes, seats, funds, mentors)
    order = (Why.BEST, Why.SEATS, Why.FUND, Why.MENTOR)
    why = [Why.NO_FIT] * len(table.youths)
    has = np.diff(table.first) > 0
    for place, row in enumerate(table.youths):
        if table.fixed[place] != NONE:
            why[row] = Why.LOCKED
        elif has[place]:
            why[row] = order[codes[place]]
    binding = [("fund", problem.funds[table.funds[at]]) for at in np.flatnonzero(funds)]
    binding += [("mentor", problem.mentors[table.mentors[at]]) for at in np.flatnonzero(mentors)]
    binding += [("seats", problem.offers[table.offers[at]]) for at in np.flatnonzero(seats)]
    return tuple(why), tuple(sorted(binding))
