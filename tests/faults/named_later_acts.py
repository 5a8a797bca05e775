"""Acts on what the bank says once more of a line: another sum after an adjustment, and a file for what had agreed."""

from collections.abc import Callable

from sqlalchemy import select

from marketplace.earnings import coming_back, settlement
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.payments import differences
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import DifferenceState, LineOutcome
from tests.factories.money import People, lines, make_batch, make_earning, make_fund, release, three_people
from tests.faults.dying import Act

WHY = "ธนาคารยืนยันแล้ว"


def _paid_another_sum(*, agreed: bool, named: int = 1_00) -> tuple[People, PayoutBatch, PayoutLine]:
    """A line the bank paid with another sum; two people have adjusted the book by it, or one has proposed to."""
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund, satang=100_00))
    release(batch, people)
    (line,) = lines(batch)
    _named(batch, line, named, people)
    settlement.mark_paid(line, bank_ref="KTB-9", paid_on=clock.today(), by=people.officer)
    found = db.scalars(select(Difference)).one()
    differences.propose(found, satang=100_00 - named, reason=WHY, by=people.officer)
    if agreed:
        differences.agree(found, by=people.approver)
    return people, batch, line


def _named(batch: PayoutBatch, line: PayoutLine, satang: int, people: People) -> None:
    said = Result(2, line.ref, LineOutcome.PAID, "KTB-9", clock.today(), "", satang)
    settlement.apply_results(batch, [said], by=people.officer)


def _later(satang: int) -> tuple[People, str]:
    people, batch, line = _paid_another_sum(agreed=True)
    _named(batch, line, satang, people)
    return people, db.scalars(select(Difference.ref).where(Difference.state == DifferenceState.OPEN)).one()


def _difference(ref: str) -> Difference:
    return db.scalars(select(Difference).where(Difference.ref == ref)).one()


def later_sum_proposed() -> Act:
    people, ref = _later(100_00)
    return lambda: differences.propose_later_sum(_difference(ref), reason=WHY, by=people.officer)


def adjustment_undone_by_the_right_sum() -> Act:
    people, ref = _later(100_00)
    differences.propose_later_sum(_difference(ref), reason=WHY, by=people.officer)
    return lambda: differences.agree(_difference(ref), by=people.approver)


def adjusted_to_a_third_sum() -> Act:
    people, ref = _later(50_00)
    differences.propose_later_sum(_difference(ref), reason=WHY, by=people.officer)
    return lambda: differences.agree(_difference(ref), by=people.approver)


def proposal_overtaken() -> Act:
    """The bank names the right sum while an adjustment by the other one waits for a second person."""
    people, batch, line = _paid_another_sum(agreed=False)
    batch_id, line_id = batch.id, line.id
    return lambda: _named(db.get_one(PayoutBatch, batch_id), db.get_one(PayoutLine, line_id), 100_00, people)


def file_for_what_had_agreed() -> Act:
    people, batch, line = _paid_another_sum(agreed=True)
    settlement.reconcile(batch, by=people.officer)
    batch_id, line_id = batch.id, line.id
    return lambda: _named(db.get_one(PayoutBatch, batch_id), db.get_one(PayoutLine, line_id), 100_00, people)


def came_back_with_more_than_the_sum() -> Act:
    """Of what the bank paid too much by a line a part comes back with its sum, and the rest stays out."""
    people, batch, line = _paid_another_sum(agreed=True, named=150_00)
    settlement.reconcile(batch, by=people.officer)
    (earning,) = settlement._earnings_of(line)
    told = {"by": people.officer, "on": clock.today(), "bank_ref": "KTB-77"}
    ref = coming_back.propose(earning, satang=120_00, **told).ref
    return lambda: coming_back.agree(_difference(ref), by=people.approver)


NAMED_LATER_ACTS: dict[Callable[[], Act], str] = {
    later_sum_proposed: "difference.propose",
    adjustment_undone_by_the_right_sum: "difference.agree difference.undone entry.reversal",
    adjusted_to_a_third_sum: "difference.agree entry.adjust",
    proposal_overtaken: "difference.overtake",
    came_back_with_more_than_the_sum: "difference.agree earning.reverse entry.adjust",
    file_for_what_had_agreed: "difference.found payout.heard_again",
}
