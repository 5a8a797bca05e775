"""What a committee has decided about the order of matches: every decision is a new row, none is ever changed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import BigId, Instant

_SHARES = ("money", "baht", "interest", "goal", "near", "soon", "credits", "reliable")


class MatchWeights(Base):
    """Shares of the score in one programme or one area since a moment; the newest version is in force.

    `few_first` is how much more whoever has few options counts when a whole list is placed.

    `withdrawn` says that the place has none of its own any more; the shares are then those that held instead.
    """

    __tablename__ = "match_weights"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    version: Mapped[int]
    money: Mapped[int]
    baht: Mapped[int]
    interest: Mapped[int]
    goal: Mapped[int]
    near: Mapped[int]
    soon: Mapped[int]
    credits: Mapped[int]
    reliable: Mapped[int]
    few_first: Mapped[int]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(500))
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[Instant]

    __table_args__ = (
        CheckConstraint("(programme_id IS NULL) <> (area_code IS NULL)", name="one_place"),
        CheckConstraint(" AND ".join(f"{name} BETWEEN 0 AND 100" for name in _SHARES), name="shares_sane"),
        CheckConstraint(f"{' + '.join(_SHARES)} = 100", name="shares_whole"),
        CheckConstraint("few_first BETWEEN 0 AND 10", name="few_first_sane"),
        UniqueConstraint("programme_id", "version"),
        UniqueConstraint("area_code", "version"),
    )
