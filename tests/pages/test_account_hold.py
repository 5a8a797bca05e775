"""Whoever changes where their money goes waits a day for it: theft has to be noticed before the money is gone."""

from datetime import datetime, timedelta

import pytest

from marketplace.earnings import decisions, destinations, payouts, waiting
from marketplace.earnings.destinations import HELD
from marketplace.earnings.taking_out import Dropped
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from models.account import Account
from models.earning import Earning
from models.payout import PayoutAccount, PayoutBatch
from models.session import db as session
from models.vocabulary import EarningState, PayoutState, Role
from models.youth import Youth
from tests.factories.desk import Desk, pays_to, plain_earning, typed
from tests.factories.money import lines, make_batch, make_fund, without_account

EDGE = timedelta(microseconds=1)


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def approved(desk: Desk, fund, number: str = "") -> Earning:
    earning = plain_earning(fund)
    decisions.approve(earning, by=desk.people.officer)
    if number:
        pays_to(earning, number)
    return earning


def prepare(desk: Desk, fund) -> PayoutBatch:
    return payouts.prepare(fund, until=clock.today(), pay_on=payouts.first_day(), by=desk.people.officer)


def changed(earning: Earning, number: str = "0898765432") -> datetime:
    pays_to(earning, number)
    return session.get_one(PayoutAccount, earning.youth_id).changed_at


def test_a_first_account_waits_for_nobody(desk) -> None:
    fund = make_fund()
    earning = approved(desk, fund, "0812345678")
    assert session.get_one(PayoutAccount, earning.youth_id).held_until is None
    assert [line.account_end for line in lines(prepare(desk, fund))] == ["5678"]


def test_saying_the_same_again_changes_nothing(desk) -> None:
    earning = approved(desk, make_fund(), "0812345678")
    with clock.frozen(clock.now() + timedelta(hours=1)):
        pays_to(earning, "+66 81 234 5678")
    account = session.get_one(PayoutAccount, earning.youth_id)
    assert (account.held_until, account.changed_at < clock.now()) == (None, True)


@pytest.mark.parametrize(("after", "is_paid"), [(EDGE, False), (HELD - EDGE, False), (HELD, True), (HELD + EDGE, True)])
def test_a_change_waits_a_day_to_the_moment(desk, after: timedelta, is_paid: bool) -> None:
    fund = make_fund()
    mover, other = approved(desk, fund, "0812345678"), approved(desk, fund, "0812345679")
    at = changed(mover)
    with clock.frozen(at + after):
        batch = prepare(desk, fund)
        assert {line.youth_id for line in lines(batch)} == {other.youth_id, *([mover.youth_id] if is_paid else [])}
        held = waiting.held_back(waiting.due(fund, clock.today()))
        assert held == [] if is_paid else [until for _, until in held] == [at + HELD]
    assert mover.state == (EarningState.IN_BATCH if is_paid else EarningState.APPROVED)


def test_a_second_change_begins_the_day_again(desk) -> None:
    fund = make_fund()
    earning = approved(desk, fund, "0812345678")
    at = changed(earning)
    with clock.frozen(at + timedelta(hours=23)):
        changed(earning, "0812345678")
    with clock.frozen(at + timedelta(hours=25)), pytest.raises(Invalid):
        prepare(desk, fund)
    with clock.frozen(at + timedelta(hours=47)):
        assert len(lines(prepare(desk, fund))) == 1


def test_where_everybody_waits_the_officer_is_told_until_when(desk) -> None:
    fund = make_fund()
    at = changed(approved(desk, fund, "0812345678"))
    today = typed(clock.today())
    refused = desk.officer.post(
        f"/office/funds/{fund.ref}/batches", data={"until": today, "pay_on": typed(payouts.first_day())}
    )
    assert refused.status_code == 422
    assert "เพิ่งเปลี่ยนบัญชีรับเงินไม่ถึง 24 ชั่วโมง" in refused.get_data(as_text=True)
    page = desk.officer.page(f"/office/funds/{fund.ref}").get_text()
    assert "นูรีน สาแลแม เพิ่งเปลี่ยนบัญชีรับเงิน ต้องรอถึง" in page
    assert f"{clock.bangkok(at + HELD):%H.%M}" in page


def test_the_officer_sees_who_was_left_and_the_auditor_no_name(desk) -> None:
    fund = make_fund()
    mover = approved(desk, fund, "0812345678")
    approved(desk, fund, "0812345679")
    changed(mover)
    today = typed(clock.today())
    made = desk.officer.post(
        f"/office/funds/{fund.ref}/batches", data={"until": today, "pay_on": typed(payouts.first_day())}
    )
    told = desk.officer.page(made.headers["Location"]).get_text()
    assert "เพิ่งเปลี่ยนบัญชีรับเงินไม่ถึง 24 ชั่วโมง: 1 คน" in told
    assert "ต้องรอถึง" in told


def test_a_line_whose_account_changed_since_is_back_in_the_queue_when_the_list_closes(desk) -> None:
    fund = make_fund()
    mover, other = approved(desk, fund, "0812345678"), approved(desk, fund, "0812345679")
    batch = prepare(desk, fund)
    where = f"/office/batches/{batch.ref}"
    with clock.frozen(batch.prepared_at + EDGE):
        changed(mover)
    assert desk.officer.post(f"{where}/lock").status_code == 303
    told = "เอาออกจากรอบเพราะเปลี่ยนบัญชีรับเงินหลังจัดรายการ: นูรีน สาแลแม"
    assert told in desk.officer.page(where).get_text()
    assert desk.officer.post(f"{where}/lock").status_code == 409
    assert (batch.state, batch.total_satang) == (PayoutState.LOCKED, 100_00)
    assert [line.youth_id for line in lines(batch)] == [other.youth_id]
    assert (mover.state, other.state) == (EarningState.APPROVED, EarningState.IN_BATCH)
    assert "เปลี่ยนบัญชีรับเงินหลังจัดรอบจ่าย" in desk.officer.page(f"/office/earnings/{mover.ref}").get_text()


def test_a_change_whose_day_is_over_before_the_list_closes_is_not_paid_unseen(desk) -> None:
    fund = make_fund()
    mover = approved(desk, fund, "0812345678")
    batch = prepare(desk, fund)
    with clock.frozen(batch.prepared_at + EDGE):
        changed(mover)
    with clock.frozen(batch.prepared_at + timedelta(days=2)):
        officer = desk.sign_in(desk.accounts[Role.OFFICER])
        assert officer.post(f"/office/batches/{batch.ref}/lock").status_code == 303
        assert (batch.state, lines(batch), mover.state) == (PayoutState.OPEN, [], EarningState.APPROVED)
        assert "ไม่เหลือรายการแล้ว" in officer.page(f"/office/batches/{batch.ref}").get_text()
        assert [line.account_end for line in lines(prepare(desk, fund))] == ["5432"]


def test_a_first_account_told_after_the_batch_was_prepared_is_taken_when_the_list_closes(desk) -> None:
    fund = make_fund()
    late = approved(desk, fund)
    batch = make_batch(fund, desk.people)
    without_account(*lines(batch))
    with clock.frozen(batch.prepared_at + EDGE):
        pays_to(late, "0812345678")
        assert payouts.lock(batch, by=desk.people.officer) == Dropped([], [], [], [])
    line = lines(batch)[0]
    session.refresh(line)
    assert (line.method, line.account_end) == ("promptpay", "5678")


def test_the_young_person_reads_until_when_and_why(desk) -> None:
    earning = approved(desk, make_fund(), "0812345678")
    youth = session.get_one(Youth, earning.youth_id)
    client = desk.sign_in(session.get_one(Account, youth.account_id))
    assert "คุณเพิ่งเปลี่ยน" not in client.page("/youth/money").get_text()
    assert "หลังเปลี่ยนแล้วจะยังไม่โอนเงิน" in client.page("/youth/money/account").get_text()
    answer = client.post("/youth/money/account", data={"method": "promptpay", "number": "0898765432", "bank": ""})
    assert answer.status_code == 303
    until = session.get_one(PayoutAccount, youth.id).held_until
    page = client.page("/youth/money").get_text()
    assert "คุณเพิ่งเปลี่ยนบัญชีไม่ถึง 24 ชั่วโมง" in page
    assert f"{clock.bangkok(until):%H.%M}" in page
    with clock.frozen(until):
        assert destinations.held([youth.id]) == {}
        client = desk.sign_in(session.get_one(Account, youth.account_id))
        assert "คุณเพิ่งเปลี่ยนบัญชีไม่ถึง" not in client.page("/youth/money").get_text()
