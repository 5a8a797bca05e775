"""Acts on sums that the bank paid by two lines, or although they were not due."""

from collections.abc import Callable

from sqlalchemy import select

from marketplace.corrections import service as corrections
from marketplace.earnings import accruals, coming_back, decisions, put_right, settlement
from marketplace.recoveries import queries as recoveries
from marketplace.recoveries import service as writing_off
from models.account import Account
from models.earning import Earning
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import CorrectionKind, EarningKind, EarningSource, LineOutcome
from tests.factories.bank_says import WHY, Desk, at_the_bank
from tests.factories.enrolments import acting
from tests.faults.dying import Act

PAID, RETURNED = LineOutcome.PAID, LineOutcome.RETURNED


def _difference(ref: str) -> Difference:
    return db.scalars(select(Difference).where(Difference.ref == ref)).one()


def _kept(desk: Desk, line: PayoutLine, outcome: LineOutcome) -> Act:
    """A second person agrees to what the bank says of a line."""
    found = desk.says(line, outcome)
    put_right.propose(found, reason=WHY, by=desk.people.officer)
    ref = found.ref
    return lambda: put_right.agree(_difference(ref), by=desk.people.approver)


def _back(desk: Desk) -> Act:
    """A second person agrees that the money of its sum came back."""
    ref = desk.said_back(desk.sums()[0]).ref
    return lambda: coming_back.agree(_difference(ref), by=desk.people.approver)


def _paid_twice() -> tuple[Desk, PayoutLine]:
    desk, again = _paid_anew()
    desk.is_right(desk.line, PAID)
    return desk, again


def _paid_anew() -> tuple[Desk, PayoutLine]:
    desk = at_the_bank(100_00)
    desk.fails()
    return desk, desk.is_paid_anew()[1]


def second_line_found_unpaid() -> Act:
    """The first line, which the bank had paid as well, becomes the payment."""
    return _kept(*_paid_twice(), RETURNED)


def one_of_two_payments_came_back() -> Act:
    return _back(_paid_twice()[0])


def told_by_the_bank_what_had_come_back() -> Act:
    desk, _again = _paid_twice()
    desk.comes_back(desk.sums()[0])
    return _kept(desk, desk.line, RETURNED)


def found_paid_after_it_came_back() -> Act:
    desk, _again = _paid_anew()
    desk.comes_back(desk.sums()[0])
    return _kept(desk, desk.line, PAID)


def part_of_two_payments_came_back() -> Act:
    desk, _again = _paid_twice()
    less = corrections.propose(desk.sums()[0], CorrectionKind.LESS, 30_00, WHY, by=desk.people.officer).ref
    return lambda: corrections.agree(
        db.scalars(select(corrections.Correction).where(corrections.Correction.ref == less)).one(),
        by=desk.people.approver,
    )


def rest_of_one_of_two_payments_came_back() -> Act:
    """A part of it came back before; with the rest the sum stays paid by the other."""
    desk, _again = _paid_twice()
    less = corrections.propose(desk.sums()[0], CorrectionKind.LESS, 30_00, WHY, by=desk.people.officer)
    corrections.agree(less, by=desk.people.approver)
    return _back(desk)


def found_paid_while_it_is_owed_once_more() -> Act:
    """What came back is owed once more, was never sent, and the bank is found to have paid the first sum."""
    desk, _again = _paid_anew()
    desk.comes_back(desk.sums()[0])
    corrections.pay_again(desk.sums()[0], by=desk.people.officer)
    return _kept(desk, desk.line, PAID)


def owed_once_more_anew() -> Act:
    """It counted as paid meanwhile and came back again."""
    desk, _again = _paid_anew()
    desk.comes_back(desk.sums()[0])
    corrections.pay_again(desk.sums()[0], by=desk.people.officer)
    desk.is_right(desk.line, PAID)
    settlement.reconcile(desk.batch, by=desk.people.officer)
    desk.comes_back(desk.sums()[0])
    ref = desk.sums()[0].ref
    return lambda: corrections.pay_again(
        db.scalars(select(Earning).where(Earning.ref == ref)).one(), by=desk.people.officer
    )


def paid_twice_after_it_was_written_off() -> Act:
    """One of two payments that nobody waits for any more was none, says the bank, and then that it was one."""
    desk, _again = _paid_twice()
    recovery = recoveries.of_earning(desk.sums()[0])
    assert recovery is not None
    writing_off.propose(recovery, "ติดต่อผู้รับไม่ได้มาสามเดือน", by=desk.people.officer)
    writing_off.agree(recovery, by=desk.people.approver)
    desk.is_right(desk.line, RETURNED)
    return _kept(desk, desk.line, PAID)


def _paid_by_three_lines(*, whole: bool) -> tuple[Desk, PayoutLine]:
    """Two lines are kept as failed and a third paid the sum; the first, or both, are found to be paid."""
    desk = at_the_bank(100_00)
    desk.fails()
    second = desk.goes_out_anew()[1]
    desk.fails(second)
    desk.is_paid_anew()
    desk.is_right(desk.line, PAID)
    if whole:
        desk.is_right(second, PAID)
    return desk, second


def third_payment_found() -> Act:
    """One payment more has to come back than somebody proposes to write off."""
    desk, second = _paid_by_three_lines(whole=False)
    recovery = recoveries.of_earning(desk.sums()[0])
    assert recovery is not None
    writing_off.propose(recovery, "ติดต่อผู้รับไม่ได้มาสามเดือน", by=desk.people.officer)
    return _kept(desk, second, PAID)


def one_of_three_payments_came_back() -> Act:
    desk, second = _paid_by_three_lines(whole=True)
    settlement.reconcile(desk.batch, by=desk.people.officer)
    settlement.reconcile(db.get_one(PayoutBatch, second.batch_id), by=desk.people.officer)
    return _back(desk)


def _not_due() -> Desk:
    desk = at_the_bank(100_00)
    desk.fails()
    decisions.cancel(desk.sums()[0], by=desk.people.officer, reason="attendance_corrected")
    return desk


def found_paid_and_not_due() -> Act:
    desk = _not_due()
    return _kept(desk, desk.line, PAID)


def paid_and_not_due_came_back() -> Act:
    desk = _not_due()
    desk.is_right(desk.line, PAID)
    settlement.reconcile(desk.batch, by=desk.people.officer)
    return _back(desk)


def due_after_the_bank_paid_it() -> Act:
    """It is owed anew once the bank has paid it all the same."""
    desk = _not_due()
    desk.is_right(desk.line, PAID)
    ref = desk.sums()[0].ref

    def owe() -> None:
        one = db.scalars(select(Earning).where(Earning.ref == ref)).one()
        accruals.accrue(
            enrolment_id=one.enrolment_id, youth_id=one.youth_id, fund_id=one.fund_id, kind=EarningKind(one.kind),
            amount_satang=one.amount_satang, source_type=EarningSource(one.source_type), source_id=one.source_id,
            by=acting(db.get_one(Account, one.verified_by_id)),
        )  # fmt: skip

    return owe


TWO_LINE_ACTS: dict[Callable[[], Act], str] = {
    second_line_found_unpaid: "earning.found_unpaid difference.restored earning.found_paid recovery.keep",
    one_of_two_payments_came_back: "earning.reverse recovery.recover difference.restored earning.found_paid",
    told_by_the_bank_what_had_come_back: "difference.undone earning.found_unpaid earning.found_paid entry.reversal",
    found_paid_after_it_came_back: "difference.agree entry.accrue entry.send entry.pay earning.found_paid",
    rest_of_one_of_two_payments_came_back: "earning.reverse recovery.recover difference.restored earning.found_paid",
    found_paid_while_it_is_owed_once_more: "difference.agree earning.cancel entry.reversal earning.found_paid",
    owed_once_more_anew: "correction.again earning.accrue_again entry.accrue",
    paid_twice_after_it_was_written_off: "difference.agree entry.adjust recovery.wait_anew",
    third_payment_found: "difference.agree entry.adjust recovery.return recovery.grow",
    one_of_three_payments_came_back: "earning.reverse recovery.lessen difference.restored earning.found_paid",
    part_of_two_payments_came_back: "correction.agree entry.adjust recovery.lessen",
    found_paid_and_not_due: "difference.agree entry.adjust recovery.open",
    paid_and_not_due_came_back: "difference.agree difference.restored entry.adjust recovery.recover",
    due_after_the_bank_paid_it: "earning.accrue_again difference.restored earning.found_paid recovery.keep",
}
