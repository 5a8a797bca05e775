"""An organisation's way in a browser: from no account to a placement everybody sees."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Select, select

from marketplace.kernel import clock
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import make_staff
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]
NAME, TITLE = "ร้านซ่อมจักรยานป้าแดง", "ช่างซ่อมจักรยานฝึกหัด"
FILE = {"name": "เอกสาร.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


def press(page: Page, words: str) -> None:
    turn(page.get_by_role("button", name=words, exact=True))


def kept(wanted: Select[str]) -> list[str]:
    """What the database holds now; the look is ended at once, so that the server can go on writing."""
    found = list(db.scalars(wanted))
    db.rollback()
    return found


def thai(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def show(page: Page, kind: str, number: str = "", until: str = "") -> None:
    page.get_by_label("เอกสารใด").select_option(kind)
    page.get_by_label("เลขที่บนเอกสาร").fill(number)
    page.get_by_label("ใช้ได้ถึง").fill(until)
    page.get_by_label("รูปถ่ายหรือ PDF").set_input_files(FILE)
    press(page, "บันทึกเอกสาร")


def bring_in(page: Page, *, scripts: bool) -> None:
    """From no account to an organisation that is with the office."""
    page.get_by_label("ชื่อของคุณ").fill("แดง ใจดี")
    page.locator("input[name=login]").fill("daeng@example.org")
    page.locator("input[name=password]").fill("จักรยานสามล้อคันใหญ่")
    press(page, "เปิดบัญชี")
    page.locator("input[name=login]").fill("daeng@example.org")
    page.locator("input[name=password]").fill("จักรยานสามล้อคันใหญ่")
    turn(page.locator("form:has([name=password]) button").first)
    page.locator("select[name=kind]").select_option("employer")
    page.get_by_label("ชื่อภาษาไทย").fill(NAME)
    page.get_by_label("ตำบล", exact=True).fill("สะเตง ยะลา")
    press(page, "เริ่มกับองค์กรนี้")
    page.locator("textarea[name=about_th]").fill("ซ่อมจักรยานมายี่สิบปี")
    page.locator("input[name=registration_no]").fill("0955560000011")
    press(page, "บันทึกข้อมูล")
    press(page, "ส่งให้เจ้าหน้าที่")
    expect(page.get_by_text("ยังขาด").first, "what is missing is named").to_be_visible()
    page.locator("textarea[name=about_en]").fill("Bicycles since 2006")
    if not scripts:
        # Chromium shows no <noscript> where its driver alone turned scripts off: the page itself is read.
        assert "ก่อนเพิ่มเอกสาร" in page.content()
        press(page, "บันทึกข้อมูล")
    show(page, "registration", "0955560000011")
    expect(page.locator("textarea[name=about_en]"), "a document takes no words away").to_have_value(
        "Bicycles since 2006"
    )
    press(page, "บันทึกข้อมูล")
    show(page, "safeguarding", until=thai(clock.today() + timedelta(days=300)))
    show(page, "place_photo")
    press(page, "ส่งให้เจ้าหน้าที่")


def post(page: Page) -> None:
    """A placement, written and sent to the office."""
    today = clock.today()
    page.goto("/provider/postings/new")
    page.locator("select[name=kind]").select_option("placement")
    page.locator("select[name=form]").select_option("informal")
    page.locator("select[name=field]").select_option("repair")
    page.get_by_label("ชื่อภาษาไทย").fill(TITLE)
    page.get_by_label("วันแรก").fill(thai(today + timedelta(days=14)))
    page.get_by_label("วันสุดท้าย").fill(thai(today + timedelta(days=60)))
    page.get_by_label("รับสมัครถึง").fill(thai(today + timedelta(days=10)))
    times = page.get_by_role("group", name="ช่วงที่ 1")
    times.locator("select").first.select_option("5")
    times.get_by_label("ตั้งแต่").fill("9.00")
    times.get_by_label("ถึง").fill("12.00")
    times.locator("select").last.select_option("work")
    page.get_by_label("ตำบล", exact=True).fill("สะเตง ยะลา")
    page.locator("select[name=place_type]").select_option("workshop")
    page.get_by_label("จำนวนที่").fill("2")
    page.locator("input[name=wage_per_day]").fill("400")
    press(page, "เก็บฉบับร่าง")
    press(page, "ส่งให้เจ้าหน้าที่ตรวจ")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_from_no_account_to_a_published_placement(visit: Visit, javascript: bool) -> None:
    officer = make_staff(Role.OFFICER)
    db.commit()
    page = visit(path="/sign-up/organisation", javascript=javascript)
    bring_in(page, scripts=javascript)
    desk = visit(officer, path="/office/organisations", javascript=javascript, width=1280)
    turn(desk.get_by_role("link", name=NAME))
    press(desk, "รับเรื่องนี้")
    press(desk, "เรียบร้อยทุกอย่าง เปิดใช้งาน")
    assert kept(select(Organisation.state)) == ["active"]
    post(page)
    desk.goto("/office/postings")
    turn(desk.get_by_role("link", name=TITLE))
    desk.locator("[name=decision][value=publish]").check()
    press(desk, "บันทึกการตัดสิน")
    assert kept(select(Opportunity.state)) == ["published"]
    anybody = visit(path="/opportunities", javascript=javascript)
    expect(anybody.get_by_role("link", name=TITLE)).to_be_visible()
