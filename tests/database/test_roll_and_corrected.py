"""What was paid again for a session falls with its mark: nothing of it goes out, what is out has to come back."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import Actor
from marketplace.corrections import service as corrections
from marketplace.earnings import decisions, proof
from marketplace.enrolments import attendance
from marketplace.enrolments import verify as everything
from marketplace.enrolments.attendance import Mark
from marketplace.kernel import clock
from marketplace.kernel.errors import IllegalMove
from models.earning import Earning, Fund
from models.enrolment import Enrolment
from models.offer import Session
from models.recovery import Recovery
from models.session import db
from models.vocabulary import AttendanceStatus, CorrectionKind, EarningState
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_youth
from tests.factories.money import People, lines, make_batch, make_fund, named, pay, release, three_people
from tests.factories.offers import make_opportunity, make_organisation

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]

DAILY = ";".join(f"{day} 00:10-01:10" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))


@dataclass
class Came:
    """A session somebody came to, paid with 100 baht and 20 of travel, of which all came back from the bank."""

    fund: Fund
    people: People
    teacher: Actor
    enrolment: Enrolment
    session: Session
    first: list[Earning]

    def mark(self, status: AttendanceStatus) -> None:
        attendance.mark(self.session, {self.enrolment.ref: Mark(status)}, by=self.teacher, reason="ลงผิดคน")

    def again(self) -> list[Earning]:
        return [corrections.pay_again(one, by=self.people.officer) for one in self.first]

    def pay(self, *earnings: Earning) -> None:
        batch = make_batch(self.fund, self.people, *earnings)
        release(batch, self.people)
        pay(lines(batch)[0], self.people, bank_ref=f"K{earnings[0].id}")


@pytest.fixture
def came(database: object) -> Came:
    fund, people, organisation, today = make_fund(), three_people(), make_organisation(), clock.today()
    offer = make_opportunity(
        organisation=organisation, times=DAILY, starts_on=today - timedelta(days=14), ends_on=today, with_sessions=True,
        fund_id=fund.id, stipend_per_session_satang=100_00, travel_per_session_satang=20_00,
    )  # fmt: skip
    enrolment = make_enrolment("in_learning", opportunity=offer, youth=named(make_youth()))
    teacher = acting(make_provider(organisation.id))
    held = select(Session.ref).where(Session.opportunity_id == offer.id, Session.held_on == today - timedelta(days=1))
    session = attendance.session_of(teacher, db.scalars(held).one())
    it = Came(fund, people, teacher, enrolment, session, [])
    it.mark(AttendanceStatus.HERE)
    it.first = list(db.scalars(select(Earning).order_by(Earning.id)))
    it.pay(*it.first)
    for one in it.first:
        decisions.reverse(one, by=people.officer, reason=corrections.CAME_BACK)
    return it


def has_to_come_back() -> dict[int, int]:
    return {one.earning_id: one.amount_satang for one in db.scalars(select(Recovery))}


def breaches() -> list[str]:
    return [breach for one in everything.invariants() for breach in one.breaches]


def test_what_is_to_be_paid_again_does_not_go_out(came: Came) -> None:
    anew = came.again()
    assert [one.amount_satang for one in anew] == [100_00, 20_00]
    came.mark(AttendanceStatus.AWAY)
    assert {one.state for one in anew} == {EarningState.CANCELLED}
    assert (has_to_come_back(), breaches()) == ({}, [])


def test_what_was_paid_again_has_to_come_back_less_what_is_back(came: Came) -> None:
    anew = came.again()
    came.pay(*anew)
    part = corrections.propose(anew[0], CorrectionKind.LESS, 30_00, "จ่ายเกินไป", by=came.people.officer)
    corrections.agree(part, by=came.people.approver)
    assert breaches() == []
    came.mark(AttendanceStatus.AWAY)
    assert has_to_come_back() == {anew[0].id: 70_00, anew[1].id: 20_00}
    assert breaches() == []
    assert not any(proof.prove(one.ref).holds for one in anew)


def test_nothing_is_paid_again_or_added_for_whoever_was_not_there(came: Came) -> None:
    second, travel = came.again()
    came.pay(second)
    waits = corrections.propose(second, CorrectionKind.MORE, 50_00, "จ่ายขาดไป", by=came.people.officer)
    came.mark(AttendanceStatus.AWAY)
    assert (second.state, travel.state) == (EarningState.PAID, EarningState.CANCELLED)
    with pytest.raises(IllegalMove, match="ไม่ได้ลงว่ามาเรียน"):
        corrections.agree(waits, by=came.people.approver)
    decisions.reverse(second, by=came.people.officer, reason=corrections.CAME_BACK)
    assert not corrections.may_pay_again(second)
    with pytest.raises(IllegalMove, match="ไม่ได้ลงว่ามาเรียน"):
        corrections.pay_again(second, by=came.people.officer)


def test_verify_names_what_is_out_for_nobody_and_not_asked_back(came: Came) -> None:
    anew = came.again()
    came.pay(*anew)
    came.mark(AttendanceStatus.AWAY)
    for one in db.scalars(select(Recovery)).all():
        db.delete(one)
    db.flush()
    assert sorted(breaches()) == sorted(f"found false {one.ref}" for one in anew)
