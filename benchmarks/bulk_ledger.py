"""Books of any size, written past the door with chains, heads and balances as the door would have left them.

Only what is measured goes through the door; a load of this size would take it an hour.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import psycopg

from benchmarks.ledger_work import FUNDS, YOUTH, available, found
from marketplace.kernel import clock
from marketplace.ledger.accounts import code_of
from marketplace.ledger.chain import content_hash, link, stamp
from models.session import bound
from models.vocabulary import AccountRole

LINES = 2
SATANG = 12_000
_ENTRY = "id, book_id, seq, kind, key, cause_type, cause_ref, note, at, line_count, content_hash, prev_hash, hash"
_POSTING = "entry_id, line_no, account_id, amount_satang"


@dataclass
class Books:
    """Where each book stands while it is written on: number and hash of its newest entry, and what it has paid."""

    heads: dict[int, tuple[int, bytes]]
    accounts: dict[str, int]
    paid: dict[int, int] = field(default_factory=dict)
    newest: dict[int, int] = field(default_factory=dict)


def load(url: str, postings: int) -> None:
    """Open the funds' books and bring them to so many postings of attended days."""
    found(url)
    bound().dispose()
    (_sqlite if url.startswith("sqlite") else _postgresql)(url, postings // LINES)


def entries(
    books: Books, first_id: int, count: int
) -> Iterator[tuple[tuple[object, ...], tuple[tuple[int, ...], ...]]]:
    """Each entry with its two lines, chained onto the one before in its book."""
    codes = [(available(f"FUND-{n}"), books.accounts[available(f"FUND-{n}")]) for n in range(FUNDS)]
    owed = [code_of(f"FUND-{n % FUNDS}", AccountRole.PAYABLE, n) for n in range(YOUTH)]
    ids = sorted(books.heads)
    began = clock.now() - timedelta(days=400)
    for number in range(count):
        youth, entry_id = number % YOUTH, first_id + number
        fund = youth % FUNDS
        book_id, (free, free_id), owed_id = ids[fund], codes[fund], books.accounts[owed[youth]]
        key, ref, at = f"bulk:{number:09d}", f"bulk-{number:09d}", began + timedelta(seconds=number)
        lines = ((free, SATANG), (owed[youth], -SATANG))
        content = content_hash("accrue", key, None, ("earning", ref), "", lines)
        seq, previous = books.heads[book_id]
        hash_ = link(previous, seq + 1, stamp(content, at, None))
        books.heads[book_id] = (seq + 1, hash_)
        for account, amount in ((free_id, SATANG), (owed_id, -SATANG)):
            books.paid[account] = books.paid.get(account, 0) + amount
            books.newest[account] = entry_id
        entry = (entry_id, book_id, seq + 1, "accrue", key, "earning", ref, "", at, LINES, content, previous, hash_)
        yield entry, ((entry_id, 0, free_id, SATANG), (entry_id, 1, owed_id, -SATANG))


def _sqlite(url: str, count: int) -> None:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("synchronous=OFF", "cache_size=-400000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN IMMEDIATE")
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    books, first = _opened(connection.execute)
    marks = ", ".join("?" * len(_ENTRY.split(",")))
    entry_sql = f"INSERT INTO ledger_entry ({_ENTRY}) VALUES ({marks})"
    posting_sql = f"INSERT INTO ledger_posting ({_POSTING}) VALUES (?, ?, ?, ?)"
    batch: list[tuple[object, ...]] = []
    lines: list[tuple[int, ...]] = []
    for entry, two in entries(books, first, count):
        at = entry[8].replace(tzinfo=None).isoformat(" ", "microseconds")  # type: ignore[attr-defined]
        batch.append((*entry[:8], at, *entry[9:]))
        lines += two
        if len(batch) == 20_000:
            connection.executemany(entry_sql, batch)
            connection.executemany(posting_sql, lines)
            batch, lines = [], []
    connection.executemany(entry_sql, batch)
    connection.executemany(posting_sql, lines)
    moved = [(books.paid[key], books.newest[key], key) for key in books.paid]
    connection.executemany(
        "UPDATE ledger_account SET balance_satang = balance_satang + side * ?, last_entry_id = ? WHERE id = ?", moved
    )
    heads = [(seq, hash_, key) for key, (seq, hash_) in books.heads.items()]
    connection.executemany("UPDATE ledger_book SET seq = ?, hash = ? WHERE id = ?", heads)
    for _, sql in triggers:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _postgresql(url: str, count: int) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("SET session_replication_role = replica")
        books, first = _opened(connection.execute)
        with connection.cursor() as cursor:
            # Each table by itself: two streams cannot be open on one connection.
            kept: list[tuple[tuple[int, ...], ...]] = []
            made = entries(books, first, count)
            left = count
            while left:
                part = [next(made) for _ in range(min(left, 200_000))]
                left -= len(part)
                with cursor.copy(f"COPY ledger_entry ({_ENTRY}) FROM STDIN") as copy:
                    for entry, _ in part:
                        copy.write_row(entry)
                kept = [two for _, two in part]
                with cursor.copy(f"COPY ledger_posting ({_POSTING}) FROM STDIN") as copy:
                    for two in kept:
                        for line in two:
                            copy.write_row(line)
            cursor.executemany(
                "UPDATE ledger_account SET balance_satang = balance_satang + side * %s, last_entry_id = %s"
                " WHERE id = %s",
                [(books.paid[key], books.newest[key], key) for key in books.paid],
            )
            cursor.executemany(
                "UPDATE ledger_book SET seq = %s, hash = %s WHERE id = %s",
                [(seq, hash_, key) for key, (seq, hash_) in books.heads.items()],
            )
            cursor.execute("SELECT setval(pg_get_serial_sequence('ledger_entry', 'id'), max(id)) FROM ledger_entry")
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE) ledger_entry, ledger_posting, ledger_account")


def _opened(execute: object) -> tuple[Books, int]:
    """The books as they were opened through the door, and the key of the next entry."""
    ask = execute
    heads = {row[0]: (row[1], bytes(row[2])) for row in ask("SELECT id, seq, hash FROM ledger_book ORDER BY id")}  # type: ignore[operator]
    accounts = {row[1]: row[0] for row in ask("SELECT id, code FROM ledger_account")}  # type: ignore[operator]
    [(newest,)] = ask("SELECT max(id) FROM ledger_entry")  # type: ignore[operator]
    return Books(heads, accounts), newest + 1
