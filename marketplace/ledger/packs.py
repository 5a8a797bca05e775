"""The books as packs: thousands of rows of a table in one row of the driver, because years of books are read every
night and a Python object for each value costs more than reading it.

Every row is read as it lies, on the connection of the session. SQLite is read in the order of its rows. PostgreSQL is
read by one statement, so that nothing written meanwhile is seen in part.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from marketplace.ledger import unpacking
from marketplace.ledger.judging import ACTOR, AT, NONE, REVERSES, Entries, Lines
from marketplace.ledger.unpacking import BETWEEN, Odd, digits, eights, instants

AT_ONCE: Final = 8192
MOST_SPANS: Final = 1_000_000
"""So many spans of ids PostgreSQL is asked for; books with more, almost all of them empty, are odd."""

Row = tuple[Any, ...]
WORDS = ("kind", "key", "cause_type", "cause_ref", "note")
HASHES = ("content_hash", "prev_hash", "hash")
BOOK = ("id", "seq", "hash")
_OPENING: Final = 7
_HIGHEST: Final = 9 * 10**18
ACCOUNT = ("id", "code", "book_id", "role", "owner_type", "side", "balance_satang", "last_entry_id")


@dataclass(frozen=True, slots=True)
class Opening:
    """What is read before the first pack: the heads of books, and the accounts."""

    books: list[Row]
    accounts: list[Row]


@dataclass(frozen=True, slots=True)
class Pack:
    """Some entries, or none, and postings: at least those of these entries, if there are any."""

    entries: Row | None
    lines: tuple[Row, ...]


class Sqlite:
    """Packs of SQLite, a table in the order of its rows."""

    def __init__(self, driver: Any, mark: bytes) -> None:
        self._cursor, self.mark = driver.cursor(), mark
        self._entries = _sqlite_entries(mark.decode())

    def close(self) -> None:
        """Let go of the cursor."""
        self._cursor.close()

    def opening(self) -> Opening:
        """The heads of books and the accounts; odd where a column is not of the kind its values are read as."""
        kinds = dict(self._cursor.execute("SELECT name, upper(type) FROM pragma_table_info('ledger_entry')").fetchall())
        if any("CHAR" not in kinds.get(word, "") for word in WORDS):
            raise Odd
        books = self._cursor.execute(f"SELECT {', '.join(BOOK)} FROM ledger_book").fetchall()  # noqa: S608  ours
        accounts = self._cursor.execute(f"SELECT {', '.join(ACCOUNT)} FROM ledger_account").fetchall()  # noqa: S608
        return Opening(books, accounts)

    def packs(self) -> Iterator[Pack]:
        """Entries with the postings up to theirs; what is left of these comes last."""
        lines, reached = self._spans(_SQLITE_LINES, "ledger_posting"), NONE
        for entries in self._spans(self._entries, "ledger_entry"):
            last, found = entries[1], []
            while reached <= last and (row := next(lines, None)) is not None:
                found.append(row)
                reached = row[1] if isinstance(row[1], int) else _odd()
            yield Pack(entries, tuple(found))
        for row in lines:
            yield Pack(None, (row,))

    def _spans(self, query: str, table: str) -> Iterator[Row]:
        first = f"SELECT min(rowid) FROM {table} NOT INDEXED WHERE rowid >= ?"  # noqa: S608  names are ours
        start = self._one(first, (NONE,))[0]
        while start is not None:
            row = self._one(query, (start, min(start + AT_ONCE, -NONE) - 1))
            yield row
            start = self._one(first, (start + AT_ONCE,))[0] if start + AT_ONCE < -NONE else None

    def _one(self, query: str, given: tuple[object, ...]) -> Row:
        row: Row = self._cursor.execute(query, given).fetchone()
        return row

    def entries(self, row: Row) -> Entries:
        """The entries of a pack."""
        count, _, *columns = row
        is_null = (False, False, False, True, True, False)
        numbers = [digits(one, count, can_be_empty=null) for one, null in zip(columns[:6], is_null, strict=True)]
        numbers.append(instants(columns[11], count))
        return unpacking.entries_of(count, np.stack(numbers), columns[6:11], columns[12:], self.mark)

    def lines(self, row: Row) -> Lines:
        """The postings of a pack."""
        count, _, *columns = row
        return unpacking.lines_of(*(digits(one, count) for one in columns))


class Postgresql:
    """Packs of PostgreSQL, by spans of ids."""

    def __init__(self, driver: Any, mark: bytes) -> None:
        self._driver, self.mark = driver, mark
        self._cursor = driver.cursor(binary=True)
        # Fewer than of SQLite: nobody judges while the first is read, and nobody reads while the last is judged.
        self._at_once = max(AT_ONCE // 4, 1)
        self._rows: Iterator[Row] = iter(())
        self._first: Row | None = None

    def close(self) -> None:
        """Let go of the cursor, when the statement has come to its end: broken off, it would end the transaction."""
        for _ in self._rows:
            pass
        self._cursor.close()

    def opening(self) -> Opening:
        """The heads of books and the accounts, from the same statement as the packs."""
        with self._driver.cursor() as cursor:
            kinds = set(cursor.execute(_COLUMNS).fetchall())
        if not kinds >= _KINDS:
            raise Odd
        # Not by a named cursor: the server would lay by each row of it once more before sending it.
        self._rows = self._cursor.stream(_postgresql(self._at_once), {"mark": self.mark}, binary=True)
        self._first = next(self._rows, None)
        if self._first is None:
            raise Odd
        books, accounts, first, last, lowest, highest, nobodys = self._first[:_OPENING]
        if nobodys or lowest is None or lowest < first or highest > last:
            raise Odd
        if (last - first) // self._at_once > MOST_SPANS:
            raise Odd
        heads = [(book, seq, bytes.fromhex(hash_)) for book, seq, hash_ in books or ()]
        return Opening(heads, [tuple(account) for account in accounts or ()])

    def packs(self) -> Iterator[Pack]:
        """Entries with their postings."""
        row = self._first
        while row is not None:
            entries, lines = row[_OPENING:-5], row[-5:]
            yield Pack(entries if entries[0] else None, (lines,) if lines[0] else ())
            row = next(self._rows, None)

    def entries(self, row: Row) -> Entries:
        """The entries of a pack."""
        count, reversing, acting, *columns = row
        numbers = np.stack([eights(one, count) for one in columns[:7]])
        # As many are nothing as the database says: no number stands for nothing by itself.
        if np.any(np.count_nonzero(numbers[[REVERSES, ACTOR]] != NONE, axis=1) != (reversing, acting)):
            raise Odd
        numbers[AT] += unpacking.SINCE_2000
        return unpacking.entries_of(count, numbers, columns[7:12], columns[12:15], self.mark)

    def lines(self, row: Row) -> Lines:
        """The postings of a pack."""
        count, *columns = row
        return unpacking.lines_of(*(eights(one, count) for one in columns))


def _odd() -> int:
    raise Odd


def refused(error: BaseException) -> bool:
    """Whether a database could not give packs, because a table is another than it was."""
    return isinstance(error, sqlite3.Error)


def _sqlite_entries(mark: str) -> str:
    """A row is left out of the ids, so that there are fewer of them than rows, when a value is not of its kind.

    What stands between values is written into the statement: given to it, it would be copied for every row.
    """
    whole = [f"{name} < ''" for name in ("book_id", "seq", "line_count")]
    whole += [f"ifnull({name}, 0) < ''" for name in ("reverses_id", "actor_id")]
    kinds = [*whole, *(f"{name} < x''" for name in (*WORDS, "at")), *(f"{name} >= x''" for name in HASHES)]
    columns = [f"CASE WHEN {' AND '.join(kinds)} THEN id END", "book_id", "seq"]
    columns += ["ifnull(reverses_id, '')", "ifnull(actor_id, '')", "line_count"]
    packed = [f"CAST(group_concat({column}) AS BLOB)" for column in columns]
    packed += [f"CAST(group_concat({word}, '{BETWEEN}') AS BLOB)" for word in (*WORDS, "at")]
    packed += [f"CAST(group_concat({hash_}, '{mark}') AS BLOB)" for hash_ in HASHES]
    return f"SELECT count(*), max(id), {', '.join(packed)} FROM ledger_entry NOT INDEXED WHERE rowid BETWEEN ? AND ?"  # noqa: S608


def _sqlite_lines() -> str:
    kinds = "line_no < '' AND account_id < '' AND amount_satang < '' AND entry_id < ''"
    columns = (f"CASE WHEN {kinds} THEN entry_id END", "line_no", "account_id", "amount_satang")
    packed = ", ".join(f"CAST(group_concat({column}) AS BLOB)" for column in columns)
    return f"SELECT count(*), max(entry_id), {packed} FROM ledger_posting NOT INDEXED WHERE rowid BETWEEN ? AND ?"  # noqa: S608


def _postgresql(at_once: int) -> str:
    """One statement: for each span of ids the entries and the postings, each column as one value."""
    is_whole = " AND ".join(f"{word} IS NOT NULL" for word in WORDS)
    entries = [f"int8send(CASE WHEN {is_whole} THEN id END)", "int8send(book_id)", "int8send(seq)"]
    entries += [f"int8send(coalesce({name}, {NONE}))" for name in ("reverses_id", "actor_id")]
    entries += ["int8send(line_count)", "timestamptz_send(at)"]
    entries = [f"string_agg({one}, '')" for one in entries]
    entries += [f"textsend(string_agg({word}, '{BETWEEN}'))" for word in WORDS]
    entries += [f"string_agg({hash_}, %(mark)s::bytea)" for hash_ in HASHES]
    lines = [f"string_agg(int8send({name}), '')" for name in ("entry_id", "line_no", "account_id", "amount_satang")]
    span = f"BETWEEN w.low AND w.low + {at_once - 1}"
    return f"""
      SELECT CASE WHEN w.low = b.first THEN (SELECT json_agg(json_build_array(id, seq, encode(hash, 'hex')))
               FROM ledger_book) END,
             CASE WHEN w.low = b.first THEN (SELECT json_agg(json_build_array({", ".join(ACCOUNT)}))
               FROM ledger_account) END,
             b.first, b.last, b.lowest, b.highest, b.nobodys, e.*, l.*
      FROM (SELECT min(id) AS first, max(id) AS last, (SELECT min(entry_id) FROM ledger_posting) AS lowest,
              (SELECT max(entry_id) FROM ledger_posting) AS highest,
              EXISTS (SELECT FROM ledger_posting WHERE entry_id IS NULL)
                OR EXISTS (SELECT FROM ledger_entry WHERE id IS NULL) AS nobodys FROM ledger_entry) b
      CROSS JOIN LATERAL generate_series(b.first, b.last, {at_once}) w(low)
      CROSS JOIN LATERAL (SELECT count(*), count(reverses_id), count(actor_id), {", ".join(entries)}
        FROM (SELECT * FROM ledger_entry WHERE id {span} ORDER BY id) x) e
      CROSS JOIN LATERAL (SELECT count(*), {", ".join(lines)}
        FROM (SELECT * FROM ledger_posting WHERE entry_id {span} ORDER BY entry_id, line_no) x) l
      WHERE b.last < {_HIGHEST}"""  # noqa: S608


_SQLITE_LINES: Final = _sqlite_lines()
_COLUMNS = """SELECT c.relname, a.attname, a.atttypid::regtype::text
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.oid IN ('ledger_entry'::regclass, 'ledger_posting'::regclass, 'ledger_book'::regclass)"""
_KINDS = {
    *(("ledger_entry", name, "bigint") for name in ("id", "book_id", "seq", "reverses_id", "actor_id")),
    *(("ledger_entry", name, "integer") for name in ("line_count",)),
    *(("ledger_entry", name, "character varying") for name in WORDS),
    *(("ledger_entry", name, "bytea") for name in HASHES),
    ("ledger_entry", "at", "timestamp with time zone"),
    *(("ledger_posting", name, "bigint") for name in ("entry_id", "account_id", "amount_satang")),
    ("ledger_posting", "line_no", "integer"),
    ("ledger_book", "hash", "bytea"),
}
