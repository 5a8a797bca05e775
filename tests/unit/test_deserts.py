"""Deserts: who finds nothing and what would open the most, counted by the judge of every page."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random

import pytest

from blueprints.additions import described
from marketplace.areas.points import point_of
from marketplace.i18n import use
from marketplace.kernel import week
from marketplace.matching.deserts.demand import AreaNeed, Condition, conditions, needs, protected, without
from marketplace.matching.deserts.siting import best_additions, possible
from marketplace.matching.fit import judge
from marketplace.matching.terms import LifeTerms, OfferTerms, YouthTerms

ON = date(2026, 11, 28)
AREAS = ("950101", "950102", "950201")


def somebody(at: int, chance: Random) -> YouthTerms:
    area = chance.choice(AREAS)
    free = chance.choice(
        ("mon 17:00-22:00;tue 17:00-22:00;thu 17:00-22:00", "sat 07:00-16:00", "tue 07:00-17:00;thu 07:00-17:00")
    )
    return YouthTerms(
        ref=f"Y{at}",
        area=area,
        life=LifeTerms(
            birth_date=date(2008, 1, 1), point=point_of(area).point, free=week.mask_within(week.parse(free)), level=1,
            languages=frozenset(chance.choice((("thai",), ("malay",), ("thai", "malay")))),
            support_needs=frozenset(chance.choice(((), (), ("childcare",), ("step_free",)))),
            has_documents=chance.random() < 0.7, transport=chance.choice(("walk", "motorbike")), travel_minutes_max=45,
        ),
    )  # fmt: skip


def village(seed: int, count: int = 30) -> tuple[list[YouthTerms], list[OfferTerms]]:
    chance = Random(seed)
    offer = OfferTerms(
        ref="O", area="950101", point=point_of("950101").point, slots=week.parse("sat 09:00-12:00"),
        starts_on=date(2026, 12, 20), languages=frozenset({"thai"}), seats_left=7,
    )  # fmt: skip
    return [somebody(at, chance) for at in range(count)], [offer]


def fits(one: YouthTerms, offer: OfferTerms) -> bool:
    return judge(one.life, offer, ON).fits


@pytest.mark.parametrize("seed", range(8))
def test_every_count_is_what_the_judge_counts(seed):
    people, offers = village(seed)
    left = [one for one in people if not any(fits(one, offer) for offer in offers)]
    assert [one.ref for one in without(people, offers, ON)] == [one.ref for one in left]
    open_ = {one.ref for one in left}
    for chosen in best_additions(people, offers, ON, 4):
        alone = {one.ref for one in left if fits(one, chosen.addition.offer)}
        assert chosen.alone == len(alone)
        assert set(chosen.youth) == alone & open_
        assert chosen.opens == len(chosen.youth) > 0
        open_ -= alone


@pytest.mark.parametrize("seed", range(6))
def test_taking_the_largest_each_time_is_near_the_best_of_all_choices(seed):
    people, offers = village(seed, 25)
    left = without(people, offers, ON)
    additions = possible(left, ON)[::3][:14]
    who = [frozenset(one.ref for one in left if fits(one, each.offer)) for each in additions]
    for k in (1, 2, 3):
        found = sum(one.opens for one in best_additions(people, offers, ON, k, additions=additions))
        best = max(len(frozenset().union(*some)) for some in combinations(who, k))
        assert found <= best
        assert found >= best * (1 - (1 - 1 / k) ** k) - 1e-9


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_list_does_not_matter(seed):
    people, offers = village(seed)
    turned = Random(seed).sample(people, len(people))
    assert needs(turned, offers, ON) == needs(people, offers, ON)
    told = [(one.addition.offer.ref, one.opens) for one in best_additions(people, offers, ON, 5)]
    assert told == [(one.addition.offer.ref, one.opens) for one in best_additions(turned, offers, ON, 5)]


def test_the_table_counts_people_seats_and_conditions():
    people, offers = village(1, 60)
    table = needs(
        people, [*offers, replace(offers[0], ref="late", apply_by=date(2026, 11, 1))], ON, mentors={"950102": 2}
    )
    assert sum(row.youth for row in table) == 60
    assert {row.area: row.seats for row in table}["950101"] == 7
    assert {row.area: row.mentors for row in table}["950102"] == 2
    for row in table:
        there = [one for one in people if one.area == row.area]
        for condition in Condition:
            assert row.by_condition.get(condition, 0) == sum(condition in conditions(one.life) for one in there)


def test_nothing_small_is_shown_to_others():
    rows = [
        AreaNeed(
            "1", 40, 20, {}, {Condition.CHILDCARE: 9, Condition.EVENINGS: 20, Condition.NEAR: 10, Condition.DEVICE: 12}
        ),
        AreaNeed("2", 9, 9),
        AreaNeed("3", 40, 35),
        AreaNeed("4", 30, 8),
        AreaNeed("5", 7, 0),
    ]
    shown = {row.area: row for row in protected(rows)}
    assert (shown["1"].youth, shown["1"].without) == (40, 20)
    assert shown["1"].without_by_condition == {Condition.EVENINGS: 20, Condition.NEAR: 10}
    assert (shown["2"].youth, shown["2"].without) == (None, None)
    assert (shown["3"].youth, shown["3"].without) == (40, None)
    assert shown["4"].without is None


def test_an_empty_list_has_no_desert():
    assert needs([], [], ON) == ()
    assert best_additions([], [], ON, 5) == ()


def test_what_could_be_opened_makes_sense_as_a_sentence():
    """Nobody is driven to what is online or fed there, and no class in the morning is one in the evening."""
    wants = frozenset({"ride", "childcare", "meal", "step_free", "dormitory", "evening", "device", "quiet"})
    people, _ = village(3)
    found = possible([replace(one, life=replace(one.life, support_needs=wants)) for one in people], ON)
    given = {(each.name, word) for each in found for word in each.offer.supports_offered}
    assert {word for name, word in given if name == "online_evening_class"} == {"device", "evening", "quiet"}
    assert {word for name, word in given if name == "morning_class"} == wants - {"evening"}
    assert all("evening" in each.offer.supports_offered for each in found if "evening" in each.name)
    assert len({each.offer.ref for each in found}) == len(found)
    with use("en"):
        said = [described(each) for each in found if "evening" in each.name]
    assert not [words for words in said if words.lower().count("evening") > 1]
