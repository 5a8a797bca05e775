"""Placement agreements: their versions word for word, who signed which, and the days that were worked under them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.enrolment import Enrolment
from models.organisation import Organisation
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import AgreementOutcome, AgreementState, Party, SignedHow, WorkDayState

_OUTCOMES = ", ".join(f"'{one.value}'" for one in AgreementOutcome)
_HOW = ", ".join(f"'{one.value}'" for one in SignedHow)


class Agreement(Base):
    """What a youth, a host, a provider and an office agree about one placement; `number` is its newest version."""

    __tablename__ = "agreement"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    host_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    office_key: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(16), default=AgreementState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    number: Mapped[int] = mapped_column(default=1)
    in_force: Mapped[int | None]
    """The version that everybody signed last; it holds while another is on its way."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    offered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    assess_by: Mapped[date | None]
    """Until when the host was asked to say how it went; empty while it is not over."""
    assess_reminded_on: Mapped[date | None]
    assess_missed_on: Mapped[date | None]
    """The day on which the office was told that the assessment is missing."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Instant]

    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    host: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[host_id])
    provider: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[provider_id])

    __table_args__ = (
        one_of("state", AgreementState),
        CheckConstraint(f"outcome IS NULL OR outcome IN ({_OUTCOMES})", name="outcome_known"),
        CheckConstraint("(state = 'assessed') = (outcome IS NOT NULL)", name="assessed_has_outcome"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        Index("ix_agreement_of_office", "office_key", "state"),
        # One agreement that lives for each placement; one that came to nothing may be followed by another.
        Index(
            "uq_agreement_live",
            "enrolment_id",
            unique=True,
            sqlite_where=text("state NOT IN ('rejected', 'cancelled')"),
            postgresql_where=text("state NOT IN ('rejected', 'cancelled')"),
        ),
    )


class AgreementVersion(Base):
    """One version of the terms with the exact text that is signed; never changed, only followed by another."""

    __tablename__ = "agreement_version"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    terms: Mapped[dict[str, object]]
    text_sealed: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Instant]

    __table_args__ = (UniqueConstraint("agreement_id", "number"),)


class AgreementSignature(Base):
    """The place where one party signs one version: empty until it does, then over the hash of exactly that text."""

    __tablename__ = "agreement_signature"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    number: Mapped[int]
    party: Mapped[str] = mapped_column(String(12))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    text_hash: Mapped[str | None] = mapped_column(String(64))
    how: Mapped[str | None] = mapped_column(String(12))
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    name_sealed: Mapped[str | None]
    reason: Mapped[str] = mapped_column(String(400), default="")
    same_phone: Mapped[bool] = mapped_column(default=False)
    """Signed by a link in a browser in which the young person had been signed in shortly before."""

    __table_args__ = (
        one_of("party", Party),
        CheckConstraint(f"how IS NULL OR how IN ({_HOW})", name="how_known"),
        CheckConstraint(
            "(signed_at IS NULL AND text_hash IS NULL AND how IS NULL)"
            " OR (signed_at IS NOT NULL AND text_hash IS NOT NULL AND how IS NOT NULL)",
            name="signed_whole",
        ),
        CheckConstraint("how IS NULL OR how = 'link' OR signer_id IS NOT NULL", name="account_is_known"),
        UniqueConstraint("agreement_id", "number", "party"),
        # Nobody signs for two parties.
        Index("uq_agreement_signer", "agreement_id", "number", "signer_id", unique=True),
    )


class WorkDay(Base):
    """One day worked under an agreement: from when to when, what was done, and who says so."""

    __tablename__ = "work_day"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    worked_on: Mapped[date]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    rest_minutes: Mapped[int] = mapped_column(default=0)
    tasks: Mapped[str] = mapped_column(String(600))
    state: Mapped[str] = mapped_column(String(12), default=WorkDayState.ENTERED)
    version: Mapped[int] = mapped_column(default=1)
    number: Mapped[int] = mapped_column(default=1)
    """The version of the agreement it was worked under."""
    wage_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("employer_payment.id"), index=True)
    """The wage the day is part of, while it counts or once that wage was paid."""
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[Instant]
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dispute: Mapped[str] = mapped_column(String(400), default="")
    answer: Mapped[str] = mapped_column(String(400), default="")

    agreement: Mapped[Agreement] = relationship(lazy="raise")

    __table_args__ = (
        one_of("state", WorkDayState),
        CheckConstraint(
            "start_minute BETWEEN 0 AND 1439 AND end_minute > start_minute AND end_minute <= start_minute + 1440",
            name="minutes_sane",
        ),
        CheckConstraint("rest_minutes >= 0 AND rest_minutes < end_minute - start_minute", name="rest_within"),
        CheckConstraint("wage_satang >= 0", name="wage_not_negative"),
        UniqueConstraint("agreement_id", "worked_on"),
    )
