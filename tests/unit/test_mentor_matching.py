"""Mentors and youth: hard rules hold, nobody could do better together, and order does not matter."""

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest

from marketplace.kernel.geo import Point
from marketplace.matching.mentoring.rules import Mentee, Mentor, No, allowed, why_not
from marketplace.matching.mentoring.stable import Matching, blocking_pairs, match

YOUTH = Mentee(
    ref="Y", languages=frozenset({"thai"}), point=Point(6.54, 101.28), farthest_km=10, is_minor=True,
    gender_wish="f", interests=frozenset({"cooking"}),
)  # fmt: skip
MENTOR = Mentor(
    ref="M", languages=frozenset({"thai", "malay"}), places=1, gender="f", point=Point(6.55, 101.28), farthest_km=20,
    chaperoned=True, knows=frozenset({"cooking"}),
)  # fmt: skip
LANGUAGES = ("thai", "malay", "karen")


def world(seed: int, youths: int | None = None) -> tuple[list[Mentee], list[Mentor]]:
    """A made village."""
    chance = Random(seed)

    def spoken() -> frozenset[str]:
        return frozenset(chance.sample(LANGUAGES, chance.randint(1, 2)))

    def somewhere() -> Point:
        return Point(6.5 + chance.random() / 5, 101.2 + chance.random() / 5)

    mentees = [
        Mentee(
            ref=f"Y{at}", languages=spoken(), point=somewhere(), farthest_km=chance.choice((None, 5, 15)),
            gender_wish=chance.choice((None, None, "f", "m")), is_minor=chance.random() < 0.5,
            interests=frozenset(chance.sample("abcd", 2)), waited_days=chance.randint(0, 3) * 10,
            conflicts=frozenset({"M0"} if chance.random() < 0.1 else ()),
        )
        for at in range(youths or chance.randint(0, 12))
    ]  # fmt: skip
    mentors = [
        Mentor(
            ref=f"M{at}", languages=spoken(), places=chance.randint(0, 3), gender=chance.choice("fm"),
            point=somewhere(), farthest_km=chance.choice((None, 10)), online=chance.random() < 0.1,
            chaperoned=chance.random() < 0.7, knows=frozenset(chance.sample("abcd", 2)),
        )
        for at in range(chance.randint(1, 6))
    ]  # fmt: skip
    return mentees, mentors


@pytest.mark.parametrize(
    ("youth", "mentor", "no"),
    [
        ({}, {}, None),
        ({}, {"places": 0}, No.FULL),
        ({"conflicts": frozenset({"M"})}, {}, No.CONFLICT),
        ({}, {"conflicts": frozenset({"Y"})}, No.CONFLICT),
        ({"languages": frozenset({"karen"})}, {}, No.LANGUAGE),
        ({}, {"gender": "m"}, No.GENDER),
        ({}, {"gender": None}, No.GENDER),
        ({"gender_wish": None}, {"gender": None}, None),
        ({}, {"chaperoned": False}, No.CHAPERONE),
        ({"is_minor": False}, {"chaperoned": False}, None),
        ({"farthest_km": 1.0}, {}, No.DISTANCE),
        ({}, {"farthest_km": 1.0}, No.DISTANCE),
        ({}, {"farthest_km": 1.0, "online": True}, None),
        ({"point": None}, {}, No.DISTANCE),
        ({"point": None, "farthest_km": None}, {"farthest_km": None}, None),
    ],
)
def test_a_hard_rule_forbids_by_itself(youth, mentor, no):
    assert why_not(replace(YOUTH, **youth), replace(MENTOR, **mentor)) is no


def test_no_blocking_pair_in_a_thousand_villages():
    for seed in range(1_000):
        mentees, mentors = world(seed)
        found = match(mentees, mentors, seed=seed)
        assert blocking_pairs(found) == []
        assert set(found.mentor_of.items()) <= allowed(mentees, mentors)
        assert all(len(who) <= found.places[mentor] for mentor, who in found.mentees_of.items())


def test_a_pair_that_would_rather_is_found_out():
    mentees, mentors = world(5, youths=8)
    found = match(mentees, mentors)
    youth, mentor = next(iter(found.mentor_of.items()))
    apart = replace(
        found,
        mentor_of={one: who for one, who in found.mentor_of.items() if one != youth},
        mentees_of=found.mentees_of | {mentor: tuple(one for one in found.mentees_of[mentor] if one != youth)},
    )
    assert (youth, mentor) in blocking_pairs(apart)


def every_stable(found: Matching) -> list[dict[str, str]]:
    """All stable matchings over the same orders, by trying everything."""
    youths = list(found.youth_order)
    tried: list[dict[str, str]] = [{}]
    for youth in youths:
        tried += [known | {youth: mentor} for known in tried for mentor in found.youth_order[youth]]
    stable = []
    for known in tried:
        of = {mentor: tuple(one for one in youths if known.get(one) == mentor) for mentor in found.places}
        if all(len(who) <= found.places[mentor] for mentor, who in of.items()):
            other = replace(found, mentor_of=known, mentees_of=of)
            if not blocking_pairs(other):
                stable.append(known)
    return stable


@pytest.mark.parametrize("seed", range(40))
def test_no_stable_matching_is_better_for_any_youth(seed):
    mentees, mentors = world(seed, youths=5)
    found = match(mentees, mentors)
    others = every_stable(found)
    assert dict(found.mentor_of) in others
    for youth, order in found.youth_order.items():
        best = min((order.index(other[youth]) for other in others if youth in other), default=None)
        assert best == (order.index(found.mentor_of[youth]) if youth in found.mentor_of else None)


@pytest.mark.parametrize("seed", range(30))
def test_the_order_of_rows_does_not_matter(seed):
    mentees, mentors = world(seed, youths=9)
    chance, found = Random(seed), match(mentees, mentors, seed=3)
    again = match(chance.sample(mentees, len(mentees)), chance.sample(mentors, len(mentors)), seed=3)
    assert (again.mentor_of, again.unmatched) == (found.mentor_of, found.unmatched)
    assert all(again.waiting_for(one.ref) == found.waiting_for(one.ref) for one in mentors)


def test_who_waited_longer_comes_first_among_equals_and_the_wait_list_is_in_order():
    same = [replace(YOUTH, ref=ref, waited_days=days) for ref, days in (("A", 3), ("B", 40), ("C", 20))]
    for order in permutations(same):
        found = match(list(order), [MENTOR])
        assert found.mentees_of["M"] == ("B",)
        assert found.waiting_for("M") == ("C", "A")
        assert found.unmatched == ("C", "A")
