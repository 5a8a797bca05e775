"""A payout batch in pages: three people, the bank's file and its answers."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.earnings import decisions, destinations, payees, payouts, put_right, settlement
from marketplace.earnings.bankfile import Result
from marketplace.earnings.destinations import Destination
from marketplace.kernel import clock
from marketplace.kernel.sealing import seal
from marketplace.people import youth as young
from models.account import Account
from models.earning import Earning
from models.gift import Difference
from models.history import AuditEvent, Notice, ReadLog
from models.payout import PayoutAccount, PayoutLine
from models.session import db as session
from models.vocabulary import EarningState, LineOutcome, PayMethod, PayoutState, Role
from models.youth import Youth
from tests.factories.desk import Desk, pays_to, plain_earning, typed
from tests.factories.enrolments import give_role, make_staff, youth_actor
from tests.factories.money import lines, make_batch, make_fund, named, pay, release
from tests.fixtures.client import read_page


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def test_a_release_of_what_no_bank_was_told_is_warned_of(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    pays_to(earning, "0812345678")
    batch = make_batch(fund, desk.people, earning)
    payouts.lock(batch, by=desk.people.officer)
    payouts.approve(batch, by=desk.people.approver)
    payouts.authorise(batch, by=desk.people.authoriser)
    where, untold = f"/office/batches/{batch.ref}", "ยังไม่มีใครรับไฟล์"
    assert untold in desk.authoriser.page(where).get_text()
    assert "text/csv" in desk.authoriser.post(f"{where}/bank-file").content_type
    assert untold not in desk.authoriser.page(where).get_text()


def test_a_batch_goes_through_three_people_to_closed(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    pays_to(earning, "0812345678")
    decisions.approve(earning, by=desk.people.officer)
    today = typed(clock.today())
    answer = desk.officer.post(
        f"/office/funds/{fund.ref}/batches", data={"until": today, "pay_on": typed(payouts.first_day())}
    )
    where = answer.headers["Location"]
    assert "นูรีน" in desk.officer.page(where).get_text()
    assert desk.officer.post(f"{where}/lock").status_code == 303
    waiting = desk.officer.page(where)
    assert waiting.find("form", action=f"{where}/approve") is None
    assert "ผู้อนุมัติ" in waiting.get_text()
    assert desk.officer.post(f"{where}/approve").status_code == 403
    assert where in str(desk.approver.page("/office/batches").find("section", attrs={"aria-labelledby": "h-mine"}))
    assert desk.approver.post(f"{where}/approve").status_code == 303
    assert desk.approver.post(f"{where}/authorise").status_code == 403
    assert desk.authoriser.post(f"{where}/bank-file").status_code == 403
    assert desk.authoriser.post(f"{where}/authorise").status_code == 303
    file = desk.authoriser.post(f"{where}/bank-file")
    assert "text/csv" in file.content_type
    assert "100.00" in file.data.decode("utf-8-sig")
    assert session.scalars(select(ReadLog.what)).all() == ["payout:payment"]
    assert desk.authoriser.post(f"{where}/release").status_code == 303
    page = desk.officer.page(where).get_text()
    for name in ("officer คนหนึ่ง", "approver คนหนึ่ง", "authoriser คนหนึ่ง"):
        assert name in page
    assert desk.officer.page(where).find("form", action=f"{where}/reconcile") is None
    assert desk.officer.post(f"{where}/reconcile").status_code == 409
    line = session.scalars(select(PayoutLine)).one()
    desk.officer.page(f"/office/lines/{line.ref}")
    bad = desk.officer.post(f"/office/lines/{line.ref}", data={"outcome": "paid", "settled_on": today})
    assert bad.status_code == 422
    paid = {"outcome": "paid", "settled_on": today, "bank_ref": "KTB-77", "once": "k" * 20}
    for _ in range(2):
        assert desk.officer.post(f"/office/lines/{line.ref}", data=paid).status_code == 303
    assert desk.officer.post(f"/office/lines/{line.ref}", data=paid | {"once": "n" * 20}).status_code == 409
    assert desk.officer.post(f"{where}/reconcile").status_code == 303
    assert desk.officer.post(f"{where}/close").status_code == 303
    assert (earning.state, line.outcome) == (EarningState.PAID, LineOutcome.PAID)
    assert "KTB-77" in desk.officer.page(where).get_text()


def test_a_batch_the_bank_keeps_is_late_and_one_that_agrees_is_not(desk) -> None:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    release(batch, desk.people)
    batch.pay_on, batch.released_at = clock.today() - timedelta(days=7), clock.now() - timedelta(days=6)
    session.commit()
    in_list = desk.officer.page("/office/batches").find("a", href=f"/office/batches/{batch.ref}").find(class_="due")
    assert ("due-late" in in_list["class"], "อยู่ที่ธนาคาร" in in_list.get_text()) == (True, True)
    pay(lines(batch)[0], desk.people)
    settlement.reconcile(batch, by=desk.people.officer)
    session.commit()
    page = desk.officer.page(f"/office/funds/{fund.ref}")
    assert page.find("a", href=f"/office/batches/{batch.ref}").find(class_="due") is None
    assert "ที่มาของเงิน" in [one.get_text() for one in page.select("dt")]


def test_who_prepared_is_told_that_a_colleague_approves(desk) -> None:
    give_role(desk.accounts[Role.OFFICER], Role.APPROVER, area_code="95")
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    payouts.lock(batch, by=desk.people.officer)
    assert "คุณเป็นผู้จัดทำ" in desk.officer.page(f"/office/batches/{batch.ref}").get_text()
    assert desk.officer.post(f"/office/batches/{batch.ref}/approve").status_code == 403
    assert batch.state == PayoutState.LOCKED


def test_a_batch_is_sent_back_with_words_and_an_old_page_no_longer_counts(desk) -> None:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund), plain_earning(fund))
    where = f"/office/batches/{batch.ref}"
    desk.officer.post(f"{where}/lock")
    old = desk.approver.page(where).find("input", attrs={"name": "version"})["value"]
    assert desk.approver.post(f"{where}/return", data={"note": " ", "version": old}).status_code == 422
    assert desk.approver.post(f"{where}/return", data={"note": "ชื่อไม่ตรง", "version": old}).status_code == 303
    assert "ชื่อไม่ตรง" in desk.officer.page(where).get_text()
    line = lines(batch)[0]
    assert desk.officer.post(f"/office/lines/{line.ref}/remove", data={"reason": ""}).status_code == 422
    removed = desk.officer.post(f"/office/lines/{line.ref}/remove", data={"reason": "person_unclear"})
    assert removed.status_code == 303
    assert batch.total_satang == 100_00
    desk.officer.post(f"{where}/lock")
    late = desk.approver.post(f"{where}/approve", data={"version": old, "note": "ดูครบแล้ว"})
    assert late.status_code == 409
    page = read_page(late)
    assert "officer คนหนึ่ง ทำให้เรื่องนี้มาอยู่ที่ “ปิดรายการแล้ว" in page.find("p", class_="lede").get_text()
    assert page.find("textarea").get_text().strip() == "ดูครบแล้ว"
    assert page.find("a", string="ดูว่าตอนนี้ถึงไหน")["href"] == where
    early = desk.authoriser.post(f"{where}/authorise", data={"note": "ไปได้"})
    assert early.status_code == 409
    assert "ผู้อนุมัติตรวจ" in read_page(early).find("p", class_="lede").get_text()
    assert batch.state == PayoutState.LOCKED
    kept = desk.officer.post(f"/office/lines/{lines(batch)[0].ref}/remove", data={"reason": "other"})
    assert kept.status_code == 409


def test_a_batch_is_given_up_only_with_a_reason(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    batch = make_batch(fund, desk.people, earning)
    where = f"/office/batches/{batch.ref}/abort"
    assert desk.approver.post(where, data={"note": ""}).status_code == 422
    assert desk.approver.post(where, data={"note": "ผิดวัน"}).status_code == 303
    assert (batch.state, earning.state) == (PayoutState.ABORTED, EarningState.APPROVED)


def result_file(*rows: str) -> dict[str, object]:
    content = "\n".join(("line,outcome,bank_ref,settled_on,reason", *rows)).encode()
    return {"file": (io.BytesIO(content), "results.csv")}


def test_the_banks_file_is_taken_whole_or_not_at_all(desk) -> None:
    fund = make_fund()
    first, second = plain_earning(fund), plain_earning(fund)
    batch = make_batch(fund, desk.people, first, second)
    release(batch, desk.people)
    one, two = lines(batch)
    day, where = f"{clock.today():%Y-%m-%d}", f"/office/batches/{batch.ref}/results"
    bad = desk.officer.post(where, data=result_file(f"{one.ref},paid,KTB-1,{day},", f"{two.ref},paid,,{day},"))
    assert bad.status_code == 422
    assert "แถว 3" in bad.get_data(as_text=True)
    assert one.outcome == LineOutcome.PENDING
    good = result_file(f"{one.ref},paid,KTB-1,{day},", f"{two.ref},failed,,{day},ปิดบัญชี")
    assert desk.officer.post(where, data=good).status_code == 303
    assert (first.state, second.state) == (EarningState.PAID, EarningState.FAILED)
    flags = [
        flag.get_text(strip=True)
        for flag in desk.officer.page(f"/office/batches/{batch.ref}").select(".money .is-flag")
    ]
    assert flags == ["ธนาคารไม่รับ ปิดบัญชี"]
    assert "โอนไม่สำเร็จ" in desk.officer.page(f"/office/earnings/{second.ref}").get_text()
    said, what = f"/office/earnings/{second.ref}", {"decision": "retry"}
    refused = desk.officer.post(said, data=what)
    assert (refused.status_code, "ปิดบัญชี" in refused.get_data(as_text=True)) == (422, True)
    assert desk.officer.post(said, data=what | {"note": "ธนาคารเปิดบัญชีคืนแล้ว"}).status_code == 303
    assert second.state == EarningState.APPROVED
    again = make_batch(fund, desk.people)
    session.commit()
    assert "ธนาคารเปิดบัญชีคืนแล้ว" in desk.approver.page(f"/office/batches/{again.ref}").get_text()
    youth = session.get_one(Youth, second.youth_id)
    theirs = desk.sign_in(session.get_one(Account, youth.account_id))
    assert "ปิดบัญชี" in theirs.page("/youth/money").find("section", attrs={"aria-labelledby": "to"}).get_text()
    pays_to(second, "0812345678")
    session.commit()
    assert "ปิดบัญชี" not in theirs.page("/youth/money").find("section", attrs={"aria-labelledby": "to"}).get_text()


def test_another_answer_of_the_bank_is_shown_and_put_right_by_two(desk) -> None:
    fund = make_fund()
    second = plain_earning(fund)
    batch = make_batch(fund, desk.people, second)
    release(batch, desk.people)
    (two,) = lines(batch)
    settlement.mark_failed(two, reason="ปิดบัญชี", on=clock.today(), by=desk.people.officer)
    session.commit()
    day, where = f"{clock.today():%Y-%m-%d}", f"/office/batches/{batch.ref}/results"
    said, what = f"/office/earnings/{second.ref}", {"decision": "retry"}
    otherwise = result_file(f"{two.ref},paid,KTB-2,{day},")
    assert desk.officer.post(where, data=otherwise).status_code == 303
    about = f"/office/differences/{session.scalars(select(Difference)).one().ref}"
    for page in (said, f"/office/lines/{two.ref}", f"/office/batches/{batch.ref}"):
        assert desk.officer.page(page).find("a", href=about) is not None
    assert desk.officer.post(said, data=what | {"note": "ธนาคารเปิดบัญชีคืนแล้ว"}).status_code == 422
    assert "จ่ายแล้ว" in desk.officer.page(about).get_text()
    assert desk.officer.page(about).find("input", {"name": "amount"}) is None
    right = {"answer": "right", "reason": "ธนาคารยืนยัน"}
    assert desk.officer.post(about, data=right).status_code == 303
    assert desk.approver.post(f"{about}/agree", data={"decision": "agree"}).status_code == 303
    assert (second.state, two.outcome) == (EarningState.PAID, LineOutcome.PAID)
    assert desk.officer.post(where, data=result_file(f"{two.ref},failed,,{day},ปิดบัญชี")).status_code == 303
    waits = session.scalars(select(Difference).where(Difference.state == "open")).one()
    assert desk.officer.post(f"/office/differences/{waits.ref}", data=right).status_code == 303
    assert desk.approver.post(f"/office/differences/{waits.ref}/agree", data={"decision": "agree"}).status_code == 303
    assert second.state == EarningState.FAILED


def test_a_book_is_adjusted_only_by_a_line_that_was_paid_and_the_page_says_so(desk) -> None:
    fund, people = make_fund(), desk.people
    batch = make_batch(fund, people, plain_earning(fund))
    release(batch, people)
    (line,) = lines(batch)
    said = Result(2, line.ref, LineOutcome.PAID, "KTB-1", clock.today(), "", line.amount_satang - 1_00)
    settlement.apply_results(batch, [said], by=people.officer)
    session.commit()
    found = session.scalars(select(Difference)).one()
    about, offer = f"/office/differences/{found.ref}", {"name": "answer", "value": "propose"}
    page = desk.officer.page(about)
    assert (page.find("input", offer), "รายการนี้ยังอยู่ที่ธนาคาร" in page.get_text()) == (None, True)
    pay(line, people)
    session.commit()
    assert desk.officer.page(about).find("input", offer) is not None
    more = {"answer": "propose", "way": "up", "amount": "1.00", "reason": "ธนาคารจ่ายขาด"}
    assert desk.officer.post(about, data=more).status_code == 303
    press = {"name": "decision", "value": "agree"}
    assert desk.approver.page(about).find("button", press) is not None
    refused = Result(2, line.ref, LineOutcome.FAILED, "", clock.today(), "ปิดบัญชี", None)
    settlement.apply_results(batch, [refused], by=people.officer)
    waits = session.scalars(select(Difference).where(Difference.state == "open")).one()
    put_right.propose(waits, reason="ธนาคารยืนยัน", by=people.officer)
    put_right.agree(waits, by=people.approver)
    session.commit()
    page = desk.approver.page(about)
    assert (page.find("button", press), "รายการนี้ไม่ได้จ่าย" in page.get_text()) == (None, True)
    assert desk.approver.post(f"{about}/agree", data={"decision": "agree"}).status_code == 409
    assert desk.approver.post(f"{about}/agree", data={"decision": "return"}).status_code == 303


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"a,b\n1,2\n",
        "บรรทัด,ผล\n".encode("cp874"),
        b"line,outcome\n",
        b"line,outcome\n" + b"a" * 200_000,
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(desk, content) -> None:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    release(batch, desk.people)
    answer = desk.officer.post(
        f"/office/batches/{batch.ref}/results", data={"file": (io.BytesIO(content), "results.csv")}
    )
    assert answer.status_code == 422
    assert 'class="errors"' in answer.get_data(as_text=True)


def test_taking_the_file_for_the_bank_is_kept_each_time(desk) -> None:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    release(batch, desk.people)
    for _ in range(2):
        assert desk.officer.post(f"/office/batches/{batch.ref}/bank-file").status_code == 200
    wanted = select(AuditEvent).where(AuditEvent.action == "payout.bank_file")
    assert len(session.scalars(wanted).all()) == 2


def test_the_file_holds_the_whole_number_and_the_page_only_its_end(desk) -> None:
    fund = make_fund()
    kept, moved = plain_earning(fund), plain_earning(fund)
    for earning in (kept, moved):
        youth = session.get_one(Youth, earning.youth_id)
        destinations.choose(youth, Destination(PayMethod.BANK, "KTB", "123-4-56789-0"), by=youth_actor(youth))
    batch = make_batch(fund, desk.people, kept, moved)
    release(batch, desk.people)
    away = session.get_one(Youth, moved.youth_id)
    destinations.choose(away, Destination(PayMethod.PROMPTPAY, "", "0812345678"), by=youth_actor(away))
    page = desk.officer.page(f"/office/batches/{batch.ref}").get_text()
    assert "7890" in page
    assert "1234567890" not in page
    file = desk.officer.post(f"/office/batches/{batch.ref}/bank-file").data.decode("utf-8-sig")
    assert sorted(row["account"] for row in csv.DictReader(io.StringIO(file))) == ["1234567890", "xxx-x-x7890"]


def test_a_number_that_two_people_have_is_shown_at_every_step(desk) -> None:
    fund = make_fund()
    one, other, alone, outside = (plain_earning(fund) for _ in range(4))
    for number, (earning, name) in enumerate(((one, "ดาริน"), (other, "ดารุณี"), (alone, "เดี่ยว"))):
        named(session.get_one(Youth, earning.youth_id))
        young.put_legal_name(session.get_one(Youth, earning.youth_id), name, "สาแลแม", by=SYSTEM)
        pays_to(earning, "+66 81 234 5678" if number == 1 else f"08{'1' if number == 0 else '9'}2345678")
    pays_to(outside, "092-234-5678")
    batch = make_batch(fund, desk.people, one, other, alone)
    where = f"/office/batches/{batch.ref}"
    for client, step in ((desk.officer, "lock"), (desk.approver, "approve"), (desk.authoriser, "authorise")):
        text = client.page(where).get_text()
        assert "ใช้บัญชีหรือหมายเลขซ้ำกับคนอื่น: ดาริน สาแลแม · ดารุณี สาแลแม" in text
        assert "หมายเลขเดียวกับ ดารุณี สาแลแม" in text
        assert "0812345678" not in text
        assert client.post(f"{where}/{step}").status_code == 303
    found = session.scalars(select(AuditEvent).where(AuditEvent.action == "payout.accounts_to_look_at")).one()
    assert found.details == {"shared": 2, "wrong": 0}
    assert "อีก 1 คน" in desk.officer.page(f"/office/lines/{lines(batch)[0].ref}").get_text()


def test_a_number_shared_with_somebody_outside_the_batch_names_nobody(desk) -> None:
    fund = make_fund()
    one, outside = plain_earning(fund), plain_earning(fund)
    for earning in (one, outside):
        pays_to(earning, "0812345678")
    batch = make_batch(fund, desk.people, one)
    assert "ไม่ได้อยู่ในรอบนี้ 1 คน" in desk.officer.page(f"/office/batches/{batch.ref}").get_text()


def test_a_number_kept_before_it_was_checked_is_shown(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    pays_to(earning, "0812345678")
    account = session.get_one(PayoutAccount, earning.youth_id)
    account.number_sealed = seal("0000000000", f"payout_account|number|{earning.youth_id}")
    account.account_end = "0000"
    batch = make_batch(fund, desk.people, earning)
    assert "หมายเลขพร้อมเพย์ไม่ถูกต้อง" in desk.officer.page(f"/office/batches/{batch.ref}").get_text()


def without_a_name(earning: Earning) -> Youth:
    youth = session.get_one(Youth, earning.youth_id)
    youth.last_name_sealed = None
    session.flush()
    return youth


def test_whoever_has_no_name_on_record_is_left_out_and_asked(desk) -> None:
    fund = make_fund()
    worker = make_staff(Role.CASEWORKER)
    named_one, unnamed = plain_earning(fund), plain_earning(fund)
    for number, earning in enumerate((named_one, unnamed)):
        pays_to(earning, f"081234567{number}")
        decisions.approve(earning, by=desk.people.officer)
    youth, today = without_a_name(unnamed), typed(clock.today())
    where = desk.officer.post(
        f"/office/funds/{fund.ref}/batches", data={"until": today, "pay_on": typed(payouts.first_day())}
    ).location
    page = desk.officer.page(where)
    assert "ยังไม่ได้รวมในรอบนี้เพราะยังไม่มีชื่อตามบัตร: 1 คน" in page.get_text()
    assert (named_one.state, unnamed.state) == (EarningState.IN_BATCH, EarningState.APPROVED)
    again = desk.officer.post(
        f"/office/funds/{fund.ref}/batches", data={"until": today, "pay_on": typed(payouts.first_day())}
    )
    assert again.status_code == 422
    assert "ขาดชื่อตามบัตรของ 1 คน" in read_page(again).get_text()
    assert payees.ask_for_names() == 1
    assert payees.ask_for_names() == 0
    asked = session.scalars(select(Notice).where(Notice.event == payees.EVENT).order_by(Notice.id)).all()
    assert {notice.account_id for notice in asked} == {youth.account_id, worker.id}
    helper = desk.sign_in(worker)
    helper.page(asked[1].path)
    wrong = helper.post(asked[1].path, data={"first_name": "นูรีน1", "last_name": "สาแลแม"})
    assert wrong.status_code == 422
    assert read_page(wrong).find("input", {"name": "last_name"})["value"] == "สาแลแม"
    assert helper.post(asked[1].path, data={"first_name": "นูรีน", "last_name": "-"}).status_code == 303
    assert desk.officer.post(asked[1].path, data={"first_name": "x", "last_name": "y"}).status_code == 403
    assert young.legal_name(youth) == "นูรีน"
    answer = desk.officer.post(
        f"/office/funds/{fund.ref}/batches", data={"until": today, "pay_on": typed(payouts.first_day())}
    )
    assert answer.status_code == 303


def test_no_list_is_closed_and_no_file_is_made_while_a_name_is_missing(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    batch = make_batch(fund, desk.people, earning)
    where = f"/office/batches/{batch.ref}"
    youth = without_a_name(earning)
    page = desk.officer.page(where)
    assert page.find("form", action=f"{where}/lock") is None
    assert "ยังไม่มีชื่อตามบัตร: นูรีน" in page.get_text()
    assert desk.officer.post(f"{where}/lock").status_code == 409
    young.put_legal_name(youth, "นูรีน", "สาแลแม", by=SYSTEM)
    for client, step in ((desk.officer, "lock"), (desk.approver, "approve"), (desk.authoriser, "authorise")):
        assert client.post(f"{where}/{step}").status_code == 303
    without_a_name(earning)
    assert desk.officer.post(f"{where}/bank-file").status_code == 409
    young.put_legal_name(youth, "นูรีน", "สาแลแม", by=SYSTEM)
    file = desk.officer.post(f"{where}/bank-file").data.decode("utf-8-sig")
    assert [row["name"] for row in csv.DictReader(io.StringIO(file))] == ["นูรีน สาแลแม"]


@pytest.mark.parametrize(
    ("until", "pay_on", "field"),
    [
        (0, -1, "pay_on"),
        (0, 0, "pay_on"),
        (0, 61, "pay_on"),
        (0, 365 * 30, "pay_on"),
        (1, 0, "until"),
        (365 * 30, 0, "until"),
    ],
)
def test_days_out_of_bounds_are_refused_and_kept_as_typed(desk, until: int, pay_on: int, field: str) -> None:
    fund = make_fund()
    decisions.approve(plain_earning(fund), by=desk.people.officer)
    today = clock.today()
    given = {"until": typed(today + timedelta(days=until)), "pay_on": typed(today + timedelta(days=pay_on))}
    answer = desk.officer.post(f"/office/funds/{fund.ref}/batches", data=given)
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.find("a", href=f"#{field}")
    assert {name: page.find("input", {"name": name})["value"] for name in given} == given
    assert session.scalars(select(PayoutLine)).all() == []


def test_the_last_day_within_bounds_is_taken(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    pays_to(earning, "0812345678")
    decisions.approve(earning, by=desk.people.officer)
    last = clock.today() + payouts.PAY_WITHIN
    given = {"until": typed(clock.today()), "pay_on": typed(last)}
    assert desk.officer.post(f"/office/funds/{fund.ref}/batches", data=given).status_code == 303
