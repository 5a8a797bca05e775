"""Statements that are shown to others: made with a code, checked by anybody, opened by the office as they were made."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import limits
from marketplace.earnings import decisions, receipts
from marketplace.enrolments import verify as everything
from marketplace.kernel import clock, paper
from marketplace.kernel.sealing import seal, unseal
from marketplace.people import youth as young
from marketplace.statements import codes, service, verify
from models.account import Account
from models.history import AuditEvent, ReadLog
from models.session import db as session
from models.statement import IssuedStatement
from models.vocabulary import Role
from tests.factories.enrolments import acting, make_enrolment, make_staff, make_youth
from tests.factories.money import lines, make_batch, make_earning, make_fund, make_wage, pay, release, three_people
from tests.factories.statements import make_issued

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def earned():
    """A young person with 500 baht paid by a fund, 20 still to come and 340 from an employer."""
    enrolment, fund, people = make_enrolment("in_learning", youth=make_youth(years=19)), make_fund(), three_people()
    young.put(enrolment.youth, "first_name", "นูรีน")
    young.put(enrolment.youth, "last_name", "ดอเลาะ")
    paid = make_earning(fund, enrolment=enrolment, satang=500_00, earned_on=clock.today())
    release(batch := make_batch(fund, people, paid), people)
    pay(lines(batch)[0], people)
    coming = make_earning(fund, enrolment=enrolment, satang=20_00, earned_on=clock.today())
    make_wage(enrolment, 340_00)
    return enrolment.youth, paid, coming, people


@pytest.fixture
def browser(app):
    return lambda account=None: app.test_client().sign_in(account) if account else app.test_client()


def owner(youth):
    return session.get_one(Account, youth.account_id)


def issued() -> IssuedStatement:
    return session.scalars(select(IssuedStatement).order_by(IssuedStatement.id.desc())).first()


def test_a_sheet_gets_its_code_by_pressing_and_looking_writes_nothing(browser, earned) -> None:
    phone = browser(owner(earned[0]))
    preview = phone.page("/youth/statement")
    assert "ยังไม่มีรหัส" in preview.get_text()
    assert session.scalars(select(IssuedStatement)).all() == []
    answer = phone.post("/youth/statement", data={"month": f"{clock.today():%Y-%m}"})
    assert answer.status_code == 303
    sheet = phone.page(answer.location)
    code = codes.printed(issued().code)
    assert code in sheet.get_text()
    assert sheet.select_one("svg.qr")
    for said in ("นูรีน ดอเลาะ", "500.00", "340.00", "/verify/statements"):
        assert said in sheet.get_text()
    assert session.scalars(select(AuditEvent.action).where(AuditEvent.action == "statement.issue")).all()
    assert code in phone.page("/youth/statement").get_text(), "it is found again"


def test_the_same_sheet_keeps_its_code_and_another_gets_another(browser, earned) -> None:
    youth, paid, _, _ = earned
    phone = browser(owner(youth))
    first = phone.post("/youth/statement", data={}).location
    assert phone.post("/youth/statement", data={}).location == first
    code = issued().code
    receipts.confirm_round([paid], by=acting(owner(youth)))
    session.commit()
    assert codes.printed(code) in phone.page(first).get_text(), "a line that moves on takes no code from the paper"
    second = phone.post("/youth/statement", data={}).location
    assert second != first
    assert issued().code != code
    assert phone.page(first).get_text() != phone.page(second).get_text()


def test_anybody_reads_whether_it_is_genuine_and_nothing_about_anybody(browser, earned) -> None:
    youth = earned[0]
    made = make_issued(youth, by=acting(owner(youth)))
    session.commit()
    visitor = browser()
    typed = codes.printed(made.code).lower().replace("0", "o")
    answer = visitor.post("/verify/statements", data={"code": typed})
    assert (answer.status_code, answer.location) == (303, f"/verify/statements/{made.code}")
    page = visitor.page(answer.location).select_one("main").get_text(" ", strip=True)
    for said in ("มีใบที่ออกด้วยรหัสนี้จริง", "500.00", "520.00", "340.00"):
        assert said in page
    named = {youth.alias, youth.ref, youth.nickname, "นูรีน", "ดอเลาะ", "เทศบาล", made.ref} - {""}
    assert [one for one in named if one in page] == []
    assert visitor.page("/verify/statements").h1
    other = "0" if made.code[0] != "0" else "1"
    assert "ไม่มีใบ" in visitor.page(f"/verify/statements/{other}{made.code[1:]}", status=404).get_text()
    wrong = visitor.post("/verify/statements", data={"code": "abc-<b>"})
    assert wrong.status_code == 422
    assert "abc-&lt;b&gt;" in wrong.get_data(as_text=True)
    for short in ("", "ABC", "0123456789ABCDE"):
        said = visitor.post("/verify/statements", data={"code": short})
        text = said.get_data(as_text=True)
        assert (said.status_code, "16 ตัว" in text, "ไม่มีใบ" in text) == (422, True, False), short


def test_guessing_is_slowed(browser, monkeypatch) -> None:
    monkeypatch.setattr(limits, "ADDRESS_FACTOR", 1)
    visitor = browser()
    found = [visitor.get(f"/verify/statements/{number:016d}").status_code for number in range(limits.CHECK.times + 2)]
    assert set(found[: limits.CHECK.times]) == {404}
    assert found[-1] == 429


def test_the_office_sees_it_as_it_was_issued_and_what_has_changed_and_the_look_is_kept(browser, earned) -> None:
    youth, paid, coming, people = earned
    made = make_issued(youth, by=acting(owner(youth)))
    session.commit()
    desk = browser(make_staff(Role.OFFICER))
    answer = desk.post("/office/statements", data={"code": codes.printed(made.code)})
    assert answer.location == f"/office/statements/{made.ref}"
    assert session.scalars(select(ReadLog.what)).all() == ["statement"]
    assert "ยังไม่มีอะไรเปลี่ยน" in desk.page(answer.location).get_text()
    assert "ใบแสดงรายได้ของคุณ เปิดจากรหัสบนใบ" in browser(owner(youth)).page("/account/seen").get_text()
    receipts.confirm_round([paid], by=acting(owner(youth)))
    decisions.cancel(coming, by=people.officer, reason="corrected")
    session.commit()
    page = desk.page(answer.location).select_one("main").get_text(" ", strip=True)
    for said in ("นูรีน ดอเลาะ", "500.00", "520.00", "บางรายการเดินหน้าไปแล้ว", "วันนี้ไม่มีแล้ว", "เยาวชนยืนยันว่าได้รับ"):
        assert said in page, said
    assert "แต่วันนี้ไม่ใช่" not in page


def test_the_address_of_a_sheet_opens_it_only_after_a_look_that_is_kept(browser, earned, monkeypatch) -> None:
    made = make_issued(earned[0])
    session.commit()
    desk, where = browser(make_staff(Role.OFFICER)), f"/office/statements/{made.ref}"
    short = desk.post("/office/statements", data={"code": "ABC"})
    assert (short.status_code, "16 ตัว" in short.get_data(as_text=True)) == (422, True)
    for _ in range(2):
        page = desk.page(where)
        assert "นูรีน" not in page.get_text()
        assert page.find("input", id="code")["value"] == codes.printed(made.code)
    assert session.scalars(select(ReadLog)).all() == []
    assert desk.post("/office/statements", data={"code": made.code}).location == where
    assert "นูรีน" in desk.page(where).get_text()
    monkeypatch.setattr(service, "LOOK_LASTS", timedelta(0))
    assert "นูรีน" not in desk.page(where).get_text()


def test_what_was_paid_and_is_not_any_more_stands_first(browser, earned) -> None:
    youth, paid, _, _ = earned
    made = make_issued(youth)
    paid.state = "reversed"
    session.commit()
    desk = browser(make_staff(Role.CASEWORKER))
    page = desk.page(desk.post("/office/statements", data={"code": made.code}).location)
    assert "แต่บางยอดที่ใบบอกว่าจ่ายแล้ว" in page.get_text()
    assert "500 บาท" in page.select_one("#h-lost").parent.get_text()


def test_a_sheet_of_elsewhere_is_like_none(browser, earned) -> None:
    made = make_issued(earned[0])
    session.commit()
    far = browser(make_staff(Role.OFFICER, "960101"))
    foreign = far.post("/office/statements", data={"code": made.code})
    missing = far.post("/office/statements", data={"code": "0" * 16})
    assert foreign.status_code == missing.status_code == 422
    assert made.code in foreign.get_data(as_text=True)
    assert far.get(f"/office/statements/{made.ref}").status_code == 404
    assert browser(owner(make_youth())).get(f"/youth/statements/{made.ref}").status_code == 404
    assert session.scalars(select(ReadLog.what)).all() == []


def test_a_sheet_that_was_altered_in_the_books_is_none(browser, earned) -> None:
    made = make_issued(earned[0])
    made.content_sealed = seal('{"form": 1}', f"issued_statement|content|{made.ref}")
    session.commit()
    assert browser().get(f"/verify/statements/{made.code}").status_code == 404
    other = make_issued(earned[0])
    assert other.ref != made.ref


@pytest.mark.on_both
def test_the_check_makes_every_code_anew_and_names_the_sheets_that_differ(earned) -> None:
    sheet = make_issued(earned[0])
    (one,) = verify.CHECKS
    assert (one().looked_at, one().breaches) == (1, ())
    place = f"issued_statement|content|{sheet.ref}"
    true = {name: getattr(sheet, name) for name in ("content_sealed", "code", "first_on", "kind", "youth_id")}
    text = unseal(sheet.content_sealed, place)
    for changed in (
        {"content_sealed": seal(text.replace("500", "900"), place)},
        {"content_sealed": "x"},
        {"code": "0" * 16},
        {"first_on": sheet.first_on - timedelta(days=1)},
        {"kind": "year"},
        {"youth_id": make_youth().id},
    ):
        for name, value in (true | changed).items():
            setattr(sheet, name, value)
        session.flush()
        assert one().breaches == (f"sheet {sheet.ref}",), changed
    assert "M6 statements" in {found.name for found in everything.invariants() if found.breaches}


@pytest.mark.parametrize("kind", ["month", "year"])
def test_the_office_reads_a_sheet_in_its_own_language_and_the_rest_in_theirs(browser, earned, kind) -> None:
    made = make_issued(earned[0], kind, locale="en")
    session.commit()
    desk = browser(make_staff(Role.OFFICER))
    page = desk.page(desk.post("/office/statements", data={"code": made.code}).location)
    assert page.select_one("h1 .nb").get_text() == codes.printed(made.code)
    sheet = page.select_one('div[lang="en"]').extract().get_text(" ", strip=True)
    said = {"month": "What was done, and how the money came", "year": "The sheet says that no money was earned."}
    assert said[kind] in sheet
    assert "ตามที่ออกไว้" in page.select_one("main").get_text()


def test_what_is_kept_is_sealed(earned) -> None:
    made = make_issued(earned[0])
    assert "นูรีน" not in made.content_sealed
    assert "500" not in made.content_sealed


def test_the_year_is_a_pdf_with_its_code_in_the_language_it_was_made_in(browser, earned, monkeypatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(paper, "pdf", lambda html, **_: seen.append(html) or b"%PDF-")
    phone = browser(owner(earned[0]))
    answer = phone.post("/youth/money/year/paper?lang=en", data={"year": str(clock.today().year)})
    path = answer.location
    assert phone.get(path).mimetype == "application/pdf"
    phone.get(f"{path}?lang=th")
    code = codes.printed(issued().code)
    assert code in seen[0]
    assert "data:image/svg+xml" in seen[0]
    assert seen[0] == seen[1]
    assert "Summary of earnings" in seen[1]
    made = issued()
    staff = browser(make_staff(Role.APPROVER))
    desk = staff.page(staff.post("/office/statements", data={"code": made.code}).location)
    assert "Arrived or paid: 500.00 baht" in desk.get_text()
    assert phone.get("/youth/money/year.pdf").status_code == 404
    assert code in phone.page("/youth/money/year").get_text()
