"""What nobody explains alone: that the bank says it paid what is not kept as paid, or more than two people adjusted to.

And that it has less than the book.
"""

from sqlalchemy import select

from marketplace.payments import adjusted, line_sums, remainders
from models.gift import Difference
from models.payout import PayoutLine
from models.session import db
from models.vocabulary import DifferenceKind, DifferenceState, LineOutcome


def needs_two(difference: Difference) -> bool:
    """Whether it is about money that went out by the bank's word alone.

    For a line that is not kept as paid, more for one than two people had adjusted, or unexplained by a statement.
    """
    if difference.kind == DifferenceKind.BANK_BALANCE:
        return remainders.apart(difference) < 0
    if difference.kind != DifferenceKind.BANK_LINE or not difference.found_satang:
        return False
    if difference.detail.startswith(adjusted.BACK):
        return False
    outcome = db.scalar(select(PayoutLine.outcome).where(PayoutLine.ref == difference.about))
    return outcome is not None and (outcome != LineOutcome.PAID or names_more(difference))


def names_more(difference: Difference) -> bool:
    """Whether the bank names more of a paid line than the book, which two people had brought to another sum.

    As the book stood when it was found, or stands now: of two sums named at once one may be adjusted by since.
    """
    found = difference.found_satang
    if found is None or not line_sums.is_of_a_sum(difference):
        return False
    line = db.scalars(select(PayoutLine).where(PayoutLine.ref == difference.about)).one_or_none()
    if line is None or line.outcome != LineOutcome.PAID:
        return False
    books = (difference.expected_satang, line_sums.booked(line.ref))
    return any(book is not None and book != line.amount_satang and found > book for book in books)


def in_words(difference: Difference) -> bool:
    """Whether what a second person is asked to agree to is a reason in words, and no sum and no other answer."""
    return difference.state == DifferenceState.PROPOSED and difference.adjust_satang is None
