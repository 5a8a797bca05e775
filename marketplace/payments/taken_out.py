"""What the bank paid by a line for sums that the line could not pay any more, taken out of the fund by two people.

It is taken out by one entry. What of it is a sum's payment after all, or has come back, is put in again for each sum by
an entry of its own, and with the line all of that is undone.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Exists, exists, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.ledger import Cause, accounts, credit, debit, post
from marketplace.payments import adjusted, differences
from models.correction import Correction
from models.earning import Earning, Fund
from models.gift import Difference
from models.ledger import LedgerEntry
from models.payout import PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import CorrectionKind, CorrectionState, DifferenceKind, DifferenceState, EntryKind

Attribute = InstrumentedAttribute[str]
_PAID = f"{differences.ANSWER}paid:"


def of_line(line_ref: str) -> list[Difference]:
    """What stands as taken out because of a line, the oldest first."""
    return [one for one in adjusted.of_line(line_ref) if differences.is_of_an_answer(one)]


def sums(difference: Difference) -> Sequence[Earning]:
    """The sums it was taken out for, the oldest first: all of the line that were not paid by it with that."""
    wanted = (
        select(Earning)
        .join(PayoutItem, PayoutItem.earning_id == Earning.id)
        .join(PayoutLine, PayoutLine.id == PayoutItem.line_id)
        .where(PayoutLine.ref == difference.about, ~_was_paid_with(difference.about, difference.ref))
    )
    return db.scalars(wanted.order_by(Earning.id)).all()


def standing(earning_ids: Collection[int]) -> Mapping[int, Sequence[Difference]]:
    """By earning, what stands as taken out because the bank paid that sum, the oldest first."""
    entry, undone = aliased(LedgerEntry), aliased(LedgerEntry)
    wanted = (
        select(Earning.id, Difference)
        .join(PayoutItem, PayoutItem.earning_id == Earning.id)
        .join(PayoutLine, PayoutLine.id == PayoutItem.line_id)
        .join(Difference, Difference.about == PayoutLine.ref)
        .join(entry, entry.key == "adjust:" + Difference.ref)
        .where(
            Earning.id.in_(earning_ids),
            Difference.kind == DifferenceKind.BANK_LINE,
            Difference.state == DifferenceState.ADJUSTED,
            Difference.adjust_satang < 0,
            Difference.detail.startswith(_PAID),
            ~exists().where(undone.reverses_id == entry.id),
            ~_was_paid_with(Difference.about, Difference.ref),
            ~exists().where(LedgerEntry.key == "restore:" + Difference.ref + ":" + Earning.ref),
        )
        .order_by(Earning.id, Difference.id)
    )
    found: dict[int, list[Difference]] = {}
    for earning_id, difference in db.execute(wanted):
        found.setdefault(earning_id, []).append(difference)
    return found


def of_sum(earning: Earning) -> Sequence[Difference]:
    """What stands as taken out because the bank paid this sum, the oldest first."""
    return standing({earning.id}).get(earning.id, ())


def first(earning: Earning) -> Difference | None:
    """The oldest of these; None where nothing stands."""
    return next(iter(of_sum(earning)), None)


def too_much(earning: Earning) -> int:
    """How much of a sum two people found to be too much, whichever of its payments it came back of; in satang.

    What came back while the bank stood as having paid it beside was of the payment that its own has given way to.
    """
    entry, out, again = aliased(LedgerEntry), aliased(LedgerEntry), aliased(LedgerEntry)
    beside = (
        exists()
        .where(out.key == "adjust:" + Difference.ref, again.key == "restore:" + Difference.ref + ":" + earning.ref)
        .where(out.id < entry.id, entry.id < again.id)
    )
    part = (Correction.kind == CorrectionKind.LESS, Correction.state == CorrectionState.DONE)
    wanted = (
        select(func.coalesce(func.sum(Correction.amount_satang), 0))
        .join(entry, entry.key == "correct:" + Correction.ref)
        .where(Correction.earning_id == earning.id, *part, ~adjusted.is_a_part(), ~beside)
    )
    # What is waited for of it comes back of the newest payment, and is not too much once more.
    return max(adjusted.parts_of({earning.id}), int(db.scalars(wanted).one()))


def restore(difference: Difference, earning: Earning, *, by: Actor) -> None:
    """Put into the fund again what was taken out for one sum, once. The caller holds the book."""
    book = db.scalars(select(Fund.ref).where(Fund.id == difference.fund_id)).one()
    sides = (
        debit(accounts.code_of(book, R.CASH), earning.amount_satang),
        credit(accounts.code_of(book, R.AVAILABLE), earning.amount_satang),
    )
    key, cause = key_of(difference, earning), Cause("difference", difference.ref)
    post(EntryKind.ADJUST, sides, key=key, cause=cause, by=by, note=earning.ref)
    record(by, "difference.restored", difference, earning=earning.ref, satang=earning.amount_satang)


def is_restored(difference: Difference, earning: Earning) -> bool:
    """Whether what was taken out for a sum was put in again."""
    return db.scalar(select(LedgerEntry.id).where(LedgerEntry.key == key_of(difference, earning))) is not None


def key_of(difference: Difference, earning: Earning) -> str:
    """The key of the entry by which it is put in again."""
    return f"restore:{difference.ref}:{earning.ref}"


def _was_paid_with(about: str | Attribute, ref: str | Attribute) -> Exists:
    """Whether a sum was paid by the line as two people agreed that the bank had paid it."""
    return exists().where(LedgerEntry.key == literal("pay:") + about + ":" + Earning.ref + ":" + ref)
