"""What a bank answers about payout lines, as its files tell it, and two people who keep that it is right."""

from dataclasses import dataclass

from sqlalchemy import select

from marketplace.earnings import bank_differences, coming_back, decisions, funds, put_right, settlement, verify
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from models.earning import Earning, Fund
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import DifferenceState, LineOutcome
from tests.factories.enrolments import make_enrolment
from tests.factories.money import People, lines, make_batch, make_earning, make_fund, release, three_people

WHOLE, WHY = 1_000_00, "ธนาคารยืนยันแล้ว"


@dataclass
class Desk:
    """Three people with a fund of 1,000 baht, and a line of it that is at the bank."""

    people: People
    fund: Fund
    batch: PayoutBatch
    line: PayoutLine

    def sums(self) -> list[Earning]:
        """The sums of the first line."""
        return list(settlement._earnings_of(self.line))

    def fails(self, line: PayoutLine | None = None) -> None:
        """The bank is kept to have refused the line, or a later one."""
        settlement.mark_failed(line or self.line, reason="ปิดบัญชี", on=clock.today(), by=self.people.officer)

    def goes_out_anew(self) -> tuple[PayoutBatch, PayoutLine]:
        """What failed goes out once more by another line, which is at the bank."""
        decisions.retry(self.sums()[0], by=self.people.officer, note="ธนาคารเปิดบัญชีแล้ว")
        batch = make_batch(self.fund, self.people)
        release(batch, self.people)
        (line,) = lines(batch)
        return batch, line

    def is_paid_anew(self) -> tuple[PayoutBatch, PayoutLine]:
        """What failed goes out once more by another line, and is paid by that."""
        batch, line = self.goes_out_anew()
        settlement.mark_paid(line, bank_ref="KTB-5", paid_on=clock.today(), by=self.people.officer)
        settlement.reconcile(batch, by=self.people.officer)
        return batch, line

    def says(self, line: PayoutLine, outcome: LineOutcome) -> Difference:
        """A file of the bank says how a line ended, otherwise than was kept."""
        batch = db.get_one(PayoutBatch, line.batch_id)
        is_paid = outcome == LineOutcome.PAID
        bank_ref = "KTB-1" if line is self.line else f"KTB-2{line.id}"
        told = Result(
            2, line.ref, outcome, bank_ref if is_paid else "", clock.today(), "" if is_paid else "ปิดบัญชี", None
        )
        if batch.state == "reconciled":
            # What its page does with a later file is tried there.
            bank_differences.same_answer(line, told)
        else:
            settlement.apply_results(batch, [told], by=self.people.officer)
        wanted = select(Difference).where(Difference.state == DifferenceState.OPEN, Difference.about == line.ref)
        return db.scalars(wanted).one()

    def is_right(self, line: PayoutLine, outcome: LineOutcome) -> None:
        """Two people keep what the bank says of a line."""
        found = self.says(line, outcome)
        put_right.propose(found, reason=WHY, by=self.people.officer)
        put_right.agree(found, by=self.people.approver)

    def comes_back(self, earning: Earning) -> None:
        """Two people say that the money of a sum came back."""
        coming_back.agree(self.said_back(earning), by=self.people.approver)

    def said_back(self, earning: Earning) -> Difference:
        """One person says so."""
        return coming_back.propose(earning, by=self.people.officer, on=clock.today(), bank_ref=f"KTB-{earning.id}")

    def cash(self) -> int:
        """What the fund has at hand, in satang."""
        return funds.sheet(self.fund).cash

    def free(self) -> int:
        """What is free in the fund, in satang."""
        return funds.sheet(self.fund).available


def at_the_bank(*satang: int) -> Desk:
    """One line of so many sums that is at the bank."""
    people, fund = three_people(), make_fund(WHOLE)
    enrolment = make_enrolment()
    batch = make_batch(fund, people, *(make_earning(fund, enrolment=enrolment, satang=one) for one in satang))
    release(batch, people)
    return Desk(people, fund, batch, lines(batch)[0])


def broken() -> list[str]:
    """What the checks of money find to be wrong."""
    db.flush()
    return [f"{found.name}: {found.breaches}" for found in verify.invariants() if found.breaches]
