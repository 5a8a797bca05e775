"""What happened and who must be told: moves, audit, reads of sensitive facts, notices and the outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import BigId, Instant, UtcDateTime


class Move(Base):
    """One change of state: who, when, why, from and to."""

    __tablename__ = "move"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    subject_type: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    verb: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[str] = mapped_column(String(24))
    to_state: Mapped[str] = mapped_column(String(24))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_role: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[Instant]

    __table_args__ = (
        Index("ix_move_subject", "subject_type", "subject_id"),
        Index("ix_move_actor", "actor_id", "subject_type", "at"),
    )


class AuditEvent(Base):
    """One act that changed something, by whom, on what; no personal data in the details."""

    __tablename__ = "audit_event"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int | None]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    details: Mapped[dict[str, object]] = mapped_column(default=dict)
    at: Mapped[Instant]

    __table_args__ = (Index("ix_audit_event_subject", "subject_type", "subject_id"),)


class ReadLog(Base):
    """Somebody looked at a young person's page or sensitive facts."""

    __tablename__ = "read_log"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    what: Mapped[str] = mapped_column(String(60))
    at: Mapped[Instant]


class Notice(Base):
    """A message for one account, shown in the app; delivery elsewhere goes through the outbox."""

    __tablename__ = "notice"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    event: Mapped[str] = mapped_column(String(40))
    message: Mapped[dict[str, object]]
    path: Mapped[str] = mapped_column(String(200), default="")
    visible_at: Mapped[Instant]
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    subject_type: Mapped[str] = mapped_column(String(24), default="")
    subject_id: Mapped[int | None]
    times: Mapped[int] = mapped_column(default=1, server_default="1")


class OutboxMessage(Base):
    """Something to be told to the outside, written with the act and delivered by the worker, once by its key."""

    __tablename__ = "outbox_message"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    channel: Mapped[str] = mapped_column(String(12))
    payload: Mapped[dict[str, object]]
    send_after: Mapped[Instant] = mapped_column(UtcDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(200), default="")
