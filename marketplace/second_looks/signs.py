"""Signs that claims may belong to a ring: one file, minute or device, or two places at once. They raise, people decide.

One phone in a family is common, and so is the one computer of an office: two people from one device are a sign only
where they speak for two sides of one enrolment, or for two young people. A teacher who marks a class is one person.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from models.vocabulary import ActingSide, LookRisk, LookSign

MANY_AT_ONCE = 5
"""Completions one person may claim within a minute before it is worth a look."""

AT_LEAST = timedelta(minutes=15)
"""Less than this at two places is a clock that was read wrongly."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who acted from a device, and for whom: the learner, one organisation, or the office."""

    device: str
    person: int
    party: str


@dataclass(frozen=True, slots=True)
class Stay:
    """When somebody was at a place, for which opportunity."""

    opportunity: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What a claim has in common with others: files by hash, who claimed it when, and where days were marked when."""

    ref: str
    files: frozenset[str]
    claimed_by: int | None
    claimed_at: datetime
    marks: tuple[tuple[int, datetime, str], ...] = ()
    """By whom, when, and in which area a day of it was marked."""
    hands: frozenset[Hand] = frozenset()
    """Who acted on its enrolment, from which device."""
    nearby: frozenset[Hand] = frozenset()
    """Who else acted from these devices, on whatever."""
    opportunity: int = 0
    stays: tuple[Stay, ...] = ()
    """Where the young person was present, for this and for everything else."""


def signs_of(claims: Sequence[Seen], others: Iterable[Seen] = ()) -> dict[str, frozenset[LookSign]]:
    """The signs of each claim, among them all and `others` that are not to be drawn themselves."""
    everybody = [*claims, *others]
    files = Counter(file for one in everybody for file in one.files)
    minutes = Counter(_minute(one) for one in everybody if one.claimed_by is not None)
    places: dict[tuple[int, datetime], set[str]] = {}
    for one in everybody:
        for person, at, area in one.marks:
            places.setdefault((person, _to_minute(at)), set()).add(area)
    found = {}
    for one in claims:
        raised = {
            LookSign.SAME_FILE: any(files[file] > 1 for file in one.files),
            LookSign.SAME_MINUTE: one.claimed_by is not None and minutes[_minute(one)] >= MANY_AT_ONCE,
            LookSign.TWO_PLACES: any(len(places[person, _to_minute(at)]) > 1 for person, at, _ in one.marks),
            LookSign.SAME_DEVICE: _is_of_one_device(one),
            LookSign.AT_TWO_PLACES: _was_at_two_places(one),
        }
        found[one.ref] = frozenset(sign for sign, is_raised in raised.items() if is_raised)
    return found


def risk_of(signs: frozenset[LookSign]) -> LookRisk:
    """The stratum of a claim with these signs."""
    if not signs:
        return LookRisk.PLAIN
    return LookRisk.ONE_SIGN if len(signs) == 1 else LookRisk.MORE_SIGNS


def _is_of_one_device(one: Seen) -> bool:
    """Whether one device spoke for two sides of the enrolment, or for its learner and another one."""
    both_sides = any(_are_two(a, b) and a.party != b.party for a, b in product(one.hands, repeat=2))
    learners = [hand for hand in one.hands if hand.party == ActingSide.LEARNER]
    return both_sides or any(_are_two(a, b) and b.party == ActingSide.LEARNER for a in learners for b in one.nearby)


def _are_two(a: Hand, b: Hand) -> bool:
    return a.device == b.device and a.person != b.person


def _was_at_two_places(one: Seen) -> bool:
    here = [stay for stay in one.stays if stay.opportunity == one.opportunity]
    there = [stay for stay in one.stays if stay.opportunity != one.opportunity]
    return any(min(a.ends_at, b.ends_at) - max(a.starts_at, b.starts_at) >= AT_LEAST for a in here for b in there)


def _minute(one: Seen) -> tuple[int | None, datetime]:
    return one.claimed_by, _to_minute(one.claimed_at)


def _to_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
