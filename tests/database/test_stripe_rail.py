"""What we send to Stripe, held against its own types, and what becomes of a gift when a call or an answer is lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from marketplace.earnings import funds, verify
from marketplace.earnings.funds import FundSheet
from marketplace.kernel import clock
from marketplace.kernel.errors import Forbidden, IllegalMove, Invalid
from marketplace.ledger import NotEnough
from marketplace.payments import rail, refunds, rounds, told
from models.earning import Fund
from models.gift import Gift, GiftDispute, GiftRefund
from models.session import db
from models.vocabulary import DisputeState, GiftState, RefundState
from tests.factories.enrolments import make_enrolment
from tests.factories.gifts import make_gift, tell
from tests.factories.money import make_fund, three_people
from tests.fixtures.fake_stripe import FakeStripe
from tests.fixtures.stripe_contract import faults

pytestmark = pytest.mark.usefixtures("database", "app")

KINDS = {
    ("POST", "/v1/checkout/sessions"): "checkout.SessionCreateParams",
    ("POST", "/v1/refunds"): "RefundCreateParams",
    ("GET", "/v1/refunds"): "RefundListParams",
    ("GET", "/v1/balance_transactions"): "BalanceTransactionListParams",
    ("GET", "/v1/events"): "EventListParams",
    ("GET", "/v1/checkout/sessions/{id}"): "checkout.SessionRetrieveParams",
    ("GET", "/v1/balance"): "BalanceRetrieveParams",
}
"""The type of every request there is; one that is not here is found by the walk below."""


def kind_of(method: str, path: str) -> tuple[str, str]:
    """A request by its method and its path, with `{id}` for the number of a thing."""
    return method, re.sub(r"/[a-z]+_[A-Za-z0-9_]+$", "/{id}", path) if not path.endswith("_transactions") else path


def begun(satang: int = 500_00) -> Gift:
    """A gift whose request ended before its page was kept."""
    gift = make_gift(make_fund(0), satang)
    gift.session_ref, gift.session_url = None, ""
    db.execute(Gift.__table__.update().values(state="started", version=1))
    gift.created_at = clock.now() - timedelta(minutes=5)
    db.commit()
    db.expire_all()
    return gift


def work() -> str:
    """A round of the worker, which waits for nobody's open transaction."""
    db.commit()
    said = rounds.work()
    db.expire_all()
    return said


def look(gift: Gift) -> bool:
    """Ask how the gift's session stands."""
    session_ref = gift.session_ref or ""
    db.commit()
    found = rounds.look(session_ref, in_use())
    db.expire_all()
    return found


def paid(stripe: FakeStripe, way: str = "promptpay") -> Gift:
    """A gift that went the whole way, over HTTP."""
    gift = begun()
    work()
    session_ref = gift.session_ref or ""
    stripe.pay(session_ref, way, at_once=True)
    for one in stripe.events:
        tell(one)
    db.commit()
    db.expire_all()
    return gift


def in_use() -> rail.Rail:
    found = rail.in_use()
    assert found is not None
    return found


def test_every_request_is_what_the_sdk_s_own_types_ask_for(stripe: FakeStripe) -> None:
    gift = paid(stripe)
    people = three_people()
    way_back = refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer)
    refunds.approve(way_back, gift, by=people.approver)
    work()
    service, since = in_use(), clock.now() - timedelta(days=1)
    service.refund(gift.payment_ref or "", way_back.ref, 100_00, email="", blind=False)
    list(service.statement(since))
    list(service.events(since))
    service.lines_of_payout(stripe.pay_out())
    assert service.balance() == 0
    service.look(gift.session_ref or "")
    assert {kind_of(method, path) for method, path, _, _ in stripe.seen} == set(KINDS)
    for method, path, sent, key in stripe.seen:
        assert faults(KINDS[kind_of(method, path)], sent) == [], path
        assert (method == "GET") or key in (gift.ref, way_back.ref)


@pytest.mark.parametrize(
    ("kind", "sent", "fault"),
    [
        ("checkout.SessionCreateParams", {"payment_method_types": ["card"]}, "no such parameter"),
        ("checkout.SessionCreateParams", {"allowed_payment_method_types": ["prompt_pay"]}, "words"),
        ("checkout.SessionCreateParams", {"mode": "paymnet"}, "words"),
        ("checkout.SessionCreateParams", {"line_items": [{"price_data": {"unit_amount": 1}}]}, "currency: missing"),
        ("checkout.SessionCreateParams", {"expires_at": "soon"}, "no int"),
        ("checkout.SessionCreateParams", {"idempotency_key": "x"}, "no such parameter"),
        ("RefundCreateParams", {"reason": "because"}, "words"),
        ("RefundCreateParams", {"amount": "1.5"}, "no int"),
    ],
)
def test_the_contract_finds_what_is_wrong(kind: str, sent: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in faults(kind, sent)), faults(kind, sent)


@pytest.mark.on_both
def test_a_page_is_made_once_though_calls_and_answers_were_lost(stripe: FakeStripe) -> None:
    gift = begun()
    stripe.broken = [1, 1, 1]
    assert work() == ""
    stripe.broken = [2]
    assert work() == "1 opened"
    db.expire_all()
    assert gift.state == GiftState.OPENED
    assert sum(one["object"] == "checkout.session" for one in stripe.things.values()) == 1


def test_a_gift_too_old_for_its_key_is_given_up_and_never_asked_for_again(stripe: FakeStripe) -> None:
    gift = begun()
    gift.created_at = clock.now() - timedelta(hours=24)
    work()
    assert (gift.state, stripe.seen) == (GiftState.EXPIRED, [])


def test_a_key_with_another_body_is_refused_and_the_gift_fails_in_words(stripe: FakeStripe) -> None:
    gift = begun()
    work()
    with pytest.raises(rail.Refused):
        in_use().open_session(
            rail.Order(gift.ref, 1_000_00, "x", "", "th", "http://localhost/", clock.now() + timedelta(hours=2))
        )


@pytest.mark.on_both
def test_what_nobody_told_is_found_by_looking(stripe: FakeStripe) -> None:
    gift = begun()
    work()
    stripe.pay(gift.session_ref or "", "card")
    assert look(gift)
    assert (gift.state, funds.sheet(db.get_one(Fund, gift.fund_id)).available) == (GiftState.PAID, 500_00)
    for one in stripe.events:
        tell(one)
    assert funds.sheet(db.get_one(Fund, gift.fund_id)) == FundSheet(0, 500_00, 0, 0, 0, at_service=500_00)


@pytest.mark.on_both
@pytest.mark.parametrize("lost", [0, 1, 2], ids=["all-well", "before-it-was-done", "the-answer"])
def test_a_refund_needs_two_people_and_is_sent_once(stripe: FakeStripe, lost: int) -> None:
    gift, people = paid(stripe), three_people()
    way_back = refunds.ask(gift, 200_00, reason="ผิดกองทุน", by=people.officer)
    with pytest.raises(Invalid):
        refunds.ask(gift, 300_01, reason="ผิดกองทุน", by=people.officer)
    with pytest.raises(Forbidden):
        refunds.approve(way_back, gift, by=people.officer)
    refunds.approve(way_back, gift, by=people.approver)
    db.commit()
    stripe.broken = [lost] * 3 if lost else []
    work()
    with clock.frozen(clock.now() + timedelta(hours=30)):
        work()
    assert way_back.state == RefundState.SENT
    assert [one["amount"] for one in stripe.things.values() if one["object"] == "refund"] == [200_00]
    stripe.end_refund(way_back.service_ref or "")
    for one in stripe.events:
        tell(one)
    db.flush()
    sheet = funds.sheet(db.get_one(Fund, gift.fund_id))
    assert (way_back.state, sheet) == (RefundState.DONE, FundSheet(0, 300_00, 0, 0, 0, at_service=300_00))
    assert db.scalars(select(GiftRefund.id)).all() == [way_back.id]
    assert [found.name for found in verify.invariants() if found.breaches] == []


def test_promised_money_is_not_sent_back_and_a_failed_refund_returns(stripe: FakeStripe) -> None:
    gift, people = paid(stripe), three_people()
    funds.reserve(gift.fund_id, make_enrolment(state="approved"), 400_00, by=people.officer)
    much = refunds.ask(gift, 200_00, reason="ผิดกองทุน", by=people.officer)
    mark = db.begin_nested()
    with pytest.raises(NotEnough):
        refunds.approve(much, gift, by=people.approver)
    mark.rollback()
    db.refresh(much)
    refunds.decline(much, by=people.approver)
    little = refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer)
    refunds.approve(little, gift, by=people.approver)
    work()
    stripe.end_refund(little.service_ref or "", "failed")
    tell(stripe.events[-1])
    assert (little.state, funds.sheet(db.get_one(Fund, gift.fund_id)).available) == (RefundState.FAILED, 100_00)


@pytest.mark.on_both
def test_what_a_dispute_took_is_not_sent_back_as_well(stripe: FakeStripe) -> None:
    gift, people = paid(stripe, "card"), three_people()
    asked = [refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer) for _ in range(3)]
    for one in asked[:2]:
        refunds.approve(one, gift, by=people.approver)
    # The second was tried already, and its answer lost: only the service knows whether it was sent.
    asked[1].tries, asked[1].tried_at = 1, clock.now() - timedelta(minutes=10)
    dispute = stripe.dispute(gift.payment_ref or "")
    for one in stripe.events:
        tell(one)
    assert refunds.left_of(gift) == 0
    with pytest.raises(IllegalMove, match="ธนาคารของผู้ให้"):
        refunds.ask(gift, 1_00, reason="ผิดกองทุน", by=people.officer)
    with pytest.raises(IllegalMove, match="ธนาคารของผู้ให้"):
        refunds.approve(asked[2], gift, by=people.approver)
    assert work() == ""
    sent = [path for method, path, _, _ in stripe.seen if (method, path) == ("POST", "/v1/refunds")]
    assert (len(sent), [one.state for one in asked]) == (1, ["failed", "failed", "asked"])
    sheet = funds.sheet(db.get_one(Fund, gift.fund_id))
    assert sheet == FundSheet(0, 0, 0, 0, 0, at_service=-500_00, missing=500_00)
    stripe.decide(dispute, won=True)
    for one in stripe.events:
        tell(one)
    assert refunds.left_of(gift) == 400_00
    refunds.approve(asked[2], gift, by=people.approver)
    assert work() == "1 sent"
    assert (asked[2].state, funds.sheet(db.get_one(Fund, gift.fund_id)).available) == (RefundState.DONE, 400_00)
    db.execute(GiftDispute.__table__.update().values(state=DisputeState.LOST))
    assert refunds.left_of(gift) == 0
    assert [found.name for found in verify.invariants() if found.breaches] == []


def test_an_unpaid_gift_or_a_transfer_has_nothing_to_send_back() -> None:
    gift = make_gift(make_fund(0))
    with pytest.raises(IllegalMove):
        refunds.ask(gift, 1, reason="ไม่มีเงิน", by=three_people().officer)


def test_a_session_that_ended_is_read_as_such(stripe: FakeStripe) -> None:
    gift = begun()
    work()
    stripe.expire(gift.session_ref or "")
    assert told.read(stripe.events[-1]).type == "checkout.session.expired"
    look(gift)
    assert gift.state == GiftState.EXPIRED
