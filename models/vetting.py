"""What was found out about a pledge before it may meet a young person: dated facts, never overwritten."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import VettingCheck


class VettingFact(Base):
    """One check that was made, by whom and until when it holds (the last day counts); a wrong one is struck out."""

    __tablename__ = "vetting_fact"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    kind: Mapped[str] = mapped_column(String(16))
    done_on: Mapped[date]
    valid_until: Mapped[date | None]
    edition: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(String(400), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[Instant]
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    days_told: Mapped[int | None]

    __table_args__ = (
        one_of("kind", VettingCheck),
        CheckConstraint("valid_until IS NULL OR valid_until >= done_on", name="valid_from_the_day"),
        Index("ix_vetting_fact_of_resource", "resource_id", "kind"),
        Index("ix_vetting_fact_expiry", "valid_until"),
    )
