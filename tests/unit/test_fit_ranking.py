"""A score orders what fits, alike whatever the order of the list."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.matching.scoring import rank
from marketplace.matching.terms import LifeTerms, OfferTerms
from tests.unit import oracle_fit, pairs_fit

ON = date(2026, 11, 22)
LIFE = LifeTerms(
    point=Point(6.54, 101.28), free=week.FULL, languages=frozenset({"thai"}), transport="walk", has_documents=True,
    interests=frozenset({"cooking"}), skills=frozenset({"knife"}), need_per_month_satang=400_000,
)  # fmt: skip
BASE = OfferTerms(
    ref="B", area="950101", point=Point(6.54, 101.28), slots=week.parse("sat 08:00-12:00"),
    starts_on=date(2027, 2, 20), languages=frozenset({"thai"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("better", "score"),
    [
        ({}, 0.2),
        ({"stipend_per_month_satang": 200_000}, 0.375),
        ({"stipend_per_month_satang": 900_000}, 0.55),
        ({"cost_per_month_satang": 900_000}, 0.2),
        ({"field": "cooking"}, 0.325),
        ({"field": "cooking", "skills": frozenset({"knife", "cooking"})}, 0.45),
        ({"starts_on": ON}, 0.3),
        ({"starts_on": date(2027, 1, 6)}, 0.25),
        ({"credits": 3}, 0.3),
        ({"point": Point(6.55, 101.28)}, 0.168333),
    ],
)
def test_each_part_weighs_what_its_row_says(better, score):
    (match,) = rank(LIFE, [replace(BASE, **better)], ON)
    assert match.score == score


def test_only_what_fits_is_ranked_and_ties_go_by_reference():
    rng = Random(7)
    life = pairs_fit.life(rng)
    offers = [pairs_fit.offer(rng) for _ in range(300)]
    found = rank(life, offers, ON)
    fitting = {o.ref for o in offers if oracle_fit.fits_for(life, o, ON, life.transport)}
    assert {match.offer.ref for match in found} == fitting
    assert len(fitting) > 1
    assert [(-m.score, m.offer.ref) for m in found] == sorted((-m.score, m.offer.ref) for m in found)
    rng.shuffle(offers)
    assert [m.offer.ref for m in rank(life, offers, ON, top=5)] == [m.offer.ref for m in found[:5]]
    assert all(0 <= m.score <= 1 for m in found)
    twins = rank(LIFE, [replace(BASE, ref="C"), BASE, replace(BASE, ref="A")], ON)
    assert [match.offer.ref for match in twins] == ["A", "B", "C"]
