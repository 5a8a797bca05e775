"""Acts of money that a person does by hand: lines ended, earnings held and let go, funds opened and cut, wages told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.earnings import allotting, budgets, decisions, funds, settlement, wages
from marketplace.kernel import clock
from marketplace.payments import gifts, refunds
from marketplace.payments.gifts import GiftDraft, Transfer
from models.earning import Earning, EmployerPayment, Fund
from models.gift import Gift, GiftRefund
from models.payout import PayoutLine
from models.session import db
from models.vocabulary import EarningKind, EarningState, GiftWay, GiverKind
from tests.factories.enrolments import acting, make_enrolment, make_provider
from tests.factories.gifts import make_gift, make_paid_gift
from tests.factories.money import (
    lines,
    make_batch,
    make_earning,
    make_earning_in,
    make_fund,
    make_wage,
    release,
    three_people,
)
from tests.factories.offers import SATENG
from tests.faults.dying import Act


def _one(kind: Any, ref: str) -> Any:
    return db.scalars(select(kind).where(kind.ref == ref)).one()


# Money that comes in or is set aside.


def opened_fund() -> Act:
    officer = three_people().officer
    today = clock.today()
    draft = funds.FundDraft("กองทุนใหม่", "New", "มติสภา", SATENG, today, today + timedelta(days=200))
    office = office_key_for(SATENG)

    def open_it() -> None:
        # Whoever comes back looks at the list of funds before they open it again.
        if db.scalar(select(Fund.id).where(Fund.name_th == draft.name_th)) is None:
            budgets.open_with_budget(draft, 500_00, office_key=office, key="new", by=officer)

    return open_it


def cut_budget() -> Act:
    officer, ref = three_people().officer, make_fund(900_00).ref
    return lambda: budgets.change(_one(Fund, ref), up=False, satang=300_00, note="มติ", key="cut", by=officer)


def given_back() -> Act:
    officer, above, part = three_people().officer, make_fund(1_000_00), make_fund(0)
    allotting.place_under(part, above, by=officer)
    allotting.allot(part, 400_00, key="part", by=officer, note="แบ่ง")
    ref = part.ref
    return lambda: allotting.give_back(_one(Fund, ref), 150_00, key="back", by=officer, note="เหลือ")


def recorded_arrival() -> Act:
    officer, ref = three_people().officer, make_fund(0).ref
    draft = GiftDraft(GiverKind.COMPANY, "ร้านข้าวยำ", "shop@example.org", 700_00)
    came = Transfer("KTB-77", "หนังสือ 77", clock.today())
    return lambda: gifts.record_arrival(_one(Fund, ref), draft, came, by=officer)


def given_up_transfer() -> Act:
    officer = three_people().officer
    ref = make_gift(make_fund(0), 500_00, way=GiftWay.TRANSFER).ref
    return lambda: gifts.give_up(_one(Gift, ref), by=officer)


def asked_refund() -> Act:
    officer, ref = three_people().officer, make_paid_gift(make_fund(0), 500_00).ref
    return lambda: refunds.ask(_one(Gift, ref), 500_00, reason="ผิดกองทุน", by=officer)


def declined_refund() -> Act:
    people, gift = three_people(), make_paid_gift(make_fund(0), 500_00)
    ref = refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer).ref
    return lambda: refunds.decline(_one(GiftRefund, ref), by=people.approver)


# What is owed.


def held_earning() -> Act:
    officer = three_people().officer
    ref = make_earning_in(EarningState.APPROVED, make_fund(), three_people()).ref
    return lambda: decisions.hold(_one(Earning, ref), by=officer, reason="sum_unclear")


def resumed_earning() -> Act:
    """It had waited for money, so it enters the books now."""
    officer, fund = three_people().officer, make_fund(0)
    ref = make_earning(fund).ref
    funds.grant(fund, 500_00, key="late", by=officer)
    return lambda: decisions.resume(_one(Earning, ref), by=officer)


def rejected_earning() -> Act:
    officer, ref = three_people().officer, make_earning(make_fund()).ref
    return lambda: decisions.reject(_one(Earning, ref), by=officer, reason="not_due")


def retried_earning() -> Act:
    people = three_people()
    ref = make_earning_in(EarningState.FAILED, make_fund(), people).ref
    return lambda: decisions.retry(_one(Earning, ref), by=people.officer)


def delivered_thing() -> Act:
    officer = three_people().officer
    earning = make_earning(make_fund(0), kind=EarningKind.IN_KIND)
    decisions.approve(earning, by=officer)
    ref = earning.ref
    return lambda: decisions.deliver(_one(Earning, ref), by=officer, note="รองเท้านิรภัย")


# Lines ended by hand.


def _line() -> tuple[Any, str]:
    people, fund = three_people(), make_fund()
    learner = make_enrolment("in_learning")
    both = [make_earning(fund, enrolment=learner, satang=satang) for satang in (100_00, 250_00)]
    batch = make_batch(fund, people, *both)
    release(batch, people)
    return people, lines(batch)[0].ref


def line_paid() -> Act:
    people, ref = _line()
    return lambda: settlement.mark_paid(_one(PayoutLine, ref), bank_ref="K-9", paid_on=clock.today(), by=people.officer)


def line_returned() -> Act:
    people, ref = _line()
    return lambda: settlement.mark_failed(
        _one(PayoutLine, ref), reason="ปิดบัญชี", on=clock.today(), by=people.officer, returned=True
    )


# Wages, which an employer pays and Okat only keeps.


def _wage(*, paid: bool) -> tuple[Any, str]:
    learner = make_enrolment("in_learning")
    host, wage = acting(make_provider(learner.opportunity.organisation_id)), make_wage(learner)
    if paid:
        wages.report_paid(wage, paid_on=clock.today(), proof_ref="SLIP-1", by=host)
    return host, wage.ref


def wage_paid() -> Act:
    host, ref = _wage(paid=False)
    return lambda: wages.report_paid(_one(EmployerPayment, ref), paid_on=clock.today(), proof_ref="SLIP-1", by=host)


def wage_received() -> Act:
    _, ref = _wage(paid=True)
    return lambda: wages.confirm_received(_one(EmployerPayment, ref), by=SYSTEM)


HAND_ACTS: dict[str, Callable[[], Act]] = {
    function.__name__: function
    for function in (
        opened_fund, cut_budget, given_back, recorded_arrival, given_up_transfer, asked_refund, declined_refund,
        held_earning, resumed_earning, rejected_earning, retried_earning, delivered_thing, line_paid, line_returned,
        wage_paid, wage_received,
    )
}  # fmt: skip
