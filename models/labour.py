"""What the law of labour asks of running placements: notices that are owed, papers, and what the daily look found."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account import Account
from models.base import Base
from models.enrolment import Enrolment
from models.types import BigId, Instant, Ref, one_of
from models.vocabulary import DutyKind, DutyState, FindingCause, FindingWeight, PaperKind, PaperState


class LabourDuty(Base):
    """One notice an employer owes about one placement: until when, and by which receipt it was sent."""

    __tablename__ = "labour_duty"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    office_key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12), default=DutyState.DUE)
    version: Mapped[int] = mapped_column(default=1)
    event_on: Mapped[date]
    due_on: Mapped[date]
    sent_on: Mapped[date | None]
    receipt: Mapped[str] = mapped_column(String(80), default="")
    reminded_on: Mapped[date | None]
    escalated_on: Mapped[date | None]
    created_at: Mapped[Instant]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")

    __table_args__ = (
        one_of("kind", DutyKind),
        one_of("state", DutyState),
        CheckConstraint("due_on >= event_on", name="due_after_event"),
        CheckConstraint("(state = 'sent') = (sent_on IS NOT NULL)", name="sent_has_its_day"),
        UniqueConstraint("enrolment_id", "kind"),
        Index("ix_labour_duty_of_organisation", "organisation_id", "state", "due_on"),
        Index("ix_labour_duty_of_office", "office_key", "state", "due_on"),
    )


class LabourPaper(Base):
    """A permit or a letter that changes what the law asks of one placement, once an officer has looked at it."""

    __tablename__ = "labour_paper"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    number: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default=PaperState.WAITING)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(300), default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[Instant]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")

    __table_args__ = (
        one_of("kind", PaperKind),
        one_of("state", PaperState),
        CheckConstraint("valid_until >= valid_from", name="valid_in_order"),
    )


class LabourWatch(Base):
    """What the last daily look at a placement saw, so that the next one can say what has changed."""

    __tablename__ = "labour_watch"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    judged_on: Mapped[date]
    age: Mapped[int]
    minimum_satang: Mapped[int] = mapped_column(BigInteger)
    papers: Mapped[list[str]] = mapped_column(default=list)
    ended_on: Mapped[date | None] = mapped_column(index=True)


class LabourFinding(Base):
    """A rule that broke while a placement ran, or a birthday that changed its rules; why, since when, until when."""

    __tablename__ = "labour_finding"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    work_day_id: Mapped[int | None] = mapped_column(ForeignKey("work_day.id"))
    """The worked day that broke it; empty where the placement as it is agreed does."""
    rule: Mapped[str] = mapped_column(String(8))
    cause: Mapped[str] = mapped_column(String(12))
    weight: Mapped[str] = mapped_column(String(8))
    why_th: Mapped[str] = mapped_column(Text)
    why_en: Mapped[str] = mapped_column(Text)
    found_on: Mapped[date]
    cleared_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    """Since when an officer has closed what a day broke; it still holds, and something was done about it."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    settled_version: Mapped[int | None]
    """Of which version of the day."""
    reopened_on: Mapped[date | None]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    settled_by: Mapped[Account | None] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint(
            "settled_on IS NULL OR (settled_by_id IS NOT NULL AND settled_note <> '' AND work_day_id IS NOT NULL)",
            name="settled_with_words",
        ),
        one_of("cause", FindingCause),
        one_of("weight", FindingWeight),
        Index(
            "uq_labour_finding_open",
            "enrolment_id",
            "rule",
            unique=True,
            sqlite_where=text("cleared_on IS NULL AND work_day_id IS NULL"),
            postgresql_where=text("cleared_on IS NULL AND work_day_id IS NULL"),
        ),
        Index(
            "uq_labour_finding_of_day",
            "work_day_id",
            "rule",
            unique=True,
            sqlite_where=text("cleared_on IS NULL"),
            postgresql_where=text("cleared_on IS NULL"),
        ),
        CheckConstraint("(cause = 'day') = (work_day_id IS NOT NULL)", name="of_a_day"),
    )
