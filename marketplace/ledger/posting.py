"""The one door to the books: every baht that moves, moves by `post` or by `reverse`.

An entry is balanced, final and known by its key: said twice it is written once, said differently it is refused. It
belongs to the caller's transaction and is gone if that is rolled back. The database checks all of this again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from marketplace.access import Actor
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, NotFound
from marketplace.ledger import stops
from marketplace.ledger.chain import content_hash, stamp
from marketplace.ledger.writers import Draft, Written, write_postgresql, write_sqlite
from models.ledger import LedgerAccount, LedgerEntry, LedgerPosting
from models.session import db
from models.vocabulary import EntryKind


class Unbalanced(ValueError):
    """A programmer's mistake: lines that are no entry."""


class UnknownAccount(LookupError):
    """A programmer's mistake: an account that is not open in this book."""


class NotEnough(Conflict):
    """An account would go below its floor; nothing was written."""


@dataclass(frozen=True, slots=True)
class Line:
    """One side of an entry: debit above zero, credit below, in satang."""

    account: str
    amount_satang: int


@dataclass(frozen=True, slots=True)
class Cause:
    """What an entry is about: a kind of thing and its public reference."""

    type: str
    ref: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as written; `replayed` when it had been written before."""

    id: int
    seq: int
    hash: bytes
    replayed: bool


def debit(account: str, satang: int) -> Line:
    """A line that debits `account`."""
    return Line(account, satang)


def credit(account: str, satang: int) -> Line:
    """A line that credits `account`."""
    return Line(account, -satang)


def post(
    kind: EntryKind,
    lines: Sequence[Line],
    *,
    key: str,
    cause: Cause,
    by: Actor,
    note: str = "",
    at: datetime | None = None,
) -> Entry:
    """Write one entry, or find the one already written under `key`.

    Raises NotEnough when an account would go below its floor, Conflict when `key` said something else before.
    """
    return _write(kind, lines, key=key, cause=cause, by=by, note=note, at=at, reverses_id=None)


def reverse(entry_id: int, *, by: Actor, reason: str, at: datetime | None = None) -> Entry:
    """Undo an entry by its mirror, once; a second call finds the first mirror."""
    entry = db.get(LedgerEntry, entry_id)
    if entry is None:
        raise NotFound
    if entry.reverses_id is not None:
        raise Conflict(t("A reversal is not reversed."))
    lines = [Line(code, -amount) for code, amount in lines_of(entry_id)]
    return _write(
        EntryKind.REVERSAL,
        lines,
        key=f"reverse:{entry.key}",
        cause=Cause(entry.cause_type, entry.cause_ref),
        by=by,
        note=reason,
        at=at,
        reverses_id=entry_id,
    )


def lines_of(entry_id: int) -> list[tuple[str, int]]:
    """Account code and amount of each line of an entry, in order."""
    wanted = (
        select(LedgerAccount.code, LedgerPosting.amount_satang)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerPosting.entry_id == entry_id)
        .order_by(LedgerPosting.line_no)
    )
    return [(code, amount) for code, amount in db.execute(wanted)]


def _write(
    kind: EntryKind,
    lines: Sequence[Line],
    *,
    key: str,
    cause: Cause,
    by: Actor,
    note: str,
    at: datetime | None,
    reverses_id: int | None,
) -> Entry:
    codes, amounts = tuple(line.account for line in lines), tuple(line.amount_satang for line in lines)
    _check(codes, amounts)
    stops.check()
    moment = at or clock.now()
    said = tuple(zip(codes, amounts, strict=True))
    content = content_hash(kind, key, reverses_id, (cause.type, cause.ref), note, said)
    draft = Draft(
        book=codes[0].partition("/")[0],
        kind=kind.value,
        key=key,
        reverses_id=reverses_id,
        cause_type=cause.type,
        cause_ref=cause.ref,
        note=note,
        actor_id=by.account_id,
        at=moment,
        codes=codes,
        amounts=amounts,
        content=content,
        stamped=stamp(content, moment, by.account_id),
    )
    return _read(_hand_over(draft), draft)


def _check(codes: tuple[str, ...], amounts: tuple[int, ...]) -> None:
    if len(codes) < 2 or len(set(codes)) != len(codes):
        raise Unbalanced("an entry has two lines or more, each on its own account")
    if any(type(amount) is not int or amount == 0 for amount in amounts) or sum(amounts) != 0:
        raise Unbalanced("amounts are whole satang, none is zero, and their sum is")


def _hand_over(draft: Draft) -> Written:
    db.flush()
    connection = db.connection()
    dialect, cursor = connection.dialect, connection.connection.cursor()
    driver = dialect.loaded_dbapi.Error
    try:
        return (write_sqlite if dialect.name == "sqlite" else write_postgresql)(cursor, draft)
    except driver as error:
        # The driver's own error, dressed as SQLAlchemy's, so that callers know a retry from a breach.
        raise DBAPIError.instance(draft.key, None, error, driver, dialect=dialect) from error
    finally:
        cursor.close()


def _read(written: Written, draft: Draft) -> Entry:
    if written.verdict == "short":
        raise NotEnough(t("There is not enough money left for this."))
    if written.verdict == "differs":
        raise Conflict(t("This was already written with other figures."))
    if written.verdict == "unknown":
        raise UnknownAccount(", ".join(draft.codes))
    return Entry(written.entry_id, written.seq, bytes(written.hash), written.verdict == "replayed")
