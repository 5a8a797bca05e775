"""From asking to finishing: enrolments, consents, attendance, claims and their evidence."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.offer import Opportunity, Session
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import AttendanceStatus, ClaimState, ConsentRoute, EnrolmentState, GuardianBasis
from models.youth import Youth

_OVER = ", ".join(
    f"'{state}'"
    for state in ("declined", "refused", "completed", "dropped_out", "transferred", "withdrawn", "cancelled")
)


class Enrolment(Base):
    """One youth asking for, and then living through, one opportunity."""

    __tablename__ = "enrolment"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), index=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    office_key: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(String(400), default="")
    waits_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(40), default="")
    reason_note: Mapped[str] = mapped_column(Text, default="")
    holds_seat: Mapped[bool] = mapped_column(default=False)
    reserved_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    flag_count: Mapped[int] = mapped_column(default=0)
    rules_version: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[Instant]
    changed_at: Mapped[Instant]

    youth: Mapped[Youth] = relationship(lazy="raise")
    opportunity: Mapped[Opportunity] = relationship(lazy="raise")
    consents: Mapped[list[GuardianConsent]] = relationship(lazy="raise", back_populates="enrolment")

    __table_args__ = (
        one_of("state", EnrolmentState),
        CheckConstraint("reserved_satang >= 0", name="reserve_not_negative"),
        Index("ix_enrolment_queue", "office_key", "state", "due_at"),
        Index("ix_enrolment_of_opportunity", "opportunity_id", "state"),
        # One live request per youth and opportunity; a finished one may be followed by another.
        Index(
            "uq_enrolment_live",
            "youth_id",
            "opportunity_id",
            unique=True,
            sqlite_where=text(f"state NOT IN ({_OVER})"),
            postgresql_where=text(f"state NOT IN ({_OVER})"),
        ),
    )


class GuardianAnswer(Base):
    """What staff found out about a guardian's part: a paper they saw, or whom they spoke with."""

    __tablename__ = "guardian_answer"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(String(300))
    at: Mapped[Instant]


class GuardianConsent(Base):
    """How somebody under 20 was allowed to go on: who, by what relation and basis, on which text."""

    __tablename__ = "guardian_consent"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    guardian_id: Mapped[int | None] = mapped_column(ForeignKey("guardian.id"))
    route: Mapped[str] = mapped_column(String(12))
    basis: Mapped[str | None] = mapped_column(String(24))
    relation: Mapped[str] = mapped_column(String(60), default="")
    signer_name_sealed: Mapped[str | None]
    signer_phone_sealed: Mapped[str | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    text_hash: Mapped[str] = mapped_column(String(64))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[Instant]
    shown_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """What shows it, in their words: the order with its court and day, or the office they act by."""
    same_phone: Mapped[bool] = mapped_column(default=False)
    """Signed in a browser in which the young person had been signed in shortly before."""

    enrolment: Mapped[Enrolment] = relationship(lazy="raise", back_populates="consents")

    __table_args__ = (
        one_of("route", ConsentRoute),
        CheckConstraint(
            f"basis IS NULL OR basis IN ({', '.join(repr(b.value) for b in GuardianBasis)})", name="basis_known"
        ),
        CheckConstraint(
            "route = 'signed' OR (recorded_by_id IS NOT NULL AND reason <> '')", name="other_route_has_reason"
        ),
    )


class Attendance(Base):
    """Whether one enrolled youth came to one session."""

    __tablename__ = "attendance"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    status: Mapped[str] = mapped_column(String(8))
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    marked_at: Mapped[Instant]
    note: Mapped[str] = mapped_column(String(200), default="")
    minutes: Mapped[int | None]
    """For how long they were there, where that was only part of the session."""

    session: Mapped[Session] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("session_id", "enrolment_id"),
        one_of("status", AttendanceStatus),
        CheckConstraint("minutes > 0", name="minutes_positive"),
    )


class Claim(Base):
    """The request to verify that a youth completed an opportunity."""

    __tablename__ = "claim"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    office_key: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(24))
    version: Mapped[int] = mapped_column(default=1)
    hours: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason_note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[Instant]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    evidence: Mapped[list[Evidence]] = relationship(lazy="raise", back_populates="claim")

    __table_args__ = (
        one_of("state", ClaimState),
        CheckConstraint("hours BETWEEN 0 AND 5000", name="hours_sane"),
        Index("ix_claim_queue", "office_key", "state", "due_at"),
    )


class Evidence(Base):
    """A proof kept as a checked, re-encoded file under a random name."""

    __tablename__ = "evidence"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    stored_name: Mapped[str] = mapped_column(String(60), unique=True)
    given_name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[Instant]

    claim: Mapped[Claim] = relationship(lazy="raise", back_populates="evidence")
