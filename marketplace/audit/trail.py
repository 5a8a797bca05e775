"""The audit trail: one row per act, one row per look at a young person's facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.kernel import clock
from models.history import AuditEvent, Move, ReadLog
from models.session import db


class Subject(Protocol):
    """Anything an act can be about."""

    __tablename__: str

    @property
    def id(self) -> int:
        """Its key."""


@dataclass(slots=True)
class About:
    """A subject known by its key alone, for what is written down when its own transaction is gone."""

    id: int
    __tablename__: str


def record(actor: Actor, action: str, subject: Subject, **details: object) -> None:
    """Keep that `actor` did `action` to `subject`; details hold references and codes, never personal data."""
    db.add(
        AuditEvent(
            action=action,
            subject_type=subject.__tablename__,
            subject_id=subject.id,
            actor_id=actor.account_id,
            details=details,
            at=clock.now(),
        )
    )


def saw(actor: Actor, youth_id: int, what: str) -> None:
    """Keep that `actor` looked at a young person's page or facts, for the page 'who saw me'."""
    if actor.youth_id != youth_id:
        db.add(ReadLog(youth_id=youth_id, actor_id=actor.account_id, what=what, at=clock.now()))


def history(subject: Subject) -> Sequence[Move]:
    """Every move of a subject, oldest first."""
    wanted = select(Move).where(Move.subject_type == subject.__tablename__, Move.subject_id == subject.id)
    return db.scalars(wanted.order_by(Move.id)).all()
