"""The entry by which a sum is owed: from what was promised for it, and beyond that from what is free in the fund."""

from typing import Any

from marketplace.access import Actor
from marketplace.earnings import funds
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict
from marketplace.ledger import Cause, accounts, credit, debit, post
from models.earning import Earning
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind


def owe(earning: Earning, book: str, by: Actor) -> dict[str, Any]:
    """Write the entry by which an earning is owed; gives the columns that remember it. The book is locked."""
    promise = funds.open_reserve(earning.enrolment_id)
    promised = 0
    if promise is not None and promise.fund_id == earning.fund_id:
        promised = min(earning.amount_satang, promise.amount_satang - promise.used_satang)
    beyond = earning.amount_satang - promised
    lines = [credit(accounts.open_payable(book, earning.youth_id), earning.amount_satang)]
    if beyond:
        lines.insert(0, debit(accounts.code_of(book, R.AVAILABLE), beyond))
    if promised:
        lines.insert(0, debit(accounts.code_of(book, R.RESERVED), promised))
    key = f"accrue:{earning.ref}:{earning.version or 1}"
    entry = post(EntryKind.ACCRUE, lines, key=key, cause=Cause("earning", earning.ref), by=by)
    if promise is None or not promised:
        return {"accrue_entry_id": entry.id}
    if not funds.draw(promise.id, promised):
        raise Conflict(t("The money reserved for this enrolment has just been freed. Try again."))
    return {"accrue_entry_id": entry.id, "reserve_id": promise.id, "from_reserve_satang": promised}
