"""What the book says that the bank paid by a payout line, and how far what the bank names now is from that.

At first the book says the sum that was asked for. Every adjustment by two people brings it toward what the bank named,
and the next one is measured from there, so that no sum counts twice.
"""

from collections.abc import Collection

from sqlalchemy import func, select

from marketplace.i18n import Text, t
from marketplace.payments import adjusted
from models.earning import Earning
from models.gift import Difference
from models.ledger import LedgerEntry
from models.payout import PayoutLine
from models.session import db
from models.vocabulary import DifferenceKind, DifferenceState

ONE_AT_A_TIME = t(
    "Another difference about this line waits for a second person. One is decided after the other, each from how the"
    " book stands then."
)
PAID_BESIDE = t(
    "For sums of this line the bank paid twice, or though they were not due, and what has to come back for that is the"
    " whole. Say why the bank names less; what is left shows when the account is compared at the end of the"
    " month."
)
AS_BOOKED = t("By now the fund’s book says that the bank paid this very sum, so nothing is adjusted. Say why they"
              " differed.")  # fmt: skip


def is_of_a_sum(difference: Difference) -> bool:
    """Whether the bank paid another sum by a payout line, and no other answer and no return is meant."""
    other = difference.detail.startswith((adjusted.ANSWER, adjusted.BACK))
    return difference.kind == DifferenceKind.BANK_LINE and not other


def adjusting(line_ref: str) -> list[Difference]:
    """The adjustments of a line that stand because the bank paid another sum; the first one first."""
    return [one for one in adjusted.of_line(line_ref) if is_of_a_sum(one)]


def booked(line_ref: str) -> int:
    """What the bank paid by a line as the book stands: what was asked for, less what two people adjusted, in satang."""
    return _asked(line_ref) - by_two(line_ref)


def booked_in(batch_id: int) -> dict[str, int]:
    """The same of every line of a batch, by its reference."""
    lines = select(PayoutLine.ref, PayoutLine.amount_satang).where(PayoutLine.batch_id == batch_id)
    found = {ref: satang for ref, satang in db.execute(lines)}  # noqa: C416
    return found | {ref: found[ref] - less for ref, less in less_by(found).items()}


def less_by(line_refs: Collection[str]) -> dict[str, int]:
    """How much less than asked the bank paid, as two people adjusted; only of lines that were ever adjusted."""
    moved = select(Difference.about).where(
        Difference.kind == DifferenceKind.BANK_LINE,
        Difference.state == DifferenceState.ADJUSTED,
        Difference.about.in_(line_refs),
    )
    return {ref: by_two(ref) for ref in db.scalars(moved.distinct())}


def by_two(line_ref: str) -> int:
    """How much more the fund has as two people adjusted, because the bank paid less; below zero where it paid more."""
    return sum(one.adjust_satang or 0 for one in adjusting(line_ref))


def left(line_ref: str) -> int:
    """What of the money that the bank paid by a line, as the book stands, has not come back; in satang."""
    return booked(line_ref) - adjusted.back(line_ref)


def apart(difference: Difference) -> int:
    """By how much the fund has more than its book says if the bank is right now, below zero where less."""
    return booked(difference.about) - (difference.found_satang or 0)


def why_not(difference: Difference) -> Text | None:
    """Why no book is adjusted by another sum of a line now; None where one may be."""
    if (no := adjusted.why_not(difference)) is not None:
        return no
    if (difference.found_satang or 0) < _asked(difference.about) and _is_beside(difference.about):
        return PAID_BESIDE
    same = (Difference.kind == difference.kind, Difference.about == difference.about, Difference.id != difference.id)
    waits = select(Difference).where(*same, Difference.state == DifferenceState.PROPOSED, Difference.adjust_satang != 0)
    if any(is_of_a_sum(one) for one in db.scalars(waits)):
        return ONE_AT_A_TIME
    return AS_BOOKED if apart(difference) == 0 else None


def more_than_asked(difference: Difference) -> int:
    """How much more the bank paid by a line than was asked for, as it says or as two people adjusted; else nought.

    No office asked for that, so it is the bank that gives it back: no claim is opened for it, and no sum is corrected.
    """
    if not is_of_a_sum(difference) or difference.found_satang is None:
        return 0
    named = difference.found_satang
    if difference.state == DifferenceState.ADJUSTED:
        named = booked(difference.about)
    elif difference.state not in (DifferenceState.OPEN, DifferenceState.PROPOSED):
        return 0
    asked = select(PayoutLine.amount_satang).where(PayoutLine.ref == difference.about)
    return max(named - (db.scalar(asked) or named), 0)


def taken_back(difference: Difference, satang: int) -> list[Difference]:
    """The adjustments that are undone, and no new one is written, where the book comes to the sum that was asked for.

    The same where by it all that the bank paid has come back. Nothing where this is the first, or where it brings the
    book elsewhere.
    """
    if not is_of_a_sum(difference):
        return []
    if adjusted.is_all_back(difference.about) and left(difference.about) == satang:
        return all_of(difference.about)
    return adjusting(difference.about) if by_two(difference.about) == -satang else []


def all_of(line_ref: str) -> list[Difference]:
    """The adjustments of a line that stand: because the bank paid another sum, or another came back."""
    return [one for one in adjusted.of_line(line_ref) if not one.detail.startswith(adjusted.ANSWER)]


def _asked(line_ref: str) -> int:
    return db.scalars(select(PayoutLine.amount_satang).where(PayoutLine.ref == line_ref)).one()


def _is_beside(line_ref: str) -> bool:
    """Whether something that two people took out because of a line is no sum's payment since, and has not come back."""
    for one in adjusted.of_line(line_ref):
        taken = -(one.adjust_satang or 0) if one.detail.startswith(adjusted.ANSWER) else 0
        again = select(func.sum(Earning.amount_satang)).join(LedgerEntry, LedgerEntry.note == Earning.ref)
        if taken > 0 and (db.scalar(again.where(LedgerEntry.key.startswith(f"restore:{one.ref}:"))) or 0) < taken:
            return True
    return False
