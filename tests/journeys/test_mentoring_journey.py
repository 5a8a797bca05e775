"""A mentor is vetted, a young person asks for one, meets them three times, reaches a goal and parts: in a browser.

It goes without scripts, and begins with somebody of whom nothing was checked.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from marketplace.kernel import clock
from models.account import Account
from models.mentoring import MentorMatch, MentorProfile
from models.reservation import Reservation, ResourceUse, ResourceWeek
from models.resource import Resource
from models.session import db
from models.vetting import VettingFact
from models.vocabulary import MatchState, Role, Support, VettingCheck
from tests.factories.enrolments import give_role, make_account, make_staff, make_youth
from tests.factories.pledges import make_help
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]


EIGHT = tuple(check for check in VettingCheck if check != VettingCheck.INSPECTION)


def press(page: Page, words: str) -> None:
    turn(page.get_by_role("button", name=words, exact=True).first)


def mentor() -> Account:
    account = make_account("ครูอารี")
    give_role(account, Role.MENTOR)
    made = make_help(Support.LANGUAGE_HELP, capacity=4, owner_account_id=account.id, state="pledged", vetted=False)
    db.add(MentorProfile(resource_id=made.id, load_most=2))
    db.flush()
    return account


def state_now() -> str:
    """Where the pledge stands; the look is ended at once, so that the server can go on writing."""
    db.rollback()
    found = db.scalars(select(Resource.state)).one()
    db.rollback()
    return found


def vet_in_the_browser(visit: Visit) -> None:
    """Seven checks by one officer; the eighth, the approval, by another, who then opens the pledge."""
    ref = db.scalars(select(Resource.ref)).one()
    first, second = (
        visit(make_staff(Role.OFFICER), path=f"/office/pledges/{ref}", javascript=False, width=1280) for _ in range(2)
    )
    turn(first.locator("form[action$='/start_vetting'] button"))
    for check in EIGHT:
        page = second if check == VettingCheck.APPROVAL else first
        page.goto(f"/office/pledges/{ref}")
        page.locator("#check").select_option(check.value)
        page.locator("#done_on").fill(day(0))
        page.locator("#note").fill("ครูสมศรี\nกำนันบุญมี" if check == VettingCheck.REFERENCES else "")
        press(page, "เก็บคำตอบ")
        assert state_now() == "in_vetting", "no check by itself opens anything"
    for verb in ("approve", "open"):
        turn(second.locator(f"form[action$='/{verb}'] button"))
    assert state_now() == "available"
    assert set(db.scalars(select(VettingFact.kind))) == {check.value for check in EIGHT}
    db.rollback()


def test_from_nothing_checked_to_three_meetings_and_a_goodbye(visit: Visit) -> None:
    youth, helper = make_youth(languages=["thai"]), mentor()
    officer = make_staff(Role.OFFICER)
    young = visit(db.get_one(Account, youth.account_id), path="/youth/mentor", javascript=False)
    press(young, "หาพี่เลี้ยงให้ฉัน")
    office = visit(officer, path="/office/mentoring", javascript=False, width=1280)
    proposing = office.get_by_role("button", name="เสนอคู่ให้ทุกคน", exact=True)
    expect(proposing, "nobody is matched with somebody nobody has checked").to_have_count(0)
    vet_in_the_browser(visit)
    office.goto("/office/mentoring")
    turn(proposing)
    # The button names whom it asks for, so that two people of one name are told apart by ear too.
    turn(office.get_by_role("button", name="ถามพี่เลี้ยง:"))
    page = visit(helper, path="/mentor/matches", javascript=False)
    press(page, "ได้ ฉันช่วยได้")
    two_weeks_pass()
    page.reload()
    for weeks in range(3):
        page.locator("input[name=held_on]").fill(day(weeks))
        page.locator("input[name=minutes]").fill("60")
        press(page, "เก็บคำตอบ")
    expect(page.locator(".data tbody tr")).to_have_count(3)
    page.locator("input[name=words]").fill("เปิดร้านขนม")
    press(page, "เพิ่ม")
    turn(page.get_by_role("button", name="เปิดร้านขนม"))
    page.locator("details summary").last.click()
    page.locator("select[name=reason]").select_option("goal_reached")
    page.locator("input[name=score]").last.check()
    press(page, "ยุติ")
    db.rollback()
    assert db.scalars(select(MentorMatch.state)).all() == [MatchState.ENDED]
    assert db.scalars(select(ResourceUse.amount)).all() == [60, 60, 60]
    young.reload()
    expect(young.locator("#h-how")).to_be_visible()
    db.rollback()


def two_weeks_pass() -> None:
    """The match and what was kept for it began two weeks ago: a browser cannot wait."""
    db.rollback()
    match, kept = db.scalars(select(MentorMatch)).one(), db.scalars(select(Reservation)).one()
    for weeks in (1, 2):
        monday = kept.first_monday - timedelta(days=7 * weeks)
        db.add(ResourceWeek(resource_id=kept.resource_id, monday=monday, capacity=240, taken=kept.amount))
    kept.first_monday -= timedelta(days=14)
    assert match.starts_on is not None
    match.starts_on -= timedelta(days=14)
    db.commit()


def day(weeks_ago: int) -> str:
    """A day as people write it."""
    when = clock.today() - timedelta(days=7 * weeks_ago)
    return f"{when.day}/{when.month}/{when.year + 543}"
