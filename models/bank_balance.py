"""The closing balance of a bank's statement, held against the book of a fund at the end of the same day.

A row is what was written and what the book said then; a correction is another row. Triggers in
`migrations/sql/70_bank_balances.*.sql` refuse to change or take away a row or the file of its statement.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.earning import Fund
from models.gift import Difference
from models.types import BigId, Instant, Ref


class BankBalance(Base):
    """What a statement says at the end of a day, what the book says, what explains the gap, and what is left of it.

    `items` are what explains it, each with its kind, reference, day and sum; `ticked` is what somebody read off the
    statement: lines it shows as paid, and entries it does not show yet. `ends_at` is the end of the day.
    """

    __tablename__ = "bank_balance"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    day: Mapped[date]
    ends_at: Mapped[Instant]
    bank_satang: Mapped[int] = mapped_column(BigInteger)
    book_satang: Mapped[int] = mapped_column(BigInteger)
    explained_satang: Mapped[int] = mapped_column(BigInteger)
    remainder_satang: Mapped[int] = mapped_column(BigInteger)
    service_satang: Mapped[int] = mapped_column(BigInteger)
    statement_ref: Mapped[str] = mapped_column(String(120), default="")
    items: Mapped[list[dict[str, object]]] = mapped_column(JSON)
    ticked: Mapped[list[str]]
    difference_id: Mapped[int | None] = mapped_column(ForeignKey("difference.id"), index=True)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[Instant]

    fund: Mapped[Fund] = relationship(lazy="raise")
    difference: Mapped[Difference | None] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("bank_satang >= 0", name="bank_not_negative"),
        CheckConstraint(
            "bank_satang - book_satang - explained_satang = remainder_satang", name="remainder_is_what_is_left"
        ),
        CheckConstraint("(remainder_satang = 0) = (difference_id IS NULL)", name="remainder_has_its_difference"),
        Index("ix_bank_balance_day", "fund_id", "day", "id"),
    )


class BankBalanceFile(Base):
    """A page of the bank's statement: checked, re-encoded, kept under a random name, never replaced."""

    __tablename__ = "bank_balance_file"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    balance_id: Mapped[int] = mapped_column(ForeignKey("bank_balance.id"), index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    stored_name: Mapped[str] = mapped_column(String(60), unique=True)
    given_name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[Instant]

    balance: Mapped[BankBalance] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("balance_id", "sha256"),)
