"""Whom it concerns that a giver's bank asks about a gift or disputes it: officers are told, and it waits in a queue.

What is told is written with what the event does, while the gift's row is held, so that nobody is told twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from marketplace import notices
from marketplace.access import Actor
from marketplace.i18n import Text, t
from marketplace.kernel.money import baht
from marketplace.payments import inquiries, told
from marketplace.payments.queries import of_reader
from marketplace.payments.told import Told
from marketplace.people import desks
from models.earning import Fund
from models.gift import Gift, GiftDispute, ServiceEvent
from models.session import db
from models.vocabulary import DisputeState, EventOutcome, Role

PATH = "/office/gifts/{ref}"
ANSWERED = "under_review"
"""What the service says of a dispute from the moment it was answered."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a giver's bank waits for: an answer about this gift, until an instant if one is known."""

    gift_ref: str
    answer_by_at: datetime | None


def tell_asked(gift: Gift, event: Told) -> None:
    """Tell the office that the bank asks, the first time anything of this inquiry is heard, whatever it is."""
    if any(one.object_ref == event.object_ref for one in _heard_of(gift, without=event.id)):
        return
    if inquiries.WORDS[event.status] != inquiries.State.ASKED:
        said = t(
            "The giver's bank has asked about a gift of {sum} baht. It waits for no answer any more.", sum=_sum(event)
        )
    elif (when := answer_by(event)) is None:
        said = t(
            "The giver's bank asks about a gift of {sum} baht. Answer it soon, or send the gift back.", sum=_sum(event)
        )
    else:
        said = t(
            "The giver's bank asks about a gift of {sum} baht. Answer by {when}, or send the gift back.",
            sum=_sum(event),
            when=when,
        )
    _tell_officers(gift, "gift.asked", said)


def tell_disputed(gift: Gift, event: Told, *, is_over: bool) -> None:
    """Tell the office of a dispute that has just been kept; `is_over` where the bank has decided already."""
    if is_over:
        said = t("A gift of {sum} baht was disputed, and the giver's bank has decided already.", sum=_sum(event))
    elif (when := answer_by(event)) is None:
        said = t(
            "A gift of {sum} baht is disputed, and the giver's bank has taken the money for now. Answer it soon.",
            sum=_sum(event),
        )
    else:
        said = t(
            "A gift of {sum} baht is disputed, and the giver's bank has taken the money for now. Answer by {when}.",
            sum=_sum(event),
            when=when,
        )
    _tell_officers(gift, "gift.disputed", said)


def answer_by(event: Told) -> datetime | None:
    """Until when the bank waits for an answer, if the service has said."""
    return datetime.fromtimestamp(event.answer_by, UTC) if event.answer_by else None


def awaited_of(actor: Actor) -> Sequence[Awaited]:
    """The gifts of the reader's office about which a bank waits for an answer; what is due first comes first."""
    told_of = select(ServiceEvent.payment_ref).where(ServiceEvent.type.in_(told.HEARD_OF[told.DISPUTE]))
    wanted = select(Gift).join(Fund, Fund.id == Gift.fund_id).where(of_reader(actor), Gift.payment_ref.in_(told_of))
    gifts = db.scalars(wanted.order_by(Gift.id)).all()
    if not gifts:
        return ()
    asked = inquiries.among(gifts)
    found = [
        Awaited(gift.ref, one.answer_by_at)
        for gift in gifts
        for one in asked.get(gift.id, ())
        if one.state == inquiries.State.ASKED
    ]
    found += [Awaited(ref, by) for ref, by in _open_disputes(gifts)]
    return sorted(
        found, key=lambda one: (one.answer_by_at is None, one.answer_by_at or datetime.min.replace(tzinfo=UTC))
    )


def _open_disputes(gifts: Sequence[Gift]) -> Sequence[tuple[str, datetime | None]]:
    """Disputes that nobody has answered yet."""
    wanted = (
        select(GiftDispute, Gift)
        .join(Gift, Gift.id == GiftDispute.gift_id)
        .where(GiftDispute.gift_id.in_([gift.id for gift in gifts]), GiftDispute.state == DisputeState.OPEN)
    )
    return [
        (gift.ref, dispute.answer_by_at)
        for dispute, gift in db.execute(wanted.order_by(GiftDispute.id))
        if not any(one.object_ref == dispute.service_ref and one.status == ANSWERED for one in _heard_of(gift))
    ]


def _heard_of(gift: Gift, *, without: str = "") -> Sequence[Told]:
    """What was done of the disputes and inquiries about a gift."""
    wanted = select(ServiceEvent.facts).where(
        ServiceEvent.payment_ref == gift.payment_ref,
        ServiceEvent.type.in_(told.HEARD_OF[told.DISPUTE]),
        ServiceEvent.outcome == EventOutcome.APPLIED,
        ServiceEvent.id != without,
    )
    return [told.from_facts(facts) for facts in db.scalars(wanted)]


def _sum(event: Told) -> str:
    return baht(event.amount_satang)


def _tell_officers(gift: Gift, event: str, said: Text) -> None:
    fund = db.get_one(Fund, gift.fund_id)
    for account_id in sorted(desks.accounts_of(fund.office_key, Role.OFFICER)):
        notices.tell(account_id, event=event, message=said, path=PATH.format(ref=gift.ref), about=gift)
