"""What attended sessions earn: owed from their end on, at once where the roll is kept then, else by the worker's round.

A roll may be kept while a session is still to come or goes on; until it is over nobody has attended anything.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from marketplace.access import Actor
from marketplace.corrections import service as corrections
from marketplace.earnings import accruals, grounds
from marketplace.enrolments.hours_attended import CAME
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from models.earning import Earning
from models.enrolment import Attendance, Enrolment
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import SlotKind

REACH = timedelta(days=31)
"""How far back the round looks, should nobody have worked for a while."""


ON_ITS_WAY = t("The money for this session is already on its way, so the mark cannot be changed. Ask the office.")


def settle(
    session: Session,
    enrolment: Enrolment,
    row: Attendance,
    *,
    came: bool,
    was_owed: bool,
    other_time: bool,
    by: Actor,
) -> None:
    """Owe what a session that is over earns; a correction to absent, or to another time, takes back what was owed.

    Raises Conflict once the money is on its way; for another time also once any of it came back or was corrected.
    """
    if other_time and was_owed and has_earned(row):
        if accruals.is_settled(row.id) or not accruals.withdraw_attendance(row.id, by=by):
            raise Conflict(ON_ITS_WAY)
        was_owed = False
    if came and not was_owed and session.ends_at <= clock.now():
        _owe(session, enrolment, row, by)
    if not came and not accruals.withdraw_attendance(row.id, by=by):
        raise Conflict(ON_ITS_WAY)


def was_owed(session: Session, row: Attendance) -> bool:
    """Whether what a mark earns was seen to already: it was made once the session was over, or has earned since."""
    return row.status in CAME and (row.marked_at >= session.ends_at or has_earned(row))


def has_earned(row: Attendance) -> bool:
    """Whether anything was ever owed for a mark."""
    same = (Earning.source_type.in_(grounds.ROLLED), Earning.source_id == row.id)
    return db.scalars(select(Earning.id).where(*same)).first() is not None


def settle_ended() -> int:
    """Owe what was marked before its session was over, in the name of whoever marked it. A step of the round."""
    now = clock.now()
    earned = select(Earning.id).where(Earning.source_type.in_(grounds.ROLLED), Earning.source_id == Attendance.id)
    pays = (
        Opportunity.stipend_per_session_satang + Opportunity.stipend_per_hour_satang
        + Opportunity.travel_per_session_satang
    ) > 0  # fmt: skip
    wanted = (
        select(Attendance, Enrolment, Session)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .join(Session, Session.id == Attendance.session_id)
        .join(Session.opportunity)
        .options(contains_eager(Session.opportunity))
        .where(
            Session.held_on >= clock.bangkok(now - REACH).date(),
            Session.ends_at <= now,
            Session.cancelled.is_(False),
            Attendance.status.in_(CAME),
            Attendance.marked_at < Session.ends_at,
            pays,
            ~earned.exists(),
        )
        .order_by(Session.ends_at.desc(), Attendance.id)
        .limit(500)
    )
    found = db.execute(wanted).all()
    for row, enrolment, session in found:
        _owe(session, enrolment, row, Actor(row.marked_by_id))
    return len(found)


def _owe(session: Session, enrolment: Enrolment, row: Attendance, by: Actor) -> None:
    accruals.accrue_attendance(
        session.opportunity, enrolment, row, session, by=by, is_work=session.kind == SlotKind.WORK
    )
    corrections.owe_anew(row.id, by=by)
