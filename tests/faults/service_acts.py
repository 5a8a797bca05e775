"""Acts in which the payment service has a part: pages opened, refunds sent, what it tells, and the nightly look.

The service outlives the process that is killed. Whatever it did before the death is found when the act is done again.
"""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import select, update

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.payments import gifts, inbox, rail, reconciling, refunds, rounds, settling, told
from marketplace.payments.gifts import GiftDraft
from models.earning import Fund
from models.gift import Gift, GiftRefund
from models.session import db, transactional
from models.vocabulary import GiftWay, GiverKind
from tests.factories.gifts import (
    event_of_dispute,
    event_of_refund,
    event_of_session,
    make_gift,
    make_paid_gift,
    tell,
)
from tests.factories.money import make_fund, three_people
from tests.faults.dying import Act, Calling
from tests.fixtures.fake_stripe import KEY, SECRET, FakeStripe, serve

A_DAY = timedelta(hours=25)
"""So long after it was made a key is forgotten by the service."""


@cache
def _service() -> FakeStripe:
    fake = FakeStripe()
    serve(fake)
    return fake


def _in_use() -> tuple[FakeStripe, rail.Rail]:
    """An account at the service with nothing in it, and the way to it."""
    fake = _service()
    fake.put_back(({}, [], [], {}))
    stripe_rail = importlib.import_module("marketplace.payments.stripe_rail")
    rail.use(stripe_rail.StripeRail(KEY, (SECRET,), address=fake.address))
    return fake, asked()


def asked() -> rail.Rail:
    """The service in use; while an act is listened to, every call to it is heard."""
    found = rail.in_use()
    assert found is not None
    return found


@contextmanager
def _later(wait: timedelta) -> Iterator[None]:
    with clock.frozen(clock.now() + wait):
        yield


def _started(satang: int = 500_00, *, ago: timedelta) -> Gift:
    """A gift whose request ended before its page was kept."""
    gift = make_gift(make_fund(0), satang)
    gift.session_ref, gift.session_url = None, ""
    db.flush()
    db.execute(update(Gift).where(Gift.id == gift.id).values(state="started", version=1, created_at=clock.now() - ago))
    db.commit()
    db.expire_all()
    return gift


def _paid(fake: FakeStripe, way: str = "promptpay") -> Gift:
    """A gift that went the whole way, over HTTP."""
    gift = _started(ago=timedelta(minutes=5))
    rounds.work()
    db.expire_all()
    fake.pay(gift.session_ref or "", way, at_once=True)
    for one in fake.events:
        tell(one)
    db.commit()
    return gift


# Pages on which gifts are paid.


def opened_page() -> Act:
    """The request dies; whoever gave looks at their gift, and the worker finishes it two minutes later."""
    fake, _ = _in_use()
    fund_id = make_fund(0).id
    draft = GiftDraft(GiverKind.PERSON, "สมศรี ใจกว้าง", "somsri@example.org", 500_00)

    @transactional
    def start() -> rail.Order:
        fund = db.get_one(Fund, fund_id)
        fund.takes_gifts = True
        back = "http://localhost/give/{}".format
        gift = gifts.start(fund, draft, way=GiftWay.ONLINE, by=SYSTEM, locale="th", back_to=back)
        gift.fund = fund
        return gifts.order_of(gift)

    def give() -> None:
        if transactional(lambda: db.scalar(select(Gift.id)))() is None:
            rounds.open_page(start(), asked())
            return
        with _later(timedelta(minutes=2)):
            rounds.work()

    return Calling(give, fake)


def lost_page() -> Act:
    """The worker dies over a page that a request had lost."""
    fake, _ = _in_use()
    _started(ago=timedelta(minutes=5))
    return Calling(rounds.work, fake)


def too_old_page() -> Act:
    """Nobody has seen it, and its key is no longer known: the gift is given up."""
    fake, _ = _in_use()
    _started(ago=timedelta(hours=24))
    return Calling(rounds.work, fake)


def refused_page() -> Act:
    fake, _ = _in_use()
    gift = _started(ago=timedelta(minutes=5))
    db.execute(update(Gift).where(Gift.id == gift.id).values(amount_satang=5_00))
    return Calling(rounds.work, fake)


def looked_after_gift() -> Act:
    """The browser came back before the service told."""
    fake, _ = _in_use()
    gift = _started(ago=timedelta(minutes=5))
    rounds.work()
    db.expire_all()
    session_ref = gift.session_ref or ""
    fake.pay(session_ref, "card")
    return Calling(lambda: rounds.look(session_ref, asked()), fake)


# Refunds.


def refund_to_send() -> tuple[FakeStripe, str, str]:
    fake, _ = _in_use()
    people, gift = three_people(), _paid(fake)
    way_back = refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer)
    refunds.approve(way_back, gift, by=people.approver)
    return fake, way_back.ref, gift.payment_ref or ""


def _tries(ref: str) -> int:
    return transactional(lambda: db.scalars(select(GiftRefund.tries).where(GiftRefund.ref == ref)).one())()


def sent_refund() -> Act:
    """Tried again some minutes later, while the service still knows the key."""
    fake, ref, _ = refund_to_send()
    return Calling(_sending(ref), fake)


def _sending(ref: str) -> Act:
    """A round of the worker, ten minutes after the one before it."""

    def send() -> None:
        with _later(timedelta(minutes=10) * _tries(ref)):
            rounds.work()

    return send


def sent_refund_a_day_later() -> Act:
    """Tried again when the service has forgotten the key."""
    fake, ref, _ = refund_to_send()

    def send() -> None:
        if tries := _tries(ref):
            fake.answers.clear()
        with _later(A_DAY * tries):
            rounds.work()

    return Calling(send, fake)


def refused_refund() -> Act:
    """Somebody sent all of it back at the service itself, and we have not been told."""
    fake, ref, payment_ref = refund_to_send()
    fake._refund({"payment_intent": payment_ref, "amount": "50000"})
    return Calling(_sending(ref), fake)


# The nightly look.


def night() -> Act:
    """A fee and an arrival are booked, an event nobody told is heard, and a line nobody knows is found."""
    fake, _ = _in_use()
    _paid(fake)
    lost = _started(ago=timedelta(minutes=5))
    rounds.work()
    db.expire_all()
    fake.pay(lost.session_ref or "", "card")
    fake.pay_out()
    fake._line("adjustment", 123_00, 0, "adj_1")
    return Calling(reconciling.nightly, fake)


# What the service tells, in messages.


def _told(message: dict[str, Any]) -> Act:
    one = told.read(message | {"id": "evt_kill"})
    return lambda: inbox.receive(one, live=False)


def waiting_gift() -> Act:
    return _told(event_of_session(make_gift(make_fund(0)), "completed", "unpaid"))


def failed_gift() -> Act:
    return _told(event_of_session(make_gift(make_fund(0)), "async_payment_failed", "unpaid"))


def late_payment() -> Act:
    """A dispute was told of before the payment it is about, and is taken up with it."""
    gift = make_gift(make_fund(0))
    tell(event_of_dispute(gift, "created", "needs_response", -500_00))
    return _told(event_of_session(gift, "completed"))


def taken_up_event() -> Act:
    """The two came in the same instant and missed each other: the worker takes it up."""
    fake, _ = _in_use()
    gift = make_gift(make_fund(0))
    tell(event_of_dispute(gift, "created", "needs_response", -500_00))
    settling.settle(gift, told.read(event_of_session(gift, "completed")))
    return Calling(rounds.work, fake)


def won_dispute() -> Act:
    gift = make_paid_gift(make_fund(100_00))
    tell(event_of_dispute(gift, "created", "needs_response", -500_00))
    return _told(event_of_dispute(gift, "closed", "won", -500_00, 500_00))


def lost_dispute() -> Act:
    gift = make_paid_gift(make_fund(100_00))
    tell(event_of_dispute(gift, "created", "needs_response", -500_00))
    return _told(event_of_dispute(gift, "closed", "lost", -500_00))


def told_refund() -> Act:
    """One that nobody here had asked for."""
    return _told(event_of_refund(make_paid_gift(make_fund(0)), "created", "pending"))


def ended_refund() -> Act:
    gift = make_paid_gift(make_fund(0))
    tell(event_of_refund(gift, "created", "pending"))
    return _told(event_of_refund(gift, "updated", "succeeded"))


def failed_refund() -> Act:
    gift = make_paid_gift(make_fund(0))
    tell(event_of_refund(gift, "created", "pending"))
    return _told(event_of_refund(gift, "failed", "failed"))


def changed_amount() -> Act:
    """Another sum than was asked for goes to people."""
    return _told(event_of_session(make_gift(make_fund(0)), "completed", amount_total=499_00))


SERVICE_ACTS: dict[Callable[[], Act], str] = {
    opened_page: "gift.start gift.open",
    lost_page: "gift.open",
    too_old_page: "gift.expire",
    refused_page: "gift.fail",
    looked_after_gift: "gift.pay entry.donation",
    sent_refund: "gift_refund.send",
    sent_refund_a_day_later: "gift_refund.send",
    refused_refund: "gift_refund.fail entry.restore",
    night: "gift.fee entry.fee fund.arrive entry.arrive difference.found gift.pay",
    waiting_gift: "gift.wait",
    failed_gift: "gift.fail",
    late_payment: "gift.pay gift_dispute.told entry.dispute",
    taken_up_event: "gift_dispute.told entry.dispute",
    won_dispute: "gift_dispute.win gift.restore",
    lost_dispute: "gift_dispute.lose",
    told_refund: "gift_refund.told entry.refund",
    ended_refund: "gift_refund.finish",
    failed_refund: "gift_refund.fail gift.restore",
    changed_amount: "difference.found",
}
