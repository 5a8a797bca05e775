"""Gifts in any state, and events as the payment service would tell them."""

from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from marketplace.access import SYSTEM, Actor
from marketplace.kernel import clock
from marketplace.payments import differences, gifts, inbox, settling, told
from marketplace.payments.gifts import GiftDraft
from marketplace.payments.rail import Opened
from models.earning import Fund
from models.gift import Difference, Gift
from models.session import db
from models.vocabulary import DifferenceKind, GiftWay, GiverKind

_numbers = count(1)


def make_gift(fund: Fund, satang: int = 500_00, *, way: GiftWay = GiftWay.ONLINE, by: Actor = SYSTEM) -> Gift:
    """A gift that is begun; paid online it has its page."""
    fund.takes_gifts = True
    draft = GiftDraft(GiverKind.PERSON, "สมศรี ใจกว้าง", "somsri@example.org", satang)
    gift = gifts.start(fund, draft, way=way, by=by, locale="th", back_to=lambda ref: f"http://localhost/give/{ref}")
    if way == GiftWay.ONLINE:
        page = Opened(f"cs_test_{gift.ref}", "https://pay.example/c", clock.now() + timedelta(hours=23))
        gifts.opened(gift.ref, page)
    return gift


def make_paid_gift(fund: Fund, satang: int = 500_00, **given: Any) -> Gift:
    """A gift that has arrived at the payment service."""
    gift = make_gift(fund, satang, **given)
    settling.settle(gift, told.read(event_of_payment(gift)))
    return gift


def make_difference(fund: Fund, satang: int = 25_00) -> Difference:
    """A difference of a fund that waits for an answer."""
    key = f"test:{next(_numbers)}"
    differences.found(DifferenceKind.BALANCE, key, about=fund.ref, fund_id=fund.id, expected=satang, seen=0)
    return db.scalars(select(Difference).where(Difference.key == f"balance:{key}")).one()


def make_stray(satang: int = 70_00, detail: str | None = None) -> Difference:
    """A line of the service that belongs to no fund and waits for an answer."""
    key = f"txn_{next(_numbers)}"
    said = f"adjustment {key} thb" if detail is None else detail
    differences.found(DifferenceKind.NOT_BOOKED, key, about=key, expected=0, seen=satang, detail=said)
    return db.scalars(select(Difference).where(Difference.key == f"not_booked:{key}")).one()


def make_suspended(first: Actor, second: Actor, satang: int = 70_00) -> Difference:
    """Money of no fund that two people have taken up into suspense."""
    difference = make_stray(satang)
    differences.propose(difference, satang=satang, reason="ยังไม่รู้ว่าเป็นเงินของใคร", by=first)
    differences.agree(difference, by=second)
    return difference


def event(kind: str, thing: dict[str, Any], **given: Any) -> dict[str, Any]:
    """An event around a thing."""
    facts = {
        "id": f"evt_{next(_numbers)}",
        "object": "event",
        "type": kind,
        "created": int(clock.now().timestamp()),
        "livemode": False,
        "data": {"object": thing},
    }
    return facts | given


def event_of_session(gift: Gift, kind: str, status: str = "paid", **given: Any) -> dict[str, Any]:
    """What is told of the session of a gift."""
    thing = {
        "id": f"cs_test_{gift.ref}",
        "object": "checkout.session",
        "payment_intent": f"pi_{gift.ref}",
        "payment_status": status,
        "amount_total": gift.amount_satang,
        "currency": "thb",
        "metadata": {"gift": gift.ref},
    }
    return event(f"checkout.session.{kind}", thing | given)


def event_of_payment(gift: Gift, **given: Any) -> dict[str, Any]:
    """That the payment of a gift has succeeded."""
    thing = {
        "id": f"pi_{gift.ref}",
        "object": "payment_intent",
        "status": "succeeded",
        "amount_received": gift.amount_satang,
        "currency": "thb",
        "metadata": {"gift": gift.ref},
    }
    return event("payment_intent.succeeded", thing | given)


def event_of_refund(gift: Gift, kind: str, status: str, **given: Any) -> dict[str, Any]:
    """What is told of a refund of a gift."""
    thing = {
        "id": f"re_{gift.ref}",
        "object": "refund",
        "payment_intent": f"pi_{gift.ref}",
        "amount": gift.amount_satang,
        "currency": "thb",
        "status": status,
        "metadata": {},
    }
    return event(f"refund.{kind}", thing | given)


def event_of_dispute(gift: Gift, kind: str, status: str, *nets: int, **given: Any) -> dict[str, Any]:
    """What is told of a dispute, with the sums that have moved so far."""
    thing = {
        "id": f"dp_{gift.ref}",
        "object": "dispute",
        "payment_intent": f"pi_{gift.ref}",
        "amount": gift.amount_satang,
        "currency": "thb",
        "status": status,
        "reason": "fraudulent",
        "evidence_details": {"due_by": 1_800_000_000},
        "balance_transactions": [{"id": f"txn_{gift.ref}_{n}", "net": net} for n, net in enumerate(nets)],
    }
    return event(f"charge.dispute.{kind}", thing | given)


def tell(one: dict[str, Any]) -> Any:
    """Receive an event, in play money."""
    return inbox.receive(told.read(one), live=False)
