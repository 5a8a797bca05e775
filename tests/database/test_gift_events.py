"""What the payment service tells, in any order and as often as it likes: the books end as if told once and in order."""

import random
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select

from marketplace.earnings import funds, verify
from marketplace.earnings.funds import FundSheet
from marketplace.payments import inbox, told
from models.earning import Fund
from models.gift import Difference, Gift, GiftDispute, GiftRefund, ServiceEvent
from models.ledger import LedgerEntry
from models.session import db
from models.vocabulary import DifferenceKind, EventOutcome, GiftState
from tests.factories.gifts import (
    event_of_dispute,
    event_of_payment,
    event_of_refund,
    event_of_session,
    make_gift,
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


def story(gift: Gift, dice: random.Random) -> list[Told]:
    """A life of a gift as the service would tell it, in order."""
    told_ = [event_of_session(gift, "completed", "unpaid")] if dice.random() < 0.6 else []
    if told_ and dice.random() < 0.2:
        return [*told_, event_of_session(gift, "async_payment_failed", "unpaid")]
    if not told_ and dice.random() < 0.15:
        return [event_of_session(gift, "expired", "unpaid")]
    told_.append(event_of_session(gift, "async_payment_succeeded" if told_ else "completed"))
    told_.append(event_of_payment(gift))
    part = dice.choice((SUM, 100_00, 1))
    if dice.random() < 0.6:
        told_.append(event_of_refund(gift, "created", dice.choice(("pending", "requires_action")), amount=part))
        end = dice.choice(("succeeded", "failed", ""))
        if end:
            told_.append(event_of_refund(gift, "failed" if end == "failed" else "updated", end, amount=part))
    if dice.random() < 0.4:
        told_.append(event_of_dispute(gift, "created", "needs_response", -SUM - 500_00))
        told_.append(event_of_dispute(gift, "funds_withdrawn", "under_review", -SUM - 500_00))
        if dice.random() < 0.5:
            told_.append(event_of_dispute(gift, "funds_reinstated", "won", -SUM - 500_00, SUM + 500_00))
            told_.append(event_of_dispute(gift, "closed", "won", -SUM - 500_00, SUM + 500_00))
    return told_


def sequences(count: int, seed: int) -> None:
    gift = make_gift(make_fund(0), SUM)
    db.flush()
    in_order: dict[str, tuple[Any, ...]] = {}
    for number in range(count):
        dice = random.Random(seed * 1_000_003 + number)
        events = story(gift, dice)
        # Many lives are alike but for the numbers of their events.
        life = repr([(one["type"], one["data"]) for one in events])
        if life not in in_order:
            in_order[life] = after(events)
        mixed = events + dice.choices(events, k=dice.randrange(len(events) + 1))
        dice.shuffle(mixed)
        assert after(mixed) == in_order[life], f"seed {seed} sequence {number}: {[one['type'] for one in mixed]}"


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
    sequences(500, seed=2569)


@pytest.mark.full
@pytest.mark.on_both
@pytest.mark.parametrize("seed", range(5))
def test_ten_thousand_sequences_end_as_told_once_and_in_order(seed: int) -> None:
    sequences(1_000, seed=seed)


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


@pytest.mark.parametrize(
    "bad",
    [
        {}, {"data": None}, {"data": {"object": []}}, {"id": None, "created": "x"}, {"created": 10**30},
        {"id": "e" * 300}, {"livemode": None, "data": {"object": {"object": "refund"}}}, {"type": "\x00"},
    ],
)  # fmt: skip
def test_what_is_no_event_is_refused_in_one_word(bad: dict[str, Any]) -> None:
    gift = make_gift(make_fund(0), SUM)
    with pytest.raises(ValueError, match="not an event"):
        told.read(event_of_payment(gift) | bad if bad else {})


def test_kept_facts_say_what_the_event_said() -> None:
    gift = make_gift(make_fund(0), SUM)
    for one in (event_of_dispute(gift, "created", "needs_response", -1, 5), event_of_session(gift, "completed")):
        assert told.from_facts(told.read(one).facts()) == told.read(one)
