"""Acts on differences with the bank: answered, adjusted, and what the bank says of a line put right by two people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from marketplace.earnings import bank_differences, coming_back, decisions, payouts, put_right, settlement
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.payments import differences
from models.earning import Earning
from models.gift import Difference
from models.payout import PayoutLine
from models.session import db
from models.vocabulary import DifferenceState, EarningState, LineOutcome
from tests.factories.gifts import make_difference
from tests.factories.money import (
    People,
    lines,
    make_batch,
    make_earning,
    make_earning_in,
    make_fund,
    pay,
    release,
    three_people,
)
from tests.faults.dying import Act


def _one(kind: Any, ref: str) -> Any:
    return db.scalars(select(kind).where(kind.ref == ref)).one()


def matched_difference() -> Act:
    officer, ref = three_people().officer, make_difference(make_fund(100_00)).ref
    return lambda: differences.match(_one(Difference, ref), reason="มาแล้วเมื่อวาน", by=officer)


def explained_difference() -> Act:
    officer, ref = three_people().officer, make_difference(make_fund(100_00)).ref
    return lambda: differences.explain(_one(Difference, ref), reason="ค่าโอนของธนาคาร", by=officer)


def proposed_adjustment() -> Act:
    officer, ref = three_people().officer, make_difference(make_fund(100_00)).ref
    return lambda: differences.propose(_one(Difference, ref), satang=-25_00, reason="หักค่าโอน", by=officer)


def returned_adjustment() -> Act:
    people, difference = three_people(), make_difference(make_fund(100_00))
    differences.propose(difference, satang=-25_00, reason="หักค่าโอน", by=people.officer)
    ref = difference.ref
    return lambda: differences.send_back(_one(Difference, ref), by=people.approver)


def silent_lines() -> Act:
    """The bank has not answered for days."""
    people, fund = three_people(), make_fund()
    release(make_batch(fund, people, make_earning(fund)), people)

    def look() -> None:
        with clock.frozen(clock.now() + timedelta(days=6)):
            bank_differences.nightly()

    return look


def silent_line_heard() -> Act:
    """A later file speaks of the line the bank had said nothing about."""
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    release(batch, people)
    with clock.frozen(clock.now() + timedelta(days=6)):
        bank_differences.nightly()
    told = [Result(2, lines(batch)[0].ref, LineOutcome.PAID, "KTB-9", clock.today(), "", None)]
    ref = batch.ref
    return lambda: settlement.apply_results(_one(payouts.PayoutBatch, ref), told, by=people.officer, name="a.csv")


def wrong_total() -> Act:
    fund = make_fund()
    ref = make_batch(fund, three_people(), make_earning(fund)).ref
    fund_id = fund.id
    return lambda: bank_differences.wrong_total(ref, fund_id, b"file", 300_01, 300_00)


def line_found_paid() -> Act:
    """The bank says that it paid what was kept as refused."""
    return _put_right(LineOutcome.PAID)


def line_found_unpaid() -> Act:
    """The bank says that it sent back what was kept as paid."""
    return _put_right(LineOutcome.RETURNED)


def _put_right(outcome: LineOutcome) -> Act:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    release(batch, people)
    (line,) = lines(batch)
    is_paid = outcome == LineOutcome.PAID
    if is_paid:
        settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    else:
        pay(line, people)
    told = Result(2, line.ref, outcome, "KTB-9" if is_paid else "", clock.today(), "" if is_paid else "ชื่อผิด", None)
    settlement.apply_results(batch, [told], by=people.officer)
    found = db.scalars(select(Difference)).one()
    put_right.propose(found, reason="ธนาคารยืนยัน", by=people.officer)
    ref = found.ref
    return lambda: put_right.agree(_one(Difference, ref), by=people.approver)


def bank_said_to_be_wrong() -> Act:
    """One person says why the bank is wrong that it paid what was kept as refused."""
    people, ref = _refused_and_paid()
    return lambda: differences.propose_words(_one(Difference, ref), reason="ธนาคารแจ้งผิด", by=people.officer)


def bank_found_wrong() -> Act:
    people, ref = _refused_and_paid()
    differences.propose_words(_one(Difference, ref), reason="ธนาคารแจ้งผิด", by=people.officer)
    return lambda: differences.agree_words(_one(Difference, ref), by=people.approver)


def _refused_and_paid() -> tuple[People, str]:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    release(batch, people)
    (line,) = lines(batch)
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    settlement.apply_results(
        batch, [Result(2, line.ref, LineOutcome.PAID, "KTB-9", clock.today(), "", None)], by=people.officer
    )
    return people, db.scalars(select(Difference.ref)).one()


def line_found_unpaid_after_another_sum() -> Act:
    """What the book was adjusted by the line is taken back with it."""
    people, batch, line = _paid_another_sum()
    told = Result(3, line.ref, LineOutcome.RETURNED, "", clock.today(), "ชื่อผิด", None)
    settlement.apply_results(batch, [told], by=people.officer)
    return _found_right(people)


def agreed_to_have_come_back_after_another_sum() -> Act:
    people, batch, line = _paid_another_sum()
    settlement.reconcile(batch, by=people.officer)
    (earning,) = settlement._earnings_of(line)
    ref = coming_back.propose(earning, by=people.officer, on=clock.today(), bank_ref="KTB-77").ref
    return lambda: coming_back.agree(_one(Difference, ref), by=people.approver)


def line_found_paid_twice() -> Act:
    """The bank paid what another line has paid since."""
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    release(batch, people)
    (line,) = lines(batch)
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    decisions.retry(settlement._earnings_of(line)[0], by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    again = make_batch(fund, people)
    release(again, people)
    pay(lines(again)[0], people)
    told = Result(2, line.ref, LineOutcome.PAID, "KTB-99", clock.today(), "", None)
    settlement.apply_results(batch, [told], by=people.officer)
    return _found_right(people)


def _paid_another_sum() -> tuple[People, payouts.PayoutBatch, PayoutLine]:
    """A line that was paid with less, by which two people have adjusted the book."""
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund, satang=100_00))
    release(batch, people)
    (line,) = lines(batch)
    told = Result(2, line.ref, LineOutcome.PAID, "KTB-9", clock.today(), "", 1_00)
    settlement.apply_results(batch, [told], by=people.officer)
    settlement.mark_paid(line, bank_ref="KTB-9", paid_on=clock.today(), by=people.officer)
    found = db.scalars(select(Difference)).one()
    differences.propose(found, satang=99_00, reason="ธนาคารจ่ายขาด", by=people.officer)
    differences.agree(found, by=people.approver)
    return people, batch, line


def _found_right(people: People) -> Act:
    found = db.scalars(select(Difference).where(Difference.state == DifferenceState.OPEN)).one()
    put_right.propose(found, reason="ธนาคารยืนยัน", by=people.officer)
    ref = found.ref
    return lambda: put_right.agree(_one(Difference, ref), by=people.approver)


def said_to_have_come_back() -> Act:
    people, ref = _paid_and_agreed()
    told = {"by": people.officer, "on": clock.today(), "bank_ref": "KTB-77"}
    return lambda: coming_back.propose(_one(Earning, ref), **told)


def agreed_to_have_come_back() -> Act:
    people, ref = _paid_and_agreed()
    told = {"by": people.officer, "on": clock.today(), "bank_ref": "KTB-77"}
    said = coming_back.propose(_one(Earning, ref), **told).ref
    return lambda: coming_back.agree(_one(Difference, said), by=people.approver)


def said_anew_to_have_come_back() -> Act:
    """Who was to agree did not at first."""
    people, ref = _paid_and_agreed()
    found = coming_back.propose(_one(Earning, ref), by=people.officer, on=clock.today(), bank_ref="KTB-77")
    differences.send_back(found, by=people.approver)
    said = found.ref
    return lambda: coming_back.propose_anew(_one(Difference, said), reason="ธนาคารส่งคืนจริง", by=people.officer)


def _paid_and_agreed() -> tuple[People, str]:
    people = three_people()
    ref = make_earning_in(EarningState.PAID, make_fund(), people).ref
    settlement.reconcile(db.scalars(select(payouts.PayoutBatch)).one(), by=people.officer)
    return people, ref


DIFFERENCE_ACTS: dict[Callable[[], Act], str] = {
    matched_difference: "difference.match",
    explained_difference: "difference.explain",
    proposed_adjustment: "difference.propose",
    returned_adjustment: "difference.return",
    silent_lines: "difference.found",
    silent_line_heard: "difference.match payout.line_paid earning.pay entry.pay",
    wrong_total: "difference.found",
    line_found_paid: "difference.agree earning.found_paid entry.send entry.pay",
    line_found_unpaid: "difference.agree earning.found_unpaid entry.reversal",
    bank_said_to_be_wrong: "difference.propose",
    bank_found_wrong: "difference.agree_words",
    line_found_unpaid_after_another_sum: "difference.agree earning.found_unpaid entry.reversal difference.undone",
    agreed_to_have_come_back_after_another_sum: "difference.agree earning.reverse difference.undone",
    line_found_paid_twice: "difference.agree entry.adjust recovery.open",
    said_to_have_come_back: "difference.found difference.propose",
    agreed_to_have_come_back: "difference.agree earning.reverse entry.reversal",
    said_anew_to_have_come_back: "difference.propose",
}
