"""Threads as those who are in them find them, and what each of them may read of one."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.access import Actor, Verdict
from marketplace.enrolments import undoing
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.resources import pledges
from marketplace.threads import adults
from models.enrolment import Enrolment
from models.mentoring import MentorMatch
from models.offer import Opportunity
from models.resource import Resource
from models.session import db
from models.thread import Message, Thread
from models.vocabulary import MatchState, MessagePart, MessageState, Role

MOST = 100


def has_youth(actor: Actor) -> Verdict:
    """Young people."""
    return Verdict.when(actor.youth_id is not None)


def is_youth(actor: Actor, thread: Thread) -> Verdict:
    """The young person of the thread."""
    return Verdict.when(actor.youth_id is not None and actor.youth_id == thread.youth_id)


def is_adult(actor: Actor, thread: Thread) -> Verdict:
    """One of the adults of the other side, as long as the match or enrolment runs."""
    return Verdict.when(adults.is_first(actor, thread))


def can_open_office(actor: Actor) -> Verdict:
    """Case workers and officers."""
    return Verdict.when(actor.has(*adults.SECONDS))


def can_read_office(actor: Actor, thread: Thread) -> Verdict:
    """The second adult, and officers of the young person's place, who stand in for them."""
    second = thread.second_id == actor.account_id and actor.has(*adults.SECONDS)
    return Verdict.when(second or actor.scope(Role.OFFICER).covers(thread.area_code, thread.office_key))


def for_youth(actor: Actor, ref: str) -> Thread:
    """A thread of one's own; raises NotFound."""
    return _one(ref, lambda thread: is_youth(actor, thread))


def for_mentor(actor: Actor, ref: str) -> Thread:
    """A thread of a match of one's own pledge; raises NotFound alike for foreign, missing and ended."""
    return _one(ref, lambda thread: Verdict.when(thread.match is not None and adults.is_first(actor, thread)))


def for_provider(actor: Actor, ref: str) -> Thread:
    """A thread of an enrolment with one's own organisation; raises NotFound alike for foreign, missing and ended."""
    return _one(ref, lambda thread: Verdict.when(thread.enrolment is not None and adults.is_first(actor, thread)))


def for_office(actor: Actor, ref: str) -> Thread:
    """A thread one reads along in or stands in for; raises NotFound."""
    return _one(ref, lambda thread: can_read_office(actor, thread))


def of_youth(actor: Actor) -> Sequence[Thread]:
    """The young person's threads, the newest first."""
    return _list(Thread.youth_id == (actor.youth_id or 0))


def of_mentor(actor: Actor) -> list[Thread]:
    """Threads of running matches of one's own pledges."""
    mine = select(MentorMatch.id).join(Resource, Resource.id == MentorMatch.resource_id)
    found = _list(Thread.match_id.in_(mine.where(pledges.kept_by(actor), MentorMatch.state == MatchState.ACTIVE)))
    return [thread for thread in found if adults.is_first(actor, thread)]


def of_provider(actor: Actor) -> list[Thread]:
    """Threads of running enrolments with one's own organisations."""
    mine = select(Enrolment.id).join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
    ours = sorted(actor.organisation_ids(*adults.SUPPLIERS))
    found = _list(
        Thread.enrolment_id.in_(mine.where(Opportunity.organisation_id.in_(ours), Enrolment.state.in_(adults.LIVE)))
    )
    return [thread for thread in found if adults.is_first(actor, thread)]


def of_office(actor: Actor) -> list[Thread]:
    """Those one reads along in, and for officers those of their place with something held; what waits comes first."""
    held = exists().where(Message.thread_id == Thread.id, Message.state == MessageState.HELD)
    within = actor.scope(Role.OFFICER).condition(Thread.area_code, Thread.office_key)
    found = _list((Thread.second_id == (actor.account_id or 0)) | (within & held))
    return sorted(found, key=lambda thread: not any(one.state == MessageState.HELD for one in thread.messages))


def of_subject(*, match_id: int | None = None, enrolment_id: int | None = None) -> Thread | None:
    """The thread of a match or an enrolment, when there is one."""
    about = Thread.match_id == match_id if match_id is not None else Thread.enrolment_id == enrolment_id
    return db.scalars(_loaded().where(about)).first()


def to_begin(actor: Actor) -> tuple[list[MentorMatch], list[Enrolment]]:
    """What somebody could begin a thread about: running matches and enrolments of theirs that have none yet."""
    threads_m, threads_e = select(Thread.match_id), select(Thread.enrolment_id)
    matches = (
        select(MentorMatch)
        .join(Resource, Resource.id == MentorMatch.resource_id)
        .where(MentorMatch.state == MatchState.ACTIVE)
        .where(MentorMatch.id.not_in(threads_m.where(Thread.match_id.is_not(None))))
        .options(joinedload(MentorMatch.resource), joinedload(MentorMatch.youth))
    )
    enrolments = (
        select(Enrolment)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(Enrolment.state.in_(adults.LIVE), ~undoing.untold())
        .where(Enrolment.id.not_in(threads_e.where(Thread.enrolment_id.is_not(None))))
        .options(joinedload(Enrolment.opportunity).joinedload(Opportunity.organisation), joinedload(Enrolment.youth))
    )
    if actor.youth_id is not None:
        matches = matches.where(MentorMatch.youth_id == actor.youth_id)
        enrolments = enrolments.where(Enrolment.youth_id == actor.youth_id)
    else:
        ours = sorted(actor.organisation_ids(*adults.SUPPLIERS))
        matches = matches.where(pledges.kept_by(actor))
        enrolments = enrolments.where(Opportunity.organisation_id.in_(ours))
    return (
        list(db.scalars(matches.order_by(MentorMatch.id).limit(MOST))),
        list(db.scalars(enrolments.order_by(Enrolment.id.desc()).limit(MOST))),
    )


def readable(thread: Thread, part: MessagePart, account_id: int | None) -> list[Message]:
    """What somebody reads: the second adult everything; the others what is shown by now, and all of their own."""
    if part == MessagePart.SECOND:
        return list(thread.messages)
    now = clock.now()
    return [
        one
        for one in thread.messages
        if one.author_id == account_id or (one.state == MessageState.SHOWN and one.visible_at <= now)
    ]


def waiting(actor: Actor) -> int:
    """How many messages wait for this second adult, or for this officer where a colleague wrote them."""
    me = actor.account_id or 0
    within = actor.scope(Role.OFFICER).condition(Thread.area_code, Thread.office_key)
    held = (
        select(func.count())
        .select_from(Message)
        .join(Thread, Thread.id == Message.thread_id)
        .where(Message.state == MessageState.HELD, func.coalesce(Message.author_id, 0) != me)
        .where((Thread.second_id == me) | (within & (Message.part == MessagePart.SECOND)))
    )
    return db.scalar(held) or 0


def _one(ref: str, admits: object) -> Thread:
    found = db.scalars(_loaded().where(Thread.ref == ref)).first()
    if found is None or not admits(found):  # type: ignore[operator]
        raise NotFound
    return found


def _list(where: ColumnElement[bool]) -> Sequence[Thread]:
    return db.scalars(_loaded().where(where).order_by(Thread.id.desc()).limit(MOST)).all()


def _loaded() -> Select[Thread]:
    return (
        select(Thread)
        .options(
            joinedload(Thread.youth),
            joinedload(Thread.match).joinedload(MentorMatch.resource),
            joinedload(Thread.enrolment).joinedload(Enrolment.opportunity).joinedload(Opportunity.organisation),
            selectinload(Thread.messages),
        )
        .execution_options(populate_existing=True)
    )
