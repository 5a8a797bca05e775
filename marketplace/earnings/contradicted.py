"""Lines that pay again what the bank says it has paid, or otherwise than was kept: unanswered, or found to be wrong."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from marketplace.earnings import bank_differences
from marketplace.payments import adjusted
from models.gift import Difference
from models.payout import PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import DifferenceKind, DifferenceState, LineOutcome


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


def answered_in_words(lines: Iterable[PayoutLine]) -> Mapping[int, Sequence[Difference]]:
    """By line the bank has not answered, where it had said that it paid these sums and people found it wrong."""
    waiting = [line.id for line in lines if line.outcome == LineOutcome.PENDING]
    held, before = aliased(PayoutItem), aliased(PayoutItem)
    wanted = (
        select(held.line_id, Difference)
        .join(before, before.earning_id == held.earning_id)
        .join(PayoutLine, PayoutLine.id == before.line_id)
        .join(Difference, Difference.about == PayoutLine.ref)
        .where(
            held.line_id.in_(waiting),
            before.line_id != held.line_id,
            PayoutLine.outcome != LineOutcome.PAID,
            Difference.kind == DifferenceKind.BANK_LINE,
            Difference.state.in_((DifferenceState.MATCHED, DifferenceState.EXPLAINED)),
            Difference.found_satang > 0,
            Difference.detail.not_like(f"{adjusted.BACK}%"),
        )
        .order_by(Difference.id)
    )
    found = defaultdict[int, dict[int, Difference]](dict)
    for line_id, difference in db.execute(wanted):
        found[line_id][difference.id] = difference
    return {line_id: list(some.values()) for line_id, some in found.items()}
