"""Corrections of money that was paid: a sum paid again, added, or come back in part, with the people behind it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.earning import Earning
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import CorrectionKind, CorrectionState


class Correction(Base):
    """What is put right about one earning: an earning of its own, or an entry that takes a part back."""

    __tablename__ = "correction"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    earning_id: Mapped[int] = mapped_column(ForeignKey("earning.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default=CorrectionState.PROPOSED)
    version: Mapped[int] = mapped_column(default=1)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[Instant]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    earning: Mapped[Earning] = relationship(lazy="raise")

    __table_args__ = (
        one_of("kind", CorrectionKind),
        one_of("state", CorrectionState),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_has_its_day"),
        CheckConstraint(
            "state <> 'done' OR kind = 'again' OR (proposed_by_id IS NOT NULL AND decided_by_id IS NOT NULL"
            " AND proposed_by_id <> decided_by_id)",
            name="done_by_two",
        ),
        *(
            Index(name, "earning_id", unique=True, sqlite_where=text(where), postgresql_where=text(where))
            for name, where in (
                ("uq_correction_again", "kind = 'again'"),
                ("uq_correction_proposed", "state = 'proposed'"),
            )
        ),
    )
