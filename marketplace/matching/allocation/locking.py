"""Locked pairs first, each with a mentor where it needs one; what cannot be kept says which limit binds."""

import numpy as np

from marketplace.matching.allocation import placing
from marketplace.matching.allocation.placing import Drawn, World
from marketplace.matching.allocation.problem import Index, Infeasible, Problem
from marketplace.matching.allocation.programme import Programme, unparted
from marketplace.matching.allocation.table import Table, most_time

STEPS = 1_000


def lock(problem: Problem, table: Table, world: World, plan: Drawn) -> None:
    """Place the locked pairs in an empty plan; raises Infeasible with what binds."""
    edges = table.fixed[table.fixed >= 0].astype(np.int32)
    edges = edges[np.argsort(-table.hours[table.offer[edges]], kind="stable")]
    _seats_and_money(problem, table, edges)
    if placing.keep_what_fits(world, plan, edges) == len(edges):
        return
    # One after the other did not do: give all of them their mentors together.
    short = edges[plan.held[world.owner[edges]] < 0]
    for youth in np.flatnonzero(plan.held >= 0).tolist():
        placing.take(world, plan, youth)
    if placing.keep_with(world, plan, edges, _together(table, world, plan, edges)) < len(edges):
        mentor = most_time(table.may, table.mentor_room, table.kind[world.owner[short[0]]])
        raise Infeasible("mentor", problem.mentors[table.mentors[mentor]])


def _seats_and_money(problem: Problem, table: Table, edges: Index) -> None:
    offers = table.offer[edges]
    over = np.flatnonzero(np.bincount(offers, minlength=len(table.seats)) > table.seats)
    if len(over):
        raise Infeasible("seats", min(problem.offers[table.offers[at]] for at in over))
    used = np.zeros(len(table.budget), np.int64)
    paid = offers[table.fund[offers] >= 0]
    np.add.at(used, table.fund[paid], table.stipend[paid])
    over = np.flatnonzero(used > table.budget)
    if len(over):
        raise Infeasible("fund", min(problem.funds[table.funds[at]] for at in over))


def _together(table: Table, world: World, plan: Drawn, edges: Index) -> Index:
    """A mentor for each, so that as many as can be have one; -1 where there is none left."""
    led = np.flatnonzero(table.mentored[table.offer[edges]])
    at, mentor = np.nonzero(table.may[table.kind[world.owner[edges[led]]]])
    found = np.full(len(edges), -1, np.int32)
    if not len(at):
        return found
    unit = float(max(table.hours.max(), 1))
    one = np.ones(len(at))
    programme = Programme(
        worth=one,
        row=np.stack((at, len(led) + mentor, len(led) + len(plan.room) + mentor), 1).astype(np.int64),
        use=np.stack((one, table.hours[table.offer[edges[led[at]]]] / unit, one), 1),
        limit=np.concatenate((np.ones(len(led)), np.maximum(plan.room, 0) / unit, plan.places)),
        whole=one > 0,
        most=1.0,
    )
    answer = unparted(programme, np.zeros(len(at)), STEPS)
    if answer is not None:
        chosen = np.flatnonzero(answer.share > 1 / 2)
        found[led[at[chosen]]] = mentor[chosen]
    return found
