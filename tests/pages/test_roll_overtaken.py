"""A roll opened earlier overwrites no colleague's mark: the page shows both and asks, without another tap before."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.enrolments import attendance
from marketplace.kernel import clock
from models.enrolment import Attendance
from models.offer import Session
from models.session import db
from tests.factories.enrolments import acting, all_here, make_enrolment, make_provider, make_youth
from tests.factories.offers import make_opportunity
from tests.fixtures.client import read_page

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]
ALL_DAY = ";".join(f"{day} 00:10-23:50" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
MEANWHILE = "คนอื่นบันทึกไว้ว่า"


@pytest.fixture
def address(client) -> str:
    offer = make_opportunity(times=ALL_DAY, starts_on=clock.today(), with_sessions=True)
    for name in ("มะลิ", "กุหลาบ"):
        make_enrolment("in_learning", youth=make_youth(nickname=name), opportunity=offer)
    with clock.frozen(clock.instant(clock.today(), 12 * 60)):
        wanted = select(Session).where(Session.opportunity_id == offer.id).order_by(Session.number)
        wanted = wanted.options(joinedload(Session.opportunity))
        meeting = db.scalars(wanted).all()[0]
        provider = make_provider(offer.organisation_id)
        attendance.mark(meeting, all_here(meeting), by=acting(provider))
    client.sign_in(provider)
    return f"/provider/sessions/{meeting.ref}"


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(clock.instant(clock.today(), 12 * 60)):
        yield


def sent_from(page) -> dict[str, str]:
    form = page.select_one("form:has(.roll)")
    ticked = {one["name"]: one["value"] for one in form.select("input[type=radio][checked]")}
    return ticked | {"seen": form.select_one("input[name=seen]")["value"]}


def kept() -> list[str]:
    return sorted(db.scalars(select(Attendance.status)))


def test_an_earlier_page_overwrites_nothing_shows_both_and_keeps_what_was_ticked(client, address) -> None:
    mine, theirs = (sent_from(client.page(address)) for _ in range(2))
    first, second = (name for name in mine if name.startswith("mark-"))
    assert client.post(address, data=theirs | {first: "away"}).status_code == 303
    late = client.post(address, data=mine | {second: "away"})
    assert late.status_code == 409
    assert kept() == ["away", "here"]
    page = read_page(late)
    assert page.get_text().count(MEANWHILE) == 2
    again = sent_from(page)
    assert (again[first], again[second]) == ("here", "away")
    assert client.post(address, data=again).status_code == 303
    assert kept() == ["away", "here"]


def test_the_same_marks_sent_twice_are_no_quarrel(client, address) -> None:
    mine, theirs = (sent_from(client.page(address)) for _ in range(2))
    first = next(name for name in mine if name.startswith("mark-"))
    assert client.post(address, data=theirs | {first: "late"}).status_code == 303
    assert client.post(address, data=mine | {first: "late"}).status_code == 303


def test_a_page_that_was_refused_for_something_else_remembers_what_it_had_shown(client, address) -> None:
    mine, theirs = (sent_from(client.page(address)) for _ in range(2))
    first, second = (name for name in mine if name.startswith("mark-"))
    assert client.post(address, data=theirs | {first: "away"}).status_code == 303
    refused = client.post(address, data=mine | {second: "away", "reason": "ก" * 201})
    assert refused.status_code == 422
    assert client.post(address, data=sent_from(read_page(refused)) | {first: "here"}).status_code == 409
    assert kept() == ["away", "here"]
