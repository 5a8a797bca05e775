"""A young person with a mentor who needs somebody reaches the office also where no case worker is theirs."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.mentoring import matches, meetings
from models.history import Notice
from models.mentoring import CheckIn, MentorProfile
from models.session import db as session
from models.vocabulary import Role, Support
from tests.factories.enrolments import make_staff, make_youth
from tests.factories.pledges import make_help

pytestmark = pytest.mark.usefixtures("db")


def running(youth):
    pledge = make_help(Support.LANGUAGE_HELP, capacity=4)
    session.add(MentorProfile(resource_id=pledge.id, load_most=2))
    session.flush()
    match = matches.propose(youth, pledge, by=SYSTEM)
    matches.request(match, by=SYSTEM)
    matches.accept(match, by=SYSTEM)
    return matches.one(match.id)


def told(event) -> set[int]:
    return set(session.scalars(select(Notice.account_id).where(Notice.event == event)))


def test_a_wish_to_talk_reaches_the_office_where_nobody_looks_after_them() -> None:
    officer = make_staff(Role.OFFICER)
    match = running(make_youth(years=21))
    session.add(CheckIn(ref="Q-1", match_id=match.id, due_on=clock.today()))
    session.flush()
    meetings.answer(match, 1, wants_talk=True, by=SYSTEM)
    assert told("mentor.wants_talk") == {officer.id}


def test_where_their_case_worker_has_left_it_reaches_whoever_is_there() -> None:
    left, officer = make_staff(Role.CASEWORKER), make_staff(Role.OFFICER)
    youth = make_youth(years=21)
    youth.case_worker_id = left.id
    match = running(youth)
    left.disabled_at = clock.now()
    session.add(CheckIn(ref="Q-1", match_id=match.id, due_on=clock.today()))
    session.flush()
    meetings.answer(match, 3, wants_talk=True, by=SYSTEM)
    assert officer.id in told("mentor.wants_talk")


def test_who_looks_after_them_is_told_alone() -> None:
    worker = make_staff(Role.CASEWORKER)
    make_staff(Role.OFFICER)
    youth = make_youth(years=21)
    youth.case_worker_id = worker.id
    match = running(youth)
    session.add(CheckIn(ref="Q-1", match_id=match.id, due_on=clock.today()))
    session.flush()
    meetings.answer(match, 1, wants_talk=False, by=SYSTEM)
    assert told("mentor.wants_talk") == {worker.id}


def test_two_questions_without_an_answer_reach_the_office_too() -> None:
    officer = make_staff(Role.OFFICER)
    match = running(make_youth(years=21))
    match.starts_on = clock.today() - timedelta(days=30)
    for days in (7, 14):
        session.add(CheckIn(ref=f"Q-{days}", match_id=match.id, due_on=match.starts_on + timedelta(days=days)))
    session.flush()
    meetings.ask_how_it_goes()
    assert told("mentor.silent") == {officer.id}
