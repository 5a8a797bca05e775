"""A score orders what fits: alike whatever the order of the list, and never worse for being better."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.matching import goals
from marketplace.matching.scoring import rank, tie
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.weights import Part, national
from tests.unit import oracle_fit, pairs_fit

ON = date(2026, 11, 22)
LIFE = LifeTerms(
    point=Point(6.54, 101.28), free=week.FULL, languages=frozenset({"thai"}), transport="walk", has_documents=True,
    interests=frozenset({"cooking"}), skills=frozenset({"knife"}), goals=frozenset({"repair"}),
    need_per_month_satang=400_000,
)  # fmt: skip
BASE = OfferTerms(
    ref="B", area="950101", point=Point(6.54, 101.28), slots=week.parse("sat 08:00-12:00"),
    starts_on=date(2027, 2, 20), languages=frozenset({"thai"}), reliability=0.0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("better", "score"),
    [
        ({}, 0.2),
        # 2,000 of 4,000 baht; the first payday is beyond 90 days.
        ({"stipend_per_month_satang": 200_000}, 0.35),
        ({"stipend_per_month_satang": 900_000}, 0.5),
        ({"cost_per_month_satang": 900_000}, 0.2),
        ({"field": "cooking"}, 0.3),
        ({"field": "cooking", "skills": frozenset({"knife", "cooking"})}, 0.4),
        ({"field": "repair"}, 0.25),
        ({"starts_on": ON}, 0.25),
        ({"starts_on": date(2027, 1, 6)}, 0.225),
        # Begun already, and 6 January is the first session of somebody who asks today.
        ({"starts_on": ON - timedelta(days=40), "first_on": date(2027, 1, 6)}, 0.225),
        ({"credits": 3}, 0.3),
        ({"credits": 1}, 0.233333),
        ({"reliability": 1.0}, 0.25),
        ({"reliability": None}, 0.2475),
        ({"point": Point(6.55, 101.28)}, 0.168333),
        # First session 28 November, paid on the 30th: 8 of 90 days.
        ({"starts_on": ON, "stipend_per_month_satang": 900_000}, 0.595556),
    ],
)
def test_each_part_weighs_what_its_row_says(better, score):
    (match,) = rank(LIFE, [replace(BASE, **better)], ON)
    assert match.score == score


def test_credits_count_for_whoever_has_not_finished_school():
    offer = replace(BASE, credits=3)
    scores = [rank(replace(LIFE, level=level), [offer], ON)[0].score for level in (None, 2, 3)]
    assert scores == [0.3, 0.3, 0.2]


def test_only_what_fits_is_ranked_whatever_the_order_it_came_in():
    rng = Random(7)
    life = pairs_fit.life(rng)
    offers = [pairs_fit.offer(rng) for _ in range(300)]
    found = rank(life, offers, ON)
    fitting = {o.ref for o in offers if oracle_fit.fits_for(life, o, ON, life.transport)}
    assert {match.offer.ref for match in found} == fitting
    assert len(fitting) > 1
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    for _ in range(20):
        rng.shuffle(offers)
        assert [m.offer.ref for m in rank(life, offers, ON)] == [m.offer.ref for m in found]
    assert all(0 <= m.score <= 1 for m in found)


def test_what_is_alike_in_everything_goes_by_a_seed_that_anybody_may_know():
    twins = [replace(BASE, ref=f"T-{number}") for number in range(40)]
    found = [match.offer.ref for match in rank(LIFE, twins, ON)]
    seed = national(ON).seed
    assert found == sorted((twin.ref for twin in twins), key=lambda ref: tie(ref, seed))
    assert found != sorted(found)
    other = replace(national(ON), seed="another")
    assert [match.offer.ref for match in rank(LIFE, twins, ON, weights=other)] != found


BETTER = (
    {"stipend_per_month_satang": 1_000_000},
    {"starts_on": ON + timedelta(days=1)},
    {"credits": 9},
    {"reliability": 1.0},
    {"cost_per_month_satang": 0},
    {"point": None},
    {"field": "cooking", "skills": frozenset({"knife"})},
)


@pytest.mark.parametrize("better", BETTER, ids=lambda change: next(iter(change)))
def test_better_in_one_part_is_never_a_lower_place(better):
    rng = Random(2577)
    life = replace(LIFE, birth_date=date(2006, 5, 5), level=2, transport="bike")
    offers = [replace(pairs_fit.offer(rng), age_min=None, age_max=None) for _ in range(60)]
    before = [match.offer.ref for match in rank(life, offers, ON)]
    assert len(before) > 5
    for ref in before[1:12]:
        at = next(at for at, offer in enumerate(offers) if offer.ref == ref)
        change = better if better.get("point", 0) is not None else {"point": life.point}
        improved = replace(offers[at], **change)
        after = [m.offer.ref for m in rank(life, [*offers[:at], improved, *offers[at + 1 :]], ON)]
        assert after.index(ref) <= before.index(ref), (ref, change)


def test_what_is_no_better_in_anything_never_stands_above():
    richer = replace(BASE, ref="rich", stipend_per_month_satang=950_000)
    poorer = [replace(BASE, ref=f"P-{number}", stipend_per_month_satang=900_000) for number in range(20)]
    found = rank(LIFE, [*poorer, richer], ON)
    assert found[0].offer.ref == "rich"
    assert len({match.score for match in found}) == 1


def test_every_set_of_weights_has_a_version():
    weights = national(ON)
    assert weights.version == "th:2025-01-01"
    assert sum(weights.shares) == 100
    assert len(weights.shares) == len(Part)


def test_a_goal_in_own_words_speaks_of_fields_and_kinds():
    assert goals.read("อยากเปิดร้านขนมของตัวเองและเรียนให้จบ ม.ต้น") == {"retail", "cooking", "study"}
    assert goals.read("") == goals.read("???") == frozenset()
