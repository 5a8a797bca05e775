"""Mentoring on the pages: wished, proposed, asked, met, answered and ended; no side finds a number of the other."""

import re

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.mentoring import matches, meetings
from models.account import Account
from models.mentoring import CheckIn, MentorMatch, MentorProfile
from models.reservation import ResourceUse
from models.resource import Resource
from models.session import db
from models.vocabulary import MeetingOutcome, Role, Support
from models.youth import Youth
from tests.factories.desk import typed
from tests.factories.enrolments import give_role, make_account, make_staff, make_youth
from tests.factories.pledges import make_help
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def youth() -> Youth:
    return make_youth(languages=["thai"], nickname="นูรีน")


@pytest.fixture
def helper() -> Resource:
    account = make_account("ฟุรกอน ยูโซะ")
    give_role(account, Role.MENTOR)
    return make_help(Support.LANGUAGE_HELP, capacity=3, owner_account_id=account.id)


@pytest.fixture
def people(app, youth: Youth, helper: Resource) -> tuple[Client, Client, Client]:
    young = app.test_client().sign_in(db.get_one(Account, youth.account_id))
    owner = app.test_client().sign_in(db.get_one(Account, helper.owner_account_id))
    return young, app.test_client().sign_in(make_staff(Role.OFFICER)), owner


def test_from_a_wish_to_the_end(people: tuple[Client, Client, Client]) -> None:
    young, officer, owner = people
    young.page("/youth/mentor")
    assert young.post("/youth/mentor/wish", data={"languages": ["klingon"]}).status_code == 422
    assert (
        young.post("/youth/mentor/wish", data={"languages": ["thai"], "km_most": "20", "gender": ""}).status_code == 303
    )
    officer.page("/office/mentoring")
    assert officer.post("/office/mentoring/round").status_code == 303
    match = db.scalars(select(MentorMatch)).one()
    proposed = officer.page("/office/mentoring")
    ref = db.get_one(Youth, match.youth_id).ref
    assert ref in proposed.select_one(f'a[href="/office/youth/{ref}"]').get_text()
    assert ref in proposed.select_one(f'form[action$="/{match.ref}/request"] button')["aria-label"]
    assert owner.get(f"/mentor/matches/{match.ref}").status_code == 404
    assert officer.post(f"/office/mentoring/{match.ref}/request").status_code == 303
    page = owner.page(f"/mentor/matches/{match.ref}")
    assert "นูรีน" not in page.get_text()
    assert owner.post(f"/mentor/matches/{match.ref}/accept").status_code == 303
    path = f"/mentor/matches/{match.ref}"
    running = owner.page(path)
    assert len(running.select("main dl.facts dt")) >= 3
    assert running.select_one('main a[href="/mentor/messages"]'), "where the conversation is begun"
    today = typed(clock.today())
    meeting = {"held_on": today, "outcome": "held", "minutes": "60"}
    for wrong in ({"minutes": "-1"}, {"minutes": "9999"}, {"held_on": "31/2/2569"}, {"outcome": "x"}, {"minutes": ""}):
        assert owner.post(f"{path}/meetings", data=meeting | wrong).status_code == 422
    assert owner.post(f"{path}/meetings", data=meeting).status_code == 303
    assert owner.post(f"{path}/meetings", data=meeting).status_code == 422
    assert owner.post(f"{path}/goals", data={"words": ""}).status_code == 422
    assert owner.post(f"{path}/goals", data={"words": "เปิดร้านขนม"}).status_code == 303
    assert "เปิดร้านขนม" in young.page("/youth/mentor").get_text()
    assert owner.post(f"{path}/end", data={"reason": "concern", "score": "5"}).status_code == 422
    assert owner.post(f"{path}/end", data={"reason": "planned", "score": "5"}).status_code == 303
    assert owner.get(path).status_code == 404
    assert young.post("/youth/mentor/survey", data={"face": "9"}).status_code == 422
    assert young.post("/youth/mentor/survey", data={"face": "5", "again": "1"}).status_code == 303
    assert young.post("/youth/mentor/survey", data={"face": "5"}).status_code == 409


def test_ten_goals_that_wait_are_enough_and_one_that_was_reached_makes_room(
    people: tuple[Client, Client, Client], youth: Youth, helper: Resource
) -> None:
    owner, match = people[2], matches.propose(youth, helper, by=SYSTEM)
    matches.request(match, by=SYSTEM)
    matches.accept(match, by=SYSTEM)
    path = f"/mentor/matches/{match.ref}"
    for number in range(10):
        meetings.set_goal(match, f"เป้าหมายที่ {number}", by=SYSTEM)
    db.commit()
    full = owner.page(path).select_one("section:has(#h-goals)")
    assert "สิบเป้าหมาย" in full.get_text()
    assert not full.select("[name=words]"), "no form that can only be refused"
    assert owner.post(f"{path}/goals", data={"words": "อีกข้อ"}).status_code == 409
    assert owner.post(full.select_one("form")["action"]).status_code == 303
    assert owner.page(path).select("[name=words]"), "one that was reached makes room"


def test_who_stops_themselves_is_asked_about_and_their_mentor_says_how_it_was(
    people: tuple[Client, Client, Client], youth: Youth, helper: Resource
) -> None:
    young, officer, owner = people
    match = matches.propose(youth, helper, by=SYSTEM)
    matches.request(match, by=SYSTEM)
    matches.accept(match, by=SYSTEM)
    told = meetings.tell(match, clock.today(), 60, MeetingOutcome.HELD, two_deep=True, by=SYSTEM)
    assert young.post(f"/youth/mentor/meetings/{told.ref}/otherwise").status_code == 303
    assert young.post("/youth/mentor/end").status_code == 303
    assert "คุณบอกแล้วว่าไม่ได้เป็นอย่างนั้น" in young.page("/youth/mentor").get_text(), "it does not vanish with the match"
    page = officer.page("/office/mentoring")
    assert "ขอยุติเอง" in page.select_one("section[aria-labelledby=h-look]").get_text()
    ended = page.select_one("section[aria-labelledby=h-ended]").get_text()
    assert "เยาวชนขอหยุดเอง" in ended
    assert "ครบตามที่ตกลงกัน" not in ended
    asked = owner.page("/mentor/matches")
    assert "นูรีน" not in asked.get_text()
    assert asked.select_one(f'input[name=match][value="{match.ref}"]')
    path = "/mentor/matches/how-it-was"
    assert owner.post(path, data={"match": match.ref, "score": "9"}).status_code == 422
    assert owner.post(path, data={"match": "T-NONE", "score": "4"}).status_code == 404
    assert owner.post(path, data={"match": match.ref, "score": "4"}).status_code == 303
    assert owner.post(path, data={"match": match.ref, "score": "4"}).status_code == 409
    assert not owner.page("/mentor/matches").select("input[name=match]")


def test_a_mentor_reads_how_much_of_a_long_meeting_counts(
    people: tuple[Client, Client, Client], youth: Youth, helper: Resource
) -> None:
    *_, owner = people
    match = matches.propose(youth, helper, by=SYSTEM)
    matches.request(match, by=SYSTEM)
    matches.accept(match, by=SYSTEM)
    db.commit()
    path = f"/mentor/matches/{match.ref}"
    data = {"held_on": typed(clock.today()), "outcome": "held", "minutes": "300"}
    assert owner.post(f"{path}/meetings", data=data).status_code == 303
    assert "นับเป็นเวลาที่ช่วยได้ 60 นาที" in owner.page(path).get_text()
    assert db.scalars(select(ResourceUse.amount)).all() == [60]


def test_what_a_young_person_answers_is_read_by_the_office_alone(
    people: tuple[Client, Client, Client], youth: Youth, helper: Resource
) -> None:
    young, officer, owner = people
    match = matches.propose(youth, helper, by=SYSTEM)
    matches.request(match, by=SYSTEM)
    matches.accept(match, by=SYSTEM)
    db.add(CheckIn(ref="Q-1", match_id=match.id, due_on=clock.today()))
    db.flush()
    assert meetings.open_check_in(match) is not None
    assert young.post("/youth/mentor/check-in", data={"face": "2", "talk": "1"}).status_code == 303
    assert officer.page("/office/mentoring").select_one("#h-look") is not None
    before = owner.page(f"/mentor/matches/{match.ref}").get_text()
    assert "อยากคุย" not in before
    assert officer.post(f"/office/mentoring/{match.ref}/look").status_code == 303
    assert officer.page("/office/mentoring").select_one("#h-look") is None


def test_no_side_finds_a_way_to_reach_the_other(
    people: tuple[Client, Client, Client], youth: Youth, helper: Resource
) -> None:
    young, _officer, owner = people
    match = matches.propose(youth, helper, by=SYSTEM)
    matches.request(match, by=SYSTEM)
    matches.accept(match, by=SYSTEM)
    mails = [db.get_one(Account, key).email or "" for key in (youth.account_id, helper.owner_account_id)]
    for reader, path in ((young, "/youth/mentor"), (owner, f"/mentor/matches/{match.ref}"), (owner, "/mentor/matches")):
        main = reader.page(path).select_one("main")
        assert main is not None
        said = main.get_text()
        assert not any(mail in str(main) for mail in mails)
        assert not re.search(r"0\d{8,9}|line\.me|@", said)
        assert not main.select("a[href^='tel:'], a[href^='mailto:']")


def test_a_mentor_says_how_many_and_who_they_are(people: tuple[Client, Client, Client], helper: Resource) -> None:
    _young, _officer, owner = people
    path = f"/mentor/{helper.ref}/times"
    owner.page(path)
    told = {"capacity": "3", "load_most": "4", "gender": "f"}
    assert owner.post(path, data=told | {"load_most": "21"}).status_code == 422
    assert owner.post(path, data=told | {"gender": "z"}).status_code == 422
    assert owner.post(path, data=told).status_code == 303
    profile = db.get_one(MentorProfile, helper.id)
    assert (profile.load_most, profile.gender) == (4, "f")


def test_a_proposal_that_cannot_be_made_is_told_at_its_choice(
    people: tuple[Client, Client, Client], youth: Youth, helper: Resource
) -> None:
    young, officer, _ = people
    young.post("/youth/mentor/wish", data={"languages": ["thai"], "km_most": "20", "gender": ""})
    path = f"/office/mentoring/propose/{youth.ref}"
    for wrong, status in (({}, 422), ({"mentor": "R-NONE"}, 422), ({"mentor": make_help(Support.RIDE).ref}, 422)):
        answer = officer.post(path, data=wrong)
        page = read_page(answer)
        assert answer.status_code == status
        assert page.select_one(f'form[action="{path}"] .field-error .error')
        assert page.select_one(f'details[open] form[action="{path}"] option[value="{helper.ref}"]')
    assert not db.scalars(select(MentorMatch)).all()
    assert officer.post(path, data={"mentor": helper.ref}).status_code == 303
    assert officer.post(path, data={"mentor": helper.ref}).status_code == 409
