"""A roll opened earlier overwrites no colleague's mark: the page shows both and asks, without another tap before."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.enrolments import attendance
from marketplace.kernel import clock
from models.enrolment import Attendance, Claim
from models.offer import Opportunity, Session
from models.session import db
from models.youth import Youth
from tests.factories.enrolments import acting, all_here, make_enrolment, make_provider, make_youth, on_paper
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
    return ticked | {name: form.select_one(f"input[name={name}]")["value"] for name in ("seen", "theirs")}


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


def test_what_a_colleague_kept_of_a_newcomer_stays_and_their_other_marks_are_named_until_the_roll_is_kept(
    client, address
) -> None:
    mine = sent_from(client.page(address))
    first, second = (name for name in mine if name.startswith("mark-"))
    offer = db.scalars(select(Opportunity)).one()
    asked = make_enrolment("in_learning", youth=make_youth(nickname="มะลิ"), opportunity=offer)
    newcomer = f"mark-{asked.ref}"
    db.commit()
    theirs = sent_from(client.page(address))
    assert client.post(address, data=theirs | {newcomer: "late", first: "away"}).status_code == 303
    late = client.post(address, data=mine)
    assert late.status_code == 409
    again = sent_from(page := read_page(late))
    assert (again[newcomer], again[first], page.get_text().count(MEANWHILE)) == ("late", "here", 1)
    for slip in ({"reason": "ก" * 201}, {f"minutes-{asked.ref}": "x"}, {second: "gone"}):
        refused = client.post(address, data=again | slip)
        assert refused.status_code == 422
        page = read_page(refused)
        assert page.get_text().count(MEANWHILE) == 1
        assert sent_from(page)["theirs"] == first
    assert client.post(address, data=again).status_code == 303
    assert kept() == ["here", "here", "late"]


def test_a_page_without_somebody_whom_a_colleague_marked_is_kept_and_takes_nothing_from_them(client, address) -> None:
    mine = sent_from(client.page(address))
    offer = db.scalars(select(Opportunity)).one()
    asked = make_enrolment("in_learning", youth=make_youth(nickname="มะลิ"), opportunity=offer)
    db.commit()
    theirs = sent_from(client.page(address))
    assert client.post(address, data=theirs | {f"mark-{asked.ref}": "away"}).status_code == 303
    row = db.scalars(select(Attendance).where(Attendance.enrolment_id == asked.id)).one()
    row.marked_by_id = None
    db.commit()
    assert client.post(address, data=mine).status_code == 303
    db.expire_all()
    assert (row.status, row.marked_by_id) == ("away", None)


def test_namesakes_on_the_roll_and_in_every_list_carry_an_initial_and_never_the_whole_name(client, address) -> None:
    offer = db.scalars(select(Opportunity)).one()
    for first, last in (("มารียัม", "เจะและ"), ("มารียัม", "สาแม"), ("ฟาติน", ""), ("ฟาติน", "กาซอ")):
        named = on_paper(make_youth(nickname="ซัน"), first, last)
        enrolled = make_enrolment("in_learning", youth=named, opportunity=offer)
        facts = {"enrolment_id": enrolled.id, "office_key": enrolled.office_key, "created_at": clock.now()}
        db.add(Claim(ref=f"C-{enrolled.id}", state="claimed", hours=4, **facts))
    db.commit()
    plain = db.scalars(select(Youth.alias).where(Youth.first_name_sealed.is_not(None)).order_by(Youth.id)).all()[2]
    wanted = ("มารียัม (ซัน) จ.", "มารียัม (ซัน) ส.", f"ฟาติน (ซัน) · {plain}", "ฟาติน (ซัน) ก.")
    for path in (address, f"/provider/postings/{offer.ref}/learners", "/provider/claims", "/provider/claims.csv"):
        seen = client.get(path).get_data(as_text=True)
        assert [one for one in wanted if one not in seen] == [], path
        assert not [last for last in ("เจะและ", "สาแม", "กาซอ") if last in seen], path


def test_beginning_again_after_a_refusal_begins_from_what_is_kept(client, address) -> None:
    mine, theirs = (sent_from(client.page(address)) for _ in range(2))
    first, second = (name for name in mine if name.startswith("mark-"))
    assert client.post(address, data=theirs | {first: "away"}).status_code == 303
    late = client.post(address, data=mine | {second: "late"})
    assert late.status_code == 409
    fresh = client.post(address, data=sent_from(read_page(late)) | {"preset": "clear"})
    assert fresh.status_code == 303
    page = client.page(fresh.location)
    assert "ตามที่บันทึกไว้ตอนนี้" in page.get_text()
    again = sent_from(page)
    assert (again[first], again[second]) == ("away", "here")
    assert client.post(address, data=again).status_code == 303
    assert kept() == ["away", "here"]
