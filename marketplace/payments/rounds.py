"""What the worker does for gifts: opens pages that were lost, sends refunds, looks after gifts nobody told about.

Each call to the service stands between two transactions of its own, and each is harmless to repeat.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from marketplace.access import SYSTEM
from marketplace.audit.moves import advance
from marketplace.kernel import clock
from marketplace.ledger import stops
from marketplace.payments import booking, disputes, gifts, inbox, rail, settling
from marketplace.payments.rail import Order, Rail, Refused, Unreachable
from marketplace.payments.states import GIFT, REFUND
from marketplace.payments.told import from_facts
from models.gift import Gift, GiftRefund, ServiceEvent
from models.session import db, transactional
from models.vocabulary import EventOutcome, GiftState, GiftWay, RefundState

BATCH = 20
LEAVE_TO_THE_REQUEST = timedelta(seconds=60)
KEY_LIVES = timedelta(hours=23)
LOOK_AFTER = timedelta(minutes=10)
PAUSE = timedelta(minutes=5)
DISPUTED = "charge_disputed"
"""The service's own word for a payment that the giver's bank took back."""


@dataclass(frozen=True, slots=True)
class WayBack:
    """A refund to be sent; `blind` the first time, when there is nothing yet to look for.

    `disputed` when the giver's bank took the payment back after it was approved.
    """

    ref: str
    payment_ref: str
    amount_satang: int
    email: str
    blind: bool
    disputed: bool


def work() -> str:
    """One round; gives what was done, in a few words."""
    service = rail.in_use()
    if service is None:
        return ""
    # While the books do not agree nobody is asked to pay, and nothing is sent; what is told is only kept.
    stopped = transactional(stops.standing)() is not None
    done = {
        "opened": 0 if stopped else sum(open_page(order, service) for order in _lost_pages()),
        "sent": 0 if stopped else sum(_send(one, service) for one in _to_send()),
        "seen": sum(look(ref, service) for ref in _to_look_at()),
        "taken": 0 if stopped else _take_up_waiting(),
    }
    return " ".join(f"{count} {what}" for what, count in done.items() if count)


def open_page(order: Order, service: Rail) -> bool:
    """Ask for the page of one gift and keep it; False when the service gave none this time."""
    try:
        page = service.open_session(order)
    except Unreachable:
        return False
    except Refused as no:
        _give_up(order.gift_ref, str(no))
        return False
    transactional(gifts.opened)(order.gift_ref, page)
    return True


@transactional
def _lost_pages() -> list[Order]:
    """Gifts whose request ended before their page was kept.

    One too old for its key is given up: nobody has ever seen its page.
    """
    now = clock.now()
    lost = (Gift.state == GiftState.STARTED, Gift.way == GiftWay.ONLINE, Gift.session_ref.is_(None))
    for gift in db.scalars(select(Gift).where(*lost, Gift.created_at < now - KEY_LIVES).limit(BATCH)).all():
        advance(GIFT, gift, "expire", by=SYSTEM)
    young = Gift.created_at.between(now - KEY_LIVES, now - LEAVE_TO_THE_REQUEST)
    wanted = select(Gift).options(joinedload(Gift.fund)).where(*lost, young).order_by(Gift.id).limit(BATCH)
    return [gifts.order_of(gift) for gift in db.scalars(wanted).all()]


@transactional
def _give_up(gift_ref: str, why: str) -> None:
    gift = settling.held(gift_ref)
    if gift is not None and GIFT.allows(gift.state, "fail"):
        advance(GIFT, gift, "fail", by=SYSTEM, note=why[:200])


@transactional
def _to_send() -> list[WayBack]:
    """Approved refunds; each is marked as tried before it is sent, so that a lost answer is asked for again."""
    now = clock.now()
    wanted = (
        select(GiftRefund)
        .options(joinedload(GiftRefund.gift))
        .where(
            GiftRefund.state == RefundState.APPROVED,
            # What came by transfer goes back by transfer: an officer sends it.
            GiftRefund.gift_id.in_(select(Gift.id).where(Gift.way == GiftWay.ONLINE)),
            GiftRefund.tried_at.is_(None) | (GiftRefund.tried_at < now - PAUSE),
        )
        .order_by(GiftRefund.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=GiftRefund)
    )
    found = []
    for one in db.scalars(wanted).all():
        gift, blind = one.gift, one.tries == 0
        is_disputed = disputes.standing(gift) is not None
        found.append(WayBack(one.ref, gift.payment_ref or "", one.amount_satang, gift.giver_email, blind, is_disputed))
        one.tried_at, one.tries = now, one.tries + 1
    return found


def _send(one: WayBack, service: Rail) -> bool:
    if one.disputed and one.blind:
        # Tried before, the service may have sent it already: then it is asked, and refuses what it has not sent.
        _cannot_send(one.ref, DISPUTED)
        return False
    try:
        told = service.refund(one.payment_ref, one.ref, one.amount_satang, email=one.email, blind=one.blind)
    except Unreachable:
        return False
    except Refused as no:
        _cannot_send(one.ref, str(no))
        return False
    transactional(inbox.learn)(told)
    return True


@transactional
def _cannot_send(refund_ref: str, why: str) -> None:
    way_back = db.scalars(
        select(GiftRefund).options(joinedload(GiftRefund.gift)).where(GiftRefund.ref == refund_ref)
    ).one()
    if REFUND.allows(way_back.state, "fail"):
        advance(REFUND, way_back, "fail", by=SYSTEM, note=why[:200])
        booking.refund_failed(way_back.gift, way_back, by=SYSTEM)


@transactional
def _to_look_at() -> list[str]:
    """Sessions about which nothing has been told for a while, whether or not anybody came back from them."""
    now = clock.now()
    waits = Gift.state.in_((GiftState.OPENED, GiftState.PENDING))
    ended = Gift.session_ends_at < now
    lately = Gift.created_at.between(now - LOOK_AFTER - timedelta(minutes=1), now - LOOK_AFTER)
    wanted = select(Gift.session_ref).where(waits, Gift.session_ref.is_not(None), ended | lately)
    return [ref for ref in db.scalars(wanted.order_by(Gift.id).limit(BATCH)) if ref]


def look(session_ref: str, service: Rail) -> bool:
    """Ask how a session stands and do what follows; False when there was no answer, or money is stopped.

    What was paid meanwhile is not lost: the service tells again, and sessions that ended are looked at again.
    """
    try:
        told = service.look(session_ref)
        transactional(inbox.learn)(told)
    except (Unreachable, Refused, stops.MoneyStopped):
        return False
    return True


@transactional
def _take_up_waiting() -> int:
    """Events that came in the same instant as the payment they are about, and missed it."""
    wanted = (
        select(ServiceEvent)
        .join(Gift, Gift.payment_ref == ServiceEvent.payment_ref)
        .where(ServiceEvent.outcome == EventOutcome.WAITING, Gift.state == GiftState.PAID)
    )
    done = 0
    for row in db.scalars(wanted.order_by(ServiceEvent.told_at, ServiceEvent.id).limit(BATCH)).all():
        outcome = settling.apply(from_facts(row.facts))
        if outcome is not EventOutcome.WAITING:
            db.execute(update(ServiceEvent).where(ServiceEvent.id == row.id).values(outcome=outcome))
            done += 1
    return done
