"""A batch through the files of a bank: in its own format, whole or not at all, and never twice."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.earnings import bank_formats
from marketplace.earnings.bank_shapes import Shape
from marketplace.earnings.bankfile import Result
from marketplace.earnings.remittance import causes_of
from marketplace.kernel import clock
from models.earning import Fund
from models.gift import Difference
from models.ledger import LedgerEntry
from models.payout import PayoutBatch, PayoutLine
from models.session import db as session
from models.vocabulary import DifferenceKind, EntryKind, LineOutcome
from tests.factories.bank import answer_file
from tests.factories.desk import Desk, pays_to, plain_earning
from tests.factories.money import lines, make_batch, make_fund, release
from tests.fixtures.client import read_page


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def release_of_two(desk: Desk) -> tuple[PayoutBatch, PayoutLine, PayoutLine]:
    fund = make_fund()
    earnings = plain_earning(fund), plain_earning(fund)
    for number, earning in enumerate(earnings):
        pays_to(earning, f"081234567{number}")
    batch = make_batch(fund, desk.people, *earnings)
    release(batch, desk.people)
    return batch, *lines(batch)


def bank_says(shape: Shape, *ended: tuple[PayoutLine, LineOutcome], off: int = 0) -> dict[str, object]:
    rows = [
        Result(
            0,
            line.ref,
            outcome,
            f"KTB-{line.ref}" if paid else "",
            clock.today(),
            "" if paid else "ปิดบัญชี",
            line.amount_satang,
        )
        for line, outcome in ended
        for paid in (outcome == LineOutcome.PAID,)
    ]
    return {"file": (io.BytesIO(answer_file(shape, rows, off=off)), "answers.txt")}


@pytest.mark.parametrize("kept", bank_formats.every(), ids=lambda one: one.name)
def test_a_batch_is_paid_and_answered_in_the_format_of_a_bank(desk, kept) -> None:
    batch, one, two = release_of_two(desk)
    where = f"/office/batches/{batch.ref}"
    file = desk.authoriser.post(f"{where}/bank-file", data={"bank_format": kept.name})
    text = file.data.decode(kept.pay.encodings[0])
    assert file.headers["Content-Disposition"].endswith(f".{kept.pay.suffix}")
    assert "no-store" in file.headers["Cache-Control"]
    assert all(line.ref in text for line in (one, two))
    assert "0812345670" in text
    chosen = desk.officer.page(where).find("select", id="results-format").find("option", selected=True)
    assert chosen["value"] == kept.name
    for attempt in range(2):
        answers = bank_says(kept.result, (one, LineOutcome.PAID), (two, LineOutcome.FAILED))
        taken = desk.officer.post(f"{where}/results", data={"bank_format": kept.name, **answers})
        assert taken.status_code == 303
        told = desk.officer.page(where).get_text()
        assert ("รับคำตอบจากธนาคารแล้ว 2" in told) is (attempt == 0)
        assert ("ไฟล์นี้ไม่มีอะไรใหม่" in told) is (attempt == 1)
    assert (one.outcome, two.outcome) == (LineOutcome.PAID, LineOutcome.FAILED)
    for line, is_told in ((one, False), (two, True)):
        page = desk.officer.page(f"/office/earnings/{causes_of(line)[0].ref}").get_text()
        assert ("ปิดบัญชี" in page) is is_told
    assert session.scalar(select(func.count()).where(LedgerEntry.kind == EntryKind.PAY)) == 1
    again = desk.officer.post(f"{where}/bank-file", data={"bank_format": kept.name})
    assert again.status_code == 409
    fund = session.get_one(Fund, batch.fund_id)
    other = make_batch(fund, desk.people, plain_earning(fund))
    release(other, desk.people)
    page = desk.officer.page(f"/office/batches/{other.ref}")
    assert page.find("select", id="results-format").find("option", selected=True)["value"] == kept.name


def test_a_windows_874_file_with_a_wrong_total_is_kept_as_a_difference_and_nothing_else(desk) -> None:
    batch, one, two = release_of_two(desk)
    shape, where = bank_formats.called("example-b").result, f"/office/batches/{batch.ref}/results"
    for _ in range(2):
        wrong = bank_says(shape, (one, LineOutcome.PAID), (two, LineOutcome.PAID), off=-1)
        answer = desk.officer.post(where, data={"bank_format": "example-b", **wrong})
        assert answer.status_code == 422
        page = read_page(answer)
        assert "199.99" in page.get_text()
        assert "ยอดไม่ตรงกัน" in page.find(class_="errors").get_text()
        assert page.find("select", id="results-format").find("option", selected=True)["value"] == "example-b"
    session.expire_all()
    assert {line.outcome for line in lines(batch)} == {LineOutcome.PENDING}
    found = session.scalars(select(Difference)).one()
    assert (found.kind, found.about) == (DifferenceKind.BANK_TOTAL, batch.ref)
    assert (found.expected_satang, found.found_satang) == (200_00, 199_99)
    about = f"/office/differences/{found.ref}"
    said = desk.officer.page(about)
    assert ("ยอดรวม" in said.get_text(), said.find("input", value="propose")) == (True, None)
    typed = {"answer": "propose", "way": "down", "amount": "0.01", "reason": "ธนาคารพิมพ์ผิด"}
    assert desk.officer.post(about, data=typed).status_code == 422, "no money differs by what a file says of itself"
    good = bank_says(shape, (one, LineOutcome.PAID), (two, LineOutcome.PAID))
    assert desk.officer.post(where, data={"bank_format": "example-b", **good}).status_code == 303
    assert {line.outcome for line in lines(batch)} == {LineOutcome.PAID}
    page = f"/office/batches/{batch.ref}"
    assert desk.officer.page(page).find("form", action=f"{page}/reconcile") is None
    refused = desk.officer.post(f"{page}/reconcile")
    assert (refused.status_code, read_page(refused).find("a", href=about) is not None) == (409, True)
    assert desk.officer.post(about, data=typed | {"answer": "match"}).status_code == 303
    assert desk.officer.post(f"{page}/reconcile").status_code == 303


def test_a_bank_file_holds_only_lines_with_a_whole_number(desk) -> None:
    fund = make_fund()
    known, moved = plain_earning(fund), plain_earning(fund)
    pays_to(known, "0812345678")
    batch = make_batch(fund, desk.people, known, moved)
    release(batch, desk.people)
    pays_to(moved, "0892345678")
    where = f"/office/batches/{batch.ref}/bank-file"
    text = desk.officer.post(where, data={"bank_format": "example-b"}).data.decode("cp874")
    assert text.splitlines()[-1] == "T|1|100.00"
    one, two = lines(batch)
    assert (one.ref in text, two.ref in text) == (True, False)
    for format_name in ("made-up", "'\"<"):
        refused = desk.officer.post(where, data={"bank_format": format_name})
        assert refused.status_code == 422
        assert "made-up" not in refused.get_data(as_text=True)


def test_a_number_that_only_ends_alike_is_not_paid(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    pays_to(earning, "0812345678")
    batch = make_batch(fund, desk.people, earning)
    release(batch, desk.people)
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        pays_to(earning, "0992345678")
        text = desk.officer.post(f"/office/batches/{batch.ref}/bank-file").data.decode()
        assert "0992345678" not in text
        assert "xxx-x-x5678" in text
        told = "มีการเปลี่ยนบัญชีหลังจัดรายการนี้: นูรีน สาแลแม"
        assert told in desk.officer.page(f"/office/batches/{batch.ref}").get_text()
