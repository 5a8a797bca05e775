"""Where a concern went from somebody's hands: whoever had it follows it, and reads nothing that others wrote of it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select

from marketplace.access import Actor, Verdict
from marketplace.concerns import desks, naming, policy, queries
from marketplace.kernel.errors import NotFound
from models.concern import Concern, ConcernNamed, ConcernNote
from models.history import Move
from models.session import db
from models.vocabulary import Role

MOST = 10
_BELOW = (Role.OFFICER, Role.CASEWORKER, Role.PROVINCE)
_BY_HAND = ("take", "hand_over", "escalate", "close")


def can_follow(actor: Actor, concern: Concern) -> Verdict:
    """Whoever sees it, and whoever had it in hand and works for its place still; nobody it names or who reported it."""
    return Verdict.when(bool(policy.can_see(actor, concern)) or _had(actor, concern))


def one(actor: Actor, ref: str) -> Concern:
    """One that somebody may see or follow; raises NotFound alike for foreign, missing and what means the reader."""
    found = db.scalars(select(Concern).where(Concern.ref == ref).options(*queries.whole())).first()
    if found is None or not can_follow(actor, found) or naming.is_meant(found, actor.account_id or 0):
        raise NotFound
    return found


def gone_on(actor: Actor) -> list[Concern]:
    """Those that somebody had and sees no more, the newest first."""
    account_id = actor.account_id
    if account_id is None:
        return []
    names_me = exists().where(ConcernNamed.concern_id == Concern.id, ConcernNamed.account_id == account_id)
    wanted = select(Concern).where(
        _held_by(actor),
        ~names_me,
        Concern.reporter_id.is_distinct_from(account_id),
        Concern.id.not_in(queries.seen(actor).with_only_columns(Concern.id)),
        actor.scope(*_BELOW).condition(Concern.area_code, Concern.office_key),
    )
    found = db.scalars(wanted.options(*queries.whole()).order_by(Concern.id.desc()).limit(MOST)).all()
    return [one for one in found if not naming.is_meant(one, account_id)]


def moves(concern: Concern) -> Sequence[Move]:
    """What happened to it, from first to last: who did what and when, without a word of what was written."""
    wanted = select(Move).where(Move.subject_type == Concern.__tablename__, Move.subject_id == concern.id)
    return db.scalars(wanted.order_by(Move.id)).all()


def _had(actor: Actor, concern: Concern) -> bool:
    account_id = actor.account_id
    if account_id is None or account_id == concern.reporter_id or account_id in desks.named_in(concern):
        return False
    if not actor.scope(*_BELOW).covers(concern.area_code, concern.office_key or None):
        return False
    return db.scalar(select(Concern.id).where(Concern.id == concern.id, _held_by(actor))) is not None


def _held_by(actor: Actor) -> ColumnElement[bool]:
    """That somebody took it up, passed or closed it, was given it, or noted what they did."""
    its = Move.subject_type == Concern.__tablename__, Move.subject_id == Concern.id
    acted = and_(Move.actor_id == actor.account_id, Move.verb.in_(_BY_HAND))
    given = and_(Move.verb == "hand_over", Move.note == actor.ref)
    noted = ConcernNote.author_id == actor.account_id, ConcernNote.from_reporter.is_(False)
    return or_(exists().where(*its, or_(acted, given)), exists().where(ConcernNote.concern_id == Concern.id, *noted))
