"""What an event does: the browser that comes back, the message of the service and the nightly look all end here.

`settle` holds the gift's row, so it happens once whoever is first. What needs a payment that isn't known yet waits
for it; nothing depends on the order in which the service tells.
"""

from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.kernel import clock, ids
from marketplace.payments import asking, booking, differences, foreign, inquiries
from marketplace.payments.states import DISPUTE, GIFT, REFUND
from marketplace.payments.told import CURRENCY, HEARD_OF, PAYMENT, SESSION, Told
from marketplace.payments.told import DISPUTE as ABOUT_DISPUTE
from marketplace.payments.told import REFUND as ABOUT_REFUND
from models.gift import Gift, GiftDispute, GiftRefund
from models.session import db
from models.vocabulary import DifferenceKind, DisputeState, EventOutcome, GiftState, GiftWay, RefundState

PAID = ("paid", "succeeded")
_LOST_WORDS = ("lost",)
_WON_WORDS = ("won", "warning_closed", "prevented")
_REFUND_VERBS = {"succeeded": "finish", "failed": "fail", "canceled": "fail"}


def apply(event: Told) -> EventOutcome:
    """Do what an event asks for; gives what became of it. What is of no kind we know is left alone."""
    if event.type not in HEARD_OF.get(event.about, ()):
        return EventOutcome.IGNORED
    if event.about in (SESSION, PAYMENT):
        return _of_payment(event) if event.gift_ref else EventOutcome.IGNORED
    if event.about in (ABOUT_REFUND, ABOUT_DISPUTE) and event.payment_ref:
        gift = _held(Gift.payment_ref == event.payment_ref)
        if gift is None or gift.state != GiftState.PAID:
            return EventOutcome.WAITING
        if event.currency != CURRENCY:
            return _in_other_money(gift, event)
        return _refunded(gift, event) if event.about == ABOUT_REFUND else _disputed(gift, event)
    return EventOutcome.IGNORED


def settle(gift: Gift, event: Told) -> EventOutcome:
    """The gift is paid: into the fund's book, once. A sum or currency other than asked for goes to people instead.

    The caller holds the gift's row.
    """
    told_again = gift.state == GiftState.PAID and gift.payment_ref == event.payment_ref
    if (trouble := _changed(gift, event) if told_again else _trouble(gift, event)) is not None:
        differences.found(
            trouble,
            f"{gift.ref}:{event.payment_ref}:{event.currency}:{event.amount_satang}",
            about=gift.ref,
            fund_id=gift.fund_id,
            expected=gift.amount_satang,
            seen=event.amount_satang,
            detail=f"{event.currency} {event.payment_ref or ''}",
        )
        return EventOutcome.QUESTIONED
    if told_again:
        return EventOutcome.APPLIED
    advance(GIFT, gift, "pay", by=SYSTEM, payment_ref=event.payment_ref, paid_at=clock.now())
    booking.donation(gift, by=SYSTEM)
    return EventOutcome.APPLIED


def held(gift_ref: str) -> Gift | None:
    """A gift, its row held until the transaction ends."""
    return _held(Gift.ref == gift_ref)


def _held(condition: object) -> Gift | None:
    wanted = select(Gift).where(condition).with_for_update()  # type: ignore[arg-type]
    return db.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _of_payment(event: Told) -> EventOutcome:
    gift = held(event.gift_ref)
    if gift is None or gift.way != GiftWay.ONLINE:
        differences.found(
            DifferenceKind.UNKNOWN_GIFT,
            f"{event.gift_ref}:{event.payment_ref or event.object_ref}",
            about=event.gift_ref,
            seen=event.amount_satang,
            detail=f"{event.currency} {event.payment_ref or event.object_ref}".strip(),
        )
        return EventOutcome.QUESTIONED
    if event.status in PAID:
        return settle(gift, event)
    verb = {
        "checkout.session.completed": "wait",
        "checkout.session.async_payment_failed": "fail",
        "checkout.session.expired": "expire",
    }.get(event.type)
    if verb is None:
        return EventOutcome.IGNORED
    if GIFT.allows(gift.state, verb):
        advance(GIFT, gift, verb, by=SYSTEM)
    return EventOutcome.APPLIED


def _trouble(gift: Gift, event: Told) -> DifferenceKind | None:
    taken = db.scalar(select(Gift.id).where(Gift.payment_ref == event.payment_ref))
    if gift.state == GiftState.PAID or not event.payment_ref or taken is not None:
        return DifferenceKind.UNKNOWN_GIFT
    return _changed(gift, event)


def _changed(gift: Gift, event: Told) -> DifferenceKind | None:
    """Another currency or sum than was asked for, told before or after it was paid."""
    if event.currency != CURRENCY:
        return DifferenceKind.CURRENCY
    return DifferenceKind.AMOUNT if event.amount_satang != gift.amount_satang else None


def _in_other_money(gift: Gift, event: Told) -> EventOutcome:
    """A refund or dispute told in other money than the gift came in: its sum can't be booked, so people look."""
    ours = GiftRefund.ref == event.refund_ref if event.refund_ref else GiftRefund.service_ref == event.object_ref
    way_back = db.scalars(select(GiftRefund).where(ours, GiftRefund.gift_id == gift.id)).one_or_none()
    differences.found(
        DifferenceKind.CURRENCY,
        f"{foreign.BACK[event.about]}:{event.object_ref}:{event.currency}:{event.amount_satang}",
        about=way_back.ref if way_back else gift.ref,
        fund_id=gift.fund_id,
        expected=way_back.amount_satang if way_back else None,
        seen=event.amount_satang,
        detail=f"{event.currency} {event.object_ref}",
    )
    return EventOutcome.QUESTIONED


def _refunded(gift: Gift, event: Told) -> EventOutcome:
    known = GiftRefund.service_ref == event.object_ref
    way_back = db.scalars(select(GiftRefund).where(known)).one_or_none()
    if way_back is None and event.refund_ref:
        way_back = db.scalars(select(GiftRefund).where(GiftRefund.ref == event.refund_ref)).one_or_none()
    if way_back is not None and (way_back.gift_id, way_back.amount_satang) != (gift.id, event.amount_satang):
        differences.found(
            DifferenceKind.AMOUNT, f"refund:{event.object_ref}", about=way_back.ref, fund_id=gift.fund_id,
            expected=way_back.amount_satang, seen=event.amount_satang, detail=event.object_ref,
        )  # fmt: skip
        return EventOutcome.QUESTIONED
    if way_back is None or way_back.state in (RefundState.ASKED, RefundState.DECLINED):
        way_back = _refund_told(gift, event)
    way_back.service_ref = event.object_ref
    verb = _REFUND_VERBS.get(event.status, "send")
    if REFUND.allows(way_back.state, verb):
        advance(REFUND, way_back, verb, by=SYSTEM, reason=event.reason[:40] if verb == "fail" else "")
        if verb == "fail":
            booking.refund_failed(gift, way_back, by=SYSTEM)
    return EventOutcome.APPLIED


def _refund_told(gift: Gift, event: Told) -> GiftRefund:
    """A refund nobody here asked for: made at the service itself, or before its approval reached us."""
    way_back = GiftRefund(
        ref=ids.new_ref("R"),
        gift_id=gift.id,
        state=RefundState.SENT,
        amount_satang=event.amount_satang,
        service_ref=event.object_ref,
        reason=event.reason,
        asked_at=clock.now(),
    )
    db.add(way_back)
    db.flush()
    record(SYSTEM, "gift_refund.told", way_back, gift=gift.ref)
    booking.refund(gift, way_back, by=SYSTEM, only_free=False)
    return way_back


def _disputed(gift: Gift, event: Told) -> EventOutcome:
    dispute = db.scalars(select(GiftDispute).where(GiftDispute.service_ref == event.object_ref)).one_or_none()
    if dispute is None and inquiries.is_one(event):
        # The bank only asks: nothing is taken, so nothing stands against sending the gift back.
        asking.tell_asked(gift, event)
        return EventOutcome.APPLIED
    is_over = event.status in (*_WON_WORDS, *_LOST_WORDS)
    if dispute is None:
        dispute = GiftDispute(
            service_ref=event.object_ref,
            gift_id=gift.id,
            amount_satang=event.amount_satang,
            reason=event.reason,
            answer_by_at=asking.answer_by(event),
            opened_at=clock.now(),
        )
        db.add(dispute)
        db.flush()
        record(SYSTEM, "gift_dispute.told", dispute, gift=gift.ref)
        asking.tell_disputed(gift, event, is_over=is_over)
    for shift in event.shifts:
        booking.disputed(gift, shift.ref, shift.net_satang, by=SYSTEM)
    if dispute.state == DisputeState.OPEN and is_over:
        advance(DISPUTE, dispute, "lose" if event.status in _LOST_WORDS else "win", by=SYSTEM)
    return EventOutcome.APPLIED
