"""Money the bank did not pay is told to whom it belongs: why, what to do, and the way to their account."""

import pytest

from marketplace.earnings import decisions, settlement
from marketplace.kernel import clock
from models.account import Account
from models.history import Notice
from models.session import db
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_youth
from tests.factories.money import lines, make_batch, make_earning, make_fund, release, three_people
from tests.fixtures.client import Client

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]


@pytest.mark.parametrize("returned", [False, True])
def test_it_is_told_once_with_the_reason_and_the_way(client: Client, returned: bool) -> None:
    fund, people = make_fund(), three_people()
    youth: Youth = make_youth()
    enrolment = make_enrolment("in_learning", youth=youth)
    earnings = [make_earning(fund, enrolment=enrolment, satang=satang) for satang in (100_00, 20_00)]
    batch = make_batch(fund, people, *earnings)
    release(batch, people)
    settlement.mark_failed(lines(batch)[0], reason="บัญชีปิด", on=clock.today(), by=people.officer, returned=returned)
    told = db.query(Notice).filter_by(event="payout.refused").all()
    assert [one.account_id for one in told] == [youth.account_id]
    client.sign_in(db.get_one(Account, youth.account_id))
    page = client.page(told[0].path)
    assert "บัญชีปิด" in page.main.get_text()
    assert page.select_one('a[href="/youth/money/account"]')
    assert "ตรวจดูบัญชีที่คุณเลือกไว้ หรือคุยกับหน่วยงานในพื้นที่" in page.main.get_text()
    news = client.page("/account/notices").main.get_text()
    assert "ธนาคารโอนเงินเข้าบัญชีของคุณไม่ได้" in news
    assert "120" not in news


def test_a_sum_that_was_held_meanwhile_is_not_said_yes_to_without_a_reason(client: Client) -> None:
    fund, people = make_fund(), three_people()
    earning = make_earning(fund)
    batch = make_batch(fund, people, earning)
    release(batch, people)
    settlement.mark_failed(lines(batch)[0], reason="บัญชีปิด", on=clock.today(), by=people.officer)
    decisions.hold(earning, by=people.officer, reason="sum_unclear")
    decisions.resume(earning, by=people.officer)
    db.commit()
    client.sign_in(db.get_one(Account, people.officer.account_id))
    office, here = f"/office/funds/{fund.ref}", f"/office/earnings/{earning.ref}"
    assert "ยังไม่มีใครบอกว่าทำไมครั้งนี้จะโอนได้" in client.page(office).main.get_text()
    assert client.post(f"{office}/earnings", data={"pick": earning.ref}).status_code == 409
    assert "จ่ายเข้าบัญชีเดิม" in client.page(here).main.get_text()
    refused = client.post(here, data={"decision": "approve", "note": ""})
    assert refused.status_code == 422
    assert "เขียนว่าทำไมครั้งนี้จะโอนได้" in refused.get_data(as_text=True)
    assert client.post(here, data={"decision": "approve", "note": "ธนาคารเปิดบัญชีแล้ว"}).status_code == 303
    assert "จ่ายเข้าบัญชีที่ธนาคารเคยปฏิเสธ เพราะ" in client.page(here).main.get_text()
    assert (earning.state, client.page(here).select_one('input[value="approve"]')) == ("approved", None)
