"""Help is composed from what can be had in every week: whole, nearest, the same whatever the order, never false."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from marketplace.areas.points import point_of
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.matching import bundles
from marketplace.matching.fit import judge
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.resources.amounts import monday_of, mondays
from marketplace.resources.supply import Supply
from models.reservation import Availability, Reservation, ResourcePause
from models.resource import Resource
from models.vocabulary import Support

TODAY = date(2026, 11, 24)
HOME = point_of("950101").point
FAR = point_of("950201").point
OFFER = OfferTerms(
    ref="O-1",
    area="950101",
    point=HOME,
    slots=week.parse("mon 16:30-19:30;wed 16:30-19:30"),
    starts_on=TODAY + timedelta(days=6),
    ends_on=TODAY + timedelta(days=60),
    languages=frozenset({"thai"}),
)
LIFE = LifeTerms(
    birth_date=date(2006, 5, 1), point=HOME, free=week.FULL, languages=frozenset({"thai"}), has_documents=True, level=2
)


def pledge(number: int, *covers: str, point: Point = HOME, free: int | None = week.FULL, **given: object) -> Supply:
    facts = {"kind": "transport", "unit": "trips_per_week", "capacity": 8, "languages": []} | given
    asks = bool(facts.pop("asks_first", False))
    limit = int(facts["capacity"]) * (60 if facts["unit"] == "hours_per_week" else 1)
    resource = Resource(id=number, ref=f"P-{number:03}", title_th="x", area_code="950101", **facts)
    times = Availability(
        resource_id=number,
        free_mask=None if free is None else week.to_bytes(free),
        supports=list(covers),
        asks_first=asks,
    )
    return Supply(resource, times, point, free, limit)


def composed(*supplies: Supply, needs: frozenset[str] = frozenset({Support.RIDE}), life: LifeTerms = LIFE):
    return bundles.compose(needs, life, OFFER, supplies, TODAY)


def test_only_supports_alone_in_the_way_call_for_help() -> None:
    needing = replace(LIFE, support_needs=frozenset({Support.RIDE}))
    assert bundles.missing(judge(needing, OFFER, TODAY)) == {"ride"}
    assert bundles.missing(judge(LIFE, OFFER, TODAY)) == frozenset()
    assert bundles.missing(judge(replace(needing, free=0), OFFER, TODAY)) == frozenset()
    assert bundles.missing(judge(replace(needing, level=None), replace(OFFER, level_min=2), TODAY)) == frozenset()
    assert bundles.missing(judge(needing, replace(OFFER, seats_left=0), TODAY)) == frozenset()


def test_a_ride_there_and_back_is_two_trips_a_session_beside_its_hours() -> None:
    bundle = composed(pledge(1, "ride"))
    assert bundle is not None
    (part,) = bundle.parts
    assert part.demand.amount == 4
    legs = week.mask(week.parse("mon 16:00-16:30;mon 19:30-20:00;wed 16:00-16:30;wed 19:30-20:00"))
    assert part.demand.mask == legs
    (ask,) = bundle.asks()
    assert (ask.first_on, ask.last_on, ask.needs) == (OFFER.starts_on, OFFER.ends_on, ("ride",))


def test_a_child_is_minded_for_the_way_too() -> None:
    away = replace(LIFE, point=Point(HOME.lat + 0.02, HOME.lon), transport="motorbike")
    minutes = judge(away, OFFER, TODAY).travel_minutes
    assert minutes
    hours = bundles.demand_of("childcare", "hours_per_week", OFFER, minutes)
    assert hours.amount == 2 * (180 + 2 * minutes)
    assert bundles.demand_of("childcare", "places", OFFER, minutes).amount == 1
    assert week.covers(hours.mask or 0, week.mask(OFFER.slots))


@pytest.mark.parametrize(
    "broken",
    [
        {"free": week.mask_within(week.parse("mon 08:00-18:00;wed 08:00-20:00"))},
        {"free": None},
        {"point": FAR},
        {"capacity": 3},
    ],
)
def test_help_that_is_not_to_be_had_is_no_help(broken: dict[str, object]) -> None:
    assert composed(pledge(1, "ride", **broken)) is None


def test_one_full_week_or_one_day_of_rest_is_enough_to_say_no() -> None:
    good = pledge(1, "ride")
    weeks = list(mondays(OFFER.starts_on, OFFER.ends_on or TODAY))
    for monday in weeks:
        assert composed(replace(good, taken={monday: 5})) is None
        assert composed(replace(good, taken={monday: 4})) is not None
    day = monday_of(OFFER.starts_on + timedelta(days=21))
    assert composed(replace(good, pauses=(ResourcePause(from_on=day, to_on=day),))) is None
    tuesday = day + timedelta(days=1)
    assert composed(replace(good, pauses=(ResourcePause(from_on=tuesday, to_on=tuesday),))) is not None


def test_a_helper_is_not_in_two_places_and_shares_a_language() -> None:
    facts = {"kind": "mentor", "unit": "hours_per_week", "capacity": 10}
    good = pledge(1, "language_help", **facts)
    needs = frozenset({"language_help"})
    assert composed(good, needs=needs) is not None
    busy = Reservation(
        first_monday=monday_of(OFFER.starts_on),
        last_monday=monday_of(OFFER.starts_on),
        week_mask=week.to_bytes(week.mask(week.parse("wed 19:00-20:00"))),
    )
    assert composed(replace(good, promised=(busy,)), needs=needs) is None
    assert composed(pledge(1, "language_help", **(facts | {"languages": ["malay"]})), needs=needs) is None


def test_every_need_or_nothing() -> None:
    both = frozenset({"ride", "childcare"})
    corner = pledge(2, "childcare", kind="childcare", unit="places")
    assert composed(pledge(1, "ride"), needs=both) is None
    bundle = composed(pledge(1, "ride"), corner, needs=both)
    assert bundle is not None
    assert bundle.needs == ("childcare", "ride")
    assert composed(needs=frozenset({"step_free"})) is None
    assert bundles.compose(frozenset({"ride"}), LIFE, replace(OFFER, mode="online"), [pledge(1, "ride")], TODAY) is None


def test_one_pledge_may_meet_two_needs_at_the_same_times_and_counts_once() -> None:
    facts = {"kind": "mentor", "unit": "hours_per_week", "capacity": 6}
    needs = frozenset({"language_help", "easy_read"})
    bundle = composed(pledge(1, "language_help", "easy_read", **facts), needs=needs)
    assert bundle is not None
    assert [(len(part.needs), part.demand.amount) for part in bundle.parts] == [(2, 360)]
    # A ride and a minder are wanted at different hours, which one person cannot promise twice.
    one = pledge(1, "ride", "childcare", kind="volunteer", unit="hours_per_week", capacity=40)
    assert composed(one, needs=frozenset({"ride", "childcare"})) is None


def test_the_nearest_who_need_not_be_asked_comes_first_whatever_the_order() -> None:
    near = Point(HOME.lat + 0.01, HOME.lon)
    found = [
        pledge(1, "ride", point=near),
        pledge(2, "ride", asks_first=True),
        pledge(3, "ride"),
        pledge(4, "ride"),
        pledge(5, "device", kind="equipment", unit="pieces"),
    ]
    for seed in range(20):
        Random(seed).shuffle(found)
        bundle = composed(*found)
        assert bundle is not None
        assert [part.supply.ref for part in bundle.parts] == ["P-003"]
    assert composed(pledge(2, "ride", asks_first=True)).asks_first


def test_what_lasts_longer_than_help_is_kept_finds_none() -> None:
    assert (
        bundles.compose(
            frozenset({"ride"}), LIFE, replace(OFFER, ends_on=TODAY + timedelta(days=600)), [pledge(1, "ride")], TODAY
        )
        is None
    )
    over = replace(OFFER, starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1))
    assert bundles.compose(frozenset({"ride"}), LIFE, over, [pledge(1, "ride")], TODAY) is None


def test_help_is_found_exactly_when_trying_everything_finds_it() -> None:
    """Against a plain search over every choice of pledges, for random small supplies."""
    dice = Random(7)
    for _ in range(300):
        needs = frozenset(dice.sample(["ride", "childcare", "device"], dice.randint(1, 3)))
        supplies = [
            pledge(
                number,
                *dice.sample(["ride", "childcare", "device"], dice.randint(1, 2)),
                unit=dice.choice(["places", "pieces", "trips_per_week"]),
                capacity=dice.randint(1, 5),
                point=dice.choice([HOME, HOME, FAR]),
                free=dice.choice([week.FULL, week.FULL, None, 0]),
            )
            for number in range(1, dice.randint(2, 7))
        ]
        assert (composed(*supplies, needs=needs) is not None) == _possible(sorted(needs), supplies, {})


def _possible(needs: list[str], supplies: list[Supply], chosen: dict[str, object]) -> bool:
    if not needs:
        return True
    need, rest = needs[0], needs[1:]
    for one in supplies:
        demand = bundles.demand_of(need, one.resource.unit, OFFER, 0)
        usable = (
            need in one.times.supports
            and one.point == HOME
            and demand.amount <= one.limit
            and (demand.mask is None or (one.free is not None and week.covers(one.free, demand.mask)))
            and chosen.get(one.ref, demand) == demand
        )
        if usable and _possible(rest, supplies, chosen | {one.ref: demand}):
            return True
    return False
