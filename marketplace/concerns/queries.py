"""Concerns as those who look into them find them: open ones by their clock, then the closed."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from marketplace.access import Actor
from marketplace.concerns import naming, policy
from marketplace.kernel.errors import NotFound
from models.concern import AccessPause, Concern, ConcernNamed
from models.session import db
from models.vocabulary import ConcernLevel, ConcernState, Role

PAGE = 30


def open_for(actor: Actor, *, page: int = 1, size: int = PAGE) -> tuple[Sequence[Concern], int]:
    """Open concerns somebody sees, the first due first, those in hand after those that wait."""
    base = seen(actor).where(Concern.state != ConcernState.CLOSED)
    order = (Concern.due_at.is_(None), Concern.due_at, Concern.id)
    return _page(base, order, page, size)


def closed_for(actor: Actor, *, page: int = 1, size: int = PAGE) -> tuple[Sequence[Concern], int]:
    """Closed ones, the newest first."""
    return _page(seen(actor).where(Concern.state == ConcernState.CLOSED), (Concern.closed_at.desc(),), page, size)


def counts(actor: Actor) -> dict[tuple[str, str], int]:
    """How many of each kind in each state in an auditor's areas: numbers without a word of what was written."""
    scope = actor.scope(Role.AUDITOR)
    wanted = (
        select(Concern.kind, Concern.state, func.count())
        .where(scope.condition(Concern.area_code, Concern.office_key))
        .group_by(Concern.kind, Concern.state)
    )
    return {(kind, state): number for kind, state, number in db.execute(wanted)}


def one(actor: Actor, ref: str) -> Concern:
    """One that somebody may see; raises NotFound alike for foreign, missing and what means the reader."""
    wanted = select(Concern).where(Concern.ref == ref).options(*whole())
    found = db.scalars(wanted).first()
    if found is None or not policy.can_see(actor, found) or naming.is_meant(found, actor.account_id or 0):
        raise NotFound
    return found


def seen(actor: Actor) -> Select[Concern]:
    """Those somebody may see by their level, their hands and whom each names."""
    mine = exists().where(ConcernNamed.concern_id == Concern.id, ConcernNamed.account_id == (actor.account_id or 0))
    return select(Concern).where(~mine, or_(Concern.handler_id == (actor.account_id or 0), _over(actor)))


def _over(actor: Actor) -> ColumnElement[bool]:
    """The same rule as `policy.can_see`, for lists."""
    if actor.has(Role.STEWARD):
        return true()
    parts: list[ColumnElement[bool]] = []
    if province := actor.scope(Role.PROVINCE):
        parts.append(
            and_(Concern.level != ConcernLevel.COUNTRY, province.condition(Concern.area_code, Concern.office_key))
        )
    if officer := actor.scope(Role.OFFICER):
        parts.append(
            and_(Concern.level == ConcernLevel.OFFICE, officer.condition(Concern.area_code, Concern.office_key))
        )
    return or_(*parts) if parts else false()


def _page(base: Select[Concern], order: tuple[object, ...], page: int, size: int) -> tuple[Sequence[Concern], int]:
    total = db.scalar(select(func.count()).select_from(base.with_only_columns(Concern.id).subquery())) or 0
    rows = base.options(*whole()).order_by(*order).limit(size).offset(size * (max(page, 1) - 1))  # type: ignore[arg-type]
    return db.scalars(rows).all(), total


def whole() -> tuple[ExecutableOption, ...]:
    """What is read along with a concern that is shown."""
    return (
        selectinload(Concern.notes),
        selectinload(Concern.named).joinedload(ConcernNamed.account),
        selectinload(Concern.pauses).joinedload(AccessPause.account),
    )
