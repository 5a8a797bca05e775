"""Rounds of what can happen to one sum that a bank paid more than once: after each act the books are whole."""

from collections.abc import Callable
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from marketplace.corrections import service as corrections
from marketplace.earnings import decisions, put_right, settlement
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError
from marketplace.payments import adjusted, taken_out
from marketplace.recoveries.states import WAITING
from models.earning import Earning
from models.payout import PayoutBatch, PayoutLine
from models.recovery import Recovery
from models.session import db
from models.vocabulary import CorrectionKind, LineOutcome
from tests.factories.bank_says import WHOLE, WHY, Desk, at_the_bank, broken
from tests.factories.money import lines, make_batch, release

pytestmark = pytest.mark.usefixtures("database")
OUTCOMES = (LineOutcome.PAID, LineOutcome.PAID, LineOutcome.FAILED, LineOutcome.RETURNED)
RECEIVED = ("paid", "confirmed")


class Round:
    """One sum, the sums that pay it once more, its lines, and a chance of what happens next."""

    def __init__(self, seed: int) -> None:
        self.chance, self.told = Random(seed), list[str]()
        self.desk: Desk = at_the_bank(100_00)
        self.desk.fails()
        self.desk.is_paid_anew()
        if self.chance.random() < 0.5:
            self.desk.is_right(self.desk.line, LineOutcome.PAID)

    def sums(self) -> list[Earning]:
        return list(db.scalars(select(Earning).order_by(Earning.id)))

    def one(self) -> Earning:
        return self.chance.choice(self.sums())

    def line(self) -> PayoutLine:
        return self.chance.choice(list(db.scalars(select(PayoutLine).order_by(PayoutLine.id))))

    def part(self) -> None:
        officer, approver = self.desk.people.officer, self.desk.people.approver
        less = corrections.propose(
            self.one(), CorrectionKind.LESS, self.chance.choice((10_00, 30_00, 60_00)), WHY, by=officer
        )
        corrections.agree(less, by=approver)

    def back(self) -> None:
        for batch in db.scalars(select(PayoutBatch).where(PayoutBatch.state == "released")).all():
            settlement.reconcile(batch, by=self.desk.people.officer)
        self.desk.comes_back(self.one())

    def answer(self) -> None:
        line, outcome = self.line(), self.chance.choice(OUTCOMES)
        if line.outcome == LineOutcome.PENDING:
            self.ends(line)
            return
        found = self.desk.says(line, outcome)
        put_right.propose(found, reason=WHY, by=self.desk.people.officer)
        put_right.agree(found, by=self.desk.people.approver)

    def ends(self, line: PayoutLine) -> None:
        if self.chance.random() < 0.5:
            self.desk.fails(line)
        else:
            settlement.mark_paid(line, bank_ref=f"KTB-{line.id}", paid_on=clock.today(), by=self.desk.people.officer)

    def again(self) -> None:
        corrections.pay_again(self.one(), by=self.desk.people.officer)

    def retried(self) -> None:
        decisions.retry(self.one(), by=self.desk.people.officer, note="ธนาคารเปิดบัญชีแล้ว")

    def out(self) -> None:
        for one in self.sums():
            if one.state == "accrued":
                decisions.approve(one, by=self.desk.people.officer)
        batch = make_batch(self.desk.fund, self.desk.people)
        release(batch, self.desk.people)
        self.ends(lines(batch)[0])

    def step(self) -> None:
        """One act, whole or refused; the bank saying what is kept already is no act."""
        acts: tuple[Callable[[], None], ...] = (
            self.part, self.back, self.back, self.answer, self.answer, self.answer, self.again,
            self.retried, self.out,
        )  # fmt: skip
        act, point = self.chance.choice(acts), db.begin_nested()
        try:
            act()
            db.flush()
            point.commit()
            self.told.append(act.__name__)
        except (DomainError, NoResultFound):
            point.rollback()
            db.expire_all()

    def out_by_its_sums(self) -> int:
        """What is out of the fund as the sums stand: paid and not back in part, and paid beside."""
        found = 0
        for one in self.sums():
            if one.state in RECEIVED:
                found += one.amount_satang - adjusted.parts_of({one.id})
            found += len(taken_out.of_sum(one)) * one.amount_satang
        return found

    def claimed(self) -> int:
        return sum(one.amount_satang for one in db.scalars(select(Recovery).where(Recovery.state.in_(WAITING))))


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_to_a_sum_paid_more_than_once_no_promise_is_broken(seed: int) -> None:
    one = Round(seed)
    for _ in range(24):
        one.step()
        assert broken() == [], one.told
        assert WHOLE - one.desk.cash() == one.out_by_its_sums(), one.told
        assert one.claimed() <= one.out_by_its_sums(), one.told
