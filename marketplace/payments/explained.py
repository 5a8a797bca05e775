"""Where the bank says that it paid what is not kept as paid, or has less than the book: nobody explains that alone."""

from sqlalchemy import select

from marketplace.payments import remainders
from models.gift import Difference
from models.payout import PayoutLine
from models.session import db
from models.vocabulary import DifferenceKind, DifferenceState, LineOutcome

ANSWER = "answer:"
"""What the detail of a difference begins with that is about another answer than was kept of a payout line."""
BACK = "back:"
"""What the detail of a difference begins with that is about paid money which came back to the fund's account."""


def needs_two(difference: Difference) -> bool:
    """Whether it is about money that went out by the bank's word alone.

    For a line that is not kept as paid, or unexplained by a statement.
    """
    if difference.kind == DifferenceKind.BANK_BALANCE:
        return remainders.apart(difference) < 0
    if difference.kind != DifferenceKind.BANK_LINE or not difference.found_satang:
        return False
    if difference.detail.startswith(BACK):
        return False
    outcome = db.scalar(select(PayoutLine.outcome).where(PayoutLine.ref == difference.about))
    return outcome is not None and outcome != LineOutcome.PAID


def in_words(difference: Difference) -> bool:
    """Whether what a second person is asked to agree to is a reason in words, and no sum and no other answer."""
    return difference.state == DifferenceState.PROPOSED and difference.adjust_satang is None
