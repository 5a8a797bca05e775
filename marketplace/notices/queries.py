"""Reads of notices: what one account may see now, newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select

from marketplace.access import Actor
from marketplace.i18n import Text
from marketplace.kernel import clock
from marketplace.notices.words import unpack
from models.history import Notice
from models.session import db

GRAVE = (
    "message.danger", "concern.graver", "concern.reported", "concern.escalated", "concern.reopened", "concern.given",
)  # fmt: skip
"""Events that somebody's safety may hang on."""


@dataclass(frozen=True, slots=True)
class Told:
    """One notice as its reader sees it."""

    message: Text
    path: str
    at: datetime
    new: bool
    times: int = 1
    """How often it was told since it was last read."""


def told(actor: Actor, *, limit: int = 50) -> tuple[Told, ...]:
    """The newest notices of this person; what is grave and not read yet stands above all others."""
    is_grave = case((Notice.event.in_(GRAVE) & Notice.read_at.is_(None), 0), else_=1)
    rows = db.scalars(
        select(Notice)
        .where(*_visible_to(actor))
        .order_by(is_grave, Notice.visible_at.desc(), Notice.id.desc())
        .limit(limit)
    )
    return tuple(Told(unpack(row.message), row.path, row.visible_at, row.read_at is None, row.times) for row in rows)


def count_new(actor: Actor) -> int:
    """How many notices this person has not read."""
    if not actor.is_known:
        return 0
    return db.scalar(select(func.count()).select_from(Notice).where(*_visible_to(actor), Notice.read_at.is_(None))) or 0


def _visible_to(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (Notice.account_id == actor.account_id, Notice.cancelled_at.is_(None), Notice.visible_at <= clock.now())
