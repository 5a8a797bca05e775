"""Cards and answers become terms without losing or inventing anything."""

from dataclasses import fields
from datetime import date

from marketplace.areas.points import point_of
from marketplace.areas.settings import OfficeSetting
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.matching import reading
from marketplace.matching.reading import life_terms, offer_terms
from marketplace.matching.terms import ANYONE, OfferTerms
from marketplace.offers.cards import Card, Shown
from models.youth import Youth

CARD = Card(
    id=1, seq=1, ref="O-1", kind="placement", form="workplace", field="cooking", mode="hybrid", place_type="restaurant",
    title_th="", title_en="", summary_th="", summary_en="", organisation_ref="", organisation_th="", organisation_en="",
    area_code="950101", lat=6.5, lon=101.25, times="mon 16:00-20:00;sat 08:00-12:00", work_times="mon 16:00-20:00",
    starts_on=date(2026, 11, 30), ends_on=date(2027, 3, 26), apply_by=date(2026, 11, 26), age_min=16, age_max=24,
    opens_on=date(2026, 11, 30), first_on=date(2026, 12, 5), last_on=date(2027, 3, 22),
    level_min=2, languages=("thai", "malay"), skills=("knife",), supports=("meal",), hazards=("H04",),
    requires_documents=True, wage_per_day_satang=34_000, wage_per_hour_satang=5_000, stipend_per_session_satang=10_000,
    stipend_per_hour_satang=4_750, travel_per_session_satang=2_000, completion_bonus_satang=0,
    cost_per_month_satang=500, pay_day="fri", credits=3, off=(date(2026, 12, 7),),
)  # fmt: skip


def test_a_card_gives_every_term_it_knows(monkeypatch):
    monkeypatch.setattr(reading, "answer_days", lambda _office: 9)
    monkeypatch.setattr(reading, "known_setting", lambda _office: OfficeSetting(False, 4, 5))
    terms = offer_terms(Shown(CARD, seats=12, seats_taken=8))
    assert (terms.seats_left, terms.answer_days, terms.provider_days) == (4, 9, 4)
    assert terms.learn_slots == week.parse("sat 08:00-12:00")
    assert terms.work_slots == week.parse("mon 16:00-20:00")
    assert (terms.point, terms.area, terms.pay_day) == (Point(6.5, 101.25), "950101", "fri")
    assert terms.off == (date(2026, 12, 7),)
    default = OfferTerms(ref="", starts_on=date(2026, 1, 1))
    same = {field.name for field in fields(OfferTerms) if getattr(terms, field.name) == getattr(default, field.name)}
    assert same == {"stipend_per_month_satang", "fund", "reliability"}, "cards say none of them"


def test_somebody_who_answered_nothing_is_anyone():
    assert life_terms(Youth()) == ANYONE


def test_answers_become_a_life_at_home_in_the_subdistrict():
    free = week.mask(week.parse("mon 16:00-20:00"))
    youth = Youth(area_code="950101", free_mask=week.to_bytes(free), languages=["thai"], level=0, has_documents=False)
    life = life_terms(youth)
    assert (life.free, life.level, life.has_documents) == (free, 0, False)
    assert (life.languages, life.point) == (frozenset({"thai"}), point_of("950101").point)
    youth.lat, youth.lon = 6.51, 101.2
    assert life_terms(youth).point == Point(6.51, 101.2)
