"""No money leaves without somewhere to go: who has no account is left out, and a changed one stops the round."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.earnings import decisions, payees, payouts, verify
from marketplace.kernel import clock
from models.history import Notice
from models.ledger import LedgerEntry
from models.payout import PayoutBatch
from models.session import db as session
from models.vocabulary import EarningState, EntryKind, LineOutcome, PayoutState
from models.youth import Youth
from tests.factories.desk import Desk, pays_to, plain_earning, typed
from tests.factories.money import lines, make_batch, make_fund, release, without_account
from tests.fixtures.client import read_page


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def brought_to(state: PayoutState, batch: PayoutBatch, desk: Desk) -> PayoutBatch:
    """A batch as far as `state`, on its way."""
    payouts.lock(batch, by=desk.people.officer)
    if state != PayoutState.LOCKED:
        payouts.approve(batch, by=desk.people.approver)
    if state == PayoutState.AUTHORISED:
        payouts.authorise(batch, by=desk.people.authoriser)
    return batch


def holds() -> bool:
    session.flush()
    return not [found.name for found in verify.invariants() if found.breaches]


def test_who_has_no_account_is_left_out_named_and_asked(desk) -> None:
    fund = make_fund()
    known, unknown = plain_earning(fund), plain_earning(fund)
    for earning in (known, unknown):
        decisions.approve(earning, by=desk.people.officer)
    today = typed(clock.today())
    given = {"until": today, "pay_on": typed(payouts.first_day())}
    nobody = desk.officer.post(f"/office/funds/{fund.ref}/batches", data=given)
    assert nobody.status_code == 422
    assert "ยังไม่มีบัญชีรับเงินของ 2 คน" in read_page(nobody).get_text()
    pays_to(known, "0812345678")
    where = desk.officer.post(f"/office/funds/{fund.ref}/batches", data=given).location
    for _ in range(2):
        assert "ยังไม่มีบัญชีรับเงิน: 1 คน (นูรีน สาแลแม)" in desk.officer.page(where).get_text()
    assert (known.state, unknown.state) == (EarningState.IN_BATCH, EarningState.APPROVED)
    assert (payees.ask_for_accounts(), payees.ask_for_accounts()) == (1, 0)
    asked = session.scalars(select(Notice).where(Notice.event == payees.ACCOUNT_EVENT)).one()
    youth = session.get_one(Youth, unknown.youth_id)
    assert (asked.account_id, asked.path) == (youth.account_id, "/youth/money/account")


def test_a_line_without_an_account_goes_when_the_list_closes(desk) -> None:
    fund = make_fund()
    stays, goes = plain_earning(fund), plain_earning(fund)
    batch = make_batch(fund, desk.people, stays, goes)
    without_account(lines(batch)[1])
    where = f"/office/batches/{batch.ref}"
    assert desk.officer.post(f"{where}/lock").status_code == 303
    assert "เอาออกจากรอบเพราะยังไม่มีบัญชีรับเงิน: นูรีน สาแลแม" in desk.officer.page(where).get_text()
    assert (batch.state, batch.total_satang) == (PayoutState.LOCKED, 100_00)
    assert (stays.state, goes.state) == (EarningState.IN_BATCH, EarningState.APPROVED)


@pytest.mark.parametrize("cause", ["no account", "changed"])
@pytest.mark.parametrize(
    ("state", "step"),
    [(PayoutState.LOCKED, "approve"), (PayoutState.APPROVED, "authorise"), (PayoutState.AUTHORISED, "release")],
)
def test_the_round_stops_until_the_line_is_taken_out(desk, state: PayoutState, step: str, cause: str) -> None:
    fund = make_fund()
    stays, goes = plain_earning(fund), plain_earning(fund)
    pays_to(stays, "0812345678")
    pays_to(goes, "0812345679")
    batch = brought_to(state, make_batch(fund, desk.people, stays, goes), desk)
    where, client = f"/office/batches/{batch.ref}", desk.approver if step == "approve" else desk.authoriser
    if cause == "changed":
        with clock.frozen(clock.now() + timedelta(seconds=1)):
            pays_to(goes, "0898765432")
    else:
        without_account(lines(batch)[1])
    refused = client.post(f"{where}/{step}")
    assert refused.status_code == 409
    assert "นูรีน สาแลแม" in read_page(refused).get_text()
    assert "เอารายการเหล่านี้ออก" in read_page(refused).get_text()
    if step == "release":
        assert client.post(f"{where}/bank-file").status_code == 409
    page = client.page(where)
    assert page.find("form", action=f"{where}/{step}") is None
    version = page.find("form", action=f"{where}/take-out").find("input", attrs={"name": "version"})["value"]
    assert client.post(f"{where}/take-out", data={"version": version}).status_code == 303
    assert (batch.state, batch.total_satang, len(lines(batch))) == (PayoutState.OPEN, 100_00, 1)
    assert (batch.approved_by_id, batch.approved_at, batch.authorised_by_id) == (None, None, None)
    assert (stays.state, goes.state) == (EarningState.IN_BATCH, EarningState.APPROVED)
    assert client.post(f"{where}/take-out").status_code == 409
    assert holds()
    for who, verb in (
        (desk.officer, "lock"), (desk.approver, "approve"), (desk.authoriser, "authorise"), (desk.authoriser, "release")
    ):  # fmt: skip
        assert who.post(f"{where}/{verb}").status_code == 303
    sent = select(func.count()).select_from(LedgerEntry).where(LedgerEntry.kind == EntryKind.SEND)
    assert (session.scalar(sent), stays.state, goes.state) == (1, EarningState.SENT, EarningState.APPROVED)
    assert holds()


def test_nothing_is_taken_out_where_every_line_can_be_paid(desk) -> None:
    fund = make_fund()
    batch = brought_to(PayoutState.APPROVED, make_batch(fund, desk.people, plain_earning(fund)), desk)
    where = f"/office/batches/{batch.ref}"
    assert desk.authoriser.page(where).find("form", action=f"{where}/take-out") is None
    assert desk.authoriser.post(f"{where}/take-out").status_code == 409
    assert (batch.state, batch.approved_by_id is None) == (PayoutState.APPROVED, False)


def test_who_takes_lines_out_is_warned_of_a_file_that_left(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    batch = brought_to(PayoutState.AUTHORISED, make_batch(fund, desk.people, earning), desk)
    where = f"/office/batches/{batch.ref}"
    assert desk.authoriser.post(f"{where}/bank-file").status_code == 200
    with clock.frozen(clock.now() + timedelta(seconds=1)):
        pays_to(earning, "0898765432")
    assert "ตรวจให้แน่ว่าธนาคารจะไม่จ่ายตามไฟล์นั้น" in desk.authoriser.page(where).get_text()


def test_the_bank_cannot_have_paid_a_line_that_goes_nowhere(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund)
    batch = make_batch(fund, desk.people, earning)
    release(batch, desk.people)
    (line,) = lines(batch)
    without_account(line)
    content = f"line,outcome,bank_ref,settled_on,reason\n{line.ref},paid,KTB-1,{clock.today():%Y-%m-%d},\n".encode()
    data = {"file": (io.BytesIO(content), "results.csv")}
    refused = desk.officer.post(f"/office/batches/{batch.ref}/results", data=data)
    assert refused.status_code == 422
    assert "แถว 2: รายการนี้ไม่มีบัญชีรับเงิน" in read_page(refused).get_text()
    today = typed(clock.today())
    by_hand = {"outcome": "paid", "settled_on": today, "bank_ref": "KTB-77"}
    answer = desk.officer.post(f"/office/lines/{line.ref}", data=by_hand)
    assert answer.status_code == 422
    assert read_page(answer).find("input", {"name": "bank_ref"})["value"] == "KTB-77"
    assert line.outcome == LineOutcome.PENDING
    failed = {"outcome": "failed", "settled_on": today, "reason": "ไม่มีบัญชี"}
    assert desk.officer.post(f"/office/lines/{line.ref}", data=failed).status_code == 303
    assert (earning.state, holds()) == (EarningState.FAILED, True)
