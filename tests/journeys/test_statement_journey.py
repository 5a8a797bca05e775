"""A statement from a phone to an office: made with its code, checked by a stranger, opened where it is known."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from marketplace.kernel import clock
from marketplace.statements import codes
from models.account import Account
from models.session import db
from models.statement import IssuedStatement
from models.youth import Youth
from tests.factories.desk import Desk
from tests.factories.enrolments import make_enrolment, make_youth
from tests.factories.money import lines, make_batch, make_earning, make_fund, make_wage, pay, release
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]


def earned(desk: Desk) -> Account:
    """A young person with money from a fund and from an employer."""
    enrolment, fund = make_enrolment("in_learning", youth=make_youth(years=19)), make_fund()
    release(batch := make_batch(fund, desk.people, make_earning(fund, enrolment=enrolment, satang=500_00)), desk.people)
    pay(lines(batch)[0], desk.people)
    make_wage(enrolment, 340_00)
    return db.get_one(Account, db.get_one(Youth, enrolment.youth_id).account_id)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_statement_is_made_shown_checked_and_opened(visit: Visit, app: Flask, javascript: bool) -> None:
    desk = Desk(app)
    phone = visit(earned(desk), path="/youth/statement", javascript=javascript)
    expect(phone.get_by_text("ยังไม่มีรหัส")).to_be_visible()
    turn(phone.get_by_role("button", name="ออกใบที่มีรหัส"))
    expect(phone.locator("svg.qr")).to_be_visible()
    code = codes.printed(db.query(IssuedStatement).one().code)
    expect(phone.get_by_text(code).first).to_be_visible()

    stranger = visit(path="/verify/statements", javascript=javascript)
    stranger.get_by_label("รหัสบนใบ").fill(code.lower())
    turn(stranger.get_by_role("button", name="ตรวจสอบ", exact=True))
    expect(stranger.get_by_text("มีใบที่ออกด้วยรหัสนี้จริง")).to_be_visible()
    expect(stranger.locator("main")).to_contain_text("340.00")

    officer = visit(desk.accounts["officer"], path="/office/statements", javascript=javascript)
    officer.get_by_label("รหัสบนใบ").fill("0000-0000-0000-0000")
    turn(officer.get_by_role("button", name="เปิดดูใบ"))
    expect(officer.locator("#code-error")).to_be_visible()
    officer.get_by_label("รหัสบนใบ").fill(code)
    turn(officer.get_by_role("button", name="เปิดดูใบ"))
    expect(officer.get_by_text("ยังไม่มีอะไรเปลี่ยน")).to_be_visible()
    expect(officer.locator("h1 .nb")).to_have_text(code)
    assert officer.locator("h1 .nb").evaluate("one => one.getClientRects().length") == 1
    assert officer.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the code fits on a phone"


def test_the_year_comes_as_a_pdf(visit: Visit, app: Flask) -> None:
    phone = visit(earned(Desk(app)), path="/youth/money/year")
    with phone.expect_download() as download:
        phone.get_by_role("button", name="สรุปทั้งปีเป็นเอกสาร (PDF)").click()
    assert download.value.suggested_filename.endswith(f"-{clock.today().year + 543}.pdf")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
