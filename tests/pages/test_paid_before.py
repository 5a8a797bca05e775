"""Sums the bank may have paid before: no file and no code pay them again, and what people made of it is told."""

import io

import pytest
from sqlalchemy import select

from blueprints.office import difference_abouts
from marketplace.earnings import decisions, hands, payouts, remittance, settlement
from marketplace.kernel import clock
from models.earning import Earning, Fund
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db as session
from models.vocabulary import EarningState, PayoutState
from models.youth import Youth
from tests.factories.desk import Desk, pays_to, plain_earning
from tests.factories.money import lines, make_batch, make_fund, pay, release
from tests.fixtures.client import read_page

DIFFERENCES = "/office/differences"


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def tried_again(desk: Desk) -> tuple[PayoutBatch, PayoutLine, PayoutBatch, Earning]:
    """A batch of two that may go to the bank; one of its sums was refused before."""
    fund, people = make_fund(), desk.people
    refused, other = plain_earning(fund), plain_earning(fund)
    pays_to(refused, "0812345678")
    first = make_batch(fund, people, refused)
    release(first, people)
    (line,) = lines(first)
    settlement.mark_failed(line, reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    decisions.retry(refused, by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    second = make_batch(fund, people, other)
    approved(second, desk)
    session.commit()
    return first, line, second, refused


def approved(batch: PayoutBatch, desk: Desk) -> None:
    payouts.lock(batch, by=desk.people.officer)
    payouts.approve(batch, by=desk.people.approver)
    payouts.authorise(batch, by=desk.people.authoriser)


def say_paid(desk: Desk, first: PayoutBatch, line: PayoutLine) -> str:
    """The bank's file says that it paid what was kept as refused; gives the page of that."""
    row = f"line,outcome,bank_ref,settled_on,reason\n{line.ref},paid,KTB-258,{clock.today():%Y-%m-%d},"
    told = {"file": (io.BytesIO(row.encode()), "results.csv")}
    assert desk.officer.post(f"/office/batches/{first.ref}/results", data=told).status_code == 303
    return f"{DIFFERENCES}/{session.scalars(select(Difference)).one().ref}"


def test_what_the_bank_may_have_paid_is_not_handed_out_again_and_is_taken_out_alone(desk) -> None:
    first, line, second, refused = tried_again(desk)
    again = next(one for one in lines(second) if one.youth_id == refused.youth_id)
    where, its = f"/office/batches/{second.ref}", f"/office/lines/{again.ref}"
    assert desk.officer.page(its).select_one(f'form[action="{its}/code"]')
    about = say_paid(desk, first, line)
    for client in (desk.officer, desk.approver, desk.authoriser):
        page = client.page(where)
        assert page.find("a", href=about) is not None
        assert page.select_one(f'form[action="{where}/bank-file"], form[action="{where}/release"]') is None
        assert page.select_one(f'form[action="{where}/take-out"]')
    page = desk.officer.page(its)
    assert (page.find("a", href=about) is None, page.select_one(f'form[action="{its}/code"]')) == (False, None)
    ref = about.removeprefix(f"{DIFFERENCES}/")
    for refusal in (desk.officer.post(f"{where}/bank-file"), desk.officer.post(f"{its}/code")):
        assert (refusal.status_code, ref in refusal.get_data(as_text=True)) == (409, True)
    assert desk.authoriser.post(f"{where}/release", data={"version": second.version}).status_code == 409
    assert desk.authoriser.post(f"{where}/take-out", data={"version": second.version}).status_code == 303
    assert (second.state, refused.state) == (PayoutState.OPEN, EarningState.APPROVED)
    assert [one.youth_id == refused.youth_id for one in lines(second)] == [False]
    approved(second, desk)
    session.commit()
    assert desk.authoriser.post(f"{where}/bank-file").status_code == 200


def test_a_list_is_closed_without_what_the_bank_may_have_paid(desk) -> None:
    first, line, second, refused = tried_again(desk)
    payouts.abort(second, by=desk.people.officer, reason="ผิดวันจ่าย")
    third = make_batch(session.get_one(Fund, first.fund_id), desk.people)
    session.commit()
    say_paid(desk, first, line)
    where = f"/office/batches/{third.ref}"
    assert desk.officer.post(f"{where}/lock", data={"version": third.version}).status_code == 303
    assert [one.youth_id == refused.youth_id for one in remittance.lines_of(third)] == [False]
    assert "ธนาคารแจ้งไม่ตรงกันเรื่องการจ่ายเงินครั้งก่อน" in desk.officer.page(where).get_text()


def test_that_the_bank_is_wrong_is_said_by_two_and_told_on_the_page_of_the_batch(desk) -> None:
    first, line, second, _ = tried_again(desk)
    about, where = say_paid(desk, first, line), f"/office/batches/{second.ref}"
    assert desk.officer.page(about).find("input", value="match") is None
    for answer in ("match", "explain"):
        said = desk.officer.post(about, data={"answer": answer, "reason": "สาขายืนยันว่าแจ้งผิด"})
        assert said.status_code == (422 if answer == "match" else 303)
    found = session.scalars(select(Difference)).one()
    assert (found.state, desk.authoriser.post(f"{where}/release", data={"version": second.version}).status_code) == (
        "proposed", 409,
    )  # fmt: skip
    assert desk.officer.post(f"{about}/agree", data={"decision": "agree"}).status_code == 403
    assert desk.approver.page(about).find("button", value="agree")
    assert desk.approver.post(f"{about}/agree", data={"decision": "agree"}).status_code == 303
    session.refresh(found)
    assert found.state == "explained"
    assert "สองคน" in desk.officer.page(about).get_text()
    for client in (desk.approver, desk.authoriser):
        told = client.page(where).get_text()
        assert all(word in told for word in ("KTB-258", "สาขายืนยันว่าแจ้งผิด", "officer คนหนึ่ง และ approver คนหนึ่ง")), told
    assert desk.authoriser.post(f"{where}/release", data={"version": second.version}).status_code == 303
    for one in lines(second):
        pay(one, desk.people, bank_ref=f"KTB-9{one.id}")
    session.commit()
    row = f"line,outcome,bank_ref,settled_on,reason\n{line.ref},paid,KTB-258,{clock.today():%Y-%m-%d},"
    anew = {"file": (io.BytesIO(row.encode()), "results.csv")}
    assert desk.officer.post(f"/office/batches/{first.ref}/results", data=anew).status_code == 303
    later = session.scalars(select(Difference).order_by(Difference.id.desc())).first()
    assert later is not None
    page = desk.officer.page(f"{DIFFERENCES}/{later.ref}")
    said = "ธนาคารเคยบอกเช่นนี้มาก่อน", "สาขายืนยันว่าแจ้งผิด", "officer คนหนึ่ง · approver คนหนึ่ง"
    assert all(word in page.get_text() for word in said), page.get_text()
    assert page.find("a", href=about) is not None


def test_what_is_to_be_answered_stands_near_its_refusal_and_is_named_by_whom_it_pays(desk, monkeypatch) -> None:
    first, line, second, refused = tried_again(desk)
    page = say_paid(desk, first, line)
    listed = desk.officer.page(f"/office/batches/{first.ref}").select_one(f'.tasks a[href="{page}"]')
    assert hands.payee(session.get_one(Youth, refused.youth_id)) in listed.get_text()
    assert desk.officer.page(page).select_one(f'#h-about ~ .facts a[href="/office/earnings/{refused.ref}"]')
    monkeypatch.setattr(difference_abouts, "MOST_OPEN", 0)
    folded = read_page(desk.officer.post(page, data={})).main
    assert folded.select_one("details .facts a[href^='/office/earnings/']")
    assert folded.h1.find_next_sibling().select_one("a[href^='#answer']"), "above the facts, where a phone shows it"
    where, proposed = f"/office/batches/{second.ref}", {"answer": "right", "reason": "ธนาคารส่งหลักฐานการโอนมาแล้ว"}
    assert desk.authoriser.post(f"{where}/take-out", data={"version": second.version}).status_code == 303
    assert desk.officer.post(page, data=proposed).status_code == 303
    assert "นับว่าเงินของรายการนี้จ่ายแล้ว" in desk.approver.page(page).get_text()
