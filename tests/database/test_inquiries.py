"""The giver's bank asks before it disputes: no money moves, and sending it back stays possible and ends it."""

from itertools import permutations

import pytest
import stripe as sdk
from sqlalchemy import select

from marketplace.access import Actor
from marketplace.earnings import funds, verify
from marketplace.earnings.funds import FundSheet
from marketplace.i18n.text import use
from marketplace.kernel.errors import IllegalMove
from marketplace.kernel.money import baht
from marketplace.notices.words import unpack
from marketplace.payments import asking, inquiries, reconciling, refunds
from marketplace.payments.inquiries import State
from models.earning import Fund
from models.gift import Difference, Gift, GiftDispute
from models.history import Notice
from models.session import db
from models.vocabulary import RefundState
from tests.database.test_stripe_rail import paid, work
from tests.factories.gifts import event_of_dispute, event_of_session, make_gift, make_paid_gift, tell
from tests.factories.money import make_fund, three_people
from tests.fixtures.fake_stripe import FakeStripe

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]


def hear(stripe: FakeStripe) -> None:
    for one in stripe.events:
        tell(one)


def sheet(gift: Gift) -> FundSheet:
    return funds.sheet(db.get_one(Fund, gift.fund_id))


def broken() -> list[str]:
    db.flush()
    return [f"{found.name}: {found.breaches}" for found in verify.invariants() if found.breaches]


def test_it_moves_no_money_and_all_that_is_sent_back_ends_it(stripe: FakeStripe) -> None:
    gift, people = paid(stripe, "card"), three_people()
    before = sheet(gift)
    stripe.inquire(gift.payment_ref or "")
    hear(stripe)
    (asked,) = inquiries.of(gift)
    assert (asked.state, asked.amount_satang, asked.answer_by_at is not None) == (State.ASKED, gift.amount_satang, True)
    assert (sheet(gift), db.scalars(select(GiftDispute)).all()) == (before, [])
    assert refunds.left_of(gift) == gift.amount_satang
    back = refunds.ask(gift, gift.amount_satang, reason="ผู้ให้ขอคืน", by=people.officer)
    refunds.approve(back, gift, by=people.approver)
    assert work() == "1 sent"
    hear(stripe)
    assert (back.state, [one.state for one in inquiries.of(gift)]) == (RefundState.DONE, [State.ENDED])
    assert (sheet(gift).available, db.scalars(select(GiftDispute)).all(), broken()) == (0, [], [])


def test_a_part_sent_back_leaves_it_and_it_may_end_by_itself(stripe: FakeStripe) -> None:
    gift, people = paid(stripe, "card"), three_people()
    asked = stripe.inquire(gift.payment_ref or "")
    back = refunds.ask(gift, 100_00, reason="ผู้ให้ขอคืน", by=people.officer)
    hear(stripe)
    refunds.approve(back, gift, by=people.approver)
    assert work() == "1 sent"
    hear(stripe)
    assert (back.state, [one.state for one in inquiries.of(gift)]) == (RefundState.DONE, [State.ASKED])
    stripe.end_inquiry(asked)
    hear(stripe)
    assert [one.state for one in inquiries.of(gift)] == [State.ENDED]
    assert (refunds.left_of(gift), broken()) == (gift.amount_satang - 100_00, [])


def test_once_it_is_a_dispute_the_money_goes_and_nothing_is_sent_back(stripe: FakeStripe) -> None:
    gift, people = paid(stripe, "card"), three_people()
    asked = stripe.inquire(gift.payment_ref or "")
    hear(stripe)
    stripe.escalate(asked)
    hear(stripe)
    assert inquiries.of(gift) == []
    assert [one.state for one in db.scalars(select(GiftDispute))] == ["open"]
    assert sheet(gift).missing > 0
    with pytest.raises(IllegalMove, match="ธนาคารของผู้ให้"):
        refunds.ask(gift, 1_00, reason="ผิดกองทุน", by=people.officer)
    stripe.decide(asked, won=True)
    hear(stripe)
    assert (refunds.left_of(gift), sheet(gift).missing, broken()) == (gift.amount_satang, 0, [])


def test_in_every_order_it_ends_alike(stripe: FakeStripe) -> None:
    gift = paid(stripe, "card")
    known = len(stripe.events)
    asked = stripe.inquire(gift.payment_ref or "")
    stripe.escalate(asked)
    stripe.decide(asked, won=False)
    found = set()
    for order in permutations(stripe.events[known:]):
        mark = db.begin_nested()
        for one in (*order, *order[:2]):
            tell(one)
        ends = tuple(db.scalars(select(GiftDispute.state)))
        found.add((sheet(gift).missing, ends, tuple(inquiries.of(gift))))
        mark.rollback()
        db.expire_all()
    assert [(ends, left) for _, ends, left in found] == [(("lost",), ())]


def test_the_night_finds_nothing_wrong(stripe: FakeStripe) -> None:
    gift = paid(stripe, "card")
    stripe.inquire(gift.payment_ref or "")
    db.commit()
    assert reconciling.nightly() == "1 missed, 0 differ"
    db.expire_all()
    assert [one.state for one in inquiries.of(gift)] == [State.ASKED]
    assert db.scalars(select(Difference)).all() == []


def test_the_words_are_those_of_the_service() -> None:
    words = sdk.Dispute.__annotations__["status"]
    assert all(f"'{word}'" in str(words).replace('"', "'") for word in inquiries.WORDS)


def told_of(gift: Gift) -> list[tuple[str, str]]:
    """What officers were told about a gift, as event and words."""
    db.flush()
    path = f"/office/gifts/{gift.ref}"
    wanted = select(Notice).where(Notice.path == path).order_by(Notice.id)
    with use("en"):
        return [(one.event, str(unpack(one.message))) for one in db.scalars(wanted)]


def due(gift: Gift, by: Actor) -> list[tuple[str, bool]]:
    return [(one.gift_ref, one.answer_by_at is not None) for one in asking.awaited_of(by)]


def test_the_office_is_told_once_with_the_day_and_once_more_when_it_is_a_dispute(stripe: FakeStripe) -> None:
    gift, people = paid(stripe, "card"), three_people()
    asked = stripe.inquire(gift.payment_ref or "")
    for _ in range(2):
        hear(stripe)
    (told,) = told_of(gift)
    assert told[0] == "gift.asked"
    assert f"gift of {baht(gift.amount_satang)} baht. Answer by" in told[1]
    assert due(gift, people.officer) == [(gift.ref, True)]
    stripe.escalate(asked)
    for _ in range(2):
        hear(stripe)
    assert [event for event, _ in told_of(gift)] == ["gift.asked", "gift.disputed"]
    assert due(gift, people.approver) == [(gift.ref, True)]
    stripe.decide(asked, won=True)
    hear(stripe)
    assert ([event for event, _ in told_of(gift)], due(gift, people.officer)) == (["gift.asked", "gift.disputed"], [])


def test_in_no_order_is_anybody_told_twice_of_the_same(stripe: FakeStripe) -> None:
    gift, people = paid(stripe, "card"), three_people()
    known = len(stripe.events)
    asked = stripe.inquire(gift.payment_ref or "")
    stripe.escalate(asked)
    stripe.decide(asked, won=False)
    found = set()
    for order in permutations(stripe.events[known:]):
        mark = db.begin_nested()
        for one in (*order, *order):
            tell(one)
        events = [event for event, _ in told_of(gift)]
        assert len(events) == len(set(events))
        found.add("gift.disputed" in events)
        assert due(gift, people.officer) == []
        mark.rollback()
        db.expire_all()
    assert found == {True}


def test_what_waits_for_its_payment_is_told_once_when_that_is_known() -> None:
    three_people()
    gift = make_gift(make_fund(0))
    for _ in range(2):
        tell(event_of_dispute(gift, "created", "warning_needs_response"))
    assert told_of(gift) == []
    tell(event_of_session(gift, "completed"))
    assert [event for event, _ in told_of(gift)] == ["gift.asked"]


def test_what_was_answered_waits_no_more_and_what_has_no_day_stands_last() -> None:
    people, fund = three_people(), make_fund(0)
    first, second, third = (make_paid_gift(fund) for _ in range(3))
    tell(event_of_dispute(first, "created", "needs_response", evidence_details=None))
    tell(event_of_dispute(second, "created", "needs_response"))
    tell(event_of_dispute(third, "created", "warning_needs_response"))
    assert due(first, people.officer) == [(third.ref, True), (second.ref, True), (first.ref, False)]
    assert "Answer it soon" in told_of(first)[0][1]
    tell(event_of_dispute(second, "updated", "under_review"))
    tell(event_of_dispute(third, "closed", "warning_closed"))
    assert due(first, people.officer) == [(first.ref, False)]


def test_other_offices_read_nothing_of_it() -> None:
    gift = make_paid_gift(make_fund(0))
    elsewhere = three_people(area_code="1001").officer
    tell(event_of_dispute(gift, "created", "needs_response"))
    assert (due(gift, elsewhere), told_of(gift)) == ([], [])
