"""Funds and earnings in pages: a budget opened and changed, its book, and the office's word on each sum."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.earnings import funds
from marketplace.kernel import clock
from models.earning import Fund
from models.session import db as session
from models.vocabulary import EarningKind, EarningState, Role
from tests.factories.desk import Desk, plain_earning, typed
from tests.factories.enrolments import make_enrolment, make_youth
from tests.factories.money import make_batch, make_earning, make_fund
from tests.factories.offers import make_opportunity
from tests.fixtures.client import read_page


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def test_a_name_is_not_parted_inside_a_word_that_browsers_part(desk) -> None:
    fund = make_fund()
    fund.name_th = "กองทุนเรียนแล้วมีรายได้ <b> เทศบาลนครยะลา"
    for address in (f"/office/funds/{fund.ref}", "/office/funds"):
        page = desk.officer.page(address)
        name = next(one for one in page.select("h1, h2") if fund.name_th in one.get_text())
        assert [one.get_text() for one in name.select(".nb")] == ["มีรายได้"]


def test_an_officer_opens_a_fund_and_changes_its_budget(desk) -> None:
    page = desk.officer.page("/office/funds/new")
    place = page.find("select", attrs={"name": "place"}).find("option")["value"]
    today = clock.today()
    given = {
        "place": place, "name_th": "กองทุนเรียนรู้", "source": "ข้อบัญญัติ 1/2569", "budget": "๑๐,๐๐๐",
        "starts_on": typed(today), "ends_on": typed(today + timedelta(days=300)),
    }  # fmt: skip
    for _ in range(2):
        answer = desk.officer.post("/office/funds/new", data=given | {"once": "f" * 20})
        assert answer.status_code == 303
    fund = session.scalars(select(Fund)).one()
    assert funds.sheet(fund).cash == 10_000_00
    where = f"/office/funds/{fund.ref}/budget"
    desk.officer.page(where)
    assert desk.officer.post(where, data={"amount": "500", "note": "มติสภา"}).status_code == 422
    assert desk.officer.post(where, data={"way": "up", "amount": "500", "note": "มติสภา"}).status_code == 303
    cut = desk.officer.post(where, data={"way": "down", "amount": "10,600", "note": "โอนกลับ"})
    assert cut.status_code == 422
    assert "โอนกลับ" in cut.get_data(as_text=True)
    assert desk.officer.post(where, data={"way": "down", "amount": "200.50", "note": "โอนกลับ"}).status_code == 303
    assert funds.sheet(fund).cash == 10_299_50
    assert "10,299.50" in desk.officer.page(f"/office/funds/{fund.ref}").get_text()
    assert "กองทุนเรียนรู้" in desk.approver.page("/office/funds").get_text()


@pytest.mark.parametrize(
    "bad",
    [
        {"name_th": " "},
        {"source": ""},
        {"budget": "0"},
        {"budget": "-5"},
        {"budget": "มาก"},
        {"starts_on": "31/2/2569"},
        {"ends_on": "1/1/2560"},
        {"starts_on": "1/1/2480"},
        {"ends_on": "31/12/2600"},
        {"starts_on": "1/1/2500", "ends_on": "31/12/2500"},
        {"place": "d:1001"},
    ],
)
def test_a_bad_fund_comes_back_with_everything_typed(desk, bad) -> None:
    today = clock.today()
    place = desk.officer.page("/office/funds/new").find("option")["value"]
    given = {
        "place": place, "name_th": "กองทุนเรียนรู้", "name_en": "ชื่อที่พิมพ์ไว้", "source": "ข้อบัญญัติ", "budget": "500",
        "starts_on": typed(today), "ends_on": typed(today),
    }  # fmt: skip
    answer = desk.officer.post("/office/funds/new", data=given | bad)
    assert answer.status_code == 422
    assert "ชื่อที่พิมพ์ไว้" in answer.get_data(as_text=True)
    days = {"starts_on", "ends_on"} & set(bad)
    assert not days or any(read_page(answer).find(id=f"{name}-error") for name in days)
    assert session.scalars(select(Fund)).all() == []


def test_the_book_of_a_fund_reads_as_a_statement_and_as_a_file_without_formulas(desk) -> None:
    fund = make_fund(1_000_00)
    funds.cut(fund, 100_00, key="x", by=desk.people.officer, note="=HYPERLINK(0)")
    plain_earning(fund)
    book = desk.officer.page(f"/office/funds/{fund.ref}/book").get_text()
    assert "เพิ่มเงิน" in book
    assert "ค้างจ่ายเยาวชน" in book
    answer = desk.officer.get(f"/office/funds/{fund.ref}/book.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["no"] for row in rows] == ["1", "2", "3"]
    assert [row["free"] for row in rows] == ["1000.00", "900.00", "800.00"]
    assert (rows[-1]["owed"], rows[-1]["at_hand"]) == ("100.00", "900.00")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_only_what_is_in_order_is_approved_at_once_and_pressing_twice_is_harmless(desk) -> None:
    fund = make_fund()
    easy, flagged = plain_earning(fund), plain_earning(fund, satang=333_00)
    page = desk.officer.page(f"/office/funds/{fund.ref}")
    assert [box["value"] for box in page.find_all("input", attrs={"name": "pick"})] == [easy.ref]
    chosen = {"pick": [easy.ref, flagged.ref, "EA-NOWHERE"], "once": "p" * 20}
    for _ in range(2):
        assert desk.officer.post(f"/office/funds/{fund.ref}/earnings", data=chosen).status_code == 303
    assert (easy.state, flagged.state) == (EarningState.APPROVED, EarningState.ACCRUED)
    again = desk.officer.post(f"/office/funds/{fund.ref}/earnings", data={"pick": [easy.ref]})
    assert again.status_code == 409
    assert "333" in desk.officer.page(f"/office/earnings/{flagged.ref}").get_text()


def test_an_earning_is_held_with_a_reason_resumed_and_rejected(desk) -> None:
    fund = make_fund(500_00)
    earning = plain_earning(fund)
    where = f"/office/earnings/{earning.ref}"
    bare = desk.officer.post(where, data={"decision": "hold", "note": "คำที่พิมพ์ไว้"})
    assert bare.status_code == 422
    assert "คำที่พิมพ์ไว้" in bare.get_data(as_text=True)
    assert desk.officer.post(where, data={"decision": "hold", "hold_reason": "sum_unclear"}).status_code == 303
    assert earning.state == EarningState.HELD
    assert "ต้องตรวจยอดเงิน" in desk.officer.page(f"/office/funds/{fund.ref}").get_text()
    assert desk.officer.post(where, data={"decision": "approve"}).status_code == 409
    assert desk.officer.post(where, data={"decision": "resume"}).status_code == 303
    other = {"decision": "reject", "reject_reason": "other"}
    assert desk.officer.post(where, data=other).status_code == 422
    assert desk.officer.post(where, data=other | {"note": "ซ้ำกับรอบก่อน"}).status_code == 303
    assert (earning.state, funds.sheet(fund).available) == (EarningState.REJECTED, 500_00)
    assert desk.officer.post(where, data={"decision": "sideways"}).status_code == 422


def test_an_earning_without_money_says_so_and_is_resumed_when_money_comes(desk) -> None:
    fund = make_fund(0)
    earning = plain_earning(fund)
    where = f"/office/earnings/{earning.ref}"
    assert "กองทุนมีเงินไม่พอ" in desk.officer.page(where).get_text()
    assert desk.officer.post(where, data={"decision": "resume"}).status_code == 422
    funds.grant(fund, 100_00, key="late", by=desk.people.officer)
    assert desk.officer.post(where, data={"decision": "resume"}).status_code == 303
    assert earning.state == EarningState.ACCRUED


def test_nobody_decides_on_their_own_money(desk) -> None:
    fund = make_fund()
    youth = make_youth(account_id=desk.accounts[Role.OFFICER].id, with_account=False)
    offer = make_opportunity(stipend_per_session_satang=100_00)
    earning = make_earning(fund, enrolment=make_enrolment(state="in_learning", youth=youth, opportunity=offer))
    page = desk.officer.page(f"/office/funds/{fund.ref}")
    assert page.find("input", attrs={"name": "pick"}) is None
    assert desk.officer.post(f"/office/earnings/{earning.ref}", data={"decision": "approve"}).status_code == 403
    assert earning.state == EarningState.ACCRUED


def test_something_in_kind_is_handed_over_and_never_in_a_batch(desk) -> None:
    fund = make_fund()
    earning = plain_earning(fund, kind=EarningKind.IN_KIND)
    where = f"/office/earnings/{earning.ref}"
    assert desk.officer.post(where, data={"decision": "approve"}).status_code == 303
    assert desk.officer.post(where, data={"decision": "deliver", "note": "จักรยาน"}).status_code == 303
    assert earning.state == EarningState.PAID


def test_english_readers_find_every_page_in_english(desk) -> None:
    fund = make_fund()
    batch = make_batch(fund, desk.people, plain_earning(fund))
    for path in ("/office/funds", f"/office/funds/{fund.ref}", "/office/batches", f"/office/batches/{batch.ref}"):
        assert desk.officer.page(f"{path}?lang=en").html["lang"] == "en"


def test_an_earning_decided_meanwhile_says_by_whom_and_keeps_the_words(desk) -> None:
    earning = plain_earning(make_fund())
    address = f"/office/earnings/{earning.ref}"
    seen = desk.officer.page(address).find("input", {"name": "version"})["value"]
    assert desk.officer.post(address, data={"decision": "approve", "version": seen}).status_code == 303
    held = {"decision": "hold", "hold_reason": "sum_unclear", "note": "ขอดูใบลงเวลา", "version": seen}
    answer = desk.officer.post(address, data=held)
    assert answer.status_code == 409
    page = read_page(answer)
    assert "officer คนหนึ่ง" in page.find("p", class_="lede").get_text()
    assert page.find("textarea").get_text().strip() == "ขอดูใบลงเวลา"
    assert earning.state == EarningState.APPROVED
