"""Bank balances in pages: written by an officer, printed, answered by two people, asked for once a month is over."""

import io
from datetime import date

import openpyxl
import pytest
from sqlalchemy import select

from marketplace.earnings import funds
from marketplace.kernel import clock
from marketplace.payments import gifts
from marketplace.payments.gifts import GiftDraft, Transfer
from models.bank_balance import BankBalance, BankBalanceFile
from models.earning import Fund
from models.gift import Difference
from models.session import db as session
from models.vocabulary import DifferenceState, GiverKind, Role
from tests.factories.enrolments import make_staff
from tests.factories.money import make_batch, make_earning, make_fund, release, three_people
from tests.factories.offers import SATENG
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")
RATCHABURI = "700101"
NOON = clock.instant(date(2026, 11, 12), 12 * 60)


@pytest.fixture
def fund(db) -> Fund:
    """A fund of a thousand baht, of which a line for a hundred went to the bank two days before the month was over."""
    with clock.frozen(clock.instant(date(2026, 10, 29), 10 * 60)):
        people, made = three_people(), make_fund(1_000_00)
        release(make_batch(made, people, make_earning(made, satang=100_00)), people)
        session.commit()
    return made


def signed_in(app, role: Role, area: str = SATENG) -> Client:
    found = app.test_client().sign_in(make_staff(role, area))
    session.commit()
    return found


def test_a_month_is_asked_for_written_and_printed(app, fund) -> None:
    with clock.frozen(NOON):
        make_fund(5_00)
        officer, auditor = signed_in(app, Role.OFFICER), signed_in(app, Role.AUDITOR)
        assert "กองทุนที่ยังไม่ได้ทำงบเทียบยอดเงินฝากธนาคารของตุลาคม 2569: 1" in officer.page("/office/queue").get_text()
        listed = officer.page("/office/bank-balances")
        assert listed.get_text().count("ยังขาดของตุลาคม 2569") == 1, "of a fund that began since nothing is missing"
        assert listed.select('nav a[aria-current][href="/office/differences"]')
        mine = f"/office/funds/{fund.ref}/bank-balances"
        page = officer.page(f"{mine}/new")
        assert "1,000.00" in page.get_text()
        (line,) = (box["value"] for box in page.select('input[name="paid"]'))
        given = {"day": "31/10/2569", "seen": "", "balance": "๙๐๐", "statement_ref": "บัญชี 1", "paid": line}
        for wrong, says in (
            ({"balance": "-5"}, "ใส่จำนวนเงินเป็นบาท"), ({"balance": "1.2.3"}, "ใส่จำนวนเงินเป็นบาท"),
            ({"day": "12/11/2569"}, "วันดังกล่าวยังไม่สิ้นสุด"), ({"statement_ref": ""}, "ใส่เลขที่ใบแจ้งยอด"),
            ({"paid": "line:PL-nobody"}, "เลือกจากรายการ"),
        ):  # fmt: skip
            refused = officer.post(f"{mine}/new", data=given | wrong)
            assert (refused.status_code, says in refused.get_data(as_text=True)) == (422, True), wrong
        file = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "statement.pdf")
        kept = officer.post(f"{mine}/new", data=given | {"files": file}, content_type="multipart/form-data")
        assert kept.status_code == 303
        compared = session.scalars(select(BankBalance)).one()
        assert (compared.bank_satang, compared.remainder_satang) == (900_00, 0)
        sheet = auditor.page(kept.location)
        for words in ("งบเทียบยอดเงินฝากธนาคาร", "31 ตุลาคม 2569", "900.00", "บวก", "ธนาคารกับบัญชีตรงกัน", "ผู้ตรวจสอบ"):
            assert words in sheet.get_text()
        (paper,) = session.scalars(select(BankBalanceFile.ref))
        with auditor.get(f"/office/statement-pages/{paper}") as answer:
            assert answer.data.startswith(b"%PDF")
        book = openpyxl.load_workbook(io.BytesIO(auditor.get(f"{kept.location}/sheet.xlsx").data))
        assert [row[4].value for row in list(book.active.rows)[1:]] == [900, 100, 1000, 1000, 0]
        # A page that comes later is added to what is written, once.
        for content in (b"%PDF-1.4\n%%EOF\n", b"%PDF-1.4\n% 2\n%%EOF\n", b"%PDF-1.4\n% 2\n%%EOF\n"):
            more = given | {"seen": compared.ref, "files": (io.BytesIO(content), "page.pdf")}
            added = officer.post(f"{mine}/new", data=more, content_type="multipart/form-data")
            assert added.location == kept.location
        assert len(session.scalars(select(BankBalanceFile.ref)).all()) == 2
        row = next(openpyxl.load_workbook(io.BytesIO(auditor.get(f"{mine}.xlsx").data)).active.iter_rows(min_row=2))
        assert [cell.value for cell in row[:5]] == ["2026-10-31", 900, 1000, 100, 0]
        assert "2026-10-31,900.00,1000.00,100.00,0.00" in auditor.get(f"{mine}.csv").get_data(as_text=True)
        assert auditor.post(f"{mine}/new", data=given).status_code == 403
        assert "ยังไม่ได้ทำงบเทียบยอด" not in officer.page("/office/queue").get_text()
        stranger = signed_in(app, Role.OFFICER, RATCHABURI)
        for address in (kept.location, mine, f"{mine}/new", f"/office/statement-pages/{paper}"):
            assert stranger.get(address).status_code == 404


def test_what_is_unexplained_is_adjusted_whole_by_two_and_a_page_that_is_out_of_date_keeps_what_was_typed(
    app, fund
) -> None:
    with clock.frozen(NOON):
        officer, approver = signed_in(app, Role.OFFICER), signed_in(app, Role.APPROVER)
        mine = f"/office/funds/{fund.ref}/bank-balances/new"
        given = {"day": "31/10/2569", "seen": "", "balance": "980", "statement_ref": "บัญชี 1"}
        assert officer.post(mine, data=given).status_code == 303
        found = session.scalars(select(Difference)).one()
        stale = officer.post(mine, data=given | {"balance": "1000"})
        assert (stale.status_code, 'value="1000"' in stale.get_data(as_text=True)) == (409, True)
        compared = session.scalars(select(BankBalance)).one()
        again = officer.post(mine, data=given | {"balance": "1000", "seen": compared.ref})
        assert (again.status_code, "is_correction" in again.get_data(as_text=True)) == (422, True)
        where = f"/office/differences/{found.ref}"
        page = officer.page(where)
        assert [box["value"] for box in page.select('input[name="answer"]')] == ["explain", "propose"]
        assert "ปรับบัญชีกองทุนทั้งจำนวน −20.00 บาท" in page.get_text()
        assert page.find("a", href=f"/office/bank-balances/{compared.ref}") is not None
        told = {"answer": "propose", "reason": "ธนาคารหักค่าธรรมเนียม"}
        assert officer.post(where, data=told).status_code == 303
        assert approver.post(f"{where}/agree", data={"decision": "agree"}).status_code == 303
        session.expire_all()
        assert (session.scalars(select(Difference.state)).one(), found.adjust_satang) == (
            DifferenceState.ADJUSTED, -20_00,
        )  # fmt: skip
        assert "กองทุนมีเงินลดลง 20 บาทแล้ว" in officer.page(where).get_text()
        fixed = officer.post(mine, data=given | {"seen": compared.ref, "is_correction": "y"})
        assert fixed.status_code == 303
        assert "ตรงกัน" in officer.page(fixed.location).get_text()
        assert "มีฉบับแก้ไขของวันดังกล่าว" in officer.page(f"/office/bank-balances/{compared.ref}").get_text()


def test_of_money_the_bank_lacks_only_two_people_say_why(app, fund) -> None:
    with clock.frozen(NOON):
        officer, approver = signed_in(app, Role.OFFICER), signed_in(app, Role.APPROVER)
        given = {"day": "31/10/2569", "seen": "", "balance": "980", "statement_ref": "บัญชี 1"}
        officer.post(f"/office/funds/{fund.ref}/bank-balances/new", data=given)
        found = session.scalars(select(Difference)).one()
        where = f"/office/differences/{found.ref}"
        assert officer.post(where, data={"answer": "match", "reason": "ธนาคารยืนยัน"}).status_code == 422
        assert officer.post(where, data={"answer": "explain", "reason": "ธนาคารยืนยัน"}).status_code == 303
        assert "บัญชีไม่ผิดและคงไว้อย่างเดิม" in approver.page(where).get_text()
        assert approver.post(f"{where}/agree", data={"decision": "agree"}).status_code == 303
        session.expire_all()
        assert session.scalars(select(Difference.state)).one() == DifferenceState.EXPLAINED


def test_entries_of_the_same_sum_that_may_be_ticked_are_told_apart(app, fund) -> None:
    with clock.frozen(NOON):
        officer, people = signed_in(app, Role.OFFICER), three_people()
        for number, name in enumerate(("ร้านชา", "วัดใน")):
            draft = GiftDraft(GiverKind.COMPANY, name, "", 20_00)
            came = Transfer(f"KTB-{number}", f"ใบที่ {number}", clock.today())
            gifts.record_arrival(fund, draft, came, by=people.officer)
        funds.grant(fund, 20_00, key="late", note="ประกาศ 7/2569", by=people.officer)
        session.commit()
        page = officer.page(f"/office/funds/{fund.ref}/bank-balances/new")
        told = [box.parent.get_text(" ", strip=True) for box in page.select('input[name="already"]')]
    assert len(set(told)) == 3
    for words, one in zip((("ร้านชา", "KTB-0"), ("วัดใน", "KTB-1"), ("ประกาศ 7/2569",)), told, strict=True):
        assert all(word in one for word in (*words, "12 พ.ย. 2569", "20.00")), told


def test_every_page_of_bank_balances_stands_under_differences(app, fund) -> None:
    with clock.frozen(NOON):
        officer, mine = signed_in(app, Role.OFFICER), f"/office/funds/{fund.ref}/bank-balances"
        given = {"day": "31/10/2569", "seen": "", "balance": "980", "statement_ref": "บัญชี 1"}
        assert officer.post(f"{mine}/new", data=given).status_code == 303
        for where in ("/office/bank-balances", mine, f"{mine}/new"):
            marked = officer.page(where).select("nav a[aria-current=page]")
            assert [link["href"] for link in marked][-1:] == ["/office/differences"], where
        refused = read_page(officer.post(f"{mine}/new", data=given | {"balance": "x"}))
        assert refused.select('nav a[aria-current][href="/office/differences"]')


def test_what_the_statement_shows_before_the_book_is_named_and_ticked(app, fund) -> None:
    with clock.frozen(NOON):
        officer = signed_in(app, Role.OFFICER)
        mine = f"/office/funds/{fund.ref}/bank-balances/new"
        given = {"day": "31/10/2569", "seen": "", "balance": "1020", "statement_ref": "บัญชี 1"}
        first = officer.post(mine, data=given).location
        funds.grant(fund, 20_00, key="late", by=three_people().officer)
        session.commit()
        found = session.scalars(select(Difference)).one()
        page = officer.page(f"/office/differences/{found.ref}")
        assert "(20.00)" in page.get_text()
        assert [box["value"] for box in page.select('input[name="answer"]')] == ["match", "explain"]
        (late,) = (box["value"] for box in officer.page(mine).select('input[name="already"]'))
        again = given | {"seen": first.rpartition("/")[2], "already": late, "is_correction": "y"}
        kept = officer.post(mine, data=again)
        assert kept.status_code == 303
        sheet = officer.page(kept.location).get_text()
        for words in ("อยู่ในใบแจ้งยอดแล้ว แต่ลงบัญชีภายหลัง", "ธนาคารกับบัญชีตรงกัน"):
            assert words in sheet
