"""Which acts that money follows came from one browser: by a keyed mark, and nothing is known of the device itself."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import BigId, Instant, one_of
from models.vocabulary import ActingSide


class DeviceMark(Base):
    """That somebody acted on an enrolment from a browser, last on `noted_at`; forgotten after 180 days."""

    __tablename__ = "device_mark"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    side: Mapped[str] = mapped_column(String(12))
    noted_at: Mapped[Instant]

    __table_args__ = (
        one_of("side", ActingSide),
        UniqueConstraint("mark", "account_id", "enrolment_id", "side"),
        Index("ix_device_mark_age", "noted_at"),
    )
