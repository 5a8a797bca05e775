"""Where the bank and a batch do not agree: another sum than was asked for, or no answer for days."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import or_, select

from marketplace.earnings import funds
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.ledger import accounts
from marketplace.payments import differences
from marketplace.payments.queries import OPEN_DIFFERENCES
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import DifferenceKind, LineOutcome, PayoutState

ANSWERS_WITHIN = timedelta(days=5)


def agrees(batch: PayoutBatch, line: PayoutLine, result: Result) -> bool:
    """Whether the bank speaks of the sum the line asked for; where it does not, the difference is kept."""
    if result.amount_satang in (None, line.amount_satang):
        return True
    differences.found(
        DifferenceKind.BANK_LINE, f"{line.ref}:{result.amount_satang}", about=line.ref, fund_id=batch.fund_id,
        expected=line.amount_satang, seen=result.amount_satang, detail=f"{batch.ref} {result.bank_ref}",
    )  # fmt: skip
    return False


def wrong_total(batch_ref: str, fund_id: int, data: bytes, told: int | None, came: int | None, rows: str = "") -> bool:
    """Keep that a file of the bank contradicts itself, once for each file; False when it was known."""
    accounts.lock_book(funds.book_of(fund_id))
    mark = sha256(data).hexdigest()[:20]
    return differences.found(
        DifferenceKind.BANK_TOTAL, f"{batch_ref}:{mark}", about=batch_ref, fund_id=fund_id,
        expected=came, seen=told, detail=rows or mark,
    )  # fmt: skip


def open_of(batch: PayoutBatch) -> Sequence[Difference]:
    """What the bank said otherwise of this batch or of its lines, and nobody has answered yet; the oldest first."""
    refs = select(PayoutLine.ref).where(PayoutLine.batch_id == batch.id)
    of_it = or_(
        (Difference.kind == DifferenceKind.BANK_TOTAL) & (Difference.about == batch.ref),
        (Difference.kind == DifferenceKind.BANK_LINE) & Difference.about.in_(refs),
    )
    wanted = select(Difference).where(of_it, Difference.state.in_(OPEN_DIFFERENCES))
    return db.scalars(wanted.order_by(Difference.id)).all()


def nightly() -> str:
    """Find released lines the bank has not answered for days; gives how many are new."""
    silent = (
        select(PayoutLine, PayoutBatch)
        .join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
        .where(
            PayoutLine.outcome == LineOutcome.PENDING,
            PayoutBatch.state == PayoutState.RELEASED,
            PayoutBatch.released_at < clock.now() - ANSWERS_WITHIN,
        )
        .order_by(PayoutLine.id)
    )
    new = sum(
        differences.found(
            DifferenceKind.BANK_LINE, f"{line.ref}:silent", about=line.ref, fund_id=batch.fund_id,
            expected=line.amount_satang, detail=batch.ref,
        )
        for line, batch in db.execute(silent).all()
    )  # fmt: skip
    return f"{new} silent" if new else ""
