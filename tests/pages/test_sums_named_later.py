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


def test_of_a_line_paid_with_more_the_page_asks_how_much_came_back_and_tells_what_stays_out(desk) -> None:
    fund, people = make_fund(), desk.people
    earning = plain_earning(fund)
    batch = make_batch(fund, people, earning)
    release(batch, people)
    (line,) = lines(batch)
    whole, asked = funds.sheet(fund).cash, line.amount_satang
    more = Result(2, line.ref, LineOutcome.PAID, "KTB-1", clock.today(), "", asked + 500_00)
    settlement.apply_results(batch, [more], by=people.officer)
    pay(line, people, bank_ref="KTB-1")
    first = session.scalars(select(Difference)).one()
    differences.propose(first, satang=-500_00, reason=WHY, by=people.officer)
    differences.agree(first, by=people.approver)
    settlement.reconcile(batch, by=people.officer)
    session.commit()
    here, sum_ = f"/office/earnings/{earning.ref}", f"{asked / 100 + 20:.2f}"
    field = desk.officer.page(here).select_one("#back_amount")
    assert field is not None
    said = {"decision": "reverse", "back_on": str(clock.today()), "back_ref": "KTB-77"}
    for slip in ({}, {"back_amount": "1"}, {"back_amount": f"{asked / 100 + 500.01:.2f}"}, {"back_amount": "x"}):
        refused = desk.officer.post(here, data=said | slip)
        assert (refused.status_code, "back_amount-error" in refused.get_data(as_text=True)) == (422, True), slip
    assert desk.officer.post(here, data=said | {"back_amount": sum_}).status_code == 303
    found = session.scalars(select(Difference).order_by(Difference.id.desc())).first()
    assert found is not None
    about = f"/office/differences/{found.ref}"
    assert "ยังมีอีก 480 บาทที่ไม่ได้คืน" in desk.approver.page(about).get_text()
    assert desk.approver.post(f"{about}/agree", data={"decision": "agree"}).status_code == 303
    assert funds.sheet(fund).cash == whole - 480_00
    shown = desk.approver.page(f"/office/lines/{line.ref}").get_text()
    assert all(word in shown for word in (f"{asked // 100 + 20}", f"{asked // 100 + 500}", "ยังไม่ได้คืน 480 บาท")), shown
