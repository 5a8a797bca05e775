"""The whole way of an allocation: order, lock, price, place, explain."""

from collections.abc import Callable, Mapping

import numpy as np

from marketplace.matching.allocation import core, explaining, linear, locking, placing, polish, prices
from marketplace.matching.allocation.placing import Drawn, World
from marketplace.matching.allocation.prices import Left, Priced
from marketplace.matching.allocation.problem import Cancelled, Plan, Problem
from marketplace.matching.allocation.table import Table, laid_out

ROUNDS = 30
LITTLE = 1e-5
"""A round that betters the plan by less than this part of its bound is the last."""


def run(problem: Problem, seed: int, locked: Mapping[str, str | None], progress: Callable[[float], bool]) -> Plan:
    """Solve; see `solving.solve`."""
    table = laid_out(problem, seed, locked)
    left = prices.left_by_locks(table)
    world = world_of(table)
    plan = nothing_drawn(table)
    locking.lock(problem, table, world, plan)
    priced = prices.price(table, left, lambda done: progress(0.3 * done))
    if table.is_bare:
        draw(table, world, plan, priced)
    else:
        priced = _decide(table, left, world, plan, priced, progress)
    for turn in range(ROUNDS):
        if not progress(0.8 + 0.1 * turn / ROUNDS):
            raise Cancelled
        if placing.improve(world, plan, _order(table, priced), turn > 0) <= LITTLE * priced.bound and turn:
            break
    if not progress(0.9):
        raise Cancelled
    priced = polish.polish(table, world, plan, priced)
    while placing.improve(world, plan, _order(table, priced), False):
        pass
    return explaining.told(problem, table, world, plan, priced)


def _decide(
    table: Table, left: Left, world: World, plan: Drawn, priced: Priced, progress: Callable[[float], bool]
) -> Priced:
    """Place by the linear programme, or by the prices alone where it has no answer; the better prices."""
    limits = linear.limits_of(table, plan)
    if not progress(0.3):
        raise Cancelled
    relaxed = linear.relax(table, left, limits, priced)
    if relaxed is None:
        draw(table, world, plan, priced)
        return priced
    if not progress(0.5):
        raise Cancelled
    edges, mentors = core.decide(table, left, limits, plan, relaxed)
    placing.keep_with(world, plan, edges, mentors)
    return relaxed.priced


def world_of(table: Table) -> World:
    """The table as the compiled code reads it."""
    counts = table.may.sum(axis=1)
    return World(
        first=table.first, offer=table.offer, owner=table.owner, weight=table.weight, stipend=table.stipend,
        fund=table.fund, mentored=table.mentored, hours=table.hours, kind=table.kind,
        mentor_first=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        mentor_of=np.nonzero(table.may)[1].astype(np.int32), may_move=table.fixed == -1,
    )  # fmt: skip


def nothing_drawn(table: Table) -> Drawn:
    """An empty plan."""
    wanted = np.minimum(table.seats, np.bincount(table.offer, minlength=len(table.seats)))
    slot_first = np.concatenate(([0], np.cumsum(wanted))).astype(np.int64)
    youths = len(table.first) - 1
    return Drawn(
        held=np.full(youths, -1, np.int32), mentor=np.full(youths, -1, np.int32), seats=table.seats.copy(),
        budget=table.budget.copy(), room=table.mentor_room.copy(), places=table.mentor_places.copy(),
        slot_first=slot_first, slots=np.full(int(slot_first[-1]), -1, np.int32), place=np.full(youths, -1, np.int32),
        taken=np.zeros(len(table.seats), np.int64),
    )  # fmt: skip


def draw(table: Table, world: World, plan: Drawn, priced: Priced) -> None:
    """Place what the prices want, dearest to leave first, as far as limits allow."""
    wanted = priced.held[priced.held >= 0]
    net = priced.weight - priced.seat[table.offer]
    other = net.copy()
    other[wanted] = 0
    second = _best(table, np.maximum(other, 0))
    regret = net[wanted] - second[world.owner[wanted]]
    placing.keep_what_fits(world, plan, wanted[np.lexsort((wanted, -regret))])


def _order(table: Table, priced: Priced) -> np.ndarray:
    worth = _best(table, np.maximum(priced.weight - priced.seat[table.offer], 0))
    return np.lexsort((np.arange(len(worth)), -worth)).astype(np.int32)


def _best(table: Table, value: np.ndarray) -> np.ndarray:
    """The greatest value over the edges of each youth, at least 0."""
    best = np.zeros(len(table.first) - 1, value.dtype)
    np.maximum.at(best, table.owner, value)
    return best


def warm_up() -> None:
    """Compile, or read the compiled code, by solving a problem of one youth."""
    one = np.ones(1, np.int64)
    none = np.zeros(1, np.int32)
    run(
        Problem(
            youth=("y",), priority=one, offers=("o",), seats=one, edge_youth=none, edge_offer=none, edge_fit=one,
            stipend=one, fund=none, funds=("f",), budget=one, mentored=np.ones(1, np.bool_), weekly_minutes=one,
            mentors=("m",), mentor_hours=np.ones(1), youth_kind=none, may_mentor=np.ones((1, 1), np.bool_),
        ),
        0, {}, lambda _: True,
    )  # fmt: skip
