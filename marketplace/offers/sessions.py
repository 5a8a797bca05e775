"""The dated sessions a weekly timetable becomes; what was marked is never touched."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func, insert, select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict
from marketplace.offers import search
from models.offer import Opportunity, Session, Slot
from models.session import db


@dataclass(frozen=True)
class Meeting:
    """One dated time of a timetable."""

    held_on: date
    start_minute: int
    end_minute: int
    kind: str


def meetings(slots: Iterable[Slot], first: date, last: date) -> Iterator[Meeting]:
    """Every dated time from `first` to `last`, in order."""
    by_day: dict[int, list[Slot]] = {}
    for slot in slots:
        by_day.setdefault(slot.weekday, []).append(slot)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        for slot in sorted(by_day.get(day.weekday(), ()), key=lambda found: found.start_minute):
            yield Meeting(day, slot.start_minute, slot.end_minute, slot.kind)


def generate(opportunity: Opportunity) -> int:
    """Make the sessions of the timetable anew, keeping those already marked or past; returns how many were made."""
    today = clock.today()
    db.execute(
        delete(Session)
        .where(Session.opportunity_id == opportunity.id, Session.marked_at.is_(None), Session.held_on >= today)
        .execution_options(synchronize_session=False)
    )
    kept = db.execute(
        select(func.max(Session.number), func.max(Session.held_on)).where(Session.opportunity_id == opportunity.id)
    ).one()
    last_number, last_day = kept
    first = opportunity.starts_on if last_day is None else max(opportunity.starts_on, last_day + timedelta(days=1))
    slots = db.scalars(select(Slot).where(Slot.opportunity_id == opportunity.id)).all()
    rows = [
        {
            "ref": ids.new_ref("M"),
            "opportunity_id": opportunity.id,
            "number": number,
            "kind": meeting.kind,
            "held_on": meeting.held_on,
            "starts_at": clock.instant(meeting.held_on, meeting.start_minute),
            "ends_at": clock.instant(meeting.held_on, meeting.end_minute),
            "cancelled": False,
        }
        for number, meeting in enumerate(meetings(slots, first, opportunity.ends_on), start=(last_number or 0) + 1)
    ]
    if rows:
        db.execute(insert(Session), rows)
    return len(rows)


def cancel(session: Session, *, by: Actor, note: str) -> None:
    """Say that one session will not be held; one already marked stays."""
    if session.marked_at is not None:
        raise Conflict(t("This session has been marked already, so it cannot be cancelled."))
    session.cancelled = True
    record(by, "session.cancel", session, note=note)
    db.flush()
    search.index_many([session.opportunity_id])
