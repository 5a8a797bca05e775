"""How one entry reaches the database: written by hand, because every payment waits on it.

Both writers run on the connection of the caller's transaction, change nothing unless everything is in order, and
give the same verdict: `posted`, `replayed`, `differs`, `unknown` (an account that is not in the book) or `short` (an
account that would go below its floor). SQLite has one writer at a time and is asked in a few small statements;
PostgreSQL does all of it in one round trip by the function `ledger_post`, which locks the book first.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from marketplace.ledger.chain import link


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry about to be written; `content` and `stamped` are its fingerprints."""

    book: str
    kind: str
    key: str
    reverses_id: int | None
    cause_type: str
    cause_ref: str
    note: str
    actor_id: int | None
    at: datetime
    codes: tuple[str, ...]
    amounts: tuple[int, ...]
    content: bytes
    stamped: bytes


class Written(NamedTuple):
    """What became of a draft."""

    verdict: str
    entry_id: int
    seq: int
    hash: bytes


_HEAD = """SELECT b.id, b.seq, b.hash, (SELECT coalesce(max(id), 0) + 1 FROM ledger_entry), e.id, e.seq, e.hash,
  e.content_hash FROM ledger_book b LEFT JOIN ledger_entry e ON e.key = ? WHERE b.code = ?"""
_ACCOUNT = "SELECT id, floor_satang, balance_satang, side FROM ledger_account WHERE code = ? AND book_id = ?"
_POSTING = "INSERT INTO ledger_posting (entry_id, line_no, account_id, amount_satang) VALUES (?, ?, ?, ?)"
_ENTRY = """INSERT INTO ledger_entry (id, book_id, seq, kind, key, reverses_id, cause_type, cause_ref, note, actor_id,
  at, line_count, content_hash, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_NOTHING = Written("unknown", 0, 0, b"")


def write_sqlite(cursor: Any, draft: Draft) -> Written:
    """Write a draft under SQLite's write lock; postings first, then the entry that seals them."""
    head = cursor.execute(_HEAD, (draft.key, draft.book)).fetchone()
    if head is None:
        return _NOTHING
    book_id, last, previous, entry_id, old_id, old_seq, old_hash, old_content = head
    if old_id is not None:
        return Written("replayed" if old_content == draft.content else "differs", old_id, old_seq, old_hash)
    rows = []
    for number, (code, amount) in enumerate(zip(draft.codes, draft.amounts, strict=True)):
        account = cursor.execute(_ACCOUNT, (code, book_id)).fetchone()
        if account is None:
            return _NOTHING
        account_id, floor, balance, side = account
        if floor is not None and balance + side * amount < floor:
            return Written("short", 0, 0, b"")
        rows.append((entry_id, number, account_id, amount))
    seq = last + 1
    new_hash = link(previous, seq, draft.stamped)
    cursor.executemany(_POSTING, rows)
    cursor.execute(
        _ENTRY,
        (
            entry_id, book_id, seq, draft.kind, draft.key, draft.reverses_id, draft.cause_type, draft.cause_ref,
            draft.note, draft.actor_id, draft.at.replace(tzinfo=None).isoformat(" ", "microseconds"), len(rows),
            draft.content, previous, new_hash,
        ),
    )  # fmt: skip
    return Written("posted", entry_id, seq, new_hash)


_CALL = """SELECT verdict, entry_id, entry_seq, entry_hash FROM ledger_post(
  %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""


def write_postgresql(cursor: Any, draft: Draft) -> Written:
    """Write a draft by the database's own function, one round trip."""
    cursor.execute(
        _CALL,
        (
            draft.book, draft.kind, draft.key, draft.reverses_id, draft.cause_type, draft.cause_ref, draft.note,
            draft.actor_id, draft.at, draft.content, draft.stamped, "\n".join(draft.codes),
            ",".join(map(str, draft.amounts)),
        ),
    )  # fmt: skip
    verdict, entry_id, seq, new_hash = cursor.fetchone()
    return Written(verdict, entry_id or 0, seq or 0, bytes(new_hash or b""))
