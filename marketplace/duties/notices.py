"""Notices an employer owes: when each arises, by which receipt it was sent, reminders, and when it is dropped."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace.access import SYSTEM, Actor
from marketplace.audit.moves import advance
from marketplace.duties import telling
from marketplace.duties.placements import Placement
from marketplace.duties.states import DUTY, OVER
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Invalid
from marketplace.labour.cases import Case, standing_on
from marketplace.labour.law import number
from marketplace.labour.people_rules import end_notice_due, is_young_on, start_notice_due
from models.enrolment import Enrolment
from models.history import Move
from models.labour import LabourDuty
from models.session import db
from models.vocabulary import DutyKind, DutyState, WorkContract

REMIND_BEFORE = timedelta(days=3)
EARLIEST = timedelta(days=30)
"""A notice of something to come is not sent longer before it."""

RECEIPT_LONGEST = 80


def owe(placement: Placement, case: Case, today: date) -> None:
    """Write down what is owed about the start: the notice for whoever is under 18 then, insurance for employees."""
    first = placement.first_day
    if is_young_on(case, first):
        _owe(placement, DutyKind.START_NOTICE, first, start_notice_due(first))
    else:
        drop_start(placement)
    is_paid = placement.terms.wage_per_day_satang or placement.terms.wage_per_hour_satang
    if is_paid and placement.contract_on(today) == WorkContract.EMPLOYMENT:
        days = number("insured_within_days", first)
        _owe(placement, DutyKind.INSURANCE, first, first + timedelta(days=days))
    else:
        _drop(placement.duties.get(DutyKind.INSURANCE))


def owe_end(placement: Placement, today: date) -> date:
    """Write down what is owed about the end of a placement that ran; returns its last day."""
    last = _last_day(placement, today)
    start = placement.duties.get(DutyKind.START_NOTICE)
    if last < placement.first_day:
        # It never began: nothing is owed but the end of what the inspector was told already.
        drop_start(placement)
        _drop(placement.duties.get(DutyKind.INSURANCE))
    told = start is not None and (start.state == DutyState.SENT or last >= placement.first_day)
    birth = placement.enrolment.youth.birth_date
    if told and birth is not None and standing_on(birth, last).is_young:
        _owe(placement, DutyKind.END_NOTICE, last, end_notice_due(last))
    return last


def send(duty: LabourDuty, *, sent_on: date, receipt: str, by: Actor) -> None:
    """The employer has sent it, on this day, and keeps this receipt; raises Invalid, IllegalMove, Conflict."""
    number_ = receipt.strip()
    if sent_on > clock.today():
        raise Invalid(t("The day cannot be in the future."), field="sent_on")
    if sent_on < duty.event_on - EARLIEST:
        raise Invalid(t("This day is too early for this notice."), field="sent_on")
    if not number_:
        raise Invalid(t("Write the number of the receipt, so that it can be found again."), field="receipt")
    if len(number_) > RECEIPT_LONGEST:
        raise Invalid(t("At most {most} letters.", most=RECEIPT_LONGEST), field="receipt")
    advance(DUTY, duty, "send", by=by, sent_on=sent_on, receipt=number_)


def undo(duty: LabourDuty, *, by: Actor) -> None:
    """It was not sent after all: it is owed as before."""
    advance(DUTY, duty, "undo", by=by, note=duty.receipt, sent_on=None, receipt="")


def drop_start(placement: Placement) -> None:
    """The start need not be told (any more)."""
    _drop(placement.duties.get(DutyKind.START_NOTICE))


def remind(today: date) -> int:
    """Tell the employer shortly before a day passes, and once it has, the office as well; returns how many."""
    soon = (
        select(LabourDuty)
        .options(joinedload(LabourDuty.enrolment, innerjoin=True).joinedload(Enrolment.youth, innerjoin=True))
        .where(LabourDuty.state == DutyState.DUE, LabourDuty.due_on <= today + REMIND_BEFORE)
        .where(LabourDuty.escalated_on.is_(None))
    )
    told = 0
    for duty in db.scalars(soon).all():
        if duty.due_on < today:
            duty.escalated_on = today
            telling.late(duty)
        elif duty.reminded_on is None:
            duty.reminded_on = today
            telling.soon(duty)
        else:
            continue
        told += 1
    db.flush()
    return told


def _owe(placement: Placement, kind: DutyKind, event: date, due: date) -> None:
    known = placement.duties.get(kind)
    if known is None:
        enrolment = placement.enrolment
        known = placement.duties[kind] = LabourDuty(
            ref=ids.new_ref("LD"),
            enrolment_id=enrolment.id,
            organisation_id=enrolment.opportunity.organisation_id,
            area_code=enrolment.area_code,
            office_key=enrolment.office_key,
            kind=kind,
            state=DutyState.DUE,
            event_on=event,
            due_on=due,
            created_at=clock.now(),
        )
        db.add(known)
        db.flush()
        telling.owed(known)
        return
    if known.state == DutyState.DROPPED:
        advance(DUTY, known, "owe_again", by=SYSTEM)
    if known.state == DutyState.DUE and known.event_on != event:
        known.event_on, known.due_on = event, due
        known.reminded_on = known.escalated_on = None


def _drop(duty: LabourDuty | None) -> None:
    if duty is not None and duty.state == DutyState.DUE:
        advance(DUTY, duty, "drop", by=SYSTEM)


def _last_day(placement: Placement, today: date) -> date:
    enrolment = placement.enrolment
    planned = placement.terms.ends_on
    if enrolment.state not in OVER:
        return planned
    moved = select(func.max(Move.at)).where(
        Move.subject_type == Enrolment.__tablename__,
        Move.subject_id == enrolment.id,
        Move.to_state == enrolment.state,
    )
    at = db.scalar(moved)
    return min(planned, clock.bangkok(at).date() if at is not None else today)
