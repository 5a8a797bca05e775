"""The linear programme of a list, over the pairs that can matter: prices that leave next to nothing unproven.

It begins with the pairs close to the prices found so far; its own prices judge all others, and those that could still
add something come in, until none is left. A pair that needs a mentor is there once for each pool of mentors.
"""

from dataclasses import dataclass

import numpy as np

from marketplace.matching.allocation import prices
from marketplace.matching.allocation.placing import Drawn
from marketplace.matching.allocation.prices import Left, Priced
from marketplace.matching.allocation.problem import Real, Whole
from marketplace.matching.allocation.programme import Programme, parted
from marketplace.matching.allocation.table import Table, usable

CLOSE = 0.05
"""How near to the prices a pair is to come in, as a part of what a line is worth."""

EACH = 6
"""How many pairs of a youth come in at most, on the average."""

FEW = 20_000
TURNS = 8
DONE = 1e-6


@dataclass(frozen=True, eq=False)
class Columns:
    """Pairs of a programme: the edge, and the pool of mentors it asks (-1 none)."""

    edge: Whole
    pool: Whole


@dataclass(frozen=True, eq=False)
class Limits:
    """What locked pairs leave, in the units of a programme: money and time by what a line takes of them at most."""

    seats: Real
    money: Real
    time: Real
    unit_money: float
    unit_time: float
    unit_worth: float


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The prices of the programme with its bound, and how much of each column it takes."""

    priced: Priced
    columns: Columns
    share: Real


def limits_of(table: Table, plan: Drawn) -> Limits:
    """The limits as the locked pairs of a plan leave them; of a mentor's time what whole mentorships can use."""
    unit_money, unit_time = (float(max(each.max(initial=1), 1)) for each in (table.stipend, table.hours))
    time = np.zeros(len(table.pool_room))
    np.add.at(time, table.pool, usable(plan.room, plan.places, table.hours))
    return Limits(
        seats=plan.seats.astype(np.float64),
        money=plan.budget / unit_money,
        time=time / unit_time,
        unit_money=unit_money,
        unit_time=unit_time,
        unit_worth=float(max(table.weight.max(initial=1), 1)),
    )


def relax(table: Table, left: Left, limits: Limits, priced: Priced) -> Relaxed | None:
    """Solve from the prices found so far; None where HiGHS does not answer."""
    free = left.free[table.owner] & (table.weight > 0)
    edges = near(table, priced, free, CLOSE)
    best = priced
    found: Relaxed | None = None
    for _ in range(TURNS):
        columns = columns_of(table, edges)
        answer = parted(_programme(table, limits, columns))
        if answer is None:
            break
        priced, over = _priced(table, left, limits, answer.price)
        best = priced if priced.bound < best.bound else best
        found = Relaxed(best, columns, answer.share)
        fresh = np.setdiff1d(np.flatnonzero(free & (over > 0)), edges)
        proven = best.bound - prices.own_worth(table, left) <= answer.worth * limits.unit_worth * (1 + DONE)
        if proven or not len(fresh):
            break
        edges = np.union1d(edges, fresh)
    return found


def near(table: Table, priced: Priced, free: np.ndarray, close: float, each: int = EACH) -> Whole:
    """The free edges that cost the bound least, as far as they are close; of a short list all."""
    edges = np.flatnonzero(free)
    if len(edges) <= FEW:
        return edges
    loss = losses(table, priced)[edges]
    worth = max(priced.bound / max(len(table.first) - 1, 1), 1.0)
    most = min(len(edges) - 1, each * (len(table.first) - 1))
    return np.asarray(edges[loss <= min(close * worth, float(np.partition(loss, most)[most]))], np.int64)


def losses(table: Table, priced: Priced) -> Whole:
    """What choosing each edge costs the bound."""
    net = priced.weight - priced.seat[table.offer]
    owner = table.owner
    best = np.zeros(len(table.first) - 1, np.int64)
    np.maximum.at(best, owner, net)
    return np.asarray(best[owner] - net, np.int64)


def columns_of(table: Table, edges: Whole) -> Columns:
    """A column for each edge, and for one that takes a mentor one for each pool that may."""
    led = table.mentored[table.offer[edges]]
    asking = edges[led]
    at, pool = np.nonzero(table.pool_may[table.kind[table.owner[asking]]])
    edge = np.concatenate((edges[~led], asking[at])).astype(np.int64)
    return Columns(edge, np.concatenate((np.full((~led).sum(), -1), pool)).astype(np.int64))


def rows_of(table: Table, limits: Limits, columns: Columns) -> tuple[Whole, Real]:
    """The rows of each column (youth, seats, money; the fourth is for mentor time) and what it takes of each."""
    offer = table.offer[columns.edge]
    youths, offers = len(table.first) - 1, len(table.seats)
    money = np.where(table.fund[offer] >= 0, youths + offers + table.fund[offer], -1)
    row = np.stack((table.owner[columns.edge], youths + offer, money, columns.pool), 1).astype(np.int64)
    one = np.ones(len(offer))
    return row, np.stack((one, one, table.stipend[offer] / limits.unit_money, one), 1)


def _programme(table: Table, limits: Limits, columns: Columns) -> Programme:
    row, use = rows_of(table, limits, columns)
    before = len(table.first) - 1 + len(limits.seats) + len(limits.money)
    row[:, 3] = np.where(columns.pool >= 0, before + columns.pool, -1)
    use[:, 3] = table.hours[table.offer[columns.edge]] / limits.unit_time
    limit = np.concatenate((np.ones(len(table.first) - 1), limits.seats, limits.money, limits.time))
    return Programme(worth=table.weight[columns.edge] / limits.unit_worth, row=row, use=use, limit=limit)


def _priced(table: Table, left: Left, limits: Limits, price: Real) -> tuple[Priced, Whole]:
    """The bound these prices prove, and what each edge is worth beyond its youth's own price."""
    youths, offers, funds = len(table.first) - 1, len(limits.seats), len(limits.money)
    worth, seat, fund, pool = np.split(price * limits.unit_worth, np.cumsum((youths, offers, funds)))
    fund, pool = fund / limits.unit_money, pool / limits.unit_time
    found = prices.at(table, left, np.rint(seat).astype(np.int64), fund, pool)
    over = found.weight - found.seat[table.offer] - np.ceil(worth).astype(np.int64)[table.owner] - 1
    return found, over
