"""A list placed at once: proposed by the worker, locked and changed by people, run again, replayed, and applied for."""

import io

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.matching import committee, places
from marketplace.matching.weights import national
from models.account import Account
from models.allocation import AllocationRun
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import make_enrolment, make_staff
from tests.factories.offers import make_opportunity
from tests.factories.plans import NEW, ask, lines, run, told, worked
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def officer(client: Client) -> Client:
    return client.sign_in(make_staff(Role.OFFICER))


@pytest.mark.on_both
def test_a_list_is_placed_within_its_seats_locked_run_again_and_applied_for_once(officer: Client) -> None:
    first, second = make_opportunity(seats=1, credits=5), make_opportunity(seats=1)
    people = [told() for _ in range(3)]
    location = ask(officer)
    assert run().state == "queued"
    assert officer.page(location).select_one("[data-again]") is not None
    worked()
    assert run().state == "proposed"
    placed = {key: line.opportunity_id for key, line in lines().items()}
    assert sorted(filter(None, placed.values())) == sorted([first.id, second.id])
    assert run().objective is not None
    assert run().objective <= run().bound
    left = next(one for one in people if placed[one.id] is None)
    holder = next(one for one in people if placed[one.id] == first.id)

    refused = officer.post(f"{location}/lines/{left.ref}", data={"offer": first.ref})
    assert refused.status_code == 422
    assert lines()[left.id].opportunity_id is None
    assert officer.post(f"{location}/lines/{holder.ref}", data={"offer": "nowhere"}).status_code == 303
    assert officer.post(f"{location}/lines/{left.ref}", data={"offer": first.ref}).status_code == 303
    db.expire_all()
    assert lines()[left.id].locked

    assert officer.post(f"{location}/rerun").status_code == 303
    worked()
    again = lines()
    assert (again[left.id].opportunity_id, again[holder.id].opportunity_id) == (first.id, None)

    assert officer.post(f"{location}/replay").status_code == 303
    worked()
    assert run().replay_same is True

    assert officer.post(f"{location}/apply").status_code == 303
    assert officer.post(f"{location}/apply").status_code == 409
    worked()
    worked()
    made = db.scalars(select(Enrolment)).all()
    assert sorted(one.youth_id for one in made) == sorted(key for key, line in again.items() if line.opportunity_id)
    assert {one.state for one in made} == {"provider_review"}
    assert run().state == "applied"
    assert officer.post(f"{location}/rerun").status_code == 409


def test_what_can_no_longer_be_applied_for_is_left_out_with_its_reason(officer: Client) -> None:
    offer, youth = make_opportunity(), told()
    location = ask(officer)
    worked()
    make_enrolment(youth=youth, opportunity=offer)
    assert officer.post(f"{location}/apply").status_code == 303
    worked()
    assert lines()[youth.id].outcome == "skipped"
    assert "มีคำขอ" in officer.page(location).get_text() or "ใบสมัคร" in officer.page(location).get_text()
    assert len(db.scalars(select(Enrolment)).all()) == 1


def test_whoever_has_a_request_is_not_in_the_list_unless_asked_for(officer: Client) -> None:
    offer, waiting, busy = make_opportunity(), told(), told()
    make_enrolment(youth=busy, opportunity=make_opportunity())
    ask(officer)
    worked()
    assert set(lines()) == {waiting.id}
    assert lines()[waiting.id].opportunity_id is not None
    assert offer.seats_taken == 0


def test_a_pasted_list_is_taken_as_it_is_and_unknown_references_are_named(officer: Client) -> None:
    make_opportunity()
    youth, stranger = told(), told(area_code="700101")
    told()
    listed = {"file": (io.BytesIO(b"Y-NOBODY"), "list.txt")}
    refused = officer.post(NEW, data={"office": "la:yala-city", "refs": f"{youth.ref}\n{stranger.ref}"} | listed)
    assert refused.status_code == 422
    said = refused.get_data(as_text=True)
    assert "ช่วยเลือกไฟล์อีกครั้ง" in said, "a list is no paper that could be kept"
    assert stranger.ref in said
    assert "Y-NOBODY" in said
    assert db.scalars(select(AllocationRun)).all() == []
    ask(officer, refs=f"{youth.ref.lower()}, {youth.ref};")
    worked()
    assert set(lines()) == {youth.id}


@pytest.mark.parametrize(
    "wrong",
    [
        {"seed": "-1"},
        {"seed": "99999999999"},
        {"seed": "seven"},
        {"office": "la:ratchaburi-town"},
        {"office": "nonsense"},
        {"kinds": "nonsense"},
        {"need": "nonsense"},
        {"fund": "nonsense"},
        {"area": "70"},
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field_and_nothing_is_asked(
    officer: Client, wrong: dict[str, str]
) -> None:
    make_opportunity()
    told()
    answer = officer.post(NEW, data={"office": "la:yala-city", "seed": "7"} | wrong)
    assert answer.status_code == 422
    assert db.scalars(select(AllocationRun)).all() == []


def test_nobody_waiting_and_nothing_open_are_said_in_words(officer: Client) -> None:
    youth = told()
    nothing = officer.post(NEW, data={"office": "la:yala-city"})
    assert nothing.status_code == 422
    make_enrolment(youth=youth, opportunity=make_opportunity())
    nobody = officer.post(NEW, data={"office": "la:yala-city"})
    assert nobody.status_code == 422
    assert "ทุกคนมีใบสมัครแล้ว" in nobody.get_data(as_text=True)
    assert officer.page(NEW).select("select[name=office] option, input[name=office]")
    ask(officer, refs=youth.ref)
    worked()
    assert set(lines()) == {youth.id}


def test_a_run_that_is_stopped_proposes_nothing_and_can_be_run_again(officer: Client) -> None:
    make_opportunity()
    told()
    location = ask(officer)
    assert officer.post(f"{location}/cancel").status_code == 303
    worked()
    assert run().state == "cancelled"
    assert lines() == {}
    assert officer.post(f"{location}/cancel").status_code == 409
    assert officer.post(f"{location}/rerun").status_code == 303
    worked()
    assert run().state == "proposed"


def test_locked_pairs_that_cannot_be_kept_say_which_limit_binds(officer: Client) -> None:
    offer = make_opportunity(seats=1)
    youth = told()
    location = ask(officer)
    worked()
    officer.post(f"{location}/locks", data={"pick": [youth.ref], "shown": [youth.ref]})
    offer.seats_taken = 1
    make_opportunity()
    db.flush()
    officer.post(f"{location}/rerun")
    worked()
    assert run().state == "failed"
    assert "ล็อก" in officer.page(location).select_one(".status").get_text()


def test_pressing_twice_asks_for_one_run(officer: Client) -> None:
    make_opportunity()
    told()
    data = {"office": "la:yala-city", "once": "the-same-key"}
    assert officer.post(NEW, data=data).headers["Location"] == officer.post(NEW, data=data).headers["Location"]
    assert len(db.scalars(select(AllocationRun)).all()) == 1


def test_the_file_holds_every_line(officer: Client) -> None:
    make_opportunity(title_th="ทำขนม")
    youth = told()
    location = ask(officer)
    worked()
    text = officer.get(f"{location}/export.csv").get_data(as_text=True)
    assert youth.ref in text
    assert "ทำขนม" in text
    assert officer.get(f"{location}/export.xlsx").status_code == 200
    assert officer.get(f"{location}/export.pdf").status_code == 404


def test_the_province_looks_and_does_not_change(client: Client) -> None:
    make_opportunity()
    told()
    client.sign_in(make_staff(Role.OFFICER))
    location = ask(client)
    worked()
    client.sign_in(make_staff(Role.PROVINCE, "95"))
    page = client.page(location)
    assert page.select("tr[data-row]")
    assert page.select("main form[method=post] button") == []
    assert client.post(f"{location}/apply").status_code == 404
    client.sign_in(make_staff(Role.OFFICER, "700101"))
    assert client.get(location).status_code == 404
    assert db.scalars(select(Account)).first() is not None


def test_those_with_few_options_count_as_the_committee_decided_and_no_officer_says_otherwise(client: Client) -> None:
    make_opportunity(seats=2)
    make_opportunity(seats=2, times="sat 09:00-12:00", level_min=3)
    one, both = told(level=1), told(level=4)
    shares = national(clock.today()).by_part
    committee.set_weights(places.place("9501"), shares, "มติครั้งที่ 5", by=SYSTEM, few_first=8)
    client.sign_in(make_staff(Role.OFFICER))
    assert client.page(NEW).select("[name=few_first]") == []
    location = ask(client, few_first="0")
    worked()
    assert {key: line.weight_hundredths for key, line in lines().items()} == {one.id: 900, both.id: 500}
    assert (run().weights_version, run().few_first) == ("9501:1", "8")
    facts = client.page(location).select_one("details").get_text()
    assert "น้ำหนักสำหรับคนที่มีทางเลือกน้อย" in facts
