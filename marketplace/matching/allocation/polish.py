"""Short lists to the end: a whole-number programme over the pairs that can still matter, begun at the plan found.

A pair whose price says that choosing it costs more than the whole gap cannot be in a better plan (reduced-cost fixing),
so a short list loses nothing by leaving it out and the programme's bound is the list's. Where too many pairs are left,
only those close to the prices are tried and the bound stays as it was. Work is limited by steps, never by the clock, so
that a seed replays.
"""

from dataclasses import replace

import highspy
import numpy as np
from highspy._core import _Highs

from marketplace.matching.allocation import placing
from marketplace.matching.allocation.placing import Drawn, World
from marketplace.matching.allocation.prices import Priced
from marketplace.matching.allocation.problem import Real, Whole
from marketplace.matching.allocation.table import Table

MOST = 12_000
MOST_YOUTH = 3_000
STEPS = 300
CLOSE = 0.15
SURE = 1e-6


def polish(table: Table, world: World, plan: Drawn, priced: Priced) -> Priced:
    """Better the plan in place; the prices with a lower bound where one was proven."""
    objective = int(table.weight[plan.held[plan.held >= 0]].sum())
    gap = priced.bound - objective
    if table.is_bare or gap <= 0 or len(table.youths) > MOST_YOUTH:
        return priced
    loss = _losses(table, priced)
    free = (table.fixed == -1)[table.owner] & (table.weight > 0)
    matters = np.flatnonzero(free & (loss <= gap))
    edge, mentor = _columns(table, plan, matters)
    whole = len(edge) <= MOST
    if not whole:
        width = CLOSE * table.weight.max()
        while len(edge) > MOST:
            edge, mentor = _columns(table, plan, np.flatnonzero(free & (loss <= min(gap, width))))
            width /= 1.5
    if not len(edge):
        return replace(priced, bound=objective) if whole else priced
    value, bound, chosen = _solved(table, world, plan, edge, mentor)
    fixed = int(table.weight[table.fixed[table.fixed >= 0]].sum())
    if value > objective - fixed:
        _redraw(world, plan, edge[chosen], mentor[chosen])
    if whole:
        proven = fixed + int(np.ceil(bound * (1 + SURE)))
        return replace(priced, bound=min(priced.bound, max(proven, fixed + value, objective)))
    return priced


def _losses(table: Table, priced: Priced) -> Whole:
    """What choosing each edge costs the bound."""
    net = priced.weight - priced.seat[table.offer]
    best = np.zeros(len(table.youths), np.int64)
    np.maximum.at(best, table.owner, net)
    return np.asarray(best[table.owner] - net, np.int64)


def _columns(table: Table, plan: Drawn, edges: Whole) -> tuple[Whole, Whole]:
    """An edge for each column, and its mentor (-1 none); whoever holds a place keeps it among them."""
    held = plan.held[(plan.held >= 0) & (table.fixed == -1)]
    edges = np.union1d(edges, held).astype(np.int64)
    led = table.mentored[table.offer[edges]]
    at, mentor = np.nonzero(table.may[table.kind[table.owner[edges[led]]]])
    enough = table.mentor_room[mentor] >= table.hours[table.offer[edges[led][at]]]
    edge = np.concatenate((edges[~led], edges[led][at[enough]]))
    return edge, np.concatenate((np.full((~led).sum(), -1), mentor[enough]))


def _solved(table: Table, world: World, plan: Drawn, edge: Whole, mentor: Whole) -> tuple[int, float, Whole]:
    """The value, the bound and the chosen columns of the programme, begun at the plan."""
    held = plan.held[world.owner[edge]] == edge
    start = held & ((mentor < 0) | (plan.mentor[world.owner[edge]] == mentor))
    model = _Highs()  # without the callbacks of its public heir, which greet on standard output
    for name, setting in (
        ("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_rel_gap", SURE), ("mip_max_nodes", STEPS),
    ):  # fmt: skip
        model.setOptionValue(name, setting)
    unit = max(float(table.weight.max()), 1.0)
    model.passModel(_programme(table, world, plan, edge, mentor, unit))
    first = highspy.HighsSolution()
    first.col_value = start.astype(np.float64).tolist()
    model.setSolution(first)
    model.run()
    values = np.array(model.getSolution().col_value)
    chosen = np.flatnonzero(values > 0.5) if len(values) else np.flatnonzero(start)
    bound = float(model.getInfo().mip_dual_bound) * unit
    return int(table.weight[edge[chosen]].sum()), bound, chosen


def _programme(table: Table, world: World, plan: Drawn, edge: Whole, mentor: Whole, unit: float) -> highspy.HighsLp:
    youth, offer = world.owner[edge], table.offer[edge]
    limits = _Limits(table, plan)
    index = np.stack((youth, limits.seat + offer, limits.fund + table.fund[offer], limits.mentor + mentor), 1)
    ones = np.ones(len(edge))
    value = np.stack((ones, ones, table.stipend[offer] / limits.money, table.hours[offer] / limits.time), 1)
    there = np.stack((ones > 0, ones > 0, table.fund[offer] >= 0, (mentor >= 0) & (table.hours[offer] > 0)), 1)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(edge), len(limits.upper)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = table.weight[edge] / unit
    lp.col_lower_, lp.col_upper_ = np.zeros(len(edge)), ones
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(edge)
    lp.row_lower_, lp.row_upper_ = np.full(len(limits.upper), -highspy.kHighsInf), limits.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(there.sum(1)))).astype(np.int32)
    lp.a_matrix_.index_ = index[there].astype(np.int32)
    lp.a_matrix_.value_ = value[there]
    return lp


class _Limits:
    """Rows of the programme: youth, seats, funds, mentors, with what locked pairs leave of each."""

    def __init__(self, table: Table, plan: Drawn) -> None:
        moving = np.flatnonzero((plan.held >= 0) & (table.fixed == -1))
        offers = table.offer[plan.held[moving]]
        seats, money, time = plan.seats.copy(), plan.budget.copy(), plan.room.copy()
        np.add.at(seats, offers, 1)
        paid = table.fund[offers] >= 0
        np.add.at(money, table.fund[offers[paid]], table.stipend[offers[paid]])
        led = plan.mentor[moving] >= 0
        np.add.at(time, plan.mentor[moving[led]], table.hours[offers[led]])
        self.seat = len(table.youths)
        self.fund = self.seat + len(seats)
        self.mentor = self.fund + len(money)
        self.money = max(float(table.stipend.max(initial=1)), 1.0)
        self.time = max(float(table.hours.max(initial=1)), 1.0)
        self.upper: Real = np.concatenate((np.ones(len(table.youths)), seats, money / self.money, time / self.time))


def _redraw(world: World, plan: Drawn, edges: Whole, mentors: Whole) -> None:
    """Place everybody anew who may move, each with the mentor chosen; all that is chosen has room in whole numbers."""
    before = [(int(plan.held[at]), int(plan.mentor[at])) for at in np.flatnonzero((plan.held >= 0) & world.may_move)]
    for edge, _ in before:
        placing.take(world, plan, world.owner[edge])
    for edge, mentor in zip(edges.tolist(), mentors.tolist(), strict=True):
        placing.back(world, plan, edge, mentor)
    if min(plan.seats.min(initial=0), plan.budget.min(initial=0), plan.room.min(initial=0)) < 0:
        for edge in edges.tolist():
            placing.take(world, plan, world.owner[edge])
        for edge, mentor in before:
            placing.back(world, plan, edge, mentor)
