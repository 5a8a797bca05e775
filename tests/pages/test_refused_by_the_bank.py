"""Money the bank did not pay is told to whom it belongs: why, what to do, and the way to their account."""

import pytest

from marketplace.earnings import settlement
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
