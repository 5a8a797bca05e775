"""What somebody is still writing: the answers of an editor as they were typed, before any of them is judged."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.offer import Opportunity
from models.types import BigId, Instant, Ref, UtcDateTime


class PostingWriting(Base):
    """A posting in the making, or the change of a kept one; its writer alone sees it, on any device.

    `answers` holds every answer by the name of its field, also those that cannot be read. `based_at` is when the
    posting was last changed as the writer began, null for a new one.
    """

    __tablename__ = "posting_writing"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(ForeignKey("opportunity.id"), index=True)
    title: Mapped[str] = mapped_column(String(160), default="")
    answers: Mapped[dict[str, object]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    based_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    begun_at: Mapped[Instant]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    opportunity: Mapped[Opportunity | None] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("account_id", "opportunity_id"),
        CheckConstraint("version >= 1", name="version_counts"),
    )
