"""Second looks at verified completions: a round of them for an area and a time, and each claim that was drawn."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.enrolment import Claim
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import LookRisk, LookState, RoundState


class LookRound(Base):
    """A sample of an area's verified completions; `sizes` are the strata it was drawn from, by risk."""

    __tablename__ = "look_round"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    seed: Mapped[str] = mapped_column(String(40))
    sizes: Mapped[dict[str, object]]
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    drawn_at: Mapped[Instant]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    looks: Mapped[list[SecondLook]] = relationship(lazy="raise", back_populates="round")

    __table_args__ = (
        one_of("state", RoundState),
        CheckConstraint("first_on <= last_on", name="time_in_order"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published_has_its_time"),
        Index("ix_look_round_of_area", "area_code", "drawn_at"),
    )


class SecondLook(Base):
    """One claim drawn to be looked at again, by somebody other than who verified it."""

    __tablename__ = "second_look"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    round_id: Mapped[int] = mapped_column(ForeignKey("look_round.id"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    risk: Mapped[str] = mapped_column(String(12))
    signs: Mapped[list[str]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=1)
    looked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")

    round: Mapped[LookRound] = relationship(lazy="raise", back_populates="looks")
    claim: Mapped[Claim] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("claim_id"),
        one_of("risk", LookRisk),
        one_of("state", LookState),
        CheckConstraint("(state = 'waiting') = (looked_at IS NULL)", name="answered_has_its_time"),
        Index("ix_second_look_of_round", "round_id", "state"),
    )
