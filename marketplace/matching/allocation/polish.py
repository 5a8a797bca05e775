"""Short lists to the end: a whole-number programme over the pairs that can still matter, begun at the plan found.

A pair whose price says that choosing it costs more than the whole gap cannot be in a better plan (reduced-cost fixing),
so a short list loses nothing by leaving it out and the programme's bound is the list's. Where too many pairs are left,
only those close to the prices are tried and the bound stays as it was.

How many mentorships of each length a mentor gives is decided with the rest; who gets which follows.
"""

from dataclasses import replace

import numpy as np

from marketplace.matching.allocation import placing, slots
from marketplace.matching.allocation.core import Cut, with_mentors
from marketplace.matching.allocation.linear import Columns, Limits, columns_of, limits_of, losses, rows_of
from marketplace.matching.allocation.placing import Drawn, World
from marketplace.matching.allocation.prices import Priced
from marketplace.matching.allocation.problem import Index, Marks, Real, Whole
from marketplace.matching.allocation.programme import EXACT, Programme, unparted
from marketplace.matching.allocation.table import Table

MOST = 6_000
MOST_YOUTH = 3_000
STEPS = 100
CLOSE = 0.15


def polish(table: Table, world: World, plan: Drawn, priced: Priced) -> Priced:
    """Better the plan in place; the prices with a lower bound where one was proven."""
    objective = int(table.weight[plan.held[plan.held >= 0]].sum())
    gap = priced.bound - objective
    if table.is_bare or gap <= 0 or len(table.youths) > MOST_YOUTH:
        return priced
    free = (table.fixed == -1)[table.owner] & (table.weight > 0)
    columns, whole = _columns(table, plan, free, losses(table, priced), gap)
    if not len(columns.edge):
        return replace(priced, bound=objective) if whole else priced
    moving = np.flatnonzero((plan.held >= 0) & world.may_move)
    edges, mentors = plan.held[moving], plan.mentor[moving]
    for youth in moving.tolist():
        placing.take(world, plan, youth)
    limits, lengths = limits_of(table, plan), slots.lengths_of(table)
    programme = _programme(table, plan, limits, columns, lengths)
    answer = unparted(programme, _start(table, columns, lengths, edges, mentors), STEPS)
    if answer is not None:
        given = np.rint(answer.share[len(columns.edge) :]).astype(np.int64).reshape(len(plan.room), len(lengths))
        chosen = np.flatnonzero(answer.share[: len(columns.edge)] > 1 / 2)
        placing.keep_with(world, plan, *with_mentors(table, columns, chosen, Cut(lengths, given)))
    if int(table.weight[plan.held[plan.held >= 0]].sum()) <= objective:
        for youth in np.flatnonzero((plan.held >= 0) & world.may_move).tolist():
            placing.take(world, plan, youth)
        placing.keep_with(world, plan, edges, mentors)
    if answer is None or not whole:
        return priced
    fixed = int(table.weight[table.fixed[table.fixed >= 0]].sum())
    proven = fixed + int(np.ceil(answer.bound * limits.unit_worth * (1 + EXACT)))
    return replace(priced, bound=min(priced.bound, max(proven, objective)))


def _columns(table: Table, plan: Drawn, free: Marks, loss: Whole, gap: int) -> tuple[Columns, bool]:
    """Columns that can matter, or the closest of them, and whether it is all; whoever holds a place keeps it."""
    held = plan.held[(plan.held >= 0) & (table.fixed == -1)]
    width = float(gap)
    columns = columns_of(table, np.union1d(np.flatnonzero(free & (loss <= gap)), held).astype(np.int64))
    if len(columns.edge) <= MOST:
        return columns, True
    width = min(width, CLOSE * float(table.weight.max()))
    while len(columns.edge) > MOST and width > 1:
        columns = columns_of(table, np.union1d(np.flatnonzero(free & (loss <= width)), held).astype(np.int64))
        width /= 1.5
    return columns, False


def _programme(table: Table, plan: Drawn, limits: Limits, columns: Columns, lengths: Whole) -> Programme:
    """Columns for pairs, then for what each mentor gives of each length, by mentor."""
    row, use = (np.pad(each, ((0, 0), (0, 1)), constant_values=-1) for each in rows_of(table, limits, columns))
    kinds, mentors = len(lengths), len(plan.room)
    before = len(table.first) - 1 + len(limits.seats) + len(limits.money)
    length = np.searchsorted(lengths, table.hours[table.offer[columns.edge]])
    row[:, 3] = np.where(columns.pool >= 0, before + columns.pool * kinds + length, -1)
    pools = len(table.pool_room) * kinds
    who, which = np.repeat(np.arange(mentors), kinds), np.tile(np.arange(kinds), mentors)
    none, one = np.full(len(who), -1), np.ones(len(who))
    gives = np.stack((none, none, before + pools + who, before + table.pool[who] * kinds + which), 1)
    gives = np.concatenate((gives, (before + pools + mentors + who)[:, None]), 1)
    takes = np.stack((one, one, lengths[which] / limits.unit_time, -one, one), 1)
    worth = np.concatenate((table.weight[columns.edge] / limits.unit_worth, np.zeros(len(who))))
    people, time = np.ones(len(table.first) - 1), np.maximum(plan.room, 0) / limits.unit_time
    limit = np.concatenate((people, limits.seats, limits.money, np.zeros(pools), time, plan.places)).astype(np.float64)
    return Programme(
        worth=worth,
        row=np.concatenate((row, gives)),
        use=np.concatenate((use, takes)),
        limit=limit,
        whole=np.ones(len(worth), np.bool_),
    )


def _start(table: Table, columns: Columns, lengths: Whole, edges: Index, mentors: Index) -> Real:
    """The plan found so far as columns."""
    given = np.zeros((len(table.mentor_room), len(lengths)))
    led = mentors >= 0
    np.add.at(given, (mentors[led], np.searchsorted(lengths, table.hours[table.offer[edges[led]]])), 1)
    asked = np.full(len(table.offer), -2, np.int64)
    asked[edges] = -1
    asked[edges[led]] = table.pool[mentors[led]]
    return np.concatenate((asked[columns.edge] == columns.pool, given.ravel())).astype(np.float64)
