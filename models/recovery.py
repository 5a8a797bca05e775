"""Money that was paid and was not due, until it has come back or two people have written it off."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.earning import Earning
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import RecoveryState


class Recovery(Base):
    """One earning whose money has to come back; `cause_ref` is the second look that found it."""

    __tablename__ = "recovery"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    earning_id: Mapped[int] = mapped_column(ForeignKey("earning.id"), unique=True)
    state: Mapped[str] = mapped_column(String(12), default=RecoveryState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    office_key: Mapped[str] = mapped_column(String(40))
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(40))
    cause_ref: Mapped[str] = mapped_column(String(60), default="")
    opened_at: Mapped[Instant]
    answer: Mapped[str] = mapped_column(String(400), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    earning: Mapped[Earning] = relationship(lazy="raise")

    __table_args__ = (
        one_of("state", RecoveryState),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        CheckConstraint("(state IN ('open', 'proposed')) = (closed_at IS NULL)", name="ended_has_its_day"),
        CheckConstraint(
            "state <> 'written_off' OR (proposed_by_id IS NOT NULL AND decided_by_id IS NOT NULL"
            " AND proposed_by_id <> decided_by_id AND answer <> '')",
            name="written_off_by_two",
        ),
        Index("ix_recovery_of_office", "office_key", "state", "opened_at"),
    )
