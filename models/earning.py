"""What is owed and where it comes from: funds, promises on them, earnings, and wages employers report."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.enrolment import Enrolment
from models.organisation import Organisation
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import EarningKind, EarningSource, EarningState, EmployerPaymentState, FundLevel
from models.youth import Youth


class Fund(Base):
    """A sum set aside for a programme, an area or one opportunity, perhaps out of a wider fund.

    What is left of it is read from its ledger book, whose code is `ref`.
    """

    __tablename__ = "fund"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    name_th: Mapped[str] = mapped_column(String(160))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    office_key: Mapped[str] = mapped_column(String(40), index=True)
    level: Mapped[str] = mapped_column(String(12), default=FundLevel.AREA)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    # The posting names its fund and the fund its posting; the first of the two stands without the other.
    opportunity_id: Mapped[int | None] = mapped_column(
        ForeignKey("opportunity.id", use_alter=True), index=True, unique=True
    )
    takes_gifts: Mapped[bool] = mapped_column(default=False)
    transfer_to: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    # What it may pay; an empty list allows everything, no ceiling is none.
    uses: Mapped[list[str]] = mapped_column(default=list)
    kinds: Mapped[list[str]] = mapped_column(default=list)
    fields: Mapped[list[str]] = mapped_column(default=list)
    most_per_youth_satang: Mapped[int | None] = mapped_column(BigInteger)
    most_per_earning_satang: Mapped[int | None] = mapped_column(BigInteger)
    most_in_all_satang: Mapped[int | None] = mapped_column(BigInteger)
    warned: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        one_of("level", FundLevel),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("parent_id IS NULL OR level <> 'programme'", name="programme_stands_on_top"),
        CheckConstraint("level <> 'programme' OR programme_id IS NOT NULL", name="programme_fund_has_its_programme"),
        CheckConstraint(
            "level <> 'opportunity' OR opportunity_id IS NOT NULL", name="opportunity_fund_has_its_opportunity"
        ),
    )


class FundReserve(Base):
    """Money promised to one enrolment; earnings draw on it, what is left goes back when it closes."""

    __tablename__ = "fund_reserve"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    number: Mapped[int]
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    used_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    opened_at: Mapped[Instant]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        CheckConstraint("used_satang BETWEEN 0 AND amount_satang", name="used_within"),
        UniqueConstraint("enrolment_id", "number"),
        Index(
            "uq_fund_reserve_open",
            "enrolment_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )


class Earning(Base):
    """One sum owed to one youth for one cause."""

    __tablename__ = "earning"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default=EarningState.ACCRUED)
    version: Mapped[int] = mapped_column(default=1)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    reserve_id: Mapped[int | None] = mapped_column(ForeignKey("fund_reserve.id"))
    from_reserve_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    source_type: Mapped[str] = mapped_column(String(12))
    source_id: Mapped[int] = mapped_column(BigInteger)
    cause: Mapped[str] = mapped_column(String(200), default="")
    evidence_ref: Mapped[str] = mapped_column(String(60), default="")
    minutes: Mapped[int | None]
    """How long was paid for where a session is paid by the hour."""
    earned_on: Mapped[date]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_at: Mapped[Instant]
    accrue_entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    created_at: Mapped[Instant]

    youth: Mapped[Youth] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    fund: Mapped[Fund] = relationship(lazy="raise")

    __table_args__ = (
        one_of("kind", EarningKind),
        one_of("state", EarningState),
        one_of("source_type", EarningSource),
        UniqueConstraint("source_type", "source_id", "kind"),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
        CheckConstraint("from_reserve_satang BETWEEN 0 AND amount_satang", name="reserve_part_within"),
        CheckConstraint("from_reserve_satang = 0 OR reserve_id IS NOT NULL", name="reserve_part_has_its_reserve"),
        # What waits because the fund is empty is held, and enters the books when it is resumed.
        CheckConstraint(
            "accrue_entry_id IS NOT NULL OR kind = 'in_kind' OR state IN ('held', 'rejected', 'cancelled')",
            name="money_has_its_entry",
        ),
        Index("ix_earning_of_youth", "youth_id", "earned_on"),
        Index("ix_earning_of_fund", "fund_id", "state"),
    )


class EmployerPayment(Base):
    """A wage the employer pays straight to the youth: reported and evidenced here, never part of a fund."""

    __tablename__ = "employer_payment"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default=EmployerPaymentState.DUE)
    version: Mapped[int] = mapped_column(default=1)
    work_from: Mapped[date]
    work_to: Mapped[date]
    days: Mapped[int]
    rate_satang: Mapped[int] = mapped_column(BigInteger)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    timesheet_ref: Mapped[str] = mapped_column(String(60), default="")
    difference: Mapped[int] = mapped_column(default=0)
    """Nothing for what was worked; counted on for each later difference of a day that was paid already."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[Instant]
    due_on: Mapped[date]
    paid_on: Mapped[date | None]
    proof_ref: Mapped[str] = mapped_column(String(80), default="")

    youth: Mapped[Youth] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __table_args__ = (
        one_of("state", EmployerPaymentState),
        CheckConstraint("work_to >= work_from", name="work_in_order"),
        CheckConstraint("days > 0 AND rate_satang > 0 AND amount_satang > 0", name="sums_positive"),
        CheckConstraint(
            "state NOT IN ('paid', 'confirmed') OR (paid_on IS NOT NULL AND proof_ref <> '')", name="paid_has_proof"
        ),
        UniqueConstraint("enrolment_id", "work_from", "work_to", "difference"),
        Index("ix_employer_payment_of_youth", "youth_id", "work_to"),
    )
