"""Deferred acceptance: youth ask, mentors hold the best within their places, until nobody is left to ask.

The result is stable: no youth and mentor who may be paired would both rather have each other; among all stable
matchings it is the best for every youth. Orders are strict (equals by a public lot), so the rows may come in any order.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marketplace.matching.mentoring.rules import Mentee, Mentor, suits, why_not

_Turn = tuple[tuple[float, ...], int, bytes, str]


@dataclass(frozen=True)
class Matching:
    """Who goes with whom, who waits for whom, and the orders both sides had (best first, allowed pairs only)."""

    mentor_of: Mapping[str, str]
    mentees_of: Mapping[str, tuple[str, ...]]
    unmatched: tuple[str, ...]
    youth_order: Mapping[str, tuple[str, ...]]
    mentor_order: Mapping[str, tuple[str, ...]]
    places: Mapping[str, int]

    def waiting_for(self, mentor: str) -> tuple[str, ...]:
        """Who would rather be with this mentor than where they are, in the order a freed place is offered."""
        return tuple(youth for youth in self.mentor_order[mentor] if self._prefers(youth, mentor))

    def _prefers(self, youth: str, mentor: str) -> bool:
        order, now = self.youth_order[youth], self.mentor_of.get(youth)
        return now != mentor and (now is None or order.index(mentor) < order.index(now))


def match(mentees: Sequence[Mentee], mentors: Sequence[Mentor], *, seed: int = 0) -> Matching:
    """The stable matching that is best for the youth; `seed` chooses among equals."""
    youth_order, mentor_order = _orders(mentees, mentors, seed)
    places = {mentor.ref: max(mentor.places, 0) for mentor in mentors}
    rank = {mentor: {youth: at for at, youth in enumerate(order)} for mentor, order in mentor_order.items()}
    held: dict[str, list[str]] = {mentor.ref: [] for mentor in mentors}
    asked = dict.fromkeys(youth_order, 0)
    asking = sorted(youth_order)
    while asking:
        youth = asking.pop()
        if asked[youth] == len(youth_order[youth]):
            continue
        mentor = youth_order[youth][asked[youth]]
        asked[youth] += 1
        held[mentor].append(youth)
        if len(held[mentor]) > places[mentor]:
            last = max(held[mentor], key=rank[mentor].__getitem__)
            held[mentor].remove(last)
            asking.append(last)
    mentor_of = {youth: mentor for mentor, who in held.items() for youth in who}
    return Matching(
        mentor_of=mentor_of,
        mentees_of={mentor: tuple(sorted(who, key=rank[mentor].__getitem__)) for mentor, who in held.items()},
        unmatched=tuple(one.ref for one in _in_turn(mentees, seed) if one.ref not in mentor_of),
        youth_order=youth_order,
        mentor_order=mentor_order,
        places=places,
    )


def blocking_pairs(found: Matching) -> list[tuple[str, str]]:
    """Every youth and mentor who would both rather have each other; empty is the proof of stability.

    Judged from the orders alone, apart from how the matching came about.
    """
    blocking = []
    for youth, order in found.youth_order.items():
        now = found.mentor_of.get(youth)
        better = order if now is None else order[: order.index(now)]
        for mentor in better:
            their, who = found.mentor_order[mentor], found.mentees_of[mentor]
            has_place = len(who) < found.places[mentor]
            if has_place or any(their.index(youth) < their.index(other) for other in who):
                blocking.append((youth, mentor))
    return blocking


def _orders(
    mentees: Sequence[Mentee], mentors: Sequence[Mentor], seed: int
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Both sides' orders: youth by how well it suits; mentors likewise, and who waited longer before who did not."""
    youth: dict[str, list[_Turn]] = {one.ref: [] for one in mentees}
    mentor: dict[str, list[_Turn]] = {other.ref: [] for other in mentors}
    for one in mentees:
        for other in mentors:
            if why_not(one, other) is None:
                worth = tuple(-each for each in suits(one, other))
                youth[one.ref].append((worth, 0, _lot(seed, one.ref, other.ref), other.ref))
                mentor[other.ref].append((worth, -one.waited_days, _lot(seed, other.ref, one.ref), one.ref))
    return _sorted(youth), _sorted(mentor)


def _sorted(turns: Mapping[str, list[_Turn]]) -> dict[str, tuple[str, ...]]:
    return {ref: tuple(turn[-1] for turn in sorted(who)) for ref, who in turns.items()}


def _in_turn(mentees: Iterable[Mentee], seed: int) -> list[Mentee]:
    """Who waits longest comes first."""
    return sorted(mentees, key=lambda one: (-one.waited_days, _lot(seed, one.ref), one.ref))


def _lot(seed: int, *refs: str) -> bytes:
    """A public lot among equals."""
    return hashlib.blake2b("|".join((str(seed), *refs)).encode(), digest_size=8).digest()
