"""What a giver's bank asks before anybody disputes. No money moves, and the gift may be sent back: that ends it.

The messages of the service are all there is of it. Once the bank disputes after all, it is a dispute as any other.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

from sqlalchemy import select

from marketplace.payments import told
from marketplace.payments.told import Told
from models.gift import Gift, GiftDispute, ServiceEvent
from models.session import db
from models.vocabulary import EventOutcome


class State(IntEnum):
    """How far it is; it only ever rises, in whatever order the service tells."""

    ASKED = 1
    ANSWERED = 2
    ENDED = 3


WORDS = {
    "warning_needs_response": State.ASKED,
    "warning_under_review": State.ANSWERED,
    "warning_closed": State.ENDED,
}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What the bank asks about, and until when it waits for an answer."""

    state: State
    amount_satang: int
    answer_by_at: datetime | None


def is_one(event: Told) -> bool:
    """Whether the bank only asks. Where money moved it is a dispute, whatever it is called."""
    return event.status in WORDS and not event.shifts


def of(gift: Gift) -> Sequence[Inquiry]:
    """What the giver's bank asks or has asked about a gift, the oldest first."""
    return among([gift]).get(gift.id, [])


def among(gifts: Collection[Gift]) -> Mapping[int, Sequence[Inquiry]]:
    """The same of several gifts, by the gift."""
    paid: dict[str | None, int] = {one.payment_ref: one.id for one in gifts if one.payment_ref}
    heard = (
        select(ServiceEvent)
        .where(ServiceEvent.payment_ref.in_(paid), ServiceEvent.type.in_(told.HEARD_OF[told.DISPUTE]))
        .where(ServiceEvent.outcome == EventOutcome.APPLIED)
        .order_by(ServiceEvent.told_at, ServiceEvent.id)
    )
    newest: dict[tuple[int, str], Told] = {}
    for row in db.scalars(heard):
        event = told.from_facts(row.facts)
        about = paid[row.payment_ref], event.object_ref
        if is_one(event) and (about not in newest or WORDS[event.status] >= WORDS[newest[about].status]):
            newest[about] = event
    disputed = select(GiftDispute.service_ref).where(GiftDispute.gift_id.in_(paid.values()))
    real, found = set(db.scalars(disputed)), defaultdict[int, list[Inquiry]](list)
    for (gift_id, ref), event in newest.items():
        if ref not in real:
            ends = datetime.fromtimestamp(event.answer_by, UTC) if event.answer_by else None
            found[gift_id].append(Inquiry(WORDS[event.status], event.amount_satang, ends))
    return found
