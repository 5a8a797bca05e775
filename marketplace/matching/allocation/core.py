"""The whole plan out of the parted one: what is whole already stays, the rest and all around it is decided together.

Mentor time is cut into whole mentorships first; with them the programme is solved again. Few are parted then, at most
as many as limits are shared. They, whoever holds what they could have, and whoever could have it instead make the core:
a small whole-number programme.
"""

from dataclasses import dataclass

import numpy as np

from marketplace.matching.allocation import slots
from marketplace.matching.allocation.linear import Columns, Limits, Relaxed, columns_of, near, rows_of
from marketplace.matching.allocation.placing import Drawn
from marketplace.matching.allocation.prices import Left
from marketplace.matching.allocation.problem import Index, Marks, Real, Whole
from marketplace.matching.allocation.programme import Answer, Programme, parted, unparted
from marketplace.matching.allocation.table import Table

WIDE, EACH = 0.14, 8
"""How near to the prices a pair is to be in the second programme, as a part of what a line is worth; pairs a youth."""

CORE = 0.09
MOST_CORE = 12_000
STEPS = 1
TURNS = 3
"""In how many turns the pools are cut: those that wait adapt to what was cut before."""

WHOLE = 1e-6


@dataclass(frozen=True, eq=False)
class Cut:
    """Mentor time as whole mentorships of these lengths: how many each mentor gives, by mentor and length."""

    lengths: Whole
    given: Whole


def decide(table: Table, left: Left, limits: Limits, plan: Drawn, relaxed: Relaxed) -> tuple[Index, Index]:
    """The chosen edges, each with its mentor (-1 where none is needed)."""
    cut = _nothing_cut(table)
    free = left.free[table.owner] & (table.weight > 0)
    columns = columns_of(table, near(table, relaxed.priced, free, WIDE, EACH))
    solved = _in_turns(table, limits, plan, relaxed, columns, cut)
    if solved is None:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    programme, answer = solved
    whole = answer.share > 1 - WHOLE
    inside = _core(table, columns, answer, _losses(programme, answer))
    chosen = whole & ~inside
    chosen[np.flatnonzero(inside)[_decided(programme, inside, chosen, whole)]] = True
    return with_mentors(table, columns, np.flatnonzero(chosen), cut)


def _nothing_cut(table: Table) -> Cut:
    lengths = slots.lengths_of(table)
    return Cut(lengths, np.zeros((len(table.mentor_room), len(lengths)), np.int64))


def _in_turns(
    table: Table, limits: Limits, plan: Drawn, relaxed: Relaxed, columns: Columns, cut: Cut
) -> tuple[Programme, Answer] | None:
    """Cut the time of some pools, solve again, cut the next as asked now; the last programme and its answer."""
    done = np.zeros(len(table.pool_room), np.bool_)
    last, share = relaxed.columns, relaxed.share
    found: tuple[Programme, Answer] | None = None
    for turn in range(TURNS if len(done) else 1):
        pools = np.arange(turn, len(done), TURNS)
        done[pools] = True
        asked = _asked(table, cut.lengths, last, share)
        cut.given[:] += slots.cut(table, pools, plan.room, plan.places, asked, cut.lengths)
        programme = _programme(table, limits, columns, cut, done)
        answer = parted(programme)
        if answer is None:
            return None
        found, last, share = (programme, answer), columns, answer.share
        if done.all():
            break
    return found


def _asked(table: Table, lengths: Whole, columns: Columns, share: Real) -> Real:
    """How many mentorships of each length a parted plan asks of each pool."""
    asked = np.zeros((len(table.pool_room), len(lengths)))
    led = columns.pool >= 0
    hours = table.hours[table.offer[columns.edge[led]]]
    np.add.at(asked, (columns.pool[led], np.searchsorted(lengths, hours)), share[led])
    return asked


def _programme(table: Table, limits: Limits, columns: Columns, cut: Cut, done: Marks) -> Programme:
    """The programme with the time of pools that are cut as whole mentorships, of the others as hours."""
    row, use = rows_of(table, limits, columns)
    pools, kinds = len(done), len(cut.lengths)
    hours = table.hours[table.offer[columns.edge]]
    is_cut = np.append(done, False)[columns.pool]
    slot = pools + columns.pool * kinds + np.searchsorted(cut.lengths, hours)
    before = len(table.first) - 1 + len(limits.seats) + len(limits.money)
    row[:, 3] = np.where(columns.pool >= 0, before + np.where(is_cut, slot, columns.pool), -1)
    use[:, 3] = np.where(is_cut, 1.0, hours / limits.unit_time)
    there = np.zeros((pools, kinds))
    np.add.at(there, table.pool, cut.given)
    people = np.ones(len(table.first) - 1)
    limit = np.concatenate((people, limits.seats, limits.money, limits.time, there.ravel()))
    return Programme(worth=table.weight[columns.edge] / limits.unit_worth, row=row, use=use, limit=limit)


def _losses(programme: Programme, answer: Answer) -> Real:
    """What each column would cost at the prices of the answer."""
    price = np.append(answer.price, 0.0)
    costs: Real = (price[programme.row] * programme.use).sum(1) - programme.worth
    return costs


def _core(table: Table, columns: Columns, answer: Answer, loss: Real) -> Marks:
    """The columns to decide together, as wide as there is room for."""
    worth = max(answer.worth / max(answer.share.sum(), 1.0), 0.0)
    close = CORE * worth
    while True:
        inside = _around(table, columns, answer, loss <= close)
        if inside.sum() <= max(MOST_CORE, len(table.first) - 1) or close <= CORE * worth / 100:
            return inside
        close *= 2 / 3


def _around(table: Table, columns: Columns, answer: Answer, close: Marks) -> Marks:
    """Close columns of whoever is parted, of whoever holds what those could have, and of whoever waits for it."""
    owner, offer = table.owner[columns.edge], table.offer[columns.edge]
    apart = (answer.share > WHOLE) & (answer.share < 1 - WHOLE)
    youths = len(table.first) - 1
    taken, touched, holds = (np.zeros(size, np.bool_) for size in (youths, len(table.seats), youths))
    taken[owner[apart]] = True
    touched[offer[close & taken[owner]]] = True
    holds[owner[answer.share > WHOLE]] = True
    around = close & touched[offer] & ((answer.share > 1 - WHOLE) | ~holds[owner])
    taken[owner[around]] = True
    return np.asarray((close | apart) & taken[owner], np.bool_)


def _decided(programme: Programme, inside: Marks, fixed: Marks, whole: Marks) -> Whole:
    """Which of the columns inside are chosen, with what the fixed ones leave."""
    if not inside.any():
        return np.empty(0, np.int64)
    limit = np.append(programme.limit, 0.0)
    np.subtract.at(limit, programme.row[fixed].ravel(), programme.use[fixed].ravel())
    rows, place = np.unique(programme.row[inside], return_inverse=True)
    place = place.reshape(-1, programme.row.shape[1]) - int(rows[0] < 0)
    rows = rows[rows >= 0]
    core = Programme(
        worth=programme.worth[inside],
        row=place,
        use=programme.use[inside],
        limit=np.maximum(limit[rows], 0.0),
        whole=np.ones(int(inside.sum()), np.bool_),
        most=1.0,
    )
    start = whole[inside].astype(np.float64)
    answer = unparted(core, start, STEPS)
    return np.flatnonzero((start if answer is None else answer.share) > 1 / 2)


def with_mentors(table: Table, columns: Columns, chosen: Whole, cut: Cut) -> tuple[Index, Index]:
    """Each chosen mentorship with a mentor of its pool who gives one of its length."""
    edge, mentor = columns.edge[chosen].astype(np.int32), np.full(len(chosen), -1, np.int32)
    pool, length = columns.pool[chosen], np.searchsorted(cut.lengths, table.hours[table.offer[edge]])
    waiting: dict[tuple[int, int], list[int]] = {}
    for who, which in np.argwhere(cut.given > 0).tolist():
        waiting.setdefault((int(table.pool[who]), which), []).extend([who] * int(cut.given[who, which]))
    for at in np.flatnonzero(pool >= 0).tolist():
        free = waiting.get((int(pool[at]), int(length[at])))
        if free:
            mentor[at] = free.pop()
    return edge, mentor
