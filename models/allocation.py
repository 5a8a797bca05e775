"""A proposed placement of a whole list: what was asked, what the solver answered, and what became of each line."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account import Account
from models.base import Base
from models.offer import Opportunity
from models.resource import Resource
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import AllocationOutcome, AllocationState
from models.youth import Youth


class AllocationRun(Base):
    """One run of an office; `problem` is what the solver was given, packed, so that it can be solved again."""

    __tablename__ = "allocation_run"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    title: Mapped[str] = mapped_column(String(120))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    office_key: Mapped[str] = mapped_column(String(40), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Instant]
    state: Mapped[str] = mapped_column(String(12), default=AllocationState.QUEUED)
    asked: Mapped[dict[str, object]] = mapped_column(default=dict)
    seed: Mapped[int] = mapped_column(BigInteger)
    weights_version: Mapped[str] = mapped_column(String(60))
    few_first: Mapped[str] = mapped_column(String(20), default="")
    rules_version: Mapped[str] = mapped_column(String(60))
    percent: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[dict[str, object]] = mapped_column(default=dict)
    problem: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    plan_digest: Mapped[str] = mapped_column(String(64), default="")
    objective: Mapped[int | None] = mapped_column(BigInteger)
    bound: Mapped[int | None] = mapped_column(BigInteger)
    binding: Mapped[dict[str, object]] = mapped_column(default=dict)
    replay_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replayed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replay_same: Mapped[bool | None]
    version: Mapped[int] = mapped_column(default=1)

    made_by: Mapped[Account] = relationship(lazy="raise")

    __table_args__ = (
        one_of("state", AllocationState),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_is_one"),
        CheckConstraint("seed >= 0", name="seed_not_negative"),
        Index("ix_allocation_run_waiting", "state", "made_at"),
    )


class AllocationLine(Base):
    """One young person of a run: where the plan places them, why, what would be next, and what came of it.

    The plan is worth the sum of fit x weight of its lines; `changed` says that a line is not as it was worked out.
    """

    __tablename__ = "allocation_line"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_run.id"))
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(ForeignKey("opportunity.id"), index=True)
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"))
    fit_millionths: Mapped[int] = mapped_column(default=0)
    weight_hundredths: Mapped[int | None]
    why: Mapped[str] = mapped_column(String(12), default="")
    next_best_id: Mapped[int | None] = mapped_column(ForeignKey("opportunity.id"))
    reasons: Mapped[dict[str, object]] = mapped_column(default=dict)
    locked: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)
    changed: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str] = mapped_column(String(12), default=AllocationOutcome.OPEN)
    outcome_note: Mapped[dict[str, object]] = mapped_column(default=dict)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))

    youth: Mapped[Youth] = relationship(lazy="raise")
    opportunity: Mapped[Opportunity | None] = relationship(lazy="raise", foreign_keys=[opportunity_id])
    next_best: Mapped[Opportunity | None] = relationship(lazy="raise", foreign_keys=[next_best_id])
    mentor: Mapped[Resource | None] = relationship(lazy="raise")

    __table_args__ = (
        one_of("outcome", AllocationOutcome),
        UniqueConstraint("run_id", "youth_id"),
        CheckConstraint("fit_millionths BETWEEN 0 AND 1000000", name="fit_is_a_share"),
    )
