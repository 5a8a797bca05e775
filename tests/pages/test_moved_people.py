"""Whoever moves while something is asked takes it out of nobody's reach and shuts no list of an office."""

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.notices.words import unpack
from marketplace.people import disclosure
from marketplace.people import youth as young
from models.account import Account, Membership
from models.enrolment import Enrolment
from models.history import Notice
from models.mentoring import MentorMatch
from models.session import db
from models.vocabulary import MatchState, Role, Support
from models.youth import Youth
from tests.factories.enrolments import acting, make_enrolment, make_staff, make_youth, on_paper
from tests.factories.pledges import make_help
from tests.fixtures.client import Client

NEW_HOME, MOVED = "380301", "เรื่องนี้ยังอยู่ที่หน่วยงานของคุณ"


@pytest.fixture
def youth(db: object) -> Youth:
    for role in (Role.OFFICER, Role.CASEWORKER, Role.APPROVER):
        make_staff(role)
    return on_paper(make_youth(years=17, nickname="นูรีน"))


def test_the_way_from_the_new_home_is_among_what_is_looked_at(client: Client, youth: Youth) -> None:
    youth.travel_minutes_max = 60
    asked = make_enrolment("officer_review", youth=youth)
    client.sign_in(make_staff(Role.OFFICER))
    page = client.page(f"/office/enrolments/{asked.ref}")
    assert any("ไม่เกิน 60 นาทีที่เขาบอกไว้" in check.get_text() for check in page.select(".check:not(.is-flag)"))
    young.move(youth, NEW_HOME, by=SYSTEM)
    page = client.page(f"/office/enrolments/{asked.ref}")
    assert any("เกิน 60 นาทีที่บอกไว้" in check.get_text() for check in page.select(".check.is-flag"))


def moved(state: str, youth: Youth) -> Enrolment:
    asked = make_enrolment(state, youth=youth)
    young.move(youth, NEW_HOME, by=SYSTEM)
    return asked


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER, Role.CASEWORKER])
def test_its_office_keeps_a_request_with_everything_it_knew(client: Client, youth: Youth, role: Role) -> None:
    asked = moved("officer_review", youth)
    client.sign_in(make_staff(role))
    page = client.page(f"/office/enrolments/{asked.ref}").main
    assert MOVED in page.get_text()
    assert not page.select(f"a[href='/office/youth/{youth.ref}']")
    if role != Role.APPROVER:
        assert "นูรีน ยะลาพันธ์" in page.get_text()


@pytest.mark.parametrize("path", ["/office/queue", "/office/queue?view=others", "/office/queue.csv"])
def test_the_queue_stays_open(client: Client, youth: Youth, path: str) -> None:
    moved("officer_review", youth)
    client.sign_in(make_staff(Role.OFFICER))
    assert client.get(path).status_code == 200


def test_so_do_guardians_parts(client: Client, youth: Youth) -> None:
    asked = moved("awaiting_guardian", youth)
    client.sign_in(make_staff(Role.CASEWORKER))
    assert "นูรีน" in client.page("/office/guardians").main.get_text()
    assert client.get("/office/guardians.csv").status_code == 200
    assert "นูรีน" in client.page(f"/office/guardians/{asked.ref}").main.get_text()
    assert client.post(f"/office/guardians/{asked.ref}/link").status_code == 200


def test_the_office_of_the_new_home_reads_nothing_of_it(client: Client, youth: Youth) -> None:
    asked = moved("officer_review", youth)
    client.sign_in(make_staff(Role.OFFICER, NEW_HOME))
    client.page(f"/office/enrolments/{asked.ref}", status=404)


def test_who_moves_and_their_office_hear_that_it_keeps_what_was_asked(client: Client, youth: Youth) -> None:
    asked = make_enrolment("officer_review", youth=youth)
    youth.case_worker_id = make_staff(Role.CASEWORKER).id
    client.sign_in(db.get_one(Account, youth.account_id))
    assert client.post("/youth/profile/2", data={"area_code": NEW_HOME}).status_code == 303
    db.refresh(youth)
    assert youth.case_worker_id is None, "who looked after them there does no more"
    told = {one.account_id: one for one in db.scalars(select(Notice).where(Notice.event == "enrolment.stays"))}
    assert "เทศบาลนครยะลา" in str(unpack(told.pop(youth.account_id).message))
    assert {one.path for one in told.values()} == {f"/office/enrolments/{asked.ref}"}
    assert Role.OFFICER in {one.role for key in told for one in db.query(Membership).filter_by(account_id=key)}
    count = db.query(Notice).count()
    assert client.post("/youth/profile/2", data={"area_code": NEW_HOME}).status_code == 303
    assert db.query(Notice).count() == count


def test_mentoring_stays_open_with_who_is_in_a_match_of_theirs(client: Client, youth: Youth) -> None:
    helper = make_help(Support.LANGUAGE_HELP, capacity=3)
    here = {"area_code": youth.area_code, "office_key": youth.office_key}
    made = {"youth_id": youth.id, "resource_id": helper.id, "state": MatchState.ACTIVE, "created_at": clock.now()}
    db.add(MentorMatch(ref="MM-1", **made, **here))
    db.flush()
    young.move(youth, NEW_HOME, by=SYSTEM)
    client.sign_in(make_staff(Role.OFFICER))
    page = client.page("/office/mentoring").main
    assert "นูรีน" in page.get_text()
    assert not page.select(f"a[href='/office/youth/{youth.ref}']")


def test_whoever_is_elsewhere_and_in_nothing_of_theirs_is_an_alias_without_a_number(youth: Youth) -> None:
    young.put(youth, "phone", "0812345678")
    seen = disclosure.view_in(acting(make_staff(Role.OFFICER, "960101")), youth)
    assert (seen.called, seen.full_name, seen.phone, seen.place, seen.needs) == (youth.alias, "", "", "", ())
