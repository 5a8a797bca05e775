"""The ledger most people would write first: mapped classes, read, change, add, commit.

Its own tables, without our triggers; it does the same work (key looked up, accounts locked, balances and floors kept,
entry chained by hash) object by object. On SQLite its transactions begin IMMEDIATE: begun otherwise most of them
would fail as locked.
"""

import json
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, Engine, ForeignKey, LargeBinary, String, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from benchmarks.clients import THREADS
from marketplace.kernel import clock
from models.types import UtcDateTime


def engine(url: str) -> Engine:
    """An engine as the handbook sets it up: WAL, full sync and transactions begun IMMEDIATE on SQLite."""
    made = create_engine(url, pool_size=THREADS, **({"connect_args": {"timeout": 30}} if "sqlite" in url else {}))
    if made.dialect.name == "sqlite":

        @event.listens_for(made, "connect")
        def connected(connection: Any, _record: object) -> None:
            connection.isolation_level = None
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(made, "begin")
        def begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made


class Naive(DeclarativeBase):
    """Tables beside the product's."""


class Book(Naive):
    """A chain of entries."""

    __tablename__ = "naive_book"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32), default=bytes(32))


class Account(Naive):
    """A balance."""

    __tablename__ = "naive_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("naive_book.id"))
    code: Mapped[str] = mapped_column(String(80), unique=True)
    side: Mapped[int]
    balance_satang: Mapped[int] = mapped_column(BigInteger, default=0)


class Entry(Naive):
    """An event."""

    __tablename__ = "naive_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("naive_book.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(160), unique=True)
    cause_type: Mapped[str] = mapped_column(String(24))
    cause_ref: Mapped[str] = mapped_column(String(80))
    at: Mapped[object] = mapped_column(UtcDateTime)
    prev_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    postings: Mapped[list["Posting"]] = relationship(back_populates="entry")


class Posting(Naive):
    """A line."""

    __tablename__ = "naive_posting"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("naive_entry.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("naive_account.id"), index=True)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    entry: Mapped[Entry] = relationship(back_populates="postings")


def post(session: Session, book_code: str, kind: str, lines: list[tuple[str, int]], key: str, cause_ref: str) -> Entry:
    """One balanced entry, object by object."""
    found = session.scalars(select(Entry).where(Entry.key == key)).one_or_none()
    if found is not None:
        return found
    book = session.scalars(select(Book).where(Book.code == book_code).with_for_update()).one()
    entry = Entry(book_id=book.id, seq=book.seq + 1, kind=kind, key=key, cause_type="earning", cause_ref=cause_ref)
    entry.at, entry.prev_hash = clock.now(), book.hash
    for code, amount in lines:
        account = session.scalars(select(Account).where(Account.code == code).with_for_update()).one()
        account.balance_satang += account.side * amount
        if account.balance_satang < 0:
            raise ValueError("not enough")
        entry.postings.append(Posting(account_id=account.id, amount_satang=amount))
    if sum(amount for _, amount in lines) != 0:
        raise ValueError("not balanced")
    entry.hash = sha256(book.hash + json.dumps([entry.seq, kind, key, lines]).encode()).digest()
    book.seq, book.hash = entry.seq, entry.hash
    session.add(entry)
    session.flush()
    return entry
