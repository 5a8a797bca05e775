"""Mentor time cut into whole mentorships: how many of each length every mentor gives, close to what is asked.

A pool's hours are of no use where no mentor has enough of them left for one more mentorship. Once they are cut, a
mentorship is one more kind of seat.
"""

import numpy as np

from marketplace.matching.allocation.problem import Real, Whole
from marketplace.matching.allocation.programme import Programme, unparted
from marketplace.matching.allocation.table import Table

TOGETHER = 12
"""How many mentors of a pool are cut together."""

LENGTHS = 8
STEPS = 50
FILLED, SHORT, OVER = 6.0, 1.01, 0.5
"""What a unit of time is worth when it is used, and costs when it is of a length nobody, or somebody else, asked."""


LEAST = 0.05
"""What a mentorship without set hours counts for, as a part of the longest."""


def lengths_of(table: Table) -> Whole:
    """The lengths of mentorships, shortest first."""
    return np.unique(table.hours[table.mentored]).astype(np.int64)


def cut(table: Table, pools: Whole, room: Whole, places: Whole, asked: Real, lengths: Whole) -> Whole:
    """For each mentor of some pools how many of each length; what is asked is by pool and length."""
    given = np.zeros((len(room), len(lengths)), np.int64)
    if not len(lengths):
        return given
    for pool in pools.tolist():
        mentors = np.flatnonzero((table.pool == pool) & (room >= lengths.min()) & (places > 0))
        if not len(mentors):
            continue
        kinds = _worth_giving(asked[pool])
        left = asked[pool][kinds].copy()
        rest = int((room[mentors] + 1).sum())
        for first in range(0, len(mentors), TOGETHER):
            some = mentors[first : first + TOGETHER]
            here = int((room[some] + 1).sum())
            given[np.ix_(some, kinds)] = _together(room[some], places[some], left * (here / rest), lengths[kinds])
            left = np.maximum(left - given[np.ix_(some, kinds)].sum(0), 0.0)
            rest -= here
    return given


def _worth_giving(asked: Real) -> Whole:
    """Places of the lengths asked most, the shortest always with them."""
    most = np.argsort(-asked, kind="stable")[:LENGTHS]
    return np.union1d(most, [0]).astype(np.int64)


def _together(room: Whole, places: Whole, asked: Real, lengths: Whole) -> Whole:
    """The whole-number programme of some mentors, begun with nothing given."""
    mentors, kinds = len(room), len(lengths)
    unit = float(max(lengths.max(), 1))
    weight = np.maximum(lengths / unit, LEAST)
    short = mentors + np.arange(kinds)
    none = np.full(kinds, -1)
    who = np.arange(mentors).repeat(kinds)
    gives = np.stack((who, np.tile(short, mentors), np.tile(short + kinds, mentors), mentors + 2 * kinds + who), 1)
    row = np.concatenate(
        (gives, np.stack((none, short, none, none), 1), np.stack((none, none, short + kinds, none), 1))
    )
    one = np.ones(mentors * kinds)
    use = np.concatenate(
        (np.stack((np.tile(lengths / unit, mentors), -one, one, one), 1), np.full((2 * kinds, 4), -1.0))
    )
    programme = Programme(
        worth=np.concatenate((np.tile(weight * FILLED, mentors), -weight * SHORT, -weight * OVER)),
        row=row,
        use=use,
        limit=np.concatenate((room / unit, -asked, asked, places)),
        whole=np.arange(len(row)) < mentors * kinds,
    )
    start = np.concatenate((np.zeros(mentors * kinds), asked, np.zeros(kinds)))
    answer = unparted(programme, start, STEPS)
    if answer is None:
        return np.zeros((mentors, kinds), np.int64)
    counts = np.rint(answer.share[: mentors * kinds]).astype(np.int64).reshape(mentors, kinds)
    counts[(counts @ lengths > room) | (counts.sum(1) > places)] = 0
    return counts
