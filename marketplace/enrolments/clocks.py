"""Nobody waits unseen: reminders at half time, four fifths and the end; overdue goes one level up, never to a refusal.

Every round may be repeated: what was said once in a state is not said again.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.audit import record
from marketplace.enrolments import telling
from marketplace.enrolments.states import CLOCKED
from marketplace.kernel import clock
from models.enrolment import Enrolment
from models.history import AuditEvent, Move
from models.session import db

SHARES = (50, 80, 100)
AT_ONCE = 500
_ACTION = "enrolment.due"


class Waiting(NamedTuple):
    """One answer that is owed: since when, and the highest share of its time that was marked before."""

    enrolment: Enrolment
    since: datetime
    marked: int


def tick() -> int:
    """Remind and escalate what has come to its next mark; returns how many marks were set."""
    marks = 0
    for waiting in _waiting():
        share = reached(waiting.since, waiting.enrolment.due_at, clock.now())
        if share > waiting.marked:
            _mark(waiting.enrolment, share)
            marks += 1
    return marks


def reached(since: datetime, due: datetime | None, now: datetime) -> int:
    """The highest mark that time has passed, in percent of what was given; 0 for none."""
    if due is None:
        return 0
    whole, gone = (due - since).total_seconds(), (now - since).total_seconds()
    share = 100.0 if whole <= 0 else 100 * gone / whole
    return max((mark for mark in SHARES if share >= mark), default=0)


def _mark(enrolment: Enrolment, share: int) -> None:
    record(SYSTEM, f"{_ACTION}_{share}", enrolment, state=enrolment.state)
    telling.reminded(enrolment, share, telling.owners(enrolment))
    if share == SHARES[-1]:
        record(SYSTEM, "enrolment.escalate", enrolment, state=enrolment.state)
        telling.escalated(enrolment, telling.province_accounts(enrolment))


def _waiting() -> list[Waiting]:
    """Answers owed whose half time may have come, with what was marked since they came into their state."""
    since = (
        select(Move.subject_id, func.max(Move.at).label("since"))
        .where(Move.subject_type == "enrolment")
        .group_by(Move.subject_id)
        .subquery()
    )
    marked = (
        select(func.count(AuditEvent.id))
        .where(
            AuditEvent.subject_type == "enrolment",
            AuditEvent.subject_id == Enrolment.id,
            AuditEvent.action.in_([f"{_ACTION}_{share}" for share in SHARES]),
            AuditEvent.at >= since.c.since,
        )
        .correlate(Enrolment, since)
        .scalar_subquery()
    )
    rows = db.execute(
        select(Enrolment, since.c.since, marked)
        .join(since, since.c.subject_id == Enrolment.id)
        .where(Enrolment.state.in_(sorted(CLOCKED)), Enrolment.due_at.is_not(None))
    )
    return [Waiting(enrolment, at, marks) for enrolment, at, marks in rows]
