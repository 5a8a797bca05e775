"""Whose money an earning is: the grants and gifts that came into its fund first are the first to be spent.

What went back of a gift is taken from that gift, what was taken out of a fund from the newest money in it. Nothing is
stored: the book alone decides, so anybody who reads it comes to the same answer. What came back of a sum that was paid
is no new money: it was never spent, as what was undone was never earned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from models.ledger import LedgerAccount, LedgerBook, LedgerEntry, LedgerPosting
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind as K

HELD = (R.CASH, R.CLEARING)
EARNING = "earning"
BROUGHT = (K.GRANT, K.DONATION, K.RESTORE, K.ALLOT, K.ADJUST, K.SETTLE, K.CUT, K.REFUND, K.FEE, K.DISPUTE)


@dataclass(frozen=True, slots=True)
class Inflow:
    """Money that came into a fund (below zero: that left it again) by one entry; in satang."""

    seq: int
    kind: str
    cause: str
    satang: int


def origins_of(accrue_entry_id: int, satang: int) -> tuple[Inflow, ...]:
    """What the money of an earning came from, each with the part of it, oldest first; without what came back of it."""
    entry = db.get_one(LedgerEntry, accrue_entry_id)
    return cover(inflows(entry.book_id), owed_before(entry), satang - came_back(entry))


def came_back(entry: LedgerEntry) -> int:
    """How much of what an entry owed was paid and has come back to the fund, in satang."""
    return int(db.scalars(_returned(entry.book_id).where(LedgerEntry.cause_ref == entry.cause_ref)).one())


def inflows(book_id: int) -> list[Inflow]:
    """Everything that came into a book and left it again unspent, in order."""
    wanted = (
        select(LedgerEntry.seq, LedgerEntry.kind, LedgerEntry.cause_ref, func.sum(LedgerPosting.amount_satang))
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerEntry.book_id == book_id, LedgerEntry.kind.in_(BROUGHT), LedgerAccount.role.in_(HELD))
        .where(LedgerEntry.cause_type != EARNING, ~_undone())
        .group_by(LedgerEntry.seq, LedgerEntry.kind, LedgerEntry.cause_ref)
        .order_by(LedgerEntry.seq)
    )
    return _together(Inflow(seq, kind, cause, int(satang)) for seq, kind, cause, satang in db.execute(wanted))


def _together(flows: Iterable[Inflow]) -> list[Inflow]:
    """What was adjusted, with what of it was put in again for single sums: it never left for those."""
    found: list[Inflow] = []
    places: dict[str, int] = {}
    for one in flows:
        place = places.get(one.cause) if one.kind == K.ADJUST else None
        if place is not None:
            found[place] = replace(found[place], satang=found[place].satang + one.satang)
            continue
        if one.kind == K.ADJUST:
            places[one.cause] = len(found)
        found.append(one)
    return [one for one in found if one.satang]


def _undone() -> ColumnElement[bool]:
    """Whether an adjustment was taken back."""
    mirror = aliased(LedgerEntry)
    return (LedgerEntry.kind == K.ADJUST) & exists().where(mirror.reverses_id == LedgerEntry.id)


def owed_before(entry: LedgerEntry) -> int:
    """What stands in the book as earned by young people before this entry, in satang; what was undone never was."""
    owed = _owed(entry.book_id).where(LedgerEntry.seq < entry.seq)
    earlier = select(LedgerEntry.cause_ref).where(
        LedgerEntry.book_id == entry.book_id, LedgerEntry.seq < entry.seq, LedgerEntry.kind == K.ACCRUE
    )
    back = _returned(entry.book_id).where(LedgerEntry.cause_ref.in_(earlier))
    return int(db.scalars(owed).one()) - int(db.scalars(back).one())


def is_short(book_id: int) -> bool:
    """Whether some of what was promised or spent has still to be found, so that no money stands behind it."""
    missing = select(LedgerAccount.balance_satang).where(
        LedgerAccount.book_id == book_id, LedgerAccount.role == R.SHORTFALL
    )
    return bool(db.scalar(missing))


def became(book: str, cause: str) -> tuple[int, int]:
    """How much of what one gift brought has been earned by young people, and how much still waits, in satang."""
    book_id = db.scalars(select(LedgerBook.id).where(LedgerBook.code == book)).one()
    earned, reached, own = standing(book_id), 0, (0, 0)
    for one in kept(inflows(book_id)):
        if one.cause == cause:
            used = min(max(earned - reached, 0), one.satang)
            own = (own[0] + used, own[1] + one.satang - used)
        reached += one.satang
    return own


def standing(book_id: int, since: datetime | None = None) -> int:
    """What young people have earned from a book, less what came back of it, since an instant or ever, in satang."""
    owed, back = _owed(book_id), _returned(book_id)
    if since is not None:
        owed, back = (wanted.where(LedgerEntry.at >= since) for wanted in (owed, back))
    return max(int(db.scalars(owed).one()) - int(db.scalars(back).one()), 0)


def _owed(book_id: int) -> Select[int]:
    return _stands(book_id, -1).where(LedgerEntry.kind == K.ACCRUE, LedgerAccount.role == R.PAYABLE)


def _returned(book_id: int) -> Select[int]:
    return _stands(book_id, 1).where(
        LedgerEntry.kind == K.ADJUST, LedgerEntry.cause_type == EARNING, LedgerAccount.role == R.CASH
    )


def _stands(book_id: int, side: int) -> Select[int]:
    """The sum of lines of a book in entries that were not undone."""
    undone = select(LedgerEntry.reverses_id).where(LedgerEntry.book_id == book_id, LedgerEntry.reverses_id.is_not(None))
    return (
        select(func.coalesce(func.sum(side * LedgerPosting.amount_satang), 0))
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerEntry.book_id == book_id, LedgerEntry.id.not_in(undone))
    )


def cover(flows: Sequence[Inflow], start: int, satang: int) -> tuple[Inflow, ...]:
    """The parts of the money that came in which lie between `start` and `start + satang`."""
    found, reached = [], 0
    for one in kept(flows):
        low, high = max(start, reached), min(start + satang, reached + one.satang)
        reached += one.satang
        if low < high:
            found.append(replace(one, satang=high - low))
    return tuple(found)


def kept(flows: Iterable[Inflow]) -> list[Inflow]:
    """What stayed of each inflow: what left is taken from its own gift first, then from the newest money."""
    left: list[Inflow] = []
    for one in flows:
        if one.satang > 0:
            left.append(one)
            continue
        gone = -one.satang
        own = [place for place in range(len(left)) if left[place].cause == one.cause]
        for place in (*own, *reversed(range(len(left)))):
            taken = min(gone, left[place].satang)
            left[place] = replace(left[place], satang=left[place].satang - taken)
            gone -= taken
    return [one for one in left if one.satang]
