"""A young person reads what their mentor told of their meetings and can say that it was otherwise."""

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.kernel.errors import Forbidden, Invalid
from marketplace.mentoring import disputes, matches, meetings
from marketplace.resources import uses
from models.account import Account
from models.history import Notice
from models.mentoring import MentorMeeting
from models.reservation import ResourceUse, ResourceWeek
from models.session import db as session
from models.vocabulary import MeetingOutcome, Role
from tests.factories.enrolments import acting, make_account, make_staff, make_youth
from tests.pages.test_somebody_to_talk_to import running


def test_what_was_told_is_read_and_said_to_be_otherwise_once(app, db) -> None:
    officer, youth = make_staff(Role.OFFICER), make_youth(years=21)
    match = running(youth)
    told = meetings.tell(match, clock.today(), 0, MeetingOutcome.YOUTH_MISSED, two_deep=False, by=SYSTEM)
    phone = app.test_client().sign_in(session.get_one(Account, youth.account_id))
    path = f"/youth/mentor/meetings/{told.ref}/otherwise"
    assert phone.page("/youth/mentor").main.select_one(f'a[href="{path}"]')
    asks = phone.page(path).main
    assert asks.select_one(f'form[action="{path}"] [name=words]')
    assert asks.select_one('a[href="/youth/mentor"]')
    assert phone.post(path, data={"words": "ก" * 401}).status_code == 422
    assert phone.page("/youth/mentor").main.find("a", href="/youth/messages")
    assert phone.post(path, data={"words": "หนูรออยู่ พี่ไม่มา"}).status_code == 303
    page = phone.page("/youth/mentor")
    assert not page.select(f'a[href="{path}"]')
    assert phone.post(path).status_code == 409
    assert "หนูรออยู่" in app.test_client().sign_in(officer).page("/office/mentoring").get_text()
    assert session.scalars(select(MentorMeeting.otherwise_at)).one() is not None
    assert {one.account_id for one in session.scalars(select(Notice).where(Notice.event == "mentor.otherwise"))} == {
        officer.id
    }
    assert app.test_client().sign_in(officer).page("/office/mentoring").select("section[aria-labelledby=h-otherwise]")
    stranger = make_youth(years=21)
    assert app.test_client().sign_in(session.get_one(Account, stranger.account_id)).post(path).status_code == 404


def test_a_meeting_has_a_length_that_can_be(db) -> None:
    make_staff(Role.OFFICER)
    match = running(make_youth(years=21))
    for minutes in (4, 301, 720):
        with pytest.raises(Invalid, match="300"):
            meetings.tell(match, clock.today(), minutes, MeetingOutcome.HELD, two_deep=True, by=SYSTEM)
    meetings.tell(match, clock.today(), 300, MeetingOutcome.HELD, two_deep=True, by=SYSTEM)


@pytest.mark.parametrize("found", ["as_told", "otherwise"])
def test_until_somebody_else_has_asked_both_it_is_nobody_s_help(app, db, found) -> None:
    officer, youth = make_staff(Role.OFFICER), make_youth(years=21)
    match = running(youth)
    mentor = acting(make_account("พี่เลี้ยง"))
    told = meetings.tell(match, clock.today(), 60, MeetingOutcome.HELD, two_deep=True, by=mentor)
    [use] = session.scalars(select(ResourceUse.ref)).all()
    phone, desk = (app.test_client().sign_in(who) for who in (session.get_one(Account, youth.account_id), officer))
    assert phone.post(f"/youth/mentor/meetings/{told.ref}/otherwise").status_code == 303
    page = desk.page("/office/given")
    assert "ไม่ได้เป็นอย่างนี้" in page.get_text()
    assert not page.select(f'form[action="/office/given/{use}"]')
    assert desk.post(f"/office/given/{use}").status_code == 409
    match = matches.one(match.id)
    with pytest.raises(Invalid):
        uses.tell(match.reservation, 1, clock.today(), by=mentor)
    path = f"/office/mentoring/{match.ref}/meetings/{told.ref}"
    assert desk.page("/office/mentoring").select(f'form[action="{path}"] button[value="{found}"]')
    with pytest.raises(Forbidden):
        disputes.settle(match, told.ref, found, by=mentor)
    assert desk.post(path, data={"found": found}).status_code == 303
    assert desk.post(path, data={"found": found}).status_code == 409
    assert not desk.page("/office/mentoring").select("section[aria-labelledby=h-otherwise]")
    assert "สำนักงานสอบถามแล้ว" in phone.page("/youth/mentor").get_text()
    used = select(func.sum(ResourceWeek.used))
    if found == "as_told":
        assert desk.post(f"/office/given/{use}").status_code == 303
        assert session.scalar(used) == 60
    else:
        assert desk.post(f"/office/given/{use}").status_code == 404
        assert session.scalar(used) == 0
