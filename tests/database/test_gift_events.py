"""What the payment service tells, in any order and as often as it likes: the books end as if told once and in order."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from marketplace.earnings import funds, verify
from marketplace.earnings.funds import FundSheet
from marketplace.kernel.errors import Invalid
from marketplace.payments import differences, inbox, inquiries, refunds, told
from models.earning import Fund
from models.gift import Difference, Gift, GiftDispute, GiftRefund, ServiceEvent
from models.ledger import LedgerEntry
from models.session import db
from models.vocabulary import DifferenceKind, EventOutcome, GiftState, RefundState
from tests.factories.enrolments import acting, make_account
from tests.factories.gifts import (
    event_of_dispute,
    event_of_payment,
    event_of_refund,
    event_of_session,
    make_gift,
    make_paid_gift,
    tell,
)
from tests.factories.money import make_fund

pytestmark = pytest.mark.usefixtures("database")

SUM = 500_00
Told = dict[str, Any]


def ending(gift: Gift) -> tuple[Any, ...]:
    """Everything that must not depend on the order: the book's sums, entries by key, and the states."""
    db.flush()
    fund = db.get_one(Fund, gift.fund_id)
    keys = select(LedgerEntry.kind, func.count()).where(LedgerEntry.cause_ref == gift.ref).group_by(LedgerEntry.kind)
    return (
        funds.sheet(fund),
        tuple(sorted(tuple(row) for row in db.execute(keys))),
        gift.state,
        tuple(db.scalars(select(GiftRefund.state).where(GiftRefund.gift_id == gift.id).order_by(GiftRefund.id))),
        tuple(db.scalars(select(GiftDispute.state).where(GiftDispute.gift_id == gift.id))),
        db.scalar(select(func.count()).where(ServiceEvent.outcome == EventOutcome.WAITING)),
        tuple(sorted(db.scalars(select(Difference.key)))),
        tuple(one.state for one in inquiries.of(gift)),
    )


def after(events: list[Told]) -> tuple[Any, ...]:
    """How it ends when these are told; nothing of it is kept."""
    mark = db.begin_nested()
    gift = db.scalars(select(Gift)).one()
    for one in events:
        tell(one)
    found = ending(gift)
    mark.rollback()
    db.expire_all()
    return found


def broken() -> list[str]:
    db.flush()
    return [f"{found.name}: {found.breaches}" for found in verify.invariants() if found.breaches]


Plan = list[tuple[str, tuple[Any, ...]]]
"""A life of a gift as the service would tell it, in order: which object, and what of it."""
MAKE = {
    "session": event_of_session, "payment": event_of_payment,
    "other sum": lambda gift, satang: event_of_session(gift, "completed", amount_total=satang),
    "other sum of payment": lambda gift, satang: event_of_payment(gift, amount_received=satang),
    "refund": lambda gift, verb, state, part: event_of_refund(gift, verb, state, amount=part),
    "dispute": event_of_dispute,
    "inquiry": lambda gift, verb, status: event_of_dispute(gift, verb, f"warning_{status}"),
}  # fmt: skip


@st.composite
def lives(draw: st.DrawFn) -> Plan:
    """How it is paid, perhaps in two steps or not at all; what is sent back of it; whether somebody disputes it.

    The bank may ask first, and no more may come of that. Perhaps another sum is told of it too.
    """
    in_two = draw(st.booleans())
    plan: Plan = [("session", ("completed", "unpaid"))] if in_two else []
    if other := draw(st.sampled_from((0, 0, -5, SUM - 1, 999_00))):
        plan.append((draw(st.sampled_from(("other sum", "other sum of payment"))), (other,)))
    if draw(st.integers(0, 5)) == 5:
        return [*plan, ("session", ("async_payment_failed" if in_two else "expired", "unpaid"))]
    plan += [("session", ("async_payment_succeeded" if in_two else "completed",)), ("payment", ())]
    part = draw(st.sampled_from((SUM, 100_00, 1)))
    if draw(st.booleans()):
        plan.append(("refund", ("created", draw(st.sampled_from(("pending", "requires_action"))), part)))
        if end := draw(st.sampled_from(("", "succeeded", "failed"))):
            plan.append(("refund", ("failed" if end == "failed" else "updated", end, part)))
    asked = draw(st.sampled_from(((), (), ("needs_response",), ("needs_response", "under_review"))))
    plan += [("inquiry", ("updated" if number else "created", status)) for number, status in enumerate(asked)]
    if asked and draw(st.booleans()):
        return [*plan, ("inquiry", ("closed", "closed"))]
    if draw(st.booleans()):
        plan += [
            ("dispute", ("created", "needs_response", -SUM - 500_00)),
            ("dispute", ("funds_withdrawn", "under_review", -SUM - 500_00)),
        ]
        if draw(st.booleans()):
            won = ("won", -SUM - 500_00, SUM + 500_00)
            plan += [("dispute", ("funds_reinstated", *won)), ("dispute", ("closed", *won))]
    return plan


@st.composite
def tellings(draw: st.DrawFn) -> tuple[Plan, list[int]]:
    """A life, and the places of its events as they are told: each at least once, in any order."""
    plan = draw(lives())
    places = range(len(plan))
    again = draw(st.lists(st.sampled_from(places), max_size=len(plan)))
    return plan, draw(st.permutations([*places, *again]))


def sequences(count: int, number: int) -> None:
    """So many sequences by chance, the same ones each time; what fails is made as short as it can be."""
    gift = make_gift(make_fund(0), SUM)
    db.flush()
    in_order: dict[str, tuple[Any, ...]] = {}
    tried = Counter[str]()

    @seed(number)
    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(tellings())
    def ends_alike(told_: tuple[Plan, list[int]]) -> None:
        plan, order = told_
        events = [MAKE[kind](gift, *said) for kind, said in plan]
        # Many lives are alike but for the numbers of their events.
        life = repr(plan)
        if life not in in_order:
            in_order[life] = after(events)
        assert after([events[place] for place in order]) == in_order[life]
        tried["sequences"] += 1

    ends_alike()
    assert tried["sequences"] >= count


@pytest.mark.only_sqlite
def test_all_orders_of_six_events_end_alike() -> None:
    gift = make_gift(make_fund(0), SUM)
    events = [
        event_of_session(gift, "completed", "unpaid"),
        event_of_session(gift, "async_payment_succeeded"),
        event_of_payment(gift),
        event_of_refund(gift, "created", "requires_action", amount=200_00),
        event_of_refund(gift, "failed", "failed", amount=200_00),
        event_of_dispute(gift, "funds_withdrawn", "needs_response", -SUM - 500_00),
    ]
    expected = after(events)
    assert expected[0] == FundSheet(0, 0, 0, 0, 0, at_service=-500_00, missing=500_00)
    assert expected[2:5] == (GiftState.PAID, ("failed",), ("open",))
    assert all_orders(gift, events) == {expected: 720}
    for one in events:
        tell(one)
    assert broken() == []


def all_orders(gift: Gift, left: list[Told]) -> Counter[tuple[Any, ...]]:
    """How many orders of what is left end in which way; orders that begin alike share their beginning."""
    if not left:
        return Counter([ending(gift)])
    found: Counter[tuple[Any, ...]] = Counter()
    for one in left:
        mark = db.begin_nested()
        tell(one)
        found += all_orders(gift, [other for other in left if other is not one])
        mark.rollback()
        db.expire_all()
    return found


@pytest.mark.only_sqlite
def test_five_hundred_sequences_with_duplicates_end_as_told_once_and_in_order() -> None:
    sequences(500, 2569)


@pytest.mark.full
@pytest.mark.on_both
@pytest.mark.parametrize("number", range(5))
def test_ten_thousand_sequences_end_as_told_once_and_in_order(number: int) -> None:
    """Five times two thousand, on each database."""
    sequences(2_000, number)


@pytest.mark.on_both
def test_an_event_is_kept_once_for_ever_and_done_once() -> None:
    gift = make_gift(make_fund(0), SUM)
    one = event_of_session(gift, "completed")
    assert tell(one) is EventOutcome.APPLIED
    assert tell(one) is None
    assert tell(event_of_payment(gift)) is EventOutcome.APPLIED
    assert funds.sheet(db.get_one(Fund, gift.fund_id)) == FundSheet(0, SUM, 0, 0, 0, at_service=SUM)
    assert db.scalar(select(func.count()).select_from(ServiceEvent)) == 2


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"amount_total": SUM - 1}, DifferenceKind.AMOUNT),
        ({"amount_total": SUM * 100}, DifferenceKind.AMOUNT),
        ({"currency": "usd"}, DifferenceKind.CURRENCY),
        ({"payment_intent": None}, DifferenceKind.UNKNOWN_GIFT),
        ({"metadata": {"gift": "G-NOBODY"}}, DifferenceKind.UNKNOWN_GIFT),
    ],
)
def test_a_sum_or_currency_nobody_asked_for_goes_to_people(given: dict[str, Any], kind: DifferenceKind) -> None:
    gift = make_gift(make_fund(0), SUM)
    for _ in range(2):
        assert tell(event_of_session(gift, "completed", **given)) is EventOutcome.QUESTIONED
    assert (gift.state, funds.sheet(db.get_one(Fund, gift.fund_id)).available) == (GiftState.OPENED, 0)
    assert db.scalars(select(Difference.kind)).all() == [kind]


@pytest.mark.on_both
@pytest.mark.parametrize("other", [{"amount_total": 999_00}, {"amount_total": -5}, {"currency": "usd"}])
def test_another_sum_is_told_to_people_before_and_after_it_is_paid(other: dict[str, Any]) -> None:
    gift = make_gift(make_fund(0), SUM)
    changed, true = event_of_session(gift, "completed", **other), event_of_session(gift, "completed")
    assert after([changed, true]) == after([true, changed])
    assert tell(true) is EventOutcome.APPLIED
    assert tell(changed) is EventOutcome.QUESTIONED
    told_as = db.scalars(select(Difference)).one()
    assert (told_as.about, told_as.expected_satang) == (gift.ref, SUM)
    assert (gift.state, funds.sheet(db.get_one(Fund, gift.fund_id)).available) == (GiftState.PAID, SUM)
    assert broken() == []


@pytest.mark.only_sqlite
def test_all_orders_end_alike_when_one_tells_another_sum() -> None:
    gift = make_gift(make_fund(0), SUM)
    events = [
        event_of_session(gift, "completed", "unpaid"),
        event_of_session(gift, "async_payment_succeeded"),
        event_of_session(gift, "completed", amount_total=999_00),
        event_of_payment(gift, amount_received=1),
        event_of_refund(gift, "created", "succeeded", amount=200_00),
    ]
    found = all_orders(gift, events)
    assert found == {after(events): 120}
    ((*_, differences, _inquiries),) = found
    assert len(differences) == 2


@pytest.mark.on_both
@pytest.mark.parametrize("about", ["refund", "dispute"])
def test_what_goes_back_in_other_money_is_kept_not_booked_and_told_to_people(about: str) -> None:
    gift = make_gift(make_fund(0), SUM)
    if about == "refund":
        told = [
            event_of_refund(gift, kind, status, currency="usd", amount=14_00)
            for kind, status in (("created", "pending"), ("updated", "succeeded"))
        ]
    else:
        told = [
            event_of_dispute(gift, "created", "needs_response", -14_00, currency="usd", amount=14_00),
            event_of_dispute(gift, "closed", "lost", currency="usd", amount=14_00),
        ]
    paid = event_of_session(gift, "completed")
    assert after([paid, *told]) == after([*told, paid])
    for one, outcome in (
        (told[0], EventOutcome.WAITING),
        (paid, EventOutcome.APPLIED),
        (told[1], EventOutcome.QUESTIONED),
    ):
        assert tell(one) is outcome
    assert [tell(one) for one in (*told, paid)] == [None, None, None]
    assert set(db.scalars(select(ServiceEvent.outcome).where(ServiceEvent.type != paid["type"]))) == {"questioned"}
    assert db.scalars(select(GiftRefund)).all() == db.scalars(select(GiftDispute)).all() == []
    assert funds.sheet(db.get_one(Fund, gift.fund_id)) == FundSheet(0, SUM, 0, 0, 0, at_service=SUM)
    found = db.scalars(select(Difference)).one()
    assert (found.kind, found.about, found.expected_satang, found.found_satang) == ("currency", gift.ref, None, 14_00)
    assert found.detail.startswith("usd ")
    assert broken() == []


def test_a_refund_we_asked_for_that_is_told_in_other_money_stays_on_its_way() -> None:
    gift = make_paid_gift(make_fund(0), SUM)
    way_back = refunds.ask(gift, 200_00, reason="โอนผิด", by=acting(make_account()))
    refunds.approve(way_back, gift, by=acting(make_account()))
    assert (
        tell(
            event_of_refund(
                gift, "created", "succeeded", currency="usd", amount=200_00, metadata={"refund": way_back.ref}
            )
        )
        is EventOutcome.QUESTIONED
    )
    found = db.scalars(select(Difference)).one()
    assert (found.about, found.expected_satang, way_back.state) == (way_back.ref, 200_00, RefundState.APPROVED)
    with pytest.raises(Invalid):
        differences.propose(found, satang=-200_01, reason="คืนมากกว่าที่ขอ", by=acting(make_account()))
    differences.propose(found, satang=-200_00, reason="หักเป็นเงินบาทแล้ว", by=acting(make_account()))


def test_a_second_payment_of_a_paid_gift_goes_to_people() -> None:
    gift = make_gift(make_fund(0), SUM)
    tell(event_of_session(gift, "completed"))
    assert tell(event_of_session(gift, "completed", payment_intent="pi_other")) is EventOutcome.QUESTIONED
    assert funds.sheet(db.get_one(Fund, gift.fund_id)).available == SUM


def test_play_money_is_not_money_and_other_accounts_are_not_ours() -> None:
    gift = make_gift(make_fund(0), SUM)
    assert inbox.receive(told.read(event_of_payment(gift)), live=True) is EventOutcome.QUESTIONED
    foreign = event_of_payment(gift) | {"account": "acct_1"}
    assert tell(foreign) is EventOutcome.IGNORED
    assert gift.state == GiftState.OPENED


def test_what_we_do_not_know_is_kept_and_left_alone() -> None:
    gift = make_gift(make_fund(0), SUM)
    strange = event_of_payment(gift) | {"type": "radar.early_fraud_warning.created"}
    strange["data"] = {"object": {"id": "issfr_1", "object": "radar.early_fraud_warning"}}
    assert tell(strange) is EventOutcome.IGNORED
    assert db.scalar(select(func.count()).select_from(ServiceEvent)) == 1


@pytest.mark.on_both
@pytest.mark.parametrize("kind", ["customer.created", "payment_intent.created", "refund.updated", "x"])
def test_a_paid_session_in_a_message_of_another_kind_settles_nothing(kind: str) -> None:
    gift = make_gift(make_fund(0), SUM)
    assert tell(event_of_session(gift, "completed") | {"type": kind}) is EventOutcome.IGNORED
    assert gift.state == GiftState.OPENED
    assert db.scalars(select(ServiceEvent.type)).all() == [kind]
    assert tell(event_of_session(gift, "completed")) is EventOutcome.APPLIED


@pytest.mark.parametrize(
    "bad",
    [
        {"id": None}, {"id": ""}, {"id": 7}, {"type": None}, {"type": []},
        {}, {"data": None}, {"data": {"object": []}}, {"id": None, "created": "x"}, {"created": 10**30},
        {"id": "e" * 300}, {"livemode": None, "data": {"object": {"object": "refund"}}}, {"type": "\x00"},
    ],
)  # fmt: skip
def test_what_is_no_event_is_refused_in_one_word(bad: dict[str, Any]) -> None:
    gift = make_gift(make_fund(0), SUM)
    with pytest.raises(ValueError, match="not an event"):
        told.read(event_of_payment(gift) | bad if bad else {})


@pytest.mark.parametrize("satang", [10**30, -(10**30), "much"])
def test_a_sum_no_book_can_hold_is_no_event(satang: object) -> None:
    gift = make_gift(make_fund(0), SUM)
    for one in (
        event_of_session(gift, "completed", amount_total=satang),
        event_of_dispute(gift, "closed", "won", 10**30),
    ):
        with pytest.raises(ValueError, match="not an event"):
            told.read(one)


def test_kept_facts_say_what_the_event_said() -> None:
    gift = make_gift(make_fund(0), SUM)
    for one in (event_of_dispute(gift, "created", "needs_response", -1, 5), event_of_session(gift, "completed")):
        assert told.from_facts(told.read(one).facts()) == told.read(one)
