"""One person of a plan placed by hand: nothing happens by a press alone, and the choices are the plan's own."""

import csv
import io

import pytest

from marketplace.access import SYSTEM
from marketplace.earnings import funds
from marketplace.enrolments import commitments
from marketplace.matching import sentences
from marketplace.matching.fit import Reason, Rule
from marketplace.matching.workbench import building
from models.earning import Fund
from models.enrolment import Enrolment
from models.mentoring import MentorProfile
from models.resource import Resource
from models.session import db
from models.vocabulary import OpportunityKind, ResourceKind, ResourceUnit, Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_staff
from tests.factories.offers import make_opportunity, make_resource
from tests.factories.plans import ask, lines, run, told, worked
from tests.factories.pledges import vet
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def officer(client: Client) -> Client:
    return client.sign_in(make_staff(Role.OFFICER))


def test_a_press_without_a_choice_is_asked_back_and_takes_nobodys_place(officer: Client) -> None:
    make_opportunity(seats=1)
    youth, left = told(), told()
    location = ask(officer)
    worked()
    if lines()[youth.id].opportunity_id is None:
        youth, left = left, youth
    before = lines()[youth.id].opportunity_id
    for data in ({}, {"offer": ""}):
        answer = officer.post(f"{location}/lines/{youth.ref}", data=data)
        assert answer.status_code == 422
        assert read_page(answer).select_one(".errors a[href='#offer']")
    db.expire_all()
    assert (lines()[youth.id].opportunity_id, lines()[youth.id].locked) == (before, False)
    # Whoever has no place yet has none chosen for them either.
    assert officer.page(f"{location}/lines/{left.ref}").select("input[name=offer][checked]") == []
    assert officer.post(f"{location}/lines/{youth.ref}", data={"offer": "nowhere"}).status_code == 303
    db.expire_all()
    assert (lines()[youth.id].opportunity_id, lines()[youth.id].locked) == (None, True)
    chosen = officer.page(f"{location}/lines/{youth.ref}").select("input[name=offer][checked]")
    assert [one["value"] for one in chosen] == ["nowhere"]
    assert officer.post(f"{location}/lines/{youth.ref}", data={"offer": "O-NOTHING"}).status_code == 404


def test_the_present_place_is_chosen_already_however_far_down_it_stands(officer: Client) -> None:
    last = make_opportunity(seats=1)
    youth = told()
    location = ask(officer)
    worked()
    for credits in range(16):
        make_opportunity(credits=5 + credits)
    db.commit()
    there = f"{location}/lines/{youth.ref}"
    chosen = officer.page(there).select("input[name=offer][checked]")
    assert [one["value"] for one in chosen] == [last.ref]
    last.state = "closed"
    db.commit()
    assert [one["value"] for one in officer.page(there).select("input[name=offer][checked]")] == [last.ref]
    assert officer.post(there, data={"offer": last.ref}).status_code == 422


def test_choices_are_what_the_plan_looks_at_and_others_stand_behind_with_the_reason(officer: Client) -> None:
    course = make_opportunity()
    work = make_opportunity(kind=OpportunityKind.PLACEMENT, title_th="ร้านขนม")
    youth = told()
    location = ask(officer, kinds="course")
    worked()
    page = officer.page(f"{location}/lines/{youth.ref}")
    behind = [one["value"] for one in page.select("details input[name=offer]")]
    front = [one["value"] for one in page.select("input[name=offer]") if one["value"] not in behind]
    assert (front, behind) == ([course.ref, "nowhere"], [work.ref])
    assert "ประเภทอื่น" in page.select_one("details .choice").get_text()
    assert page.select_one("fieldset details[open]") is None


def mentor(*, most: int = 1, title: str = "ครูสมศรี") -> Resource:
    made = make_resource(
        kind=ResourceKind.MENTOR,
        unit=ResourceUnit.HOURS_PER_WEEK,
        capacity=8,
        languages=["thai"],
        title_th=title,
        title_en=title,
    )
    db.add(MentorProfile(resource_id=made.id, gender=None, load_most=most))
    vet(made)
    db.flush()
    return made


@pytest.mark.on_both
def test_time_with_a_mentor_by_hand_gives_one_who_has_room_and_can_be_run_again(officer: Client) -> None:
    one = mentor()
    course = make_opportunity(credits=9)
    time = make_opportunity(kind=OpportunityKind.MENTORSHIP, seats=9, times="tue 17:00-18:00")
    first, second = told(), told()
    location = ask(officer)
    worked()
    for youth in (first, second):
        officer.post(f"{location}/lines/{youth.ref}", data={"offer": "nowhere"})
    assert officer.post(f"{location}/lines/{first.ref}", data={"offer": time.ref}).status_code == 303
    db.expire_all()
    assert (lines()[first.id].opportunity_id, lines()[first.id].mentor_id) == (time.id, one.id)
    refused = officer.post(f"{location}/lines/{second.ref}", data={"offer": time.ref})
    assert refused.status_code == 422
    assert "พี่เลี้ยง" in read_page(refused).select_one(".errors").get_text()
    db.expire_all()
    assert lines()[second.id].opportunity_id is None
    # The same place once more keeps the same mentor, another one lets them go.
    assert officer.post(f"{location}/lines/{first.ref}", data={"offer": time.ref}).status_code == 303
    officer.post(f"{location}/rerun")
    worked()
    assert run().state == "proposed"
    assert (lines()[first.id].opportunity_id, lines()[first.id].mentor_id) == (time.id, one.id)
    assert officer.post(f"{location}/lines/{first.ref}", data={"offer": course.ref}).status_code == 303
    db.expire_all()
    assert lines()[first.id].mentor_id is None


def test_reasons_and_next_best_are_those_of_the_place_chosen_by_hand(officer: Client) -> None:
    near = make_opportunity(credits=9)
    far = make_opportunity(times="sat 09:00-12:00", wage_per_hour_satang=90_00)
    youth = told()
    location = ask(officer)
    worked()
    before = lines()[youth.id]
    old, new = (near, far) if before.opportunity_id == near.id else (far, near)
    kept = before.reasons
    assert officer.post(f"{location}/lines/{youth.ref}", data={"offer": new.ref}).status_code == 303
    db.expire_all()
    line = lines()[youth.id]
    assert line.next_best_id == old.id
    assert line.reasons["lines"]
    assert line.reasons != kept
    officer.post(f"{location}/lines/{youth.ref}", data={"offer": "nowhere"})
    db.expire_all()
    line = lines()[youth.id]
    assert (line.reasons, line.next_best_id is not None) == ({}, True)
    row = officer.page(location).select_one("tr[data-row] .check").get_text(strip=True)
    assert row == "เจ้าหน้าที่ขอเว้นไว้"


@pytest.mark.on_both
def test_a_run_that_failed_by_a_lock_is_changed_and_run_again(officer: Client) -> None:
    offer, youth = make_opportunity(seats=1), told()
    location = ask(officer)
    worked()
    officer.post(f"{location}/locks", data={"pick": [youth.ref], "shown": [youth.ref]})
    youth.languages = ["malay"]
    db.flush()
    officer.post(f"{location}/rerun")
    worked()
    assert run().state == "failed"
    page = officer.page(location)
    there = f"{location}/lines/{youth.ref}"
    assert page.select_one(f"a[href='{there}']")
    assert page.select_one("input[name=pick][checked]")
    assert page.select_one(f"form[action='{location}/apply']") is None
    assert officer.post(f"{location}/apply").status_code == 409
    assert officer.post(f"{location}/locks", data={"shown": [youth.ref]}).status_code == 303
    assert officer.post(there, data={"offer": offer.ref}).status_code == 422
    assert officer.post(there, data={"offer": "nowhere"}).status_code == 303
    officer.post(f"{location}/rerun")
    assert officer.post(f"{location}/locks", data={"shown": [youth.ref]}).status_code == 409
    assert officer.page(there).select("main form") == []
    worked()
    assert run().state == "proposed"
    assert lines()[youth.id].opportunity_id is None
    # What the locks broke is forgotten with it.
    assert officer.page(location).select_one(f"p > a[href='{there}']") is None


def in_the_way(officer: Client, location: str) -> dict[str, str]:
    return {str(box["data-lock"]): box.get_text(" ") for box in officer.page(location).select("[data-lock]")}


def unlock(officer: Client, location: str, ref: str) -> str:
    """Press the button beside a lock; returns what the page says of it."""
    (form,) = officer.page(location).select(f"[data-lock={ref}] form")
    data = {str(field["name"]): str(field["value"]) for field in form.select("input")}
    answer = officer.post(str(form["action"]), data=data)
    return read_page(officer.get(str(answer.headers["Location"]))).get_text(" ")


def locked_run(officer: Client, *people: Youth) -> str:
    location = ask(officer)
    worked()
    refs = [one.ref for one in people]
    officer.post(f"{location}/locks", data={"pick": refs, "shown": refs})
    return location


@pytest.mark.on_both
def test_a_lock_whose_seat_was_given_meanwhile_is_named_and_taken_away_with_one_press(officer: Client) -> None:
    offer, youth, other = make_opportunity(seats=1), told(), told(languages=["malay"])
    location = locked_run(officer, youth)
    offer.seats_taken = 1
    make_opportunity(title_th="อีกที่", languages=["thai", "malay"])
    db.flush()
    officer.post(f"{location}/rerun")
    worked()
    assert run().state == "failed"
    (said,) = in_the_way(officer, location).values()
    assert offer.title_th in said
    assert str(sentences.told(Reason(Rule.SEATS))) in said
    assert "ปลดล็อกแล้ว" in unlock(officer, location, youth.ref)
    assert (in_the_way(officer, location), lines()[youth.id].locked) == ({}, False)
    assert "จัดใหม่ได้เลย" in officer.page(location).get_text()
    officer.post(f"{location}/rerun")
    worked()
    assert run().state == "proposed"
    assert lines()[youth.id].opportunity_id == lines()[other.id].opportunity_id
    assert officer.page(location).select("#h-locks") == []


def test_of_more_locks_than_seats_all_are_named_until_they_suffice(officer: Client) -> None:
    offer, people = make_opportunity(seats=3), [told(), told(), told()]
    location = locked_run(officer, *people)
    offer.seats_taken = 1
    db.flush()
    officer.post(f"{location}/rerun")
    worked()
    assert run().state == "failed"
    assert set(in_the_way(officer, location)) == {one.ref for one in people}
    unlock(officer, location, people[0].ref)
    assert in_the_way(officer, location) == {}
    assert [lines()[one.id].locked for one in people] == [False, True, True]
    officer.post(f"{location}/rerun")
    worked()
    assert run().state == "proposed"


def test_of_more_locks_than_money_those_the_fund_pays_are_named(officer: Client) -> None:
    paid = make_opportunity(seats=2, stipend_per_session_satang=10_000, with_sessions=True, credits=9)
    people = [told(), told()]
    location = locked_run(officer, *people)
    held = {one.ref for one in people if lines()[one.id].opportunity_id == paid.id}
    assert held == {one.ref for one in people}
    fund = db.get_one(Fund, paid.fund_id)
    cost = building.costs([paid.id])[paid.id][1]
    left = commitments.available([fund.id])[fund.id]
    funds.cut(fund, left - cost, key="nearly-all", by=SYSTEM, note="ลดงบ")
    db.flush()
    officer.post(f"{location}/rerun")
    worked()
    assert run().state == "failed"
    assert set(in_the_way(officer, location)) == held
    unlock(officer, location, people[0].ref)
    assert in_the_way(officer, location) == {}


def test_of_locks_without_a_mentor_all_are_named_at_once_with_the_reason(officer: Client) -> None:
    checked, people = [mentor(), mentor()], [told(), told()]
    make_opportunity(kind=OpportunityKind.MENTORSHIP, seats=9, times="tue 17:00-18:00", credits=9)
    location = locked_run(officer, *people)
    assert {line.mentor_id for line in lines().values()} == {one.id for one in checked}
    for one in checked:
        one.state = "withdrawn"
    db.flush()
    officer.post(f"{location}/rerun")
    worked()
    assert run().state == "failed"
    assert not any(each.ref in str(run().trouble) for each in people)
    named = in_the_way(officer, location)
    assert set(named) == {each.ref for each in people}
    assert all("มีเวลาให้ที่นี่" in said for said in named.values())
    for each in people:
        unlock(officer, location, each.ref)
    assert in_the_way(officer, location) == {}
    officer.post(f"{location}/rerun")
    worked()
    assert run().state == "proposed"


def worth(location: str, officer: Client) -> tuple[float, float]:
    """The sum of the points, and of the points with their weights, as anybody adds up the file."""
    rows = list(csv.reader(io.StringIO(officer.get(f"{location}/export.csv").get_data(as_text=True).lstrip("\ufeff"))))
    points, weight, product = (rows[0].index(name) for name in ("คะแนน", "น้ำหนัก", "คะแนน x น้ำหนัก"))
    for row in rows[1:]:
        assert float(row[product]) == pytest.approx(float(row[points]) * float(row[weight]), abs=1e-5)
    return sum(float(row[points]) for row in rows[1:]), sum(float(row[product]) for row in rows[1:])


@pytest.mark.on_both
def test_what_a_plan_is_worth_is_what_its_lines_add_up_to_also_after_a_change_by_hand(officer: Client) -> None:
    make_opportunity(seats=1, credits=9)
    make_opportunity(seats=1, times="sat 09:00-12:00")
    people = [told(), told(priority=2), told()]
    location = ask(officer)
    worked()
    points, weighted = worth(location, officer)
    assert run().objective / 10_000 == pytest.approx(weighted, abs=1e-3)
    said = officer.page(location).get_text()
    assert f"{points:,.1f}" in said
    assert f"{weighted:,.1f}" in said
    assert "ไม่มีแผนที่ดีกว่านี้" in said

    moved = next(one for one in people if lines()[one.id].opportunity_id is not None)
    officer.post(f"{location}/lines/{moved.ref}", data={"offer": "nowhere"})
    db.expire_all()
    fewer, less = worth(location, officer)
    assert fewer < points
    assert run().objective / 10_000 == pytest.approx(less, abs=1e-3)
    said = officer.page(location).get_text()
    assert "ไม่มีแผนที่ดีกว่านี้" not in said
    assert "จัดใหม่เพื่อดู" in said

    officer.post(f"{location}/replay")
    worked()
    assert "แก้ด้วยมือ 1 ราย" in officer.page(location).get_text()

    officer.post(f"{location}/rerun")
    worked()
    again = officer.page(location).get_text()
    assert run().bound is not None
    assert "แก้ด้วยมือ" not in again
    officer.post(f"{location}/locks", data={"shown": [moved.ref]})
    db.expire_all()
    assert run().bound is None


def test_a_run_again_that_fails_or_stops_claims_nothing_of_the_plan_before(officer: Client) -> None:
    make_opportunity(seats=1)
    youth = told()
    location = ask(officer)
    worked()
    officer.post(f"{location}/locks", data={"pick": [youth.ref], "shown": [youth.ref]})
    officer.post(f"{location}/rerun")
    officer.post(f"{location}/cancel")
    assert run().state == "cancelled"
    said = officer.page(location).get_text()
    assert "ไม่มีแผนที่ดีกว่านี้" not in said
    assert "ของแผนก่อนหน้า" in said


def test_two_mentors_of_one_name_are_told_apart_and_the_next_best_names_its_place(officer: Client) -> None:
    one, other = mentor(), mentor()
    make_opportunity(kind=OpportunityKind.MENTORSHIP, seats=9, times="tue 17:00-18:00", credits=9)
    make_opportunity(title_th="ทำขนม")
    told(), told()
    location = ask(officer)
    worked()
    page = officer.page(location).get_text()
    assert one.ref in page
    assert other.ref in page
    assert "ทำขนม · ศูนย์การเรียนรู้ริมคลอง" in page
    assert one.ref in officer.get(f"{location}/export.csv").get_data(as_text=True)


def test_locks_of_somebody_else_are_neither_set_nor_counted(officer: Client) -> None:
    make_opportunity(seats=2)
    youth = told()
    stranger = told(area_code="700101")
    location = ask(officer)
    worked()
    both = [youth.ref, stranger.ref]
    answer = officer.post(f"{location}/locks", data={"pick": both, "shown": both})
    assert answer.status_code == 303
    assert "ในหน้านี้ 1" in officer.page(location).get_text()


def test_applying_for_everybody_is_asked_a_second_time(officer: Client) -> None:
    make_opportunity(seats=2)
    told(), told()
    location = ask(officer)
    assert officer.get(f"{location}/apply").status_code == 303
    worked()
    page = officer.page(location)
    assert page.select_one(f"form[action='{location}/apply']") is None
    assert page.select_one(f"a[href='{location}/apply']")
    question = officer.page(f"{location}/apply")
    assert "2 คน" in question.select_one("h1").get_text()
    assert question.select_one(f"form[action='{location}/apply'] button")
    assert question.select_one(f"main a[href='{location}']")
    assert run().state == "proposed"
    assert officer.post(f"{location}/apply").status_code == 303
    assert run().state == "applying"
    assert officer.get(f"{location}/apply").status_code == 303


@pytest.mark.on_both
@pytest.mark.parametrize("alone", [True, False])
def test_whoever_got_the_very_seat_they_are_locked_to_keeps_it_when_the_list_is_run_again(
    officer: Client, alone: bool
) -> None:
    offer, youth = make_opportunity(seats=1, credits=9), told(priority=9)
    others = [] if alone else [told(), told(languages=["malay"])]
    location = ask(officer, refs=" ".join(one.ref for one in (youth, *others)))
    worked()
    officer.post(f"{location}/lines/{youth.ref}", data={"offer": offer.ref})
    before = (lines()[youth.id].fit_millionths, lines()[youth.id].weight_hundredths)
    got = make_enrolment("provider_accepted", youth=youth, opportunity=offer)
    make_opportunity(title_th="อีกที่", languages=["malay"])
    db.flush()
    assert officer.post(f"{location}/rerun").status_code == 303
    worked()
    assert (run().state, run().trouble) == ("proposed", {})
    kept = lines()[youth.id]
    assert (kept.opportunity_id, kept.locked, kept.fit_millionths, kept.weight_hundredths) == (offer.id, True, *before)
    assert len(lines()) == 1 + len(others)
    assert sum(line.opportunity_id is not None for line in lines().values()) == (1 if alone else 2)
    points, weighted = worth(location, officer)
    assert run().objective / 10_000 == pytest.approx(weighted, abs=1e-3)
    assert run().bound >= run().objective
    assert offer.title_th in officer.page(location).get_text()
    officer.post(f"{location}/replay")
    worked()
    assert run().replay_same
    officer.post(f"{location}/apply")
    worked()
    assert (lines()[youth.id].outcome, lines()[youth.id].enrolment_id) == ("applied", got.id)
    assert db.query(Enrolment).filter_by(youth_id=youth.id).count() == 1
    assert points > 0
