"""What the bank says once more after people have answered, and how much comes back of what it paid by a line."""

import pytest
from sqlalchemy import select

from marketplace.corrections import service as corrections
from marketplace.earnings import bank_differences, coming_back, decisions, heard_since, settlement
from marketplace.kernel import clock
from marketplace.kernel.errors import Forbidden, IllegalMove, Invalid
from marketplace.payments import adjusted, differences
from models.earning import Earning
from models.gift import Difference
from models.session import db
from models.vocabulary import CorrectionKind, DifferenceState, EarningState, LineOutcome, PayoutState
from tests.database.test_adjusted_lines import (
    WHOLE,
    WHY,
    broken,
    paid_less,
    put_it_right,
    sent,
    sheet,
    told,
    waits,
)
from tests.database.test_paid_by_two_lines import finds
from tests.factories.money import People, lines, make_batch, make_earning, release

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]


def decided_by(found: Difference, people: People) -> None:
    """One person alone does not say why the bank names more; a second one agrees to the words."""
    for answer in (differences.explain, differences.match):
        with pytest.raises(IllegalMove):
            answer(found, reason=WHY, by=people.officer)
    differences.propose_words(found, reason=WHY, by=people.officer)
    with pytest.raises(Forbidden):
        differences.agree_words(found, by=people.officer)
    differences.agree_words(found, by=people.approver)
    assert (found.state, found.adjust_satang, broken()) == (DifferenceState.EXPLAINED, None, [])


def came_back(earning: Earning, people: People, satang: int | None = None) -> Difference:
    told = {"by": people.officer, "on": clock.today(), "bank_ref": "KTB-7"}
    found = coming_back.propose(earning, satang=satang, **told)  # type: ignore[arg-type]
    coming_back.agree(found, by=people.approver)
    return found


def test_the_right_sum_after_an_adjustment_is_kept_and_two_people_undo_what_was_adjusted() -> None:
    people, fund, batch, line = paid_less(100_00)
    first, right = adjusted.of_line(line.ref)[0], told(line, LineOutcome.PAID, 100_00)
    for _ in range(2):
        assert settlement.apply_results(batch, [right], by=people.officer) == (0, (line.ref,))
    found = waits()
    assert (found.expected_satang, found.found_satang) == (1_00, 100_00)
    with pytest.raises(settlement.Unanswered):
        settlement.reconcile(batch, by=people.officer)
    for satang in (99_00, -100_00):
        with pytest.raises(Invalid):
            differences.propose(found, satang=satang, reason=WHY, by=people.officer)
    differences.propose_later_sum(found, reason=WHY, by=people.officer)
    differences.agree(found, by=people.approver)
    assert (sheet(fund), adjusted.of_line(line.ref), broken()) == ((900_00, 900_00), [], [])
    assert (adjusted.undone_by(first), adjusted.undone_with(found)) == (found, -99_00)
    assert settlement.apply_results(batch, [right], by=people.officer) == (0, ())
    settlement.reconcile(batch, by=people.officer)


def test_each_other_sum_the_bank_names_later_is_measured_from_how_the_book_stands() -> None:
    people, fund, batch, line = paid_less(100_00)
    for satang, proposed in ((250_00, -249_00), (40_00, 210_00), (250_00, -210_00)):
        said = told(line, LineOutcome.PAID, satang)
        for _ in range(2):
            settlement.apply_results(batch, [said], by=people.officer)
        found = waits()
        differences.propose_later_sum(found, reason=WHY, by=people.officer)
        assert found.adjust_satang == proposed
        # What waits for a second person is known, and the file that named what the book says is as well.
        settlement.apply_results(batch, [said], by=people.officer)
        differences.agree(found, by=people.approver)
        assert settlement.apply_results(batch, [said], by=people.officer) == (0, ())
        assert (sheet(fund)[0], broken()) == (WHOLE - satang, [])
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 90_00)], by=people.officer)
    differences.explain(waits(), reason=WHY, by=people.officer)
    assert settlement.apply_results(batch, [told(line, LineOutcome.PAID, 90_00)], by=people.officer) == (0, (line.ref,))
    settlement.apply_results(batch, [told(line, LineOutcome.FAILED)], by=people.officer)
    put_it_right(people)
    assert (sheet(fund), adjusted.of_line(line.ref), broken()) == ((WHOLE, 900_00), [], [])


def test_that_the_bank_names_more_than_two_had_adjusted_to_is_explained_by_two() -> None:
    people, fund, batch, line = paid_less(100_00)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 60_00)], by=people.officer)
    found = waits()
    decided_by(found, people)
    assert sheet(fund)[0] == WHOLE - 1_00
    assert f"one {found.ref}" in finds(f"UPDATE difference SET proposed_by_id = NULL WHERE id = {found.id}")


def test_it_is_explained_by_two_also_where_both_sums_were_named_before_anything_was_adjusted() -> None:
    people, fund, batch, line = sent(100_00)
    for satang in (1_00, 60_00):
        settlement.apply_results(batch, [told(line, LineOutcome.PAID, satang)], by=people.officer)
    settlement.mark_paid(line, bank_ref="KTB-1", paid_on=clock.today(), by=people.officer)
    less, more = db.scalars(select(Difference).order_by(Difference.id)).all()
    differences.propose(less, satang=99_00, reason=WHY, by=people.officer)
    differences.agree(less, by=people.approver)
    decided_by(more, people)
    assert sheet(fund)[0] == WHOLE - 1_00


def test_the_right_sum_answers_by_itself_what_one_alone_may_not() -> None:
    people, fund, batch, line = paid_less(100_00)
    for satang in (60_00, 100_00):
        settlement.apply_results(batch, [told(line, LineOutcome.PAID, satang)], by=people.officer)
    more, right = db.scalars(select(Difference).where(Difference.state == DifferenceState.OPEN)).all()
    differences.propose_later_sum(right, reason=WHY, by=people.officer)
    differences.agree(right, by=people.approver)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 100_00)], by=people.officer)
    assert (more.state, sheet(fund)[0], broken()) == (DifferenceState.MATCHED, WHOLE - 100_00, [])


def test_the_right_sum_overtakes_what_waits_for_a_second_person() -> None:
    people, fund, batch, line = sent(100_00)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 1_00)], by=people.officer)
    settlement.mark_paid(line, bank_ref="KTB-1", paid_on=clock.today(), by=people.officer)
    found = waits()
    differences.propose(found, satang=99_00, reason=WHY, by=people.officer)
    right = told(line, LineOutcome.PAID, 100_00)
    assert settlement.apply_results(batch, [right], by=people.officer, name="วันที่ 6.csv") == (0, ())
    assert (found.state, found.adjust_satang, "วันที่ 6.csv" in found.answer) == (DifferenceState.MATCHED, None, True)
    with pytest.raises(IllegalMove):
        differences.agree(found, by=people.approver)
    assert (sheet(fund), broken()) == ((900_00, 900_00), [])


def test_what_two_found_wrong_is_asked_once_more_after_the_sum_was_paid_by_another_line() -> None:
    people, fund, batch, line = sent(100_00)
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    said = told(line, LineOutcome.PAID)
    settlement.apply_results(batch, [said], by=people.officer)
    first = waits()
    differences.propose_words(first, reason=WHY, by=people.officer)
    differences.agree_words(first, by=people.approver)
    decisions.retry(settlement._earnings_of(line)[0], by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    anew = make_batch(fund, people)
    release(anew, people)
    assert settlement.apply_results(batch, [said], by=people.officer) == (0, (line.ref,))
    assert bank_differences.open_of(batch) == []
    settlement.mark_paid(lines(anew)[0], bank_ref="KTB-5", paid_on=clock.today(), by=people.officer)
    for _ in range(2):
        settlement.apply_results(batch, [said], by=people.officer)
    second = waits()
    assert (second.about, bank_differences.said_before(second)) == (line.ref, [first])
    differences.propose_words(second, reason=WHY, by=people.officer)
    differences.agree_words(second, by=people.approver)
    settlement.apply_results(batch, [said], by=people.officer)
    assert (bank_differences.open_of(batch), sheet(fund)[0], broken()) == ([], 900_00, [])


def test_a_batch_that_agreed_takes_what_the_bank_says_later_and_stays_so() -> None:
    people, fund, batch, line = sent(100_00)
    said = told(line, LineOutcome.PAID)
    settlement.apply_results(batch, [said], by=people.officer)
    settlement.reconcile(batch, by=people.officer)
    assert settlement.apply_results(batch, [said], by=people.officer) == (0, ())
    assert heard_since.reconciled(batch) == []
    settlement.close(batch, by=people.officer)
    for _ in range(2):
        gone = told(line, LineOutcome.RETURNED)
        assert settlement.apply_results(batch, [gone], by=people.officer) == (0, (line.ref,))
    assert heard_since.reconciled(batch) == [waits()]
    put_it_right(people)
    assert (batch.state, line.outcome) == (PayoutState.CLOSED, LineOutcome.RETURNED)
    assert (sheet(fund), broken()) == ((WHOLE, 900_00), [])
    opened = make_batch(fund, people, make_earning(fund))
    with pytest.raises(IllegalMove):
        settlement.apply_results(opened, [], by=people.officer)


def test_of_a_line_paid_with_more_whoever_says_it_came_back_says_how_much_and_the_rest_stays_out() -> None:
    people, fund, batch, line = paid_less(100_00, 50_00, named=700_00)
    settlement.reconcile(batch, by=people.officer)
    first, last = settlement._earnings_of(line)
    came_back(first, people)
    for satang in (None, 49_00, 600_01):
        with pytest.raises(Invalid) as refused:
            came_back(last, people, satang)
        assert refused.value.field == "back_amount"
    found = came_back(last, people, 60_00)
    assert (sheet(fund)[0], last.state, broken()) == (WHOLE - 700_00 + 160_00, EarningState.REVERSED, [])
    assert (coming_back.came_by(found), len(adjusted.of_line(line.ref))) == (60_00, 2)
    # All sums are back, but not all that the bank paid: what it names now is still measured.
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 160_00)], by=people.officer)
    later = waits()
    differences.propose_later_sum(later, reason=WHY, by=people.officer)
    differences.agree(later, by=people.approver)
    assert (sheet(fund)[0], adjusted.of_line(line.ref), broken()) == (WHOLE, [], [])


def test_when_all_that_the_bank_paid_comes_back_with_the_last_sum_nothing_stays_adjusted() -> None:
    people, fund, batch, line = paid_less(100_00, 50_00, named=700_00)
    settlement.reconcile(batch, by=people.officer)
    first, last = settlement._earnings_of(line)
    came_back(first, people, 150_00)
    assert (sheet(fund)[0], broken()) == (WHOLE - 550_00, [])
    came_back(last, people, 550_00)
    assert (sheet(fund), adjusted.of_line(line.ref), broken()) == ((WHOLE, WHOLE), [], [])


def test_of_sums_not_due_that_the_bank_paid_with_more_the_last_takes_the_adjustment_along() -> None:
    people, fund, batch, line = sent(60_00, 40_00)
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    first, last = settlement._earnings_of(line)
    for one in (first, last):
        decisions.hold(one, by=people.officer, reason="other", note="ดูก่อน")
        decisions.reject(one, by=people.officer, reason="other", note="ไม่ถึงกำหนด")
    settlement.apply_results(batch, [told(line, LineOutcome.PAID)], by=people.officer)
    put_it_right(people)
    settlement.apply_results(batch, [told(line, LineOutcome.PAID, 150_00)], by=people.officer)
    more = waits()
    differences.propose(more, satang=-50_00, reason=WHY, by=people.officer)
    differences.agree(more, by=people.approver)
    settlement.reconcile(batch, by=people.officer)
    assert (sheet(fund)[0], broken()) == (WHOLE - 150_00, [])
    came_back(first, people, 150_00)
    assert (sheet(fund)[0], broken()) == (WHOLE, [])
    came_back(last, people)
    assert (sheet(fund)[0], broken()) == (WHOLE, [])


def test_of_a_line_paid_with_less_its_sums_come_back_one_by_one_with_what_there_was() -> None:
    people, fund, batch, line = paid_less(60_00, 40_00, named=20_00)
    settlement.reconcile(batch, by=people.officer)
    first, last = settlement._earnings_of(line)
    said = {"by": people.officer, "on": clock.today(), "bank_ref": "KTB-7"}
    waiting = coming_back.propose(first, satang=20_00, **said)  # type: ignore[arg-type]
    corrections.agree(corrections.propose(last, CorrectionKind.LESS, 5_00, WHY, by=people.officer), by=people.approver)
    with pytest.raises(Invalid):
        coming_back.agree(waiting, by=people.approver)
    differences.send_back(waiting, by=people.approver)
    differences.explain(waiting, reason=WHY, by=people.officer)
    came_back(first, people, 15_00)
    assert (sheet(fund)[0], broken()) == (WHOLE, [])
    came_back(last, people)
    assert (sheet(fund), adjusted.of_line(line.ref), broken()) == ((WHOLE, WHOLE), [], [])
