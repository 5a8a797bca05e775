"""The giver's bank asks about a gift: the office reads what it is and what to do by when, the giver sees no change."""

import pytest
from sqlalchemy import select

from models.earning import Fund
from models.gift import Gift, GiftDispute
from models.session import db as session
from tests.factories.desk import Desk
from tests.factories.gifts import event_of_dispute, make_paid_gift, tell
from tests.factories.money import make_fund

pytestmark = pytest.mark.on_both
ASKS = "ธนาคารของผู้ให้สอบถาม"


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


@pytest.fixture
def gift(desk) -> Gift:
    made = make_paid_gift(make_fund())
    session.commit()
    return made


def told(gift: Gift, kind: str, status: str, *nets: int) -> None:
    tell(event_of_dispute(gift, kind, status, *nets))
    session.commit()


def test_the_office_reads_what_it_is_and_until_when_and_may_send_it_back(desk, gift) -> None:
    fund = session.get_one(Fund, gift.fund_id)
    where, all_of = f"/office/gifts/{gift.ref}", f"/office/funds/{fund.ref}/gifts"
    told(gift, "created", "warning_needs_response")
    page = desk.officer.page(where).main
    assert page.find("h2", string=lambda words: words and ASKS in words)
    assert all(word in page.get_text() for word in ("ยังไม่ใช่การโต้แย้ง", "ตอบภายใน", "คืนเงินทั้งหมด")), page.get_text()
    assert "Disputed" not in page.get_text()
    assert page.select_one(f'form[action="{where}/refund"]')
    listed = desk.officer.page(all_of).main.get_text()
    assert "ธนาคารสอบถาม ตอบภายใน ศ. 15 ม.ค." in listed
    asked = desk.officer.post(f"{where}/refund", data={"amount": "500", "reason": "ผู้ให้ขอคืน"})
    assert asked.status_code == 303
    assert [one["value"] for one in desk.approver.page(where).select("button[name=decision]")] == ["approve", "decline"]
    told(gift, "updated", "warning_under_review")
    assert "ตอบแล้ว" in desk.officer.page(where).main.get_text()
    assert "ธนาคารสอบถาม" not in desk.officer.page(all_of).main.get_text()
    told(gift, "closed", "warning_closed")
    assert "จบแล้ว" in desk.officer.page(where).main.get_text()
    assert session.scalars(select(GiftDispute)).all() == []


def test_the_giver_sees_no_change_and_keeps_the_receipt(desk, gift, client) -> None:
    page, paper = (client.page(f"/give/{gift.ref}{end}").main.get_text() for end in ("", "/receipt"))
    told(gift, "created", "warning_needs_response")
    assert [client.page(f"/give/{gift.ref}{end}").main.get_text() for end in ("", "/receipt")] == [page, paper]


def test_once_it_is_a_dispute_it_is_one_and_no_question_any_more(desk, gift) -> None:
    where = f"/office/gifts/{gift.ref}"
    told(gift, "created", "warning_needs_response")
    told(gift, "funds_withdrawn", "needs_response", -1_000_00)
    page = desk.officer.page(where).main
    assert ASKS not in page.get_text()
    assert "ระหว่างนี้ยังคืนเงินไม่ได้" in page.get_text()
    assert page.select_one(f'form[action="{where}/refund"]') is None
