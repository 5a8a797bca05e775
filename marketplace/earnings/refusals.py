"""Accounts the bank refused: until one is changed or money arrives in it, nothing goes there again without a reason.

The bank's own words say why; whether it was the account, the name or the bank itself is for people to find out.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marketplace.earnings import reachable
from marketplace.earnings.sayings import OUTCOME
from marketplace.i18n import Text, t
from marketplace.i18n.dates import short_date
from marketplace.kernel.errors import Invalid
from models.earning import Earning
from models.history import Move
from models.payout import PayoutAccount, PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import EarningState, LineOutcome

REASON_LEAST = 5


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the bank last answered about an account nobody has changed since, and why it is tried again, if it is."""

    on: date
    reason: Text | str
    again: str

    @property
    def words(self) -> Text:
        """The same in a sentence."""
        return t("The bank refused this account on {day}: {reason}. It was not changed since.",
                 day=short_date(self.on), reason=self.reason)  # fmt: skip


def standing(youth_ids: Collection[int]) -> dict[int, Refusal]:
    """Of these young people, by id, whose account the bank refused when it was last asked to pay into it."""
    ended = (
        select(PayoutLine, PayoutBatch.prepared_at)
        .join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
        .where(PayoutLine.youth_id.in_(set(youth_ids)), PayoutLine.outcome != LineOutcome.PENDING)
        .order_by(PayoutLine.settled_on, PayoutLine.id)
    )
    last = {line.youth_id: (line, prepared_at) for line, prepared_at in db.execute(ended)}
    refused = {key: one for key, one in last.items() if one[0].outcome != LineOutcome.PAID}
    accounts = db.scalars(select(PayoutAccount).where(PayoutAccount.youth_id.in_(refused)))
    found = dict[int, PayoutLine]()
    for account in accounts:
        line, prepared_at = refused[account.youth_id]
        if reachable.is_meant(account, line, prepared_at):
            found[account.youth_id] = line
    said = _said([line.id for line in found.values()])
    return {
        key: Refusal(line.settled_on, line.reason or OUTCOME[line.outcome], said.get(line.id, ""))
        for key, line in found.items()
        if line.settled_on is not None
    }


def unanswered(youth_ids: Collection[int]) -> set[int]:
    """Of these, whose refused sum still waits for somebody to say what is to be done."""
    waits = (Earning.youth_id.in_(standing(youth_ids)), Earning.state == EarningState.FAILED)
    return set(db.scalars(select(Earning.youth_id).where(*waits).distinct()))


def must_say_why(earning: Earning, note: str) -> None:
    """Raises Invalid where a sum is to go to an account the bank refused, and nobody says why it goes through now."""
    if len(note.strip()) >= REASON_LEAST:
        return
    if (refusal := standing({earning.youth_id}).get(earning.youth_id)) is not None:
        told = t(
            "{refusal} Write why it will go through now, or have the account changed first.", refusal=refusal.words
        )
        raise Invalid(told, field="note")


def _said(line_ids: Collection[int]) -> dict[int, str]:
    """By line, in whose words a sum of it was let into a batch again."""
    wanted = (
        select(PayoutItem.line_id, Move.note)
        .join(Move, (Move.subject_type == "earning") & (Move.subject_id == PayoutItem.earning_id))
        .where(PayoutItem.line_id.in_(line_ids), Move.verb == "retry")
        .order_by(Move.id)
    )
    return {line_id: note for line_id, note in db.execute(wanted) if note}
