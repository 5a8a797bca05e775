"""The plan within all limits: kept feasible at every step, filled, then bettered by moving one or two at a time."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from marketplace.matching.allocation.compiled import compiled
from marketplace.matching.allocation.problem import Index, Marks, Whole


class World(NamedTuple):
    """What does not change while placing."""

    first: Whole
    offer: Index
    owner: Index
    weight: Whole
    stipend: Whole
    fund: Index
    mentored: Marks
    hours: Whole
    kind: Index
    mentor_first: Whole
    mentor_of: Index
    may_move: Marks


class Drawn(NamedTuple):
    """The plan and what is left: held edge, mentor, and seats, satang, mentor time and mentor places still free."""

    held: Index
    mentor: Index
    seats: Whole
    budget: Whole
    room: Whole
    places: Whole
    slot_first: Whole
    slots: Index
    place: Index
    taken: Whole


@compiled
def mentor_for(world: World, plan: Drawn, kind: int, hours: int) -> int:
    """The mentor whose time is used up closest, of those who may and have it; -1 when none."""
    best, least = -1, np.int64(1) << 61
    for at in range(world.mentor_first[kind], world.mentor_first[kind + 1]):
        mentor = world.mentor_of[at]
        if plan.places[mentor] > 0 and hours <= plan.room[mentor] < least:
            best, least = mentor, plan.room[mentor]
    return best


@compiled
def has_room(world: World, plan: Drawn, edge: int) -> bool:
    """Whether seat, money and a mentor's time are there."""
    offer = world.offer[edge]
    if plan.seats[offer] <= 0:
        return False
    fund = world.fund[offer]
    if fund >= 0 and plan.budget[fund] < world.stipend[offer]:
        return False
    if not world.mentored[offer]:
        return True
    return mentor_for(world, plan, world.kind[world.owner[edge]], world.hours[offer]) >= 0


@compiled
def put(world: World, plan: Drawn, edge: int) -> None:
    """Place the owner of an edge; there must be room."""
    youth, offer = world.owner[edge], world.offer[edge]
    if world.mentored[offer]:
        mentor = mentor_for(world, plan, world.kind[youth], world.hours[offer])
        plan.mentor[youth] = mentor
        plan.room[mentor] -= world.hours[offer]
        plan.places[mentor] -= 1
    if world.fund[offer] >= 0:
        plan.budget[world.fund[offer]] -= world.stipend[offer]
    plan.seats[offer] -= 1
    slot = plan.slot_first[offer] + plan.taken[offer]
    plan.slots[slot], plan.place[youth], plan.held[youth] = youth, slot, edge
    plan.taken[offer] += 1


@compiled
def take(world: World, plan: Drawn, youth: int) -> int:
    """Take somebody out; the edge they held."""
    edge = plan.held[youth]
    offer = world.offer[edge]
    if plan.mentor[youth] >= 0:
        plan.room[plan.mentor[youth]] += world.hours[offer]
        plan.places[plan.mentor[youth]] += 1
        plan.mentor[youth] = -1
    if world.fund[offer] >= 0:
        plan.budget[world.fund[offer]] += world.stipend[offer]
    plan.seats[offer] += 1
    plan.taken[offer] -= 1
    last = plan.slots[plan.slot_first[offer] + plan.taken[offer]]
    plan.slots[plan.place[youth]] = last
    plan.place[last] = plan.place[youth]
    plan.held[youth], plan.place[youth] = -1, -1
    return int(edge)


@compiled
def back(world: World, plan: Drawn, edge: int, mentor: int) -> None:
    """Undo a `take`: the same edge and the same mentor."""
    youth, offer = world.owner[edge], world.offer[edge]
    if mentor >= 0:
        plan.room[mentor] -= world.hours[offer]
        plan.places[mentor] -= 1
        plan.mentor[youth] = mentor
    if world.fund[offer] >= 0:
        plan.budget[world.fund[offer]] -= world.stipend[offer]
    plan.seats[offer] -= 1
    slot = plan.slot_first[offer] + plan.taken[offer]
    plan.slots[slot], plan.place[youth], plan.held[youth] = youth, slot, edge
    plan.taken[offer] += 1


@compiled
def best_free(world: World, plan: Drawn, youth: int, above: np.int64) -> int:
    """The weightiest edge of a youth with room, if it is worth more than `above`; -1 otherwise."""
    found = -1
    for edge in range(world.first[youth], world.first[youth + 1]):
        if world.weight[edge] > above and has_room(world, plan, edge):
            found, above = edge, world.weight[edge]
    return found


@compiled
def keep_what_fits(world: World, plan: Drawn, wanted: Index) -> int:
    """Place the wanted edges in their order as far as there is room; how many found it."""
    count = 0
    for at in range(len(wanted)):
        if has_room(world, plan, wanted[at]):
            put(world, plan, wanted[at])
            count += 1
    return count


@compiled
def _may(world: World, plan: Drawn, offer: int, mentor: int) -> bool:
    """Whether a mentor has time and a place for an opportunity that needs one."""
    if not world.mentored[offer]:
        return True
    return mentor >= 0 and plan.room[mentor] >= world.hours[offer] and plan.places[mentor] > 0


@compiled
def keep_with(world: World, plan: Drawn, edges: Index, mentors: Index) -> int:
    """Place edges with the mentors chosen for them as far as there is room; how many found it."""
    count = 0
    for at in range(len(edges)):
        edge, mentor = edges[at], mentors[at]
        offer = world.offer[edge]
        fund = world.fund[offer]
        if plan.held[world.owner[edge]] >= 0 or plan.seats[offer] <= 0:
            continue
        if fund >= 0 and plan.budget[fund] < world.stipend[offer]:
            continue
        if world.mentored[offer] and mentor < 0:
            mentor = mentor_for(world, plan, world.kind[world.owner[edge]], world.hours[offer])
        if not _may(world, plan, offer, mentor):
            continue
        back(world, plan, edge, mentor)
        count += 1
    return count


@compiled
def _better(world: World, plan: Drawn, youth: int) -> int:
    """Move a youth to the best place that is free once they leave their own; what it gains."""
    held, mentor = plan.held[youth], plan.mentor[youth]
    now = np.int64(-1)
    if held >= 0:
        take(world, plan, youth)
        now = world.weight[held]
    found = best_free(world, plan, youth, now)
    if found >= 0:
        put(world, plan, found)
        return int(world.weight[found] - max(now, np.int64(0)))
    if held >= 0:
        back(world, plan, held, mentor)
    return 0


@compiled
def _swap(world: World, plan: Drawn, youth: int) -> int:
    """Send somebody else of the offer elsewhere to make room for a youth, where both together gain; the gain."""
    held, mentor = plan.held[youth], plan.mentor[youth]
    now = world.weight[held] if held >= 0 else np.int64(0)
    for edge in range(world.first[youth], world.first[youth + 1]):
        more = world.weight[edge] - now
        if more <= 0:
            continue
        offer = world.offer[edge]
        if held >= 0:
            take(world, plan, youth)
        for slot in range(plan.slot_first[offer], plan.slot_first[offer] + plan.taken[offer]):
            other = plan.slots[slot]
            if not world.may_move[other]:
                continue
            lost = world.weight[plan.held[other]]
            their_mentor = plan.mentor[other]
            theirs = take(world, plan, other)
            if has_room(world, plan, edge):
                put(world, plan, edge)
                found = best_free(world, plan, other, lost - more)
                if found >= 0:
                    put(world, plan, found)
                    return int(more - lost + world.weight[found])
                if more > lost:
                    return int(more - lost)
                take(world, plan, youth)
            back(world, plan, theirs, their_mentor)
        if held >= 0:
            back(world, plan, held, mentor)
    return 0


@compiled
def improve(world: World, plan: Drawn, order: Index, swaps: bool) -> int:
    """One round over everybody who may move, in the order given; what it gained."""
    gained = 0
    for at in range(len(order)):
        youth = order[at]
        if not world.may_move[youth]:
            continue
        gained += _better(world, plan, youth)
        if swaps:
            gained += _swap(world, plan, youth)
    return gained


@compiled
def what_stands_before(
    world: World, plan: Drawn, codes: npt.NDArray[np.int8], seats: Marks, funds: Marks, mentors: Marks
) -> None:
    """What stops the best fit of each (0 nothing, 1 seats, 2 money, 3 mentor time), and all that stops anybody."""
    for youth in range(len(plan.held)):
        if not world.may_move[youth]:
            continue
        held = plan.held[youth]
        now = world.weight[held] if held >= 0 else np.int64(-1)
        offer_now = world.offer[held] if held >= 0 else -1
        fund_now = world.fund[offer_now] if held >= 0 else -1
        top = now
        for edge in range(world.first[youth], world.first[youth + 1]):
            if world.weight[edge] <= now:
                continue
            offer = world.offer[edge]
            fund = world.fund[offer]
            code = 0
            if world.mentored[offer]:
                free = False
                for at in range(world.mentor_first[world.kind[youth]], world.mentor_first[world.kind[youth] + 1]):
                    mentor = world.mentor_of[at]
                    theirs = plan.mentor[youth] == mentor
                    own = world.hours[offer_now] if theirs else np.int64(0)
                    free = free or (
                        plan.room[mentor] + own >= world.hours[offer] and (theirs or plan.places[mentor] > 0)
                    )
                if not free:
                    code = 3
                    for at in range(world.mentor_first[world.kind[youth]], world.mentor_first[world.kind[youth] + 1]):
                        mentors[world.mentor_of[at]] = True
            if fund >= 0:
                own = world.stipend[offer_now] if fund == fund_now else np.int64(0)
                if plan.budget[fund] + own < world.stipend[offer]:
                    code, funds[fund] = 2, True
            if plan.seats[offer] <= 0:
                code, seats[offer] = 1, True
            if world.weight[edge] > top:
                top, codes[youth] = world.weight[edge], code
