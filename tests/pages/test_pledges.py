"""What owners see and do with their pledges, and what the office confirms of it; nobody learns who is helped."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.resources import availability, reservations
from models.reservation import Reservation, ResourceUse
from models.resource import Resource
from models.session import db
from models.vocabulary import Role, Support
from tests.factories.desk import typed
from tests.factories.enrolments import give_role, make_account, make_provider, make_staff, make_youth
from tests.factories.offers import make_organisation
from tests.factories.pledges import ask_for, keep, make_help
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def owner(client: Client) -> Client:
    account = make_account()
    give_role(account, Role.MENTOR)
    client.account = account  # type: ignore[attr-defined]
    return client.sign_in(account)


def owned(owner: Client, *needs: str, **given) -> Resource:
    return make_help(*(needs or (Support.RIDE,)), owner_account_id=owner.account.id, **given)  # type: ignore[attr-defined]


def test_the_calendar_shows_what_is_promised_and_where_it_clashes(owner: Client) -> None:
    van = owned(owner)
    youth = make_youth(nickname="ลับมาก")
    reservations.hold(ask_for(van, 2, times="mon 08:00-09:00"), by=SYSTEM, youth_id=youth.id)
    page = owner.page(f"/mentor/{van.ref}")
    assert page.select("td.is-on")
    assert "ลับมาก" not in page.get_text()
    monday = clock.today() + timedelta(days=(7 - clock.today().weekday()))
    answer = owner.post(f"/mentor/{van.ref}/rests", data={"from_on": typed(monday), "to_on": typed(monday)})
    assert answer.status_code == 303
    assert owner.page(f"/mentor/{van.ref}").select("td.is-out")
    rest = availability.rests([van.id])[van.id][0]
    assert owner.post(f"/mentor/{van.ref}/rests/{rest.ref}/end").status_code == 303
    assert not owner.page(f"/mentor/{van.ref}").select("td.is-out")


def test_times_are_told_and_bad_ones_come_back(owner: Client) -> None:
    van = owned(owner)
    keep(van, 5)
    owner.page(f"/mentor/{van.ref}/times")
    told = {"free": ["02", "12"], "capacity": "6", "supports": ["ride"], "asks_first": "y"}
    for wrong in ({"capacity": "0"}, {"capacity": "x"}, {"supports": ["palace"]}, {"free": ["99"]}, {"capacity": "4"}):
        answer = owner.post(f"/mentor/{van.ref}/times", data=told | wrong)
        assert answer.status_code in (409, 422)
        read_page(answer)
    backwards = {"starts_on": typed(clock.today()), "ends_on": typed(clock.today() - timedelta(days=1))}
    assert owner.post(f"/mentor/{van.ref}/times", data=told | backwards).status_code == 422
    assert db.get_one(Resource, van.id).capacity == 8
    assert owner.post(f"/mentor/{van.ref}/times", data=told).status_code == 303
    row = availability.of(van.id)
    assert (row.supports, row.asks_first, db.get_one(Resource, van.id).capacity) == (["ride"], True, 6)


def test_what_is_asked_is_answered_once(owner: Client) -> None:
    van = owned(owner, asks_first=True)
    kept = keep(van)
    assert "1" in owner.page("/mentor/").select_one(".note").get_text()  # type: ignore[union-attr]
    assert owner.page("/mentor/asked").select("form")
    assert owner.post(f"/mentor/asked/{kept.ref}/accept").status_code == 303
    assert owner.post(f"/mentor/asked/{kept.ref}/decline").status_code == 409
    assert db.scalars(select(Reservation.answer)).one() == "accepted"


def test_a_stranger_finds_none_of_it(owner: Client) -> None:
    van = make_help(Support.RIDE, owner_account_id=make_account().id)
    kept = keep(van)
    for path in (f"/mentor/{van.ref}", f"/mentor/{van.ref}/times", f"/mentor/asked/{kept.ref}/given"):
        owner.page(path, status=404)
    assert owner.post(f"/mentor/asked/{kept.ref}/accept").status_code == 404
    assert owner.post(f"/mentor/{van.ref}/rests", data={}).status_code == 404


def test_an_organisations_staff_looks_after_its_pledges(client: Client) -> None:
    behind = make_organisation()
    van = make_help(Support.RIDE, organisation_id=behind.id)
    client.sign_in(make_provider(behind.id))
    client.page(f"/mentor/{van.ref}")
    assert [link.get("href") for link in client.page("/mentor/").select("h2 a")] == [f"/mentor/{van.ref}"]


def test_what_was_given_is_told_by_the_owner_and_counts_when_the_office_confirms(owner: Client, app) -> None:
    mentor = owned(owner, Support.LANGUAGE_HELP, capacity=4)
    youth = make_youth(nickname="นุช")
    kept = reservations.hold(ask_for(mentor, 120), by=SYSTEM, youth_id=youth.id)
    reservations.confirm(kept, by=SYSTEM)
    path = f"/mentor/asked/{kept.ref}/given"
    asked = owner.page(path)
    assert "สะเตง" in asked.main.get_text()
    assert asked.select('nav a[aria-current][href="/mentor/"]')
    assert "คงเหลือใช้ได้" in owner.page(f"/mentor/{mentor.ref}").main.get_text()
    mentor.state = "in_vetting"
    db.flush()
    assert "คงเหลือใช้ได้" not in owner.page(f"/mentor/{mentor.ref}").main.get_text()
    mentor.state = "available"
    db.flush()
    today = typed(clock.today())
    for amount in ("", "0", "-1", "x", "1e9", "0.001", "3", "99999999"):
        answer = owner.post(path, data={"used_on": today, "amount": amount})
        assert answer.status_code == 422, amount
        assert read_page(answer).select(".errors a")
    assert owner.post(path, data={"used_on": today, "amount": "๑.๕"}).status_code == 303
    use = db.scalars(select(ResourceUse)).one()
    assert use.amount == 90
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    shown = officer.page("/office/given")
    assert shown.select("form")
    button = shown.find("button", attrs={"aria-describedby": use.ref})
    assert button is not None
    line = shown.find(id=use.ref)
    assert line is not None
    assert f"{owner.account.name} ช่วย นุช" in line.get_text()  # type: ignore[attr-defined]
    assert line.find("a", href=f"/office/pledges/{mentor.ref}")
    assert officer.post(f"/office/given/{use.ref}").status_code == 303
    assert officer.post(f"/office/given/{use.ref}").status_code == 409
    assert "63.18" in officer.page("/office/given").get_text(), "an hour is an eighth of the day of Yala"
    elsewhere = app.test_client().sign_in(make_staff(Role.OFFICER, "700101"))
    assert elsewhere.post(f"/office/given/{use.ref}").status_code == 404
