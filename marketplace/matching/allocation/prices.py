"""Prices for money and mentor time, around the exact plan of seats: what is asked for too much becomes dearer.

Any prices give a proven bound (Lagrange): what all youths have at their best under them, plus what every seat, budget
and hour is worth. The search keeps the lowest bound it has seen. Costs are rounded down and budgets up, so that the
bound holds in whole numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from marketplace.matching.allocation import seats
from marketplace.matching.allocation.problem import Cancelled, Index, Real, Whole
from marketplace.matching.allocation.table import Table

HAIR = 1e-12
ROUNDS = 20
_CLOSER, _WIDER, _FIRST = 0.5, 1.25, 0.25


@dataclass(frozen=True, eq=False)
class Priced:
    """The best prices found, the bound they prove, and the plan of seats under them (over budgets, maybe)."""

    bound: int
    seat: Whole
    fund: Real
    pool: Real
    held: Index
    weight: Whole


@dataclass(frozen=True, eq=False)
class Left:
    """What locked pairs leave: seats, satang and whether a youth is free to choose; `told` is their own weight."""

    seats: Whole
    budget: Whole
    free: npt.NDArray[np.bool_]
    fixed_edges: Whole


def left_by_locks(table: Table) -> Left:
    """Seats and money without what locked pairs take."""
    edges = table.fixed[table.fixed >= 0]
    seats_left, budget = table.seats.copy(), table.budget.copy()
    np.subtract.at(seats_left, table.offer[edges], 1)
    paid = edges[table.fund[table.offer[edges]] >= 0]
    np.subtract.at(budget, table.fund[table.offer[paid]], table.stipend[table.offer[paid]])
    return Left(seats_left, budget, table.fixed == -1, edges)


def pool_price(table: Table, pool: Real) -> Real:
    """What a unit of mentor time costs each kind of youth: at its cheapest pool."""
    if not len(pool):
        return np.zeros(table.may.shape[0])
    cheapest: Real = np.where(table.pool_may, pool[None, :], np.inf).min(axis=1, initial=np.inf)
    return cheapest


def costs(table: Table, owner: Index, fund: Real, pool: Real) -> Whole:
    """What each edge costs in money and mentor time, rounded down."""
    share = np.where(table.fund >= 0, np.append(fund, 0.0)[table.fund] * table.stipend, 0.0)
    told = np.floor(share * (1 - HAIR)).astype(np.int64)[table.offer]
    if len(pool):
        mentored = np.flatnonzero(table.mentored[table.offer])
        unit = pool_price(table, pool)[table.kind[owner[mentored]]]
        hours = table.hours[table.offer[mentored]]
        unit = np.where((hours > 0) & np.isfinite(unit), unit, 0.0)
        told[mentored] += np.floor(unit * hours * (1 - HAIR)).astype(np.int64)
    return told


def price(table: Table, left: Left, progress: Callable[[float], bool], rounds: int = ROUNDS) -> Priced:
    """Search prices; raises Cancelled when `progress` says so."""
    owner = table.owner
    weight = np.where(left.free[owner], table.weight, -1)
    edges = seats.edges_of(table.first, table.offer, left.seats)
    now, room, waiting = seats.nobody_placed(edges), seats.room_for(edges), np.empty(len(left.free), np.int32)
    forced = _Forced(table, left, owner)
    search = _Search(table, left)
    best: Priced | None = None
    for turn in range(1 if table.is_bare else rounds):
        if not progress(turn / rounds):
            raise Cancelled
        net = np.where(weight > 0, weight - costs(table, owner, search.fund, search.pool), -1)
        seats.best_seats(edges, net, now, room, waiting)
        bound = forced.worth(search.pool) + search.worth() + int((now.price * edges.seats).sum())
        held = now.held.copy()
        placed = held[held >= 0]
        bound += int((net[placed] - now.price[table.offer[placed]]).sum())
        if best is None or bound < best.bound:
            best = Priced(bound, now.price.copy(), search.fund.copy(), search.pool.copy(), held, net)
        if table.is_bare or search.step(*_asked(table, owner, placed, left, search.pool), weight[placed].sum()):
            break
    if best is None:
        raise Cancelled
    return best


def at(table: Table, left: Left, seat: Whole, fund: Real, pool: Real) -> Priced:
    """The bound that any prices prove; nobody is placed by it."""
    owner = table.owner
    can = left.free[owner] & (table.weight > 0)
    net = np.where(can, table.weight - costs(table, owner, fund, pool), -1)
    worth = np.zeros(len(left.free), np.int64)
    np.maximum.at(worth, owner, net - seat[table.offer])
    there = np.minimum(left.seats, np.bincount(table.offer, minlength=len(seat)))
    bound = int(worth.sum()) + int((seat * there).sum()) + _Forced(table, left, owner).worth(pool)
    bound += _worth_of(fund, left.budget, pool, table.pool_room)
    return Priced(bound, seat, fund, pool, np.full(len(worth), -1, np.int32), net)


def own_worth(table: Table, left: Left) -> int:
    """What the locked pairs are worth themselves."""
    return int(table.weight[left.fixed_edges].sum())


def _worth_of(fund: Real, budget: npt.NDArray[Any], pool: Real, time: npt.NDArray[Any]) -> int:
    """What all budgets and hours are worth, rounded up."""
    return int(np.ceil((fund * budget).sum() * (1 + HAIR) + (pool * time).sum() * (1 + HAIR)))


class _Forced:
    """What locked pairs are worth: their weight less the cheapest mentor time."""

    def __init__(self, table: Table, left: Left, owner: Index) -> None:
        self.table, self.edges, self.kind = table, left.fixed_edges, table.kind[owner[left.fixed_edges]]
        self.own = own_worth(table, left)

    def worth(self, pool: Real) -> int:
        hours = self.table.hours[self.table.offer[self.edges]]
        unit = np.where(hours > 0, pool_price(self.table, pool)[self.kind], 0.0)
        return self.own - int(np.floor(unit * hours * (1 - HAIR)).sum())


def _asked(table: Table, owner: Index, placed: Index, left: Left, pool: Real) -> tuple[Real, Real]:
    """Satang asked of each fund, and time of each pool: everybody asks the cheapest pools, equals share."""
    offers = table.offer[placed]
    paid = table.fund[offers] >= 0
    money = np.zeros(len(left.budget))
    np.add.at(money, table.fund[offers[paid]], table.stipend[offers[paid]])
    time = np.zeros(len(pool))
    if len(pool):
        asking = np.concatenate((placed, left.fixed_edges))
        asking = asking[table.mentored[table.offer[asking]]]
        kinds = np.bincount(table.kind[owner[asking]], table.hours[table.offer[asking]], minlength=table.may.shape[0])
        cheapest = pool_price(table, pool)
        shares = table.pool_may & (pool[None, :] <= cheapest[:, None] * (1 + 1e-9) + 1e-15)
        room = shares * np.maximum(table.pool_room, 1)[None, :]
        weighed = room / np.maximum(room.sum(axis=1, keepdims=True), 1)
        time = kinds @ weighed
    return money, time


class _Search:
    """Each price goes its own way: further while demand stays on one side of what there is, nearer when it crosses."""

    def __init__(self, table: Table, left: Left) -> None:
        self.budget, self.time = left.budget.astype(np.float64), table.pool_room.astype(np.float64)
        self.fund, self.pool = np.zeros(len(self.budget)), np.zeros(len(self.time))
        self.steps: tuple[Real, Real] | None = None
        self.was = (np.zeros(len(self.budget)), np.zeros(len(self.time)))

    def worth(self) -> int:
        """What all budgets and hours are worth at these prices, rounded up."""
        return _worth_of(self.fund, self.budget, self.pool, self.time)

    def step(self, money: Real, time: Real, weight: int) -> bool:
        """Move every price; whether none has to."""
        asked, there, prices = (money, time), (self.budget, self.time), (self.fund, self.pool)
        if self.steps is None:
            unit = [np.full(len(a), weight / max(a.sum(), 1.0)) for a in asked]
            self.steps = (_FIRST * unit[0], _FIRST * unit[1])
        still = True
        for at in range(2):
            over = asked[at] - there[at]
            turn = np.sign(np.where((over < 0) & (prices[at] <= 0), 0.0, over))
            crossed = turn * self.was[at] < 0
            self.steps[at][crossed] *= _CLOSER
            self.steps[at][turn * self.was[at] > 0] *= _WIDER
            scale = np.minimum(1.0, 4 * np.abs(over) / np.maximum(there[at], 1.0))
            prices[at][:] = np.maximum(
                0.0, prices[at] + turn * self.steps[at] * np.where(turn > 0, np.maximum(scale, 0.05), scale)
            )
            self.was[at][:] = np.where(turn != 0, turn, self.was[at])
            still = still and not turn.any()
        return still
