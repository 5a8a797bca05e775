"""By which line a sum is kept as paid, where the bank paid it by another one than was kept first.

Nothing leaves the fund by that: what had been taken out because the bank paid it, too, is put in again and is its
payment.
"""

from typing import Any

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit.moves import advance
from marketplace.earnings import funds, owing, undoing
from marketplace.earnings.states import EARNING
from marketplace.ledger import Cause, accounts, credit, debit, post, reverse
from marketplace.payments import differences, taken_out
from marketplace.recoveries import service as recoveries
from models.earning import Earning
from models.gift import Difference
from models.payout import PayoutLine
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import DifferenceKind, DifferenceState, EarningState, EntryKind, LineOutcome


def by_line(earning: Earning, line_ref: str, *, why: str, by: Actor) -> None:
    """What is owed was paid by a line: it left and arrived, by two entries of their own.

    What had come back is owed once more for it. The caller holds the book.
    """
    book, columns = funds.book_of(earning.fund_id), dict[str, Any]()
    if earning.state == EarningState.REVERSED:
        earning.reserve_id, earning.from_reserve_satang = None, 0
        columns = owing.owe(earning, book, by)
    transit, cause = accounts.code_of(book, R.TRANSIT), Cause("earning", earning.ref)
    owed, cash = accounts.code_of(book, R.PAYABLE, earning.youth_id), accounts.code_of(book, R.CASH)
    for kind, taken, given in ((EntryKind.SEND, owed, transit), (EntryKind.PAY, transit, cash)):
        sides = (debit(taken, earning.amount_satang), credit(given, earning.amount_satang))
        key = f"{kind.value}:{line_ref}:{earning.ref}:{why}"
        post(kind, sides, key=key, cause=cause, by=by, note=line_ref)
    advance(EARNING, earning, "found_paid", by=by, note=line_ref, **columns)


def take_over(earning: Earning, *, why: str, by: Actor) -> bool:
    """What stands as taken out because the bank paid this sum becomes its payment; False where nothing stands."""
    difference = taken_out.first(earning)
    if difference is None:
        return False
    taken_out.restore(difference, earning, by=by)
    by_line(earning, difference.about, why=why, by=by)
    return True


def claim_no_more(earning: Earning, *, by: Actor) -> None:
    """What the bank had paid beside is the payment of a sum now: one less has to come back."""
    recoveries.settle(earning, "keep", by=by, reasons=recoveries.OF_THE_BANK)


def undo(earning: Earning, *, reason: str, note: str, by: Actor) -> None:
    """What counted as paid was not: payment and sending are reversed, and it may be tried again."""
    for kind in (EntryKind.PAY, EntryKind.SEND):
        if (entry := undoing.newest(earning, kind)) is not None:
            reverse(entry, by=by, reason=reason)
    advance(EARNING, earning, "found_unpaid", by=by, reason=reason, note=note)


def instead_of(earning: Earning, line: PayoutLine) -> PayoutLine | None:
    """The line that paid a sum before this one took its place, because it was said to have come back; None else."""
    if not any(taken_out.is_restored(one, earning) for one in taken_out.of_line(line.ref)):
        return None
    wanted = (
        select(PayoutLine)
        .join(Difference, Difference.about == PayoutLine.ref)
        .where(
            Difference.kind == DifferenceKind.BANK_LINE,
            Difference.state == DifferenceState.ADJUSTED,
            Difference.detail.startswith(f"{differences.BACK}{earning.ref}:"),
            PayoutLine.ref != line.ref,
            PayoutLine.outcome == LineOutcome.PAID,
        )
        .order_by(Difference.id.desc())
    )
    return db.scalars(wanted.limit(1)).first()
