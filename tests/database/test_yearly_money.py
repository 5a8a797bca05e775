"""A youth's year of money: each sum once, where it is now, and the same to the satang as the books say."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from marketplace.access import SYSTEM
from marketplace.earnings import decisions, yearly
from marketplace.kernel import clock
from models.earning import EmployerPayment
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import EarningKind, EarningState
from tests.factories.enrolments import make_enrolment, make_youth
from tests.factories.money import lines, make_batch, make_earning, make_fund, make_wage, pay, release, three_people
from tests.factories.offers import make_opportunity

pytestmark = pytest.mark.usefixtures("database")
THIS = clock.today().year


def learner() -> Enrolment:
    return make_enrolment("in_learning", youth=make_youth(years=19))


def booked(enrolment: Enrolment, kind: str, role: str) -> int:
    """What entries of a kind that stand have moved on the accounts of a role for one youth, straight from the books."""
    query = """SELECT coalesce(sum(abs(p.amount_satang)), 0) FROM ledger_posting p
               JOIN ledger_entry n ON n.id = p.entry_id JOIN ledger_account a ON a.id = p.account_id
               JOIN earning e ON e.ref = n.cause_ref
               WHERE n.kind = :kind AND a.role = :role AND e.youth_id = :youth AND n.reverses_id IS NULL
               AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses_id = n.id)"""
    told = db.execute(text(query), {"kind": kind, "role": role, "youth": enrolment.youth_id}).scalar_one()
    return int(told)


def test_every_sum_of_the_year_is_that_of_the_books() -> None:
    enrolment, fund, people = learner(), make_fund(), three_people()
    paid = [make_earning(fund, enrolment=enrolment, satang=satang) for satang in (100_25, 20_50)]
    back = make_earning(fund, enrolment=enrolment, satang=77_00)
    batch = make_batch(fund, people, *paid, back)
    release(batch, people)
    pay(lines(batch)[0], people)
    decisions.reverse(back, by=people.officer, reason="came_back")
    waits = make_earning(fund, enrolment=enrolment, satang=31_00)
    held = make_earning(fund, enrolment=enrolment, satang=9_00)
    decisions.hold(held, by=people.officer, reason="evidence_unclear")
    other = make_enrolment("in_learning", youth=enrolment.youth, opportunity=make_opportunity(title_th="อีกวิชา"))
    make_earning(fund, enrolment=other, satang=5_00, earned_on=date(THIS, 1, 1))
    make_earning(fund, satang=999_00)

    told = yearly.year_of(enrolment.youth_id, waits.earned_on.year)
    if waits.earned_on.year == THIS:
        assert told.fund.total == yearly.Sums(paid=120_75, coming=36_00, held=9_00)
        assert told.fund.total.total == booked(enrolment, "accrue", "payable")
    assert told.fund.total.paid == booked(enrolment, "pay", "cash")
    for parts in (told.fund.months, told.fund.things):
        assert sum(found.total for _, found in parts) == told.fund.total.total
        assert sum(found.paid for _, found in parts) == told.fund.total.paid
    assert [(line.ref, str(line.why)) for line in told.told.undone] == [(back.ref, "เงินถูกส่งคืนบัญชีกองทุน")]
    assert [str(line.why) for line in told.stuck] == ["หลักฐานไม่ชัดเจน"]


def test_a_sum_without_money_says_so_and_is_held() -> None:
    enrolment, empty = learner(), make_fund(satang=0)
    make_earning(empty, enrolment=enrolment, satang=50_00, earned_on=clock.today())
    told = yearly.year_of(enrolment.youth_id, THIS)
    assert told.fund.total == yearly.Sums(held=50_00)
    assert "กองทุนไม่พอ" in str(told.stuck[0].why)
    assert booked(enrolment, "accrue", "payable") == 0


def test_the_last_day_of_a_year_and_the_first_of_the_next_are_two_years() -> None:
    enrolment, fund = learner(), make_fund()
    make_earning(fund, enrolment=enrolment, satang=1_00, earned_on=date(THIS - 1, 12, 31))
    make_earning(fund, enrolment=enrolment, satang=2_00, earned_on=date(THIS, 1, 1))
    before, now = (yearly.year_of(enrolment.youth_id, year) for year in (THIS - 1, THIS))
    assert (before.fund.total.total, now.fund.total.total) == (1_00, 2_00)
    assert now.first_year == THIS - 1
    assert before.fund.months[0][0] == date(THIS - 1, 12, 1)


def test_a_week_over_new_year_counts_once_in_the_year_in_which_it_begins() -> None:
    enrolment = learner()
    wage: EmployerPayment = make_wage(enrolment, work_from=date(THIS - 1, 12, 28))
    wage.work_to = wage.work_from + timedelta(days=6)
    db.flush()
    before, now = (yearly.year_of(enrolment.youth_id, year) for year in (THIS - 1, THIS))
    assert (before.employer.total.coming, now.employer.total.total) == (wage.amount_satang, 0)
    assert (before.fund.total.total, now.is_empty) == (0, True)


def test_a_thing_given_is_told_and_never_added() -> None:
    enrolment, fund = learner(), make_fund()
    make_earning(fund, enrolment=enrolment, kind=EarningKind.IN_KIND, satang=300_00, earned_on=clock.today())
    told = yearly.year_of(enrolment.youth_id, THIS)
    assert (told.fund.total.total, len(told.told.in_kind), told.is_empty) == (0, 1, False)


def test_what_was_not_due_is_told_with_its_reason() -> None:
    enrolment, fund, people = learner(), make_fund(), three_people()
    refused = make_earning(fund, enrolment=enrolment, earned_on=clock.today())
    decisions.reject(refused, by=people.officer, reason="other", note="ลงวันผิด")
    cancelled = make_earning(fund, enrolment=enrolment, earned_on=clock.today())
    decisions.cancel(cancelled, by=SYSTEM, reason="attendance_corrected")
    told = yearly.year_of(enrolment.youth_id, THIS)
    assert [(line.state, line.why) for line in told.told.undone] == [(EarningState.REJECTED, "ลงวันผิด")]
    assert told.fund.total.total == 0
