"""Lines that would pay again what the bank says it has paid, or otherwise than was kept, and nobody has answered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from marketplace.earnings import bank_differences
from models.gift import Difference
from models.payout import PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import LineOutcome


def of_lines(lines: Iterable[PayoutLine]) -> Mapping[int, Sequence[Difference]]:
    """By line the bank has not answered, what it says otherwise of a payment of these sums; the oldest first."""
    waiting = [line.id for line in lines if line.outcome == LineOutcome.PENDING]
    held = select(PayoutItem.line_id, PayoutItem.earning_id).where(PayoutItem.line_id.in_(waiting))
    pairs = db.execute(held.order_by(PayoutItem.line_id, PayoutItem.earning_id)).all()
    about = bank_differences.of_earnings({earning_id for _, earning_id in pairs})
    found = defaultdict[int, dict[int, Difference]](dict)
    for line_id, earning_id in pairs:
        for difference in about.get(earning_id, ()):
            found[line_id][difference.id] = difference
    return {line_id: [some[key] for key in sorted(some)] for line_id, some in found.items()}


def among(lines: Iterable[PayoutLine]) -> list[Difference]:
    """The same of several lines together, each difference once."""
    found = {one.id: one for some in of_lines(lines).values() for one in some}
    return [found[key] for key in sorted(found)]
