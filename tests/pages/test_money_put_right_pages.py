"""The pages on which paid money is put right: paid again, corrected by two people, got back or written off."""

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.corrections import service as corrections
from marketplace.earnings import coming_back, decisions, settlement
from marketplace.kernel import clock
from marketplace.payments import differences
from marketplace.recoveries import service as recovering
from models.account import Account
from models.correction import Correction
from models.earning import Earning
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import CorrectionKind, CorrectionState, EarningKind, EarningState, LineOutcome, RecoveryState
from tests.factories.bank_says import WHOLE, at_the_bank, broken
from tests.factories.money import People, lines, make_batch, make_earning, make_fund, pay, release, three_people
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")

WHY = "จ่ายวันที่ไม่ได้มาเรียน"


@pytest.fixture
def paid() -> tuple[People, Earning]:
    fund, people = make_fund(), three_people()
    earning = make_earning(fund)
    batch = make_batch(fund, people, earning)
    release(batch, people)
    pay(lines(batch)[0], people)
    return people, earning


def be(client: Client, account_id: int | None) -> None:
    client.sign_in(db.get_one(Account, account_id))


def test_money_that_came_back_is_paid_once_more_from_its_page(client: Client, paid: tuple[People, Earning]) -> None:
    people, earning = paid
    here = f"/office/earnings/{earning.ref}"
    be(client, people.officer.account_id)
    assert client.page(here).select_one('input[value="again"]') is None
    assert client.post(here, data={"decision": "again"}).status_code == 409
    told = {"decision": "reverse", "back_on": str(clock.today()), "back_ref": "KTB-77"}
    assert client.post(here, data=told).status_code == 409
    assert client.page(here).select_one('input[value="reverse"]') is None
    assert "ยังอยู่ที่ธนาคาร" in client.page(here).get_text()
    settlement.reconcile(db.scalars(select(PayoutBatch)).one(), by=people.officer)
    db.commit()
    for slip in ({"back_on": ""}, {"back_ref": " "}, {"back_on": "2020-01-01"}):
        assert client.post(here, data=told | slip).status_code == 422, slip
    assert client.post(here, data=told).status_code == 303
    assert client.post(here, data=told).status_code == 409
    assert client.page(here).select_one('input[value="reverse"]') is None
    line, said = db.scalars(select(PayoutLine)).one(), f"/office/differences/{db.scalars(select(Difference.ref)).one()}"
    assert client.post(f"{said}/agree", data={"decision": "agree"}).status_code == 403
    be(client, people.approver.account_id)
    assert client.post(f"{said}/agree", data={"decision": "return"}).status_code == 303
    assert (earning.state, line.outcome) == (EarningState.PAID, LineOutcome.PAID)
    be(client, people.officer.account_id)
    assert client.post(said, data={"answer": "right", "reason": "ธนาคารส่งคืนจริง"}).status_code == 303
    be(client, people.approver.account_id)
    assert client.post(f"{said}/agree", data={"decision": "agree"}).status_code == 303
    assert "สองคนยืนยัน" in client.page("/office/differences").get_text()
    names = {db.get_one(Account, one.account_id).name for one in (people.officer, people.approver)}
    shown = client.page(f"/office/lines/{line.ref}").get_text(" ")
    assert all(words in shown for words in ("KTB-77", "ธนาคารส่งคืนจริง", *names)), shown
    be(client, people.officer.account_id)
    assert client.page(here).select_one('input[value="again"]')
    assert clock.today().isoformat() not in client.page(here).main.get_text(), "days are said as everywhere"
    assert client.post(here, data={"decision": "again"}).status_code == 303
    assert client.page(here).select_one('input[value="again"]') is None
    anew = db.scalars(select(Earning).where(Earning.kind == EarningKind.BALANCING)).one()
    assert "จ่ายให้อีกครั้ง" in client.page(f"/office/earnings/{anew.ref}").get_text()


def test_what_is_confirmed_after_it_was_said_to_have_come_back_goes_back_to_its_proposer(
    client: Client, paid: tuple[People, Earning]
) -> None:
    people, earning = paid
    batch, line = db.scalars(select(PayoutBatch)).one(), db.scalars(select(PayoutLine)).one()
    settlement.reconcile(batch, by=people.officer)
    said = coming_back.propose(earning, by=people.officer, on=clock.today(), bank_ref="KTB-77")
    db.commit()
    here, whose = f"/office/differences/{said.ref}", "ผู้อนุมัติของสำนักงานเป็นผู้ตัดสินใจ"
    be(client, people.officer.account_id)
    assert whose in client.page(here).select_one(".status").get_text()
    be(client, people.approver.account_id)
    shown = client.page(here)
    assert whose not in shown.main.get_text()
    led = {one["href"] for one in shown.main.select("dl a")}
    assert {f"/office/{one}" for one in (f"lines/{line.ref}", f"batches/{batch.ref}", f"earnings/{earning.ref}")} <= led
    assert all(words in shown.main.get_text(" ") for words in (str(line.bank_ref), "จ่ายแล้ว", "บันทึกโดย"))
    assert shown.select_one('button[value="agree"]')
    decisions.confirm_receipt(earning, by=SYSTEM)
    db.commit()
    assert "เยาวชนยืนยันว่าได้รับเงินแล้ว" in client.page(here).main.get_text()
    assert client.page(here).select_one('button[value="agree"]') is None
    assert client.post(f"{here}/agree", data={"decision": "agree"}).status_code == 409
    assert client.post(f"{here}/agree", data={"decision": "return"}).status_code == 303
    be(client, people.officer.account_id)
    assert "เยาวชนยืนยันว่าได้รับแล้ว ตั้งแต่" in client.page(here).main.get_text()
    assert client.post(here, data={"answer": "right", "reason": "ธนาคารส่งคืนจริง"}).status_code == 303
    be(client, people.approver.account_id)
    assert client.post(f"{here}/agree", data={"decision": "agree"}).status_code == 303
    assert earning.state == EarningState.REVERSED


def test_an_officer_proposes_and_an_approver_agrees(client: Client, paid: tuple[People, Earning]) -> None:
    people, earning = paid
    here = f"/office/earnings/{earning.ref}"
    be(client, people.officer.account_id)
    assert client.page(here).select_one(f'a[href="{here}/correction"]')
    assert client.page(f"{here}/correction").select_one("textarea[name=reason]")
    for typed in ({}, {"kind": "more", "amount": "0", "reason": WHY}, {"kind": "less", "amount": "100", "reason": WHY}):
        answered = client.post(f"{here}/correction", data=typed)
        assert answered.status_code == 422, typed
    typed = {"kind": "more", "amount": "30", "reason": WHY}
    assert client.post(f"{here}/correction", data=typed).status_code == 303
    correction = db.scalars(select(Correction)).one()
    assert client.page(here).select_one("#h-agree") is None
    be(client, people.approver.account_id)
    assert WHY in client.page("/office/corrections").get_text()
    assert client.page(here).select_one("#h-agree")
    answer = f"/office/corrections/{correction.ref}"
    assert client.page(here).select_one(f'form[action="{answer}"] button[value="agree"]')
    earning.state = EarningState.FAILED
    db.flush()
    shown = client.page(here)
    assert [one["value"] for one in shown.select(f'form[action="{answer}"] button')] == ["decline"]
    assert "ไม่นับว่าจ่ายแล้ว" in shown.get_text()
    earning.state = EarningState.PAID
    db.flush()
    assert client.post(answer, data={}).status_code == 422
    assert client.post(answer, data={"decision": "agree"}).status_code == 303
    assert client.post(answer, data={"decision": "agree"}).status_code == 409
    db.refresh(correction)
    assert correction.state == CorrectionState.DONE


def test_what_has_to_come_back_is_listed_and_written_off_by_two(client: Client, paid: tuple[People, Earning]) -> None:
    people, earning = paid
    recovery = recovering.open_for(earning, reason="false_completion", cause_ref="L-1", by=people.officer)
    assert recovery is not None
    here = f"/office/recoveries/{recovery.ref}"
    be(client, people.officer.account_id)
    assert "เงินที่ต้องเรียกคืน 1 รายการ รวม 100 บาท" in client.page("/office/queue").get_text()
    assert client.page("/office/corrections").select_one(f'a[href="{here}"]')
    assert client.page(f"/office/earnings/{earning.ref}").select_one(f'a[href="{here}"]')
    assert client.post(here, data={"reason": "x"}).status_code == 422
    assert client.post(here, data={"reason": "ติดต่อไม่ได้แล้ว ย้ายออกนอกพื้นที่"}).status_code == 303
    assert client.post(f"{here}/agree", data={"decision": "agree"}).status_code == 403
    be(client, people.approver.account_id)
    assert client.page(here).select_one(f'form[action="{here}/agree"]')
    assert client.post(f"{here}/agree", data={"decision": "agree"}).status_code == 303
    db.refresh(recovery)
    assert recovery.state == RecoveryState.WRITTEN_OFF
    assert client.page(here).main.h1.get_text() == "เงินที่ต้องเรียกคืน 100 บาท", "it is not asked for any more"


def test_nothing_is_written_off_while_it_is_said_to_be_back(client: Client, paid: tuple[People, Earning]) -> None:
    people, earning = paid
    recovery = recovering.open_for(earning, reason="false_completion", cause_ref="L-1", by=people.officer)
    assert recovery is not None
    here, gone = f"/office/recoveries/{recovery.ref}", {"reason": "ติดต่อไม่ได้แล้ว ย้ายออกนอกพื้นที่"}
    settlement.reconcile(db.scalars(select(PayoutBatch)).one(), by=people.officer)
    said = coming_back.propose(earning, by=people.officer, on=clock.today(), bank_ref="KTB-77")
    be(client, people.officer.account_id)
    page = client.page(here)
    assert "แจ้งว่าเงินนี้คืนมาแล้ว" in page.get_text()
    assert "เจ้าหน้าที่เรียกเงินคืน" not in page.get_text()
    assert page.select_one("textarea") is None
    assert page.select_one(f'.note a[href="/office/earnings/{earning.ref}"]') is not None
    assert client.post(here, data=gone).status_code == 409
    differences.send_back(said, by=people.approver)
    differences.explain(said, reason="เป็นเงินก้อนอื่น ไม่ใช่ก้อนนี้", by=people.officer)
    assert client.page(here).select_one("textarea") is not None
    assert client.post(here, data=gone).status_code == 303
    part = corrections.propose(earning, CorrectionKind.LESS, 30_00, WHY, by=people.officer)
    be(client, people.approver.account_id)
    shown = client.page(here).select(f'form[action="{here}/agree"] button')
    assert [one["value"] for one in shown] == ["decline"]
    assert client.post(f"{here}/agree", data={"decision": "agree"}).status_code == 409
    corrections.decline(part, by=people.approver)
    assert client.post(f"{here}/agree", data={"decision": "agree"}).status_code == 303
    db.refresh(recovery)
    assert recovery.state == RecoveryState.WRITTEN_OFF


def test_when_the_money_is_back_it_ends_by_itself(client: Client, paid: tuple[People, Earning]) -> None:
    people, earning = paid
    recovering.open_for(earning, reason="false_completion", cause_ref="L-1", by=people.officer)
    decisions.reverse(earning, by=people.officer, reason="came_back")
    be(client, people.officer.account_id)
    page = client.page("/office/corrections")
    assert "ไม่มีเงินที่ต้องเรียกคืน" in page.get_text()
    assert "ได้เงินคืนแล้ว" in page.get_text()


def test_of_what_the_bank_paid_and_was_not_due_its_page_tells_and_takes_what_came_back(client: Client) -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    (earning,) = desk.sums()
    decisions.hold(earning, by=desk.people.officer, reason="other", note="ดูก่อน")
    decisions.reject(earning, by=desk.people.officer, reason="other", note="ไม่ถึงกำหนด")
    desk.is_right(desk.line, LineOutcome.PAID)
    settlement.reconcile(desk.batch, by=desk.people.officer)
    db.commit()
    here = f"/office/earnings/{earning.ref}"
    be(client, desk.people.officer.account_id)
    page = client.page(here)
    told = page.get_text()
    assert "ธนาคารจ่ายไปทั้งที่ไม่ต้องจ่าย" in told
    assert "KTB-1" in told
    assert page.select_one('input[value="reverse"]') is not None
    said = {"decision": "reverse", "back_on": str(clock.today()), "back_ref": "KTB-77"}
    assert client.post(here, data=said).status_code == 303
    found = db.scalars(select(Difference).where(Difference.detail.startswith("back:"))).one()
    be(client, desk.people.approver.account_id)
    assert "คงอยู่อย่างเดิม" in client.page(f"/office/differences/{found.ref}").get_text()
    assert client.post(f"/office/differences/{found.ref}/agree", data={"decision": "agree"}).status_code == 303
    be(client, desk.people.officer.account_id)
    assert client.page(here).select_one('input[value="reverse"]') is None
    db.refresh(earning)
    assert (earning.state, desk.cash(), broken()) == (EarningState.REJECTED, WHOLE, [])


def test_what_stays_paid_by_another_line_is_told_to_both_people_who_keep_that_one_was_not(client: Client) -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    _batch, again = desk.is_paid_anew()
    desk.is_right(desk.line, LineOutcome.PAID)
    found = desk.says(again, LineOutcome.FAILED)
    db.commit()
    here = f"/office/differences/{found.ref}"
    be(client, desk.people.officer.account_id)
    assert desk.line.ref in client.page(here).get_text()
    assert client.post(here, data={"answer": "right", "reason": WHY}).status_code == 303
    be(client, desk.people.approver.account_id)
    assert f"({desk.line.ref})" in client.page(here).get_text()
    assert client.post(f"{here}/agree", data={"decision": "agree"}).status_code == 303
    assert (desk.cash(), broken()) == (WHOLE - 100_00, [])


def test_what_is_owed_no_more_where_the_bank_had_paid_at_first_is_told_to_both_people(client: Client) -> None:
    desk = at_the_bank(100_00)
    desk.fails()
    desk.is_paid_anew()
    (earning,) = desk.sums()
    desk.comes_back(earning)
    again = corrections.pay_again(earning, by=desk.people.officer)
    found = desk.says(desk.line, LineOutcome.PAID)
    db.commit()
    here = f"/office/differences/{found.ref}"
    be(client, desk.people.officer.account_id)
    assert f"({again.ref})" in client.page(here).get_text()
    assert client.post(here, data={"answer": "right", "reason": WHY}).status_code == 303
    be(client, desk.people.approver.account_id)
    assert f"({again.ref})" in client.page(here).get_text()
    assert client.post(f"{here}/agree", data={"decision": "agree"}).status_code == 303
    assert client.get(here).status_code == 200
    db.refresh(again)
    assert (again.state, desk.cash(), broken()) == (EarningState.CANCELLED, WHOLE - 100_00, [])
