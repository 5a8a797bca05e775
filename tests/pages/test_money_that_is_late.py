"""Money that is late: the page of money says since when it waits and who asks the bank, and never only "two days"."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.kernel import clock
from models.account import Account
from models.earning import Earning
from models.session import db
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_staff, make_youth
from tests.factories.money import make_batch, make_earning, make_fund, release, three_people
from tests.factories.offers import make_placement
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")

PREPARED = datetime(2026, 11, 30, 3, tzinfo=UTC)
"""A Monday; its round is paid on the Tuesday. The next Monday and the Thursday of that week are holidays."""
TWO_DAYS = "ไม่เกินสองวันทำการ"
SILENT = "ธนาคารยังไม่ตอบ"


def on(day: int) -> datetime:
    return datetime(2026, 12, day, 5, tzinfo=UTC)


def in_round(*, released: bool, prepared: datetime = PREPARED) -> Earning:
    """A sum in a round to be paid on the day after, sent to the bank or still with the office."""
    with clock.frozen(prepared):
        make_staff(Role.OFFICER)
        enrolment = make_enrolment("in_learning", youth=make_youth(years=17), opportunity=make_placement())
        fund, people = make_fund(), three_people()
        earning = make_earning(fund, enrolment=enrolment)
        batch = make_batch(fund, people, earning)
        assert batch.pay_on == clock.today() + timedelta(days=1)
        if released:
            release(batch, people)
        db.commit()
    return earning


def account_of(earning: Earning) -> Account:
    return db.get_one(Account, db.get_one(Youth, earning.youth_id).account_id)


def pages(client: Client, earning: Earning, day: int) -> tuple[str, str]:
    """The page of money and the statement on a day of December."""
    with clock.frozen(on(day)):
        client.sign_in(account_of(earning))
        month = f"{earning.earned_on:%Y-%m}"
        shown = client.page(f"/youth/money?month={month}")
        assert shown.select_one(f'a[href="/youth/money/{earning.ref}/ask"]')
        return shown.main.get_text(), client.page(f"/youth/statement?month={month}").get_text()


def test_within_two_working_days_the_bank_is_waited_for(client: Client) -> None:
    earning = in_round(released=True)
    for day in (1, 3):
        told, _ = pages(client, earning, day)
        assert TWO_DAYS in told
        assert SILENT not in told
        assert "สำนักงานจะตอบภายใน" not in told


def test_later_it_says_since_when_the_bank_is_silent_and_that_the_office_asks(client: Client) -> None:
    earning = in_round(released=True)
    told, statement = pages(client, earning, 4)
    assert TWO_DAYS not in told
    assert "ส่งเรื่องให้ธนาคารตั้งแต่ จ. 30 พ.ย." in told
    assert "ถ้าถึง ส. 5 ธ.ค. ยังเงียบ สำนักงานจะถามธนาคารให้" in told
    assert "สำนักงานจะตอบภายใน อังคาร 8 ธันวาคม 2569" in told, "Saturday the 5th is a holiday, observed on the 7th"
    for page in (told, statement):
        assert "อยู่ที่ธนาคารตั้งแต่ จ. 30 พ.ย." in page
    told, _ = pages(client, earning, 9)
    assert "สำนักงานถามธนาคารให้" in told
    assert "ยังเงียบ" not in told


def test_holidays_are_no_days_of_the_bank(client: Client) -> None:
    earning = in_round(released=True, prepared=on(3))
    assert TWO_DAYS in pages(client, earning, 9)[0]
    assert SILENT in pages(client, earning, 11)[0]


def test_what_was_asked_already_is_not_offered_again(client: Client) -> None:
    earning = in_round(released=True)
    with clock.frozen(on(9)):
        client.sign_in(account_of(earning))
        assert client.post(f"/youth/money/{earning.ref}/ask", data={"kind": "not_come"}).status_code == 303
        told = client.page(f"/youth/money?month={earning.earned_on:%Y-%m}").main.get_text()
        assert SILENT in told
        assert "กดถามตรงนี้" not in told


def test_a_round_whose_day_has_passed_says_so_in_both_places(client: Client) -> None:
    earning = in_round(released=False)
    told, _ = pages(client, earning, 1)
    assert "สามคนตรวจก่อนโอนเงิน" in told
    told, statement = pages(client, earning, 2)
    assert "สามคนตรวจก่อนโอนเงิน" not in told
    assert "ตั้งไว้ว่าจะจ่าย อ. 1 ธ.ค. แต่รอบนี้ยังไม่เสร็จ" in told
    assert "สำนักงานจะตอบภายใน" in told
    for page in (told, statement):
        assert "ตั้งไว้ว่าจะจ่าย อ. 1 ธ.ค. รอบ 1 ยังไม่เข้า" in page
