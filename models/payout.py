"""What is sent: payout batches of one fund, a line for each youth, and the earnings each line pays."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.earning import Earning, Fund
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import AccountProof, LineOutcome, PayMethod, PayoutState
from models.youth import Youth

_APPROVED = "('approved', 'authorised', 'released', 'reconciled', 'closed')"
_AUTHORISED = "('authorised', 'released', 'reconciled', 'closed')"
_RELEASED = "('released', 'reconciled', 'closed')"


class PayoutBatch(Base):
    """One round of payments of one fund; who prepares, who approves and who authorises are three people."""

    __tablename__ = "payout_batch"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    number: Mapped[int]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    state: Mapped[str] = mapped_column(String(12), default=PayoutState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    until: Mapped[date]
    pay_on: Mapped[date]
    total_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    bank_format: Mapped[str | None] = mapped_column(String(40))
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    prepared_at: Mapped[Instant]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    authorised_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    authorised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    fund: Mapped[Fund] = relationship(lazy="raise")
    lines: Mapped[list[PayoutLine]] = relationship(
        lazy="raise", back_populates="batch", order_by="PayoutLine.id", passive_deletes="all"
    )

    __table_args__ = (
        one_of("state", PayoutState),
        UniqueConstraint("fund_id", "number"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> prepared_by_id", name="approver_is_not_preparer"),
        CheckConstraint(
            "authorised_by_id IS NULL OR (authorised_by_id <> prepared_by_id AND authorised_by_id <> approved_by_id)",
            name="authoriser_is_a_third",
        ),
        CheckConstraint(
            "released_by_id IS NULL OR (released_by_id <> prepared_by_id AND released_by_id <> approved_by_id)",
            name="releaser_is_a_third",
        ),
        CheckConstraint(
            f"state NOT IN {_APPROVED} OR (approved_by_id IS NOT NULL AND approved_at IS NOT NULL)",
            name="approved_has_approver",
        ),
        CheckConstraint(
            f"state NOT IN {_AUTHORISED} OR (authorised_by_id IS NOT NULL AND authorised_at IS NOT NULL)",
            name="authorised_has_authoriser",
        ),
        CheckConstraint(
            f"state NOT IN {_RELEASED} OR (released_by_id IS NOT NULL AND released_at IS NOT NULL)",
            name="released_has_releaser",
        ),
        CheckConstraint("total_satang >= 0", name="total_not_negative"),
    )


class PayoutLine(Base):
    """What one youth gets in one batch; it ends exactly once: paid with the bank's reference, failed or returned.

    `account_print` tells the account it named from every other without saying its number; empty on older lines.
    """

    __tablename__ = "payout_line"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    batch_id: Mapped[int] = mapped_column(ForeignKey("payout_batch.id"))
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), index=True)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str | None] = mapped_column(String(12))
    bank: Mapped[str] = mapped_column(String(40), default="")
    account_end: Mapped[str] = mapped_column(String(4), default="")
    account_print: Mapped[str] = mapped_column(String(64), default="", server_default="")
    outcome: Mapped[str] = mapped_column(String(10), default=LineOutcome.PENDING)
    bank_ref: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(200), default="")
    settled_on: Mapped[date | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    batch: Mapped[PayoutBatch] = relationship(lazy="raise", back_populates="lines")
    youth: Mapped[Youth] = relationship(lazy="raise")
    items: Mapped[list[PayoutItem]] = relationship(lazy="raise", back_populates="line", passive_deletes="all")

    __table_args__ = (
        one_of("outcome", LineOutcome),
        UniqueConstraint("batch_id", "youth_id"),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        CheckConstraint(
            "(outcome = 'paid') = (bank_ref IS NOT NULL) AND (bank_ref IS NULL OR bank_ref <> '')",
            name="paid_has_bank_reference",
        ),
        CheckConstraint("(outcome = 'pending') = (settled_on IS NULL)", name="ended_has_its_day"),
    )


class PayoutReference(Base):
    """A reference of the bank, folded, and the one batch whose payments carry it."""

    __tablename__ = "payout_reference"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("payout_batch.id"), index=True)


class PayoutItem(Base):
    """One earning paid by one line."""

    __tablename__ = "payout_item"

    line_id: Mapped[int] = mapped_column(ForeignKey("payout_line.id"), primary_key=True)
    earning_id: Mapped[int] = mapped_column(ForeignKey("earning.id"), primary_key=True)

    line: Mapped[PayoutLine] = relationship(lazy="raise", back_populates="items")
    earning: Mapped[Earning] = relationship(lazy="raise")

    __table_args__ = (Index("ix_payout_item_earning", "earning_id"),)


class PayoutAccount(Base):
    """Where a youth wants to be paid; the number is sealed, only its last four digits are readable.

    `entered_by_id` is the case worker who wrote it down for somebody without a login, `proof` what they were shown.
    """

    __tablename__ = "payout_account"

    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), primary_key=True, autoincrement=False)
    method: Mapped[str] = mapped_column(String(12))
    bank: Mapped[str] = mapped_column(String(40), default="")
    number_sealed: Mapped[str] = mapped_column(String(400))
    account_end: Mapped[str] = mapped_column(String(4))
    changed_at: Mapped[Instant]
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proof: Mapped[str | None] = mapped_column(String(16))
    guardian_told: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (
        one_of("method", PayMethod),
        one_of("proof", AccountProof),
        CheckConstraint("length(account_end) = 4", name="end_is_four"),
        CheckConstraint("(entered_by_id IS NULL) = (proof IS NULL)", name="entered_with_proof"),
    )
