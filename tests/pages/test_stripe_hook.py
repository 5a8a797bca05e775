"""The door Stripe knocks at: signed messages come in once, forged ones leave no trace."""

import json
import random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from stripe import WebhookSignature

from marketplace.earnings import funds
from marketplace.kernel import clock
from marketplace.payments import rail
from marketplace.payments.stripe_rail import StripeRail
from models.earning import Fund
from models.gift import Difference, Gift, ServiceEvent
from models.ledger import LedgerEntry
from models.session import db as session
from models.vocabulary import GiftState
from tests.factories.gifts import event_of_payment, event_of_session, make_gift
from tests.factories.money import make_fund
from tests.fixtures.client import Client
from tests.fixtures.fake_stripe import KEY, SECRET, FakeStripe


@pytest.fixture
def gift(db: Any) -> Gift:
    return make_gift(make_fund(0), 500_00)


def knock(client: Client, body: bytes, headers: dict[str, str]) -> int:
    return client.post("/hooks/stripe", data=body, headers=headers, csrf=False).status_code


def traces() -> int:
    kinds = (ServiceEvent, Difference, LedgerEntry)
    return sum(session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds)


@pytest.mark.on_both
def test_a_signed_message_is_done_and_its_duplicates_answer_200(client, gift, stripe: FakeStripe) -> None:
    body, headers = stripe.signed(event_of_session(gift, "completed"))
    assert [knock(client, body, headers) for _ in range(10)] == [200] * 10
    assert session.get_one(Gift, gift.id).state == GiftState.PAID
    assert funds.sheet(session.get_one(Fund, gift.fund_id)).available == 500_00
    assert session.scalar(select(func.count()).select_from(ServiceEvent)) == 1


def forged(one: dict[str, Any], number: int, dice: random.Random, stripe: FakeStripe) -> tuple[bytes, dict[str, str]]:
    """One of ten ways to lie."""
    now, body = int(clock.now().timestamp()), json.dumps(one).encode()
    true = stripe.signed(one)[1]["Stripe-Signature"]
    place, late = dice.randrange(len(body)), dice.randrange(301, 10**7)
    ways = (
        lambda: (body, {}),
        lambda: (body, {"Stripe-Signature": ""}),
        lambda: stripe.signed(one, secret=f"whsec_{dice.random()}"),
        lambda: stripe.signed(one, at=now - late),
        lambda: stripe.signed(one, at=now + late),
        lambda: (body[:place] + bytes([(body[place] + 1) % 128]) + body[place + 1 :], {"Stripe-Signature": true}),
        lambda: (body[:place], {"Stripe-Signature": true}),
        lambda: (json.dumps(one, indent=1).encode(), {"Stripe-Signature": true}),
        lambda: (body, {"Stripe-Signature": true[:-1] + ("0" if true[-1] != "0" else "1")}),
        lambda: (body, {"Stripe-Signature": true.replace("v1=", "v0=") + ",t=0,v1=" + "0" * 64}),
    )
    return ways[number % len(ways)]()


def lie(client: Client, gift: Gift, stripe: FakeStripe, count: int) -> None:
    session.commit()
    before, dice = traces(), random.Random(2569)
    for number in range(count):
        body, headers = forged(event_of_payment(gift), number, dice, stripe)
        assert knock(client, body, headers) == 400, f"lie {number}"
    assert traces() == before
    assert session.get_one(Gift, gift.id).state == GiftState.OPENED


def test_two_hundred_forged_messages_leave_no_trace(client, gift, stripe: FakeStripe) -> None:
    lie(client, gift, stripe, 200)


@pytest.mark.full
@pytest.mark.on_both
def test_a_thousand_forged_messages_leave_no_trace(client, gift, stripe: FakeStripe) -> None:
    lie(client, gift, stripe, 1_000)


NONSENSE = (b"", b"{", b"\xff\xfe", b"[]", b'"x"', b"null", b'{"object":"event"}', b"9" * 300_000)


@pytest.mark.parametrize("body", NONSENSE)
def test_signed_nonsense_is_refused_too(client, gift, stripe: FakeStripe, body: bytes) -> None:
    stamp = int(clock.now().timestamp())
    header = WebhookSignature.generate_signature_header(body.decode("latin-1"), SECRET, stamp)
    assert knock(client, body, {"Stripe-Signature": header}) == 400
    assert session.scalar(select(func.count()).select_from(ServiceEvent)) == 0


def test_both_secrets_are_believed_while_one_replaces_the_other(client, gift, stripe: FakeStripe) -> None:
    rail.use(StripeRail(KEY, ("whsec_new", SECRET), address=stripe.address))
    for secret in (SECRET, "whsec_new"):
        body, headers = stripe.signed(event_of_session(gift, "expired", "unpaid"), secret=secret)
        assert knock(client, body, headers) == 200


def test_without_an_account_nothing_is_believed(client, gift, app: Flask) -> None:
    body, headers = FakeStripe().signed(event_of_session(gift, "completed"))
    assert knock(client, body, headers) == 400
    assert session.scalar(select(func.count()).select_from(ServiceEvent)) == 0
