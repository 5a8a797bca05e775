"""Somebody who is not signed in reports what is unsafe in two taps; nobody looks in time; the province takes it up."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from marketplace.concerns import clocks
from marketplace.kernel import clock
from models.concern import Concern
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import make_account, make_provider, make_staff
from tests.factories.offers import make_opportunity
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]


def press(page: Page, words: str) -> None:
    turn(page.get_by_role("button", name=words, exact=True).first)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_filed_signed_out_escalated_taken_up_paused_and_answered(visit: Visit, javascript: bool) -> None:
    offer = make_opportunity()
    provider = make_provider(offer.organisation_id)
    make_staff(Role.OFFICER)
    province = make_staff(Role.PROVINCE, "95")
    db.commit()

    page = visit(path=f"/opportunities/{offer.ref}", javascript=javascript)
    turn(page.get_by_role("link", name="แจ้งเรื่องไม่ปลอดภัย"))
    press(page, "การแตะต้องตัว คำพูด หรือภาพทางเพศ")
    expect(page.get_by_role("heading", level=1)).to_have_text("ส่งเรื่องแล้ว ขอบคุณที่บอก")
    code = page.locator(".note strong").inner_text()
    page.locator("textarea[name=text]").fill("ครูฝึกแตะตัวลูกจ้างสองครั้ง")
    press(page, "เพิ่ม")

    db.rollback()
    concern = db.scalars(select(Concern)).one()
    assert concern.due_at is not None
    with clock.frozen(concern.due_at + timedelta(minutes=1)):
        assert clocks.tick() == 1
        db.commit()

    desk = visit(province, path="/office/concerns", javascript=javascript, width=1280)
    turn(desk.locator(".tasks a").first)
    expect(desk.get_by_text("ครูฝึกแตะตัวลูกจ้างสองครั้ง")).to_be_visible()
    press(desk, "รับเรื่อง")
    desk.locator("input[name=who]").fill(provider.ref)
    press(desk, "ระบุ")
    desk.get_by_text("พักสิทธิ์ทันที").click()
    desk.locator("select[name=account]").select_option(provider.ref)
    desk.locator("textarea[name=pause_reason]").fill("รอสอบข้อเท็จจริงกับผู้ถูกแจ้ง")
    press(desk, "พักสิทธิ์")

    theirs = visit(provider, path="/account", javascript=javascript)
    expect(theirs.locator(".note-danger")).to_contain_text("ถูกพักไว้")

    desk.locator("summary", has_text="ปิดเรื่อง").click()
    desk.locator("select[name=outcome]").select_option("passed_on")
    desk.locator("textarea[name=done]").fill("ส่งเรื่องให้ตำรวจและบ้านพักเด็กแล้ว")
    desk.locator("textarea[name=told]").fill("เราส่งเรื่องให้ตำรวจแล้ว ขอบคุณที่บอก")
    press(desk, "ปิดเรื่อง")

    other = visit(make_account("อื่น"), path="/report/status", javascript=javascript)
    other.locator("input[name=code]").fill(code.lower())
    press(other, "ดูเรื่อง")
    expect(other.locator("main")).to_contain_text("เราส่งเรื่องให้ตำรวจแล้ว")
