"""The bank names more by a line than two people had adjusted the book to: a page proposes, a second person agrees."""

import pytest
from sqlalchemy import select

from marketplace.earnings import settlement
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.payments import differences
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db as session
from models.vocabulary import DifferenceState, LineOutcome
from tests.factories.desk import Desk, plain_earning
from tests.factories.money import lines, make_batch, make_fund, release

pytestmark = pytest.mark.on_both
WHY = "สาขายืนยันว่าแจ้งผิด"


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def named(desk: Desk, batch: PayoutBatch, line: PayoutLine, satang: int, ref: str) -> Difference:
    said = Result(2, line.ref, LineOutcome.PAID, ref, clock.today(), "", satang)
    settlement.apply_results(batch, [said], by=desk.people.officer)
    return session.scalars(select(Difference).where(Difference.state == DifferenceState.OPEN)).one()


def later(desk: Desk, satang: int, ref: str = "KTB-9") -> tuple[str, Difference]:
    """A line of 100 baht by which the book was adjusted to 1 baht, and of which the bank names another sum now."""
    fund, people = make_fund(), desk.people
    batch = make_batch(fund, people, plain_earning(fund, satang=100_00))
    release(batch, people)
    (line,) = lines(batch)
    first = named(desk, batch, line, 1_00, ref)
    settlement.mark_paid(line, bank_ref=ref, paid_on=clock.today(), by=people.officer)
    differences.propose(first, satang=99_00, reason=WHY, by=people.officer)
    differences.agree(first, by=people.approver)
    found = named(desk, batch, line, satang, ref)
    session.commit()
    return f"/office/differences/{found.ref}", found


def test_the_page_proposes_the_words_and_a_second_person_agrees(desk) -> None:
    about, found = later(desk, 60_00)
    page = desk.officer.page(about)
    assert [one["value"] for one in page.select('input[name="answer"]')] == ["explain", "right"]
    assert "คนที่สองเห็นชอบ" in page.main.get_text()
    refused = desk.officer.post(about, data={"answer": "match", "reason": WHY})
    assert (refused.status_code, found.state) == (422, DifferenceState.OPEN)
    assert desk.officer.post(about, data={"answer": "explain", "reason": WHY}).status_code == 303
    session.refresh(found)
    assert (found.state, found.adjust_satang) == (DifferenceState.PROPOSED, None)
    assert desk.officer.post(f"{about}/agree", data={"decision": "agree"}).status_code == 403
    told = desk.approver.page(about)
    assert "บัญชีกองทุนคงไว้ตามที่ปรับ: ธนาคารจ่าย 1 บาท" in told.main.get_text()
    assert "จ่ายอีกครั้งได้" not in told.main.get_text()
    assert desk.approver.post(f"{about}/agree", data={"decision": "agree"}).status_code == 303
    session.refresh(found)
    assert found.state == DifferenceState.EXPLAINED
    assert "สองคน" in desk.officer.page(about).main.get_text()


def test_the_page_brings_the_book_to_more_by_two_and_less_is_still_explained_by_one(desk) -> None:
    about, found = later(desk, 60_00)
    assert desk.officer.post(about, data={"answer": "right", "reason": WHY}).status_code == 303
    assert desk.approver.post(f"{about}/agree", data={"decision": "agree"}).status_code == 303
    session.refresh(found)
    assert (found.state, found.adjust_satang) == (DifferenceState.ADJUSTED, -59_00)
    about, less = later(desk, 50, "KTB-8")
    assert desk.officer.post(about, data={"answer": "explain", "reason": WHY}).status_code == 303
    session.refresh(less)
    assert less.state == DifferenceState.EXPLAINED
