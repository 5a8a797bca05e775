"""What was paid again for a session falls with its mark: nothing of it goes out, what is out has to come back."""

import random
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import Actor
from marketplace.corrections import service as corrections
from marketplace.earnings import decisions, grounds, proof
from marketplace.earnings.states import GONE, RECEIVED
from marketplace.enrolments import attendance
from marketplace.enrolments import verify as everything
from marketplace.enrolments.attendance import Mark
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove
from marketplace.recoveries.states import WAITING
from models.earning import Earning, Fund
from models.enrolment import Enrolment
from models.offer import Session
from models.recovery import Recovery
from models.session import db
from models.vocabulary import AttendanceStatus, CorrectionKind, EarningState, RecoveryState
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


def of_part(first: Earning) -> list[Earning]:
    """Everything that was owed for one part of a session: the first sum, and what was paid again or added since."""
    return [first, *grounds.corrected_from([first])]


def owed(first: Earning) -> list[tuple[str, int]]:
    return [(one.state, one.amount_satang) for one in of_part(first) if one.state not in GONE]


def test_who_was_there_after_all_is_owed_it_as_before_however_often_the_mark_changes(came: Came) -> None:
    session, travel = came.first
    came.again()
    for status in (AttendanceStatus.AWAY, AttendanceStatus.AWAY, AttendanceStatus.LATE, AttendanceStatus.HERE):
        came.mark(status)
    assert (owed(session), owed(travel)) == ([("accrued", 100_00)], [("accrued", 20_00)])
    came.mark(AttendanceStatus.AWAY)
    assert owed(session) == owed(travel) == []
    came.mark(AttendanceStatus.HERE)
    assert (owed(session), owed(travel)) == ([("accrued", 100_00)], [("accrued", 20_00)])
    paid = [of_part(one)[-1] for one in came.first]
    came.pay(*paid)
    assert breaches() == []
    assert all(proof.prove(one.ref).holds for one in paid)


def test_what_the_bank_sent_back_stays_with_the_office_whatever_is_marked(came: Came) -> None:
    for status in (AttendanceStatus.AWAY, AttendanceStatus.HERE):
        came.mark(status)
    assert [owed(one) for one in came.first] == [[], []]
    assert all(corrections.may_pay_again(one) for one in came.first)


def test_what_is_waited_for_may_stay_and_is_waited_for_anew(came: Came) -> None:
    anew = came.again()
    came.pay(*anew)
    part = corrections.propose(anew[0], CorrectionKind.LESS, 30_00, "จ่ายเกินไป", by=came.people.officer)
    corrections.agree(part, by=came.people.approver)
    came.mark(AttendanceStatus.AWAY)
    came.mark(AttendanceStatus.HERE)
    assert {one.state for one in db.scalars(select(Recovery))} == {RecoveryState.KEPT}
    assert breaches() == []
    came.mark(AttendanceStatus.AWAY)
    assert {one.state for one in db.scalars(select(Recovery))} == {RecoveryState.OPEN}
    assert has_to_come_back() == {anew[0].id: 70_00, anew[1].id: 20_00}
    decisions.reverse(anew[0], by=came.people.officer, reason="โอนคืนมาแล้ว")
    assert owed(came.first[0]) == []
    for _ in range(2):
        came.mark(AttendanceStatus.HERE)
        assert owed(came.first[0]) == [("accrued", 70_00)]
        assert owed(came.first[1]) == [("paid", 20_00)]
    came.pay(of_part(came.first[0])[-1])
    assert breaches() == []


def test_verify_names_what_was_kept_though_they_were_not_there(came: Came) -> None:
    anew = came.again()
    came.pay(*anew)
    came.mark(AttendanceStatus.AWAY)
    for one in db.scalars(select(Recovery)).all():
        one.state, one.closed_at = RecoveryState.KEPT, clock.now()
    db.flush()
    assert sorted(breaches()) == sorted(f"found false {one.ref}" for one in anew)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_owed_follows_from_the_last_mark_and_from_what_was_paid(came: Came, seed: int) -> None:
    """Marks, payments, sums sent back and paid again in any order: nobody is owed twice, or less than is due."""
    chance, here = random.Random(seed), True
    worth = {one.id: one.amount_satang for one in came.first}
    for _ in range(14):
        first = chance.choice(came.first)
        newest = of_part(first)[-1]
        act = chance.choice(("here", "away", "away", "here", "again", "pay", "back", "recover"))
        if act in ("here", "away"):
            mark = chance.choice((AttendanceStatus.HERE, AttendanceStatus.LATE))
            try:
                came.mark(mark if act == "here" else AttendanceStatus.AWAY)
                here = act == "here"
            except Conflict:
                # Money of the first payment that did not come back keeps its mark.
                assert any(one.state not in GONE for one in came.first)
        elif act == "again" and corrections.may_pay_again(newest):
            corrections.pay_again(newest, by=came.people.officer)
        elif act == "pay" and newest.state == EarningState.ACCRUED:
            came.pay(newest)
        elif act in ("back", "recover") and newest.state in RECEIVED:
            reason = corrections.CAME_BACK if act == "back" else "โอนคืนมาแล้ว"
            decisions.reverse(newest, by=came.people.officer, reason=reason)
        found = db.scalars(select(Recovery)).all()
        waited = {one.earning_id for one in found if one.state in WAITING}
        recovered = {one.earning_id for one in found if one.state == RecoveryState.RECOVERED}
        for part in came.first:
            live = [one for one in of_part(part) if one.state not in GONE]
            office = any(corrections.may_pay_again(one) for one in of_part(part))
            last = of_part(part)[-1]
            if not here:
                assert {one.id for one in live} <= waited
                assert not office
            elif live:
                assert [one.amount_satang for one in live] == [worth[part.id]]
                assert not office
                assert live[0].id not in waited
            else:
                assert last.state == EarningState.REVERSED
                assert last.id not in recovered
    assert breaches() == []
