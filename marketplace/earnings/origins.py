"""Whose money an earning is: the grants and gifts that came into its fund first are the first to be spent.

What went back of a gift is taken from that gift, what was taken out of a fund from the newest money in it. Nothing is
stored: the book alone decides, so anybody who reads it comes to the same answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from models.ledger import LedgerAccount, LedgerBook, LedgerEntry, LedgerPosting
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind as K

HELD = (R.CASH, R.CLEARING)
BROUGHT = (K.GRANT, K.DONATION, K.RESTORE, K.ALLOT, K.ADJUST, K.CUT, K.REFUND, K.FEE, K.DISPUTE)


@dataclass(frozen=True, slots=True)
class Inflow:
    """Money that came into a fund (below zero: that left it again) by one entry; in satang."""

    seq: int
    kind: str
    cause: str
    satang: int


def origins_of(accrue_entry_id: int, satang: int) -> tuple[Inflow, ...]:
    """What the money of an earning came from, each with the part of it, oldest first."""
    entry = db.get_one(LedgerEntry, accrue_entry_id)
    return cover(inflows(entry.book_id), owed_before(entry), satang)


def inflows(book_id: int) -> list[Inflow]:
    """Everything that came into a book and left it again unspent, in order."""
    wanted = (
        select(LedgerEntry.seq, LedgerEntry.kind, LedgerEntry.cause_ref, func.sum(LedgerPosting.amount_satang))
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerEntry.book_id == book_id, LedgerEntry.kind.in_(BROUGHT), LedgerAccount.role.in_(HELD))
        .group_by(LedgerEntry.seq, LedgerEntry.kind, LedgerEntry.cause_ref)
        .order_by(LedgerEntry.seq)
    )
    return [Inflow(seq, kind, cause, int(satang)) for seq, kind, cause, satang in db.execute(wanted)]


def owed_before(entry: LedgerEntry) -> int:
    """What stands in the book as earned by young people before this entry, in satang; what was undone never was."""
    undone = select(LedgerEntry.reverses_id).where(
        LedgerEntry.book_id == entry.book_id, LedgerEntry.reverses_id.is_not(None)
    )
    wanted = (
        select(func.coalesce(func.sum(-LedgerPosting.amount_satang), 0))
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(
            LedgerEntry.book_id == entry.book_id, LedgerEntry.seq < entry.seq, LedgerEntry.kind == K.ACCRUE,
            LedgerEntry.id.not_in(undone), LedgerAccount.role == R.PAYABLE,
        )
    )  # fmt: skip
    return int(db.scalars(wanted).one())


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
    """What young people have earned from a book and was not undone, since an instant or ever, in satang."""
    undone = select(LedgerEntry.reverses_id).where(LedgerEntry.book_id == book_id, LedgerEntry.reverses_id.is_not(None))
    wanted = (
        select(func.coalesce(func.sum(-LedgerPosting.amount_satang), 0))
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(
            LedgerEntry.book_id == book_id, LedgerEntry.kind == K.ACCRUE, LedgerEntry.id.not_in(undone),
            LedgerAccount.role == R.PAYABLE,
        )
    )  # fmt: skip
    return int(db.scalars(wanted if since is None else wanted.where(LedgerEntry.at >= since)).one())


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
