"""What the bank said otherwise of a batch after it had agreed: kept for people, and the batch stays as it is."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.earnings import bank_differences
from marketplace.payments import adjusted
from models.gift import Difference
from models.history import Move
from models.payout import PayoutBatch
from models.session import db
from models.vocabulary import PayoutState

AGREED = (PayoutState.RECONCILED, PayoutState.CLOSED)
HEARD = "payout.heard_again"


def keep(batch: PayoutBatch, *, rows: int, differing: int, by: Actor) -> None:
    """Somebody took a file of the bank for a batch that had agreed."""
    if batch.state in AGREED:
        record(by, HEARD, batch, rows=rows, differing=differing)


def reconciled(batch: PayoutBatch) -> Sequence[Difference]:
    """What the bank said otherwise of it or of its lines since it agreed, answered or not; the oldest first."""
    if batch.state not in AGREED:
        return ()
    mine = (Move.subject_type == "payout_batch", Move.subject_id == batch.id, Move.verb == "reconcile")
    agreed_at = select(Move.at).where(*mine).order_by(Move.id.desc()).limit(1).scalar_subquery()
    wanted = select(Difference).where(bank_differences.of_batch(batch), Difference.found_at > agreed_at)
    # What people say came back is no word of the bank.
    wanted = wanted.where(Difference.detail.not_like(f"{adjusted.BACK}%"))
    return db.scalars(wanted.order_by(Difference.id)).all()
