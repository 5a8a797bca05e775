"""Each hard rule alone: one thing changes in a pair that fits, and exactly that rule says no."""

from dataclasses import replace
from datetime import date

import pytest

from marketplace.i18n import use
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.matching.fit import Rule, judge
from marketplace.matching.reasons import depends, why_not
from marketplace.matching.terms import ANYONE, LifeTerms, OfferTerms

ON = date(2026, 11, 22)
HOME = Point(6.54, 101.28)
LIFE = LifeTerms(
    birth_date=date(2009, 11, 30),
    point=HOME,
    free=week.mask(week.parse("mon 16:00-20:00;sat 06:00-12:00")),
    level=1,
    languages=frozenset({"thai"}),
    support_needs=frozenset({"childcare"}),
    has_documents=False,
    transport="walk",
    travel_minutes_max=30,
    cost_per_month_max_satang=10_000,
)
JOB = OfferTerms(
    ref="O",
    kind="placement",
    area="950101",
    point=HOME,
    place_type="cafe",
    slots=week.parse("mon 16:30-19:30"),
    work_slots=week.parse("mon 16:30-19:30"),
    starts_on=date(2026, 11, 30),
    apply_by=ON,
    seats_left=1,
    age_min=15,
    age_max=24,
    level_min=1,
    languages=frozenset({"thai", "malay"}),
    supports_offered=frozenset({"childcare", "meal"}),
    cost_per_month_satang=10_000,
)
AWAY = Point(6.5558, 101.28)
"""2.28 km by road: 29 minutes on foot."""


def rules(life: LifeTerms, offer: OfferTerms) -> list[Rule]:
    return [reason.rule for reason in judge(life, offer, ON).reasons_no]


def test_the_pair_they_all_start_from_fits_at_every_edge():
    found = judge(LIFE, JOB, ON)
    assert (found.fits, found.travel_minutes, found.depends_on) == (True, 0, ())


@pytest.mark.parametrize(
    ("rule", "life", "offer"),
    [
        (Rule.SEATS, {}, {"seats_left": 0}),
        (Rule.APPLY_BY, {}, {"apply_by": date(2026, 11, 21)}),
        (Rule.AGE, {}, {"age_min": 18}),
        (Rule.AGE, {}, {"age_max": 16}),
        (Rule.AGE, {"birth_date": date(2001, 11, 30)}, {}),
        (Rule.LEVEL, {"level": 0}, {}),
        (Rule.DOCUMENTS, {}, {"requires_documents": True}),
        (Rule.LANGUAGE, {"languages": frozenset({"karen"})}, {}),
        (Rule.LANGUAGE, {}, {"languages": frozenset()}),
        (Rule.SUPPORTS, {"support_needs": frozenset({"childcare", "ride"})}, {}),
        (Rule.TIME, {"free": week.mask(week.parse("mon 17:00-20:00"))}, {}),
        (Rule.TIME, {"free": 0}, {}),
        (Rule.TRAVEL, {"travel_minutes_max": 28}, {"point": AWAY}),
        (Rule.PLACE, {}, {"point": None}),
        (Rule.COST, {"cost_per_month_max_satang": 9_999}, {}),
        (Rule.WORK_AGE, {"birth_date": date(2011, 12, 1)}, {"age_min": None}),
        (Rule.HAZARD, {}, {"hazards": frozenset({"H04"})}),
        (Rule.CLOSED_PLACE, {}, {"place_type": "gambling"}),
        (Rule.NIGHT, {"free": week.FULL}, {"slots": week.parse("mon 21:00-22:01")}),
        (Rule.NIGHT, {"free": week.FULL}, {"slots": week.parse("mon 05:59-07:00")}),
        (Rule.NIGHT, {"free": week.FULL}, {"slots": week.parse("mon 20:00-07:00")}),
    ],
)
def test_one_change_breaks_exactly_one_rule_and_says_so(rule, life, offer):
    found = judge(replace(LIFE, **life), replace(JOB, **offer), ON)
    assert [reason.rule for reason in found.reasons_no] == [rule]
    assert not found.fits
    assert found.depends_on == ()
    for locale in ("th", "en"):
        with use(locale):
            sentence = str(why_not(found.reasons_no[0]))
            assert sentence
            assert "{" not in sentence
            assert "None" not in sentence


@pytest.mark.parametrize(
    ("life", "offer"),
    [
        ({"birth_date": date(2008, 11, 30)}, {"hazards": frozenset({"H04"})}),
        ({"birth_date": date(2008, 11, 30)}, {"place_type": "gambling"}),
        ({"birth_date": date(2008, 11, 30), "free": week.FULL}, {"slots": week.parse("mon 20:00-02:00")}),
        ({}, {"kind": "course", "hazards": frozenset({"H04"}), "place_type": "gambling"}),
        ({"birth_date": date(2012, 11, 30)}, {"kind": "course", "age_min": None}),
        ({"free": week.FULL}, {"slots": week.parse("mon 20:00-22:00")}),
        ({"free": week.FULL}, {"slots": week.parse("mon 06:00-08:00")}),
        ({"travel_minutes_max": None, "free": week.FULL}, {"point": Point(7.0, 101.28)}),
        ({"cost_per_month_max_satang": None}, {"cost_per_month_satang": 10**9}),
        ({"travel_minutes_max": 0}, {"point": None, "mode": "online"}),
        ({}, {"apply_by": None}),
    ],
)
def test_what_the_law_and_the_limits_leave_open_fits(life, offer):
    assert judge(replace(LIFE, **life), replace(JOB, **offer), ON).fits


def test_the_way_there_and_back_must_be_free_too_in_whole_half_hours():
    free = week.mask(week.parse("mon 16:00-20:00"))
    assert judge(replace(LIFE, free=free), replace(JOB, point=AWAY), ON).fits
    assert rules(replace(LIFE, free=free), replace(JOB, point=AWAY, slots=week.parse("mon 16:15-19:30"))) == [Rule.TIME]
    assert rules(replace(LIFE, free=free), replace(JOB, point=AWAY, slots=week.parse("mon 16:30-19:45"))) == [Rule.TIME]
    assert judge(
        replace(LIFE, free=free), replace(JOB, point=AWAY, slots=week.parse("mon 16:00-20:00"), mode="online"), ON
    ).fits


def test_someone_born_on_29_february_is_older_on_the_first_of_march():
    leap = replace(LIFE, birth_date=date(2008, 2, 29))
    danger = replace(JOB, hazards=frozenset({"H04"}))
    assert rules(leap, replace(danger, starts_on=date(2026, 2, 28))) == [Rule.HAZARD]
    assert rules(leap, replace(danger, starts_on=date(2026, 3, 1))) == []


def test_age_is_taken_on_the_first_day_not_today():
    assert judge(replace(LIFE, birth_date=date(2011, 11, 30)), JOB, ON).fits
    assert rules(replace(LIFE, birth_date=date(2011, 12, 1)), JOB) == [Rule.AGE, Rule.WORK_AGE]


@pytest.mark.parametrize("field", ["birth_date", "level", "free"])
def test_an_answer_not_given_yet_is_waited_for(field):
    found = judge(replace(LIFE, **{field: None}), JOB, ON)
    assert (found.fits, found.reasons_no, found.depends_on) == (False, (), (field,))
    assert str(depends(field)).startswith("ขึ้นอยู่กับ")


def test_thai_is_taken_for_granted_until_asked_and_any_other_language_waited_for():
    unasked = replace(LIFE, languages=None)
    assert judge(unasked, JOB, ON).fits
    assert judge(unasked, replace(JOB, languages=frozenset({"malay"})), ON).depends_on == ("languages",)
    assert rules(replace(LIFE, languages=frozenset({"malay"})), replace(JOB, languages=frozenset({"thai"}))) == [
        Rule.LANGUAGE
    ]


def test_documents_transport_and_home_are_waited_for_only_where_they_decide():
    unknown = replace(LIFE, has_documents=None, transport=None)
    assert judge(unknown, JOB, ON).fits
    assert judge(unknown, replace(JOB, requires_documents=True), ON).depends_on == ("has_documents",)
    distant = replace(JOB, point=Point(6.5758, 101.28), slots=week.parse("mon 17:00-19:00"))
    assert judge(unknown, distant, ON).depends_on == ("transport",)
    assert judge(unknown, distant, ON).travel_minutes is None
    assert rules(unknown, replace(distant, point=Point(8.5, 101.28))) == [Rule.TIME, Rule.TRAVEL]
    assert judge(replace(LIFE, point=None), JOB, ON).depends_on == ("point",)


def test_a_no_is_a_no_whatever_is_still_to_be_asked():
    found = judge(replace(LIFE, level=None), replace(JOB, seats_left=0), ON)
    assert found.depends_on == ()
    assert [wait.field for wait in found.waits] == ["level"]


def test_a_stranger_is_judged_without_a_single_answer():
    found = judge(ANYONE, replace(JOB, kind="course", age_min=None, age_max=None, level_min=0), ON)
    assert found.depends_on == ("free",)
