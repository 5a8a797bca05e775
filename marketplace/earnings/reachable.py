"""Whether each line of a batch still has somewhere to go: an account, and the one three people looked at."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from models.payout import PayoutAccount, PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import LineOutcome


def meant(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> dict[int, PayoutAccount]:
    """The account of each line, by line, whose youth has not changed it since the batch was prepared."""
    wanted = select(PayoutAccount).where(PayoutAccount.youth_id.in_([line.youth_id for line in lines]))
    kept = {account.youth_id: account for account in db.scalars(wanted)}
    found: dict[int, PayoutAccount] = {}
    for line in lines:
        account = kept.get(line.youth_id)
        if account is not None and is_meant(account, line, batch.prepared_at):
            found[line.id] = account
    return found


def is_meant(account: PayoutAccount, line: PayoutLine, prepared_at: datetime) -> bool:
    """Whether an account is still the one a line names."""
    if not ends_alike(account, line):
        return False
    # Two numbers may end alike: what was changed after the list was made is not what three people looked at.
    return account.held_until is None or account.changed_at <= prepared_at


def ends_alike(account: PayoutAccount, line: PayoutLine) -> bool:
    """Whether an account is of the bank a line names, and its number ends as that does."""
    return (account.method, account.bank, account.account_end) == (line.method, line.bank, line.account_end)


def nowhere(lines: Iterable[PayoutLine]) -> list[PayoutLine]:
    """Lines still to be paid that name no account."""
    return [line for line in lines if line.outcome == LineOutcome.PENDING and not line.account_end]


def moved_away(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> list[PayoutLine]:
    """Lines still to be paid whose whole number is not known any more, because their youth has changed it since."""
    waiting = [line for line in lines if line.outcome == LineOutcome.PENDING and line.account_end]
    known = meant(batch, waiting)
    return [line for line in waiting if line.id not in known]
