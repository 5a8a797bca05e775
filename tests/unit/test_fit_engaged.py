"""Nobody is told that something fits which their own seats leave no time for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from marketplace.i18n import use
from marketplace.i18n.lazy import Either
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.kernel.overlap import Days, slack
from marketplace.matching import changes
from marketplace.matching.fit import Reason, Rule, judge
from marketplace.matching.index.engine import Index
from marketplace.matching.index.surveying import survey
from marketplace.matching.reasons import why_not
from marketplace.matching.terms import Engagement, LifeTerms, OfferTerms

ON = date(2026, 11, 22)
HOME, SCHOOL, TOWN = Point(6.54, 101.28), Point(6.545, 101.285), Point(6.60, 101.33)
LIFE = LifeTerms(
    birth_date=date(2008, 1, 1), point=HOME, free=week.FULL, level=3, languages=frozenset({"thai"}), has_documents=True,
    transport="bike",
)  # fmt: skip
OFFER = OfferTerms(
    ref="NEW", point=SCHOOL, slots=week.parse("mon 09:00-12:00"), languages=frozenset({"thai"}),
    starts_on=date(2026, 12, 1), ends_on=date(2027, 2, 28),
)  # fmt: skip
TITLE = Either(th="ช่างไฟ", en="Electrician")


def seat(times: str, *, first: date = OFFER.starts_on, last: date | None = OFFER.ends_on, **more: object) -> Engagement:
    facts: dict[str, object] = {"ref": "OLD", "point": SCHOOL} | more
    return Engagement(title=TITLE, days=Days(first, last), slots=week.parse(times), **facts)  # type: ignore[arg-type]


def fits(*held: Engagement, life: LifeTerms = LIFE, offer: OfferTerms = OFFER) -> bool:
    """Judged the plain way and by the index, which must agree."""
    life = replace(life, engaged=held)
    plain = judge(life, offer, ON)
    index = Index(ON)
    index.put([(1, offer)])
    index.settle()
    found = survey(index, life, ON, changes.possible(life))
    for count in (True, False):
        assert index.rank(life, ON, count=count).keys.tolist() == ([1] if plain.fits else [])
    assert (found.fitting.fitting, found.waiting.fitting) == (int(plain.fits), int(bool(plain.depends_on)))
    assert dict(found.closed_by) == ({plain.reasons_no[0].rule: 1} if plain.reasons_no else {})
    return plain.fits


@pytest.mark.parametrize(
    ("times", "free"),
    [
        ("mon 09:00-12:00", False),
        ("mon 11:59-13:00", False),
        ("mon 08:00-09:01", False),
        ("mon 10:00-10:30", False),
        ("mon 12:00-15:00", True),
        ("mon 06:00-09:00", True),
        ("tue 09:00-12:00", True),
        ("tue 09:00-12:00;mon 11:00-13:00", False),
        ("sun 22:00-10:00", False),
        ("", True),
    ],
)
def test_sessions_of_the_same_place_may_touch_and_never_overlap(times, free):
    assert fits(seat(times)) == free


@pytest.mark.parametrize(
    ("first", "last", "free"),
    [
        (date(2026, 6, 1), date(2026, 11, 30), True),
        (date(2026, 6, 1), date(2026, 12, 1), False),
        (date(2027, 2, 28), date(2027, 6, 1), False),
        (date(2027, 3, 1), date(2027, 6, 1), True),
        (date(2026, 6, 1), None, False),
        (date(2027, 3, 1), None, True),
    ],
)
def test_days_that_do_not_meet_leave_the_same_hours_free(first, last, free):
    assert fits(seat("mon 09:00-12:00", first=first, last=last)) == free


def test_an_offer_without_an_end_meets_everything_after_it():
    endless = replace(OFFER, ends_on=None)
    assert not fits(seat("mon 09:00-12:00", first=date(2030, 1, 1), last=None), offer=endless)
    assert fits(seat("mon 09:00-12:00", first=date(2026, 1, 1), last=date(2026, 11, 30)), offer=endless)


def test_what_both_have_behind_them_is_in_nobodys_way():
    running = replace(OFFER, starts_on=date(2026, 10, 1))
    assert fits(seat("mon 09:00-12:00", first=date(2026, 9, 1), last=ON - timedelta(days=1)), offer=running)
    assert not fits(seat("mon 09:00-12:00", first=date(2026, 9, 1), last=ON), offer=running)


def test_the_way_from_one_to_the_other_has_to_be_made():
    # 8.2 km as the crow flies, 10.7 by road: 54 minutes by bicycle.
    assert not fits(seat("mon 12:30-15:00", point=TOWN))
    assert fits(seat("mon 12:54-15:00", point=TOWN))
    assert fits(seat("mon 12:30-15:00", point=TOWN), life=replace(LIFE, transport="motorbike"))
    assert not fits(seat("mon 12:02-15:00", is_online=True))
    assert fits(seat("mon 12:30-15:00", is_online=True))
    assert fits(seat("mon 12:00-15:00", is_online=True), offer=replace(OFFER, mode="online"))
    assert fits(seat("mon 12:00-15:00", point=None))


def test_how_one_gets_about_is_asked_where_only_that_decides():
    unsure = replace(LIFE, transport=None)
    fit = judge(replace(unsure, engaged=(seat("mon 12:40-15:00", point=TOWN),)), OFFER, ON)
    assert fit.depends_on == ("transport",)
    assert not fits(seat("mon 12:40-15:00", point=TOWN), life=unsure)
    assert not fits(seat("mon 12:05-15:00", point=TOWN), life=unsure)


def test_one_is_never_in_the_way_of_oneself():
    assert fits(seat("mon 09:00-12:00", ref="NEW"))


def test_the_single_reason_names_what_one_has_a_seat_in():
    fit = judge(replace(LIFE, engaged=(seat("mon 10:00-11:00"), seat("mon 09:00-10:00", ref="2"))), OFFER, ON)
    assert fit.reasons_no == (Reason(Rule.ENGAGED, (TITLE,)),)
    with use("en"):
        assert str(why_not(fit.reasons_no[0])) == "Its times clash with Electrician, where a seat is kept already"


def test_sessions_around_the_end_of_the_week_are_near():
    assert slack(week.parse("sun 23:00-01:00"), week.parse("mon 00:30-02:00")) == -30
    assert slack(week.parse("sun 22:00-23:00"), week.parse("mon 01:00-02:00")) == 120
    assert slack((), week.parse("mon 01:00-02:00")) == week.WEEK_MINUTES
