"""The dated sessions a weekly timetable becomes; what was marked is never touched."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, insert, select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict
from marketplace.offers import search
from models.offer import Opportunity, Session, Slot
from models.session import db

_DAY = 24 * 60


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
    """Bring the sessions to come in line with the timetable; returns how many are new, elsewhere or gone.

    What stays in the timetable stays as it is, with its reference and whether it was cancelled; what is at another hour
    of its day is moved and keeps both. What has begun or was marked is never touched, and nothing is made for the past
    but where there was none at all.
    """
    now = clock.now()
    rows = list(db.scalars(select(Session).where(Session.opportunity_id == opportunity.id).order_by(Session.starts_at)))
    slots = db.scalars(select(Slot).where(Slot.opportunity_id == opportunity.id)).all()
    wanted = Counter(meetings(slots, opportunity.starts_on, opportunity.ends_on))
    fixed = [row for row in rows if row.marked_at is not None or row.starts_at <= now]
    open_rows = [row for row in rows if row.marked_at is None and row.starts_at > now]
    wanted.subtract(_meeting(row) for row in fixed)
    missing = _of_days(one for one in (+wanted).elements() if not rows or _begins(one) > now)
    left = [row for row in open_rows if not _take(missing, _meeting(row))]
    gone = [row for row in left if not _move(row, missing)]
    _count_what_was_held(missing, -wanted)
    new = [meeting for day in sorted(missing) for meeting in missing[day]]
    moved = len(left) - len(gone)
    if gone:
        db.execute(delete(Session).where(Session.id.in_([row.id for row in gone])))
    kept = [row for row in open_rows if row not in gone]
    _number(opportunity.id, fixed, kept, new)
    return len(new) + len(gone) + moved


def cancel(session: Session, *, by: Actor, note: str) -> None:
    """Say that one session will not be held; one already marked stays."""
    if session.marked_at is not None:
        raise Conflict(t("This session has been marked already, so it cannot be cancelled."))
    session.cancelled = True
    record(by, "session.cancel", session, note=note)
    db.flush()
    search.index_many([session.opportunity_id])


def restore(session: Session, *, by: Actor) -> None:
    """Say that a cancelled session will be held after all; raises Conflict once its hour has come."""
    if session.starts_at <= clock.now():
        raise Conflict(t("Its hour has come, so this session can't be held after all."))
    session.cancelled = False
    record(by, "session.restore", session)
    db.flush()
    search.index_many([session.opportunity_id])


def _meeting(row: Session) -> Meeting:
    """When a session is held, as the timetable says it."""
    start, end = clock.bangkok(row.starts_at), clock.bangkok(row.ends_at)
    minutes = (end.date() - start.date()).days * _DAY + end.hour * 60 + end.minute
    return Meeting(row.held_on, start.hour * 60 + start.minute, minutes, row.kind)


def _count_what_was_held(missing: dict[date, list[Meeting]], held: Counter[Meeting]) -> None:
    """What was held at an hour that is no longer in the timetable counts for one that is left of its day."""
    for one in held.elements():
        if missing.get(one.held_on):
            missing[one.held_on].pop(0)


def _begins(one: Meeting) -> datetime:
    return clock.instant(one.held_on, one.start_minute)


def _of_days(wanted: Iterable[Meeting]) -> dict[date, list[Meeting]]:
    """Meetings by their days, each day in order."""
    found: dict[date, list[Meeting]] = {}
    for one in sorted(wanted, key=_begins):
        found.setdefault(one.held_on, []).append(one)
    return found


def _take(missing: dict[date, list[Meeting]], one: Meeting) -> bool:
    """Whether the timetable has this meeting; it is taken off the list."""
    there = missing.get(one.held_on, [])
    if one not in there:
        return False
    there.remove(one)
    return True


def _move(row: Session, missing: dict[date, list[Meeting]]) -> bool:
    """Move a session to another hour of its day, where the timetable has one that is nobody's."""
    there = next((one for one in missing.get(row.held_on, ()) if one.kind == row.kind), None)
    if there is None:
        return False
    missing[row.held_on].remove(there)
    row.starts_at, row.ends_at = _begins(there), clock.instant(there.held_on, there.end_minute)
    return True


def _number(key: int, fixed: Sequence[Session], kept: Sequence[Session], new: Sequence[Meeting]) -> None:
    """Number what is to come in the order of its days, after everything that was held."""
    last = max((row.number for row in fixed), default=0)
    coming: list[Session | Meeting] = sorted(
        (*kept, *new), key=lambda one: _begins(one) if isinstance(one, Meeting) else one.starts_at
    )
    numbers = dict(zip(map(id, coming), range(last + 1, last + len(coming) + 1), strict=True))
    if others := [row for row in kept if row.number != numbers[id(row)]]:
        # Two numbers cannot change places while each has to be the only one.
        for row in others:
            row.number = -row.number
        db.flush()
        for row in others:
            row.number = numbers[id(row)]
    db.flush()
    rows = [
        {
            "ref": ids.new_ref("M"),
            "opportunity_id": key,
            "number": numbers[id(meeting)],
            "kind": meeting.kind,
            "held_on": meeting.held_on,
            "starts_at": _begins(meeting),
            "ends_at": clock.instant(meeting.held_on, meeting.end_minute),
            "cancelled": False,
        }
        for meeting in new
    ]
    if rows:
        db.execute(insert(Session), rows)
