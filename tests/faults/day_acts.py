"""Acts that follow from a day, a point or a word: rolls corrected, days of work and their wages, points of a course."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.access import SYSTEM
from marketplace.agreements import queries as agreements
from marketplace.earnings import funds, wages
from marketplace.enrolments import attendance, claims, milestones, worked
from marketplace.enrolments.attendance import Mark
from marketplace.kernel import clock
from models.agreement import Agreement
from models.earning import Earning, EmployerPayment, Fund
from models.milestone import Milestone
from models.offer import Session
from models.session import db
from models.vocabulary import AttendanceStatus, OpportunityKind
from tests.database.test_worked_days_count import paid_by_the_hour
from tests.factories.agreements import Table, day, valid
from tests.factories.enrolments import acting, all_here, make_enrolment, make_provider, make_youth, youth_actor
from tests.factories.milestones import make_stay, promise
from tests.factories.money import make_fund, make_wage, three_people
from tests.factories.offers import make_opportunity
from tests.factories.second_looks import make_verified
from tests.faults.dying import Act

EVERY_MORNING = ";".join(f"{one} 00:30-01:30" for one in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
ASKED_BOTH = "ถามทั้งสองฝ่ายแล้ว"


def _one(kind: Any, ref: str) -> Any:
    return db.scalars(select(kind).where(kind.ref == ref)).one()


# What a day, a point or a person's word changes.


def _course(**given: Any) -> tuple[Any, str]:
    """Whoever teaches, and the first session of a course that has begun."""
    begun = clock.today() - timedelta(days=3)
    offer = make_opportunity(fund_id=make_fund().id, starts_on=begun, with_sessions=True, **given)
    for _ in range(2):
        make_enrolment("in_learning", opportunity=offer)
    ref = db.scalars(select(Session.ref).where(Session.opportunity_id == offer.id).order_by(Session.number)).first()
    return acting(make_provider(offer.organisation_id)), ref or ""


def _marked(provider: Any, ref: str, status: AttendanceStatus) -> None:
    session = attendance.session_of(provider, ref)
    marks = {one: Mark(status) for one in all_here(session)}
    attendance.mark(session, marks, by=provider, reason="จดผิด")


def corrected_to_away() -> Act:
    provider, ref = _course(times=EVERY_MORNING, stipend_per_session_satang=100_00)
    _marked(provider, ref, AttendanceStatus.HERE)
    return lambda: _marked(provider, ref, AttendanceStatus.AWAY)


def corrected_to_here() -> Act:
    provider, ref = _course(times=EVERY_MORNING, stipend_per_session_satang=100_00)
    for status in (AttendanceStatus.HERE, AttendanceStatus.AWAY):
        _marked(provider, ref, status)
    return lambda: _marked(provider, ref, AttendanceStatus.HERE)


def corrected_to_here_without_money() -> Act:
    provider, ref = _course(times=EVERY_MORNING, stipend_per_session_satang=100_00)
    for status in (AttendanceStatus.HERE, AttendanceStatus.AWAY):
        _marked(provider, ref, status)
    fund = db.get_one(Fund, db.scalars(select(Earning.fund_id)).first())
    funds.cut(fund, funds.available(fund.id), key="gone", by=SYSTEM, note="ย้าย")
    return lambda: _marked(provider, ref, AttendanceStatus.HERE)


def worked_day() -> Act:
    provider, ref = _course(kind=OpportunityKind.COURSE, work=EVERY_MORNING, times="", wage_per_day_satang=340_00)
    return lambda: _marked(provider, ref, AttendanceStatus.HERE)


def withdrawn_day() -> Act:
    provider, ref = _course(kind=OpportunityKind.COURSE, work=EVERY_MORNING, times="", wage_per_day_satang=340_00)
    _marked(provider, ref, AttendanceStatus.HERE)
    return lambda: _marked(provider, ref, AttendanceStatus.AWAY)


def _log() -> tuple[Any, Any]:
    """Whoever writes down the days of a placement, and how its agreement is read."""
    table = valid()
    host, ref = table.actor("host"), table.agreement.ref
    return host, lambda: db.scalars(agreements.loaded().where(Agreement.ref == ref)).one()


def confirmed_day() -> Act:
    """A day of a placement that its log tells of."""
    host, agreement = _log()
    ref = worked.enter(agreement(), day(), by=host).ref
    return lambda: worked.confirm(agreements.one_day(host, ref), by=host)


def _paid_day(*anew: int) -> tuple[Table, str]:
    """A day paid by the hour, written anew to end at each of these minutes, and disputed once more."""
    table, one = paid_by_the_hour()
    for end in anew:
        worked.dispute(one, words="ไม่ใช่แบบนั้น", by=table.actor("youth"))
        worked.correct(one, day(end_minute=end), by=table.actor("host"))
        worked.confirm(one, known=True, by=table.actor("host"))
    worked.dispute(one, words="ไม่ใช่แบบนั้น", by=table.actor("youth"))
    return table, one.ref


def _settle(table: Table, ref: str, end: int) -> Act:
    officer = table.actor("officer")
    return lambda: worked.settle(
        agreements.one_day(officer, ref), words=ASKED_BOTH, draft=day(end_minute=end), by=officer
    )


def settled_longer() -> Act:
    """What a paid day is worth more is owed."""
    return _settle(*_paid_day(), 14 * 60)


def settled_shorter() -> Act:
    """What a paid day is worth less is taken out of what is owed more, and the rest is kept as paid."""
    return _settle(*_paid_day(14 * 60), 11 * 60)


def wage_disputed() -> Act:
    _, ref = _wage(paid=True)
    return lambda: wages.dispute(_one(EmployerPayment, ref), by=SYSTEM, note="ได้ไม่ครบ")


def _points() -> tuple[Any, Any, str]:
    fund, people = make_fund(), three_people()
    youth = make_youth()
    learner = make_enrolment("in_learning", youth=youth, opportunity=make_opportunity(fund_id=fund.id))
    promise(learner, fund, 500_00, people.officer)
    return people.officer, youth_actor(youth), make_stay(learner, fund).ref


def _point(ref: str) -> Milestone:
    whole = select(Milestone).where(Milestone.ref == ref).options(joinedload(Milestone.enrolment))
    found: Milestone = db.scalars(whole.execution_options(populate_existing=True)).one()
    return found


def said_point() -> Act:
    _, youth, ref = _points()
    return lambda: milestones.say(_point(ref), by=youth, said_as="youth", proof="มาทุกวัน")


def sent_back_point() -> Act:
    officer, youth, ref = _points()
    milestones.say(_point(ref), by=youth, said_as="youth", proof="มาทุกวัน")
    return lambda: milestones.send_back(_point(ref), by=officer, note="ขอใบลงเวลา")


def ended_point() -> Act:
    """After a completion what was kept for it goes back to the fund."""
    officer, _, ref = _points()
    point = _point(ref)
    make_verified(point.enrolment, state="claimed")
    found = claims.waiting_for(officer)[0][0]
    claims.verify(found, by=officer, note="มาจริง", seen_short=True)
    return lambda: milestones.end(_point(ref), by=officer, note="ย้ายไปเรียนต่อ")


# Wages, which an employer pays and Okat only keeps.


def _wage(*, paid: bool) -> tuple[Any, str]:
    learner = make_enrolment("in_learning")
    host, wage = acting(make_provider(learner.opportunity.organisation_id)), make_wage(learner)
    if paid:
        wages.report_paid(wage, paid_on=clock.today(), proof_ref="SLIP-1", by=host)
    return host, wage.ref


def wage_paid() -> Act:
    host, ref = _wage(paid=False)
    return lambda: wages.report_paid(_one(EmployerPayment, ref), paid_on=clock.today(), proof_ref="SLIP-1", by=host)


def wage_received() -> Act:
    _, ref = _wage(paid=True)
    return lambda: wages.confirm_received(_one(EmployerPayment, ref), by=SYSTEM)


DAY_ACTS: dict[Callable[[], Act], str] = {
    corrected_to_away: "earning.cancel entry.reversal",
    corrected_to_here: "earning.accrue_again entry.accrue",
    corrected_to_here_without_money: "earning.wait_again",
    worked_day: "wage.day",
    withdrawn_day: "wage.day_withdrawn",
    confirmed_day: "wage.day",
    settled_longer: "wage.difference",
    settled_shorter: "wage.difference_withdrawn wage.paid_more",
    wage_disputed: "employer_payment.dispute",
    said_point: "milestone.say",
    sent_back_point: "milestone.send_back",
    ended_point: "milestone.end entry.release",
    wage_paid: "employer_payment.pay",
    wage_received: "employer_payment.confirm",
}
