"""A transfer recorded by hand goes back by hand, by two people; and none is dated before its fund began."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.earnings import verify
from marketplace.kernel import clock
from marketplace.ledger import accounts
from marketplace.payments import gifts, refunds, rounds
from marketplace.payments.gifts import Transfer
from models.account import Account
from models.earning import Fund
from models.gift import Gift, GiftRefund
from models.session import db
from models.vocabulary import GiftWay, RefundState
from tests.factories.gifts import make_gift
from tests.factories.money import People, make_fund, three_people
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def came(fund: Fund, people: People) -> Gift:
    gift = make_gift(fund, 500_00, way=GiftWay.TRANSFER)
    gifts.record_transfer(gift, Transfer("KTB-1", "คำสั่ง 1", clock.today()), by=people.officer)
    return gift


def be(client: Client, account_id: int | None) -> None:
    client.sign_in(db.get_one(Account, account_id))


def cash(fund: Fund) -> int:
    return accounts.balance(f"{fund.ref}/cash")


def test_a_transfer_goes_back_by_two_people_and_everybody_reads_it(client: Client) -> None:
    fund, people = make_fund(1_000_00), three_people()
    gift = came(fund, people)
    be(client, people.officer.account_id)
    typed = {"amount": "500", "reason": "โอนผิดกองทุน"}
    assert client.post(f"/office/gifts/{gift.ref}/refund", data=typed).status_code == 303
    way_back = db.scalars(select(GiftRefund)).one()
    sent = f"/office/refunds/{way_back.ref}/sent"
    assert client.post(sent, data={"decision": "sent", "bank_ref": "KTB-2"}).status_code == 409  # nobody has agreed yet
    be(client, people.approver.account_id)
    assert client.post(f"/office/refunds/{way_back.ref}", data={"decision": "approve"}).status_code == 303
    assert cash(fund) == 1_000_00
    assert client.post(sent, data={"decision": "sent", "bank_ref": "KTB-2"}).status_code == 403
    be(client, people.officer.account_id)
    assert client.page(f"/office/gifts/{gift.ref}").select_one(f'form[action="{sent}"]')
    assert client.post(sent, data={"decision": "sent", "bank_ref": " "}).status_code == 422
    assert client.post(sent, data={"decision": "sent", "bank_ref": "KTB-2"}).status_code == 303
    db.refresh(way_back)
    assert (way_back.state, way_back.service_ref) == (RefundState.DONE, "KTB-2")
    assert client.post(sent, data={"decision": "sent", "bank_ref": "KTB-3"}).status_code == 409
    for page in (f"/give/{gift.ref}", f"/give/{gift.ref}/receipt"):
        assert "500 บาท" in client.page(page).get_text()
        assert "คืน" in client.page(page).get_text()
        assert "เงินอยู่ในบัญชีกองทุนแล้ว" not in client.page(page).get_text()
    assert "ผู้ออกใบรับเงิน" in client.page(f"/give/{gift.ref}/receipt").get_text()
    assert not [one for one in verify.invariants() if one.breaches]


def test_what_could_not_be_sent_is_the_funds_again(client: Client) -> None:
    fund, people = make_fund(0), three_people()
    gift = came(fund, people)
    way_back = refunds.ask(gift, 200_00, reason="ผิดกองทุน", by=people.officer)
    refunds.approve(way_back, gift, by=people.approver)
    assert cash(fund) == 300_00
    be(client, people.officer.account_id)
    sent = f"/office/refunds/{way_back.ref}/sent"
    assert client.post(sent, data={"decision": "failed"}).status_code == 303
    assert client.post(sent, data={"decision": "failed"}).status_code == 409
    assert cash(fund) == 500_00
    assert not [one for one in verify.invariants() if one.breaches]


def test_the_worker_sends_no_transfer_to_the_payment_service() -> None:
    fund, people = make_fund(0), three_people()
    gift = came(fund, people)
    refunds.approve(refunds.ask(gift, 200_00, reason="ผิดกองทุน", by=people.officer), gift, by=people.approver)
    db.commit()
    assert rounds._to_send() == []


@pytest.mark.parametrize("days", [1, 25_000])
def test_a_day_before_the_fund_began_is_refused_at_the_field(client: Client, days: int) -> None:
    fund, people = make_fund(0), three_people()
    be(client, people.officer.account_id)
    typed = {
        "received_on": (fund.starts_on - timedelta(days=days)).isoformat(),
        "bank_ref": "KTB-1",
        "document_ref": "คำสั่ง 1",
        "giver_kind": "company",
        "giver_name": "ร้านใจดี",
        "amount": "500",
    }
    answered = client.post(f"/office/funds/{fund.ref}/gifts/arrival", data=typed)
    assert answered.status_code == 422
    assert "กองทุนเริ่ม" in answered.get_data(as_text=True)
    assert db.scalars(select(Gift)).all() == []
    typed["received_on"] = fund.starts_on.isoformat()
    assert client.post(f"/office/funds/{fund.ref}/gifts/arrival", data=typed).status_code == 303
