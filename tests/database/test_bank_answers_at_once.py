"""Officers who hand in the same answers of the bank at the same moment: every line ends once, nobody sees a fault."""

import threading

import pytest
from sqlalchemy import func, select

from marketplace.earnings import bank_differences, bank_formats, decisions, payouts, remittance, settlement, verify
from marketplace.earnings.bank_answers import WrongTotal
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from models.earning import Fund
from models.gift import Difference
from models.ledger import LedgerEntry
from models.payout import PayoutBatch, PayoutLine
from models.session import db, transactional
from models.vocabulary import EntryKind, LineOutcome
from tests.database.test_last_baht import CLIENTS, at_once
from tests.factories.bank import answer_file
from tests.factories.money import People, lines, make_batch, make_earning, make_fund, release, three_people

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]
ROUNDS = 2
BANK = bank_formats.called("example-b")


def released() -> tuple[PayoutBatch, list[PayoutLine], People]:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, *(make_earning(fund, satang=100_00) for _ in range(3)))
    release(batch, people)
    return batch, lines(batch), people


def said(some: list[PayoutLine], off: int = 0) -> bytes:
    ends = (LineOutcome.PAID, LineOutcome.FAILED, LineOutcome.PAID)
    rows = [
        Result(
            0,
            one.ref,
            end,
            f"K-{one.ref}" if end == "paid" else "",
            clock.today(),
            "" if end == "paid" else "ปิด",
            one.amount_satang,
        )
        for one, end in zip(some, ends, strict=True)
    ]
    return answer_file(BANK.result, rows, off=off)


def test_one_officer_ends_the_lines_and_the_others_add_nothing() -> None:
    for number in range(1, ROUNDS + 1):
        batch, some, people = released()
        batch_id, data = batch.id, said(some)
        db.commit()

        @transactional
        def take(_officer: int) -> str:
            taken = remittance.take_results(db.get_one(PayoutBatch, batch_id), data, BANK, by=people.officer)  # noqa: B023
            return str(taken.ended)

        assert at_once(take) == {"0": CLIENTS - 1, "3": 1}
        db.expire_all()
        assert [one.outcome for one in lines(db.get_one(PayoutBatch, batch_id))] == ["paid", "failed", "paid"]
        paid = select(func.count()).where(LedgerEntry.kind == EntryKind.PAY)
        assert db.scalar(paid) == 2 * number
    assert [found.name for found in verify.invariants() if found.breaches] == []


def test_a_wrong_total_is_kept_once_whoever_hands_it_in() -> None:
    batch, some, _ = released()
    ref, fund_id, data = batch.ref, batch.fund_id, said(some, off=1)
    with pytest.raises(WrongTotal):
        remittance.take_results(batch, data, BANK, by=three_people().officer)
    db.commit()

    @transactional
    def keep(_officer: int) -> str:
        return str(bank_differences.wrong_total(ref, fund_id, data, 300_01, 300_00))

    assert at_once(keep) == {"False": CLIENTS - 1, "True": 1}
    assert db.scalar(select(func.count()).select_from(Difference)) == 1


def test_a_batch_is_released_before_or_after_a_file_that_says_it_was_paid_never_beside_it() -> None:
    """Whoever releases waits for the file that is being taken, and reads what it has said."""
    batch, some, people = released()
    settlement.mark_failed(some[0], reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    decisions.retry(settlement._earnings_of(some[0])[0], by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    again = make_batch(db.get_one(Fund, batch.fund_id), people)
    for step, by in ((payouts.lock, people.officer), (payouts.approve, people.approver)):
        step(again, by=by)
    payouts.authorise(again, by=people.authoriser)
    again_id, told = again.id, []
    db.commit()

    @transactional
    def release_it() -> None:
        try:
            payouts.release(db.get_one(PayoutBatch, again_id), by=people.authoriser)
        except Conflict:
            told.append("refused")

    paid = Result(2, some[0].ref, LineOutcome.PAID, "K-1", clock.today(), "", None)
    settlement.apply_results(batch, [paid], by=people.officer)
    other = threading.Thread(target=release_it)
    other.start()
    other.join(0.5)
    db.commit()
    other.join()
    assert told == ["refused"]
