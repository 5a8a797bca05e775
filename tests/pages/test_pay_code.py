"""Paying one line by hand: the code is for payers only, once the batch may leave, and looking is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.earnings import bank_formats, payouts
from marketplace.earnings.promptpay_qr import picture
from marketplace.earnings.rails import BulkFile, PromptPayByHand, Rail
from marketplace.earnings.remittance import causes_of
from marketplace.kernel import clock
from models.history import AuditEvent, ReadLog
from models.payout import PayoutBatch, PayoutLine
from models.session import db as session
from models.vocabulary import Role
from tests.factories.desk import Desk, pays_to, plain_earning
from tests.factories.enrolments import make_staff
from tests.factories.money import lines, make_batch, make_fund, pay
from tests.fixtures.client import read_page

WORD = "แสดงคิวอาร์เพื่อโอนเอง"


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def one_line(desk: Desk, number: str = "0812345678") -> tuple[PayoutBatch, PayoutLine]:
    fund = make_fund()
    earning = plain_earning(fund)
    if number:
        pays_to(earning, number)
    batch = make_batch(fund, desk.people, earning)
    payouts.lock(batch, by=desk.people.officer)
    payouts.approve(batch, by=desk.people.approver)
    return batch, lines(batch)[0]


def looks() -> int:
    return session.scalar(select(func.count()).select_from(ReadLog).where(ReadLog.what == "payout:payment")) or 0


def test_a_payer_sees_the_code_and_that_they_looked_is_kept(desk) -> None:
    batch, line = one_line(desk)
    where = f"/office/lines/{line.ref}"
    assert WORD not in desk.authoriser.page(where).get_text()
    early = desk.authoriser.post(f"{where}/code")
    assert (early.status_code, 'class="qr"' in early.get_data(as_text=True)) == (403, False)
    payouts.authorise(batch, by=desk.people.authoriser)
    for client in (desk.officer, desk.authoriser):
        page = client.page(where)
        assert WORD in page.get_text()
        assert "0812345678" not in page.get_text()
    answer = desk.authoriser.post(f"{where}/code")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert picture("0812345678", line.amount_satang).decode() in answer.get_data(as_text=True)
    assert "0812345678" in read_page(answer).get_text()
    assert looks() == 1
    assert session.scalar(select(AuditEvent.action).where(AuditEvent.action == "payout.code")) == "payout.code"
    assert desk.officer.get(f"{where}/code").status_code in (404, 405)
    payouts.release(batch, by=desk.people.authoriser)
    pay(line, desk.people)
    assert WORD not in desk.officer.page(where).get_text()
    assert desk.officer.post(f"{where}/code").status_code == 403


def test_who_could_be_paid_twice_is_said_on_both_sides(desk) -> None:
    batch, line = one_line(desk)
    payouts.authorise(batch, by=desk.people.authoriser)
    where, code = f"/office/batches/{batch.ref}", f"/office/lines/{line.ref}/code"
    warning, on_batch = "มีการดาวน์โหลดไฟล์ของรอบนี้", "มีคนเปิดคิวอาร์เพื่อโอนเองให้ นูรีน สาแลแม"
    assert on_batch not in desk.officer.page(where).get_text()
    assert warning not in desk.officer.post(code).get_data(as_text=True)
    assert on_batch in desk.authoriser.page(where).get_text()
    desk.authoriser.post(f"{where}/bank-file")
    assert warning in desk.officer.post(code).get_data(as_text=True)
    payouts.release(batch, by=desk.people.authoriser)
    pay(line, desk.people)
    assert on_batch not in desk.officer.page(where).get_text()


def test_nobody_else_sees_it(desk) -> None:
    batch, line = one_line(desk)
    payouts.authorise(batch, by=desk.people.authoriser)
    where = f"/office/lines/{line.ref}"
    auditor = desk.sign_in(make_staff(Role.AUDITOR, "95"))
    for client, status in ((desk.approver, 403), (auditor, 403)):
        assert WORD not in client.page(where).get_text()
        answer = client.post(f"{where}/code")
        assert answer.status_code == status
        assert "0812345678" not in answer.get_data(as_text=True)
    foreign = desk.sign_in(make_staff(Role.OFFICER, "9601"))
    assert foreign.post(f"{where}/code").status_code == 404
    assert looks() == 0


@pytest.mark.parametrize("number", ["", "moved"])
def test_there_is_no_code_without_a_number_that_was_meant(desk, number: str) -> None:
    batch, line = one_line(desk, "0812345678" if number else "")
    payouts.authorise(batch, by=desk.people.authoriser)
    if number:
        with clock.frozen(clock.now() + timedelta(minutes=1)):
            pays_to(causes_of(line)[0], "0992345678")
    where = f"/office/lines/{line.ref}"
    assert WORD not in desk.officer.page(where).get_text()
    answer = desk.officer.post(f"{where}/code")
    assert answer.status_code == 409
    assert "จ่ายด้วยคิวอาร์ไม่ได้" in answer.get_data(as_text=True)


def test_both_ways_to_pay_are_rails() -> None:
    rails: list[Rail] = [*map(BulkFile, bank_formats.every()), PromptPayByHand()]
    assert [rail.name for rail in rails] == ["okat", "example-a", "example-b", "promptpay"]
