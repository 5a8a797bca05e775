"""Giving in pages: the giver's, the office's, and what auditors take away; with Stripe and with transfers alone."""

import csv
import io

import pytest
from sqlalchemy import select

from marketplace.earnings import funds
from marketplace.kernel import clock
from marketplace.payments import refunds
from models.account import Account
from models.earning import Fund
from models.gift import Difference, Gift, GiftRefund, ServiceBalance
from models.session import db as session
from models.vocabulary import DifferenceState, GiftState, GiftWay, RefundState, Role
from tests.factories.desk import Desk, typed
from tests.factories.enrolments import give_role, make_account, make_staff
from tests.factories.gifts import (
    event_of_dispute,
    event_of_payment,
    event_of_refund,
    make_difference,
    make_gift,
    make_paid_gift,
    tell,
)
from tests.factories.money import make_fund
from tests.fixtures.client import read_page
from tests.fixtures.fake_stripe import FakeStripe

GIVEN = {"amount": "๕๐๐", "giver_kind": "person", "giver_name": "สมศรี", "giver_email": "s@example.org"}


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


@pytest.fixture
def fund(db) -> Fund:
    made = make_fund(0)
    made.takes_gifts = True
    return made


def test_a_gift_by_card_gets_its_page_in_the_request_and_is_settled_once(client, fund, stripe: FakeStripe) -> None:
    client.page("/give")
    where = f"/give/to/{fund.ref}"
    client.page(where)
    answers = [client.post(where, data=GIVEN | {"way": "online", "once": "g" * 20}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    gift = session.scalars(select(Gift)).one()
    assert answers[0].location == answers[1].location == f"/give/{gift.ref}"
    assert gift.state == GiftState.OPENED
    page = client.page(f"/give/{gift.ref}")
    assert page.find("a", href=gift.session_url) is not None
    assert client.get(f"/give/{gift.ref}/receipt").status_code == 404
    stripe.pay(gift.session_ref, "card")
    assert client.post(f"/give/{gift.ref}/look").status_code == 303
    assert stripe.deliver(client, seed=7) == [200] * len(stripe.deliver(client, seed=7))
    assert funds.sheet(session.get_one(Fund, fund.id)).available == 500_00
    assert "ห้าร้อยบาทถ้วน" in client.page(f"/give/{gift.ref}/receipt").get_text()
    for page in (f"/give/{gift.ref}", f"/give/{gift.ref}/receipt"):
        told = client.page(page).main.get_text()
        assert ("ผู้ให้บริการรับชำระเงิน" in told, "เงินอยู่ในบัญชีกองทุน" in told) == (True, False)
        assert "กองทุนได้รับเงินแล้ว" not in told


def test_when_stripe_is_down_the_gift_waits_and_nothing_is_lost(client, fund, stripe: FakeStripe) -> None:
    stripe.broken = [1] * 9
    answer = client.post(f"/give/to/{fund.ref}", data=GIVEN | {"way": "online"})
    gift = session.scalars(select(Gift)).one()
    assert (answer.status_code, gift.state) == (303, GiftState.STARTED)
    assert "กำลังเตรียม" in client.page(f"/give/{gift.ref}").get_text()


@pytest.mark.parametrize(
    "bad",
    [
        {"amount": "19"}, {"amount": "1000000"}, {"amount": "มาก"}, {"amount": "-5"}, {"giver_name": " "},
        {"giver_email": "x"}, {"way": "cash"}, {"way": "online"}, {"giver_kind": "god"}, {"giver_name": "ก" * 161},
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_said_at_the_field_and_nothing_is_kept(client, fund, bad) -> None:
    answer = client.post(f"/give/to/{fund.ref}", data=GIVEN | {"way": "transfer"} | bad)
    assert answer.status_code == 422
    assert session.scalars(select(Gift)).all() == []


def test_a_transfer_is_recorded_with_its_document_and_a_fund_is_opened_for_gifts(desk, client) -> None:
    fund = make_fund(0)
    assert client.get(f"/give/to/{fund.ref}").status_code == 404
    base = f"/office/funds/{fund.ref}/gifts"
    assert desk.officer.post(base, data={"takes": "y", "transfer_to": "ธ.กรุงไทย 123-4-56789-0"}).status_code == 303
    answer = client.post(f"/give/to/{fund.ref}", data=GIVEN | {"way": "transfer"})
    gift = session.scalars(select(Gift)).one()
    assert "123-4-56789-0" in client.page(answer.location).get_text()
    desk.officer.page(base)
    desk.officer.page(f"/office/gifts/{gift.ref}")
    came = {"received_on": typed(clock.today()), "bank_ref": "KTB-77", "document_ref": "ใบเสร็จ 1/2569"}
    assert desk.officer.post(f"/office/gifts/{gift.ref}/transfer", data=came | {"bank_ref": ""}).status_code == 422
    assert desk.officer.post(f"/office/gifts/{gift.ref}/transfer", data=came).status_code == 303
    desk.officer.page(f"{base}/arrival")
    more = {"giver_kind": "authority", "giver_name": "อบต.สะเตง", "amount": "20,000"}
    again = desk.officer.post(f"{base}/arrival", data=came | more)
    assert again.status_code == 422
    assert desk.officer.post(f"{base}/arrival", data=came | more | {"bank_ref": "KTB-78"}).status_code == 303
    assert funds.sheet(session.get_one(Fund, fund.id)).cash == 20_500_00
    other = make_gift(fund, way=GiftWay.TRANSFER)
    assert desk.officer.post(f"/office/gifts/{other.ref}/give-up").status_code == 303


def test_a_refund_goes_through_two_people_in_pages(desk, fund) -> None:
    gift = make_paid_gift(fund)
    asked = {"amount": "200", "reason": "โอนผิดกองทุน"}
    assert desk.officer.post(f"/office/gifts/{gift.ref}/refund", data=asked | {"amount": "501"}).status_code == 422
    nothing = desk.officer.post(f"/office/gifts/{gift.ref}/refund", data=asked | {"amount": "0"})
    assert (nothing.status_code, "มากกว่าศูนย์" in nothing.get_data(as_text=True)) == (422, True)
    assert desk.officer.post(f"/office/gifts/{gift.ref}/refund", data=asked).status_code == 303
    way_back = session.scalars(select(GiftRefund)).one()
    assert "รอผู้อนุมัติ" in desk.approver.page(f"/office/gifts/{gift.ref}").get_text()
    assert desk.officer.post(f"/office/refunds/{way_back.ref}", data={"decision": "approve"}).status_code == 403
    assert desk.approver.post(f"/office/refunds/{way_back.ref}", data={"decision": "approve"}).status_code == 303
    assert session.get_one(GiftRefund, way_back.id).state == RefundState.APPROVED
    assert refunds.left_of(session.get_one(Gift, gift.id)) == 300_00


def test_what_a_dispute_took_is_not_offered_to_be_sent_back(desk, fund) -> None:
    gift = make_paid_gift(fund)
    asked = {"amount": "200", "reason": "โอนผิดกองทุน"}
    assert desk.officer.post(f"/office/gifts/{gift.ref}/refund", data=asked).status_code == 303
    way_back = session.scalars(select(GiftRefund)).one()
    tell(event_of_dispute(gift, "created", "needs_response", -1_000_00))
    page = desk.approver.page(f"/office/gifts/{gift.ref}")
    assert "ระหว่างนี้ยังคืนเงินไม่ได้" in page.get_text()
    assert [one["value"] for one in page.find_all("button", attrs={"name": "decision"})] == ["decline"]
    approved = desk.approver.post(f"/office/refunds/{way_back.ref}", data={"decision": "approve"})
    assert (approved.status_code, "ธนาคารของผู้ให้" in approved.get_data(as_text=True)) == (409, True)
    assert f"/office/gifts/{gift.ref}/refund" not in str(desk.officer.page(f"/office/gifts/{gift.ref}"))
    refused = desk.officer.post(f"/office/gifts/{gift.ref}/refund", data=asked)
    assert (refused.status_code, "ธนาคารของผู้ให้" in refused.get_data(as_text=True)) == (409, True)


@pytest.mark.parametrize(("end", "words"), [("", "กำลังตรวจสอบ"), ("lost", "เรียกเงินครั้งนี้คืน"), ("won", "ขอบคุณ")])
def test_a_giver_reads_of_a_dispute_and_no_receipt_claims_what_was_taken_back(client, fund, end, words) -> None:
    gift = make_paid_gift(fund)
    tell(event_of_dispute(gift, "created", "needs_response", -1_000_00))
    if end:
        back = (1_000_00,) if end == "won" else ()
        tell(event_of_dispute(gift, "closed", end, -1_000_00, *back))
    page, paper = client.page(f"/give/{gift.ref}"), client.page(f"/give/{gift.ref}/receipt").main.get_text()
    assert words in page.main.get_text()
    assert "โต้แย้งกับธนาคาร" in page.main.get_text()
    receipt = page.find("a", href=f"/give/{gift.ref}/receipt") is not None
    assert (receipt, "ไม่ใช่ใบรับเงิน" in paper, "ผู้ออกใบรับเงิน" in paper) == (
        (True, False, True) if end == "won" else (False, True, False)
    )


def test_a_difference_is_answered_in_pages(desk, app) -> None:
    fund = make_fund(1_000_00)
    first, second = make_difference(fund), make_difference(fund)
    assert "ยอดที่ผู้ให้บริการ" in desk.officer.page("/office/differences").get_text()
    where = f"/office/differences/{first.ref}"
    desk.officer.page(where)
    assert desk.officer.post(where, data={"answer": "propose", "reason": "หักค่าโอน"}).status_code == 422
    untold = {"answer": "propose", "amount": "25", "reason": "ธนาคารหักค่าโอน"}
    assert desk.officer.post(where, data=untold).status_code == 422
    told = {"answer": "propose", "way": "down", "amount": "25", "reason": "ธนาคารหักค่าโอน"}
    assert desk.officer.post(where, data=told).status_code == 303
    assert "เห็นชอบ" in desk.approver.page(where).get_text()
    assert desk.approver.post(f"{where}/agree", data={"decision": "agree"}).status_code == 303
    explained = {"answer": "explain", "reason": "วันหยุดธนาคาร"}
    assert desk.officer.post(f"/office/differences/{second.ref}", data=explained).status_code == 303
    assert session.get_one(Difference, first.id).state == DifferenceState.ADJUSTED
    assert funds.sheet(session.get_one(Fund, fund.id)).cash == 975_00
    told = desk.officer.page("/office/differences").get_text()
    adjusted = session.get_one(Difference, first.id)
    both = [session.get_one(Account, by).name for by in (adjusted.proposed_by_id, adjusted.decided_by_id)]
    assert all(words in told for words in (fund.ref, " · ".join(both)))
    steward = make_account()
    give_role(steward, Role.STEWARD)
    assert app.test_client().sign_in(steward).get(where).status_code == 404


def test_an_auditor_reads_the_rules_and_takes_the_journal_away(desk, app, fund) -> None:
    make_paid_gift(fund, 1_234_50)
    auditor = app.test_client().sign_in(make_staff(Role.AUDITOR, "95"))
    assert "งบทดลอง" in auditor.page("/steward/trial-balance").get_text()
    for said in ("x", "31/02/2569", "2026-13-01", "1/1/0001", "1/1/2573"):
        asked = auditor.get("/steward/trial-balance", query_string={"day": said})
        page = read_page(asked)
        assert (asked.status_code, page.find(id="day")["value"], "1,234.50" in page.get_text()) == (422, said, False)
        assert auditor.get("/steward/trial-balance.csv", query_string={"day": said}).status_code == 422
        assert auditor.get("/steward/journal.csv", query_string={"first": said}).status_code == 422
    turned = auditor.get("/steward/journal.csv?first=2026-02-02&last=2026-02-01")
    assert (turned.status_code, "ก่อนวันแรก" in turned.get_data(as_text=True)) == (422, True)
    assert "เครดิต" in auditor.page("/steward/chart").get_text()
    text = auditor.get("/steward/journal.csv").get_data(as_text=True).lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["event"], row["account"], row["debit"], row["credit"]) for row in rows] == [
        ("donation", "clearing", "1234.50", "0.00"), ("donation", "available", "0.00", "1234.50"),
    ]  # fmt: skip
    for name in ("journal", "trial-balance"):
        assert auditor.get(f"/steward/{name}.xlsx").data.startswith(b"PK")
    stranger = app.test_client().sign_in(make_staff(Role.AUDITOR, "70"))
    assert len(stranger.get("/steward/journal.csv").get_data(as_text=True).splitlines()) == 1


def test_a_funder_finds_their_own_gifts_again(app, fund) -> None:
    funder = make_account()
    give_role(funder, Role.FUNDER, area_code="95")
    browser = app.test_client().sign_in(funder)
    assert browser.post(f"/give/to/{fund.ref}", data=GIVEN | {"way": "transfer"}).status_code == 303
    gift = session.scalars(select(Gift)).one()
    assert browser.page("/funder/").find("a", href=f"/give/{gift.ref}") is not None


def test_the_page_says_that_the_sums_differ_although_everything_is_answered(client) -> None:
    steward = make_account()
    give_role(steward, Role.STEWARD)
    client.sign_in(steward)
    assert "ยอดยังต่างกัน" not in client.page("/office/differences").get_text()
    session.add(ServiceBalance(at=clock.now(), held_satang=268_20, booked_satang=145_20))
    told = client.page("/office/differences").get_text()
    assert "268.20" in told
    assert "ทุกยอดตรงกัน" not in told
    assert "ยอดยังต่างกัน" not in client.sign_in(make_staff(Role.OFFICER)).page("/office/differences").get_text()
    session.add(ServiceBalance(at=clock.now(), held_satang=145_20, booked_satang=145_20))
    assert "ยอดยังต่างกัน" not in client.sign_in(steward).page("/office/differences").get_text()


def test_a_sum_in_other_money_names_it_in_the_list_and_on_its_page(desk) -> None:
    gift = make_gift(make_fund(0), 500_00)
    tell(event_of_payment(gift, currency="usd", amount_received=14_00))
    difference = session.scalars(select(Difference)).one()
    listed = desk.officer.page("/office/differences").get_text()
    assert "14.00 USD" in listed
    assert "500 บาท" in listed
    page = desk.officer.page(f"/office/differences/{difference.ref}").get_text()
    assert "14.00 USD" in page
    assert "ยอดที่พบ (บาท)" not in page


@pytest.mark.parametrize(
    ("told", "words"),
    [(event_of_refund, "มีแจ้งคืนเงินเป็นสกุลเงินอื่น"), (event_of_dispute, "มีแจ้งโต้แย้งการจ่ายเงินเป็นสกุลเงินอื่น")],
)
def test_money_that_goes_back_in_other_money_is_told_with_what_to_do(desk, told, words) -> None:
    gift = make_gift(make_fund(0), 500_00)
    tell(event_of_payment(gift))
    tell(told(gift, "created", "pending", currency="usd", amount=14_00))
    difference = session.scalars(select(Difference)).one()
    assert words in desk.officer.page("/office/differences").get_text()
    page = desk.officer.page(f"/office/differences/{difference.ref}").get_text()
    assert words in page
    assert "ยังไม่ได้ลงบัญชี" in page
    assert "14.00 USD" in page


def test_a_sum_in_baht_names_no_other_money(desk) -> None:
    gift = make_gift(make_fund(0), 500_00)
    tell(event_of_payment(gift, amount_received=14_00))
    listed = desk.officer.page("/office/differences").get_text()
    assert "พบ 14" in listed
    assert "THB" not in listed
