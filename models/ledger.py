"""The books: accounts, entries and their postings. Written only by `marketplace.ledger.posting`.

An amount is whole satang; a debit is positive, a credit negative, and the postings of one entry sum to zero. A
balance is kept on the account's own side (`side` is 1 for debit accounts, -1 for credit accounts), so what is
read is what is there, and `floor_satang` is the least it may ever be. Each fund keeps its own book: its
entries are numbered without a gap and chained by hash, and every account of an entry is of that book. Triggers in
`migrations/sql/10_ledger.*.sql` keep all of this on both databases, whoever writes.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.types import BigId, Instant, UtcDateTime, one_of
from models.vocabulary import EntryKind

GENESIS = bytes(32)


class LedgerBook(Base):
    """One chain of entries: the number and hash of its newest."""

    __tablename__ = "ledger_book"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), default=GENESIS)

    __table_args__ = (CheckConstraint("seq >= 0", name="seq_not_negative"),)


class LedgerAccount(Base):
    """A place where money is, or from where it is owed, inside one book.

    What an account is never changes, so triggers check it once, when it opens: PostgreSQL would read every CHECK
    anew at each movement. Kinds, roles, sides and owners that go together are listed there.
    """

    __tablename__ = "ledger_account"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("ledger_book.id"), index=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    role: Mapped[str] = mapped_column(String(12))
    side: Mapped[int]
    owner_type: Mapped[str] = mapped_column(String(12))
    owner_id: Mapped[int]
    floor_satang: Mapped[int | None] = mapped_column(BigInteger)
    balance_satang: Mapped[int] = mapped_column(BigInteger, default=0)
    last_entry_id: Mapped[int | None] = mapped_column(BigInteger)

    book: Mapped[LedgerBook] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("floor_satang IS NULL OR balance_satang >= floor_satang", name="not_below_floor"),
        Index("ix_ledger_account_owner", "owner_type", "owner_id"),
    )


class LedgerEntry(Base):
    """One event of money, never changed; undone only by the one entry that reverses it."""

    __tablename__ = "ledger_entry"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("ledger_book.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    cause_type: Mapped[str] = mapped_column(String(24))
    cause_ref: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(200), default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Instant]
    line_count: Mapped[int]
    content_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))

    book: Mapped[LedgerBook] = relationship(lazy="raise")
    postings: Mapped[list[LedgerPosting]] = relationship(
        lazy="raise", back_populates="entry", order_by="LedgerPosting.line_no"
    )

    __table_args__ = (
        one_of("kind", EntryKind),
        CheckConstraint("line_count >= 2", name="two_lines_or_more"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal_names_its_entry"),
        CheckConstraint(
            "length(content_hash) = 32 AND length(prev_hash) = 32 AND length(hash) = 32", name="hashes_whole"
        ),
        UniqueConstraint("book_id", "seq"),
        Index("ix_ledger_entry_cause", "cause_type", "cause_ref"),
    )


class LedgerPosting(Base):
    """One line of an entry: so much, debit or credit, on one account."""

    __tablename__ = "ledger_posting"

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("ledger_entry.id", deferrable=True, initially="DEFERRED"), primary_key=True, autoincrement=False
    )
    line_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"))
    amount_satang: Mapped[int] = mapped_column(BigInteger)

    entry: Mapped[LedgerEntry] = relationship(lazy="raise", back_populates="postings")
    account: Mapped[LedgerAccount] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("amount_satang <> 0", name="amount_not_zero"),
        CheckConstraint("typeof(amount_satang) = 'integer'", name="amount_whole").ddl_if(dialect="sqlite"),
        Index("ix_ledger_posting_account", "account_id", "entry_id"),
    )


class LedgerAnchor(Base):
    """The fingerprint of every book at the end of a day, each following from the one before."""

    __tablename__ = "ledger_anchor"

    day: Mapped[date] = mapped_column(primary_key=True)
    books: Mapped[int]
    entries: Mapped[int] = mapped_column(BigInteger)
    heads: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[Instant]

    __table_args__ = (CheckConstraint("length(heads) = 32 AND length(hash) = 32", name="hashes_whole"),)


class MoneyStop(Base):
    """Since when, and because of which broken promises, nothing is written into the books."""

    __tablename__ = "money_stop"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    at: Mapped[Instant]
    names: Mapped[str] = mapped_column(String(400))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_because: Mapped[str] = mapped_column(String(400), default="")
    standing: Mapped[int | None] = mapped_column(unique=True, default=1)

    __table_args__ = (
        CheckConstraint("lifted_at IS NULL OR lifted_because <> ''", name="lifted_for_a_reason"),
        CheckConstraint("(standing IS NULL) = (lifted_at IS NOT NULL)", name="stands_until_lifted"),
        CheckConstraint("standing IS NULL OR standing = 1", name="one_at_a_time"),
    )
