"""A sponsor gives by PromptPay on the payment service's own page, comes back, and prints the receipt."""

import pytest

from marketplace.earnings import funds
from models.gift import Gift
from models.session import db
from models.vocabulary import GiftState
from tests.factories.gifts import tell
from tests.factories.money import make_fund
from tests.fixtures.browser import Visit, turn
from tests.fixtures.fake_stripe import FakeStripe

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_sponsor_gives_by_promptpay(visit: Visit, stripe: FakeStripe, javascript: bool) -> None:
    fund = make_fund(0)
    fund.takes_gifts = True
    page = visit(path="/give", javascript=javascript)
    turn(page.get_by_role("link", name="กองทุนเทศบาล"))
    page.get_by_label("คุณสมทบเท่าไร").fill("๑,๕๐๐")
    page.get_by_label("ชื่อบนใบรับเงิน").fill("ร้านกาแฟหน้าสถานี")
    page.get_by_label("อีเมล").fill("cafe@example.org")
    turn(page.get_by_role("button", name="ต่อไป"))
    turn(page.get_by_role("link", name="จ่ายเงิน"))
    turn(page.get_by_role("button", name="promptpay"))
    page.get_by_text("เงินที่คุณสมทบ").first.wait_for()
    gift = db.query(Gift).one()
    stripe.money_comes(gift.session_ref or "")
    db.rollback()
    turn(page.get_by_role("button", name="จ่ายแล้ว"))
    page.get_by_text("ขอบคุณ เงินของคุณเข้าแล้ว").wait_for()
    turn(page.get_by_role("link", name="ใบรับเงินสำหรับพิมพ์"))
    page.get_by_text("หนึ่งพันห้าร้อยบาทถ้วน").wait_for()
    db.expire_all()
    assert (gift.state, funds.sheet(fund).available) == (GiftState.PAID, 1_500_00)
    for one in stripe.events:
        tell(one)
    assert funds.sheet(fund).available == 1_500_00
