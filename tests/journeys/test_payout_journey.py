"""From a day attended to money in the bank: three people in three browsers, with JavaScript and without."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect

from marketplace.kernel import clock
from models.payout import PayoutBatch
from models.session import db
from models.vocabulary import EarningState, PayoutState, Role
from tests.factories.desk import Desk, pays_to, plain_earning, typed
from tests.factories.enrolments import make_staff
from tests.factories.money import make_earning, make_fund
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-script", "without-script"])
def test_a_day_attended_is_paid_through_three_people(visit: Visit, app: Flask, javascript: bool) -> None:
    desk, fund = Desk(app), make_fund()
    pays_to(earning := plain_earning(fund), "0812345678")
    flagged = make_earning(fund, satang=900_00)
    accounts = {**desk.accounts, Role.AUDITOR: make_staff(Role.AUDITOR, "95")}
    officer, approver, authoriser, auditor = (
        visit(account, path=path, javascript=javascript)
        for account, path in zip(
            accounts.values(),
            ("/office/funds", "/office/batches", "/office/batches", "/steward/proofs"),
            strict=True,
        )
    )

    turn(officer.get_by_role("link", name="กองทุนเทศบาล"))
    expect(officer.locator("input[name=pick]")).to_have_count(1)
    turn(officer.get_by_role("button", name="อนุมัติให้จ่าย"))
    officer.get_by_text("อนุมัติให้จ่าย 1 รายการ").wait_for()
    officer.get_by_label("รายได้ถึงวันที่").fill(typed(clock.today()))
    officer.get_by_label("จ่ายวันที่").fill(typed(clock.today() + timedelta(days=14)))
    turn(officer.get_by_role("button", name="จัดรอบจ่าย"))
    turn(officer.get_by_role("button", name="ปิดรายการ"))
    officer.get_by_text("คุณเป็นผู้จัดทำ").first.wait_for()

    approver.reload()
    turn(approver.get_by_role("link", name="รอบ 1"))
    turn(approver.get_by_role("button", name="อนุมัติการจ่ายรอบนี้"))
    approver.get_by_text("ผู้สั่งจ่ายซึ่งเป็นคนที่สาม").first.wait_for()

    authoriser.reload()
    turn(authoriser.get_by_role("link", name="รอบ 1"))
    turn(authoriser.get_by_role("button", name="สั่งจ่าย"))
    with authoriser.expect_download() as download:
        authoriser.get_by_role("button", name="ดาวน์โหลดไฟล์สำหรับธนาคาร").click()
    assert download.value.suggested_filename.endswith(".csv")
    turn(authoriser.get_by_role("button", name="ส่งธนาคาร"))
    authoriser.get_by_text("อยู่ที่ธนาคาร").first.wait_for()

    officer.reload()
    turn(officer.locator(".money a").first)
    officer.get_by_label("จ่ายแล้ว", exact=True).check()
    officer.get_by_label("เลขอ้างอิงธนาคาร").fill("KTB-2026-1")
    turn(officer.get_by_role("button", name="บันทึกคำตอบจากธนาคาร"))
    turn(officer.get_by_role("button", name="ยอดตรงกับธนาคาร"))
    turn(officer.get_by_role("button", name="ปิดรอบ"))
    officer.get_by_text("ปิดรอบแล้ว").first.wait_for()

    auditor.reload()
    turn(auditor.get_by_role("link", name=earning.ref))
    auditor.get_by_text("ถูกต้องทุกข้อต่อ").wait_for()

    db.expire_all()
    assert (earning.state, flagged.state) == (EarningState.PAID, EarningState.ACCRUED)
    assert db.query(PayoutBatch).one().state == PayoutState.CLOSED
