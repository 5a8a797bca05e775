"""Wages: the employer pays the youth directly, and Okat only keeps what was worked, paid and received.

Nothing here touches a fund. The days of a week are one sum, due on the payday of the opportunity.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings.states import EMPLOYER_PAYMENT
from marketplace.enquiries import service as enquiries
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Invalid
from models.earning import EmployerPayment
from models.enquiry import Enquiry
from models.enrolment import Attendance, Enrolment
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import EmployerPaymentState, SlotKind

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Worked:
    """A day of work with the sum it is worth, the rhythm of its paydays and where it is written."""

    on: date
    wage_satang: int
    pay_day: str
    ref: str


def record_day(
    opportunity: Opportunity, enrolment: Enrolment, session: Session, *, by: Actor
) -> EmployerPayment | None:
    """Add a worked day to the wage of its week; None when the placement pays none."""
    worked = Worked(session.held_on, day_wage(opportunity, session), opportunity.pay_day, session.ref)
    return add_day(enrolment, opportunity.organisation_id, worked, by=by)


def add_day(enrolment: Enrolment, employer_id: int, worked: Worked, *, by: Actor) -> EmployerPayment | None:
    """The same for a day that is written in a log, with the sum it is worth; None when it is worth nothing."""
    if worked.wage_satang == 0:
        return None
    first, last = week_of(worked.on)
    payment = covering(enrolment.id, worked.on)
    if payment is not None and payment.state != EmployerPaymentState.DUE:
        # The week was paid before this day was written: the day is a sum of its own.
        first = last = worked.on
        payment = None
    wage = worked.wage_satang
    if payment is None:
        payment = EmployerPayment(
            ref=ids.new_ref("W"),
            youth_id=enrolment.youth_id,
            enrolment_id=enrolment.id,
            organisation_id=employer_id,
            work_from=first,
            work_to=last,
            days=1,
            rate_satang=wage,
            amount_satang=wage,
            timesheet_ref=worked.ref,
            recorded_by_id=by.account_id,
            recorded_at=clock.now(),
            due_on=payday(worked.pay_day, last),
        )
        db.add(payment)
    else:
        payment.days, payment.amount_satang = payment.days + 1, payment.amount_satang + wage
    db.flush()
    record(by, "wage.day", payment, days=payment.days)
    return payment


def add_difference(enrolment: Enrolment, employer_id: int, more: Worked, *, by: Actor) -> EmployerPayment:
    """Owe what a paid day turned out to be worth more, due on the next payday; one that waits still grows."""
    earlier = _differences(enrolment.id, more.on)
    payment = next((one for one in earlier if one.state == EmployerPaymentState.DUE), None)
    if payment is not None:
        payment.amount_satang += more.wage_satang
        payment.rate_satang = payment.amount_satang
    else:
        payment = EmployerPayment(
            ref=ids.new_ref("W"),
            youth_id=enrolment.youth_id,
            enrolment_id=enrolment.id,
            organisation_id=employer_id,
            work_from=more.on,
            work_to=more.on,
            days=1,
            rate_satang=more.wage_satang,
            amount_satang=more.wage_satang,
            timesheet_ref=more.ref,
            difference=max((one.difference for one in earlier), default=0) + 1,
            recorded_by_id=by.account_id,
            recorded_at=clock.now(),
            due_on=payday(more.pay_day, clock.today()),
        )
        db.add(payment)
    db.flush()
    record(by, "wage.difference", payment, satang=more.wage_satang)
    return payment


def take_difference(paid: EmployerPayment, day: date, less: int, *, by: Actor) -> int:
    """Take out of the difference still owed what a paid day turned out to be worth less; returns how much that was.

    What was paid is not asked back: nothing may be held back from a wage (Labour Protection Act s. 76). It is recorded.
    """
    waits = (one for one in _differences(paid.enrolment_id, day) if one.state == EmployerPaymentState.DUE)
    payment, taken = next(waits, None), 0
    if payment is not None:
        taken = min(less, payment.amount_satang)
        record(by, "wage.difference_withdrawn", payment, satang=taken)
        if taken == payment.amount_satang:
            db.delete(payment)
        else:
            payment.amount_satang -= taken
            payment.rate_satang = payment.amount_satang
        db.flush()
    if taken < less:
        record(by, "wage.paid_more", paid, satang=less - taken, day=day.isoformat())
    return taken


def withdraw_day(attendance_id: int, *, by: Actor) -> bool:
    """Take a worked day back from its week; False when the employer has already paid it."""
    wanted = (
        select(Session, Attendance.enrolment_id, Opportunity)
        .join(Attendance, Attendance.session_id == Session.id)
        .join(Opportunity, Opportunity.id == Session.opportunity_id)
        .where(Attendance.id == attendance_id, Session.kind == SlotKind.WORK)
    )
    found = db.execute(wanted).one_or_none()
    if found is None:
        return True
    session, enrolment_id, opportunity = found
    payment = covering(enrolment_id, session.held_on)
    return payment is None or take_day(payment, day_wage(opportunity, session), by=by)


def take_day(payment: EmployerPayment, wage: int, *, by: Actor) -> bool:
    """Take a day worth `wage` out of a sum that is still owed; False when the employer has already paid it."""
    if payment.state != EmployerPaymentState.DUE:
        return False
    record(by, "wage.day_withdrawn", payment, days=payment.days - 1)
    if payment.days == 1 or payment.amount_satang <= wage:
        db.delete(payment)
    else:
        payment.days, payment.amount_satang = payment.days - 1, payment.amount_satang - wage
    db.flush()
    return True


def report_paid(payment: EmployerPayment, *, paid_on: date, proof_ref: str, by: Actor) -> None:
    """The employer says the wage was paid, or what was missing of it, and by what proof."""
    if not proof_ref.strip():
        raise Invalid(t("Say by what the payment can be proved, such as a slip number."), field="proof_ref")
    if paid_on > clock.today():
        raise Invalid(t("The day cannot be in the future."), field="paid_on")
    advance(EMPLOYER_PAYMENT, payment, "pay", by=by, paid_on=paid_on, proof_ref=proof_ref.strip())


def confirm_received(payment: EmployerPayment, *, by: Actor) -> None:
    """The youth says the wage arrived; what they had said of it is settled by that."""
    advance(EMPLOYER_PAYMENT, payment, "confirm", by=by)
    enquiries.settle_wage(payment, by=by)


def dispute(payment: EmployerPayment, *, by: Actor, note: str) -> Enquiry:
    """The youth says it did not arrive, or not all of it: their office has to look, and answers by a day."""
    if payment.state != EmployerPaymentState.DISPUTED:
        advance(EMPLOYER_PAYMENT, payment, "dispute", by=by, note=note)
    return enquiries.ask_about_wage(payment, note=note, by=by)


def day_wage(opportunity: Opportunity, session: Session) -> int:
    """What one work session is worth in satang: the daily wage, or hours times the hourly wage rounded down."""
    if opportunity.wage_per_day_satang:
        return opportunity.wage_per_day_satang
    minutes = int((session.ends_at - session.starts_at).total_seconds()) // 60
    return opportunity.wage_per_hour_satang * minutes // 60


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of `day`."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def payday(rhythm: str, worked_until: date) -> date:
    """The first payday after a week's work: a weekday (`mon`..`sun`), a day of the month, or its last day."""
    if rhythm in _WEEKDAYS:
        return worked_until + timedelta(days=(_WEEKDAYS.index(rhythm) - worked_until.weekday() - 1) % 7 + 1)
    wanted = int(rhythm) if rhythm.isdigit() else 31
    year, month = worked_until.year, worked_until.month
    day = date(year, month, min(wanted, monthrange(year, month)[1]))
    if day >= worked_until:
        return day
    year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return date(year, month, min(wanted, monthrange(year, month)[1]))


def covering(enrolment_id: int, day: date) -> EmployerPayment | None:
    """The wage a worked day belongs to, the narrowest first."""
    covers = (EmployerPayment.work_from <= day, EmployerPayment.work_to >= day, EmployerPayment.difference == 0)
    wanted = select(EmployerPayment).where(EmployerPayment.enrolment_id == enrolment_id, *covers)
    newest = wanted.order_by(EmployerPayment.work_from.desc()).limit(1)
    # Two days of one week may be confirmed in the same moment.
    return db.scalars(newest.with_for_update().execution_options(populate_existing=True)).first()


def _differences(enrolment_id: int, day: date) -> list[EmployerPayment]:
    wanted = select(EmployerPayment).where(
        EmployerPayment.enrolment_id == enrolment_id, EmployerPayment.work_from == day, EmployerPayment.difference > 0
    )
    locked = wanted.order_by(EmployerPayment.difference).with_for_update().execution_options(populate_existing=True)
    return list(db.scalars(locked))
