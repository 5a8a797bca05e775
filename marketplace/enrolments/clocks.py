"""Nobody waits unseen: reminders at half time, four fifths and the end; overdue goes one level up, never to a refusal.

Every round may be repeated: what was said once in a state is not said again. In a pause nobody is reminded of what they
cannot do (`pauses.py`).
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select

from marketplace.access import SYSTEM
from marketplace.audit import record
from marketplace.enrolments import applications, pauses, telling
from marketplace.enrolments.checks import note_flags
from marketplace.enrolments.states import BEFORE_START, CLOCKED, WITH_OFFICE
from marketplace.kernel import clock
from models.enrolment import Enrolment
from models.history import AuditEvent, Move
from models.offer import Opportunity
from models.session import db
from models.vocabulary import OpportunityState

SHARES = (50, 80, 100)
AT_ONCE = 200


class Waiting(NamedTuple):
    """One answer that is owed: since when, and the highest share of its time that was marked before."""

    enrolment: Enrolment
    since: datetime
    marked: int


def tick() -> int:
    """Remind and escalate what has come to its next mark; returns how many marks were set."""
    end_with_postings()
    marks = 0
    for waiting in _waiting():
        share = reached(waiting.since, waiting.enrolment.due_at, clock.now())
        if share > waiting.marked:
            _mark(waiting.enrolment, share)
            marks += 1
    return marks


def end_with_postings() -> int:
    """Cancel, and say so, whatever was asked of a posting that its provider has withdrawn; nobody waits for nothing."""
    asked = db.scalars(
        select(Enrolment)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(Opportunity.state == OpportunityState.WITHDRAWN, Enrolment.state.in_(sorted(BEFORE_START)))
        .order_by(Enrolment.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Enrolment)
    ).all()
    for enrolment in asked:
        applications.cancel(enrolment, by=SYSTEM, reason="cancelled")
    return len(asked)


def reached(since: datetime, due: datetime | None, now: datetime) -> int:
    """The highest mark that time has passed, in percent of what was given; 0 for none."""
    if due is None:
        return 0
    whole, gone = (due - since).total_seconds(), (now - since).total_seconds()
    share = 100.0 if whole <= 0 else 100 * gone / whole
    return max((mark for mark in SHARES if share >= mark), default=0)


def _mark(enrolment: Enrolment, share: int) -> None:
    record(SYSTEM, _action(share), enrolment, state=enrolment.state)
    if enrolment.state in WITH_OFFICE:
        note_flags(enrolment)
    telling.reminded(enrolment, share, telling.owners(enrolment))
    if share == SHARES[-1]:
        record(SYSTEM, "enrolment.escalate", enrolment, state=enrolment.state)
        telling.escalated(enrolment)


def _waiting() -> list[Waiting]:
    """Every answer that is owed, with what was marked since it came into its state."""
    since = (
        select(func.max(Move.at))
        .where(Move.subject_type == "enrolment", Move.subject_id == Enrolment.id)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    clocked = (Enrolment.state.in_(sorted(CLOCKED)), Enrolment.due_at.is_not(None), ~pauses.stand_still())
    marked = _marks_of(select(Enrolment.id).where(*clocked))
    found: list[Waiting] = []
    for enrolment, at in db.execute(select(Enrolment, func.coalesce(since, Enrolment.changed_at)).where(*clocked)):
        marks = (share for share, said_at in marked.get(enrolment.id, ()) if said_at >= at)
        found.append(Waiting(enrolment, at, max(marks, default=0)))
    return found


def _marks_of(ids: Select[int]) -> dict[int, list[tuple[int, datetime]]]:
    share_of = {_action(share): share for share in SHARES}
    rows = db.execute(
        select(AuditEvent.subject_id, AuditEvent.action, AuditEvent.at).where(
            AuditEvent.subject_type == "enrolment",
            AuditEvent.action.in_(share_of),
            AuditEvent.subject_id.in_(ids),
        )
    )
    found: dict[int, list[tuple[int, datetime]]] = {}
    for subject_id, action, at in rows:
        if subject_id is not None:
            found.setdefault(subject_id, []).append((share_of[action], at))
    return found


def _action(share: int) -> str:
    return f"enrolment.due_{share}"
