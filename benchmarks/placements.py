"""A made area for allocation: places on a map, tastes, seats for three in four, budgets and mentor hours that bind.

Every youth knows the best 30 within reach. Budgets are half of what all seats of a fund cost, mentor hours six tenths
of what all seats of mentorships take.

A mentorship takes 2, 3, 4, 5 or 6 hours a week, all alike often; a mentor has 20-79 hours a month for it (5-18 a week:
staff of a centre rather than a neighbour who gives an evening). So a mentor takes about three at a time, and which
lengths go together matters. This stood before anything was fitted to it: short mentorships alone, of 1-2 hours, make
every packing easy and every ratio look better than it is.
"""

import numpy as np

from marketplace.matching.allocation.problem import MILLION, Index, Problem, Whole

KNOWN, SEATS_PER_YOUTH, YOUTH_PER_OFFER, YOUTH_PER_SQUARE = 30, 0.75, 10, 200
MENTORED, BUDGETS, HOURS = 0.15, 0.5, 0.6


def area(youths: int, seed: int, *, limits: bool = True) -> Problem:
    """A problem of so many youth; `limits` adds funds and mentors to the seats."""
    rng = np.random.default_rng(seed)
    offers = max(youths // YOUTH_PER_OFFER, 40)
    side = max(1.0, (youths / YOUTH_PER_SQUARE) ** 0.5)
    homes, places = rng.random((youths, 2)) * side, rng.random((offers, 2)) * side
    owner, offer, fit = _edges(rng, homes, places, int(np.ceil(side)))
    seats = rng.geometric(0.13, offers)
    seats = np.maximum(1, np.rint(seats * (SEATS_PER_YOUTH * youths / seats.sum()))).astype(np.int64)
    bare = {
        "youth": [f"Y{at:06}" for at in range(youths)],
        "priority": rng.integers(1, 4, youths),
        "offers": [f"O{at:06}" for at in range(offers)],
        "seats": seats,
        "edge_youth": owner,
        "edge_offer": offer,
        "edge_fit": fit,
    }
    return Problem(**bare, **_limits(rng, homes, places, seats)) if limits else Problem(**bare)


def _edges(rng: np.random.Generator, homes: np.ndarray, places: np.ndarray, squares: int) -> tuple[Index, Index, Whole]:
    """The best 30 of each youth among the squares around theirs."""
    taste, tone, quality = rng.random((len(homes), 4)), rng.random((len(places), 4)), rng.random(len(places))
    square, cell = places.astype(int), homes.astype(int)
    columns: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for number in np.unique(cell[:, 0] * squares + cell[:, 1]):
        row, column = divmod(int(number), squares)
        near = np.flatnonzero((abs(square[:, 0] - row) <= 2) & (abs(square[:, 1] - column) <= 2))
        who = np.flatnonzero((cell[:, 0] == row) & (cell[:, 1] == column))
        away = np.sqrt(((homes[who][:, None] - places[near][None]) ** 2).sum(2))
        unlike = abs(taste[who][:, None] - tone[near][None]).mean(2)
        chance = rng.random(away.shape)
        score = 0.35 * np.clip(1 - away / 2.5, 0, 1) + 0.25 * (1 - unlike) + 0.25 * quality[near] + 0.15 * chance
        most = min(KNOWN, len(near))
        top = np.argpartition(-score, most - 1, axis=1)[:, :most]
        columns.append((np.repeat(who, most), near[top].ravel(), np.take_along_axis(score, top, 1).ravel()))
    owner, offer, score = (np.concatenate(each) for each in zip(*columns, strict=True))
    return owner.astype(np.int32), offer.astype(np.int32), np.rint(score * MILLION).astype(np.int64)


def _limits(rng: np.random.Generator, homes: np.ndarray, places: np.ndarray, seats: Whole) -> dict[str, object]:
    """Funds of neighbourhoods, and mentors by neighbourhood and language."""
    offers, youths = len(places), len(homes)
    region = max(1, round((youths / 1000) ** 0.5))
    of_place, of_home = (
        (each * region / max(each.max(), 1e-9) * 0.999999).astype(int) @ np.array([region, 1])
        for each in (places, homes)
    )
    fund = (of_place * 3 + rng.integers(0, 3, offers)).astype(np.int32)
    stipend = rng.integers(1, 9, offers) * 50_000
    stipend[rng.random(offers) < 0.2] = 0
    names = region * region * 3
    whole = np.bincount(fund, seats * stipend, minlength=names)
    mentored = rng.random(offers) < MENTORED
    minutes = np.where(mentored, rng.integers(2, 7, offers) * 60, 0)
    needed = np.bincount(of_place[mentored], (seats * minutes)[mentored], minlength=region * region) * 52 / 12 * HOURS
    regions, months = [], []
    for number, need in enumerate(needed):
        given = np.cumsum(rng.integers(20, 80, 1 + int(need // (20 * 60))) * 60.0)
        ends = np.append(given[given < need], need)
        months += np.diff(ends, prepend=0.0).astype(int).tolist()
        regions += [number] * len(ends)
    spoken = rng.random((len(regions), 3)) < np.array([0.9, 0.4, 0.2])
    spoken[:, 0] |= ~spoken.any(1)
    tongue = rng.integers(0, 3, youths)
    kind = of_home * 3 + tongue
    kinds = np.arange(region * region * 3)
    may = (kinds[:, None] // 3 == np.array(regions)[None]) & spoken[:, kinds % 3].T
    return {
        "stipend": stipend,
        "fund": fund,
        "funds": [f"F{at:04}" for at in range(names)],
        "budget": (whole * BUDGETS).astype(np.int64),
        "mentored": mentored,
        "weekly_minutes": minutes,
        "mentors": [f"M{at:05}" for at in range(len(regions))],
        "mentor_hours": np.array(months) / 60,
        "youth_kind": kind.astype(np.int32),
        "may_mentor": may,
    }
