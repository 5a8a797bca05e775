"""Whose a reference of the bank is: one payment's own, or one for a whole file of them.

A reference stands for the whole file where every paid row of it carries it and there are two or more; the lines tell
its payments apart. A reference that was one payment's stays that payment's, and one of another batch is never read as
this one's.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from marketplace.earnings.bankfile import Result
from marketplace.i18n import Text, t
from models.payout import PayoutLine
from models.session import db
from models.vocabulary import LineOutcome

SAME_REFERENCE = t("Another line was paid with the same reference of the bank.")
OTHER_BATCH = t("Another batch was paid with this reference of the bank.")


def is_shared(results: Iterable[Result]) -> bool:
    """Whether one reference stands for all payments of a file: there are two or more, and no other reference."""
    paid = [one.bank_ref for one in results if one.outcome == LineOutcome.PAID]
    return len(paid) > 1 and len(set(paid)) == 1


def repeated(results: Sequence[Result]) -> list[Result]:
    """The paid rows of a file whose reference an earlier row has, where it does not stand for the whole file."""
    if is_shared(results):
        return []
    seen, again = set[str](), []
    for one in results:
        if one.outcome == LineOutcome.PAID:
            if one.bank_ref in seen:
                again.append(one)
            seen.add(one.bank_ref)
    return again


def taken(lines: Mapping[str, PayoutLine], results: Sequence[Result]) -> dict[str, Text]:
    """Those references of a file that are other payments' already, each with why; `lines` are those of the batch."""
    paid = {one.line: one.bank_ref for one in results if one.outcome == LineOutcome.PAID}
    told = set(paid.values())
    found = dict.fromkeys(told & _elsewhere({line.id for line in lines.values()}, told), OTHER_BATCH)
    for ref in told - found.keys():
        holders = {line.ref for line in lines.values() if line.bank_ref == ref}
        # Rows that come later, or a file read again: what is the file's already may be said of its other payments.
        is_the_files = told == {ref} and (len(holders) > 1 or (len(paid) > 1 and holders <= paid.keys()))
        if holders and not is_the_files:
            found[ref] = SAME_REFERENCE
    return found


def taken_from(line: PayoutLine, bank_ref: str) -> Text | None:
    """Why a line cannot have been paid with this reference; one that its batch shares already may be said of it."""
    if not bank_ref:
        return None
    wanted = select(PayoutLine.batch_id).where(PayoutLine.id != line.id, PayoutLine.bank_ref == bank_ref)
    batches = db.scalars(wanted).all()
    if any(batch_id != line.batch_id for batch_id in batches):
        return OTHER_BATCH
    return SAME_REFERENCE if len(batches) == 1 else None


def _elsewhere(ours: set[int], told: set[str]) -> set[str]:
    wanted = select(PayoutLine.id, PayoutLine.bank_ref).where(PayoutLine.bank_ref.in_(told))
    return {ref or "" for line_id, ref in db.execute(wanted) if line_id not in ours}
