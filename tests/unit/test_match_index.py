"""The packed index says what the plain rules say: the same fit, scores, order, money, reasons and counts."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import numpy as np
import pytest

from marketplace.kernel import week
from marketplace.matching.changes import openings, possible
from marketplace.matching.edges import edges
from marketplace.matching.fit import judge
from marketplace.matching.index.encoding import TooVaried
from marketplace.matching.index.engine import Index
from marketplace.matching.index.surveying import survey
from marketplace.matching.reasons import why_it_fits
from marketplace.matching.scoring import order, rank, score
from marketplace.matching.takehome import comes_in, take_home
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.weights import Part, national
from tests.unit import oracle_fit, pairs_fit

ON = pairs_fit.ON
WORDS = ("cooking", "digital", "knife", "sewing")
ASKED = ("birth_date", "point", "free", "level", "languages", "has_documents", "transport")


def an_offer(rng: Random) -> OfferTerms:
    offer = pairs_fit.offer(rng)
    ahead = [ON + timedelta(days=number) for number in range(200)] if rng.random() < 0.3 else []
    return replace(
        offer,
        off=tuple(day for day in ahead if rng.random() < 0.8),
        first_on=rng.choice([None, offer.starts_on, offer.starts_on + timedelta(days=rng.randint(-3, 60))]),
        field=rng.choice(["cooking", "digital", ""]),
        skills=pairs_fit.some(rng, WORDS, 0.3),
        credits=rng.randint(0, 4),
        reliability=rng.choice([None, 0.5, 0.876543219]),
        pay_day=rng.choice(["monthly", "fri", "15", "31"]),
        stipend_per_session_satang=rng.choice([0, 10_050]),
        stipend_per_hour_satang=rng.choice([0, 0, 4_755]),
    )


def a_life(rng: Random) -> LifeTerms:
    told = replace(
        pairs_fit.life(rng),
        skills=pairs_fit.some(rng, WORDS, 0.3),
        goals=pairs_fit.some(rng, (*WORDS, "placement"), 0.2),
    )
    return replace(told, **{name: None for name in ASKED if rng.random() < 0.06})


def indexed(offers: list[OfferTerms], on: date = ON) -> Index:
    index = Index(on)
    index.put(enumerate(offers))
    index.settle()
    return index


@cache
def world() -> tuple[list[OfferTerms], Index]:
    rng = Random(2580)
    offers = [an_offer(rng) for _ in range(300)]
    return offers, indexed(offers)


def test_ten_thousand_pairs_fit_as_the_slow_checker_says():
    rng = Random(2581)
    offers, index = [an_offer(rng) for _ in range(100)], None
    index, fitting = indexed(offers), 0
    for _ in range(100):
        life = replace(a_life(rng), **_answers(rng))
        expected = {at for at, o in enumerate(offers) if oracle_fit.fits_for(life, o, ON, life.transport)}
        found = index.rank(life, ON, len(offers), count=True)
        assert set(found.keys.tolist()) == expected
        assert found.fitting == len(expected)
        fitting += len(expected)
    assert fitting > 300


def _answers(rng: Random) -> dict[str, object]:
    life = pairs_fit.life(rng)
    return {name: getattr(life, name) for name in ASKED}


@pytest.mark.parametrize("count", [True, False])
def test_a_ranking_is_the_plain_one_to_the_last_satang(count):
    rng, (offers, index) = Random(2582), world()
    for _ in range(120):
        life = a_life(rng)
        plain = [
            (
                offers.index(match.offer),
                match.score,
                match.money.month_satang,
                match.money.first_payday,
                match.fit.travel_minutes,
                why_it_fits(life, match.offer, ON, match.money),
            )
            for match in rank(life, offers, ON, 20)
        ]
        assert [tuple(placed) for placed in index.rank(life, ON, 20, count=count).placed()] == plain


def test_everything_within_reach_is_counted_as_a_recount_counts():
    rng, (offers, index) = Random(2583), world()
    opened = set()
    for _ in range(80):
        life = a_life(rng)
        changes, fits = possible(life), [judge(life, offer, ON) for offer in offers]
        found = survey(index, life, ON, changes)
        places = {"fitting": [at for at, fit in enumerate(fits) if fit.fits]}
        places["waiting"] = [at for at, fit in enumerate(fits) if fit.depends_on]
        for name, expected in places.items():
            ranking = getattr(found, name)
            assert ranking.fitting == len(expected)
            assert ranking.keys.tolist() == sorted(expected, key=lambda at: _placed(life, offers[at]))[:20]
        asked = [name for at in places["waiting"] for name in fits[at].depends_on]
        assert dict(found.waits_for) == {name: asked.count(name) for name in asked}
        expected = openings(life, offers, ON, changes, fits=fits)
        assert {(o.change, o.more) for o in found.openings} == {(o.change, o.more) for o in expected}
        only = survey(index, life, ON, changes, 0)
        assert {(o.change, o.more) for o in only.openings} == {(o.change, o.more) for o in expected}
        opened |= {opening.change.kind for opening in expected}
    assert len(opened) == 5


def _placed(life: LifeTerms, offer: OfferTerms) -> tuple[object, ...]:
    fit, money, weights = judge(life, offer, ON), take_home(life, offer, ON), national(ON)
    return order(life, offer, score(life, offer, ON, fit, money), fit, money, weights)


def test_a_changed_index_is_one_built_anew():
    rng = Random(2584)
    offers = [an_offer(rng) for _ in range(200)]
    index, now = indexed(offers), dict(enumerate(offers))
    for _ in range(60):
        key = rng.randrange(240)
        if rng.random() < 0.3:
            index.put((), [key])
            now.pop(key, None)
        else:
            now[key] = an_offer(rng)
            index.put([(key, now[key])])
    if rng.random() < 0.5:
        index.settle()
    fresh = Index(ON)
    fresh.put(now.items())
    fresh.settle()
    for _ in range(40):
        life = a_life(rng)
        for count in (True, False):
            one, other = (each.rank(life, ON, 30, count=count) for each in (index, fresh))
            assert one.placed() == other.placed()
    assert len(index) == len(now)


def test_the_order_of_what_comes_in_does_not_matter():
    rng, (offers, index) = Random(2585), world()
    keyed = list(enumerate(offers))
    rng.shuffle(keyed)
    shuffled = Index(ON)
    shuffled.put(keyed)
    for _ in range(30):
        life = a_life(rng)
        assert shuffled.rank(life, ON, 25).placed() == index.rank(life, ON, 25).placed()


def test_another_day_is_judged_from_that_day():
    rng, (offers, _) = Random(2586), world()
    index = indexed(offers)
    for days in (1, 40, 75, 400):
        day = ON + timedelta(days=days)
        life = a_life(rng)
        plain = [(offers.index(match.offer), match.score) for match in rank(life, offers, day, 20)]
        assert [placed[:2] for placed in index.rank(life, day, 20).placed()] == plain


def test_weights_a_committee_has_set_give_the_plain_order():
    rng, (offers, index) = Random(2587), world()
    shares = dict.fromkeys(Part, 0) | {Part.NEAR: 60, Part.CREDITS: 40}
    weights = national(ON).with_shares(shares, "here:1")
    for _ in range(30):
        life = a_life(rng)
        plain = [(offers.index(match.offer), match.score) for match in rank(life, offers, ON, 20, weights=weights)]
        assert [placed[:2] for placed in index.rank(life, ON, 20, weights=weights).placed()] == plain


def test_pairs_of_a_list_are_those_of_each_life():
    rng, (offers, _) = Random(2588), world()
    lives = [a_life(rng) for _ in range(50)]
    found = edges(lives, offers, ON, 7)
    plain = [
        (at, offers.index(match.offer), match.score)
        for at, life in enumerate(lives)
        for match in rank(life, offers, ON, 7)
    ]
    assert list(zip(found.youth.tolist(), found.offer.tolist(), found.score.tolist(), strict=True)) == plain
    assert len(edges([], offers, ON)) == len(edges(lives, [], ON)) == 0


def test_more_languages_than_a_row_has_bits_are_matched_the_plain_way():
    offers, _ = world()
    strange = [replace(offer, languages=frozenset({f"l{at}", "thai"})) for at, offer in enumerate(offers[:80])]
    with pytest.raises(TooVaried):
        indexed(strange)
    life = replace(pairs_fit.life(Random(3)), languages=frozenset({"thai"}))
    found = edges([life], strange, ON, 5)
    assert found.offer.tolist() == [strange.index(match.offer) for match in rank(life, strange, ON, 5)]


@pytest.mark.parametrize(
    "odd",
    [
        {"free": week.EMPTY}, {"point": None}, {"birth_date": date(1880, 1, 1)}, {"birth_date": date(2040, 1, 1)},
        {"skills": frozenset(f"s{n}" for n in range(10_000))}, {"travel_minutes_max": 0},
        {"cost_per_month_max_satang": 0}, {"support_needs": frozenset({"unheard_of"})}, {"languages": frozenset()},
        {"level": 99},
        {"free": week.FULL, "travel_minutes_max": None}, {"travel_minutes_max": 10**6},
    ],
    ids=lambda odd: next(iter(odd)),
)  # fmt: skip
def test_odd_lives_are_judged_like_any(odd):
    offers, index = world()
    life = replace(pairs_fit.life(Random(8)), **odd)
    assert [placed.key for placed in index.rank(life, ON).placed()] == [
        offers.index(match.offer) for match in rank(life, offers, ON, 20)
    ]
    assert {o.more for o in survey(index, life, ON, possible(life)).openings} == {
        o.more for o in openings(life, offers, ON)
    }


def test_an_empty_index_finds_nothing():
    assert Index(ON).rank(pairs_fit.life(Random(1)), ON).placed() == []


def test_what_comes_in_is_what_the_lines_of_the_sum_say():
    somebody, rng = LifeTerms(), Random(2589)
    for _ in range(200):
        offer = replace(an_offer(rng), mode="online", cost_per_month_satang=rng.choice([0, 20_000]))
        money = take_home(somebody, offer, ON)
        assert comes_in(offer) == (money.week_satang, sum(line.satang for line in money.monthly), money.pays)


def test_a_row_takes_little_even_where_hardly_two_weeks_are_alike():
    rng = Random(2590)
    # Hardly any has a day off.
    index = indexed([replace(an_offer(rng), off=()) for _ in range(2_000)])
    assert index.nbytes / len(index) <= 300
    assert index.arrays[0].dtype == np.int64
