"""Forty cases a labour inspector would name, each with its section and what the law says of it."""

from dataclasses import replace
from datetime import date

import pytest

from marketplace.kernel import week
from marketplace.labour.cases import Case, Notices, Records, Sex
from marketplace.labour.judging import RULES, judge
from marketplace.labour.law import rules_on
from models.vocabulary import PlaceType, WorkContract

START = date(2026, 12, 1)
LAWFUL = Case(
    birth_date=date(2010, 1, 10),
    start=START,
    end=date(2027, 5, 31),
    area_code="95",
    shifts=week.parse("mon 09:00-12:00;mon 13:00-17:00;wed 13:00-17:00"),
    wage_per_day_satang=33_700,
    place_type=PlaceType.CAFE,
    sex=Sex.FEMALE,
    notices=Notices(of_start=date(2026, 12, 8)),
    guardian_agreed=True,
)
GROWN = date(2008, 11, 30)


def shifts(text: str) -> dict[str, object]:
    return {"shifts": week.parse(text)}


def every_day(text: str, days: int = 7) -> dict[str, object]:
    return shifts(";".join(f"{day} {part}" for day in week.DAY_NAMES[:days] for part in text.split(",")))


TRAINEE = {"contract": WorkContract.REGISTERED_TRAINEE, "document_on_record": True}
STUDENT = {"contract": WorkContract.STUDENT_PART_TIME, "document_on_record": True}
NAMED = [
    ("a lawful first job at sixteen", "-", {}, []),
    ("the fifteenth birthday is the first day", "s. 44", {"birth_date": date(2011, 12, 1)}, []),
    ("fifteen only tomorrow", "s. 44", {"birth_date": date(2011, 12, 2)}, ["LW01"]),
    ("nobody told the inspector", "s. 45(1)", {"notices": Notices()}, ["LW02"]),
    ("told on the fifteenth day", "s. 45(1)", {"notices": Notices(date(2026, 12, 16))}, []),
    ("told on the sixteenth day", "s. 45(1)", {"notices": Notices(date(2026, 12, 17))}, ["LW02"]),
    ("nobody need be told of an adult", "s. 45(1)", {"birth_date": GROWN, "notices": Notices()}, []),
    ("told of the end on the eighth day", "s. 45(3)", {"notices": Notices(START, date(2027, 6, 8))}, ["LW04"]),
    ("told of the end on the seventh day", "s. 45(3)", {"notices": Notices(START, date(2027, 6, 7))}, []),
    (
        "eighteen before the end, so the late notice is nobody's", "s. 45(3)",
        {"birth_date": date(2009, 5, 31), "notices": Notices(START, date(2027, 7, 1))}, [],
    ),
    ("five hours through the morning", "s. 46", shifts("mon 07:00-12:00"), ["LW05"]),
    ("half an hour is no rest", "s. 46", shifts("mon 08:00-11:00;mon 11:30-13:30"), ["LW05"]),
    ("an hour of rest after four", "s. 46", shifts("mon 08:00-12:00;mon 13:00-17:00"), []),
    ("closing at ten in the evening", "s. 47", shifts("fri 18:00-22:00"), []),
    ("closing a minute past ten", "s. 47", shifts("fri 18:30-22:01"), ["LW06"]),
    ("baking from four in the morning", "s. 47", shifts("sat 04:00-07:00"), ["LW06"]),
    (
        "a film shoot at night with permission", "s. 47", {**shifts("fri 20:00-00:00"), "night_permit": True}, [],
    ),
    ("overtime before the festival", "s. 48", {"overtime_minutes_a_week": 30}, ["LW07"]),
    ("open on Labour Day", "s. 48", {"works_holidays": True}, ["LW07"]),
    ("nine hours with all rests", "s. 23", shifts("mon 08:00-12:00;mon 13:00-17:00;mon 18:00-19:00"), ["LW08"]),
    ("six days of eight hours", "s. 23", every_day("08:00-12:00,13:00-17:00", 6), []),
    (
        "a grown-up may work nine hours here", "s. 23",
        {"birth_date": GROWN, **shifts("mon 08:00-12:00;mon 13:00-17:00;mon 18:00-19:00")}, [],
    ),
    ("seven short days", "s. 28", every_day("09:00-11:00"), ["LW09"]),
    ("a forklift at seventeen", "s. 49", {"hazards": ("H07",)}, ["LW11"]),
    ("a forklift at eighteen", "s. 49", {"birth_date": GROWN, "hazards": ("H07",)}, []),
    (
        "eight hours at the press", "ss. 23, 49",
        {"hazards": ("H02",), **shifts("mon 08:00-12:00;mon 13:00-17:00")}, ["LW08", "LW11"],
    ),
    (
        "a karaoke bar", "s. 50", {"place_type": PlaceType.ENTERTAINMENT, "wage_per_day_satang": 40_000}, ["LW12"],
    ),
    ("a seafood factory", "s. 50, regulations", {"place_type": PlaceType.SEAFOOD}, ["LW12"]),
    ("aboard at sea", "MR 2557", {"records": Records(is_at_sea=True)}, ["LW17"]),
    ("a deposit for the uniform", "s. 51", {"takes_deposit": True}, ["LW13"]),
    ("the wage handed to the uncle", "s. 51", {"pays_the_worker": False}, ["LW13"]),
    (
        "leave for a course refused", "s. 52",
        {"records": Records(training_leave_days_asked=10, training_leave_days_refused=10)}, ["LW14"],
    ),
    ("a baht below the minimum", "s. 90", {"wage_per_day_satang": 33_600}, ["LW15"]),
    ("two hours for two hours' pay", "s. 90", {"wage_per_day_satang": 8_500, **shifts("mon 09:00-11:00")}, ["LW15"]),
    (
        "a hotel of type 2 in Yala", "s. 87 notice of July 2025",
        {"place_type": PlaceType.HOTEL_2_3_4, "wage_per_day_satang": 39_900}, ["LW15"],
    ),
    ("a registered trainee at half", "SDPA B.E. 2545", {**TRAINEE, "wage_per_day_satang": 16_850}, []),
    (
        "a trainee without papers", "SDPA B.E. 2545",
        {**TRAINEE, "document_on_record": False, "wage_per_day_satang": 16_850}, ["LW15"],
    ),
    (
        "a pupil after school at the hourly floor", "WC notice No. 2",
        {**STUDENT, "wage_per_day_satang": 0, "wage_per_hour_satang": 4_213, **shifts("mon 16:00-20:00")}, [],
    ),
    (
        "a pupil for five hours in term", "WC notice No. 2",
        {**STUDENT, "records": Records(is_term=True), **shifts("mon 14:00-16:00;mon 17:00-20:00")}, ["LW08"],
    ),
    ("a girl lifting 21 kg", "MR 2547", {"lift_grams": 21_000}, ["LW18"]),
    ("a boy lifting 21 kg", "MR 2547", {"lift_grams": 21_000, "sex": Sex.MALE}, []),
    ("no word from the guardian", "CCC ss. 21, 27", {"guardian_agreed": False}, ["LW20"]),
    (
        "nineteen and no word from the guardian", "CCC s. 21",
        {"birth_date": date(2006, 12, 2), "guardian_agreed": False}, ["LW20"],
    ),
    ("twenty today", "CCC s. 19", {"birth_date": date(2006, 12, 1), "guardian_agreed": False}, []),
    (
        "a household at half the wage", "MR No. 15",
        {"records": Records(is_household=True), "wage_per_day_satang": 17_000}, ["LW15", "LW16"],
    ),
    (
        "glue taken home", "Home Workers Act ss. 20-21",
        {"hazards": ("H04",), "records": Records(is_home_work=True)}, ["LW11", "LW19"],
    ),
    (
        "fifteen, not through lower secondary, and no learning", "Compulsory Education Act",
        {
            "birth_date": date(2011, 6, 1),
            "records": Records(finished_lower_secondary=False, learning_minutes_a_week=0),
        },
        ["LW21"],
    ),
    (
        "insured on the thirty-first day", "SSA s. 34", {"records": Records(insured_on=date(2027, 1, 1))}, ["LW22"],
    ),
    ("ten public holidays a year", "s. 29", {"records": Records(public_holidays_a_year=10)}, ["LW10"]),
    (
        "new hours and an old record", "s. 45(2)",
        {"records": Records(conditions_changed_on=START, conditions_recorded_on=date(2026, 11, 1))}, ["LW03"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "section", "change", "expected"), NAMED, ids=[case[0] for case in NAMED])
def test_a_named_case_is_judged_by_its_section(name, section, change, expected):
    assert list(judge(replace(LAWFUL, **change)).numbers) == expected, section


def test_forty_cases_reach_every_rule():
    assert len(NAMED) >= 40
    assert {number for *_, expected in NAMED for number in expected} == set(RULES)


def test_every_rule_has_its_row_with_section_and_source():
    rows = rules_on(START)
    assert [row.number for row in rows] == sorted(RULES) == [f"LW{number:02}" for number in range(1, 23)]
    assert all(row.source and row.section_en and row.section_th and row.name_th for row in rows)


@pytest.mark.parametrize(
    ("on", "expected"),
    [(None, ["LW06"]), (date(2027, 4, 30), ["LW06"]), (date(2027, 5, 1), [])],
)
def test_a_birthday_ends_the_protection_of_later_days(on, expected):
    night = replace(LAWFUL, birth_date=date(2009, 5, 1), **shifts("fri 19:00-23:00"))
    assert list(judge(night, on).numbers) == expected
