"""The solver's problem from what Okat knows now: who fits where, seats, money of funds, hours of mentors.

A problem can be packed and kept with its run, so that anybody can solve it again and find the same plan.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import select

from marketplace.enrolments import commitments
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.matching.allocation.problem import NONE, Index, Marks, Plan, Problem, Whole
from marketplace.matching.workbench import fitting, mentors
from marketplace.matching.workbench.asking import Asked
from marketplace.matching.workbench.fitting import Pairs
from marketplace.offers import catalogue
from marketplace.offers import queries as offers
from marketplace.offers.cards import Shown
from marketplace.offers.facets import Group
from marketplace.offers.wanted import Sort, Wanted
from models.earning import Fund
from models.offer import Opportunity
from models.session import db
from models.vocabulary import Mode
from models.youth import Youth

MOST_OFFERS: Final = 3_000
WHOLE: Final = 200_000
"""Pairs up to which all of them are placed over from the start."""

EACH: Final = 30
"""How many of the best of one person a longer list begins with; the rest comes in where it could matter."""

BASE: Final = 100
Told = Callable[[float], bool]


@dataclass(frozen=True)
class Built:
    """A problem with the keys of its rows, and the weights behind it; mentors are resources.

    `weights` are the versions its fits were measured by, `few_first` what those say of people with few options.
    """

    problem: Problem
    youth_ids: tuple[int, ...]
    offer_ids: tuple[int, ...]
    mentor_ids: tuple[int, ...]
    weights: tuple[str, ...] = ()
    few_first: tuple[int, ...] = ()
    rest: Pairs | None = None
    """All pairs of whoever is not locked, where the problem holds only the best of them."""

    kept: tuple[int, ...] = ()
    """Young people whose lines stay as they are, beside the problem."""

    def part(self, first: int, last: int) -> tuple[Index, Index, Whole]:
        """Every pair of some rows, as the solver asks for them."""
        if self.rest is None:
            return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64)
        begin, end = np.searchsorted(self.rest.youth, (first, last))
        return self.rest.youth[begin:end], self.rest.offer[begin:end], self.rest.fit[begin:end]


class Stopped(Exception):
    """Somebody asked the work to stop."""


def opportunities(asked: Asked, province: str) -> list[Shown]:
    """What the run may place people in: open, with a free seat, in the area asked for or online."""
    chosen = {Group.KIND: frozenset(asked.kinds)} if asked.kinds else {}
    area, today = asked.offer_area or province, clock.today()
    near = Wanted(today=today, chosen=chosen, areas=(area,), sort=Sort.SOON, count=MOST_OFFERS)
    home = Wanted(
        today=today, chosen={**chosen, Group.MODE: frozenset({Mode.ONLINE})}, sort=Sort.SOON, count=MOST_OFFERS
    )
    ids = dict.fromkeys((*catalogue.search(near).ids, *(() if asked.offer_area else catalogue.search(home).ids)))
    found = [one for one in offers.shown(tuple(ids)) if one.seats_left > 0]
    if asked.fund:
        paid = set(
            db.scalars(select(Opportunity.id).join(Fund, Fund.id == Opportunity.fund_id).where(Fund.ref == asked.fund))
        )
        found = [one for one in found if one.card.id in paid]
    if not found:
        raise Invalid(t("No open opportunity with a free seat matches this."), field="offer_area")
    return found[:MOST_OFFERS]


def build(
    people: Sequence[Youth], inside: Sequence[Shown], told: Told, locked: Mapping[str, str | None] | None = None
) -> Built:
    """The problem; `told` hears the fraction done and may stop it (raises Stopped).

    Where somebody is locked to what lies outside, it is open to them alone.
    """
    locked = locked or {}
    outside = _outside(inside, locked)
    found = [*inside, *outside]
    pairs = fitting.best_of(people, found, clock.today(), len(found), told)
    if pairs is None:
        raise Stopped
    held = _held(pairs, people, found, locked)
    every = pairs.only(held | (pairs.offer < len(inside))) if outside else pairs
    held = _held(every, people, found, locked) if outside else held
    pairs = every if len(every) <= WHOLE else every.only(held | every.best(EACH))
    leading = mentors.columns(people, found)
    money, ids = _money(found), leading.pop("ids", ())
    return Built(
        problem=Problem(
            youth=tuple(one.ref for one in people),
            priority=_priority(people, every),
            priority_unit=BASE,
            offers=tuple(one.card.ref for one in found),
            seats=np.array([one.seats_left for one in found], np.int64),
            edge_youth=pairs.youth,
            edge_offer=pairs.offer,
            edge_fit=pairs.fit,
            **money,
            **leading,
        ),
        youth_ids=tuple(one.id for one in people),
        offer_ids=tuple(one.card.id for one in found),
        mentor_ids=ids,
        weights=pairs.versions,
        few_first=tuple(sorted(set(pairs.few_first))),
        rest=None if pairs is every else every.only(~np.isin(every.youth, _rows(people, locked))),
    )


def _outside(inside: Sequence[Shown], locked: Mapping[str, str | None]) -> list[Shown]:
    """What people are locked to beside what the run looks at."""
    missing = {ref for ref in locked.values() if ref} - {one.card.ref for one in inside}
    if not missing:
        return []
    ids = db.scalars(select(Opportunity.id).where(Opportunity.ref.in_(sorted(missing))).order_by(Opportunity.id))
    return [one for one in offers.shown(tuple(ids)) if one.seats_left > 0]


def _rows(people: Sequence[Youth], locked: Mapping[str, str | None]) -> list[int]:
    return [at for at, one in enumerate(people) if one.ref in locked]


def _held(pairs: Pairs, people: Sequence[Youth], found: Sequence[Shown], locked: Mapping[str, str | None]) -> Marks:
    """Which pairs are locked ones."""
    place = {one.card.ref: at for at, one in enumerate(found)}
    wanted = np.full(len(people), NONE, np.int32)
    for at in _rows(people, locked):
        wanted[at] = place.get(locked[people[at].ref] or "", NONE)
    return np.asarray(wanted[pairs.youth] == pairs.offer)


def pack(built: Built, locked: Mapping[str, str | None]) -> bytes:
    """A problem and its locked pairs as bytes that `unpack` reads."""
    problem = {
        name: value.tolist() if isinstance(value, np.ndarray) else value
        for name in Problem.__dataclass_fields__
        if (value := getattr(built.problem, name)) is not None
    }
    keys = {name: getattr(built, name) for name in ("youth_ids", "offer_ids", "mentor_ids", "weights", "few_first")}
    return zlib.compress(json.dumps({"problem": problem, "keys": keys, "locked": dict(locked)}).encode())


def unpack(kept: bytes) -> tuple[Built, dict[str, str | None]]:
    """The problem and its locked pairs as they were solved."""
    found = json.loads(zlib.decompress(kept))
    given: dict[str, Any] = {
        name: np.array(value, _KINDS[name]) if name in _KINDS else tuple(value) if isinstance(value, list) else value
        for name, value in found["problem"].items()
    }
    if "may_mentor" in given:
        given["may_mentor"] = given["may_mentor"].reshape(-1, len(given["mentors"]))
    keys: dict[str, Any] = {name: tuple(value) for name, value in found["keys"].items()}
    return Built(problem=Problem(**given), **keys), found["locked"]


def digest(problem: Problem, plan: Plan) -> str:
    """What a plan says, in 16 letters: the same plan has the same digest whatever the order of its rows."""
    lines = sorted(
        f"{ref}>{problem.offers[at] if at != NONE else '-'}>{problem.mentors[mentor] if mentor != NONE else '-'}"
        for ref, at, mentor in zip(problem.youth, plan.offer.tolist(), plan.mentor.tolist(), strict=True)
    )
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


def costs(ids: Sequence[int]) -> dict[int, tuple[int | None, int]]:
    """For each opportunity its fund and the most one enrolment can cost it, in satang."""
    rows: list[Opportunity] = []
    for first in range(0, len(ids), 500):
        rows += db.scalars(select(Opportunity).where(Opportunity.id.in_(ids[first : first + 500])))
    lengths = commitments.session_lengths(one for one in rows if one.fund_id is not None)
    return {one.id: (one.fund_id, commitments.cost_of(one, lengths.get(one.id, {})).total_satang) for one in rows}


def _money(found: Sequence[Shown]) -> dict[str, Any]:
    known = costs([one.card.id for one in found])
    rows = [known[one.card.id] for one in found]
    fund_ids = sorted({fund_id for fund_id, satang in rows if fund_id is not None and satang})
    if not fund_ids:
        return {}
    refs: dict[int, str] = {one.id: one.ref for one in db.scalars(select(Fund).where(Fund.id.in_(fund_ids)))}
    free = commitments.available(fund_ids)
    return {
        "stipend": np.array([satang for _, satang in rows], np.int64),
        "fund": np.array([fund_ids.index(key) if key is not None and cost else NONE for key, cost in rows], np.int32),
        "funds": tuple(refs[key] for key in fund_ids),
        "budget": np.array([max(0, free[key]) for key in fund_ids], np.int64),
    }


def _priority(people: Sequence[Youth], pairs: Pairs) -> np.ndarray[Any, np.dtype[np.int64]]:
    """A hundred for everybody; whoever has few options gets more, by the weight set for where they live."""
    options = np.bincount(np.array(pairs.youth, np.int64), minlength=len(people))
    told = np.array([max(1, one.priority) for one in people], np.int64) * BASE
    few_first = np.array(pairs.few_first, np.int64)
    return np.asarray(told + few_first * BASE // np.maximum(options, 1), np.int64)


_KINDS: Final[dict[str, Any]] = {
    "priority": np.int64,
    "seats": np.int64,
    "edge_youth": np.int32,
    "edge_offer": np.int32,
    "edge_fit": np.int64,
    "stipend": np.int64,
    "fund": np.int32,
    "budget": np.int64,
    "mentored": np.bool_,
    "weekly_minutes": np.int64,
    "mentor_hours": np.float64,
    "mentor_places": np.int64,
    "youth_kind": np.int32,
    "may_mentor": np.bool_,
}

NOTHING: Final = Built(
    problem=Problem(
        youth=(),
        priority=np.empty(0, np.int64),
        priority_unit=BASE,
        offers=(),
        seats=np.empty(0, np.int64),
        edge_youth=np.empty(0, np.int32),
        edge_offer=np.empty(0, np.int32),
        edge_fit=np.empty(0, np.int64),
    ),
    youth_ids=(),
    offer_ids=(),
    mentor_ids=(),
)
"""A problem in which nobody is left to place."""
