"""What an entry on the account of a fund is about, as people know it, so that like ones are told apart.

Of a gift its giver and the number at the bank or the service, of a payout the service's number, else what was noted.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from marketplace.ledger import accounts
from models.earning import Fund
from models.gift import Gift
from models.ledger import LedgerAccount, LedgerEntry, LedgerPosting
from models.session import db
from models.vocabulary import AccountRole, EntryKind

MOST = 80
"""So many letters of a note are shown; the whole stands in the book."""


def of(fund: Fund, numbers: Collection[int]) -> Mapping[int, str]:
    """What entries of a fund's book are about, by their numbers; nothing of those about which nothing was noted."""
    wanted = (
        select(LedgerEntry.seq, LedgerEntry.kind, LedgerEntry.cause_type, LedgerEntry.cause_ref, LedgerEntry.note)
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.code == accounts.code_of(fund.ref, AccountRole.CASH), LedgerEntry.seq.in_(numbers))
    )
    found = db.execute(wanted).all()
    givers = _givers({ref for _, _, cause, ref, _ in found if cause == "gift"})
    told: dict[int, str] = {}
    for seq, kind, cause, ref, note in found:
        if cause == "gift":
            giver, number = givers[ref]
            parts = [giver, number if kind == EntryKind.DONATION else note]
        else:
            parts = [ref if cause == "difference" else "", note]
        told[seq] = " · ".join(part[:MOST] for part in parts if part)
    return told


def _givers(refs: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """Who gave, and the number of the payment."""
    wanted = select(Gift.ref, Gift.giver_name, Gift.payment_ref).where(Gift.ref.in_(refs))
    return {ref: (name, number or ref) for ref, name, number in db.execute(wanted)}
