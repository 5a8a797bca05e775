"""The walk through books in which everything is as promised: what `walk` finds nothing in, many times faster.

It says of the books as a whole that they hold, or nothing at all. Whatever is odd, however small, makes it give up, and
`walk` looks at everything, slowly, in its own words; so nothing is found here, and nothing can be found differently.
Importing this module imports the compiler.
"""

import secrets
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from json.encoder import encode_basestring as quoted
from typing import Any, Final

import numpy as np

from marketplace.ledger.judging import BATCH, NONE, ODD, Books, Chart, Lines, Room, Sides, judge
from marketplace.ledger.packs import Opening, Pack, Postgresql, Row, Sqlite, refused
from marketplace.ledger.unpacking import DIGEST, Odd
from models.vocabulary import EntryKind

ROOM: Final = 4 << 20
MOST_KEYS: Final = 8_000_000
"""Of more entries than this, the database says whether a key is used twice: memory has an end."""

_SPARE: Final = 1 << 16
_MARK: Final = 6


@dataclass(frozen=True, slots=True)
class Plain:
    """How much was read, which kind of entry first moved which role, and which further promises were seen to hold."""

    entries: int
    lines: int
    sides: dict[tuple[str, str, bool], int]
    is_replayed: bool
    has_keys_once: bool


def through(driver: Any, *, is_sqlite: bool) -> Plain | None:
    """Walk through every book; None where anything is not as promised, or cannot be read in packs."""
    source = (Sqlite if is_sqlite else Postgresql)(driver, secrets.token_urlsafe(_MARK).encode())
    try:
        walker = Walker(source, source.opening())
        # The database reads the next pack while this one is judged: neither of them holds the interpreter.
        with ThreadPoolExecutor(1) as beside:
            judged: Future[None] | None = None
            for pack in source.packs():
                if judged is not None:
                    judged.result()
                judged = beside.submit(walker.take, pack)
            if judged is not None:
                judged.result()
        return walker.arrived()
    except Odd:
        return None
    except Exception as error:
        if refused(error):
            return None
        raise
    finally:
        source.close()


class Walker:
    """How far the books have been followed."""

    def __init__(self, source: Sqlite | Postgresql, opening: Opening) -> None:
        self._source, self._opening = source, opening
        book_rows = _rows([book[0] for book in opening.books])
        self._books = Books(
            book_rows, np.zeros(len(opening.books), np.int64), np.zeros(len(opening.books) * DIGEST // 8, np.uint64)
        )
        self._roles = sorted({_word(account[3]) for account in opening.accounts})
        self._chart = _chart(opening.accounts, book_rows, self._roles)
        self._kinds = [kind.value for kind in EntryKind]
        size = len(self._kinds) * max(len(self._roles), 1) * 2
        names, ends = _joined([kind.encode() for kind in self._kinds])
        self._sides = Sides(names, ends, np.full(size, NONE), np.zeros(size, np.int64), np.zeros(1, np.int64))
        blocks, digests = np.empty(ROOM // 4, np.uint32), np.empty((2 * BATCH, DIGEST // 4), np.uint32)
        firsts, counts = np.empty(2 * BATCH, np.int64), np.empty(2 * BATCH, np.int64)
        self._room = Room(
            blocks, blocks.view(np.uint64), blocks.view(np.uint8), firsts, counts,
            digests, digests.reshape(-1).view(np.uint64),
        )  # fmt: skip
        self._entries, self._lines, self._keys = 0, 0, list[Any]()
        self._rest, self._last = list[Lines](), NONE

    def take(self, pack: Pack) -> None:
        """Judge the entries of a pack and keep the postings that belong to later ones."""
        self._rest += [self._source.lines(row) for row in pack.lines]
        if pack.entries is None:
            return
        entries = self._source.entries(pack.entries)
        if entries.numbers[0, 0] <= self._last and self._entries:
            raise Odd
        self._last = int(entries.numbers[0, -1])
        lines = (
            Lines(*(np.concatenate(column) for column in zip(*self._rest, strict=True))) if self._rest else _NO_LINES
        )
        if any(before.entry[-1] > after.entry[0] for before, after in pairwise(self._rest)):
            raise Odd
        keys = np.empty(entries.numbers.shape[1], np.uint64)
        after = judge(entries, lines, 0, self._chart, self._books, self._sides, self._room, keys)
        if after == ODD:
            raise Odd
        self._entries, self._lines = self._entries + len(keys), self._lines + after
        self._rest = [Lines(*(column[after:] for column in lines))] if after < len(lines.entry) else []
        if self._entries <= MOST_KEYS:
            self._keys.append(keys)

    def arrived(self) -> Plain:
        """What was seen, when every book has been followed to its head and no posting is left."""
        if self._rest or not self._entries:
            raise Odd
        for (_, seq, hash_), reached, place in zip(
            self._opening.books, self._books.seq, range(len(self._books.seq)), strict=True
        ):
            if seq != reached or hash_ != self._books.hash.tobytes()[place * DIGEST : (place + 1) * DIGEST]:
                raise Odd
        return Plain(self._entries, self._lines, self._seen(), self._is_replayed(), self._has_keys_once())

    def _seen(self) -> dict[tuple[str, str, bool], int]:
        seen = {}
        for side in self._sides.order[: self._sides.found[0]].tolist():
            kind, role = divmod(side // 2, len(self._roles))
            seen[self._kinds[kind], self._roles[role], side % 2 == 1] = int(self._sides.first[side])
        return seen

    def _is_replayed(self) -> bool:
        totals, newest = self._chart.total.tolist(), self._chart.newest.tolist()
        return all(
            type(side) is int and type(balance) is int and balance == side * total and (last or 0) == new
            for (*_, side, balance, last), total, new in zip(self._opening.accounts, totals, newest, strict=True)
        )

    def _has_keys_once(self) -> bool:
        if self._entries > MOST_KEYS:
            return False
        keys = np.sort(np.concatenate(self._keys))
        return not np.any(keys[1:] == keys[:-1])


_NO_LINES = Lines(*(np.empty(0, np.int64) for _ in range(3)))


def _chart(accounts: Sequence[Row], book_rows: Any, roles: Sequence[str]) -> Chart:
    codes, ends = _joined([f"[{quoted(_word(account[1]))},".encode() for account in accounts])
    books = []
    for account in accounts:
        book = account[2]
        books.append(int(book_rows[book]) if type(book) is int and 0 <= book < len(book_rows) else ODD)
    rank = {role: place for place, role in enumerate(roles)}
    owners = [_word(account[4]) for account in accounts]
    return Chart(
        _rows([account[0] for account in accounts]), codes, ends, int(np.max(np.diff(ends), initial=0)),
        np.array(books, np.int64), np.array([rank[account[3]] for account in accounts], np.int64),
        np.array([owner == "youth" for owner in owners], np.bool_),
        np.array([owner == "fund" for owner in owners], np.bool_),
        np.zeros(len(accounts), np.int64), np.zeros(len(accounts), np.int64),
    )  # fmt: skip


def _rows(ids: Sequence[object]) -> Any:
    """The row of each id, and ODD for ids that are nobody's."""
    whole = [one for one in ids if type(one) is int and one >= 0]
    most = max(whole, default=0)
    if len(set(whole)) != len(ids) or most > _SPARE + 16 * len(ids):
        raise Odd
    rows = np.full(most + 1, ODD)
    rows[whole] = np.arange(len(ids))
    return rows


def _joined(words: Sequence[bytes]) -> tuple[Any, Any]:
    ends = np.zeros(len(words) + 1, np.int64)
    np.cumsum([len(word) for word in words], out=ends[1:])
    return np.frombuffer(b"".join(words) + b"\0", np.uint8), ends


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise Odd
    return value
