"""Wages: the employer pays the youth directly, and Okat only keeps what was worked, paid and received.

Nothing here touches a fund. The days of a week are one sum, due on the payday of the opportunity.
"""

from calendar import monthrange
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings.states import EMPLOYER_PAYMENT
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Invalid
from models.earning import EmployerPayment
from models.enrolment import Attendance, Enrolment
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import EmployerPaymentState, SlotKind

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def record_day(
    opportunity: Opportunity, enrolment: Enrolment, session: Session, *, by: Actor
) -> EmployerPayment | None:
    """Add a worked day to the wage of its week; None when the placement pays none."""
    wage = day_wage(opportunity, session)
    if wage == 0:
        return None
    first, last = week_of(session.held_on)
    payment = _covering(enrolment.id, session.held_on)
    if payment is not None and payment.state != EmployerPaymentState.DUE:
        # The week was paid before this day was written: the day is a sum of its own.
        first = last = session.held_on
        payment = None
    if payment is None:
        payment = EmployerPayment(
            ref=ids.new_ref("W"),
            youth_id=enrolment.youth_id,
            enrolment_id=enrolment.id,
            organisation_id=opportunity.organisation_id,
            work_from=first,
            work_to=last,
            days=1,
            rate_satang=wage,
            amount_satang=wage,
            timesheet_ref=session.ref,
            recorded_by_id=by.account_id,
            recorded_at=clock.now(),
            due_on=payday(opportunity.pay_day, last),
        )
        db.add(payment)
    else:
        payment.days, payment.amount_satang = payment.days + 1, payment.amount_satang + wage
    db.flush()
    record(by, "wage.day", payment, days=payment.days)
    return payment


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
    payment = _covering(enrolment_id, session.held_on)
    if payment is None:
        return True
    if payment.state != EmployerPaymentState.DUE:
        return False
    wage = day_wage(opportunity, session)
    record(by, "wage.day_withdrawn", payment, days=payment.days - 1)
    if payment.days == 1 or payment.amount_satang <= wage:
        db.delete(payment)
    else:
        payment.days, payment.amount_satang = payment.days - 1, payment.amount_satang - wage
    db.flush()
    return True


def report_paid(payment: EmployerPayment, *, paid_on: date, proof_ref: str, by: Actor) -> None:
    """The employer says the wage was paid, and by what proof."""
    if not proof_ref.strip():
        raise Invalid(t("Say by what the payment can be proved, such as a slip number."), field="proof_ref")
    if paid_on > clock.today():
        raise Invalid(t("The day cannot be in the future."), field="paid_on")
    advance(EMPLOYER_PAYMENT, payment, "pay", by=by, paid_on=paid_on, proof_ref=proof_ref.strip())


def confirm_received(payment: EmployerPayment, *, by: Actor) -> None:
    """The youth says the wage arrived."""
    advance(EMPLOYER_PAYMENT, payment, "confirm", by=by)


def dispute(payment: EmployerPayment, *, by: Actor, note: str) -> None:
    """The youth says it did not arrive, or not all of it."""
    advance(EMPLOYER_PAYMENT, payment, "dispute", by=by, note=note)


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


def _covering(enrolment_id: int, day: date) -> EmployerPayment | None:
    """The wage a worked day belongs to, the narrowest first."""
    covers = (EmployerPayment.work_from <= day, EmployerPayment.work_to >= day)
    wanted = select(EmployerPayment).where(EmployerPayment.enrolment_id == enrolment_id, *covers)
    return db.scalars(wanted.order_by(EmployerPayment.work_from.desc()).limit(1)).first()
