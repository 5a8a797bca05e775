"""What is looked at for the officer, judged on facts alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.enrolments import checks, reasons
from marketplace.kernel import week
from marketplace.kernel.errors import Invalid
from models.enrolment import Enrolment, GuardianConsent
from models.offer import Opportunity, Slot
from models.youth import Youth

FIRST = date(2026, 12, 7)
TODAY = date(2026, 11, 23)

MARRIED = {"civil_status": "married", "civil_proof": "marriage_certificate", "civil_since": date(2026, 1, 1)}


def slots(times: str) -> tuple[Slot, ...]:
    return tuple(
        Slot(weekday=one.weekday, start_minute=one.start_minute, end_minute=one.end_minute) for one in week.parse(times)
    )


def facts(*, born: date = date(2005, 1, 1), times: str = "mon 16:30-19:30;sat 08:00-12:00", **given) -> checks.Facts:
    """A placement in Yala on which there is nothing to say."""
    offer = {
        "kind": "placement",
        "area_code": "950101",
        "place_type": "restaurant",
        "starts_on": FIRST,
        "ends_on": FIRST + timedelta(days=80),
        "age_min": 15,
        "age_max": None,
        "supports": ["ride"],
        "hazards": [],
        "fund_id": 1,
        "week_mask": week.to_bytes(week.mask(week.parse(times))),
        "wage_per_day_satang": 400_00,
        "wage_per_hour_satang": 0,
    } | given.pop("offer", {})
    person = {
        "birth_date": born,
        "civil_status": "single",
        "support_needs": ["ride"],
        "free_mask": week.to_bytes(week.FULL),
    } | given.pop("youth", {})
    made = checks.Facts(
        enrolment=Enrolment(holds_seat=True, reserved_satang=0),
        youth=Youth(**person),
        opportunity=Opportunity(**offer),
        slots=slots(times),
        consent=None,
        dropped_out=0,
        cost_satang=2_520_00,
        fund_free_satang=184_300_00,
        today=TODAY,
    )
    return replace(made, **given)


def free(times: str) -> bytes:
    """Free hours as they are kept."""
    return week.to_bytes(week.mask(week.parse(times)))


def flagged(found: checks.Facts) -> set[str]:
    return {check.code for check in checks.judge(found) if check.flag}


def signed(route: str = "signed", basis: str | None = "parent") -> GuardianConsent:
    return GuardianConsent(route=route, basis=basis, relation="แม่", given_at=datetime(2026, 11, 20, 2, tzinfo=UTC))


def test_where_everything_is_in_order_nothing_asks_for_a_look() -> None:
    assert flagged(facts()) == set()
    assert len(checks.judge(facts())) == 12


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"born": date(2011, 12, 8)}, {"age", "guardian"}),
        ({"born": date(2011, 12, 7)}, {"guardian"}),
        ({"youth": {"birth_date": None}}, {"age", "guardian"}),
        ({"offer": {"age_min": 22}}, {"age"}),
        ({"offer": {"age_max": 20}}, {"age"}),
        ({"born": date(2007, 1, 1), "consent": signed()}, set()),
        ({"born": date(2007, 1, 1), "consent": signed("case_worker", None)}, {"guardian"}),
        ({"born": date(2007, 1, 1), "consent": signed(basis="carer_without_custody")}, {"guardian"}),
        ({"born": date(2007, 1, 1), "youth": {"birth_date": date(2007, 1, 1)} | MARRIED}, set()),
        ({"born": date(2007, 1, 1), "youth": {"civil_status": "married"}}, {"guardian"}),
        ({"enrolment": Enrolment(holds_seat=False, reserved_satang=0)}, {"seat"}),
        ({"fund_free_satang": 2_519_99}, {"fund"}),
        ({"fund_free_satang": None}, {"fund"}),
        ({"cost_satang": 0, "fund_free_satang": None}, set()),
        ({"youth": {"support_needs": ["childcare", "ride"]}}, {"support"}),
        ({"youth": {"free_mask": None}}, {"free_time"}),
        ({"youth": {"free_mask": free("mon 16:30-19:00;sat 08:00-12:00")}}, {"free_time"}),
        ({"times": "mon 08:00-12:00;mon 13:00-17:30"}, {"hours"}),
        ({"times": "mon 20:00-22:30"}, set()),
        ({"times": "mon 20:00-22:30", "born": date(2009, 1, 1), "consent": signed()}, {"night"}),
        ({"offer": {"hazards": ["H01"]}}, set()),
        ({"offer": {"hazards": ["H01"]}, "born": date(2009, 1, 1), "consent": signed()}, {"hazards"}),
        ({"offer": {"place_type": "entertainment"}, "born": date(2009, 1, 1), "consent": signed()}, {"place"}),
        ({"offer": {"wage_per_day_satang": 300_00}}, {"wage"}),
        ({"offer": {"wage_per_day_satang": 0, "wage_per_hour_satang": 60_00}}, {"wage"}),
        ({"offer": {"wage_per_day_satang": 0, "wage_per_hour_satang": 150_00}}, set()),
        ({"offer": {"wage_per_day_satang": 0}}, {"wage"}),
        ({"dropped_out": 1}, {"dropped_out"}),
    ],
)  # fmt: skip
def test_each_thing_out_of_order_asks_for_a_look_and_nothing_else_does(given: dict, codes: set[str]) -> None:
    given = dict(given)
    if "youth" in given and "born" not in given and "birth_date" not in given["youth"]:
        given["youth"] = {"birth_date": date(2005, 1, 1)} | given["youth"]
    assert flagged(facts(**given)) == codes


def test_a_course_is_not_judged_by_the_law_of_work() -> None:
    course = facts(offer={"kind": "course", "wage_per_day_satang": 0, "hazards": ["H01"]}, born=date(2010, 1, 1))
    assert {check.code for check in checks.judge(course)} & {"night", "hazards", "place", "wage"} == set()


def test_flags_stand_first_and_every_check_is_a_sentence() -> None:
    judged = checks.judge(facts(dropped_out=2, fund_free_satang=0))
    assert [check.flag for check in judged] == sorted((check.flag for check in judged), reverse=True)
    assert all(str(check.text) for check in judged)
    assert checks.flags(judged) == 2


@pytest.mark.parametrize("table", [reasons.DECLINE, reasons.WAIT, reasons.RETURN, reasons.REFUSE, reasons.WITHDRAW])
def test_every_list_of_reasons_ends_with_another_one_that_must_be_written_out(table: dict) -> None:
    assert list(table)[-1] == "other"
    assert all(len(code) <= 40 for code in table)
    with pytest.raises(Invalid):
        reasons.checked(table, "other", " ")
    assert reasons.checked(table, "other", "ย้ายบ้าน") == "other"


def test_every_reason_for_yes_fits_together_in_its_column() -> None:
    assert len(",".join(reasons.APPROVE)) <= 40
