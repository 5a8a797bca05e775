"""From an anonymous look to an approved place: a young person, a guardian, a provider and an officer, each on their own
phone, with scripts and without."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from marketplace.kernel import clock
from models.account import Account
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import EnrolmentState, Role
from tests.factories.enrolments import make_provider, make_staff
from tests.factories.offers import make_opportunity
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]
TITLE = "เรียนทำขนมไทยตอนเย็น"


def press(page: Page, words: str) -> None:
    turn(page.get_by_role("button", name=words, exact=True))


def follow(page: Page, words: str) -> None:
    turn(page.get_by_role("link", name=words).first)


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def at(page: Page, path: str) -> None:
    """The page's address comes to end so, whatever its query."""
    expect(page).to_have_url(re.compile(rf"{path}(\?|$)"))


def answer_seven_questions(page: Page) -> None:
    page.goto("/")
    follow(page, "เริ่มตอบ")
    page.get_by_label("วันเกิดของคุณ").fill("2 มกราคม 2552")
    press(page, "ต่อไป")
    page.get_by_label("ตำบลของคุณ").fill("ต.สะเตง อ.เมืองยะลา จ.ยะลา")
    press(page, "ต่อไป")
    press(page, "ว่างทุกเย็น")
    expect(page.locator("table.week input:checked")).to_have_count(7)
    press(page, "ต่อไป")
    page.get_by_label("ครัว", exact=True).check()
    press(page, "ต่อไป")
    press(page, "ข้ามข้อนี้")
    page.get_by_label("ไม่เกิน 30 นาที").check()
    press(page, "ต่อไป")
    press(page, "ข้ามข้อนี้")


def find_what_fits(page: Page) -> None:
    at(page, "/youth/matches")
    expect(heading(page)).to_contain_text("1")
    follow(page, TITLE)
    expect(heading(page)).to_contain_text(TITLE)


def begin_an_account(page: Page, login: str) -> None:
    follow(page, "สมัคร")
    at(page, "/sign-up")
    expect(page.locator('main a[href*="/sign-in"]')).to_have_count(1)
    page.locator("[name=nickname]").fill("นูรีน")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill("ฝนตกที่ยะลาตอนบ่าย")
    turn(page.locator("form:has([name=password]) button").first)
    at(page, "/sign-in")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill("ฝนตกที่ยะลาตอนบ่าย")
    turn(page.locator("form:has([name=password]) button").first)


def ask(page: Page) -> None:
    at(page, "/youth/apply/[^/]+")
    page.locator("[name=first_name]").fill("นูรีน")
    page.locator("[name=last_name]").fill("สาแม")
    press(page, "สมัครเลย")
    at(page, "/guardian")
    press(page, "สร้างลิงก์")


def sign(page: Page) -> None:
    page.locator("[name=basis][value=parent]").check()
    page.locator("[name=relation]").fill("แม่")
    page.locator("[name=signer_name]").fill("นางฟาตีเมาะ สาแม")
    page.locator("[name=agreed]").check()
    turn(page.locator("form:has([name=signer_name]) button").first)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_from_an_anonymous_look_to_an_approved_place(visit: Visit, javascript: bool) -> None:
    offer = make_opportunity(title_th=TITLE, with_sessions=True)
    make_opportunity(title_th="เช้าวันธรรมดา", times="mon 09:00-12:00")
    provider = make_provider(offer.organisation_id)
    officer, approver = make_staff(Role.OFFICER), make_staff(Role.APPROVER, name="สมชาย")

    young = visit(javascript=javascript)
    answer_seven_questions(young)
    find_what_fits(young)
    begin_an_account(young, "081 234 5678")
    ask(young)

    guardian = visit(javascript=javascript, path=str(young.locator(".verify a").get_attribute("href")))
    sign(guardian)
    expect(status_of(young, TITLE)).to_have_text("ผู้จัดการเรียนรู้กำลังอ่าน")

    answer_as_provider(visit, provider, javascript=javascript)
    approve(visit, officer, javascript=javascript)
    assert application()[1] == EnrolmentState.SECOND_REVIEW
    approve(visit, approver, javascript=javascript)
    assert application()[1] == EnrolmentState.APPROVED
    expect(status_of(young, TITLE)).not_to_contain_text("อนุมัติแล้ว")

    let_the_ten_minutes_pass()
    expect(status_of(young, TITLE)).to_have_text("อนุมัติแล้ว")
    young.goto("/youth")
    expect(heading(young)).to_contain_text("คุณมีนัด ครัว")


def answer_as_provider(visit: Visit, provider: Account, *, javascript: bool) -> None:
    page = visit(provider, javascript=javascript, path="/provider/applications")
    turn(page.locator('main a[href*="/provider/applications/E-"]').first)
    page.locator("[name=answer][value=accept]").wait_for()
    assert "นูรีน" not in page.content()
    page.locator("[name=answer][value=accept]").check()
    turn(page.locator("form:has([name=answer]) button:not([name])").last)
    assert application()[1] == EnrolmentState.PROVIDER_ACCEPTED


def approve(visit: Visit, decider: Account, *, javascript: bool) -> None:
    page = visit(decider, javascript=javascript, path="/office/queue", width=1280)
    page.goto(f"/office/enrolments/{application()[0]}")
    page.locator("[name=decision][value=approve]").check()
    turn(page.locator("form:has([name=decision]) button").last)


def status_of(page: Page, title: str) -> Locator:
    page.goto("/youth/applications")
    follow(page, title)
    return page.locator(".status strong").first


def let_the_ten_minutes_pass() -> None:
    db.query(Enrolment).one().decided_at = clock.now() - timedelta(minutes=11)
    db.commit()


def application() -> tuple[str, str]:
    """Reference and state of the one there is; nothing is held afterwards, so that the server can write."""
    found = db.query(Enrolment.ref, Enrolment.state).one()
    db.rollback()
    return found.ref, found.state
