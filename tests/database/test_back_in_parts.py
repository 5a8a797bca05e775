"""A sum that the bank paid by two lines, of which one comes back in parts: it stays paid by the other."""

import pytest
from sqlalchemy import select

from marketplace.corrections import service as corrections
from marketplace.earnings import coming_back, returned, settlement
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.payments import adjusted, differences
from marketplace.recoveries import service as recovering
from models.correction import Correction
from models.earning import Earning
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.recovery import Recovery
from models.session import db
from models.vocabulary import CorrectionKind, EarningState, LineOutcome, RecoveryState
from tests.factories.bank_says import WHOLE, WHY, Desk, at_the_bank, broken

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]
PAID, RETURNED = LineOutcome.PAID, LineOutcome.RETURNED


def claim_of(earning: Earning) -> Recovery:
    return db.scalars(select(Recovery).where(Recovery.earning_id == earning.id)).one()


def part(desk: Desk, earning: Earning, satang: int) -> Correction:
    """Two people say that a part came back."""
    less = corrections.propose(earning, CorrectionKind.LESS, satang, WHY, by=desk.people.officer)
    corrections.agree(less, by=desk.people.approver)
    return less


def paid_anew(*satang: int) -> tuple[Desk, PayoutLine]:
    desk = at_the_bank(*satang)
    desk.fails()
    return desk, desk.is_paid_anew()[1]


def paid_less(desk: Desk, line: PayoutLine, satang: int) -> None:
    """A file names less for a line that is paid, and two people adjust the book by it."""
    told = Result(2, line.ref, PAID, str(line.bank_ref), clock.today(), "", satang)
    settlement.apply_results(db.get_one(PayoutBatch, line.batch_id), [told], by=desk.people.officer)
    about = (Difference.about == line.ref, Difference.state == "open", Difference.found_satang.is_not(None))
    (found,) = db.scalars(select(Difference).where(*about)).all()
    differences.propose(found, satang=line.amount_satang - satang, reason=WHY, by=desk.people.officer)
    differences.agree(found, by=desk.people.approver)


def test_once_all_of_one_payment_is_back_in_parts_the_sum_stays_paid_by_the_other() -> None:
    desk, again = paid_anew(100_00)
    desk.is_right(desk.line, PAID)
    (earning,) = desk.sums()
    part(desk, earning, 30_00)
    assert (claim_of(earning).amount_satang, coming_back.stays_paid_by(earning)) == (70_00, desk.line.ref)
    desk.comes_back(earning)
    assert (earning.state, adjusted.paying(earning.id)) == (EarningState.PAID, desk.line.ref)
    assert (desk.cash(), claim_of(earning).state, broken()) == (WHOLE - 100_00, RecoveryState.RECOVERED, [])
    # What had come back was of the other payment: the whole sum is theirs, and no part of it went back.
    assert (returned.parts_of([earning]), corrections.still_due(earning)) == ({}, 100_00)
    # The same event as the bank tells it, of the line that pays it now.
    desk.is_right(desk.line, RETURNED)
    assert (earning.state, adjusted.paying(earning.id)) == (EarningState.PAID, again.ref)
    assert (desk.cash(), broken()) == (WHOLE - 100_00, [])


def test_the_other_payment_comes_back_in_parts_as_well_and_all_of_the_sum_is_due_again() -> None:
    desk, _again = paid_anew(100_00)
    desk.is_right(desk.line, PAID)
    settlement.reconcile(desk.batch, by=desk.people.officer)
    (earning,) = desk.sums()
    part(desk, earning, 30_00)
    desk.comes_back(earning)
    part(desk, earning, 80_00)
    assert (desk.cash(), broken()) == (WHOLE - 20_00, [])
    desk.comes_back(earning)
    assert (desk.cash(), desk.free(), earning.state, broken()) == (WHOLE, WHOLE, EarningState.REVERSED, [])
    assert corrections.pay_again(earning, by=desk.people.officer).amount_satang == 20_00


def test_too_much_that_came_back_before_the_second_payment_was_found_stays_too_much() -> None:
    desk, _again = paid_anew(100_00)
    (earning,) = desk.sums()
    part(desk, earning, 30_00)
    desk.is_right(desk.line, PAID)
    settlement.reconcile(desk.batch, by=desk.people.officer)
    desk.comes_back(earning)
    claim = claim_of(earning)
    assert (earning.state, claim.state, claim.amount_satang) == (EarningState.PAID, RecoveryState.OPEN, 30_00)
    assert (desk.cash(), corrections.still_due(earning), broken()) == (WHOLE - 100_00, 70_00, [])
    part(desk, earning, 30_00)
    assert (claim.state, corrections.still_due(earning), broken()) == (RecoveryState.RECOVERED, 70_00, [])
    desk.comes_back(earning)
    assert corrections.pay_again(earning, by=desk.people.officer).amount_satang == 70_00


def test_what_is_found_not_due_after_a_part_of_two_payments_came_back_is_waited_for_with_what_is_out() -> None:
    desk, _again = paid_anew(100_00)
    (earning,) = desk.sums()
    part(desk, earning, 30_00)
    desk.is_right(desk.line, PAID)
    recovering.open_for(earning, reason="false_completion", cause_ref="L-1", by=desk.people.officer)
    assert (claim_of(earning).amount_satang, broken()) == (170_00, [])


@pytest.mark.parametrize("parts", [(), (100_00,), (100_00, 30_00)])
@pytest.mark.parametrize("found_before", [True, False])
def test_of_a_line_paid_with_less_what_was_paid_comes_back_whole_or_in_parts_and_no_more(
    parts: tuple[int, ...], *, found_before: bool
) -> None:
    desk, again = paid_anew(175_00)
    if found_before:
        desk.is_right(desk.line, PAID)
    paid_less(desk, again, 155_00)
    if not found_before:
        desk.is_right(desk.line, PAID)
    (earning,) = desk.sums()
    for satang in parts:
        part(desk, earning, satang)
    left = 155_00 - sum(parts)
    if parts:
        with pytest.raises(Invalid):
            part(desk, earning, left)
    told = {"by": desk.people.officer, "on": clock.today(), "bank_ref": "KTB-9"}
    with pytest.raises(Invalid, match=rf"\b{left // 100}\.00\b"):
        coming_back.propose(earning, satang=175_00, **told)  # type: ignore[arg-type]
    said = coming_back.propose(earning, satang=left, **told)  # type: ignore[arg-type]
    coming_back.agree(said, by=desk.people.approver)
    assert (earning.state, adjusted.paying(earning.id)) == (EarningState.PAID, desk.line.ref)
    assert (desk.cash(), claim_of(earning).state, broken()) == (WHOLE - 175_00, RecoveryState.RECOVERED, [])
    assert adjusted.of_line(again.ref) == []
