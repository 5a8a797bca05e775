"""The page of one opportunity: six questions, its facts for machines, its calendar, and keeping it."""

import json
from datetime import timedelta

import pytest
from icalendar import Calendar

from marketplace.areas import names
from marketplace.kernel import clock
from models.account import Account
from models.session import db as session
from models.vocabulary import Language, OpportunityState, Role
from tests.factories.enrolments import make_account, make_enrolment, make_staff
from tests.factories.offers import make_opportunity, make_organisation, make_placement, make_resource
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")

COURSE_NEEDS = {"@context", "@type", "name", "description", "provider", "offers", "hasCourseInstance", "url"}
JOB_NEEDS = {
    "@context",
    "@type",
    "title",
    "description",
    "datePosted",
    "validThrough",
    "hiringOrganization",
    "jobLocation",
}


def structured(client: Client, ref: str) -> dict[str, object]:
    page = client.page(f"/opportunities/{ref}")
    script = page.select_one('script[type="application/ld+json"]')
    assert script is not None
    facts: dict[str, object] = json.loads(script.get_text())
    return facts


def test_six_questions_in_the_order_people_ask(client: Client) -> None:
    page = client.page(f"/opportunities/{make_placement().ref}?lang=en")
    assert [tag.get_text() for tag in page.select("main h2")] == [
        "When",
        "What do I get?",
        "Where is it?",
        "What do I need?",
        "Who stands behind it?",
        "What happens after I apply?",
    ]
    assert "4,940 baht" in page.get_text()


def test_fares_are_counted_once_the_place_is_known(client: Client) -> None:
    made = make_placement()
    page = client.page(f"/opportunities/{made.ref}?lang=en&area=950201")
    assert "Your fares" in page.get_text()


@pytest.mark.parametrize(
    ("facts", "totals"),
    [
        ({"cost_per_month_satang": 300_00}, ["You pay a month 300 baht"]),
        (
            {"stipend_per_session_satang": 100_00},
            ["Left in your hand, a week 200 baht", "On average a month 200 × 52 weeks ÷ 12 months 866 baht"],
        ),
        (
            {"stipend_per_session_satang": 100_00, "cost_per_month_satang": 1_000_00},
            [
                "Left in your hand, a week 200 baht",
                "What it costs 1 month × 1,000 baht You pay the provider −1,000",
                "You pay on average a month 200 × 52 weeks ÷ 12 months = 866, then take off 1,000 134 baht",
            ],
        ),
    ],
)
def test_the_sum_works_out_only_what_counts(facts: dict[str, int], totals: list[str], client: Client) -> None:
    page = client.page(f"/opportunities/{make_opportunity(**facts).ref}?lang=en")
    said = [" ".join(row.get_text(" ").split()) for row in page.select(".money tfoot tr")]
    assert said == totals


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        (None, "/sign-up?next=/youth/apply/"),
        (Role.CASEWORKER, "/office/youth"),
        (Role.OFFICER, "/office/youth"),
        (Role.APPROVER, ""),
    ],
)
def test_nobody_is_offered_to_ask_for_a_place_where_they_cannot(
    role: Role | None, leads_to: str, client: Client
) -> None:
    path = f"/opportunities/{make_placement().ref}"
    page = (client.sign_in(make_staff(role)) if role else client).page(path)
    pressed = {str(link["href"]) for link in page.select("main .btn:not(.btn-quiet)") if link.get("href")}
    assert all(href.startswith(leads_to) for href in pressed)
    assert bool(pressed) is bool(leads_to)
    questions = client.page("/opportunities").select('a[href="/youth/profile/start"]')
    assert bool(questions) is (role is None)


@pytest.mark.parametrize(
    "state", [OpportunityState.DRAFT, OpportunityState.SUBMITTED, OpportunityState.REJECTED, OpportunityState.ARCHIVED]
)
def test_unpublished_is_nowhere(client: Client, state: OpportunityState) -> None:
    made = make_opportunity(state=state)
    for path in ("", "/sessions.ics"):
        assert client.get(f"/opportunities/{made.ref}{path}").status_code == 404
    assert client.get("/opportunities/O-NONE").status_code == 404


def test_closed_paused_and_full_say_what_that_means(client: Client) -> None:
    closed = make_opportunity(apply_by=clock.today() - timedelta(days=1))
    paused = make_opportunity(state=OpportunityState.PAUSED)
    full = make_opportunity(seats=3, seats_taken=3)
    said = {
        made.ref: client.page(f"/opportunities/{made.ref}?lang=en").select_one("aside").get_text(" ")  # type: ignore[union-attr]
        for made in (closed, paused, full)
    }
    assert "No longer open" in said[closed.ref]
    assert "Paused for now" in said[paused.ref]
    assert "Full, you can wait" in said[full.ref]
    assert "Ask to wait" in said[full.ref]
    assert "Ask to wait" not in said[paused.ref]


def test_a_course_tells_machines_what_they_need(client: Client) -> None:
    facts = structured(client, make_opportunity().ref)
    assert facts.keys() >= COURSE_NEEDS
    assert facts["@type"] == "Course"
    instance = facts["hasCourseInstance"]
    assert isinstance(instance, dict)
    assert instance["courseWorkload"] == "PT360M"
    assert len(instance["courseSchedule"]) == 2
    assert facts["inLanguage"] == ["th"]
    many = make_opportunity(languages=[each.value for each in Language])
    tags = structured(client, many.ref)["inLanguage"]
    assert len(set(tags)) == len(Language)
    assert all(2 <= len(tag) <= 3 and tag.isalpha() for tag in tags)


def test_a_placement_is_a_job_posting_with_its_wage(client: Client) -> None:
    facts = structured(client, make_placement().ref)
    assert facts.keys() >= JOB_NEEDS
    assert facts["@type"] == "JobPosting"
    salary = facts["baseSalary"]
    assert isinstance(salary, dict)
    assert salary["value"] == {"@type": "QuantitativeValue", "value": "340.00", "unitText": "DAY"}


def test_facts_for_machines_cannot_break_out_of_their_script(client: Client) -> None:
    made = make_opportunity(title_th="</script><script>alert(1)</script>")
    body = client.get(f"/opportunities/{made.ref}").get_data(as_text=True)
    assert "<script>alert" not in body
    assert structured(client, made.ref)["name"] == "</script><script>alert(1)</script>"


def test_the_calendar_holds_every_session_in_thailands_time(client: Client) -> None:
    made = make_placement(with_sessions=True)
    answer = client.get(f"/opportunities/{made.ref}/sessions.ics")
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.get_data())
    events = calendar.walk("VEVENT")
    assert len(events) > 40
    assert {str(event["DTSTART"].params["TZID"]) for event in events} == {"Asia/Bangkok"}
    assert {event.decoded("DTSTART").strftime("%H:%M") for event in events} == {"08:00", "16:30"}
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Bangkok"]


def test_the_calendar_says_where_and_what_for_every_phone(client: Client) -> None:
    made = make_placement(with_sessions=True, place_th="ร้านขนม")
    event = Calendar.from_ical(client.get(f"/opportunities/{made.ref}/sessions.ics").get_data()).walk("VEVENT")[0]
    assert str(event["LOCATION"]) == f"{made.place_th}, {names.address(made.area_code)}"
    assert "ยะลา" in str(event["LOCATION"])
    assert str(event["DESCRIPTION"]).endswith(f"/opportunities/{made.ref}")
    assert ("GEO" in event) == (made.point_precision == "place")


def test_keeping_and_letting_go(client: Client) -> None:
    made = make_opportunity(title_th="ทำขนมไทย")
    client.sign_in(make_account())
    assert client.page("/saved").select(".opp") == []
    for _ in range(2):
        assert client.post(f"/opportunities/{made.ref}/save").status_code == 303
    assert len(client.page("/saved").select(".opp")) == 1
    assert client.page(f"/opportunities/{made.ref}").select_one('form[action$="/forget"]') is not None
    assert client.post(f"/opportunities/{made.ref}/forget").status_code == 303
    assert client.page("/saved").select(".opp") == []


def test_strangers_are_asked_to_sign_in_before_they_keep(client: Client) -> None:
    made = make_opportunity()
    answer = client.post(f"/opportunities/{made.ref}/save")
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]
    assert client.get("/saved").status_code == 303


def test_an_organisation_shows_what_is_open_and_what_it_gives(client: Client) -> None:
    behind = make_organisation()
    make_opportunity(organisation=behind, title_th="ทำขนมไทย")
    make_opportunity(organisation=behind, state=OpportunityState.DRAFT)
    resource = make_resource(organisation_id=behind.id)
    page = client.page(f"/organisations/{behind.ref}")
    assert len(page.select(".opp")) == 1
    assert page.select_one(f'a[href="/resources/{resource.ref}"]') is not None
    assert client.get("/organisations/G-NONE").status_code == 404
    hidden = make_organisation(state="draft")
    assert client.get(f"/organisations/{hidden.ref}").status_code == 404


def test_machines_find_the_open_ones(client: Client) -> None:
    made = make_opportunity()
    body = client.get("/sitemap.xml").get_data(as_text=True)
    assert f"/opportunities/{made.ref}</loc>" in body
    assert "Sitemap: " in client.get("/robots.txt").get_data(as_text=True)


def test_pages_that_explain(client: Client) -> None:
    client.page("/how-it-works")
    page = client.page("/safety")
    assert {"tel:1300", "tel:191", "tel:1387"} <= {link.get("href") for link in page.select("main a")}


def test_search_engines_are_offered_only_what_can_be_asked_for(client: Client) -> None:
    open_one, closed = make_opportunity(), make_opportunity(apply_by=clock.today() - timedelta(days=1))
    assert structured(client, open_one.ref)["@type"]
    page = client.page(f"/opportunities/{closed.ref}")
    assert page.select_one('script[type="application/ld+json"]') is None
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"


def test_what_a_suspended_organisation_offers_is_no_advert_and_whoever_is_in_it_still_reads_it(client: Client) -> None:
    behind = make_organisation(name_th="ร้านข้าวยำป้าแมะ", suspended_at=clock.now(), state="suspended")
    offer = make_opportunity(organisation=behind, title_th="ผู้ช่วยครัว")
    mine = make_enrolment("in_learning", opportunity=offer)
    others = make_enrolment("in_learning")
    own, foreign = mine.youth.account_id, others.youth.account_id
    session.commit()
    for account in (None, foreign):
        if account is not None:
            client.sign_in(session.get_one(Account, account))
        answer = client.get(f"/opportunities/{offer.ref}")
        assert answer.status_code == 410
        page = read_page(answer)
        assert "ตอนนี้ยังไม่เปิดให้สมัคร" in page.h1.get_text()
        for word in ("ผู้ช่วยครัว", "ป้าแมะ", "เก็บไว้ดู"):
            assert word not in page.get_text()
        assert page.select_one('meta[name="robots"]')["content"] == "noindex"
        assert not page.select("main form, .share")
        assert client.get(f"/opportunities/{offer.ref}/sessions.ics").status_code == 404
    for answer in (client.get(f"/youth/apply/{offer.ref}"), client.post(f"/youth/apply/{offer.ref}")):
        assert answer.status_code == 410
        assert "ตอนนี้ยังไม่เปิดให้สมัคร" in read_page(answer).h1.get_text()
        assert not [word for word in ("ผู้ช่วยครัว", "ป้าแมะ") if word in answer.text]
    client.sign_in(session.get_one(Account, own))
    page = client.page(f"/opportunities/{offer.ref}")
    assert "ผู้ช่วยครัว" in page.h1.get_text()
    assert "เก็บไว้ดู" not in page.get_text()
    assert client.get(f"/opportunities/{offer.ref}/sessions.ics").status_code == 200
    assert client.get(f"/youth/apply/{offer.ref}").status_code == 200


def test_a_stranger_reads_it_by_what_they_answered_in_this_browser(client: Client) -> None:
    made = make_opportunity(travel_per_session_satang=0)
    before = client.page(f"/opportunities/{made.ref}").main.get_text(" ")
    assert client.post("/youth/profile/2", data={"area_code": "สะเตงนอก ยะลา"}).status_code == 303
    after = client.page(f"/opportunities/{made.ref}").main.get_text(" ")
    assert "ยังไม่ได้คิดค่ารถ" in before
    assert "ยังไม่ได้คิดค่ารถ" not in after
