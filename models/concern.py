"""Concerns: what somebody reported, whom it is about, what was noted, and whose access waits meanwhile."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account import Account
from models.base import Base
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import ConcernKind, ConcernLevel, ConcernOutcome, ConcernState, ConcernUrgency


class Concern(Base):
    """A report that something is wrong. What was written is sealed; of the reporter's code only the hash is kept."""

    __tablename__ = "concern"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    urgency: Mapped[str] = mapped_column(String(12))
    level: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    office_key: Mapped[str] = mapped_column(String(40), default="")
    about_path: Mapped[str] = mapped_column(String(200), default="")
    contact_sealed: Mapped[str | None]
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    shows_name: Mapped[bool] = mapped_column(default=False)
    youth_id: Mapped[int | None] = mapped_column(ForeignKey("youth.id"), index=True)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(16))
    told: Mapped[str] = mapped_column(String(500), default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reported_at: Mapped[Instant]

    notes: Mapped[list[ConcernNote]] = relationship(lazy="raise", order_by="ConcernNote.id")
    named: Mapped[list[ConcernNamed]] = relationship(lazy="raise", order_by="ConcernNamed.id")
    pauses: Mapped[list[AccessPause]] = relationship(lazy="raise", order_by="AccessPause.id")

    __table_args__ = (
        one_of("kind", ConcernKind),
        one_of("urgency", ConcernUrgency),
        one_of("level", ConcernLevel),
        one_of("state", ConcernState),
        CheckConstraint(
            f"outcome IS NULL OR outcome IN ({', '.join(repr(one.value) for one in ConcernOutcome)})",
            name="outcome_known",
        ),
        CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL) AND (state = 'closed') = (outcome IS NOT NULL)",
            name="closed_has_its_outcome",
        ),
        CheckConstraint("state <> 'in_hand' OR handler_id IS NOT NULL", name="in_hand_has_its_handler"),
        CheckConstraint("(state = 'new') = (due_at IS NOT NULL)", name="new_has_its_clock"),
        Index("ix_concern_clock", "state", "due_at"),
        Index("ix_concern_of_office", "office_key", "state"),
    )


class ConcernNote(Base):
    """What was written about a concern: by the reporter (their part), or by whoever looks into it.

    `heading` says what of ours stands above the words (`NoteHeading` or nothing), `whom_sealed` the name in it.
    """

    __tablename__ = "concern_note"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    from_reporter: Mapped[bool] = mapped_column(default=False)
    heading: Mapped[str] = mapped_column(String(12), default="", server_default="")
    whom_sealed: Mapped[str | None]
    text_sealed: Mapped[str]
    at: Mapped[Instant]


class ConcernNamed(Base):
    """Somebody a concern is about: they see nothing of it and cannot decide on it."""

    __tablename__ = "concern_named"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Instant]

    account: Mapped[Account] = relationship(lazy="raise", foreign_keys=[account_id])

    __table_args__ = (UniqueConstraint("concern_id", "account_id"),)


class AccessPause(Base):
    """An interim measure: while it lasts, an account acts in no role over anybody but itself."""

    __tablename__ = "access_pause"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    reason_sealed: Mapped[str]
    began_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    began_at: Mapped[Instant]
    end_reason_sealed: Mapped[str | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship(lazy="raise", foreign_keys=[account_id])

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (end_reason_sealed IS NULL)", name="ended_has_its_reason"),
        Index(
            "uq_access_pause_running",
            "concern_id",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
