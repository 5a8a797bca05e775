"""A stipend by the hour: each session to the satang, and one sum wherever a month of it is told."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import Random

import pytest

from marketplace.kernel.week import Slot
from marketplace.matching.takehome import comes_in, take_home
from marketplace.matching.terms import ANYONE, OfferTerms
from marketplace.offers import pay, stipends
from models.offer import Opportunity
from models.offer import Slot as SlotRow
from models.vocabulary import SlotKind

ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("satang", "minutes", "owed"),
    [
        (47_50, 85, 67_29),  # 6729.17
        (47_50, 51, 40_38),  # 4037.5 counts up
        (47_50, 49, 38_79),  # 3879.17
        (1, 29, 0),
        (1, 30, 1),
        (33_33, 100, 55_55),
        (60_00, 1, 1_00),
        (47_50, 0, 0),
        (250_00, 720, 3_000_00),
    ],
)
def test_half_a_satang_counts_up(satang: int, minutes: int, owed: int) -> None:
    assert stipends.by_hour(satang, minutes) == owed


def test_every_rate_and_length_is_what_exact_arithmetic_rounds_to() -> None:
    dice = Random(5)
    for _ in range(5_000):
        satang, minutes = dice.randrange(25_001), dice.randrange(721)
        exact = Fraction(satang * minutes, 60)
        told = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
        assert stipends.by_hour(satang, minutes) == int(told)


def test_list_page_and_engine_tell_the_same_month_and_it_is_the_one_worked_out_apart() -> None:
    dice = Random(25)
    for _ in range(300):
        days = dice.sample(range(7), dice.randint(1, 4))
        slots = tuple(Slot(day, 960, 960 + dice.randint(20, 300)) for day in sorted(days))
        rate, travel = dice.randrange(1, 25_001), dice.choice((0, 2_000))
        sums = {"stipend_per_hour_satang": rate, "travel_per_session_satang": travel}
        offer = OfferTerms(ref="O", area="950101", starts_on=ON, slots=slots, mode="online", **sums)
        rows = [
            SlotRow(weekday=one.weekday, start_minute=one.start_minute, end_minute=one.end_minute, kind=SlotKind.LEARN)
            for one in slots
        ]
        posting = Opportunity(
            stipend_per_session_satang=0, wage_per_day_satang=0, wage_per_hour_satang=0, cost_per_month_satang=0,
            fund_id=1, area_code="950101", starts_on=ON, place_type="other", **sums,
        )  # fmt: skip
        each = [int(Fraction(rate * one.minutes, 60) + Fraction(1, 2)) + travel for one in slots]
        month = int(Fraction(sum(each) * 52, 12 * 100)) * 100
        money = take_home(ANYONE, offer, ON)
        assert (money.week_satang, money.month_satang) == (sum(each), month)
        assert comes_in(offer)[0] == sum(each)
        assert pay.month_satang(posting, rows) == month
        posting.fund_id = None
        assert pay.month_satang(posting, rows) == 0
