"""Answers of a bank that cannot be right are named and change nothing; notes that come back keep their words."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.earnings import decisions, payouts
from marketplace.kernel import clock
from models.account import Account
from models.gift import Difference
from models.payout import PayoutBatch, PayoutLine
from models.session import db as session
from models.vocabulary import LineOutcome, PayoutState, Role
from models.youth import Youth
from tests.factories.desk import Desk, pays_to, plain_earning, typed
from tests.factories.enrolments import make_staff
from tests.factories.money import lines, make_batch, make_fund, pay, release
from tests.fixtures.client import read_page

HEAD = "line,outcome,bank_ref,settled_on,reason,amount"
DAY = timedelta(days=1)


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def out(desk: Desk) -> tuple[PayoutBatch, PayoutLine, PayoutLine]:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund), plain_earning(fund))
    release(batch, desk.people)
    return batch, *lines(batch)


def hand_in(desk: Desk, batch: PayoutBatch, *rows: str):
    data = {"file": (io.BytesIO("\n".join((HEAD, *rows)).encode()), "results.csv")}
    return desk.officer.post(f"/office/batches/{batch.ref}/results", data=data)


def row(line: PayoutLine, ref: str, on=None, amount: str = "100.00") -> str:
    return f"{line.ref},paid,{ref},{on or clock.today():%Y-%m-%d},,{amount}"


def test_another_sum_is_told_and_not_called_nothing_new(desk) -> None:
    batch, one, two = out(desk)
    for _ in range(2):
        assert hand_in(desk, batch, row(one, "K-1", amount="1.00"), row(two, "K-2")).status_code == 303
        page = desk.officer.page(f"/office/batches/{batch.ref}").get_text()
        assert f"ธนาคารแจ้งยอดไม่ตรงกับที่สั่งจ่าย: {one.ref}" in page
        assert "ไม่มีอะไรใหม่" not in page
    assert (one.outcome, two.outcome) == (LineOutcome.PENDING, LineOutcome.PAID)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (lambda one, two: [row(one, "K-1"), row(two, "K-1")], "เลขอ้างอิงธนาคารเดียวกัน"),
        (lambda one, two: [row(one, "K-1"), row(two, "K" * 81)], "80"),
        (lambda one, two: [row(one, "K-1"), row(two, "K-2", clock.today() - DAY)], "ก่อนวันจัดรอบจ่าย"),
    ],
    ids=["one reference twice", "a reference too long", "a day before the batch"],
)
def test_a_row_that_cannot_be_is_named_and_nothing_is_taken(desk, rows, told: str) -> None:
    batch, one, two = out(desk)
    refused = hand_in(desk, batch, *rows(one, two))
    assert refused.status_code == 422
    errors = read_page(refused).find(class_="errors").get_text()
    assert told in errors
    assert "แถว 3" in errors
    assert {line.outcome for line in lines(batch)} == {LineOutcome.PENDING}


def test_the_same_is_said_to_whoever_enters_it_by_hand(desk) -> None:
    batch, one, two = out(desk)
    pay(one, desk.people, "K-1")
    given = {"outcome": "paid", "settled_on": typed(clock.today()), "bank_ref": "K-1"}
    early = given | {"bank_ref": "K-2", "settled_on": typed(clock.today() - DAY)}
    for wrong, told in ((given, "เลขอ้างอิงธนาคารเดียวกัน"), (early, "ก่อนวันจัดรอบจ่าย")):
        refused = desk.officer.post(f"/office/lines/{two.ref}", data=wrong)
        assert refused.status_code == 422
        assert told in read_page(refused).get_text()
    assert hand_in(desk, batch, row(two, "K-1")).status_code == 422
    assert hand_in(desk, batch, row(two, "K" * 80)).status_code == 303
    assert two.bank_ref == "K" * 80


def test_a_wrong_number_of_rows_is_kept_as_rows_and_not_as_money(desk) -> None:
    batch, one, _ = out(desk)
    day = f"{clock.bangkok(clock.now()):%d/%m}/{clock.today().year + 543}"
    content = f"D|{one.ref}|100.00|โอนสำเร็จ|{day}|KTB-1|\nT|7|100.00\n".encode("cp874")
    data = {"file": (io.BytesIO(content), "answers.txt"), "bank_format": "example-b"}
    assert desk.officer.post(f"/office/batches/{batch.ref}/results", data=data).status_code == 422
    session.expire_all()
    found = session.scalars(select(Difference)).one()
    assert (found.expected_satang, found.found_satang) == (None, None)
    for where in ("/office/differences", f"/office/differences/{found.ref}"):
        assert "ไฟล์มี 1 แถว แต่แจ้งว่า 7 แถว" in desk.officer.page(where).get_text()


@pytest.mark.parametrize("note", ["ย" * 1001, "ผิดวัน\x00"], ids=["too long", "hidden"])
@pytest.mark.parametrize("step", ["approve", "return", "abort"])
def test_a_note_that_cannot_be_kept_comes_back_at_its_field(desk, step: str, note: str) -> None:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    payouts.lock(batch, by=desk.people.officer)
    refused = desk.approver.post(f"/office/batches/{batch.ref}/{step}", data={"note": note})
    assert refused.status_code == 422
    page = read_page(refused)
    assert page.find("a", href=f"#note-{step}")
    assert page.find("textarea", id=f"note-{step}").get_text().strip() == note.removesuffix("\x00")
    assert batch.state == PayoutState.LOCKED


def test_while_a_changed_account_waits_no_next_round_is_promised(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    decisions.approve(earning, by=desk.people.officer)
    pays_to(earning, "0812345678")
    account = session.get_one(Account, session.get_one(Youth, earning.youth_id).account_id)
    next_round = "เงินจะออกในรอบแรกหลังจาก"
    where = f"/youth/money?month={earning.earned_on:%Y-%m}"
    assert next_round not in desk.sign_in(account).page(where).get_text()
    pays_to(earning, "0898765432")
    assert next_round in desk.sign_in(account).page(where).get_text()


def test_paid_money_reads_as_sent_and_the_last_column_as_a_reference(desk) -> None:
    _, one, _ = out(desk)
    pay(one, desk.people)
    youth = session.get_one(Youth, one.youth_id)
    client = desk.sign_in(session.get_one(Account, youth.account_id))
    page = client.page(f"/youth/money?month={clock.today() - DAY:%Y-%m}").get_text()
    assert "โอนแล้ว" in page
    assert "มีรายได้" not in page
    head = client.get(f"/youth/money/year.csv?year={(clock.today() - DAY).year}").get_data(as_text=True).splitlines()[0]
    assert head.endswith("เลขที่")


def test_every_promise_of_the_books_is_told_in_thai(desk) -> None:
    page = desk.sign_in(make_staff(Role.AUDITOR, "95")).page("/steward/books").get_text()
    assert "a point reached" not in page
    assert "เงินตามขั้นแต่ละขั้นได้ครั้งเดียว" in page
