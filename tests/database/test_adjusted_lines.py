"""By a payout line a book is adjusted only while the line is paid, and what the bank paid is always booked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.corrections import service as corrections
from marketplace.earnings import (
    bank_differences,
    coming_back,
    decisions,
    funds,
    put_right,
    settlement,
    verify,
)
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.kernel.errors import IllegalMove, Invalid
from marketplace.payments import adjusted, differences
from models.earning import Earning, Fund
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.recovery import Recovery
from models.session import db
from models.vocabulary import (
    CorrectionKind,
    DifferenceState,
    EarningState,
    LineOutcome,
    RecoveryState,
)
from tests.factories.enrolments import make_enrolment
from tests.factories.money import People, lines, make_batch, make_earning, make_fund, release, three_people

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]
WHOLE, WHY = 1_000_00, "ธนาคารยืนยันแล้ว"


def sent(*satang: int) -> tuple[People, Fund, PayoutBatch, PayoutLine]:
    """One line of so many sums that is at the bank."""
    people, fund = three_people(), make_fund(WHOLE)
    enrolment = make_enrolment()
    batch = make_batch(fund, people, *(make_earning(fund, enrolment=enrolment, satang=one) for one in satang))
    release(batch, people)
    (line,) = lines(batch)
    return people, fund, batch, line


def told(line: PayoutLine, outcome: LineOutcome, satang: int | None = None, ref: str = "KTB-1") -> Result:
    is_paid = outcome == LineOutcome.PAID
    return Result(2, line.ref, outcome, ref if is_paid else "", clock.today(), "" if is_paid else "ปิดบัญชี", satang)


def waits() -> Difference:
    return db.scalars(select(Difference).where(Difference.state == DifferenceState.OPEN)).one()


def adjust(found: Difference, satang: int, people: People) -> None:
    differences.propose(found, satang=satang, reason=WHY, by=people.officer)
    differences.agree(found, by=people.approver)


def put_it_right(people: People) -> None:
    found = waits()
    put_right.propose(found, reason=WHY, by=people.officer)
    put_right.agree(found, by=people.approver)


def sheet(fund: Fund) -> tuple[int, int]:
    found = funds.sheet(fund)
    return found.cash, found.available


def broken() -> list[str]:
    db.flush()
    return [f"{found.name}: {found.breaches}" for found in verify.invariants() if found.breaches]


def paid_less(*satang: int, named: int = 1_00) -> tuple[People, Fund, PayoutBatch, PayoutLine]:
    """A line the bank paid with one baht, or what is named, by which two people have adjusted the book."""
    people, fund, batch, line = sent(*satang)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, named)], by=people.officer)
    settlement.mark_paid(line, bank_ref="KTB-1", paid_on=clock.today(), by=people.officer)
    adjust(waits(), line.amount_satang - named, people)
    assert (sheet(fund)[0], broken()) == (WHOLE - named, [])
    return people, fund, batch, line


def test_what_came_back_since_it_was_proposed_is_asked_again_when_a_second_person_agrees() -> None:
    people, _fund, batch, line = sent(310_00)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 10_00)], by=people.officer)
    settlement.mark_paid(line, bank_ref="KTB-1", paid_on=clock.today(), by=people.officer)
    found = waits()
    differences.propose(found, satang=300_00, reason=WHY, by=people.officer)
    (earning,) = db.scalars(select(Earning)).all()
    corrections.agree(
        corrections.propose(earning, CorrectionKind.LESS, 100_00, WHY, by=people.officer), by=people.approver
    )
    with pytest.raises(Invalid):
        differences.agree(found, by=people.approver)
    assert (found.state, broken()) == (DifferenceState.PROPOSED, [])


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_wrong_sum_is_answered_by_the_file_that_names_the_right_one_and_adjusts_no_book_any_more(
    *, by_hand: bool
) -> None:
    people, fund, batch, line = sent(100_00)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 1_00)], by=people.officer)
    found = waits()
    if by_hand:
        settlement.mark_paid(line, bank_ref="KTB-1", paid_on=clock.today(), by=people.officer)
    right = settlement.apply_results(batch, [told(line, LineOutcome.PAID, 100_00)], by=people.officer)
    assert right == (0 if by_hand else 1, ())
    assert (found.state, sheet(fund), broken()) == (DifferenceState.MATCHED, (900_00, 900_00), [])
    with pytest.raises(IllegalMove):
        differences.propose(found, satang=99_00, reason=WHY, by=people.officer)
    settlement.reconcile(batch, by=people.officer)


def test_a_line_that_is_silent_open_or_failed_adjusts_no_book_and_what_was_proposed_is_not_agreed_to() -> None:
    people, fund, batch, line = sent(100_00)
    with clock.frozen(clock.now() + timedelta(days=6)):
        bank_differences.nightly()
    silent = waits()
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 1_00)], by=people.officer)
    of_sum = waits()
    for one, satang in ((silent, 100_00), (of_sum, 99_00)):
        with pytest.raises(Invalid):
            differences.propose(one, satang=satang, reason=WHY, by=people.officer)
    settlement.mark_paid(line, bank_ref="KTB-1", paid_on=clock.today(), by=people.officer)
    differences.propose(of_sum, satang=99_00, reason=WHY, by=people.officer)
    settlement.apply_results(batch, [told(line, LineOutcome.FAILED)], by=people.officer)
    put_it_right(people)
    with pytest.raises(IllegalMove):
        differences.agree(of_sum, by=people.approver)
    assert (sheet(fund), of_sum.state, broken()) == ((WHOLE, 900_00), DifferenceState.PROPOSED, [])


def test_what_a_book_was_adjusted_before_its_line_failed_is_found_and_taken_back_with_it() -> None:
    people, fund, batch, line = sent(100_00)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 1_00)], by=people.officer)
    early = waits()
    # As it could be before.
    differences._propose(early, 99_00, WHY, people.officer)
    differences.agree_answer(early, by=people.approver)
    differences.adjust_fund(early, 99_00, by=people.approver)
    assert [one.partition(":")[0] for one in broken()] == ["I11 adjusted"]
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    assert (sheet(fund), broken()) == ((WHOLE, 900_00), [])


def test_a_line_put_right_to_failed_takes_its_adjustment_along_and_another_sum_is_kept_anew() -> None:
    people, fund, batch, line = paid_less(100_00)
    settlement.apply_results(batch, [told(line, LineOutcome.FAILED)], by=people.officer)
    put_it_right(people)
    assert (sheet(fund), adjusted.of_line(line.ref), broken()) == ((WHOLE, 900_00), [], [])
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 1_00)], by=people.officer)
    of_sum, of_answer = db.scalars(
        select(Difference).where(Difference.state == DifferenceState.OPEN).order_by(Difference.id)
    )
    put_right.propose(of_answer, reason=WHY, by=people.officer)
    put_right.agree(of_answer, by=people.approver)
    adjust(of_sum, 99_00, people)
    assert (sheet(fund), broken()) == ((999_00, 999_00), [])


def test_of_a_line_paid_with_less_no_more_comes_back_than_was_paid_and_the_last_takes_the_adjustment_along() -> None:
    people, fund, batch, line = paid_less(60_00, 40_00)
    settlement.reconcile(batch, by=people.officer)
    first, second = settlement._earnings_of(line)
    with pytest.raises(Invalid):
        coming_back.propose(first, by=people.officer, on=clock.today(), bank_ref="KTB-7")
    with pytest.raises(Invalid):
        corrections.propose(first, CorrectionKind.LESS, 2_00, WHY, by=people.officer)
    corrections.agree(corrections.propose(first, CorrectionKind.LESS, 1_00, WHY, by=people.officer), by=people.approver)
    assert (sheet(fund)[0], broken()) == (WHOLE, [])
    with pytest.raises(Invalid):
        corrections.propose(second, CorrectionKind.LESS, 1, WHY, by=people.officer)


def test_when_all_of_a_line_comes_back_its_adjustment_is_taken_back() -> None:
    people, fund, batch, line = paid_less(100_00)
    settlement.reconcile(batch, by=people.officer)
    (earning,) = settlement._earnings_of(line)
    said = coming_back.propose(earning, by=people.officer, on=clock.today(), bank_ref="KTB-7")
    assert (coming_back.proposed(said).came, coming_back.proposed(said).is_all) == (1_00, True)
    coming_back.agree(said, by=people.approver)
    assert (sheet(fund), adjusted.of_line(line.ref), broken()) == ((WHOLE, WHOLE), [], [])


def failed_and_gone(people: People, fund: Fund, batch: PayoutBatch, line: PayoutLine, *, again: bool) -> Earning:
    """The line is kept as failed; its sum is paid by another line, or not due."""
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    (earning,) = settlement._earnings_of(line)
    if again:
        decisions.retry(earning, by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
        anew = make_batch(fund, people)
        release(anew, people)
        settlement.mark_paid(lines(anew)[0], bank_ref="KTB-5", paid_on=clock.today(), by=people.officer)
    else:
        decisions.hold(earning, by=people.officer, reason="other", note="ดูก่อน")
        decisions.reject(earning, by=people.officer, reason="other", note="ไม่ถึงกำหนด")
    return earning


def test_what_comes_back_came_by_the_line_that_paid_it_and_not_by_the_last_one_it_stood_in() -> None:
    people, fund, batch, line = sent(100_00)
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    (earning,) = settlement._earnings_of(line)
    decisions.retry(earning, by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    anew = make_batch(fund, people)
    release(anew, people)
    settlement.mark_failed(lines(anew)[0], reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID)], by=people.officer)
    put_it_right(people)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 1_00)], by=people.officer)
    adjust(waits(), 99_00, people)
    settlement.reconcile(batch, by=people.officer)
    said = coming_back.propose(earning, by=people.officer, on=clock.today(), bank_ref="KTB-7")
    assert said.about == line.ref
    coming_back.agree(said, by=people.approver)
    assert (sheet(fund)[0], adjusted.of_line(line.ref), broken()) == (WHOLE, [], [])


def test_what_the_bank_paid_for_a_sum_that_was_not_due_any_more_is_taken_out_of_the_fund_by_two() -> None:
    people, fund, batch, line = sent(100_00)
    earning = failed_and_gone(people, fund, batch, line, again=False)
    said = told(line, LineOutcome.PAID)
    settlement.apply_results(batch, [said], by=people.officer)
    put_it_right(people)
    assert (sheet(fund), earning.state, line.outcome) == ((900_00, 900_00), EarningState.REJECTED, LineOutcome.PAID)
    assert settlement.apply_results(batch, [said], by=people.officer) == (0, ())
    assert broken() == []


def test_of_a_line_found_paid_the_sums_still_owed_are_paid_and_what_was_not_due_is_taken_out() -> None:
    people, fund, batch, line = sent(60_00, 40_00)
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    gone, owed = settlement._earnings_of(line)
    decisions.hold(gone, by=people.officer, reason="other", note="ดูก่อน")
    settlement.apply_results(batch, [told(line, LineOutcome.PAID)], by=people.officer)
    with pytest.raises(Invalid):
        put_right.propose(waits(), reason=WHY, by=people.officer)
    decisions.reject(gone, by=people.officer, reason="other", note="ไม่ถึงกำหนด")
    put_it_right(people)
    states = (EarningState.REJECTED, EarningState.PAID)
    assert (sheet(fund), (gone.state, owed.state), broken()) == ((900_00, 900_00), states, [])
    settlement.apply_results(batch, [told(line, LineOutcome.RETURNED)], by=people.officer)
    put_it_right(people)
    assert (sheet(fund), owed.state, broken()) == ((WHOLE, 960_00), EarningState.FAILED, [])


def test_what_the_bank_paid_twice_is_taken_out_of_the_fund_and_has_to_come_back() -> None:
    people, fund, batch, line = sent(100_00)
    earning = failed_and_gone(people, fund, batch, line, again=True)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID)], by=people.officer)
    put_it_right(people)
    recovery = db.scalars(select(Recovery)).one()
    assert (sheet(fund), earning.state, recovery.state) == ((800_00, 800_00), EarningState.PAID, RecoveryState.OPEN)
    assert broken() == []
    settlement.apply_results(batch, [told(line, LineOutcome.RETURNED)], by=people.officer)
    put_it_right(people)
    assert (sheet(fund), earning.state, recovery.state) == ((900_00, 900_00), EarningState.PAID, RecoveryState.KEPT)
    assert (line.outcome, broken()) == (LineOutcome.RETURNED, [])


def test_a_sum_that_stands_as_paid_by_one_line_stays_paid_by_it_when_another_was_not_paid() -> None:
    people, fund, batch, line = sent(100_00)
    earning = failed_and_gone(people, fund, batch, line, again=True)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID)], by=people.officer)
    put_it_right(people)
    anew = db.scalars(select(PayoutBatch).order_by(PayoutBatch.id.desc())).first()
    assert anew is not None
    settlement.apply_results(anew, [told(lines(anew)[0], LineOutcome.FAILED)], by=people.officer)
    put_it_right(people)
    recovery = db.scalars(select(Recovery)).one()
    assert (earning.state, sheet(fund), recovery.state) == (EarningState.PAID, (900_00, 900_00), RecoveryState.KEPT)
    assert ([one.id for one in adjusted.paid_by(line.ref)], broken()) == ([earning.id], [])


def test_a_sum_that_came_back_and_that_another_line_has_paid_is_paid_and_not_owed_anew() -> None:
    people, fund, batch, line = sent(100_00)
    earning = failed_and_gone(people, fund, batch, line, again=True)
    anew = db.scalars(select(PayoutBatch).order_by(PayoutBatch.id.desc())).first()
    assert anew is not None
    settlement.reconcile(anew, by=people.officer)
    coming_back.agree(
        coming_back.propose(earning, by=people.officer, on=clock.today(), bank_ref="KTB-7"), by=people.approver
    )
    settlement.apply_results(batch, [told(line, LineOutcome.PAID)], by=people.officer)
    put_it_right(people)
    assert (earning.state, sheet(fund), broken()) == (EarningState.PAID, (900_00, 900_00), [])
    assert db.scalars(select(Recovery)).all() == []
    with pytest.raises(IllegalMove):
        corrections.pay_again(earning, by=people.officer)


def test_a_failed_row_with_another_sum_is_failed_and_its_reason_names_the_sum() -> None:
    people, fund, batch, line = sent(100_00)
    assert settlement.apply_results(batch, [told(line, LineOutcome.FAILED, 1_00)], by=people.officer) == (1, ())
    assert (line.outcome, line.reason.startswith("ปิดบัญชี ("), "1.00" in line.reason) == ("failed", True, True)
    assert (db.scalars(select(Difference)).all(), sheet(fund), broken()) == ([], (WHOLE, 900_00), [])
