"""Places by seats alone: the plan of greatest weight, found by shortest paths over prices, exactly, in whole numbers.

Every step keeps the proof: no youth prefers another opportunity at the prices of the day, and a seat that stays empty
costs nothing. Forward paths place a youth by moving others on, or let one go; backward paths fill a priced seat that
stands empty, or lower its price. Any prices may be the start, so a solved problem whose weights moved is solved again
from where it stood.
"""

from typing import NamedTuple

import numpy as np

from marketplace.matching.allocation.compiled import compiled
from marketplace.matching.allocation.heap import drop_first, push
from marketplace.matching.allocation.problem import Index, Whole

FAR = np.int64(1) << 61


class Edges(NamedTuple):
    """Who may go where: edges by youth (`first` of youth i to `first` of i + 1) and, through `into`, by offer."""

    first: Whole
    offer: Index
    owner: Index
    into_first: Whole
    into: Index
    seats: Whole


class Standing(NamedTuple):
    """Who sits where: the edge each youth holds (-1 none), prices, and the youths of each offer in its slots."""

    held: Index
    price: Whole
    slot_first: Whole
    slots: Index
    place: Index
    taken: Whole


class Room(NamedTuple):
    """Room to search in, kept from one path to the next: distances, the edge each offer was reached by, the heap."""

    far: Whole
    by: Index
    seen: Index
    keys: Whole
    values: Index


def edges_of(first: Whole, offer: Index, seats: Whole) -> Edges:
    """The edges with both orders; seats beyond the number of those who fit are cut."""
    owner = np.repeat(np.arange(len(first) - 1, dtype=np.int32), np.diff(first))
    wanted = np.bincount(offer, minlength=len(seats)).astype(np.int64)
    into_first = np.concatenate((np.zeros(1, np.int64), np.cumsum(wanted)))
    into = np.argsort(offer, kind="stable").astype(np.int32)
    return Edges(first, offer, owner, into_first, into, np.minimum(seats, wanted))


def nobody_placed(edges: Edges) -> Standing:
    """Empty seats at no price."""
    youths, offers = len(edges.first) - 1, len(edges.seats)
    slot_first = np.concatenate((np.zeros(1, np.int64), np.cumsum(edges.seats)))
    return Standing(
        held=np.full(youths, -1, np.int32),
        price=np.zeros(offers, np.int64),
        slot_first=slot_first,
        slots=np.full(int(slot_first[-1]), -1, np.int32),
        place=np.full(youths, -1, np.int32),
        taken=np.zeros(offers, np.int64),
    )


def room_for(edges: Edges) -> Room:
    """Room for one search at a time."""
    offers, most = len(edges.seats), len(edges.offer) + len(edges.seats) + 1
    return Room(
        far=np.full(offers, FAR, np.int64),
        by=np.full(offers, -1, np.int32),
        seen=np.empty(offers, np.int32),
        keys=np.empty(most, np.int64),
        values=np.empty(most, np.int32),
    )


@compiled
def _leave(edges: Edges, now: Standing, youth: int) -> None:
    """Free the seat of a youth; the last of the offer moves into the gap."""
    offer = edges.offer[now.held[youth]]
    now.taken[offer] -= 1
    last = now.slots[now.slot_first[offer] + now.taken[offer]]
    now.slots[now.place[youth]] = last
    now.place[last] = now.place[youth]
    now.held[youth], now.place[youth] = -1, -1


@compiled
def _sit(edges: Edges, now: Standing, edge: int) -> None:
    """Seat the owner of an edge; the seat must be free."""
    youth, offer = edges.owner[edge], edges.offer[edge]
    slot = now.slot_first[offer] + now.taken[offer]
    now.slots[slot], now.place[youth], now.held[youth] = youth, slot, edge
    now.taken[offer] += 1


@compiled
def _worth(edges: Edges, weight: Whole, now: Standing, youth: int) -> int:
    """What a youth has at the prices, at least nothing."""
    edge = now.held[youth]
    return weight[edge] - now.price[edges.offer[edge]] if edge >= 0 else 0


@compiled
def _settle(edges: Edges, weight: Whole, now: Standing, waiting: Index) -> int:
    """Keep who has their best at the prices, seat who finds it free; how many wait."""
    count = 0
    for youth in range(len(now.held)):
        best = np.int64(0)
        for edge in range(edges.first[youth], edges.first[youth + 1]):
            best = max(best, weight[edge] - now.price[edges.offer[edge]])
        held = now.held[youth]
        if held >= 0:
            if weight[held] - now.price[edges.offer[held]] == best:
                continue
            _leave(edges, now, youth)
        if best > 0:
            waiting[count] = youth
            count += 1
    left = 0
    for at in range(count):
        youth = waiting[at]
        best, found = np.int64(0), -1
        for edge in range(edges.first[youth], edges.first[youth + 1]):
            value = weight[edge] - now.price[edges.offer[edge]]
            if value > best:
                best, found = value, -1
            if value == best and found < 0 and now.taken[edges.offer[edge]] < edges.seats[edges.offer[edge]]:
                found = edge
        if found >= 0:
            _sit(edges, now, found)
        else:
            waiting[left] = youth
            left += 1
    return left


@compiled
def _place(edges: Edges, weight: Whole, now: Standing, room: Room, start: int) -> None:
    """Place one youth by the shortest path: into a free seat, or by letting somebody go."""
    worth = np.int64(0)
    for edge in range(edges.first[start], edges.first[start + 1]):
        worth = max(worth, weight[edge] - now.price[edges.offer[edge]])
    if worth <= 0:
        return
    end, goes, free = np.int64(worth), start, -1
    size, seen = 0, 0
    youth, base = start, np.int64(0)
    slot, last = np.int64(0), np.int64(0)
    while True:
        for edge in range(edges.first[youth], edges.first[youth + 1]):
            offer = edges.offer[edge]
            way = base + worth - (weight[edge] - now.price[offer])
            if way < end and way < room.far[offer]:
                if room.far[offer] == FAR:
                    room.seen[seen] = offer
                    seen += 1
                room.far[offer], room.by[offer] = way, edge
                size = push(room.keys, room.values, size, way, offer)
        while slot >= last and size > 0:
            key, offer = room.keys[0], room.values[0]
            size = drop_first(room.keys, room.values, size)
            if key != room.far[offer]:
                continue
            if key >= end:
                size = 0
                break
            if now.taken[offer] < edges.seats[offer]:
                end, goes, free, size = np.int64(key), -1, offer, 0
                break
            base = key
            slot, last = now.slot_first[offer], now.slot_first[offer] + now.taken[offer]
        if slot >= last:
            break
        youth = now.slots[slot]
        slot += 1
        worth = np.int64(_worth(edges, weight, now, youth))
        if base + worth < end:
            end, goes, free = np.int64(base + worth), youth, -1
    for at in range(seen):
        offer = room.seen[at]
        if room.far[offer] < end:
            now.price[offer] += end - room.far[offer]
        room.far[offer] = FAR
    if goes == start:
        return
    if goes >= 0:
        free = edges.offer[now.held[goes]]
        _leave(edges, now, goes)
    while True:
        edge = room.by[free]
        youth = edges.owner[edge]
        held = now.held[youth]
        if held < 0:
            _sit(edges, now, edge)
            return
        free = edges.offer[held]
        _leave(edges, now, youth)
        _sit(edges, now, edge)


@compiled
def _fill(edges: Edges, weight: Whole, now: Standing, room: Room, start: int) -> None:
    """Fill one empty seat that has a price, by the shortest path backward, or lower the price to what it is worth."""
    end, stop, comes = now.price[start], start, -1
    room.far[start], room.by[start], room.seen[0] = 0, -1, start
    seen, size = 1, push(room.keys, room.values, 0, 0, start)
    while size > 0:
        base, offer = room.keys[0], room.values[0]
        size = drop_first(room.keys, room.values, size)
        if base != room.far[offer]:
            continue
        if base >= end:
            break
        for at in range(edges.into_first[offer], edges.into_first[offer + 1]):
            edge = edges.into[at]
            youth = edges.owner[edge]
            held = now.held[youth]
            if held == edge:
                continue
            way = base + _worth(edges, weight, now, youth) - (weight[edge] - now.price[offer])
            if way >= end:
                continue
            if held < 0:
                end, stop, comes = way, offer, edge
                continue
            other = edges.offer[held]
            if way < room.far[other]:
                if room.far[other] == FAR:
                    room.seen[seen] = other
                    seen += 1
                room.far[other], room.by[other] = way, edge
                size = push(room.keys, room.values, size, way, other)
                if way + now.price[other] < end:
                    end, stop, comes = way + now.price[other], other, -1
    for at in range(seen):
        offer = room.seen[at]
        if room.far[offer] < end:
            now.price[offer] -= end - room.far[offer]
        room.far[offer] = FAR
    at = stop
    while at != start:
        _leave(edges, now, edges.owner[room.by[at]])
        at = edges.offer[room.by[at]]
    if comes >= 0:
        _sit(edges, now, comes)
    while stop != start:
        _sit(edges, now, room.by[stop])
        stop = edges.offer[room.by[stop]]


@compiled
def best_seats(edges: Edges, weight: Whole, now: Standing, room: Room, waiting: Index) -> None:
    """Turn any standing into the best one for these weights, with the prices that prove it."""
    left = _settle(edges, weight, now, waiting)
    for at in range(left):
        _place(edges, weight, now, room, waiting[at])
    for offer in range(len(edges.seats)):
        while now.price[offer] > 0 and now.taken[offer] < edges.seats[offer]:
            _fill(edges, weight, now, room, offer)


@compiled
def worth_at(edges: Edges, weight: Whole, price: Whole) -> int:
    """What all youths together have at their best under these prices; with the priced seats it bounds every plan."""
    total = np.int64(0)
    for youth in range(len(edges.first) - 1):
        best = np.int64(0)
        for edge in range(edges.first[youth], edges.first[youth + 1]):
            best = max(best, weight[edge] - price[edges.offer[edge]])
        total += best
    return int(total)
