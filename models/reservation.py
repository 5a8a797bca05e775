"""How much of a pledge is kept, when and for whom, and what of it was used.

Amounts are whole: minutes where a pledge counts hours a week, else trips, places or pieces a week.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.resource import Resource
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import OwnerAnswer, ReservationState


class Availability(Base):
    """When a pledge can be had, which support needs it covers, and whether its owner wants to be asked each time."""

    __tablename__ = "availability"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    free_mask: Mapped[bytes | None] = mapped_column(LargeBinary(42))
    supports: Mapped[list[str]] = mapped_column(default=list)
    asks_first: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("free_mask IS NULL OR length(free_mask) = 42", name="free_mask_whole"),
        CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
    )


class ResourcePause(Base):
    """Days on which a pledge rests."""

    __tablename__ = "resource_pause"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date]

    __table_args__ = (CheckConstraint("to_on >= from_on", name="to_after_from"),)


class ResourceWeek(Base):
    """What of a pledge is taken and used in one week; the week is named by its Monday."""

    __tablename__ = "resource_week"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(primary_key=True)
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken_within"),
        CheckConstraint("used >= 0 AND used <= taken", name="used_within"),
    )


class Reservation(Base):
    """So much a week of a pledge, from one week to another, at certain times, for one young person."""

    __tablename__ = "reservation"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"))
    bundle_id: Mapped[int | None] = mapped_column(ForeignKey("support_bundle.id"), index=True)
    youth_id: Mapped[int | None] = mapped_column(ForeignKey("youth.id"), index=True)
    needs: Mapped[str] = mapped_column(String(80), default="")
    amount: Mapped[int]
    first_monday: Mapped[date]
    last_monday: Mapped[date]
    free_from: Mapped[date | None]
    week_mask: Mapped[bytes | None] = mapped_column(LargeBinary(42))
    state: Mapped[str] = mapped_column(String(12), default=ReservationState.HELD)
    version: Mapped[int] = mapped_column(default=1)
    answer: Mapped[str] = mapped_column(String(12), default=OwnerAnswer.NOT_ASKED)
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    thanks: Mapped[str] = mapped_column(String(20), default="")
    created_at: Mapped[Instant]

    resource: Mapped[Resource] = relationship(lazy="raise")

    __table_args__ = (
        one_of("state", ReservationState),
        one_of("answer", OwnerAnswer),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("last_monday >= first_monday", name="weeks_in_order"),
        CheckConstraint("week_mask IS NULL OR length(week_mask) = 42", name="week_mask_whole"),
        Index("ix_reservation_of_resource", "resource_id", "state"),
    )


class ResourceUse(Base):
    """What was really given on a day; it counts once somebody other than the giver has confirmed it.

    While it is doubted by whom it was given to, it is not confirmed and counts for nothing.
    """

    __tablename__ = "resource_use"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservation.id"), index=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)
    used_on: Mapped[date]
    amount: Mapped[int]
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    told_at: Mapped[Instant]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    doubted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    reservation: Mapped[Reservation] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(
            "confirmed_by_id IS NULL OR told_by_id IS NULL OR confirmed_by_id <> told_by_id", name="two_people"
        ),
    )
