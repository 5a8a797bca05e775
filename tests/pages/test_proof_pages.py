"""Proofs without names and giving without persons."""

import re

import pytest
from sqlalchemy import select

from models.payout import PayoutBatch
from models.session import db as session
from models.vocabulary import EarningState, Role
from tests.factories.desk import Desk, paid_earnings, plain_earning
from tests.factories.enrolments import give_role, make_account, make_staff
from tests.factories.money import lines, make_earning_in, make_fund


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def test_an_auditor_follows_a_payment_by_references_and_sees_no_name(desk) -> None:
    fund = make_fund()
    earning = make_earning_in(EarningState.CONFIRMED, fund, desk.people)
    auditor = desk.sign_in(make_staff(Role.AUDITOR, "95"))
    listed = auditor.page("/steward/proofs")
    assert earning.ref in listed.get_text()
    proof = auditor.page(f"/steward/proofs/{earning.ref}").get_text()
    assert "ถูกต้องทุกข้อต่อ" in proof
    assert fund.ref in proof
    assert "KTB-0001" in proof
    batch = session.scalars(select(PayoutBatch)).one()
    paths = (f"/steward/proofs/{earning.ref}", f"/office/batches/{batch.ref}", f"/office/earnings/{earning.ref}")
    pages = (listed, *(auditor.page(path) for path in (*paths, f"/office/lines/{lines(batch)[0].ref}")))
    assert not any("นูรีน" in page.main.get_text() for page in pages)
    assert auditor.page("/steward/proofs?q=KTB-0001").find("a", href=f"/steward/proofs/{earning.ref}")
    assert auditor.page("/steward/proofs?q=%25").find("a", href=f"/steward/proofs/{earning.ref}") is None
    assert "ถูกต้องทุกข้อ" in auditor.page("/steward/books").get_text()
    elsewhere = desk.sign_in(make_staff(Role.AUDITOR, "10"))
    assert elsewhere.get(f"/steward/proofs/{earning.ref}").status_code == 404
    assert earning.ref not in elsewhere.page("/steward/proofs").get_text()
    assert desk.officer.get("/steward/proofs").status_code == 404


def funder(desk, area: str | None = "95"):
    account = make_account("บริษัทใจดี")
    give_role(account, Role.FUNDER, **({"area_code": area} if area else {}))
    return desk.sign_in(account)


def test_a_funder_sees_sums_and_no_small_number_of_people(desk) -> None:
    fund = make_fund(10_000_00)
    paid_earnings(desk, fund, 3)
    page = funder(desk).page("/funder/")
    text_shown = page.get_text(" ")
    assert "10,000" in text_shown
    assert "300" in text_shown
    assert "น้อยกว่า 10 คน" in text_shown
    assert "นูรีน" not in text_shown


def test_what_a_small_number_leaves_of_a_shown_one_is_not_typed(desk) -> None:
    fund = make_fund(10_000_00)
    paid_earnings(desk, fund, 11)
    for _ in range(3):
        plain_earning(fund)
    text_shown = funder(desk).page("/funder/").get_text(" ")
    assert "14" in text_shown
    assert "ไม่แสดง เพื่อไม่ให้รู้ว่าเป็นใคร" in text_shown


def test_a_funder_bound_to_nothing_or_elsewhere_sees_no_fund(desk) -> None:
    make_fund()
    for area in (None, "10"):
        assert "ยังไม่มีกองทุน" in funder(desk, area).page("/funder/").get_text()


@pytest.mark.parametrize(("path", "role"), [("/steward/", Role.STEWARD), ("/steward/books", Role.AUDITOR)])
def test_a_keeper_reads_thai_where_the_data_is_kept_under_english_keys(desk, path, role) -> None:
    page = desk.sign_in(make_staff(role, "95")).page(path)
    left = re.findall(r"[A-Za-z]{4,}", " ".join(cell.get_text(" ") for cell in page.select("td, th")))
    assert set(left) <= {"okat"}, "beside the seed of ties, which is a word of its own"
