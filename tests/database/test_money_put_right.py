"""Paid money put right: paid again once after it came back, corrected by two people, got back or written off."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.corrections import service as corrections
from marketplace.earnings import bookings, decisions, funds, origins, payouts, proof, proof_steps, verify
from marketplace.earnings.statement import statement_for
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid
from marketplace.ledger import accounts
from marketplace.payments import differences
from marketplace.recoveries import queries as recoveries
from marketplace.recoveries import service as recovering
from models.correction import Correction
from models.earning import Earning, Fund
from models.gift import Difference
from models.ledger import LedgerBook
from models.payout import PayoutLine
from models.recovery import Recovery
from models.session import db
from models.vocabulary import (
    CorrectionKind,
    CorrectionState,
    DifferenceKind,
    EarningKind,
    EarningState,
    EntryKind,
    RecoveryState,
)
from tests.factories.money import People, lines, make_batch, make_earning, make_fund, pay, release, three_people

pytestmark = pytest.mark.usefixtures("database")

WHY = "จ่ายวันที่ไม่ได้มาเรียน"


@dataclass
class Paid:
    """A sum of 100 baht that the bank has paid."""

    fund: Fund
    people: People
    earning: Earning


@pytest.fixture
def paid() -> Paid:
    fund, people = make_fund(), three_people()
    earning = make_earning(fund)
    pay_out(fund, people, earning)
    return Paid(fund, people, earning)


def pay_out(fund: Fund, people: People, earning: Earning) -> None:
    batch = make_batch(fund, people, earning)
    release(batch, people)
    pay(lines(batch)[0], people, bank_ref=f"KTB-{earning.id}")


def holds() -> bool:
    return not [one for one in verify.invariants() if one.breaches]


def cash(fund: Fund) -> int:
    return accounts.balance(f"{fund.ref}/cash")


def came_back(paid: Paid) -> None:
    decisions.reverse(paid.earning, by=paid.people.officer, reason="came_back")


def told(earning: Earning) -> str:
    month = (clock.today().replace(day=1), clock.today())
    first = min(month[0], earning.earned_on)
    found = statement_for(earning.youth_id, (first, month[1]))
    return " | ".join(f"{line.what} {line.amount_satang} {line.why}" for line in (*found.fund.lines, *found.undone))


class TestPaidAgain:
    def test_money_that_came_back_is_paid_again_and_the_books_agree(self, paid: Paid) -> None:
        came_back(paid)
        anew = corrections.pay_again(paid.earning, by=paid.people.officer)
        assert (anew.kind, anew.amount_satang, anew.state) == (EarningKind.BALANCING, 100_00, EarningState.ACCRUED)
        pay_out(paid.fund, paid.people, anew)
        assert anew.state == EarningState.PAID
        steps = {step.name: step for step in proof.prove(anew.ref).steps}
        assert steps["correction"].holds
        assert cash(paid.fund) == 1_000_000_00 - 100_00
        assert holds()
        assert "จ่ายให้อีกครั้ง" in told(paid.earning)

    def test_it_is_paid_again_only_once(self, paid: Paid) -> None:
        came_back(paid)
        corrections.pay_again(paid.earning, by=paid.people.officer)
        with pytest.raises(IllegalMove):
            corrections.pay_again(paid.earning, by=paid.people.officer)

    def test_what_the_bank_says_otherwise_of_its_payment_is_answered_first(self, paid: Paid) -> None:
        came_back(paid)
        about = db.scalars(select(PayoutLine.ref)).one()
        told = f"{differences.ANSWER}paid:{clock.today()}:KTB-9"
        differences.found(DifferenceKind.BANK_LINE, "x", about=about, fund_id=paid.fund.id, seen=100_00, detail=told)
        with pytest.raises(Invalid):
            corrections.pay_again(paid.earning, by=paid.people.officer)
        said = db.scalars(select(Difference)).one()
        differences.explain(said, reason="ธนาคารแจ้งผิด", by=paid.people.officer)
        assert corrections.pay_again(paid.earning, by=paid.people.officer).state == EarningState.ACCRUED

    def test_the_database_refuses_a_second_as_well(self, paid: Paid) -> None:
        came_back(paid)
        corrections.pay_again(paid.earning, by=paid.people.officer)
        kept = db.scalars(select(Correction)).one()
        twin = Correction(
            ref="K-2", earning_id=kept.earning_id, kind=kept.kind, state=kept.state, amount_satang=1, reason="x",
            proposed_at=kept.proposed_at, decided_at=kept.decided_at,
        )  # fmt: skip
        db.add(twin)
        with pytest.raises(IntegrityError):
            db.flush()

    def test_what_came_back_a_second_time_can_be_paid_a_third(self, paid: Paid) -> None:
        came_back(paid)
        anew = corrections.pay_again(paid.earning, by=paid.people.officer)
        pay_out(paid.fund, paid.people, anew)
        decisions.reverse(anew, by=paid.people.officer, reason="came_back")
        assert corrections.pay_again(anew, by=paid.people.officer).id != anew.id
        assert holds()

    def test_what_was_paid_or_was_not_due_is_not_paid_again(self, paid: Paid) -> None:
        with pytest.raises(IllegalMove):
            corrections.pay_again(paid.earning, by=paid.people.officer)
        recovering.open_for(paid.earning, reason="false_completion", cause_ref="L-1", by=paid.people.officer)
        came_back(paid)
        with pytest.raises(IllegalMove):
            corrections.pay_again(paid.earning, by=paid.people.officer)


class TestCorrected:
    def propose(self, paid: Paid, kind: CorrectionKind, satang: int = 30_00) -> Correction:
        return corrections.propose(paid.earning, kind, satang, WHY, by=paid.people.officer)

    def test_what_was_short_is_owed_by_an_entry_of_its_own(self, paid: Paid) -> None:
        corrections.agree(self.propose(paid, CorrectionKind.MORE), by=paid.people.approver)
        added = db.scalars(select(Earning).where(Earning.kind == EarningKind.BALANCING)).one()
        assert (added.amount_satang, added.verified_by_id) == (30_00, paid.people.approver.account_id)
        pay_out(paid.fund, paid.people, added)
        assert cash(paid.fund) == 1_000_000_00 - 130_00
        assert holds()
        assert WHY in told(paid.earning)

    def test_what_came_back_in_part_is_in_the_fund_again_and_off_the_statement(self, paid: Paid) -> None:
        corrections.agree(self.propose(paid, CorrectionKind.LESS), by=paid.people.approver)
        assert cash(paid.fund) == 1_000_000_00 - 70_00
        assert holds()
        assert "7000" in told(paid.earning)
        assert WHY in told(paid.earning)
        came_back(paid)
        assert cash(paid.fund) == 1_000_000_00
        assert holds()

    def test_what_came_back_in_part_is_less_that_was_spent_and_no_money_put_in(self, paid: Paid) -> None:
        whole = self.budget(paid)
        corrections.agree(self.propose(paid, CorrectionKind.LESS), by=paid.people.approver)
        assert self.budget(paid) == whole == 1_000_000_00
        assert whole - cash(paid.fund) == 70_00
        came_back(paid)
        assert self.budget(paid) == whole == cash(paid.fund)

    def budget(self, paid: Paid) -> int:
        return bookings.budgets([paid.fund.id])[paid.fund.id]

    def test_the_chain_of_what_was_paid_then_leads_to_the_gift_that_paid_it(self, paid: Paid) -> None:
        book = db.scalars(select(LedgerBook.id).where(LedgerBook.code == paid.fund.ref)).one()
        corrections.agree(self.propose(paid, CorrectionKind.LESS), by=paid.people.approver)
        assert origins.standing(book) == 70_00
        free = accounts.balance(f"{paid.fund.ref}/available")
        funds.cut(paid.fund, free - 50_00, key="cut", by=paid.people.officer, note="x")
        last = make_earning(paid.fund, satang=50_00)
        for earning in (paid.earning, last):
            told = [one for one in proof.prove(earning.ref).steps if one.name == proof_steps.DONATION]
            assert [one.holds for one in told] == [True]
        assert [one.kind for one in origins.inflows(book)] == [EntryKind.GRANT, EntryKind.CUT]
        assert holds()

    def test_who_proposed_does_not_agree(self, paid: Paid) -> None:
        correction = self.propose(paid, CorrectionKind.MORE)
        for say in (corrections.agree, corrections.decline):
            with pytest.raises(Forbidden):
                say(correction, by=paid.people.officer)

    def test_nothing_is_written_before_the_second_person_or_when_they_decline(self, paid: Paid) -> None:
        correction = self.propose(paid, CorrectionKind.LESS)
        with pytest.raises(Conflict):
            self.propose(paid, CorrectionKind.MORE)
        corrections.decline(correction, by=paid.people.approver)
        assert correction.state == CorrectionState.DECLINED
        assert cash(paid.fund) == 1_000_000_00 - 100_00
        self.propose(paid, CorrectionKind.MORE)

    @pytest.mark.parametrize(
        ("kind", "satang", "why", "field"),
        [
            (CorrectionKind.AGAIN, 1, WHY, "kind"),
            (CorrectionKind.MORE, 0, WHY, "amount"),
            (CorrectionKind.LESS, 100_00, WHY, "amount"),
            (CorrectionKind.MORE, 1, " x ", "reason"),
            (CorrectionKind.MORE, 1, "x" * 201, "reason"),
        ],
    )
    def test_slips_are_refused(self, paid: Paid, kind: CorrectionKind, satang: int, why: str, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            corrections.propose(paid.earning, kind, satang, why, by=paid.people.officer)
        assert refused.value.field == field

    def test_the_parts_that_came_back_never_reach_the_whole(self, paid: Paid) -> None:
        corrections.agree(self.propose(paid, CorrectionKind.LESS, 60_00), by=paid.people.approver)
        with pytest.raises(Invalid):
            self.propose(paid, CorrectionKind.LESS, 40_00)

    def test_what_was_not_paid_is_not_corrected(self, paid: Paid) -> None:
        waiting = make_earning(paid.fund)
        with pytest.raises(IllegalMove):
            corrections.propose(waiting, CorrectionKind.MORE, 1, WHY, by=paid.people.officer)


class TestGotBack:
    def open(self, paid: Paid) -> Recovery:
        found = recovering.open_for(paid.earning, reason="false_completion", cause_ref="L-1", by=paid.people.officer)
        assert found is not None
        return found

    def test_it_stands_in_the_list_until_the_money_is_back(self, paid: Paid) -> None:
        recovery = self.open(paid)
        assert recovering.open_for(paid.earning, reason="x", cause_ref="L-2", by=paid.people.officer) is recovery
        assert (recoveries.counted(paid.people.officer).count, recoveries.counted(paid.people.officer).satang) == (
            1,
            100_00,
        )
        came_back(paid)
        db.refresh(recovery)
        assert recovery.state == RecoveryState.RECOVERED
        assert recoveries.counted(paid.people.officer).count == 0
        assert [one.id for one in recoveries.ended_for(paid.people.officer)] == [recovery.id]

    def test_two_people_write_it_off(self, paid: Paid) -> None:
        recovery = self.open(paid)
        recovering.propose(recovery, "ติดต่อไม่ได้แล้ว ย้ายออกนอกพื้นที่", by=paid.people.officer)
        with pytest.raises(Forbidden):
            recovering.agree(recovery, by=paid.people.officer)
        recovering.send_back(recovery, by=paid.people.approver)
        recovering.propose(recovery, "ติดต่อไม่ได้แล้ว ย้ายออกนอกพื้นที่", by=paid.people.officer)
        recovering.agree(recovery, by=paid.people.approver)
        assert recovery.state == RecoveryState.WRITTEN_OFF
        assert paid.earning.state == EarningState.PAID
        assert holds()

    def test_what_never_left_stops_by_itself(self, paid: Paid) -> None:
        waiting = make_earning(paid.fund)
        assert recovering.open_for(waiting, reason="x", cause_ref="L", by=paid.people.officer) is None
        batch = make_batch(paid.fund, paid.people, waiting)
        recovery = recovering.open_for(waiting, reason="false_completion", cause_ref="L", by=paid.people.officer)
        assert recovery is not None
        payouts.abort(batch, by=paid.people.officer, reason="ผิดวัน")
        decisions.cancel(waiting, by=paid.people.officer, reason="false_completion")
        db.refresh(recovery)
        assert recovery.state == RecoveryState.NOT_SENT
