"""Reads of questions about money: an office's, the most overdue first, and those of one young person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.enquiries.policy import ABOVE, ANSWERERS
from marketplace.enquiries.sayings import OF_A_FUND, OF_A_WAGE
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from models.correction import Correction
from models.earning import Earning, EmployerPayment
from models.enquiry import Enquiry
from models.enrolment import Enrolment
from models.payout import PayoutItem
from models.session import db
from models.vocabulary import (
    CorrectionKind,
    CorrectionState,
    EmployerPaymentState,
    EnquiryKind,
    EnquiryOutcome,
    EnquiryState,
)

PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions wait in an office, and how many of them longer than they should."""

    open: int
    late: int


def waiting_for(actor: Actor) -> Sequence[Enquiry]:
    """Open questions of the reader's offices, the one due first on top."""
    wanted = _loaded().where(_of(actor), Enquiry.state == EnquiryState.OPEN)
    return db.scalars(wanted.order_by(Enquiry.due_on, Enquiry.id)).all()


def answered_for(actor: Actor) -> Sequence[Enquiry]:
    """What was answered or closed last."""
    wanted = _loaded().where(_of(actor), Enquiry.state != EnquiryState.OPEN)
    return db.scalars(wanted.order_by(Enquiry.answered_at.desc(), Enquiry.id.desc()).limit(PAGE)).all()


def counted(actor: Actor) -> Waiting:
    """The same as two figures, for the head of a queue."""
    wanted = select(func.count(), func.count().filter(Enquiry.due_on < clock.today()))
    found = db.execute(wanted.where(_of(actor), Enquiry.state == EnquiryState.OPEN)).one()
    return Waiting(*found)


def one(actor: Actor, ref: str) -> Enquiry:
    """A question of the reader's offices; raises NotFound alike for foreign and missing."""
    found = db.scalars(_loaded().where(_of(actor), Enquiry.ref == ref)).one_or_none()
    if found is None:
        raise NotFound
    return found


def about_earnings(youth_id: int) -> dict[str, Enquiry]:
    """The newest question about each sum of a young person, by the reference of the sum."""
    wanted = select(Earning.ref, Enquiry).join(Enquiry, Enquiry.earning_id == Earning.id)
    return dict(db.execute(wanted.where(Enquiry.youth_id == youth_id).order_by(Enquiry.id)).all())


def about_wages(youth_id: int) -> dict[str, Enquiry]:
    """The same about wages."""
    wanted = select(EmployerPayment.ref, Enquiry).join(Enquiry, Enquiry.wage_id == EmployerPayment.id)
    return dict(db.execute(wanted.where(Enquiry.youth_id == youth_id).order_by(Enquiry.id)).all())


def of_earning(earning: Earning) -> Enquiry | None:
    """The newest question about a sum."""
    wanted = select(Enquiry).where(Enquiry.earning_id == earning.id)
    return db.scalars(wanted.order_by(Enquiry.id.desc()).limit(1)).first()


def unreported_for(actor: Actor) -> Sequence[EmployerPayment]:
    """Wages of the reader's places whose day has passed without a word of the employer, the oldest first."""
    wanted = (
        select(EmployerPayment)
        .join(Enrolment, Enrolment.id == EmployerPayment.enrolment_id)
        .where(
            actor.acting(*ANSWERERS).condition(Enrolment.area_code, Enrolment.office_key),
            EmployerPayment.state == EmployerPaymentState.DUE,
            EmployerPayment.due_on < clock.today(),
        )
        .options(
            joinedload(EmployerPayment.organisation),
            joinedload(EmployerPayment.youth),
            joinedload(EmployerPayment.enrolment).joinedload(Enrolment.opportunity),
        )
    )
    return db.scalars(wanted.order_by(EmployerPayment.due_on, EmployerPayment.id).limit(PAGE)).all()


def ends_of(enquiry: Enquiry) -> tuple[EnquiryOutcome, ...]:
    """What may come of a question: a wage is the employer's, and of a fund's money only what is paid again was."""
    if enquiry.kind == EnquiryKind.WAGE:
        return OF_A_WAGE
    again = is_paid_again(enquiry.earning_id or 0)
    return tuple(one for one in OF_A_FUND if again or one != EnquiryOutcome.PAID_AGAIN)


def is_paid_again(earning_id: int) -> bool:
    """Whether something was added to a sum, or it is owed anew or in a second batch."""
    more = (Correction.kind != CorrectionKind.LESS, Correction.state == CorrectionState.DONE)
    added = select(Correction.id).where(Correction.earning_id == earning_id, *more).limit(1)
    batches = select(func.count()).select_from(PayoutItem).where(PayoutItem.earning_id == earning_id)
    return db.scalar(added) is not None or db.scalars(batches).one() > 1


def is_wage_paid(wage_id: int) -> bool:
    """Whether the employer's word that a wage was paid stands, undisputed or not any more."""
    wanted = select(EmployerPayment.state).where(EmployerPayment.id == wage_id).with_for_update(read=True)
    state = db.scalar(wanted.execution_options(populate_existing=True))
    return state in (EmployerPaymentState.PAID, EmployerPaymentState.CONFIRMED)


def _of(actor: Actor) -> ColumnElement[bool]:
    """The same as `policy.can_see_enquiry`, over rows."""
    near = actor.acting(*ANSWERERS).condition(Enquiry.area_code, Enquiry.office_key)
    above = actor.scope(*ABOVE)
    if not above:
        return near
    theirs = or_(Enquiry.due_on < clock.today(), Enquiry.answered_by_id == (actor.account_id or 0))
    return or_(near, and_(above.condition(Enquiry.area_code, Enquiry.office_key), theirs))


def _loaded() -> Select[Enquiry]:
    return select(Enquiry).options(
        joinedload(Enquiry.youth),
        joinedload(Enquiry.enrolment).joinedload(Enrolment.opportunity),
        joinedload(Enquiry.earning),
        joinedload(Enquiry.wage).joinedload(EmployerPayment.organisation),
    )
