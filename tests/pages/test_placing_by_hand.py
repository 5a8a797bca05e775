"""One person of a plan placed by hand: nothing happens by a press alone, and the choices are the plan's own."""

import pytest

from models.session import db
from models.vocabulary import OpportunityKind, Role
from tests.factories.enrolments import make_staff
from tests.factories.offers import make_opportunity
from tests.factories.plans import ask, lines, told, worked
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
