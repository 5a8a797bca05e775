"""How owed money goes back: the entry that owed it is reversed, never edited."""

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.earnings import funds
from marketplace.ledger import Cause, accounts, reverse
from models.earning import Earning
from models.ledger import LedgerEntry
from models.session import db
from models.vocabulary import EntryKind


def give_back(earning: Earning, *, by: Actor, reason: str) -> None:
    """Reverse what an earning owed; what came from a promise returns to it, or to the fund when it has closed."""
    if earning.accrue_entry_id is None:
        return
    book = funds.book_of(earning.fund_id)
    accounts.lock_book(book)
    if reverse(earning.accrue_entry_id, by=by, reason=reason).replayed:
        return
    drawn = earning.from_reserve_satang
    if drawn and earning.reserve_id is not None and not funds.draw(earning.reserve_id, -drawn):
        key = f"release:{earning.ref}:{earning.accrue_entry_id}"
        funds.free(book, drawn, key=key, cause=Cause("earning", earning.ref), by=by)


def bring_back(earning: Earning, *, by: Actor, reason: str) -> None:
    """Undo an earning that was paid and has come back to the fund's account: payment, sending and debt, in turn."""
    # A part that had come back before is in the whole that comes back now.
    while (part := newest(earning, EntryKind.ADJUST)) is not None:
        reverse(part, by=by, reason=reason)
    for kind in (EntryKind.PAY, EntryKind.SEND):
        entry_id = newest(earning, kind)
        if entry_id is not None:
            reverse(entry_id, by=by, reason=reason)
    give_back(earning, by=by, reason=reason)


def newest(earning: Earning, kind: EntryKind) -> int | None:
    """The newest entry of a kind about an earning that stands (is not reversed)."""
    undone = select(LedgerEntry.reverses_id).where(LedgerEntry.reverses_id.is_not(None))
    wanted = (
        select(LedgerEntry.id)
        .where(
            LedgerEntry.cause_type == "earning",
            LedgerEntry.cause_ref == earning.ref,
            LedgerEntry.kind == kind,
            LedgerEntry.id.not_in(undone),
        )
        .order_by(LedgerEntry.id.desc())
    )
    return db.scalars(wanted.limit(1)).first()
