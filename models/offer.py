"""What a youth can join: opportunities, their weekly times and the sessions those become."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.organisation import Organisation
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import (
    CountsFrom,
    Field,
    LearningForm,
    Mode,
    OpportunityKind,
    OpportunityState,
    PlaceType,
    SlotKind,
)

FULL = text("seats_taken >= seats")
"""Nobody else can get in; matching asks for these alone, every second."""
OPEN_CHANGE = text("state NOT IN ('rejected', 'archived', 'withdrawn')")
"""A posting has one change on its way."""


class Opportunity(Base):
    """A course, a placement or a mentorship. Money is satang; seats are taken by conditional update only."""

    __tablename__ = "opportunity"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    external_ref: Mapped[str | None] = mapped_column(String(60))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(12))
    form: Mapped[str] = mapped_column(String(16))
    field: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(20), default=OpportunityState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)

    title_th: Mapped[str] = mapped_column(String(160))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    summary_th: Mapped[str] = mapped_column(String(400), default="")
    summary_en: Mapped[str] = mapped_column(String(400), default="")
    about_th: Mapped[str] = mapped_column(Text, default="")
    about_en: Mapped[str] = mapped_column(Text, default="")
    bring_th: Mapped[str] = mapped_column(String(300), default="")
    bring_en: Mapped[str] = mapped_column(String(300), default="")

    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    office_key: Mapped[str] = mapped_column(String(40), index=True)
    place_th: Mapped[str] = mapped_column(String(200), default="")
    place_en: Mapped[str] = mapped_column(String(200), default="")
    lat: Mapped[float]
    lon: Mapped[float]
    point_precision: Mapped[str] = mapped_column(String(12))
    mode: Mapped[str] = mapped_column(String(8), default=Mode.ONSITE)
    place_type: Mapped[str] = mapped_column(String(20), default=PlaceType.OTHER)

    starts_on: Mapped[date]
    ends_on: Mapped[date]
    apply_by: Mapped[date]
    week_mask: Mapped[bytes] = mapped_column(LargeBinary(42))
    pay_day: Mapped[str] = mapped_column(String(12), default="monthly")

    seats: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    seats_moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """When a seat was last taken or given back; null where none ever was. Lists forget the seats they keep by it."""
    age_min: Mapped[int] = mapped_column(default=15)
    age_max: Mapped[int | None]
    level_min: Mapped[int] = mapped_column(default=0)
    languages: Mapped[list[str]] = mapped_column(default=list)
    skills: Mapped[list[str]] = mapped_column(default=list)
    supports: Mapped[list[str]] = mapped_column(default=list)
    hazards: Mapped[list[str]] = mapped_column(default=list)
    requires_documents: Mapped[bool] = mapped_column(default=False)

    wage_per_day_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    wage_per_hour_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    stipend_per_session_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    stipend_per_hour_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    travel_per_session_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    completion_bonus_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    steps_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    stays_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    things_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    stays_from: Mapped[str] = mapped_column(String(12), default=CountsFrom.START)
    cost_per_month_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    credits: Mapped[int] = mapped_column(default=0)
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"), index=True)

    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("opportunity.id"))
    """The published posting of which this is a change that waits for the office; that one stands until then."""
    replaces_names: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Which of its facts the change changes; what else was changed meanwhile stays."""

    review_note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    slots: Mapped[list[Slot]] = relationship(
        lazy="raise",
        order_by="(Slot.weekday, Slot.start_minute)",
        cascade="all, delete-orphan",
        back_populates="opportunity",
    )

    __table_args__ = (
        one_of("kind", OpportunityKind),
        one_of("form", LearningForm),
        one_of("field", Field),
        one_of("mode", Mode),
        one_of("state", OpportunityState),
        one_of("place_type", PlaceType),
        CheckConstraint("seats >= 0 AND seats_taken >= 0 AND seats_taken <= seats", name="seats_within"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("age_max IS NULL OR age_max >= age_min", name="ages_in_order"),
        CheckConstraint("level_min BETWEEN 0 AND 6", name="level_known"),
        CheckConstraint("length(week_mask) = 42", name="week_mask_whole"),
        CheckConstraint(
            "wage_per_day_satang >= 0 AND wage_per_hour_satang >= 0 AND stipend_per_session_satang >= 0"
            " AND travel_per_session_satang >= 0 AND completion_bonus_satang >= 0 AND cost_per_month_satang >= 0",
            name="money_not_negative",
        ),
        CheckConstraint("stipend_per_hour_satang >= 0", name="stipend_per_hour_not_negative"),
        CheckConstraint("stipend_per_hour_satang = 0 OR stipend_per_session_satang = 0", name="one_stipend"),
        UniqueConstraint("organisation_id", "external_ref"),
        Index("ix_opportunity_open", "state", "apply_by"),
        Index(
            "uq_opportunity_open_change",
            "replaces_id",
            unique=True,
            sqlite_where=OPEN_CHANGE,
            postgresql_where=OPEN_CHANGE,
        ),
        Index("ix_opportunity_full", "id", sqlite_where=FULL, postgresql_where=FULL),
    )


class Slot(Base):
    """One weekly time; minutes are counted from midnight, an end past 1440 runs into the next day."""

    __tablename__ = "slot"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), index=True)
    weekday: Mapped[int]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8), default=SlotKind.LEARN)

    opportunity: Mapped[Opportunity] = relationship(lazy="raise", back_populates="slots")

    __table_args__ = (
        one_of("kind", SlotKind),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint(
            "start_minute BETWEEN 0 AND 1439 AND end_minute > start_minute AND end_minute <= 2880", name="minutes_sane"
        ),
    )


class Session(Base):
    """One dated meeting of an opportunity."""

    __tablename__ = "session"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8), default=SlotKind.LEARN)
    held_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    cancelled: Mapped[bool] = mapped_column(default=False)
    marked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    opportunity: Mapped[Opportunity] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("opportunity_id", "number"), one_of("kind", SlotKind))


class SavedItem(Base):
    """An opportunity somebody keeps for later."""

    __tablename__ = "saved_item"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), primary_key=True)
    saved_at: Mapped[Instant]
