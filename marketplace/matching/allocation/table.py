"""A problem in the one order the solver knows: by seed and reference, so that the order of rows cannot matter."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

from marketplace.matching.allocation.problem import NONE, Index, Infeasible, Marks, Problem, Whole

WEEKS, A_MONTH = 52, 60 * 12
HAIR = 1e-6
UNPLACED = -2
FINEST = 20_000
"""Parts of a mentor's time up to which it is known exactly what can be filled."""


@dataclass(frozen=True, eq=False)
class Table:
    """The problem sorted, its edges by youth; `weight` is -1 for a pair that can never be, `worth` is its own weight.

    `youths`, `offers`, `funds` and `mentors` give the row of the problem, `kinds` its kinds of youth. A mentored offer
    takes `minutes` x 52 of a mentor's `mentor_room`, a month's hours x 60 x 12. `pools` are mentors who may take the
    same kinds of youth; their room is what whole mentorships can use.
    """

    youths: Index
    offers: Index
    funds: Index
    mentors: Index
    kinds: Whole
    first: Whole
    offer: Index
    weight: Whole
    worth: Whole
    fit: Whole
    seats: Whole
    stipend: Whole
    fund: Index
    budget: Whole
    mentored: Marks
    hours: Whole
    mentor_room: Whole
    mentor_places: Whole
    kind: Index
    may: Marks
    pool: Index
    pool_may: Marks
    pool_room: Whole
    fixed: Whole
    """The edge a lock fixes for each youth, NONE where nothing is fixed, UNPLACED where they are to stay without."""

    @property
    def owner(self) -> Index:
        """The youth of each edge."""
        return np.repeat(np.arange(len(self.first) - 1, dtype=np.int32), np.diff(self.first))

    @property
    def is_bare(self) -> bool:
        """Whether only seats limit."""
        return not (self.fund >= 0).any() and not self.mentored.any()


def laid_out(problem: Problem, seed: int, locked: Mapping[str, str | None]) -> Table:
    """The table of a problem; raises Infeasible where a locked pair is no pair."""
    youths, offers, funds, mentors = (
        _order(refs, seed) for refs in (problem.youth, problem.offers, problem.funds, problem.mentors)
    )
    place, row, purse = _places(offers), _places(youths), _places(funds)
    many = len(offers)
    stipend = _column(problem.stipend, many, np.int64)[offers]
    fund = np.append(purse, NONE)[_column(problem.fund, many, np.int32, NONE)[offers]]
    fund = np.where(stipend > 0, fund, NONE).astype(np.int32)
    budget = _column(problem.budget, len(funds), np.int64)[funds]
    mentored = _column(problem.mentored, many, np.bool_)[offers] & (len(mentors) > 0)
    hours = np.where(mentored, _column(problem.weekly_minutes, many, np.int64)[offers] * WEEKS, 0)
    given = _column(problem.mentor_hours, len(mentors), np.float64)[mentors]
    room = np.floor(given * A_MONTH + HAIR).astype(np.int64)
    places = _column(problem.mentor_places, len(mentors), np.int64, len(youths))[mentors]
    room = np.where(places > 0, room, -1)
    kinds, kind, may = _kinds(problem, youths, mentors)
    owner, offer, fit = row[problem.edge_youth], place[problem.edge_offer], problem.edge_fit
    order = np.lexsort((offer, owner))
    owner, offer, fit = owner[order], offer[order], fit[order]
    most_room = np.where(may, room[None, :], -1).max(axis=1, initial=-1)
    can = problem.seats[offers][offer] > 0
    can &= (fund[offer] < 0) | (stipend[offer] <= np.append(budget, 0)[fund[offer]])
    can &= ~mentored[offer] | (hours[offer] <= most_room[kind[owner]])
    worth = fit * problem.priority[youths][owner]
    first = np.searchsorted(owner, np.arange(len(youths) + 1)).astype(np.int64)
    pool, pool_may, pool_room = _pools(may, room, places, hours)
    fixed = _fixed(problem, locked, row, place, first, np.where(can, offer, NONE))
    return Table(
        youths=youths, offers=offers, funds=funds, mentors=mentors, kinds=kinds, first=first, offer=offer, fit=fit,
        weight=np.where(can, worth, -1), worth=worth, seats=problem.seats[offers], stipend=stipend, fund=fund,
        budget=budget, mentored=mentored, hours=hours, mentor_room=room, mentor_places=places, kind=kind, may=may,
        pool=pool, pool_may=pool_may, pool_room=pool_room, fixed=fixed,
    )  # fmt: skip


def _places(order: Index) -> Index:
    """Where each row went."""
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return place


def _kinds(problem: Problem, youths: Index, mentors: Index) -> tuple[Whole, Index, Marks]:
    """Kinds of youth in the order they are met, the kind of each, and which mentor may take which."""
    told = _column(problem.youth_kind, len(youths), np.int64)[youths]
    seen, first, kind = np.unique(told, return_index=True, return_inverse=True)
    met = np.argsort(first, kind="stable").astype(np.int32)
    kinds = np.asarray(seen[met], np.int64)
    if problem.may_mentor is None:
        may = np.ones((len(kinds), len(mentors)), np.bool_)
    else:
        may = problem.may_mentor[kinds][:, mentors]
    return kinds, _places(met)[kind].astype(np.int32), may


def _order(refs: Sequence[str], seed: int) -> Index:
    """Rows by the hash of seed and reference: a public lot among equals."""
    lots = [hashlib.blake2b(f"{seed}|{ref}".encode(), digest_size=16).digest() for ref in refs]
    return np.array(sorted(range(len(refs)), key=lots.__getitem__), np.int32)


def _column(given: np.ndarray | None, rows: int, kind: type, otherwise: int = 0) -> np.ndarray:
    return np.full(rows, otherwise, kind) if given is None else np.asarray(given, kind)


def _pools(may: Marks, room: Whole, places: Whole, hours: Whole) -> tuple[Index, Marks, Whole]:
    """Mentors who may take the same youth, together; of each only the time that whole mentorships can use."""
    if not len(room):
        return np.empty(0, np.int32), np.empty((may.shape[0], 0), np.bool_), np.empty(0, np.int64)
    columns, pool = np.unique(may, axis=1, return_inverse=True)
    sums = np.zeros(columns.shape[1], np.int64)
    np.add.at(sums, pool, usable(room, places, hours))
    return pool.astype(np.int32), columns, sums


def usable(room: Whole, places: Whole, hours: Whole) -> Whole:
    """Of the time of each the most that so many whole mentorships of these lengths can fill."""
    lengths = [int(each) for each in np.unique(hours) if each > 0]
    if not lengths or not len(room):
        return np.maximum(room, 0)
    room = np.minimum(room, places * lengths[-1])
    unit = gcd(*lengths)
    most = max(int(room.max()), 0) // unit
    if most > FINEST:
        return np.asarray(np.maximum(room, 0) // unit * unit, np.int64)
    sums, all_bits = 1, (1 << (most + 1)) - 1
    for length in lengths:
        step = length // unit
        while step <= most:
            sums = (sums | sums << step) & all_bits
            step *= 2
    there = np.array([sums >> at & 1 for at in range(most + 1)], np.bool_)
    fullest = np.maximum.accumulate(np.where(there, np.arange(most + 1), 0))
    return np.asarray(np.where(room > 0, fullest[room // unit] * unit, 0), np.int64)


def most_time(may: Marks, room: Whole, kind: int) -> int:
    """The mentor with the most time of those who may take a kind of youth."""
    return int(np.where(may[kind], room, -1).argmax())


def _fixed(
    problem: Problem, locked: Mapping[str, str | None], row: Index, place: Index, first: Whole, offer: Index
) -> Whole:
    """The edge of each locked youth; raises Infeasible for what is no fit, or has nothing to give at all."""
    fixed = np.full(len(row), NONE, np.int64)
    rows = {ref: at for at, ref in enumerate(problem.youth)}
    places = {ref: at for at, ref in enumerate(problem.offers)}
    for youth, wanted in sorted(locked.items()):
        if youth not in rows or (wanted is not None and wanted not in places):
            raise Infeasible("fit", youth)
        at = row[rows[youth]]
        if wanted is None:
            fixed[at] = UNPLACED
            continue
        found = first[at] + np.flatnonzero(offer[first[at] : first[at + 1]] == place[places[wanted]])
        if not len(found):
            raise _empty(problem, rows[youth], places[wanted])
        fixed[at] = found[0]
    return fixed


def _empty(problem: Problem, youth: int, offer: int) -> Infeasible:
    """Why a pair was left out."""
    if not ((problem.edge_youth == youth) & (problem.edge_offer == offer)).any():
        return Infeasible("fit", problem.youth[youth])
    if problem.seats[offer] <= 0:
        return Infeasible("seats", problem.offers[offer])
    stipend, fund, budget = problem.stipend, problem.fund, problem.budget
    if stipend is not None and fund is not None and budget is not None:
        payer = int(fund[offer])
        if payer != NONE and stipend[offer] > budget[payer]:
            return Infeasible("fund", problem.funds[payer])
    if problem.may_mentor is None or problem.youth_kind is None or problem.mentor_hours is None:
        return Infeasible("mentor", problem.youth[youth])
    may = problem.may_mentor[problem.youth_kind[youth]]
    found = int(np.where(may, problem.mentor_hours, -1).argmax())
    return Infeasible("mentor", problem.mentors[found] if may.any() else problem.youth[youth])
