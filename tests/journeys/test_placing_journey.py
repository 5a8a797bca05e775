"""A list placed in a browser, and a list seen as if one answer were different."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from marketplace.matching.workbench import work
from models.account import Account
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_staff, make_youth
from tests.factories.offers import make_opportunity
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]


def told(**given: object) -> Youth:
    facts = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike", "travel_minutes_max": 60}
    return make_youth(**(facts | {"profile_step": 7} | given))  # type: ignore[arg-type]


def press(page: Page, words: str) -> None:
    turn(page.get_by_role("button", name=words, exact=True))


def worked(page: Page) -> None:
    db.rollback()
    work.work()
    page.reload()


def test_an_officer_takes_a_list_locks_one_reruns_and_applies(visit: Visit) -> None:
    make_opportunity(seats=2)
    for _ in range(2):
        told()
    page = visit(make_staff(Role.OFFICER), path="/office/allocations/new", javascript=False)
    press(page, "เริ่มจัดที่")
    worked(page)
    expect(page.get_by_text("ได้ที่ 2 จาก 2 คน")).to_be_visible()
    page.locator("input[name=pick]").first.check()
    press(page, "ล็อกที่เลือก")
    expect(page.locator("input[name=pick]:checked")).to_have_count(1)
    press(page, "จัดใหม่โดยคงที่ล็อกไว้")
    worked(page)
    expect(page.locator("input[name=pick]:checked")).to_have_count(1)
    turn(page.get_by_role("link", name="สมัครให้ทุกคนที่ได้ที่ 2 คน", exact=True))
    assert db.scalars(select(Enrolment)).all() == []
    db.rollback()
    press(page, "สมัครให้ทุกคนที่ได้ที่ 2 คน")
    worked(page)
    expect(page.get_by_text("สมัครแล้ว 2 ราย", exact=False)).to_be_visible()
    assert len(db.scalars(select(Enrolment)).all()) == 2
    db.rollback()


def test_a_young_person_sees_what_one_change_would_open_and_comes_back(visit: Visit) -> None:
    make_opportunity(title_th="มีคนดูแลลูก", supports=["childcare"])
    make_opportunity(title_th="ไม่มีคนดูแลลูก")
    youth = told(support_needs=["childcare"])
    page = visit(db.get_one(Account, youth.account_id), path="/youth/matches")
    expect(page.locator(".opp h3")).to_have_text(["มีคนดูแลลูก", "ไม่มีคนดูแลลูก"])
    expect(page.locator("[aria-labelledby=tried] .opp h3")).to_have_text(["ไม่มีคนดูแลลูก"])
    turn(page.locator(".opens a").first)
    expect(page.locator(".opp h3")).to_have_text(["ไม่มีคนดูแลลูก", "มีคนดูแลลูก"])
    expect(page.locator(".opp .tag")).to_have_count(1)
    turn(page.get_by_role("link", name="กลับไปดูที่เข้ากันตอนนี้"))
    expect(page.locator(".opp h3").first).to_have_text("มีคนดูแลลูก")
