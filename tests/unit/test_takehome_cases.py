"""Take-home worked out by hand: the sum of a week and of a month, to the satang."""

from datetime import date

import pytest

from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.labour.rates import NoRate
from marketplace.matching.takehome import LineKind, a_month, take_home
from marketplace.matching.terms import ANYONE, LifeTerms, OfferTerms

ON = date(2026, 11, 22)
START = date(2026, 11, 30)
HOME = Point(6.5400, 101.2800)
# One hundredth of a degree of latitude is 1.111951 km: by road (x 1.3) 1.445536 km a hundredth.
NEAR = Point(6.5500, 101.2800)
FIVE = Point(6.5900, 101.2800)
FAR = Point(6.6400, 101.2800)

EVENINGS = "mon 16:30-19:30;wed 16:30-19:30;fri 16:30-19:30"
SATURDAY = "sat 08:00-12:00"


def offer(work: str = "", learn: str = "", **terms: object) -> OfferTerms:
    working, learning = week.parse(work), week.parse(learn)
    given = {"ref": "O", "area": "950101", "point": HOME, "starts_on": START} | terms
    if "wage_per_day" in given:
        given["wage_per_day_satang"] = given.pop("wage_per_day") * 100
    if "hour" in given:
        given["wage_per_hour_satang"] = given.pop("hour") * 100
    return OfferTerms(slots=(*working, *learning), work_slots=working, **given)


def lives(point: Point = HOME, transport: str | None = "walk", needs: tuple[str, ...] = ()) -> LifeTerms:
    return LifeTerms(point=point, transport=transport, support_needs=frozenset(needs))


# opportunity, life, baht a week, baht a month
# ruff: noqa: E501  a table of cases reads best one to a line
CASES = {
    "three short evenings at a daily wage": (offer(EVENINGS, wage_per_day=340), lives(), 1020, 4420),
    "a wage below the minimum of Yala counts as the minimum": (offer(EVENINGS, wage_per_day=300), lives(), 1011, 4381),
    "an hourly wage of a short day is lifted to the daily minimum": (offer(EVENINGS, hour=50), lives(), 1011, 4381),
    "an hourly wage of a long day stands": (offer("sat 08:00-17:00", hour=50), lives(), 450, 1950),
    "hours of one day are added before the floor": (offer("mon 08:00-12:00;mon 13:00-17:00", hour=45), lives(), 360, 1560),
    "eight hours at 42 fall under the minimum": (offer("mon 08:00-12:00;mon 13:00-17:00", hour=42), lives(), 337, 1460),
    "each day has its own floor": (offer("mon 08:00-18:00;tue 08:00-10:00", hour=40), lives(), 737, 3193),
    "the better of hour and day counts": (offer("mon 08:00-18:00", hour=40, wage_per_day=350), lives(), 400, 1733),
    "Bangkok owes 400": (offer("mon 09:00-12:00", area="100101", hour=50), lives(), 400, 1733),
    "Mueang Chiang Mai owes 380": (offer("mon 09:00-12:00", area="500101", hour=50), lives(), 380, 1646),
    "another district of Chiang Mai owes 357": (offer("mon 09:00-12:00", area="500201", hour=50), lives(), 357, 1547),
    "Hat Yai owes 380": (offer("mon 09:00-12:00", area="901101", hour=50), lives(), 380, 1646),
    "Ko Samui owes 400": (offer("mon 09:00-12:00", area="840401", hour=50), lives(), 400, 1733),
    "a hotel of type 2 owes 400 everywhere": (offer("mon 09:00-12:00", hour=50, place_type="hotel_type_2_3_4"), lives(), 400, 1733),
    "a plain hotel owes the province's rate": (offer("mon 09:00-12:00", hour=50, place_type="hotel"), lives(), 337, 1460),
    "the rate is that of the first day": (offer("mon 09:00-12:00", area="100101", hour=50, starts_on=date(2025, 6, 30)), lives(), 372, 1612),
    "a night shift is one day of work": (offer("fri 22:00-06:00", hour=50), lives(), 400, 1733),
    "part of an hour is paid to the satang": (offer("mon 08:00-16:20", wage_per_hour_satang=4_505), lives(), 375.41, 1626),
    "no wage is not lifted to the minimum": (offer(EVENINGS), lives(), 0, 0),
    "learning in placement hours earns no wage": (offer("", EVENINGS, hour=50), lives(), 0, 0),
    "an allowance for each session": (offer("", SATURDAY, stipend_per_session_satang=10_000), lives(), 100, 433),
    "an allowance by the hour": (offer("", SATURDAY, stipend_per_hour_satang=4_750), lives(), 190, 823),
    "1 h 25 min by the hour, to the satang": (offer("", "mon 16:30-17:55", stipend_per_hour_satang=4_750), lives(), 67.29, 291),
    "each session by the hour is rounded by itself": (offer("", "mon 16:00-16:51;tue 16:00-16:51", stipend_per_hour_satang=4_750), lives(), 80.76, 349),
    "the fund pays hours of learning, not of work": (offer(EVENINGS, SATURDAY, stipend_per_hour_satang=5_000), lives(), 200, 866),
    "two sessions on one day are two": (offer("", "sat 08:00-10:00;sat 13:00-15:00", stipend_per_session_satang=5_000), lives(), 100, 433),
    "the fund pays learning, not work": (offer(EVENINGS, SATURDAY, stipend_per_session_satang=10_000), lives(), 100, 433),
    "where all is work the fund pays each session": (offer(EVENINGS, stipend_per_session_satang=10_000), lives(), 300, 1300),
    "travel money for each learning session": (offer("", "tue 18:00-20:00;thu 18:00-20:00", travel_per_session_satang=2_000), lives(), 40, 173),
    "a monthly allowance is not averaged": (offer("", SATURDAY, stipend_per_month_satang=100_000), lives(), 0, 1000),
    "a monthly cost goes out": (offer("", SATURDAY, cost_per_month_satang=20_000), lives(), 0, -200),
    "week and month are added before rounding": (offer("", SATURDAY, stipend_per_session_satang=10_000, stipend_per_month_satang=50_050), lives(), 100, 933),
    "walking costs nothing": (offer("", SATURDAY, point=NEAR), lives(), 0, 0),
    "a bus of 1.45 km is 12 baht a trip": (offer("", SATURDAY, point=NEAR), lives(transport="public"), -24, -104),
    "a bus of 7.23 km is 18 baht a trip": (offer("", SATURDAY, point=FIVE), lives(transport="public"), -36, -156),
    "a bus of 14.46 km is 25 baht a trip, thrice a week": (offer("", EVENINGS, point=FAR), lives(transport="public"), -150, -650),
    "fuel of 14.46 km is 15 baht a trip": (offer("", SATURDAY, point=FAR), lives(transport="motorbike"), -30, -130),
    "a bicycle costs nothing": (offer("", SATURDAY, point=FAR), lives(transport="bike"), 0, 0),
    "unknown transport is reckoned as the bus": (offer("", SATURDAY, point=FIVE), lives(transport=None), -36, -156),
    "two sessions on one day are one way": (offer("", "sat 08:00-10:00;sat 13:00-15:00", point=FIVE), lives(transport="public"), -36, -156),
    "a ride that is offered costs nothing": (offer("", SATURDAY, point=FAR, supports_offered=frozenset({"ride"})), lives(transport="public"), 0, 0),
    "online has no fares": (offer("", SATURDAY, point=FAR, mode="online"), lives(transport="public"), 0, 0),
    "childcare not offered is paid by the hour": (offer("", SATURDAY), lives(needs=("childcare",)), -120, -520),
    "childcare is paid on the way too: 2 x 32 minutes by bus": (offer("", SATURDAY, point=FIVE), lives(transport="public", needs=("childcare",)), -188, -815),
    "childcare that is offered costs nothing": (offer("", SATURDAY, supports_offered=frozenset({"childcare"})), lives(needs=("childcare",)), 0, 0),
    "kitchen evenings with a learning Saturday": (
        offer(EVENINGS, SATURDAY, point=FIVE, wage_per_day=340, stipend_per_session_satang=10_000, travel_per_session_satang=2_000),
        lives(transport="public"), 996, 4316,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_sum_is_the_one_worked_out_by_hand(case):
    terms, life, baht_a_week, baht_a_month = case
    found = take_home(life, terms, ON)
    assert found.week_satang == round(baht_a_week * 100)
    assert found.month_satang == baht_a_month * 100
    assert found.week_satang == sum(line.satang for line in found.weekly)


def test_at_least_forty_cases_were_worked_out():
    assert len(CASES) >= 40


def test_a_month_is_fifty_two_twelfths_of_a_week_rounded_down_to_the_baht():
    assert a_month(106_000) == 459_300
    assert a_month(-8_000) == -34_700
    assert a_month(0, 99) == 0


def test_each_line_says_what_it_is_and_how_it_is_worked_out():
    terms, life, *_ = CASES["kitchen evenings with a learning Saturday"]
    found = take_home(life, terms, ON)
    assert [(line.kind, str(line.label), str(line.detail), line.satang) for line in found.weekly] == [
        (LineKind.WAGE, "ค่าแรงจากนายจ้าง", "3 วัน × 340 บาท", 102_000),
        (LineKind.STIPEND, "เบี้ยเรียนจากกองทุน", "1 ครั้ง × 100 บาท", 10_000),
        (LineKind.TRAVEL_MONEY, "ค่าเดินทางวันเรียน", "1 ครั้ง × 20 บาท", 2_000),
        (LineKind.FARE, "ค่ารถของคุณ", "4 วัน × 36 บาท", -14_400),
    ]
    assert found.daily_minimum_satang == 33_700


def test_an_allowance_by_the_hour_tells_sessions_of_each_length():
    found = take_home(
        lives(), offer("", "mon 16:00-17:25;tue 16:00-17:25;wed 16:00-16:51", stipend_per_hour_satang=4_750), ON
    )
    assert [(str(line.label), str(line.detail), line.satang) for line in found.weekly] == [
        ("เบี้ยเรียนจากกองทุน", "1 ครั้ง ครั้งละ 51 นาที × ชั่วโมงละ 47.50 บาท", 4_038),
        ("เบี้ยเรียนจากกองทุน", "2 ครั้ง ครั้งละ 1 ชม. 25 นาที × ชั่วโมงละ 47.50 บาท", 13_458),
    ]


def test_fares_are_called_unknown_until_there_is_a_home():
    terms = CASES["a bus of 7.23 km is 18 baht a trip"][0]
    assert not take_home(ANYONE, terms, ON).fares_known
    assert take_home(lives(), terms, ON).fares_known


def test_a_wage_in_a_province_without_a_rate_is_refused_and_no_wage_is_not():
    with pytest.raises(NoRate):
        take_home(ANYONE, offer(EVENINGS, hour=50, area="990101"), ON)
    assert take_home(ANYONE, offer("", EVENINGS, area="990101"), ON).week_satang == 0
