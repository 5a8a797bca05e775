"""What both said at the end reaches the office, and figures of a mentor only where enough have answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.mentoring import closing, matches, meetings
from models.history import Notice
from models.mentoring import CheckIn, MentorMatch, MentorProfile
from models.session import db as session
from models.vocabulary import Role, Support
from tests.factories.enrolments import acting, make_staff, make_youth
from tests.factories.pledges import make_help

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def mentor():
    pledge = make_help(Support.LANGUAGE_HELP, capacity=20)
    session.add(MentorProfile(resource_id=pledge.id, load_most=20))
    session.flush()
    return pledge


def ended(mentor, score, note="ทำได้ดีขึ้นมาก"):
    match = matches.propose(make_youth(years=21), mentor, by=SYSTEM)
    matches.request(match, by=SYSTEM)
    matches.accept(match, by=SYSTEM)
    match = matches.one(match.id)
    matches.end(match, by=SYSTEM, reason="planned", note=note)
    meetings.survey(match, "youth", score, again=False, by=SYSTEM)
    meetings.survey(match, "mentor", 4, again=True, by=SYSTEM)
    return match


def test_the_office_reads_reason_note_and_both_answers(app, mentor) -> None:
    officer = make_staff(Role.OFFICER)
    began = clock.today() - timedelta(days=14)
    match = ended(mentor, 1)
    for number, (face, talk) in enumerate(((4, False), (2, True), (None, False))):
        due = began + timedelta(days=7 * number)
        session.add(CheckIn(ref=f"Q-{number}", match_id=match.id, due_on=due, face=face, wants_talk=talk))
    session.flush()
    page = app.test_client().sign_in(officer).page("/office/mentoring")
    part = page.select_one("section[aria-labelledby=h-ended]").get_text(" ")
    for words in (
        "ทำได้ดีขึ้นมาก",
        "เยาวชน: ไม่ดีเลย",
        "พี่เลี้ยง: ดี และอยากทำอีก",
        ": ดี",
        ": ไม่ค่อยดี และอยากคุย",
        "ไม่ได้ตอบ",
    ):
        assert words in part, words
    assert session.query(Notice).filter_by(event="mentor.ended_badly", account_id=officer.id).count() == 1
    desk = app.test_client().sign_in(officer)
    looks = desk.page("/office/mentoring").select_one("section[aria-labelledby=h-look]")
    assert "ตอนจบบอกว่าไม่ดีเลย" in looks.get_text()
    assert desk.post(looks.form["action"]).status_code == 303
    assert desk.post(looks.form["action"]).status_code == 409
    page = desk.page("/office/mentoring")
    assert not page.select("section[aria-labelledby=h-look]")
    assert f"{officer.name} โทรแล้ว" in page.select_one("section[aria-labelledby=h-ended]").get_text()
    elsewhere = app.test_client().sign_in(make_staff(Role.OFFICER, "960101")).page("/office/mentoring")
    assert not elsewhere.select("section[aria-labelledby=h-ended]")


def test_a_mentor_has_no_figure_before_ten_have_answered(mentor, monkeypatch) -> None:
    officer = acting(make_staff(Role.OFFICER))
    for _ in range(9):
        ended(mentor, 4)
    assert [one.tenths for one in closing.figures(officer)] == [None]
    again = ended(mentor, 5)
    with monkeypatch.context() as few:
        few.setattr(closing, "SHOWN", 3)
        assert [(one.tenths, one.people) for one in closing.figures(officer)] == [(41, 10)]
    again.youth_id = session.scalars(select(MentorMatch.youth_id)).first()
    session.flush()
    assert [one.tenths for one in closing.figures(officer)] == [None], "one who was there twice is one"
