"""What came back, is owed once more, and the bank is then found to have paid at first: only that is claimed."""

import pytest
from sqlalchemy import select

from marketplace.corrections import service as corrections
from marketplace.earnings import contradicted, decisions, payouts, put_right, settlement, waiting
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from models.earning import Earning
from models.payout import PayoutBatch, PayoutLine
from models.recovery import Recovery
from models.session import db
from models.vocabulary import EarningState, LineOutcome, RecoveryState
from tests.database.test_paid_by_two_lines import payment_proved
from tests.factories.bank_says import WHOLE, WHY, Desk, at_the_bank, broken
from tests.factories.money import lines, make_batch, release

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]
PAID, FAILED = LineOutcome.PAID, LineOutcome.FAILED


def owed_anew() -> tuple[Desk, Earning, Earning]:
    """The first line is kept as failed, its sum is paid by another, comes back, and is owed once more."""
    desk = at_the_bank(100_00)
    desk.fails()
    desk.is_paid_anew()
    (earning,) = desk.sums()
    desk.comes_back(earning)
    return desk, earning, corrections.pay_again(earning, by=desk.people.officer)


def claims() -> list[Recovery]:
    return list(db.scalars(select(Recovery)).all())


def batched(desk: Desk) -> tuple[PayoutBatch, PayoutLine]:
    batch = make_batch(desk.fund, desk.people)
    (line,) = lines(batch)
    return batch, line


@pytest.mark.parametrize("state", ["accrued", "approved", "held", "failed"])
def test_what_was_never_sent_is_owed_no_more_and_not_claimed_where_the_bank_had_paid_the_first_sum(state: str) -> None:
    desk, earning, again = owed_anew()
    if state in ("approved", "failed"):
        decisions.approve(again, by=desk.people.officer)
    if state == "held":
        decisions.hold(again, by=desk.people.officer, reason="other", note="ดูก่อน")
    if state == "failed":
        batch, line = batched(desk)
        release(batch, desk.people)
        desk.fails(line)
    assert (again.state, broken()) == (state, [])
    desk.is_right(desk.line, PAID)
    assert (earning.state, again.state, claims()) == (EarningState.PAID, EarningState.CANCELLED, [])
    assert (desk.cash(), desk.free()) == (WHOLE - 100_00, WHOLE - 100_00)
    assert (payment_proved(earning), broken()) == ([], [])


def test_it_comes_back_once_more_and_is_owed_once_more_by_the_same_sum() -> None:
    desk, earning, again = owed_anew()
    desk.is_right(desk.line, PAID)
    settlement.reconcile(desk.batch, by=desk.people.officer)
    desk.comes_back(earning)
    assert (desk.cash(), earning.state, broken()) == (WHOLE, EarningState.REVERSED, [])
    assert corrections.pay_again(earning, by=desk.people.approver).id == again.id
    assert (again.state, again.amount_satang, desk.free()) == (EarningState.ACCRUED, 100_00, WHOLE - 100_00)
    with pytest.raises(IllegalMove):
        corrections.pay_again(earning, by=desk.people.officer)
    decisions.approve(again, by=desk.people.officer)
    batch, line = batched(desk)
    release(batch, desk.people)
    settlement.mark_paid(line, bank_ref="KTB-8", paid_on=clock.today(), by=desk.people.officer)
    assert (desk.cash(), payment_proved(again), broken()) == (WHOLE - 100_00, [], [])


def test_while_it_is_in_a_batch_nothing_is_claimed_and_the_batch_does_not_go_out() -> None:
    desk, earning, again = owed_anew()
    decisions.approve(again, by=desk.people.officer)
    batch, line = batched(desk)
    payouts.lock(batch, by=desk.people.officer)
    said = desk.says(desk.line, PAID)
    assert contradicted.among([line]) == [said]
    with pytest.raises(Invalid, match=again.ref):
        put_right.propose(said, reason=WHY, by=desk.people.officer)
    with pytest.raises(Conflict):
        payouts.approve(batch, by=desk.people.approver)
    payouts.abort(batch, by=desk.people.officer, reason="ยกเลิกรอบนี้")
    left = waiting.left(waiting.due(desk.fund, clock.today()))
    assert (again.state, [one.id for one in left.gainsaid]) == (EarningState.APPROVED, [again.youth_id])
    put_right.propose(said, reason=WHY, by=desk.people.officer)
    put_right.agree(said, by=desk.people.approver)
    assert (earning.state, again.state, claims(), broken()) == (EarningState.PAID, EarningState.CANCELLED, [], [])


@pytest.mark.parametrize("is_paid", [True, False])
def test_what_is_at_the_bank_is_claimed_only_where_the_bank_pays_it(*, is_paid: bool) -> None:
    desk, earning, again = owed_anew()
    decisions.approve(again, by=desk.people.officer)
    batch, line = batched(desk)
    release(batch, desk.people)
    said = desk.says(desk.line, PAID)
    with pytest.raises(Invalid, match=again.ref):
        put_right.propose(said, reason=WHY, by=desk.people.officer)
    if is_paid:
        settlement.mark_paid(line, bank_ref="KTB-8", paid_on=clock.today(), by=desk.people.officer)
    else:
        desk.fails(line)
    put_right.propose(said, reason=WHY, by=desk.people.officer)
    put_right.agree(said, by=desk.people.approver)
    assert broken() == []
    if not is_paid:
        assert (earning.state, again.state, claims()) == (EarningState.PAID, EarningState.CANCELLED, [])
        return
    (claim,) = claims()
    assert (earning.state, claim.reason, claim.state) == ("reversed", "paid_twice", RecoveryState.OPEN)
    assert (again.state, desk.cash()) == (EarningState.PAID, WHOLE - 200_00)


def test_what_came_back_twice_and_was_paid_at_first_is_not_owed_a_third_time() -> None:
    desk, earning, again = owed_anew()
    decisions.approve(again, by=desk.people.officer)
    batch, line = batched(desk)
    release(batch, desk.people)
    settlement.mark_paid(line, bank_ref="KTB-8", paid_on=clock.today(), by=desk.people.officer)
    settlement.reconcile(batch, by=desk.people.officer)
    desk.comes_back(again)
    assert corrections.may_pay_again(again)
    desk.is_right(desk.line, PAID)
    assert (earning.state, again.state, claims(), broken()) == (EarningState.PAID, EarningState.REVERSED, [], [])
    assert not corrections.may_pay_again(again)
