"""One walk through the books, entry by entry: what each says, whether it balances, and whether it follows the last.

Entries and postings are read once, as they lie, because years of books are read every night. Nothing of an entry is
believed that can be worked out from the rest of it. Books of any size are first walked through by `plain`, in compiled
code; only where it does not find everything as promised they are walked through here, row by row.
"""

import importlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from json.encoder import encode_basestring as quoted
from typing import Any

from sqlalchemy import text

from marketplace.ledger.chain import fingerprint, link, micros, stamp_at
from models.ledger import GENESIS
from models.session import db

HEAD = """e.book_id, e.seq, e.id, e.kind, e.key, e.reverses_id, e.cause_type, e.cause_ref, e.note, e.actor_id, e.at,
  e.prev_hash, e.hash, e.content_hash, e.line_count"""
_ACCOUNTS = "SELECT id, code, book_id, role, owner_type FROM ledger_account"
_LINES = "SELECT entry_id, account_id, amount_satang FROM ledger_posting ORDER BY entry_id, line_no"
_AT_ONCE = 5000
FEW = 10_000
"""Books of fewer entries are walked through before the compiled code is loaded."""

Row = tuple[Any, ...]
Seen = dict[tuple[str, str, bool], int]


@dataclass
class Walk:
    """How much was seen on the way, and which entries break which promise."""

    entries: int = 0
    lines: int = 0
    unbalanced: list[str] = field(default_factory=list)
    unchained: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    sides: Seen = field(default_factory=dict)
    """The first entry of each kind that touches this kind of account, above zero or below."""
    is_plain: bool = False
    """Everything was seen in compiled code to be as promised, every amount among it whole and not zero."""
    is_replayed: bool = False
    """The balances were seen to be what the postings come to."""
    has_keys_once: bool = False
    """No key was seen to be used twice."""


def through() -> Walk:
    """Walk through every book to its head."""
    some = text("SELECT count(*) FROM (SELECT 1 FROM ledger_entry LIMIT :few) e")
    if int(db.execute(some, {"few": FEW}).scalar_one()) < FEW:
        return slowly()
    return plainly() or slowly()


def plainly() -> Walk | None:
    """The walk in compiled code; None where anything is not as promised, or there is no compiler."""
    try:
        plain = importlib.import_module("marketplace.ledger.plain")
    except ImportError:
        return None
    connection = db.connection()
    seen = plain.through(connection.connection.driver_connection, is_sqlite=connection.dialect.name == "sqlite")
    if seen is None:
        return None
    return Walk(
        seen.entries, seen.lines, sides=seen.sides, is_plain=True, is_replayed=seen.is_replayed,
        has_keys_once=seen.has_keys_once,
    )  # fmt: skip


def slowly() -> Walk:
    """The walk row by row, which finds the words for what is broken."""
    heads = {row.id: (row.seq, bytes(row.hash)) for row in db.execute(text("SELECT id, seq, hash FROM ledger_book"))}
    walk, reached = Walk(), dict.fromkeys(heads, (0, GENESIS))
    accounts = {row[0]: (f"[{quoted(row[1])},", *row[1:]) for row in db.execute(text(_ACCOUNTS))}
    # Within a book the keys of entries rise with their numbers, so both tables are read once, as they lie.
    for head, lines in _with_lines(walk):
        _balance(walk, head, lines, accounts)
        _follow(walk, head, _content(head, lines, accounts), reached)
    walk.unchained += [
        f"book {book} head {seq}" for book, (seq, hash_) in heads.items() if reached[book] != (seq, hash_)
    ]
    walk.unchained += [f"book {book} is missing" for book in reached.keys() - heads.keys()]
    return walk


def _with_lines(walk: Walk) -> Iterator[tuple[Row, list[Row]]]:
    lines = streamed(_LINES)
    line = next(lines, None)
    for head in streamed(f"SELECT {HEAD} FROM ledger_entry e ORDER BY e.id"):  # noqa: S608  columns of ours
        entry_id, mine = head[2], []
        while line is not None and line[0] <= entry_id:
            if line[0] == entry_id:
                mine.append(line)
            else:
                walk.unbalanced.append(f"posting without an entry {line[0]}")
            line = next(lines, None)
        walk.entries += 1
        walk.lines += len(mine)
        yield head, mine
    while line is not None:
        walk.unbalanced.append(f"posting without an entry {line[0]}")
        line = next(lines, None)


def _balance(walk: Walk, head: Row, lines: Sequence[Row], accounts: Mapping[int, Row]) -> None:
    """Whether the lines are as many as the entry says, sum to zero and lie in its book, and whose accounts they are."""
    total, fits, youth, others, sides, kind = 0, len(lines) == head[14], None, False, walk.sides, head[3]
    for _, account_id, amount in lines:
        account = accounts.get(account_id)
        if account is None or type(amount) is not int:
            fits = False
            continue
        total += amount
        _, _, book_id, role, owner = account
        if book_id != head[0]:
            fits = False
        side = (kind, role, amount > 0)
        if side not in sides:
            sides[side] = head[2]
        if owner == "youth":
            others = others or youth not in (None, account_id)
            youth = account_id
        elif owner != "fund":
            others = True
    if not fits or not lines or total:
        walk.unbalanced.append(f"entry {head[2]}")
    if others and youth is not None:
        walk.mixed.append(str(head[2]))


def _content(head: Row, lines: Sequence[Row], accounts: Mapping[int, Row]) -> bytes:
    """The fingerprint of what an entry says, as `content_hash` makes it; nothing, where the one it keeps is another."""
    kind, key, reverses_id, cause_type, cause_ref, note = head[3:9]
    try:
        told = ",".join([f"{accounts[account_id][0]}{amount:d}]" for _, account_id, amount in lines])
        reverses = "null" if reverses_id is None else f"{reverses_id:d}"
        words = f"{quoted(kind)},{quoted(key)},{reverses},{quoted(cause_type)},{quoted(cause_ref)},{quoted(note)}"
        content = fingerprint(f"[{words},[{told}]]")
    except (KeyError, TypeError, ValueError):
        # Somebody put there what no entry ever held.
        return b""
    return content if content == head[13] else b""


def _follow(walk: Walk, head: Row, content: bytes, reached: dict[int, tuple[int, bytes]]) -> None:
    """Whether an entry bears the next number of its book and the hash that follows from the one before."""
    book_id, number, hash_ = head[0], head[1], head[12]
    seq, previous = reached.get(book_id, (0, GENESIS))
    try:
        expected = link(previous, seq + 1, stamp_at(content, micros(instant(head[10])), head[9]))
    except (TypeError, ValueError):
        # No instant, or no hash before it.
        expected = b""
    if number != seq + 1 or hash_ != expected or head[11] != previous:
        walk.unchained.append(f"book {book_id} entry {number}")
    reached[book_id] = (number, hash_)


def streamed(query: str) -> Iterator[Row]:
    """Rows as the driver gives them, some thousands at a time: years of books do not fit into memory."""
    driver: Any = db.connection().connection.driver_connection
    is_sqlite = db.connection().dialect.name == "sqlite"
    with closing(
        driver.cursor() if is_sqlite else driver.cursor(name=f"books_{abs(hash(query))}", binary=True)
    ) as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows


def instant(stored: object) -> datetime:
    """An instant of the books, in UTC; SQLite keeps it as text."""
    moment = stored if isinstance(stored, datetime) else datetime.fromisoformat(str(stored))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
