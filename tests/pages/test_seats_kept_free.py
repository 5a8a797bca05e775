"""Whoever has a seat is proposed nothing that overlaps with it: in a plan, by hand, in a shortlist, when applied."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.matching.index import live
from marketplace.matching.workbench import work
from models.account import Account
from models.allocation import AllocationLine, AllocationRun
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.session import db
from models.shortlist import Shortlist
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_staff, make_youth
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")
HELD, OVERLAPS, BESIDE = "mon 09:00-12:00", "mon 11:00-14:00", "tue 09:00-12:00"
TITLE = "ช่างไฟบ้าน"


@pytest.fixture
def officer(client: Client) -> Client:
    return client.sign_in(make_staff(Role.OFFICER))


@pytest.fixture(params=[False, True], ids=["plain", "indexed"])
def indexed(request: pytest.FixtureRequest) -> Any:
    live.forget()
    yield request.param
    live.forget()


def somebody() -> Youth:
    return make_youth(
        languages=["thai"], level=2, has_documents=True, transport="bike", travel_minutes_max=60, profile_step=7
    )


def course(times: str, **more: Any) -> Opportunity:
    return make_opportunity(times=times, **more)


def seat(youth: Youth, times: str = HELD, **more: Any) -> Enrolment:
    """A seat in something else, of which nobody else can have one."""
    return make_enrolment("approved", youth=youth, opportunity=course(times, seats=1, title_th=TITLE, **more))


def placed(client: Client, *people: Youth) -> str:
    """The address of a plan for them, worked out."""
    data = {"office": "la:yala-city", "seed": "7", "refs": " ".join(one.ref for one in people)}
    answer = client.post("/office/allocations/new", data=data)
    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    worked()
    assert db.scalars(select(AllocationRun.state)).one() == "proposed"
    return str(answer.headers["Location"])


def worked() -> None:
    db.commit()
    work.work()
    db.expire_all()


def line(youth: Youth) -> AllocationLine:
    return db.scalars(select(AllocationLine).where(AllocationLine.youth_id == youth.id)).one()


@pytest.mark.on_both
def test_a_plan_places_nobody_over_their_own_seat(officer: Client, indexed: bool) -> None:
    busy, free = somebody(), somebody()
    seat(busy)
    clash = course(OVERLAPS, credits=5)
    db.commit()
    if indexed:
        live.build()
    placed(officer, busy, free)
    assert line(free).opportunity_id == clash.id
    assert (line(busy).opportunity_id, line(busy).next_best_id) == (None, None)
    beside = course(BESIDE)
    db.commit()
    db.scalars(select(AllocationRun)).one().state = "queued"
    worked()
    assert line(busy).opportunity_id == beside.id
    assert line(busy).next_best_id is None


def test_a_seat_in_other_days_is_in_nobodys_way(officer: Client) -> None:
    youth, today = somebody(), clock.today()
    seat(youth, starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=13))
    clash = course(OVERLAPS)
    placed(officer, youth, somebody())
    assert line(youth).opportunity_id == clash.id


@pytest.mark.on_both
def test_nobody_is_put_over_their_seat_by_hand(officer: Client) -> None:
    youth = somebody()
    clash, beside = course(OVERLAPS, title_th="ทับเวลา", credits=5), course(BESIDE)
    other = course(OVERLAPS)
    location = placed(officer, youth)
    before = line(youth).opportunity_id
    assert before == clash.id
    seat(youth)
    db.commit()
    there = f"{location}/lines/{youth.ref}"
    offered = {one.input["value"]: one.get_text() for one in officer.page(there).select(".choice")}
    assert other.ref not in offered
    assert beside.ref in offered
    # Where they are now stays in sight, with what stands against it.
    assert TITLE in offered[clash.ref]
    refused = officer.post(there, data={"offer": clash.ref})
    assert refused.status_code == 422
    said = refused.get_data(as_text=True)
    assert TITLE in said
    db.expire_all()
    assert line(youth).opportunity_id == before
    assert officer.post(there, data={"offer": beside.ref}).status_code == 303


@pytest.mark.on_both
def test_a_seat_won_after_the_plan_was_made_is_found_when_it_is_applied(officer: Client) -> None:
    youth, other = somebody(), somebody()
    clash = course(OVERLAPS)
    location = placed(officer, youth, other)
    assert line(youth).opportunity_id == clash.id
    held = seat(youth)
    db.commit()
    assert officer.post(f"{location}/apply").status_code == 303
    worked()
    assert (line(youth).outcome, line(other).outcome) == ("skipped", "applied")
    assert TITLE in officer.page(location).get_text()
    made = db.scalars(select(Enrolment).where(Enrolment.youth_id == youth.id)).all()
    assert [one.id for one in made] == [held.id]


def test_an_answer_changed_since_the_plan_is_heard_when_it_is_applied(officer: Client) -> None:
    youth = somebody()
    course(OVERLAPS)
    location = placed(officer, youth)
    youth.languages = ["malay"]
    db.commit()
    officer.post(f"{location}/apply")
    worked()
    assert line(youth).outcome == "skipped"
    said = officer.page(location).select_one("tr[data-row]").get_text()
    assert "ภาษา" in said
    assert "คุณ" not in said


@pytest.mark.on_both
def test_a_shortlist_neither_lists_nor_keeps_what_overlaps(officer: Client) -> None:
    youth = somebody()
    seat(youth)
    clash, beside = course(OVERLAPS), course(BESIDE)
    address = f"/office/youth/{youth.ref}/shortlist"
    listed = [one["value"] for one in officer.page(address).select("input[name=pick]")]
    assert listed == [beside.ref]
    assert officer.post(address, data={"pick": [clash.ref]}).status_code == 422
    assert db.scalars(select(Shortlist)).all() == []


def test_the_list_a_young_person_reads_says_what_their_seat_closes(client: Client) -> None:
    youth = somebody()
    seat(youth)
    clash = course(OVERLAPS)
    client.sign_in(db.get_one(Account, youth.account_id))
    card = client.page("/opportunities").select_one(f".opp:has(a[href^='/opportunities/{clash.ref}'])")
    assert card is not None
    assert TITLE in card.get_text()
