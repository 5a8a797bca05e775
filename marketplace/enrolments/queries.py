"""Reads of enrolments: lists, counts and the single page all stand on the same condition of who may see what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from marketplace.access import Actor
from marketplace.enrolments import guardian_checks, undoing
from marketplace.enrolments.policy import OFFICE, SUPPLIERS, recording
from marketplace.enrolments.states import CLOCKED, HIDDEN_FROM_PROVIDER, WITH_OFFICE, WITH_OTHERS
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from models.account import Account
from models.enrolment import Enrolment
from models.history import Move
from models.offer import Opportunity
from models.session import db
from models.vocabulary import EnrolmentState, Role
from models.youth import Youth

PAGE = 25
DECISIONS = ("approve", "pass_up", "return", "refuse")
"""The moves by which somebody of an office decides."""


class View(StrEnum):
    """The tabs of the queue."""

    LATE = "late"
    WEEK = "week"
    ALL = "all"
    OTHERS = "others"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue is on screen; every part of it stands in the address."""

    view: View = View.ALL
    kind: str = ""
    area: str = ""
    flags: str = ""
    words: str = ""
    week_end: datetime | None = None
    decided_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One move as it is told: when, who, from where to where, and why."""

    at: datetime
    name: str
    role: str
    verb: str
    from_state: str
    to_state: str
    reason: str
    note: str
    account_id: int | None = None


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The enrolments somebody may see: own, of wards, asked of their organisation, or of their office's place."""
    near = actor.scope(*OFFICE) | actor.acting(Role.CASEWORKER, Role.OFFICER)
    parts = [near.condition(Enrolment.area_code, Enrolment.office_key), _to_review_again(actor)]
    people = set(actor.ward_ids) | ({actor.youth_id} if actor.youth_id is not None else set())
    if people:
        parts.append(Enrolment.youth_id.in_(people))
    organisations = actor.organisation_ids(*SUPPLIERS)
    if organisations:
        asked = select(Opportunity.id).where(Opportunity.organisation_id.in_(organisations))
        parts.append(and_(Enrolment.opportunity_id.in_(asked), Enrolment.state.not_in(sorted(HIDDEN_FROM_PROVIDER))))
    return or_(*parts)


def one(actor: Actor, ref: str) -> Enrolment:
    """One enrolment with its people and its opportunity; raises NotFound alike for foreign and missing."""
    found = db.scalars(loaded().where(Enrolment.ref == ref, visible_to(actor))).first()
    if found is None:
        raise NotFound()
    return found


def many(actor: Actor, refs: Sequence[str]) -> list[Enrolment]:
    """Those of these references that may be seen."""
    return list(db.scalars(loaded().where(Enrolment.ref.in_(refs), visible_to(actor)).order_by(Enrolment.id)))


def for_youth(youth_id: int) -> list[Enrolment]:
    """Every enrolment of a young person, newest first."""
    return list(db.scalars(loaded().where(Enrolment.youth_id == youth_id).order_by(Enrolment.id.desc())))


def for_youth_in_scope(actor: Actor, youth_id: int) -> list[Enrolment]:
    """The enrolments of a young person that this actor may see, newest first."""
    wanted = loaded().where(Enrolment.youth_id == youth_id, visible_to(actor))
    return list(db.scalars(wanted.order_by(Enrolment.id.desc())))


def for_provider(actor: Actor, *, opportunity_id: int | None = None, states: Sequence[str] = ()) -> list[Enrolment]:
    """The requests to this person's organisations, soonest due first."""
    organisations = actor.organisation_ids(*SUPPLIERS)
    wanted = loaded().where(
        Opportunity.organisation_id.in_(organisations), Enrolment.state.not_in(sorted(HIDDEN_FROM_PROVIDER))
    )
    if opportunity_id is not None:
        wanted = wanted.where(Enrolment.opportunity_id == opportunity_id)
    if states:
        wanted = wanted.where(Enrolment.state.in_(states))
    return list(db.scalars(wanted.order_by(*_by_due())))


def one_to_record(actor: Actor, ref: str) -> Enrolment:
    """One request whose guardian's part a case worker may record; raises NotFound."""
    found = db.scalars(_to_record(actor).where(Enrolment.ref == ref)).first()
    if found is None:
        raise NotFound()
    return found


def to_record(actor: Actor) -> list[Enrolment]:
    """The requests of this person's area that wait for a guardian, soonest due first, then those asked anew."""
    waiting = _to_record(actor).where(Enrolment.state == EnrolmentState.AWAITING_GUARDIAN)
    anew = guardian_checks.anew_among(_to_record(actor).order_by(Enrolment.id))
    return [*db.scalars(waiting.order_by(*_by_due())), *anew]


def queue(actor: Actor, wanted: QueueFilter, *, page: int = 1, size: int = PAGE) -> list[Enrolment]:
    """One page of the office's queue, sorted by due and then by flags."""
    rows = _queue(actor, wanted).order_by(*_order(wanted)).limit(size).offset(size * (max(page, 1) - 1))
    return list(db.scalars(rows))


def count(actor: Actor, wanted: QueueFilter) -> int:
    """How many `queue` would give on all its pages."""
    return db.scalars(_queue(actor, wanted).with_only_columns(func.count(Enrolment.id)).order_by(None)).one()


def counts(actor: Actor, wanted: QueueFilter) -> dict[View, int]:
    """How many each tab holds under the same filters."""
    return {view: count(actor, replace(wanted, view=view)) for view in View}


def refs_in_order(actor: Actor, wanted: QueueFilter, *, most: int = 500) -> list[str]:
    """The references of the queue in its order, for the way to the next one."""
    rows = _queue(actor, wanted).with_only_columns(Enrolment.ref).order_by(*_order(wanted)).limit(most)
    return list(db.scalars(rows))


def areas_in(actor: Actor) -> list[str]:
    """The subdistricts with anything in this person's queue."""
    rows = select(Enrolment.area_code).where(_in_scope(actor), Enrolment.state.in_(sorted(WITH_OFFICE | WITH_OTHERS)))
    return sorted(db.scalars(rows.distinct()))


def decided_today(actor: Actor) -> int:
    """How many of those under `DECIDED` this person decided today."""
    midnight = clock.instant(clock.today(), 0)
    return count(actor, QueueFilter(view=View.DECIDED, decided_since=midnight))


def undoable(actor: Actor) -> list[Enrolment]:
    """What this person approved so lately that it can still be taken back, newest first."""
    wanted = loaded().where(Enrolment.decided_by_id == actor.account_id, undoing.untold())
    return list(db.scalars(wanted.order_by(Enrolment.decided_at.desc(), Enrolment.id.desc()).limit(PAGE)))


def history(enrolment: Enrolment) -> list[HistoryLine]:
    """Every move with who made it, oldest first."""
    rows = db.execute(
        select(Move, Account.name)
        .outerjoin(Account, Account.id == Move.actor_id)
        .where(Move.subject_type == "enrolment", Move.subject_id == enrolment.id)
        .order_by(Move.id)
    )
    return [
        HistoryLine(
            move.at,
            name or "",
            move.actor_role,
            move.verb,
            move.from_state,
            move.to_state,
            move.reason,
            move.note,
            move.actor_id,
        )
        for move, name in rows
    ]


def has_moved(enrolment: Enrolment, verb: str) -> bool:
    """Whether this move is in its history."""
    wanted = select(Move.id).where(Move.subject_type == "enrolment", Move.subject_id == enrolment.id, Move.verb == verb)
    return db.scalars(wanted.limit(1)).first() is not None


def loaded() -> Select[Enrolment]:
    """Enrolments with everything a policy or a page asks of them."""
    return (
        select(Enrolment)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .join(Youth, Youth.id == Enrolment.youth_id)
        .options(
            joinedload(Enrolment.youth),
            joinedload(Enrolment.opportunity).joinedload(Opportunity.organisation),
            joinedload(Enrolment.opportunity).selectinload(Opportunity.slots),
        )
    )


def _to_record(actor: Actor) -> Select[Enrolment]:
    return loaded().where(recording(actor).condition(Enrolment.area_code, Enrolment.office_key))


def _in_scope(actor: Actor) -> ColumnElement[bool]:
    mine = actor.scope(Role.OFFICER, Role.APPROVER) | actor.acting(Role.OFFICER)
    near = or_(mine.condition(Enrolment.area_code, Enrolment.office_key), _to_review_again(actor))
    far = actor.scope(Role.PROVINCE)
    if not far:
        return near
    # What is overdue is seen one level up.
    return or_(near, and_(far.condition(Enrolment.area_code, Enrolment.office_key), _is_late()))


def _to_review_again(actor: Actor) -> ColumnElement[bool]:
    """What somebody reviews a second time for an office that has no approver, and what of it they decided."""
    theirs = or_(Enrolment.state == EnrolmentState.SECOND_REVIEW, Enrolment.decided_by_id == actor.account_id)
    return and_(actor.acting(Role.APPROVER).condition(Enrolment.area_code, Enrolment.office_key), theirs)


def _is_late() -> ColumnElement[bool]:
    return and_(Enrolment.state.in_(sorted(CLOCKED)), Enrolment.due_at < clock.now())


def _queue(actor: Actor, wanted: QueueFilter) -> Select[Enrolment]:
    rows = loaded().where(_in_scope(actor), _of_view(actor, wanted))
    if wanted.kind:
        rows = rows.where(Opportunity.kind == wanted.kind)
    if wanted.area:
        rows = rows.where(Enrolment.area_code.startswith(wanted.area, autoescape=True))
    if wanted.flags:
        rows = rows.where(Enrolment.flag_count > 0 if wanted.flags == "some" else Enrolment.flag_count == 0)
    if words := wanted.words.strip()[:60]:
        columns = (Youth.nickname, Youth.alias, Enrolment.ref, Opportunity.title_th, Opportunity.title_en)
        rows = rows.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return rows


def _of_view(actor: Actor, wanted: QueueFilter) -> ColumnElement[bool]:
    deciding = _deciding(actor)
    match wanted.view:
        case View.LATE:
            return and_(deciding, Enrolment.due_at < clock.now())
        case View.WEEK:
            end = wanted.week_end or clock.now()
            return and_(deciding, Enrolment.due_at <= end)
        case View.OTHERS:
            return and_(Enrolment.state.in_(sorted(WITH_OTHERS | WITH_OFFICE)), ~deciding)
        case View.DECIDED:
            return Enrolment.id.in_(_decided_by(actor, wanted.decided_since))
    return deciding


def _decided_by(actor: Actor, since: datetime | None) -> Select[int]:
    """What this person decided, whatever became of it; an approval that was taken back is no decision."""
    after = aliased(Move)
    taken_back = select(after.id).where(
        after.subject_type == Move.subject_type,
        after.subject_id == Move.subject_id,
        after.id > Move.id,
        after.verb.in_(undoing.UNDOING),
    )
    mine = select(Move.subject_id).where(
        Move.subject_type == Enrolment.__tablename__,
        Move.actor_id == actor.account_id,
        Move.verb.in_(DECISIONS),
        or_(Move.verb != "approve", ~taken_back.exists()),
    )
    return mine if since is None else mine.where(Move.at >= since)


def _deciding(actor: Actor) -> ColumnElement[bool]:
    """What this person decides: officers the first review, approvers the second, deputies where they stand in."""
    first = Enrolment.state.in_((EnrolmentState.PROVIDER_ACCEPTED, EnrolmentState.OFFICER_REVIEW))
    second = Enrolment.state == EnrolmentState.SECOND_REVIEW
    parts: list[ColumnElement[bool]] = [first] if actor.acting(Role.OFFICER, Role.PROVINCE) else []
    if actor.has(Role.APPROVER):
        parts.append(second)
    elif deputy := actor.acting(Role.APPROVER):
        parts.append(and_(second, deputy.condition(Enrolment.area_code, Enrolment.office_key)))
    return or_(*parts) if parts else false()


def _by_due() -> tuple[Any, ...]:
    return (Enrolment.due_at.is_(None), Enrolment.due_at, Enrolment.flag_count.desc(), Enrolment.id)


def _order(wanted: QueueFilter) -> tuple[Any, ...]:
    if wanted.view is View.DECIDED:
        return (Enrolment.decided_at.is_(None), Enrolment.decided_at.desc(), Enrolment.id.desc())
    return _by_due()
