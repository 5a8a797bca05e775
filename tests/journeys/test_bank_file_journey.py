"""A batch through three people, out in a bank's own file and back in its answers: one arrives, one waits again."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from marketplace.earnings import bank_formats
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from models.account import Account
from models.earning import Earning
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import EarningState, LineOutcome, PayoutState
from models.youth import Youth
from tests.factories.bank import answer_file
from tests.factories.desk import Desk, pays_to, plain_earning, typed
from tests.factories.money import make_fund
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]
BANK = bank_formats.called("example-b")


def account_of(earning: Earning) -> Account:
    return db.get_one(Account, db.get_one(Youth, earning.youth_id).account_id)


def prepare(officer: Page) -> None:
    officer.get_by_label("รายได้ถึงวันที่").fill(typed(clock.today()))
    officer.get_by_label("จ่ายวันที่").fill(typed(clock.today() + timedelta(days=14)))
    turn(officer.get_by_role("button", name="จัดรอบจ่าย"))


def answers(downloaded: str, folder: Path) -> Path:
    """What the bank makes of the file it was given: the first line arrives, the second account is closed."""
    rows = [cells for line in downloaded.splitlines() if (cells := line.split("|"))[0] == "D"]
    assert [cells[4] for cells in rows] == ["0812345678", "0898765432"]
    ends = ((LineOutcome.PAID, "KTB-2569-1", ""), (LineOutcome.FAILED, "", "บัญชีปิดแล้ว"))
    found = [
        Result(0, cells[8], outcome, ref, clock.today(), why, round(float(cells[6]) * 100))
        for cells, (outcome, ref, why) in zip(rows, ends, strict=True)
    ]
    path = folder / "answers.txt"
    path.write_bytes(answer_file(BANK.result, found))
    return path


def out_through_three(officer: Page, approver: Page, authoriser: Page) -> str:
    """Prepared, approved, authorised, fetched in the bank's format and released; gives what was fetched."""
    officer.locator("input[name=pick]").first.wait_for()
    turn(officer.get_by_role("button", name="อนุมัติให้จ่าย"))
    officer.get_by_text("อนุมัติให้จ่าย 2 รายการ").wait_for()
    prepare(officer)
    turn(officer.get_by_role("button", name="ปิดรายการ"))
    officer.get_by_text("คุณเป็นผู้จัดทำ").first.wait_for()
    approver.reload()
    turn(approver.get_by_role("link", name="รอบ 1"))
    turn(approver.get_by_role("button", name="อนุมัติการจ่ายรอบนี้"))
    approver.get_by_text("ผู้สั่งจ่ายซึ่งเป็นคนที่สาม").first.wait_for()
    authoriser.reload()
    turn(authoriser.get_by_role("link", name="รอบ 1"))
    turn(authoriser.get_by_role("button", name="สั่งจ่าย"))
    authoriser.get_by_label("รูปแบบของไฟล์", exact=True).select_option(BANK.name)
    with authoriser.expect_download() as download:
        authoriser.get_by_role("button", name="ดาวน์โหลดไฟล์สำหรับธนาคาร").click()
    assert download.value.suggested_filename.endswith(".txt")
    turn(authoriser.get_by_role("button", name="ส่งธนาคาร"))
    authoriser.get_by_text("อยู่ที่ธนาคาร").first.wait_for()
    return Path(download.value.path()).read_bytes().decode(BANK.pay.encodings[0])


def hand_in(officer: Page, path: Path, said: str) -> None:
    """Give the bank's file to the batch, and read what is said of it."""
    officer.get_by_label("ไฟล์คำตอบจากธนาคาร").set_input_files(path)
    turn(officer.get_by_role("button", name="รับคำตอบจากธนาคาร"))
    officer.get_by_text(said).first.wait_for()


def answer_difference(officer: Page, where: str) -> None:
    """Say of the wrong file that the right one has come: the batch cannot agree before."""
    expect(officer.get_by_role("button", name="ยอดตรงกับธนาคาร")).to_have_count(0)
    turn(officer.locator("a[href^='/office/differences/']").first)
    officer.get_by_label("พบรายการคู่แล้ว").check()
    officer.get_by_label("พบที่ใด หรือเพราะเหตุใด").fill("ธนาคารส่งไฟล์ที่ถูกต้องแล้ว")
    turn(officer.get_by_role("button", name="บันทึก", exact=True))
    officer.goto(where)


def pay_again(officer: Page, where: str) -> None:
    """Find what did not go through, say that it is paid again and why, and prepare the next batch."""
    officer.goto(where)
    turn(officer.locator("section[aria-labelledby=h-stuck] a").first)
    officer.get_by_text("บัญชีปิดแล้ว").first.wait_for()
    officer.get_by_label("จ่ายอีกครั้งเข้าบัญชีเดิม").check()
    officer.get_by_label("ข้อความของคุณ").fill("ธนาคารเปิดบัญชีคืนแล้ว")
    turn(officer.get_by_role("button", name="บันทึกการตัดสิน"))
    officer.goto(where)
    prepare(officer)
    officer.get_by_text("ลงท้าย 5432").first.wait_for()


def test_a_batch_goes_out_and_comes_back_in_a_banks_own_file(visit: Visit, app: Flask, tmp_path: Path) -> None:
    desk, fund = Desk(app), make_fund()
    where = f"/office/funds/{fund.ref}"
    arrives, fails = plain_earning(fund), plain_earning(fund)
    pays_to(arrives, "0812345678")
    pays_to(fails, "0898765432")
    paths = (where, "/office/batches", "/office/batches")
    officer, approver, authoriser = (
        visit(account, path=path) for account, path in zip(desk.accounts.values(), paths, strict=True)
    )
    answered = answers(out_through_three(officer, approver, authoriser), tmp_path)
    wrong = tmp_path / "wrong.txt"
    wrong.write_bytes(answered.read_bytes().replace(b"200.00", b"300.00"))
    officer.reload()
    expect(officer.locator("#results-format")).to_have_value(BANK.name)
    hand_in(officer, wrong, "รวม 300 บาท")
    hand_in(officer, answered, "รับคำตอบจากธนาคารแล้ว 2 รายการ")
    answer_difference(officer, officer.url)
    turn(officer.get_by_role("button", name="ยอดตรงกับธนาคาร"))
    turn(officer.get_by_role("button", name="ปิดรอบ"))
    officer.get_by_text("ปิดรอบแล้ว").first.wait_for()

    youth = visit(account_of(arrives), path="/youth/money")
    turn(youth.get_by_role("button", name="ได้รับแล้ว"))
    youth.get_by_text("เงินเข้าแล้ว").first.wait_for()
    pay_again(officer, where)

    db.expire_all()
    assert (arrives.state, fails.state) == (EarningState.CONFIRMED, EarningState.IN_BATCH)
    first, second = db.query(PayoutBatch).order_by(PayoutBatch.number)
    assert (first.state, second.state) == (PayoutState.CLOSED, PayoutState.OPEN)
    outcomes = [line.outcome for line in db.query(PayoutLine).order_by(PayoutLine.id)]
    assert outcomes == [LineOutcome.PAID, LineOutcome.FAILED, LineOutcome.PENDING]
