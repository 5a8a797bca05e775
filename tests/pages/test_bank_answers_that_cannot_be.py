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


def out(desk: Desk, count: int = 2) -> tuple[PayoutBatch, *tuple[PayoutLine, ...]]:
    fund = make_fund()
    batch = make_batch(fund, desk.people, *(plain_earning(fund) for _ in range(count)))
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
        assert f"ธนาคารแจ้งไม่ตรงกันสำหรับรายการเหล่านี้: {one.ref}" in page
        assert "ไม่มีอะไรใหม่" not in page
    assert (one.outcome, two.outcome) == (LineOutcome.PENDING, LineOutcome.PAID)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (lambda one, two, three: [row(one, "K-1"), row(two, "K-1"), row(three, "K-2")], "เลขอ้างอิงธนาคารเดียวกัน"),
        (lambda one, two, _: [row(one, "K-1"), row(two, "K" * 81)], "80"),
        (lambda one, two, _: [row(one, "K-1"), row(two, "K-2", clock.today() - DAY)], "ก่อนวันที่รอบจ่ายได้รับอนุญาต"),
        (lambda one, two, _: [row(one, "K-1"), row(two, "K-\u202e2")], "มองไม่เห็น"),
    ],
    ids=["one reference twice", "a reference too long", "a day before the batch", "signs nobody sees"],
)
def test_a_row_that_cannot_be_is_named_and_nothing_is_taken(desk, rows, told: str) -> None:
    batch, *made = out(desk, 3)
    refused = hand_in(desk, batch, *rows(*made))
    assert refused.status_code == 422
    errors = read_page(refused).find(class_="errors").get_text()
    assert told in errors
    assert "แถว 3" in errors
    assert {line.outcome for line in lines(batch)} == {LineOutcome.PENDING}


def test_a_reference_for_the_whole_file_is_kept_with_each_of_its_payments(desk) -> None:
    batch, one, two, three = out(desk, 3)
    failed = f"{three.ref},failed,,{clock.today():%Y-%m-%d},ปิดบัญชี,100.00"
    rows = (row(one, "BULK-1"), row(two, "BULK-1"), failed)
    assert hand_in(desk, batch, *rows).status_code == 303
    assert [line.bank_ref for line in lines(batch)] == ["BULK-1", "BULK-1", None]
    assert hand_in(desk, batch, *rows).status_code == 303, "the same file once more adds nothing"
    assert [line.outcome for line in lines(batch)] == [LineOutcome.PAID, LineOutcome.PAID, LineOutcome.FAILED]


def test_payments_of_the_file_that_come_later_may_share_its_reference(desk) -> None:
    batch, one, two, three, four = out(desk, 4)
    assert hand_in(desk, batch, row(one, "BULK-1"), row(two, "BULK-1")).status_code == 303
    assert hand_in(desk, batch, row(three, "BULK-1"), row(four, "K-2")).status_code == 422, "not of every row"
    assert hand_in(desk, batch, row(three, "BULK-1")).status_code == 303
    by_hand = {"outcome": "paid", "settled_on": typed(clock.today()), "bank_ref": "BULK-1"}
    assert desk.officer.post(f"/office/lines/{four.ref}", data=by_hand).status_code == 303
    assert {line.bank_ref for line in lines(batch)} == {"BULK-1"}


def test_what_was_one_payments_reference_does_not_become_a_files(desk) -> None:
    batch, one, two, three = out(desk, 3)
    pay(one, desk.people, "K-1")
    session.commit()
    refused = hand_in(desk, batch, row(two, "K-1"), row(three, "K-1"))
    assert refused.status_code == 422
    told = read_page(refused).find(class_="errors").get_text()
    assert "แถว 2" in told
    assert "แถว 3" in told
    whole = [row(line, "K-1") for line in (one, two, three)]
    assert hand_in(desk, batch, *whole).status_code == 303, "the bank says so"


@pytest.mark.parametrize("whole", [True, False])
def test_a_reference_of_another_batch_is_refused(desk, whole: bool) -> None:
    first, one, two = out(desk)
    assert hand_in(desk, first, row(one, "K-1"), row(two, "K-1" if whole else "K-2")).status_code == 303
    batch, three, four = out(desk)
    refused = hand_in(desk, batch, row(three, "K-1"), row(four, "K-1" if whole else "K-3"))
    assert refused.status_code == 422
    assert "รอบจ่ายอื่น" in read_page(refused).find(class_="errors").get_text()
    by_hand = {"outcome": "paid", "settled_on": typed(clock.today()), "bank_ref": "K-1"}
    answer = desk.officer.post(f"/office/lines/{three.ref}", data=by_hand)
    assert answer.status_code == 422
    assert "รอบจ่ายอื่น" in read_page(answer).get_text()
    assert {line.outcome for line in lines(batch)} == {LineOutcome.PENDING}


def test_no_answer_lies_before_the_day_three_people_had_agreed(desk) -> None:
    batch, one, two = out(desk)
    batch.prepared_at -= 2 * DAY
    session.commit()
    early = clock.today() - DAY
    refused = hand_in(desk, batch, row(one, "K-1"), row(two, "K-2", early))
    assert refused.status_code == 422
    assert "แถว 3" in read_page(refused).find(class_="errors").get_text()
    by_hand = {"outcome": "paid", "settled_on": typed(early), "bank_ref": "K-2"}
    assert desk.officer.post(f"/office/lines/{two.ref}", data=by_hand).status_code == 422
    assert {line.outcome for line in lines(batch)} == {LineOutcome.PENDING}


def test_an_answer_that_comes_again_with_another_day_or_reference_changes_nothing_and_is_kept(desk) -> None:
    batch, one, two = out(desk)
    batch.prepared_at, batch.approved_at, batch.authorised_at = (clock.now() - 3 * DAY,) * 3
    session.commit()
    assert hand_in(desk, batch, row(one, "K-1"), row(two, "K-2")).status_code == 303
    for other in (row(one, "K-1", clock.today() - DAY), row(one, "K-9")):
        assert hand_in(desk, batch, other, row(two, "K-2")).status_code == 303
        told = desk.officer.page(f"/office/batches/{batch.ref}").get_text()
        assert f"ธนาคารแจ้งไม่ตรงกันสำหรับรายการเหล่านี้: {one.ref}" in told
    assert hand_in(desk, batch, row(one, "K-1"), row(two, "K-2")).status_code == 303
    assert {line.settled_on for line in lines(batch)} == {clock.today()}
    assert session.scalars(select(Difference.about)).all() == [one.ref, one.ref]


def test_the_same_is_said_to_whoever_enters_it_by_hand(desk) -> None:
    batch, one, two = out(desk)
    pay(one, desk.people, "K-1")
    given = {"outcome": "paid", "settled_on": typed(clock.today()), "bank_ref": "K-1"}
    early = given | {"bank_ref": "K-2", "settled_on": typed(clock.today() - DAY)}
    for wrong, told in ((given, "เลขอ้างอิงธนาคารเดียวกัน"), (early, "ก่อนวันที่รอบจ่ายได้รับอนุญาต")):
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
