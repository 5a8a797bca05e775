"""What the bank names once a book was adjusted and the batch has agreed: told on the pages, and followed by two."""

import io

import pytest
from sqlalchemy import select

from marketplace.earnings import funds, settlement
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.payments import differences
from models.gift import Difference
from models.history import AuditEvent
from models.session import db as session
from models.vocabulary import DifferenceState, LineOutcome, PayoutState
from tests.factories.desk import Desk, plain_earning
from tests.factories.money import lines, make_batch, make_fund, pay, release

WHY = "ธนาคารยืนยันแล้ว"


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def test_the_right_sum_that_comes_after_all_is_told_and_followed_by_two(desk) -> None:
    fund, people = make_fund(), desk.people
    batch = make_batch(fund, people, plain_earning(fund))
    release(batch, people)
    (line,) = lines(batch)
    whole = funds.sheet(fund).cash
    other = Result(2, line.ref, LineOutcome.PAID, "KTB-1", clock.today(), "", 1_00)
    settlement.apply_results(batch, [other], by=people.officer)
    pay(line, people, bank_ref="KTB-1")
    first = session.scalars(select(Difference)).one()
    differences.propose(first, satang=line.amount_satang - 1_00, reason=WHY, by=people.officer)
    differences.agree(first, by=people.approver)
    settlement.reconcile(batch, by=people.officer)
    session.commit()
    here = f"/office/batches/{batch.ref}"
    assert desk.officer.page(here).select_one(f'form[action="{here}/results"]')
    day, sum_ = f"{clock.today():%Y-%m-%d}", f"{line.amount_satang / 100:.2f}"
    row = f"line,outcome,bank_ref,settled_on,reason,amount\n{line.ref},paid,KTB-1,{day},,{sum_}\n"
    for _ in range(2):
        told = {"file": (io.BytesIO(row.encode()), "results.csv")}
        assert desk.officer.post(f"{here}/results", data=told).status_code == 303
    found = session.scalars(select(Difference).where(Difference.state == DifferenceState.OPEN)).one()
    about = f"/office/differences/{found.ref}"
    shown = desk.officer.page(here)
    assert ("ธนาคารบอกอย่างอื่นอีก 1 เรื่อง" in shown.get_text(), shown.find("a", href=about) is None) == (True, False)
    page = desk.officer.page(about)
    assert ("บัญชีจึงบอกว่าธนาคารจ่าย 1 บาท" in page.get_text(), page.select_one('[name="amount"]')) == (True, None)
    assert desk.officer.post(about, data={"answer": "right", "reason": WHY}).status_code == 303
    assert "จะปรับกลับ" in desk.approver.page(about).get_text()
    assert desk.approver.post(f"{about}/agree", data={"decision": "agree"}).status_code == 303
    assert (funds.sheet(fund).cash, batch.state) == (whole - line.amount_satang, PayoutState.RECONCILED)
    assert "ปรับกลับแล้ว" in desk.approver.page(about).get_text()
    assert found.ref in desk.approver.page(f"/office/differences/{first.ref}").get_text()
    kept = session.scalars(select(AuditEvent.details).where(AuditEvent.action == "payout.heard_again")).all()
    assert [one["differing"] for one in kept] == [1, 1]
