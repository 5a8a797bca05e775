"""Whose a reference of the bank is: one payment's own, or one for a whole file of them.

A reference stands for the whole file where every paid row of it carries it and there are two or more; the lines tell
its payments apart. A reference that was one payment's stays that payment's, and one of another batch is never read as
this one's. However a reference is spelled it is the same: it is compared folded, as those of gifts are.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.earnings.bankfile import Result
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from marketplace.payments.bank_refs import FIELD, fold
from models.payout import PayoutBatch, PayoutLine, PayoutReference
from models.session import db
from models.vocabulary import LineOutcome

SAME_REFERENCE = t("Another line was paid with the same reference of the bank.")
OTHER_BATCH = t("Another batch was paid with this reference of the bank.")


def is_shared(results: Iterable[Result]) -> bool:
    """Whether one reference stands for all payments of a file: there are two or more, and no other reference."""
    paid = [fold(one.bank_ref) for one in results if one.outcome == LineOutcome.PAID]
    return len(paid) > 1 and len(set(paid)) == 1


def repeated(results: Sequence[Result]) -> list[Result]:
    """The paid rows of a file whose reference an earlier row has, where it does not stand for the whole file."""
    if is_shared(results):
        return []
    seen, again = set[str](), []
    for one in results:
        if one.outcome == LineOutcome.PAID:
            if (key := fold(one.bank_ref)) in seen:
                again.append(one)
            seen.add(key)
    return again


def taken(batch: PayoutBatch, lines: Mapping[str, PayoutLine], results: Sequence[Result]) -> dict[str, Text]:
    """Those references of a file, folded, that are other payments' already, each with why; `lines` are the batch's."""
    paid = {one.line: fold(one.bank_ref) for one in results if one.outcome == LineOutcome.PAID}
    told, kept = set(paid.values()), {ref: fold(line.bank_ref) for ref, line in lines.items() if line.bank_ref}
    elsewhere = select(PayoutReference.key).where(
        PayoutReference.key.in_(told), PayoutReference.batch_id != batch.id
    )  # fmt: skip
    found = dict.fromkeys(db.scalars(elsewhere), OTHER_BATCH)
    for key in told - found.keys():
        holders = {ref for ref, held in kept.items() if held == key}
        # Rows that come later, or a file read again: what is the file's already may be said of its other payments.
        is_the_files = told == {key} and (len(holders) > 1 or (len(paid) > 1 and holders <= paid.keys()))
        if holders and not is_the_files:
            found[key] = SAME_REFERENCE
    return found


def taken_from(line: PayoutLine, bank_ref: str) -> Text | None:
    """Why a line cannot have been paid with this reference; one that its batch shares already may be said of it."""
    key = fold(bank_ref)
    kept = db.get(PayoutReference, key) if key else None
    if kept is None:
        return None
    if kept.batch_id != line.batch_id:
        return OTHER_BATCH
    others = select(PayoutLine.bank_ref).where(
        PayoutLine.batch_id == line.batch_id, PayoutLine.id != line.id, PayoutLine.bank_ref.is_not(None)
    )
    return SAME_REFERENCE if sum(fold(ref or "") == key for ref in db.scalars(others)) == 1 else None


def keep(batch_id: int, key: str) -> None:
    """Let a batch have a reference, once for all batches; raises Invalid where another has it, a moment ago even."""
    build = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    db.execute(build(PayoutReference).values(key=key, batch_id=batch_id).on_conflict_do_nothing())
    whose = select(PayoutReference.batch_id).where(PayoutReference.key == key)
    if db.scalars(whose).one() != batch_id:
        raise Invalid(OTHER_BATCH, field=FIELD)
