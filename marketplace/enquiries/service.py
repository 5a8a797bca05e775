"""Ask about money, answer, close, and settle when it has come. About one sum at most one question is open.

This room lies beneath the one of earnings, so that whatever moves a sum can settle what was asked about it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from marketplace import notices
from marketplace.access import SYSTEM, Actor
from marketplace.areas import working_days
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.enquiries import queries
from marketplace.enquiries.states import ENQUIRY
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Invalid
from marketplace.people import telling
from models.earning import Earning, EmployerPayment, Fund
from models.enquiry import Enquiry
from models.enrolment import Enrolment
from models.history import AuditEvent
from models.session import db
from models.vocabulary import EnquiryKind, EnquiryOutcome, EnquiryState, Role
from models.youth import Youth

PATH = "/office/enquiries/{ref}"
MONEY = "/youth/money?month={month:%Y-%m}"
ANSWER_WITHIN = 1
"""Working days of the office, counted from the day after."""

GOES_UP_AFTER = 2
"""Working days after the day it was due: the first brings a reminder, the second the level above."""

ESCALATED = "enquiry.escalate"
NOTE_MOST = 400
ANSWER_LEAST, ANSWER_MOST = 10, 1_000

NOT_PAID = t(
    "The wage still stands as not right. The employer reports anew that it was paid, or the young person says that it"
    " has come; then close this."
)
NOT_AGAIN = t("Nothing of it is paid again or added yet. Do that first on the page of the money; then close this.")


def ask(earning: Earning, kind: EnquiryKind, *, note: str = "", by: Actor) -> Enquiry:
    """A young person asks about what a fund owes or has sent; the officers of the fund's place are told.

    While a question about it is open, that one is given back. Raises Invalid for a note that is missing or too long.
    """
    if kind == EnquiryKind.WAGE:
        raise Invalid(t("Please answer this."), field="kind")
    # Two presses at once write one question between them.
    place = db.execute(
        select(Fund.area_code, Fund.office_key).where(Fund.id == earning.fund_id).with_for_update()
    ).one()
    known = _standing(Enquiry.earning_id == earning.id)
    if known is not None:
        return _again(known, kind, note, by)
    facts = {"earning_id": earning.id, "youth_id": earning.youth_id, "enrolment_id": earning.enrolment_id}
    return _begin(kind, note, (place.area_code, place.office_key), by, **facts)


def ask_about_wage(wage: EmployerPayment, *, note: str, by: Actor) -> Enquiry:
    """A young person says that a wage is not right; the officers of their place are told."""
    enrolment = db.scalars(select(Enrolment).where(Enrolment.id == wage.enrolment_id).with_for_update()).one()
    known = _standing(Enquiry.wage_id == wage.id)
    if known is not None:
        return _again(known, EnquiryKind.WAGE, note, by)
    facts = {"wage_id": wage.id, "youth_id": wage.youth_id, "enrolment_id": wage.enrolment_id}
    return _begin(EnquiryKind.WAGE, note, (enrolment.area_code, enrolment.office_key), by, **facts)


def answer(enquiry: Enquiry, text: str, *, by: Actor) -> None:
    """Tell the young person what the office found out; raises Invalid for words that say nothing."""
    said = _said(text)
    advance(
        ENQUIRY, enquiry, "answer", by=by, answer=said, answered_by_id=by.account_id, answered_at=clock.now(),
        due_on=None,
    )  # fmt: skip
    _tell_youth(enquiry, t("Your office has answered your question about your money."))


def close(enquiry: Enquiry, outcome: EnquiryOutcome, text: str, *, by: Actor) -> None:
    """End it with what came of it, in words the young person reads; raises Invalid for an end that is none."""
    ends = queries.ends_of(enquiry)
    if outcome == EnquiryOutcome.PAID_AGAIN and outcome not in ends and enquiry.kind != EnquiryKind.WAGE:
        raise Invalid(NOT_AGAIN, field="outcome")
    if outcome not in ends:
        raise Invalid(t("Choose what came of it."), field="outcome")
    if outcome == EnquiryOutcome.EMPLOYER_PAID and not queries.is_wage_paid(enquiry.wage_id or 0):
        raise Invalid(NOT_PAID, field="outcome")
    said, now = _said(text), clock.now()
    advance(
        ENQUIRY, enquiry, "close", by=by, reason=outcome.value, outcome=outcome, answer=said,
        answered_by_id=by.account_id, answered_at=now, closed_at=now, due_on=None,
    )  # fmt: skip
    _tell_youth(enquiry, t("Your office has answered your question about your money."))


def settle_earning(earning: Earning, *, by: Actor) -> None:
    """The young person says that the money has come: what was asked about it is closed."""
    _settle(_standing(Enquiry.earning_id == earning.id), by)


def settle_wage(wage: EmployerPayment, *, by: Actor) -> None:
    """The same about a wage."""
    _settle(_standing(Enquiry.wage_id == wage.id), by)


def remind(today: date | None = None) -> int:
    """Tell the office of every question whose day has passed, once on each working day; returns how many.

    What waits on after its reminder goes up a level.
    """
    day = today or clock.today()
    if not working_days.is_working(day):
        return 0
    late = (
        select(Enquiry)
        .where(Enquiry.state == EnquiryState.OPEN, Enquiry.due_on < day)
        .where(Enquiry.reminded_on.is_(None) | (Enquiry.reminded_on < day))
        .order_by(Enquiry.due_on, Enquiry.id)
        .with_for_update(skip_locked=True, of=Enquiry)
    )
    found = db.scalars(late).all()
    for enquiry in found:
        enquiry.reminded_on = day
        told = t("A young person still waits for an answer about money. It was due {day}.", day=enquiry.due_on)
        _tell_office(enquiry, "enquiry.overdue", told)
        record(SYSTEM, "enquiry.remind", enquiry)
    _escalate(found, day)
    db.flush()
    return len(found)


def _escalate(late: Sequence[Enquiry], day: date) -> None:
    """Tell the level above, once, of every question that a reminder has not moved by the next working day."""
    still = [one for one in late if one.due_on is not None and working_days.between(one.due_on, day) >= GOES_UP_AFTER]
    known = _escalated(one.id for one in still)
    for enquiry in still:
        since = known.get(enquiry.id)
        if since is not None and enquiry.due_on is not None and clock.bangkok(since).date() > enquiry.due_on:
            continue
        told = t("A question about money in your province is overdue. You may answer it.")
        telling.level_above(
            enquiry.office_key, enquiry.area_code, Role.OFFICER,
            event="enquiry.escalated", message=told, path=PATH.format(ref=enquiry.ref), about=enquiry,
        )  # fmt: skip
        record(SYSTEM, ESCALATED, enquiry)


def _escalated(ids_of: Iterable[int]) -> dict[int, datetime]:
    """When each of these questions last went up a level."""
    rows = db.execute(
        select(AuditEvent.subject_id, func.max(AuditEvent.at))
        .where(AuditEvent.subject_type == Enquiry.__tablename__, AuditEvent.action == ESCALATED)
        .where(AuditEvent.subject_id.in_(list(ids_of)))
        .group_by(AuditEvent.subject_id)
    )
    return {key: at for key, at in rows if key is not None}


def _begin(kind: EnquiryKind, note: str, place: tuple[str, str], by: Actor, **about: int) -> Enquiry:
    enquiry = Enquiry(
        ref=ids.new_ref("Q"),
        kind=kind,
        state=EnquiryState.OPEN,
        area_code=place[0],
        office_key=place[1],
        note=_noted(note),
        asked_at=clock.now(),
        due_on=answered_by(),
        **about,
    )
    db.add(enquiry)
    db.flush()
    record(by, "enquiry.ask", enquiry, kind=kind.value)
    _tell_office(enquiry, "enquiry.asked", t("A young person asks about money. Answer by {day}.", day=enquiry.due_on))
    return enquiry


def _again(enquiry: Enquiry, kind: EnquiryKind, note: str, by: Actor) -> Enquiry:
    """Said once more: an open question stays as it is but for what is added, an answered one is open again."""
    is_new = note.strip() not in enquiry.note.split("\n")
    more = _noted("\n".join(filter(None, (enquiry.note, note.strip())))) if is_new else enquiry.note
    if more != enquiry.note:
        enquiry.note = more
        record(by, "enquiry.add", enquiry)
    if enquiry.state == EnquiryState.OPEN:
        return enquiry
    due = answered_by()
    advance(ENQUIRY, enquiry, "ask_again", by=by, kind=kind, due_on=due, reminded_on=None)
    _tell_office(enquiry, "enquiry.asked", t("A young person asks about money once more. Answer by {day}.", day=due))
    return enquiry


def _settle(enquiry: Enquiry | None, by: Actor) -> None:
    if enquiry is not None:
        came = EnquiryOutcome.ARRIVED
        now = clock.now()
        advance(ENQUIRY, enquiry, "settle", by=by, reason=came.value, outcome=came, closed_at=now, due_on=None)


def _standing(about: ColumnElement[bool]) -> Enquiry | None:
    return db.scalars(select(Enquiry).where(about, Enquiry.state != EnquiryState.CLOSED)).one_or_none()


def answered_by() -> date:
    """The day by which what is asked today is answered."""
    return working_days.after(clock.today(), ANSWER_WITHIN)


def _noted(note: str) -> str:
    """What they wrote, with what they had written before; the newest words are the ones that are kept."""
    return note.strip()[-NOTE_MOST * 3 :]


def _said(text: str) -> str:
    said = text.strip()
    if len(said) < ANSWER_LEAST:
        raise Invalid(t("Write it out in a sentence."), field="text")
    if len(said) > ANSWER_MOST:
        raise Invalid(t("Please write at most {count} characters.", count=ANSWER_MOST), field="text")
    return said


def _tell_office(enquiry: Enquiry, event: str, message: Text) -> None:
    telling.office(
        enquiry.office_key, enquiry.area_code, Role.OFFICER,
        event=event, message=message, path=PATH.format(ref=enquiry.ref), about=enquiry,
    )  # fmt: skip


def _tell_youth(enquiry: Enquiry, message: Text) -> None:
    account_id = db.scalar(select(Youth.account_id).where(Youth.id == enquiry.youth_id))
    path = MONEY.format(month=_month(enquiry))
    notices.tell(account_id, event="enquiry.answered", message=message, path=path, about=enquiry)


def _month(enquiry: Enquiry) -> date:
    """The month on whose page the sum stands."""
    if enquiry.wage_id is not None:
        return db.scalars(select(EmployerPayment.work_from).where(EmployerPayment.id == enquiry.wage_id)).one()
    return db.scalars(select(Earning.earned_on).where(Earning.id == enquiry.earning_id)).one()
