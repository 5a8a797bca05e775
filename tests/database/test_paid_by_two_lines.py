"""A sum that the bank paid by two lines, or although it was not due: after each chain the book is what the bank did."""

import pytest
from sqlalchemy import select, text

from marketplace.corrections import service as corrections
from marketplace.earnings import accruals, coming_back, decisions, origins, proof, put_right, settlement, statement
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.payments import adjusted, differences
from marketplace.recoveries import service as recovering
from models.account import Account
from models.earning import Earning
from models.gift import Difference
from models.ledger import LedgerBook
from models.payout import PayoutBatch, PayoutLine
from models.recovery import Recovery
from models.session import db
from models.vocabulary import CorrectionKind, EarningKind, EarningSource, EarningState, LineOutcome, RecoveryState
from tests.database.test_ledger_tampering import asleep
from tests.factories.bank_says import WHOLE, WHY, Desk, at_the_bank, broken
from tests.factories.enrolments import acting

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]
PAID, FAILED, RETURNED = LineOutcome.PAID, LineOutcome.FAILED, LineOutcome.RETURNED


def paid_twice(*satang: int) -> tuple[Desk, PayoutLine]:
    """The first line is kept as failed, its sums are paid by another, and then the bank is found to have paid both."""
    desk = at_the_bank(*satang)
    desk.fails()
    _batch, again = desk.is_paid_anew()
    desk.is_right(desk.line, PAID)
    assert (desk.cash(), broken()) == (WHOLE - 2 * sum(satang), [])
    return desk, again


def claim_of(earning: Earning) -> Recovery:
    return db.scalars(select(Recovery).where(Recovery.earning_id == earning.id)).one()


def payment_proved(earning: Earning) -> list[str]:
    """Why the proof of its payment and of its money does not hold; nothing where it does."""
    asked = ("payment", "batch", "earning", "fund", "donation", "ledger")
    told = [one for one in proof.prove(earning.ref).steps if one.name in asked]
    assert {one.name for one in told} == set(asked)
    return [f"{one.name}: {why}" for one in told for why in one.broken]


def test_of_a_sum_paid_twice_one_payment_comes_back_and_it_stays_paid_by_the_other() -> None:
    desk, again = paid_twice(60_00, 40_00)
    first, second = desk.sums()
    desk.comes_back(first)
    assert (desk.cash(), first.state, claim_of(first).state) == (WHOLE - 140_00, "paid", RecoveryState.RECOVERED)
    assert ([one.id for one in adjusted.paid_by(desk.line.ref)], broken()) == ([first.id], [])
    # The same event as the bank tells it, of the one line or of the other: nothing comes back twice.
    desk.is_right(desk.line, RETURNED)
    assert (desk.cash(), desk.free(), broken()) == (WHOLE - 100_00, WHOLE - 100_00, [])
    assert [(one.state, claim_of(one).state) for one in (first, second)] == [("paid", "recovered"), ("paid", "kept")]
    assert [adjusted.paying(one.id) for one in (first, second)] == [again.ref, again.ref]
    assert payment_proved(first) == []
    # Found not to be due, the other payment has to come back as well, and beside what is waited for.
    recovering.open_for(first, reason="false_completion", cause_ref="L-1", by=desk.people.officer)
    assert (claim_of(first).state, claim_of(first).amount_satang) == (RecoveryState.OPEN, 60_00)
    desk.is_right(desk.line, PAID)
    assert [claim_of(one).amount_satang for one in (first, second)] == [120_00, 40_00]
    assert (claim_of(first).reason, broken()) == ("false_completion", [])


def test_what_came_back_of_two_payments_and_is_then_told_of_the_second_line_comes_back_once() -> None:
    desk, again = paid_twice(100_00)
    (earning,) = desk.sums()
    desk.comes_back(earning)
    desk.is_right(again, RETURNED)
    assert (desk.cash(), earning.state, broken()) == (WHOLE - 100_00, "paid", [])
    assert statement.payments_of([earning])[earning.id].bank_ref == "KTB-1"
    # And where the other comes back as well it is owed, and was never more than once in the book.
    desk.is_right(desk.line, RETURNED)
    assert (desk.cash(), earning.state, broken()) == (WHOLE, EarningState.FAILED, [])


def test_a_line_of_which_a_part_has_come_back_is_not_undone_and_its_recovery_is_named() -> None:
    desk, _again = paid_twice(100_00)
    (earning,) = desk.sums()
    said = desk.says(desk.line, RETURNED)
    put_right.propose(said, reason=WHY, by=desk.people.officer)
    less = corrections.propose(earning, CorrectionKind.LESS, 30_00, WHY, by=desk.people.officer)
    corrections.agree(less, by=desk.people.approver)
    with pytest.raises(Invalid, match=claim_of(earning).ref):
        put_right.agree(said, by=desk.people.approver)
    assert (desk.cash(), claim_of(earning).amount_satang, broken()) == (WHOLE - 170_00, 70_00, [])
    desk.comes_back(earning)
    assert (desk.cash(), claim_of(earning).state, broken()) == (WHOLE - 100_00, RecoveryState.RECOVERED, [])
    # All of one payment is back now: which line that was changes no sum any more.
    put_right.agree(said, by=desk.people.approver)
    assert (desk.cash(), earning.state, broken()) == (WHOLE - 100_00, EarningState.PAID, [])


def test_what_waits_for_a_second_person_while_the_line_is_undone_is_not_agreed_to() -> None:
    desk, _again = paid_twice(60_00, 40_00)
    first, second = desk.sums()
    back = desk.said_back(first)
    less = corrections.propose(second, CorrectionKind.LESS, 30_00, WHY, by=desk.people.officer)
    desk.is_right(desk.line, RETURNED)
    with pytest.raises(Conflict):
        coming_back.agree(back, by=desk.people.approver)
    with pytest.raises(Conflict):
        corrections.agree(less, by=desk.people.approver)
    assert (desk.cash(), [claim_of(one).state for one in (first, second)]) == (WHOLE - 100_00, ["kept", "kept"])
    assert broken() == []


def test_a_part_that_waits_for_a_second_person_while_one_of_two_payments_came_back_is_not_agreed_to() -> None:
    desk, _again = paid_twice(100_00)
    (earning,) = desk.sums()
    less = corrections.propose(earning, CorrectionKind.LESS, 80_00, WHY, by=desk.people.officer)
    back = desk.said_back(earning)
    coming_back.agree(back, by=desk.people.approver)
    with pytest.raises(Conflict, match=back.ref):
        corrections.agree(less, by=desk.people.approver)
    assert (desk.cash(), earning.state, broken()) == (WHOLE - 100_00, EarningState.PAID, [])
    corrections.decline(less, by=desk.people.approver)
    anew = corrections.propose(earning, CorrectionKind.LESS, 30_00, WHY, by=desk.people.officer)
    corrections.agree(anew, by=desk.people.approver)
    assert (desk.cash(), broken()) == (WHOLE - 70_00, [])


def paid_by_three_lines(satang: int) -> tuple[Desk, PayoutLine, PayoutLine]:
    """Two lines are kept as failed, a third pays the sum, and then the bank is found to have paid all three."""
    desk = at_the_bank(satang)
    desk.fails()
    _batch, second = desk.goes_out_anew()
    desk.fails(second)
    _batch, third = desk.is_paid_anew()
    desk.is_right(desk.line, PAID)
    desk.is_right(second, PAID)
    return desk, second, third


def test_of_a_sum_paid_by_three_lines_two_payments_have_to_come_back_and_it_stays_paid_by_the_last() -> None:
    desk, second, _third = paid_by_three_lines(100_00)
    (earning,) = desk.sums()
    for batch_id in (desk.batch.id, second.batch_id):
        settlement.reconcile(db.get_one(PayoutBatch, batch_id), by=desk.people.officer)
    assert (desk.cash(), claim_of(earning).amount_satang, broken()) == (WHOLE - 300_00, 200_00, [])
    assert "I11 claims" in finds("UPDATE recovery SET amount_satang = amount_satang - 1")
    desk.comes_back(earning)
    claim = claim_of(earning)
    assert (desk.cash(), earning.state, claim.state, claim.amount_satang) == (WHOLE - 200_00, "paid", "open", 100_00)
    desk.comes_back(earning)
    assert (desk.cash(), earning.state, claim_of(earning).state) == (WHOLE - 100_00, "paid", RecoveryState.RECOVERED)
    desk.comes_back(earning)
    assert (desk.cash(), earning.state, broken()) == (WHOLE, EarningState.REVERSED, [])
    corrections.pay_again(earning, by=desk.people.officer)


def test_of_three_payments_each_that_was_none_is_waited_for_no_more() -> None:
    desk, second, third = paid_by_three_lines(100_00)
    (earning,) = desk.sums()
    recovering.propose(claim_of(earning), "ติดต่อผู้รับไม่ได้มาสามเดือน", by=desk.people.officer)
    desk.is_right(desk.line, FAILED)
    claim = claim_of(earning)
    assert (desk.cash(), claim.amount_satang, claim.state) == (WHOLE - 200_00, 100_00, RecoveryState.PROPOSED)
    # More has to come back than somebody offered to write off.
    desk.is_right(desk.line, PAID)
    assert (claim_of(earning).amount_satang, claim_of(earning).state) == (200_00, RecoveryState.OPEN)
    desk.is_right(third, FAILED)
    assert (desk.cash(), earning.state, claim_of(earning).amount_satang) == (WHOLE - 200_00, "paid", 100_00)
    desk.is_right(second, FAILED)
    assert (desk.cash(), earning.state, claim_of(earning).state) == (WHOLE - 100_00, "paid", RecoveryState.KEPT)
    assert (payment_proved(earning), broken()) == ([], [])


def test_what_came_back_in_part_before_the_bank_is_found_to_have_paid_twice_is_of_the_other_payment() -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    desk.is_paid_anew()
    (earning,) = desk.sums()
    less = corrections.propose(earning, CorrectionKind.LESS, 30_00, WHY, by=desk.people.officer)
    corrections.agree(less, by=desk.people.approver)
    desk.is_right(desk.line, PAID)
    assert (desk.cash(), claim_of(earning).amount_satang, broken()) == (WHOLE - 170_00, 100_00, [])


def test_what_was_not_due_and_was_paid_by_two_lines_has_to_come_back_twice() -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    batch, second = desk.goes_out_anew()
    desk.fails(second)
    (earning,) = desk.sums()
    decisions.hold(earning, by=desk.people.officer, reason="other", note="ดูก่อน")
    decisions.reject(earning, by=desk.people.officer, reason="other", note="ไม่ถึงกำหนด")
    desk.is_right(desk.line, PAID)
    desk.is_right(second, PAID)
    settlement.reconcile(desk.batch, by=desk.people.officer)
    settlement.reconcile(batch, by=desk.people.officer)
    assert (desk.cash(), claim_of(earning).amount_satang) == (WHOLE - 200_00, 200_00)
    desk.comes_back(earning)
    claim = claim_of(earning)
    assert (desk.cash(), claim.amount_satang, claim.state) == (WHOLE - 100_00, 100_00, RecoveryState.OPEN)
    desk.comes_back(earning)
    states = (EarningState.REJECTED, RecoveryState.RECOVERED)
    assert (desk.cash(), desk.free(), (earning.state, claim_of(earning).state), broken()) == (WHOLE, WHOLE, states, [])


def test_of_two_payments_one_comes_back_after_it_was_written_off_and_nothing_is_waited_for_anew() -> None:
    desk, _again = paid_twice(100_00)
    (earning,) = desk.sums()
    recovering.propose(claim_of(earning), "ติดต่อผู้รับไม่ได้มาสามเดือน", by=desk.people.officer)
    recovering.agree(claim_of(earning), by=desk.people.approver)
    settlement.reconcile(desk.batch, by=desk.people.officer)
    desk.comes_back(earning)
    assert (desk.cash(), earning.state, claim_of(earning).state) == (WHOLE - 100_00, "paid", RecoveryState.WRITTEN_OFF)
    assert (payment_proved(earning), broken()) == ([], [])
    desk.comes_back(earning)
    assert (desk.cash(), earning.state, broken()) == (WHOLE, EarningState.REVERSED, [])
    corrections.pay_again(earning, by=desk.people.officer)


def test_a_sum_whose_own_payment_was_none_is_paid_by_the_line_that_stands_as_paid() -> None:
    desk, again = paid_twice(100_00)
    (earning,) = desk.sums()
    desk.is_right(again, FAILED)
    assert (desk.cash(), desk.free(), earning.state) == (WHOLE - 100_00, WHOLE - 100_00, EarningState.PAID)
    assert (claim_of(earning).state, payment_proved(earning), broken()) == (RecoveryState.KEPT, [], [])
    assert statement.payments_of([earning])[earning.id].bank_ref == "KTB-1"
    book = db.scalars(select(LedgerBook.id).where(LedgerBook.code == desk.fund.ref)).one()
    assert [(one.kind, one.satang) for one in origins.inflows(book)] == [("grant", WHOLE)]
    desk.is_right(desk.line, FAILED)
    assert (desk.cash(), desk.free(), earning.state) == (WHOLE, WHOLE - 100_00, EarningState.FAILED)
    decisions.retry(earning, by=desk.people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    assert broken() == []


def test_a_sum_that_came_back_and_was_paid_by_another_line_can_come_back_from_that_one_and_is_due_again() -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    desk.is_paid_anew()
    (earning,) = desk.sums()
    desk.comes_back(earning)
    desk.is_right(desk.line, PAID)
    assert (desk.cash(), desk.free(), earning.state) == (WHOLE - 100_00, WHOLE - 100_00, EarningState.PAID)
    assert (db.scalars(select(Recovery)).all(), payment_proved(earning), broken()) == ([], [], [])
    settlement.reconcile(desk.batch, by=desk.people.officer)
    desk.comes_back(earning)
    assert (desk.cash(), earning.state, broken()) == (WHOLE, EarningState.REVERSED, [])
    corrections.pay_again(earning, by=desk.people.officer)


def test_what_the_bank_paid_although_it_was_not_due_has_to_come_back_and_does() -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    (earning,) = desk.sums()
    decisions.hold(earning, by=desk.people.officer, reason="other", note="ดูก่อน")
    decisions.reject(earning, by=desk.people.officer, reason="other", note="ไม่ถึงกำหนด")
    desk.is_right(desk.line, PAID)
    claim = claim_of(earning)
    assert (desk.cash(), claim.reason, claim.state) == (WHOLE - 100_00, "paid_not_due", RecoveryState.OPEN)
    settlement.reconcile(desk.batch, by=desk.people.officer)
    desk.comes_back(earning)
    states = (EarningState.REJECTED, RecoveryState.RECOVERED)
    assert (desk.cash(), desk.free(), (earning.state, claim.state), broken()) == (WHOLE, WHOLE, states, [])
    desk.is_right(desk.line, RETURNED)
    assert (desk.cash(), desk.free(), (earning.state, claim.state), broken()) == (WHOLE, WHOLE, states, [])


def finds(trick: str) -> str:
    """What the checks find after somebody with the database in hand has changed it so."""
    point = db.begin_nested()
    asleep()
    db.execute(text(trick))
    found = " ".join(broken())
    point.rollback()
    db.expire_all()
    return found


def test_money_put_in_twice_and_words_of_one_person_are_found_with_every_trigger_asleep() -> None:
    desk, _again = paid_twice(60_00, 40_00)
    first, second = desk.sums()
    desk.comes_back(first)
    entry = "(SELECT id FROM ledger_entry WHERE key LIKE 'restore:%')"
    assert "back twice" in finds(
        f"UPDATE ledger_posting SET amount_satang = 9 * amount_satang WHERE entry_id = {entry}"
    )
    assert "other sums" in finds("UPDATE earning SET amount_satang = amount_satang + 1")
    desk.is_right(desk.line, RETURNED)
    assert "back twice" in finds("UPDATE ledger_entry SET key = 'x' || key WHERE key LIKE 'restore:%'")
    less = corrections.propose(second, CorrectionKind.LESS, 30_00, WHY, by=desk.people.officer)
    corrections.agree(less, by=desk.people.approver)
    assert broken() == []
    day = "(SELECT max(decided_at) FROM difference WHERE detail LIKE 'answer:paid:%')"
    assert "back twice" in finds(f"UPDATE correction SET decided_at = {day}")


def test_less_is_not_kept_for_what_would_have_to_come_back_whole() -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    desk.is_paid_anew()
    part = names(desk, 1_00, is_answer=True)
    with pytest.raises(Invalid, match=r"1\.00"):
        put_right.propose(part, reason=WHY, by=desk.people.officer)
    assert (desk.cash(), broken()) == (WHOLE - 100_00, [])


def test_no_book_is_adjusted_by_less_of_a_line_whose_sums_have_to_come_back_whole() -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    desk.is_paid_anew()
    desk.is_right(desk.line, PAID)
    part = names(desk, 1_00, is_answer=False)
    with pytest.raises(Invalid):
        differences.propose(part, satang=99_00, reason=WHY, by=desk.people.officer)
    assert (desk.cash(), claim_of(desk.sums()[0]).amount_satang, broken()) == (WHOLE - 200_00, 100_00, [])


def names(desk: Desk, satang: int, *, is_answer: bool) -> Difference:
    """A file of the bank says that it paid so much by the line; gives what is kept of that."""
    told = Result(2, desk.line.ref, PAID, "KTB-1", clock.today(), "", satang)
    settlement.apply_results(desk.batch, [told], by=desk.people.officer)
    about = select(Difference).where(Difference.about == desk.line.ref, Difference.state == "open")
    (found,) = [one for one in db.scalars(about) if differences.is_of_an_answer(one) is is_answer]
    return found


def test_more_that_came_back_in_part_than_the_bank_paid_by_a_line_is_found_with_every_trigger_asleep() -> None:
    desk = at_the_bank(60_00, 40_00)
    people, told = desk.people, Result(2, desk.line.ref, PAID, "KTB-1", clock.today(), "", 1_00)
    settlement.apply_results(desk.batch, [told], by=people.officer)
    settlement.mark_paid(desk.line, bank_ref="KTB-1", paid_on=clock.today(), by=people.officer)
    found = db.scalars(select(Difference)).one()
    differences.propose(found, satang=99_00, reason=WHY, by=people.officer)
    differences.agree(found, by=people.approver)
    less = corrections.propose(desk.sums()[0], CorrectionKind.LESS, 1_00, WHY, by=people.officer)
    corrections.agree(less, by=people.approver)
    assert (desk.cash(), broken()) == (WHOLE, [])
    assert "more than paid" in finds("UPDATE correction SET amount_satang = 101")


def test_words_of_one_person_against_the_bank_are_found_with_every_trigger_asleep() -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    said = desk.says(desk.line, PAID)
    differences.propose_words(said, reason=WHY, by=desk.people.officer)
    differences.agree_words(said, by=desk.people.approver)
    assert broken() == []
    assert "P3 two people: ('same" in finds("UPDATE difference SET decided_by_id = proposed_by_id")
    assert "P3 two people: ('one" in finds("UPDATE difference SET proposed_by_id = NULL")
    assert "P3 two people: ('trail" in finds(
        "UPDATE difference SET proposed_by_id = (SELECT max(id) FROM account WHERE id NOT IN"
        " (SELECT decided_by_id FROM difference))"
    )


def test_what_is_due_after_all_and_the_bank_had_paid_is_paid_by_that_and_not_once_more() -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    (earning,) = desk.sums()
    decisions.cancel(earning, by=desk.people.officer, reason="attendance_corrected")
    desk.is_right(desk.line, PAID)
    assert (claim_of(earning).state, broken()) == (RecoveryState.OPEN, [])
    accruals.accrue(
        enrolment_id=earning.enrolment_id, youth_id=earning.youth_id, fund_id=earning.fund_id,
        kind=EarningKind(earning.kind), amount_satang=100_00, source_type=EarningSource(earning.source_type),
        source_id=earning.source_id, by=acting(db.get_one(Account, earning.verified_by_id)),
    )  # fmt: skip
    assert (earning.state, claim_of(earning).state) == (EarningState.PAID, RecoveryState.KEPT)
    assert (desk.cash(), desk.free(), broken()) == (WHOLE - 100_00, WHOLE - 100_00, [])
