"""A daily anchor: one fingerprint over the newest entry of every book, chained to the day before.

Printed or sent elsewhere, one anchor proves that no entry up to its day was changed since, not even by somebody who
could rewrite every book from its first entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from sqlalchemy import func, select

from marketplace.kernel import clock
from models.ledger import GENESIS, LedgerAnchor, LedgerBook, LedgerEntry
from models.session import db


@dataclass(frozen=True, slots=True)
class Heads:
    """The newest entry of every book up to an instant, as one fingerprint."""

    books: int
    entries: int
    digest: bytes


def drop_anchor() -> str:
    """Anchor every day that has ended since the newest anchor, oldest first; safe to repeat."""
    newest = db.scalars(select(LedgerAnchor).order_by(LedgerAnchor.day.desc()).limit(1)).one_or_none()
    first = db.scalar(select(func.min(LedgerEntry.at)))
    if newest is None and first is None:
        return ""
    day = newest.day + timedelta(days=1) if newest else clock.bangkok(first).date()  # type: ignore[arg-type]
    previous, made = newest.hash if newest else GENESIS, 0
    if day < clock.today() - timedelta(days=1) and newest is None:
        # Days before the first anchor have nothing to be held against; the first covers them all.
        day = clock.today() - timedelta(days=1)
    while day < clock.today():
        previous = _drop(day, previous)
        day, made = day + timedelta(days=1), made + 1
    return f"{made} anchored" if made else ""


def anchors(limit: int = 30) -> Sequence[LedgerAnchor]:
    """The newest anchors first."""
    return db.scalars(select(LedgerAnchor).order_by(LedgerAnchor.day.desc()).limit(limit)).all()


def broken() -> tuple[int, tuple[str, ...]]:
    """How many anchors there are, and which do not fit the books or the one before."""
    previous, found = GENESIS, []
    everything = db.scalars(select(LedgerAnchor).order_by(LedgerAnchor.day)).all()
    for one in everything:
        heads = heads_of(one.day)
        same = (one.books, one.entries, bytes(one.heads)) == (heads.books, heads.entries, heads.digest)
        if not same or bytes(one.hash) != _link(previous, one.day, heads):
            found.append(f"anchor of {one.day}")
        previous = bytes(one.hash)
    return len(everything), tuple(found)


def heads_of(day: date) -> Heads:
    """What every book had come to at the end of a day in Thailand."""
    last = select(LedgerEntry.book_id, func.max(LedgerEntry.seq).label("seq"))
    last_of = last.where(LedgerEntry.at < clock.instant(day, 24 * 60)).group_by(LedgerEntry.book_id).subquery()
    wanted = (
        select(LedgerBook.code, LedgerEntry.seq, LedgerEntry.hash)
        .join(last_of, (last_of.c.book_id == LedgerEntry.book_id) & (last_of.c.seq == LedgerEntry.seq))
        .join(LedgerBook, LedgerBook.id == LedgerEntry.book_id)
    )
    rows = sorted((code, seq, bytes(hash_)) for code, seq, hash_ in db.execute(wanted))
    digest = sha256()
    for code, seq, hash_ in rows:
        digest.update(f"{code}|{seq}|".encode() + hash_)
    return Heads(len(rows), sum(seq for _, seq, _ in rows), digest.digest())


def _drop(day: date, previous: bytes) -> bytes:
    heads = heads_of(day)
    hash_ = _link(previous, day, heads)
    db.add(
        LedgerAnchor(
            day=day, books=heads.books, entries=heads.entries, heads=heads.digest, hash=hash_, made_at=clock.now()
        )
    )
    db.flush()
    return hash_


def _link(previous: bytes, day: date, heads: Heads) -> bytes:
    return sha256(bytes(previous) + day.isoformat().encode() + heads.digest).digest()
