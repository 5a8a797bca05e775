"""A provider's term in a browser: a posting written and published, the roll marked, a completion verified."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Select, select

from marketplace.kernel import clock
from models.account import Account
from models.enrolment import Attendance, Enrolment
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import make_enrolment, make_provider, make_staff
from tests.factories.offers import make_opportunity, make_organisation
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]
TITLE = "ซ่อมจักรยานเบื้องต้น"


def press(page: Page, words: str) -> None:
    turn(page.get_by_role("button", name=words, exact=True))


def kept(wanted: Select[str]) -> list[str]:
    """What the database holds now; the look is ended at once, so that the server can go on writing."""
    found = list(db.scalars(wanted))
    db.rollback()
    return found


def thai(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_posting_is_written_on_a_phone_and_published_by_the_office(visit: Visit, javascript: bool) -> None:
    provider, officer = make_provider(make_organisation().id), make_staff(Role.OFFICER)
    page = visit(provider, path="/provider/postings/new", javascript=javascript)
    today = clock.today()
    page.locator("select[name=kind]").select_option("course")
    page.locator("select[name=form]").select_option("non_formal")
    page.get_by_label("ประเภทงาน").select_option("repair")
    page.get_by_label("ชื่อภาษาไทย").fill(TITLE)
    page.get_by_label("วันแรก").fill(thai(today + timedelta(days=14)))
    page.get_by_label("วันสุดท้าย").fill(thai(today + timedelta(days=60)))
    page.get_by_label("รับสมัครถึง").fill(thai(today + timedelta(days=10)))
    times = page.get_by_role("group", name="ช่วงที่ 1")
    times.get_by_label("วัน").select_option("5")
    times.get_by_label("ตั้งแต่").fill("9.00")
    times.get_by_label("ถึง").fill("12.00")
    page.get_by_label("ตำบล", exact=True).fill("สะเตง ยะลา")
    page.get_by_label("ประเภทสถานที่").select_option("workshop")
    page.get_by_label("จำนวนที่").fill("0")
    press(page, "เก็บฉบับร่าง")
    expect(page.get_by_label("ชื่อภาษาไทย"), "what was typed must come back").to_have_value(TITLE)
    page.get_by_label("จำนวนที่").fill("12")
    press(page, "เก็บฉบับร่าง")
    press(page, "ส่งให้เจ้าหน้าที่ตรวจ")
    desk = visit(officer, path="/office/postings", javascript=javascript, width=1280)
    turn(desk.get_by_role("link", name=TITLE))
    desk.locator("[name=decision][value=publish]").check()
    press(desk, "บันทึกการตัดสิน")
    assert kept(select(Opportunity.state)) == ["published"]
    anybody = visit(path="/opportunities", javascript=javascript)
    expect(anybody.get_by_role("link", name=TITLE)).to_be_visible()


@pytest.fixture
def lesson() -> tuple[Account, list[Enrolment], Session]:
    return class_of(3)


def class_of(count: int) -> tuple[Account, list[Enrolment], Session]:
    """A provider, so many learners of one course, and a session of it that was held."""
    organisation = make_organisation()
    offer = make_opportunity(
        organisation=organisation,
        starts_on=clock.today() - timedelta(days=1),
        ends_on=clock.today() - timedelta(days=1),
        times=";".join(f"{day} 00:10-01:10" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        with_sessions=True,
        seats=max(count, 12),
    )
    learners = [make_enrolment("in_learning", opportunity=offer) for _ in range(count)]
    held = db.scalars(select(Session).where(Session.held_on < clock.today()).order_by(Session.number)).first()
    assert held is not None
    return make_provider(organisation.id), learners, held


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_the_roll_is_marked_and_a_completion_verified(visit: Visit, lesson, javascript: bool) -> None:
    provider, learners, held = lesson
    names = [one.ref for one in learners]
    page = visit(provider, path=f"/provider/sessions/{held.ref}", javascript=javascript)
    page.locator(f'input[name="mark-{names[2]}"][value="away"]').check(force=True)
    press(page, "บันทึกการเช็กชื่อ")
    assert sorted(kept(select(Attendance.status))) == ["away", "here", "here"]
    page.goto(f"/provider/learners/{names[0]}/claim")
    page.get_by_label("ได้เรียนรู้อะไร").fill("ซ่อมโซ่และเบรกได้เอง")
    page.get_by_label("รูปถ่ายหรือ PDF").set_input_files(
        {"name": "งาน.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    press(page, "ส่งให้เจ้าหน้าที่")
    desk = visit(make_staff(Role.OFFICER), path="/office/claims", javascript=javascript, width=1280)
    turn(desk.locator("ul.tasks a").first)
    expect(desk.get_by_role("link", name="งาน.pdf")).to_be_visible()
    desk.locator("[name=decision][value=verify]").check()
    press(desk, "บันทึกการตัดสิน")
    assert kept(select(Enrolment.state).where(Enrolment.ref == names[0])) == ["completed"]


MOST_TAPS = 35
"""For a roll of thirty, from the first page of the day to the answer that it is kept."""


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("away", [3, 30], ids=["three-away", "each-by-hand"])
def test_thirty_learners_are_marked_at_360_pixels_in_at_most_35_taps(visit: Visit, javascript: bool, away: int) -> None:
    provider, learners, held = class_of(30)
    page, taps = visit(provider, path="/provider", javascript=javascript, width=360), 0
    turn(page.locator(f'a[href="/provider/sessions/{held.ref}"]').first)
    taps += 1
    for one in learners[:away]:
        page.locator(f'label:has(input[name="mark-{one.ref}"][value="away"])').click()
        taps += 1
    press(page, "บันทึกการเช็กชื่อ")
    taps += 1
    assert sorted(kept(select(Attendance.status))) == ["away"] * away + ["here"] * (30 - away)
    assert taps <= MOST_TAPS
    assert page.evaluate("document.documentElement.scrollWidth") <= 360 if javascript else True
