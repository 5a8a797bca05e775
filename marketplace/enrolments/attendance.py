"""Who came: marked on a phone in a minute, corrected for 48 hours, and every mark is the cause of what is earned.

The work of a placement is told by the log of worked days of its agreement, never by a roll; its lessons by a roll.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.access import SYSTEM, Actor, Verdict
from marketplace.agreements import days
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings import prints
from marketplace.enrolments import attended_pay, awaiting, claimed_hours, hours_attended, milestones, undoing
from marketplace.enrolments.hours_attended import CAME
from marketplace.enrolments.states import ENROLMENT, LEFT
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, DomainError, Invalid, NotFound
from marketplace.offers import standing, stipends
from marketplace.offers.policy import REVIEWERS, SUPPLIERS
from marketplace.resources import attended
from models.enrolment import Attendance, Enrolment
from models.history import Move
from models.offer import Opportunity, Session, Slot
from models.session import db
from models.vocabulary import ActingSide, AttendanceStatus, CountsFrom, EnrolmentState, OpportunityKind, SlotKind
from models.youth import Youth

CORRECTION = timedelta(hours=48)
EARLY = timedelta(minutes=30)
ATTENDING = (EnrolmentState.ENROLLED, EnrolmentState.IN_LEARNING)
UNMARKED = t("New on the list or not marked yet. Choose came, late or away.")
IN_LOG = t("Work is counted from the log of worked days, where it is written and confirmed day by day.")


@dataclass(frozen=True)
class Mark:
    """What is said about one learner at one session."""

    status: AttendanceStatus
    note: str = ""
    minutes: int | None = None
    """For how long they were there, where that was only part of the session."""


@dataclass(frozen=True)
class RollLine:
    """One learner on the list, with what was marked before."""

    enrolment: Enrolment
    youth: Youth
    mark: Attendance | None


class Overtaken(Conflict):
    """Somebody else marked the roll since its page was opened."""


def can_mark(actor: Actor, session: Session) -> Verdict:
    """Staff of the organisation, from half an hour before; after 48 hours only an officer corrects, with a reason."""
    opportunity = session.opportunity
    officer = actor.scope(*REVIEWERS).covers(opportunity.area_code, opportunity.office_key)
    if opportunity.organisation_id not in actor.organisation_ids(*SUPPLIERS) and not officer:
        return Verdict.hidden()
    if session.cancelled:
        return Verdict.no(t("This session was cancelled, so nobody can be marked."))
    if is_logged(session):
        return Verdict.no(IN_LOG)
    if clock.now() < session.starts_at - EARLY:
        return Verdict.no(t("Attendance can be marked from half an hour before the session begins."))
    if not officer and session.marked_at is not None and clock.now() > session.marked_at + CORRECTION:
        return Verdict.no(t("Attendance can be corrected for 48 hours. Ask the office to correct it now."))
    return Verdict.yes()


def may_be_marked(actor: Actor, session: Session) -> Verdict:
    """The same of right now: no roll waits of what learners were told not to set out for."""
    verdict = can_mark(actor, session)
    if verdict and is_closed(session, standing.stopped_since(session.opportunity_id)):
        return Verdict.no(standing.STOPPED)
    return verdict


def is_closed(session: Session, suspended_at: datetime | None) -> bool:
    """Whether it was to be held while its organisation, suspended at an instant or not at all, is closed for now."""
    return suspended_at is not None and session.starts_at >= suspended_at


def is_logged(session: Session) -> bool:
    """Whether it is work of a placement, which its log of days tells of and no roll."""
    return session.kind == SlotKind.WORK and session.opportunity.kind == OpportunityKind.PLACEMENT


def side_of(actor: Actor, session: Session) -> ActingSide:
    """On whose side somebody marks it."""
    own = session.opportunity.organisation_id in actor.organisation_ids(*SUPPLIERS)
    return ActingSide.ORGANISATION if own else ActingSide.OFFICE


def can_cancel(actor: Actor, session: Session) -> Verdict:
    """Staff of the organisation, for a session nobody was marked at; so they hold it after all."""
    return Verdict.when(session.opportunity.organisation_id in actor.organisation_ids(*SUPPLIERS))


def can_see(actor: Actor, session: Session) -> Verdict:
    """Staff of the organisation and officers of the place."""
    opportunity = session.opportunity
    own = opportunity.organisation_id in actor.organisation_ids(*SUPPLIERS)
    return Verdict.when(own or actor.scope(*REVIEWERS).covers(opportunity.area_code, opportunity.office_key))


def session_of(actor: Actor, ref: str) -> Session:
    """One session with its opportunity; raises NotFound."""
    wanted = select(Session).where(Session.ref == ref).options(joinedload(Session.opportunity))
    found = db.scalars(wanted).first()
    if found is None or not can_see(actor, found):
        raise NotFound
    return found


def roll(session: Session) -> list[RollLine]:
    """Everybody who belonged here while it was held, from being told to the end, and whoever was marked; by name."""
    wanted = (
        select(Enrolment, Youth, Attendance)
        .join(Youth, Youth.id == Enrolment.youth_id)
        .outerjoin(Attendance, (Attendance.enrolment_id == Enrolment.id) & (Attendance.session_id == session.id))
        .where(
            Enrolment.opportunity_id == session.opportunity_id,
            or_(_belonged(session), Attendance.id.is_not(None)),
        )
        .order_by(Youth.nickname, Enrolment.id)
    )
    return [RollLine(enrolment, youth, mark) for enrolment, youth, mark in db.execute(wanted)]


def seen_in(lines: Iterable[RollLine]) -> str:
    """What a page of this roll showed as marked, told shortly, so that a later page is told from an earlier one."""
    marks = sorted(
        f"{line.enrolment.ref} {line.mark.status} {line.mark.minutes or ''}".strip()
        for line in lines
        if line.mark is not None
    )
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()[:16]


def with_somebody_due(sessions: Sequence[Session]) -> frozenset[int]:
    """Those of these sessions at which somebody was due, by their ids; no roll waits for the others."""
    ids = [one.id for one in sessions]
    return frozenset(db.scalars(select(Session.id).where(Session.id.in_(ids), somebody_was_due())))


def somebody_was_due() -> ColumnElement[bool]:
    """Of sessions: somebody who had been told of their approval belonged there while it was held."""
    return select(Enrolment.id).where(Enrolment.opportunity_id == Session.opportunity_id, _belonged(Session)).exists()


def _belonged(session: Session | type[Session]) -> ColumnElement[bool]:
    """Whether an enrolment's approval was told before the session began, and it had not ended before that was over."""
    mine = (Move.subject_type == Enrolment.__tablename__, Move.subject_id == Enrolment.id)
    # Withdrawn and cancelled are also the ends of requests that never came to a first day.
    began = select(Move.id).where(*mine, Move.verb == "enrol").exists()
    # Who completed left on that day, also when a second look found later that it was not true.
    left = (*mine, Move.to_state.in_(LEFT), Move.verb != "revoke")
    left_at = select(func.max(Move.at)).where(*left).scalar_subquery()
    told_before = or_(Enrolment.decided_at.is_(None), undoing.told_by(session.starts_at))
    there = or_(Enrolment.state.in_(ATTENDING), Enrolment.state.in_(LEFT) & began & (left_at >= session.ends_at))
    return told_before & there


def mark(session: Session, marks: Mapping[str, Mark], *, by: Actor, reason: str = "", seen: str | None = None) -> None:
    """Keep what was marked, by enrolment reference; everybody on the roll has a mark, and silence gives and takes none.

    Accrues what attended sessions earn once they are over, and takes it back when a correction says the learner was
    away; a completion claimed for more hours than are left goes back to be claimed anew, and a verified one is the
    office's to correct.
    Raises Invalid for a reference that is not on the roll, for a learner without a mark, with minutes that cannot be or
    with a verified completion (at `mark-REF`) or a correction without its reason, Conflict for a session held while its
    organisation is suspended and for the work of a placement, Overtaken where marks are others than the page showed
    (`seen`) and than are sent.
    """
    if is_logged(session):
        raise Conflict(IN_LOG)
    if is_closed(session, standing.stopped_since(session.opportunity_id)):
        raise Conflict(standing.STOPPED)
    late = session.marked_at is not None and clock.now() > session.marked_at + CORRECTION
    if late and not reason.strip():
        raise Invalid(t("Give the reason for this late correction."), field="reason")
    # Who comes second waits here, and then reads what the first has kept.
    db.execute(select(Session.id).where(Session.id == session.id).with_for_update())
    lines = {line.enrolment.ref: line for line in roll(session)}
    marks = {ref: _timed(session, ref, given, lines.get(ref)) for ref, given in marks.items()}
    is_late = seen is not None and seen != seen_in(lines.values())
    if is_late and any(differs(line, marks) for line in lines.values()):
        raise Overtaken(t("Somebody else has marked this roll since you opened it. Nothing of yours is kept yet."))
    if strangers := set(marks) - set(lines):
        raise Invalid(
            t(
                "People not on the list of this session: {count}. It was held before they were approved or after they"
                " left. Nothing is kept yet; look at the list and keep it again.",
                count=len(strangers),
            )
        )
    # Whom an earlier page did not show keeps the mark a colleague gave them, as theirs.
    theirs = {ref: _kept(line.mark) for ref, line in lines.items() if is_late and line.mark and ref not in marks}
    if unmarked := [ref for ref in lines if ref not in marks and ref not in theirs]:
        raise Invalid(UNMARKED, errors={f"mark-{ref}": UNMARKED for ref in unmarked})
    told = {ref: line for ref, line in lines.items() if ref in marks}
    rows = _keep_all(session, told, marks, by=by, reason=reason)
    _help(session, lines.values(), theirs | dict(marks), by)
    if session.marked_at is None:
        session.marked_at = clock.now()
    record(by, "attendance.mark", session, people=len(lines), reason=reason, rows=rows)
    db.flush()


def differs(line: RollLine, marks: Mapping[str, Mark]) -> bool:
    """Whether what is kept about a learner is something else than what was sent about them."""
    sent = marks.get(line.enrolment.ref)
    kept = line.mark
    return kept is not None and sent is not None and (kept.status, kept.minutes) != (sent.status, sent.minutes)


def part_of(session: Session, line: RollLine | None = None) -> int:
    """Minutes of a session of which a mark may say fewer: where an hour is paid for, or its mark says so already."""
    paid = session.kind == SlotKind.LEARN and session.opportunity.stipend_per_hour_satang > 0
    told = line is not None and line.mark is not None and line.mark.minutes is not None
    return stipends.length(session) if paid or told else 0


def _kept(row: Attendance) -> Mark:
    return Mark(AttendanceStatus(row.status), row.note, row.minutes)


def _timed(session: Session, ref: str, given: Mark, line: RollLine | None) -> Mark:
    """A mark that says nothing of minutes where it says nothing by them: who was away, or there for all of it."""
    if given.minutes is None or given.status not in CAME or given.minutes == stipends.length(session):
        return replace(given, minutes=None)
    most = part_of(session, line)
    if not most:
        raise Invalid(t("Minutes are written down only where each hour is paid for."), field=f"mark-{ref}")
    if not 1 <= given.minutes < most:
        raise Invalid(t("Write from 1 to {most} minutes.", most=most), field=f"mark-{ref}")
    return given


def summary(enrolment: Enrolment) -> dict[str, int]:
    """Sessions that are over and worked days attended, sessions missed and still to come, and whole hours attended."""
    counted = (
        select(Attendance.status, func.count())
        .join(Session, Session.id == Attendance.session_id)
        .where(Attendance.enrolment_id == enrolment.id, Session.ends_at <= clock.now())
        .group_by(Attendance.status)
    )
    by_status: dict[str, int] = {status: number for status, number in db.execute(counted)}  # noqa: C416
    worked = days.counting([enrolment.id]).get(enrolment.id, {})
    attended = by_status.get("here", 0) + by_status.get("late", 0) + len(worked)
    left = db.scalar(
        select(func.count()).where(
            Session.opportunity_id == enrolment.opportunity_id,
            Session.marked_at.is_(None),
            Session.cancelled.is_(False),
            Session.held_on >= clock.today(),
        )
    )
    return {
        "attended": attended,
        "away": by_status.get("away", 0),
        "left": left or 0,
        "hours": hours_attended.minutes(enrolment) // 60,
    }


def came_on(enrolment_id: int, day: date) -> bool:
    """Whether this learner was marked present at a session of a day."""
    here = (
        select(Attendance.id)
        .join(Session, Session.id == Attendance.session_id)
        .where(Attendance.enrolment_id == enrolment_id, Attendance.status.in_(CAME), Session.held_on == day)
    )
    return db.scalar(here.limit(1)) is not None


def times_a_week(opportunity_id: int) -> int:
    """How often a week an opportunity is held."""
    return db.scalar(select(func.count()).select_from(Slot).where(Slot.opportunity_id == opportunity_id)) or 1


def sessions_between(organisation_ids: Sequence[int], first: date, last: date) -> Sequence[Session]:
    """The sessions of some organisations in a span of days, in order."""
    wanted = (
        select(Session)
        .join(Opportunity, Opportunity.id == Session.opportunity_id)
        .where(Opportunity.organisation_id.in_(organisation_ids), Session.held_on.between(first, last))
        .options(joinedload(Session.opportunity))
        .order_by(Session.starts_at, Session.id)
    )
    return db.scalars(wanted).all()


def begin_learning() -> int:
    """Enrol whoever was approved and whose first day has come; returns how many. A step of the worker's round.

    A placement's first day is that of its agreement, once everybody has signed it and the law of labour allows it.
    """
    found = awaiting.allowed(db.scalars(_to_begin().limit(500)).all())
    for enrolment in found:
        advance(ENROLMENT, enrolment, "enrol", by=SYSTEM)
    return len(found)


def begin_at_once(enrolment: Enrolment, *, by: Actor) -> None:
    """The same for one, where somebody is faster than the round; nothing happens while it has to wait."""
    for one in awaiting.allowed(db.scalars(_to_begin().where(Enrolment.id == enrolment.id)).all()):
        advance(ENROLMENT, one, "enrol", by=by)


def _to_begin() -> Select[Enrolment]:
    return (
        select(Enrolment)
        .join(Enrolment.opportunity)
        .options(contains_eager(Enrolment.opportunity))
        .where(
            Enrolment.state == EnrolmentState.APPROVED,
            awaiting.has_come(),
            undoing.told_by(clock.now()),
        )
        .order_by(Enrolment.id)
    )


def _keep_all(
    session: Session, lines: Mapping[str, RollLine], marks: Mapping[str, Mark], *, by: Actor, reason: str
) -> dict[str, str]:
    """Every mark is kept or none, also for a page that is made after the refusal; gives the fingerprint of each row."""
    rows: dict[str, str] = {}
    try:
        with db.begin_nested():
            for ref, line in lines.items():
                row, taken_back = _keep(session, line, marks[ref], by)
                printed = prints.of_row(session.ref, ref, row.status, row.marked_by_id, row.note, row.minutes)
                rows[str(row.id)] = printed
                if taken_back:
                    claimed_hours.follow(line.enrolment, by=by, reason=reason, field=f"mark-{ref}")
    except DomainError:
        for line in lines.values():
            db.expire(line.enrolment, ["state", "version"])
        raise
    return rows


def _keep(session: Session, line: RollLine, given: Mark, by: Actor) -> tuple[Attendance, bool]:
    """Keep one mark; gives its row and whether it takes back that they came, or came for so long."""
    row = line.mark
    before = None if row is None else AttendanceStatus(row.status)
    was_there = 0 if row is None or before not in CAME else stipends.attended(session, row.minutes)
    was_owed = row is not None and attended_pay.was_owed(session, row)
    if row is None:
        row = Attendance(
            session_id=session.id, enrolment_id=line.enrolment.id, status=given.status, marked_at=clock.now()
        )
        db.add(row)
    row.status, row.note, row.minutes = given.status, given.note[:200], given.minutes
    row.marked_by_id, row.marked_at = by.account_id, clock.now()
    db.flush()
    if line.enrolment.state == EnrolmentState.ENROLLED and given.status in CAME:
        advance(ENROLMENT, line.enrolment, "begin", by=by)
        milestones.begin(line.enrolment, session.held_on, CountsFrom.START)
    came = given.status in CAME
    is_there = stipends.attended(session, row.minutes) if came else 0
    if came or before in CAME:
        other_time = came and before in CAME and is_there != was_there
        attended_pay.settle(session, line.enrolment, row, came=came, was_owed=was_owed, other_time=other_time, by=by)
    return row, is_there < was_there


def _help(session: Session, lines: Iterable[RollLine], marks: Mapping[str, Mark], by: Actor) -> None:
    """Tell of the help kept with the enrolments of those who came, and no longer of those who did not."""
    here, away = list[int](), list[int]()
    for line in lines:
        (here if marks[line.enrolment.ref].status in CAME else away).append(line.enrolment.id)
    worked = days.counting(away)
    absent = [key for key in away if session.held_on not in worked.get(key, {})]
    attended.stayed_away(absent, session.held_on, by=by)
    attended.came(here, session.held_on, times_a_week(session.opportunity_id), by=by)
