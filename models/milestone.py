"""What is paid for reaching a point: rules of a posting, what of them is promised to an enrolment, and breaks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.enrolment import Enrolment
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import BreakState, CountsFrom, MilestoneKind, MilestoneState


class PayRule(Base):
    """One point a posting pays for: a named step, so many days of staying, or a thing worth so much."""

    __tablename__ = "pay_rule"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(120), default="")
    days: Mapped[int | None]
    amount_satang: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (
        one_of("kind", MilestoneKind),
        CheckConstraint("(kind = 'stay') = (days IS NOT NULL)", name="stay_has_its_days"),
        CheckConstraint("(kind = 'stay') = (title = '')", name="other_has_its_title"),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        UniqueConstraint("opportunity_id", "number"),
    )


class Milestone(Base):
    """A point promised to one enrolment, as the rule stood at its approval; it earns once, when it is verified."""

    __tablename__ = "milestone"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(120), default="")
    days: Mapped[int | None]
    counts_from: Mapped[str] = mapped_column(String(12))
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    begins_on: Mapped[date | None]
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(8), default=MilestoneState.WAITING)
    version: Mapped[int] = mapped_column(default=1)
    told: Mapped[int] = mapped_column(default=0)
    still_there: Mapped[bool] = mapped_column(default=True)
    said_as: Mapped[str] = mapped_column(String(8), default="")
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proof: Mapped[str] = mapped_column(String(300), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[Instant]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")

    __table_args__ = (
        one_of("kind", MilestoneKind),
        one_of("state", MilestoneState),
        one_of("counts_from", CountsFrom),
        CheckConstraint("(kind = 'stay') = (days IS NOT NULL)", name="stay_has_its_days"),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        CheckConstraint("state <> 'verified' OR (said_at IS NOT NULL AND decided_at IS NOT NULL)", name="said_first"),
        UniqueConstraint("enrolment_id", "number"),
        Index("ix_milestone_due", "state", "due_on"),
    )


class MilestoneProof(Base):
    """A file that shows that a point was reached, checked, re-encoded and kept under a random name."""

    __tablename__ = "milestone_proof"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    stored_name: Mapped[str] = mapped_column(String(60), unique=True)
    given_name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[Instant]


class StayBreak(Base):
    """Days on which somebody was away for a reason, so that each day of staying comes that much later."""

    __tablename__ = "stay_break"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[Instant]
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(8), default=BreakState.KEPT)
    version: Mapped[int] = mapped_column(default=1)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        one_of("state", BreakState),
        CheckConstraint("to_on >= from_on", name="to_after_from"),
        CheckConstraint("reason <> ''", name="has_its_reason"),
    )
