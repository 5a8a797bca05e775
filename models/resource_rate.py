"""What an area says that help of a kind is worth, with its source, from a day on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import BigId, Instant, Ref, Satang, UtcDateTime, one_of
from models.vocabulary import RateStanding, ResourceKind, ResourceUnit


class ResourceRate(Base):
    """One dated rate of an area; it holds until the next of its kind and unit there, or until it is withdrawn."""

    __tablename__ = "resource_rate"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    kind: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(16))
    effective_from: Mapped[date]
    amount_satang: Mapped[Satang]
    standing: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(300))
    set_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[Instant]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("kind", ResourceKind),
        one_of("unit", ResourceUnit),
        one_of("standing", RateStanding),
        CheckConstraint("amount_satang >= 0", name="amount_not_negative"),
        Index("ix_resource_rate_area_code_kind_unit", "area_code", "kind", "unit", "effective_from"),
    )
