"""The book of a fund as its readers see it: each entry in a line, with what was where after it. Nobody is named."""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import aliased

from marketplace.kernel import clock
from marketplace.kernel.money import baht_plain
from marketplace.kernel.spreadsheets import plain
from models.earning import Fund
from models.ledger import LedgerAccount, LedgerBook, LedgerEntry, LedgerPosting
from models.session import db
from models.vocabulary import AccountRole, EntryKind

PAGE = 50
COLUMNS = (
    "no", "day", "time", "kind", "about", "note", "amount", "free", "promised", "owed", "on_its_way", "at_hand",
    "at_service", "hash",
)  # fmt: skip
_PLACES = (
    AccountRole.AVAILABLE,
    AccountRole.RESERVED,
    AccountRole.PAYABLE,
    AccountRole.TRANSIT,
    AccountRole.CASH,
    AccountRole.CLEARING,
)
_HELD = (AccountRole.CASH, AccountRole.CLEARING)
_GIVEN = (
    EntryKind.GRANT, EntryKind.CUT, EntryKind.DONATION, EntryKind.REFUND, EntryKind.FEE, EntryKind.DISPUTE,
    EntryKind.RESTORE, EntryKind.ALLOT, EntryKind.ADJUST, EntryKind.SETTLE,
)  # fmt: skip
"""What changes the budget of a fund; all else moves money inside it or pays it out."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One entry: what happened, to which sum, and how much was in each place of the fund after it."""

    seq: int
    at: datetime
    kind: str
    about: str
    note: str
    amount_satang: int
    after: tuple[int, ...]
    hash: str


def bookings_of(fund: Fund, *, page: int = 1, size: int = PAGE) -> Sequence[Booking]:
    """A page of a fund's entries, the newest first."""
    wanted = _told(fund).order_by(LedgerEntry.seq.desc()).limit(size).offset((page - 1) * size)
    return [_booking(row) for row in db.execute(wanted)]


def all_bookings(fund: Fund) -> Iterable[Booking]:
    """Every entry of a fund in the order it was written."""
    return (_booking(row) for row in db.execute(_told(fund).order_by(LedgerEntry.seq)))


def count(fund: Fund) -> int:
    """How many entries the book holds; they are numbered without a gap."""
    return db.scalar(select(LedgerBook.seq).where(LedgerBook.code == fund.ref)) or 0


def budgets(fund_ids: Collection[int]) -> dict[int, int]:
    """What was put into each fund less what was taken out again, in satang.

    What came back of a sum that was paid was in the fund before: it is less that was spent, and no money put in. What
    was adjusted and taken back again counts for nothing.
    """
    mirror = aliased(LedgerEntry)
    wanted = (
        select(LedgerAccount.owner_id, func.sum(LedgerPosting.amount_satang))
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .where(
            LedgerAccount.role.in_(_HELD),
            LedgerAccount.owner_id.in_(fund_ids),
            LedgerEntry.kind.in_(_GIVEN),
            LedgerEntry.cause_type != "earning",
            ~((LedgerEntry.kind == EntryKind.ADJUST) & exists().where(mirror.reverses_id == LedgerEntry.id)),
        )
        .group_by(LedgerAccount.owner_id)
    )
    found = {fund_id: int(total) for fund_id, total in db.execute(wanted)}
    return {fund_id: found.get(fund_id, 0) for fund_id in fund_ids}


def as_csv(found: Iterable[Booking]) -> bytes:
    """A file a spreadsheet opens as text: UTF-8 with a mark, no cell that it would calculate."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in found:
        here = clock.bangkok(one.at)
        told = (str(one.seq), f"{here:%Y-%m-%d}", f"{here:%H:%M}", one.kind, one.about, one.note)
        sums = (baht_plain(satang) for satang in (one.amount_satang, *one.after))
        writer.writerow([plain(cell) for cell in (*told, *sums, one.hash)])
    return out.getvalue().encode("utf-8-sig")


def _told(fund: Fund) -> Select[Any]:
    """Each entry with the running sum of every place; the sums are taken before a page is cut out."""
    moved = (
        select(
            LedgerPosting.entry_id,
            func.sum(case((LedgerPosting.amount_satang > 0, LedgerPosting.amount_satang), else_=0)).label("amount"),
            *(_into(role).label(role.value) for role in _PLACES),
        )
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .join(LedgerBook, LedgerBook.id == LedgerAccount.book_id)
        .where(LedgerBook.code == fund.ref)
        .group_by(LedgerPosting.entry_id)
        .subquery()
    )
    after = [func.sum(moved.c[role.value]).over(order_by=LedgerEntry.seq) for role in _PLACES]
    return select(
        LedgerEntry.seq,
        LedgerEntry.at,
        LedgerEntry.kind,
        LedgerEntry.cause_ref,
        LedgerEntry.note,
        LedgerEntry.hash,
        moved.c.amount,
        *after,
    ).join(moved, moved.c.entry_id == LedgerEntry.id)


def _into(role: AccountRole) -> ColumnElement[int]:
    signed = LedgerAccount.side * LedgerPosting.amount_satang
    return func.sum(case((LedgerAccount.role == role, signed), else_=0))


def _booking(row: Iterable[Any]) -> Booking:
    seq, at, kind, about, note, hash_, amount, *after = row
    sums = tuple(int(satang) for satang in after)
    return Booking(seq, at, kind, about, note, int(amount), sums, bytes(hash_).hex())
