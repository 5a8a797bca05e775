"""When one begins: never a day gone by and never before the answers are due, and money counted from it."""

import re
from datetime import date, datetime, timedelta

import pytest

from blueprints.cards import card_view, start_words, told_card
from blueprints.carried import PLACE
from blueprints.session import ANSWERS_COOKIE
from marketplace.access import SYSTEM
from marketplace.areas import working_days
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import answer_days, change_setting, setting_of
from marketplace.enrolments import applications, beginning
from marketplace.i18n.dates import date_range, date_time, long_date, short_date
from marketplace.kernel import clock, week
from marketplace.kernel.errors import Conflict
from marketplace.kernel.geo import Point
from marketplace.kernel.sealing import seal
from marketplace.matching.index import live
from marketplace.matching.reading import offer_terms
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import ANYONE, LifeTerms
from marketplace.offers import queries, search, sessions
from marketplace.people.answers import Answers, write
from models.account import Account
from models.listing import Listing
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import AreaLevel, EnrolmentState, OpportunityState, Role
from models.youth import Youth
from tests.factories.enrolments import SATENG, acting, make_enrolment, make_staff, make_youth, youth_actor
from tests.factories.money import make_fund
from tests.factories.offers import make_opportunity, make_organisation
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")
TODAY = clock.today()
TASE = "950118"
"""Beside the town, with an office of its own."""


@pytest.fixture(autouse=True)
def somebody_decides(database: object) -> None:
    for area in (SATENG, TASE):
        make_staff(Role.OFFICER, area)


def running(**given: object) -> Opportunity:
    facts = {"starts_on": TODAY - timedelta(days=40), "ends_on": TODAY + timedelta(days=120), "with_sessions": True}
    return make_opportunity(**(facts | given))  # type: ignore[arg-type]


def next_held(offer: Opportunity, since: date) -> date:
    held = sorted(one.held_on for one in db.query(Session).filter_by(opportunity_id=offer.id, cancelled=False))
    return next(day for day in held if day >= since)


def answered() -> date:
    return working_days.answered(TODAY, answer_days(office_key_for(SATENG)))


def decided_alone() -> Youth:
    """A young person whose answers take as long as a stranger is told: no guardian, and no second look."""
    make_staff(Role.OFFICER)
    youth = make_youth()
    setting = setting_of(youth.office_key or "")
    change_setting(youth.office_key or "", **setting._asdict() | {"two_step_review": False})
    return youth


def test_what_is_running_says_the_next_session_after_the_answers_are_due(client: Client) -> None:
    offer = running()
    begins = next_held(offer, answered())
    sentence = f"กำลังเรียนอยู่แล้ว — คุณจะเริ่มครั้งถัดไป {long_date(begins)}"
    assert sentence in client.page(f"/opportunities/{offer.ref}").get_text()
    client.sign_in(db.get_one(Account, decided_alone().account_id))
    asked = client.page(f"/youth/apply/{offer.ref}").get_text()
    assert sentence in asked
    assert f"คุณเริ่มเรียน{long_date(offer.starts_on)}" not in asked.replace("\n", "")


def test_a_cancelled_session_is_no_beginning(client: Client) -> None:
    offer = running()
    first = next_held(offer, answered())
    db.query(Session).filter_by(opportunity_id=offer.id, held_on=first).update({"cancelled": True})
    later = next_held(offer, first)
    assert later > first
    assert long_date(later) in client.page(f"/opportunities/{offer.ref}").get_text()


def test_what_ends_before_an_answer_says_so(client: Client) -> None:
    offer = running(ends_on=TODAY + timedelta(days=3))
    assert "ไม่เหลือครั้งให้เข้าเรียน" in client.page(f"/opportunities/{offer.ref}").get_text()


def test_what_nobody_can_ask_for_promises_no_day_of_a_first_money(client: Client) -> None:
    youth = db.get_one(Account, make_youth().account_id)
    facts = {"stipend_per_session_satang": 100_00, "fund_id": make_fund().id}
    open_still = running(**facts)
    closed = running(**facts, apply_by=TODAY - timedelta(days=1))
    paused = running(**facts, state=OpportunityState.PAUSED)
    for offer, says in ((open_still, True), (closed, False), (paused, False)):
        page = client.page(f"/opportunities/{offer.ref}")
        assert ("เงินก้อนแรก" in page.get_text()) is says, offer.ref
        assert page.select_one("aside .amount")
    client.sign_in(youth)
    assert "เงินก้อนแรก" in client.page(f"/youth/apply/{open_still.ref}").get_text()
    assert "เงินก้อนแรก" not in client.page(f"/youth/apply/{closed.ref}").get_text()


def test_what_has_no_session_left_promises_no_money_on_any_page(client: Client) -> None:
    offer = running(ends_on=TODAY + timedelta(days=3), stipend_per_session_satang=100_00, fund_id=make_fund().id)
    assert not client.page(f"/opportunities/{offer.ref}").select("aside .amount")
    shown = queries.one(offer.ref).shown
    with client.application.test_request_context():
        for view in (card_view(shown, ANYONE, TODAY), told_card(shown, ANYONE, TODAY)):
            assert (view.money, view.money_lines) == ("", ())


@pytest.mark.parametrize("starts", [-40, 60])
def test_the_page_that_asks_says_the_day_of_the_card(client: Client, starts: int) -> None:
    offer = running(starts_on=TODAY + timedelta(days=starts))
    client.sign_in(db.get_one(Account, decided_alone().account_id))
    shown = queries.one(offer.ref).shown
    said = start_words(shown.card, offer_terms(shown).answer_days, TODAY)
    assert said in client.page(f"/youth/apply/{offer.ref}").select_one(".facts").get_text()


GUARDIAN, PROVIDER, OFFICE = 5, 2, 6


def offices(offer: Opportunity) -> None:
    """The office of the posting answers alone within four days; that of the young person in two steps."""
    change_setting(offer.office_key, two_step_review=False, provider_days=PROVIDER, officer_days=2)
    change_setting(office_key_for(TASE), two_step_review=True, provider_days=9, officer_days=OFFICE)


def due(count: int) -> date:
    return working_days.answered(TODAY, count)


@pytest.mark.parametrize(("years", "count"), [(16, 19), (24, 14)])
def test_the_promised_start_waits_for_the_very_steps_of_the_page_on_every_page(
    client: Client, years: int, count: int
) -> None:
    offer = running(stipend_per_session_satang=100_00, fund_id=make_fund().id, pay_day="fri")
    offices(offer)
    youth = make_youth(years=years, area_code=TASE)
    begins = next_held(offer, due(count))
    assert beginning.days_for(youth, TODAY) == count - PROVIDER
    assert begins > next_held(offer, due(4)), "a stranger's day is an earlier one"
    client.sign_in(db.get_one(Account, youth.account_id))
    asked = client.page(f"/youth/apply/{offer.ref}")
    steps = " ".join(asked.get_text().split())
    days = [GUARDIAN] * (years < 20) + [PROVIDER, OFFICE, OFFICE]
    assert [int(found) for found in re.findall(r"ภายใน (\d+) วันทำการ", steps)] == days
    first_money = f"เงินก้อนแรก {short_date(begins + timedelta(days=(4 - begins.weekday() - 1) % 7 + 1))}"
    for page in (asked, client.page(f"/opportunities/{offer.ref}")):
        text = page.get_text().replace("\u00a0", " ")
        assert long_date(begins) in text
        assert first_money in text
    assert short_date(begins) in client.page("/opportunities").get_text().replace("\u00a0", " ")
    client.sign_out()
    told = write(Answers(birth_date=youth.birth_date, area_code=TASE))
    client.set_cookie(ANSWERS_COOKIE, seal(told, PLACE))
    assert long_date(begins) in client.page(f"/opportunities/{offer.ref}").get_text().replace("\u00a0", " ")
    assert short_date(begins) in client.page("/opportunities").get_text().replace("\u00a0", " "), "a stranger's too"
    client.set_cookie(ANSWERS_COOKIE, seal(write(Answers(birth_date=youth.birth_date)), PLACE))
    elsewhere = next_held(offer, due(PROVIDER + 2 + GUARDIAN * (years < 20)))
    assert long_date(elsewhere) in client.page(f"/opportunities/{offer.ref}").get_text().replace("\u00a0", " ")
    client.delete_cookie(ANSWERS_COOKIE)
    client.sign_in(db.get_one(Account, youth.account_id))
    made = applications.apply(offer, youth, by=youth_actor(youth))
    assert beginning.of(made) == begins
    assert f"{long_date(begins)} หรือเร็วกว่านั้น" in client.page(f"/youth/applications/{made.ref}").get_text()


def test_a_cancelled_session_is_nobodys_first_day_on_a_card_however_long_they_wait(client: Client) -> None:
    """A minor of an office with two looks waits longer than a stranger, to a session that was cancelled since."""
    offer = running(times="mon 9:00-10:00;thu 9:00-10:00")
    offices(offer)
    youth = make_youth(years=16, area_code=TASE)
    gone = [next_held(offer, due(19))]
    gone.append(next_held(offer, gone[0] + timedelta(days=1)))
    for one in db.query(Session).filter(Session.opportunity_id == offer.id, Session.held_on.in_(gone)):
        sessions.cancel(one, by=SYSTEM, note="")
    begins = next_held(offer, due(19))
    assert begins > gone[-1]
    client.sign_in(db.get_one(Account, youth.account_id))
    assert long_date(begins) in client.page(f"/youth/apply/{offer.ref}").get_text()
    for address, word in (("/opportunities", short_date), (f"/opportunities/{offer.ref}", long_date)):
        said = client.page(address).get_text().replace("\u00a0", " ")
        assert word(begins) in said, address
        assert not [day for day in gone if word(day) in said], address


def test_right_after_midnight_a_card_passes_over_what_was_cancelled() -> None:
    offer = running(times="mon 9:00-10:00;thu 9:00-10:00")
    card = queries.shown((offer.id,))[0].card
    gone = next_held(offer, card.first_on + timedelta(days=1))
    for one in db.query(Session).filter_by(opportunity_id=offer.id, held_on=gone):
        sessions.cancel(one, by=SYSTEM, note="")
    card = queries.shown((offer.id,))[0].card
    assert card.begins_on(card.first_on + timedelta(days=1)) == next_held(offer, card.first_on + timedelta(days=1))


def test_where_no_session_is_left_after_every_answer_it_is_said_before_asking(client: Client) -> None:
    offer = running(ends_on=due(4) + timedelta(days=14))
    offices(offer)
    youth = make_youth(years=16, area_code=TASE)
    client.sign_in(db.get_one(Account, youth.account_id))
    asked = client.page(f"/youth/apply/{offer.ref}")
    assert asked.get_text().count("ถ้าทุกฝ่ายใช้เวลาตอบจนครบวัน จะไม่เหลือครั้ง") == 2
    made = applications.apply(offer, youth, by=youth_actor(youth))
    assert "ถ้าทุกฝ่ายใช้เวลาตอบจนครบวัน" in client.page(f"/youth/applications/{made.ref}").get_text()


@pytest.mark.parametrize(
    ("state", "waits"),
    [
        ("awaiting_guardian", PROVIDER + 2 * OFFICE),
        ("provider_review", 2 * OFFICE),
        ("provider_accepted", OFFICE),
        ("officer_review", OFFICE),
        ("second_review", 0),
    ],
)
def test_each_state_waits_for_its_own_answer_and_those_after_it(state: str, waits: int) -> None:
    offer = running()
    offices(offer)
    youth = make_youth(years=16, area_code=TASE)
    moment = clock.instant(TODAY + timedelta(days=3), 990)
    one = make_enrolment(state, youth=youth, opportunity=offer, due_at=moment, office_key=youth.office_key)
    assert beginning.answered(one) == working_days.after(TODAY + timedelta(days=3), waits) + timedelta(days=1)


def test_after_a_question_the_days_that_were_left_and_the_second_look_are_waited_for() -> None:
    offer = running()
    offices(offer)
    asked, until = TODAY - timedelta(days=7), working_days.after(TODAY - timedelta(days=7), 3)
    moments = {"decided_at": clock.instant(asked, 600), "due_at": clock.instant(until, 990)}
    one = make_enrolment("returned", opportunity=offer, office_key=office_key_for(TASE), **moments)
    assert beginning.answered(one) == due(3 + OFFICE)


def tuesday(days: int) -> date:
    """The first Tuesday at least so many days away."""
    day = TODAY + timedelta(days=days)
    return day + timedelta(days=(1 - day.weekday()) % 7)


def test_what_starts_long_after_the_answers_starts_with_its_first_session(client: Client) -> None:
    offer = make_opportunity(starts_on=tuesday(60), with_sessions=True)
    first = offer.starts_on + timedelta(days=1)
    text = client.page(f"/opportunities/{offer.ref}").get_text()
    assert long_date(first) in text
    assert long_date(offer.starts_on) not in text
    assert "ครั้งถัดไป" not in text
    assert "หลังครบกำหนดคำตอบ" not in text
    assert f"เริ่ม {short_date(first)}" in client.page("/opportunities").get_text()


def test_a_card_says_when_somebody_who_asks_today_would_begin(client: Client) -> None:
    offer = running()
    text = client.page("/opportunities").get_text().replace("\u00a0", " ")
    assert f"คุณเริ่มได้ {short_date(next_held(offer, answered()))}" in text


def test_what_has_no_session_left_is_not_listed_and_cannot_be_asked_for(client: Client) -> None:
    """Nobody is promised money for, or let into, what is over before an answer could come."""
    behind, youth = make_organisation(), make_youth()
    offer = running(ends_on=TODAY + timedelta(days=3), stipend_per_session_satang=10_000, organisation=behind)
    other = running(title_th="เหลือ", organisation=behind)
    listed = client.page("/opportunities")
    assert [link.get_text() for link in listed.select(".opp h3 a")] == ["เหลือ"]
    assert client.page(f"/organisations/{behind.ref}").select(".opp h3 a")[0].get_text() == "เหลือ"
    assert queries.open_refs() == [other.ref]
    assert sum(queries.open_counts_by_area(AreaLevel.PROVINCE).values()) == 1
    page = client.page(f"/opportunities/{offer.ref}")
    assert not page.select(f'a[href*="/youth/apply/{offer.ref}"]')
    client.sign_in(db.get_one(Account, youth.account_id))
    assert "ไม่เหลือครั้งให้เข้าเรียน" in client.page(f"/youth/apply/{offer.ref}").get_text()
    with pytest.raises(Conflict, match="ไม่เหลือครั้งให้เข้าเรียน"):
        applications.apply(offer, youth, by=youth_actor(youth))
    (kept,) = queries.shown((offer.id,))
    with client.application.test_request_context():
        card = card_view(kept, ANYONE, TODAY)
    assert "ไม่เหลือครั้งที่เข้าร่วมทัน" in card.starts
    assert (card.money, card.money_lines) == ("", ())


def test_lists_follow_the_first_session_one_can_come_to(client: Client) -> None:
    """Announced first, begun long ago, and cancelled first days: the order and the filter know the session itself."""
    late = running(title_th="ประกาศก่อน", starts_on=TODAY + timedelta(days=1), ends_on=TODAY + timedelta(days=150))
    soon = running(title_th="มาก่อน")
    held = db.query(Session).filter(Session.opportunity_id == late.id, Session.held_on < TODAY + timedelta(days=50))
    for one in held.order_by(Session.id):
        sessions.cancel(one, by=SYSTEM, note="")
    first = next_held(late, TODAY)
    assert first >= TODAY + timedelta(days=50)

    def found(asked: str) -> list[str]:
        return [link.get_text() for link in client.page(f"/opportunities?{asked}").select(".opp h3 a")]

    assert found("sort=soon") == ["มาก่อน", "ประกาศก่อน"]
    assert found("soon=1") == (["มาก่อน"] if next_held(soon, answered()) <= TODAY + timedelta(days=21) else [])
    assert short_date(first) in client.page("/opportunities?sort=soon").get_text().replace("\u00a0", " ")


def test_one_first_day_stands_on_every_page(client: Client) -> None:
    offer = running(starts_on=TODAY + timedelta(days=50), times="tue 9:00-10:00")
    first = next_held(offer, TODAY)
    for one in db.query(Session).filter_by(opportunity_id=offer.id, held_on=first):
        sessions.cancel(one, by=SYSTEM, note="")
    first, last = next_held(offer, TODAY), max(one.held_on for one in db.query(Session))
    youth = make_youth()
    asked = make_enrolment("provider_review", opportunity=offer, youth=youth)
    client.sign_in(db.get_one(Account, youth.account_id))
    other = running(starts_on=TODAY + timedelta(days=50), times="tue 9:00-10:00")
    db.query(Session).filter_by(opportunity_id=other.id, held_on=next_held(other, TODAY)).update({"cancelled": True})
    for address in (f"/opportunities/{offer.ref}", f"/youth/apply/{other.ref}", f"/youth/applications/{asked.ref}"):
        assert date_range(first, last) in client.page(address).get_text(), address


def test_what_moved_over_night_is_listed_anew() -> None:
    offer = running(times="mon 9:00-10:00;thu 9:00-10:00")
    row = db.get_one(Listing, offer.id)
    assert (row.first_on, search.relist_moved()) == (next_held(offer, answered()), 0)
    change_setting(offer.office_key, two_step_review=False, provider_days=20, officer_days=20)
    db.info.clear()
    assert (search.relist_moved(), search.relist_moved()) == (1, 0)
    db.expire_all()
    since = working_days.answered(TODAY, 40)
    assert db.get_one(Listing, offer.id).first_on == next_held(offer, since)
    assert db.get_one(Listing, offer.id).apply_by <= offer.apply_by


@pytest.mark.parametrize("count", [0, 1, 6, 25])
def test_the_last_day_to_ask_is_the_last_whose_answer_comes_in_time(count: int) -> None:
    for ahead in range(40):
        day = TODAY + timedelta(days=ahead)
        last = working_days.last_asked(day, count)
        assert working_days.answered(last, count) <= day < working_days.answered(last + timedelta(days=1), count)


def test_what_begins_before_the_answers_says_both_days(client: Client) -> None:
    offer = running(starts_on=TODAY + timedelta(days=1), times="mon 9:00-10:00;tue 9:00-10:00;wed 9:00-10:00")
    first, begins = next_held(offer, TODAY), next_held(offer, answered())
    assert first < begins
    text = client.page("/opportunities").get_text().replace("\u00a0", " ")
    assert f"เปิด {short_date(first)} คุณเริ่มได้ {short_date(begins)}" in text


def test_the_first_money_waits_for_the_office_s_own_clock() -> None:
    offer = running(stipend_per_session_satang=5_000, pay_day="fri")
    for days in (1, 20):
        change_setting(offer.office_key, two_step_review=False, provider_days=days, officer_days=days)
        since = working_days.answered(TODAY, 2 * days)
        first = next_held(offer, since)
        paid = first + timedelta(days=(4 - first.weekday() - 1) % 7 + 1)
        terms = offer_terms(queries.shown((offer.id,))[0])
        assert take_home(ANYONE, terms, TODAY).first_payday == paid


def test_the_first_money_leaves_out_what_is_cancelled(client: Client) -> None:
    fund = make_fund().id
    offer = running(stipend_per_session_satang=100_00, fund_id=fund, pay_day="fri", times="mon 9:00-10:00")
    someone = make_staff(Role.OFFICER)
    for _ in range(3):
        first = next_held(offer, answered())
        gone = db.query(Session).filter_by(opportunity_id=offer.id, held_on=first).one()
        sessions.cancel(gone, by=acting(someone), note="ครูป่วย")
    first = next_held(offer, answered())
    paid = first + timedelta(days=4)
    terms = offer_terms(queries.shown((offer.id,))[0])
    assert take_home(ANYONE, terms, TODAY).first_payday == paid
    ready = LifeTerms(
        birth_date=date(2008, 5, 5), point=Point(offer.lat, offer.lon), free=week.FULL, level=3,
        languages=frozenset({"thai"}), has_documents=True, transport="bike",
    )  # fmt: skip
    live.build()
    with live.current() as index:
        assert [one.first_baht for one in index.rank(ready, TODAY, 20).placed()] == [paid]
    for path in ("/opportunities", f"/opportunities/{offer.ref}"):
        assert f"เงินก้อนแรก {short_date(paid)}" in client.page(path).get_text().replace("\u00a0", " ")


def test_who_is_approved_begins_with_the_first_session_after_it(client: Client) -> None:
    offer, youth = running(), make_youth()
    moment = clock.now() - timedelta(hours=1)
    one = make_enrolment(EnrolmentState.APPROVED, youth=youth, opportunity=offer, decided_at=moment)
    held = min(one.starts_at for one in db.query(Session).filter_by(opportunity_id=offer.id) if one.starts_at >= moment)
    begins = clock.bangkok(held).date()
    assert beginning.of(one) == begins
    client.sign_in(db.get_one(Account, youth.account_id))
    page = client.page(f"/youth/applications/{one.ref}").get_text()
    assert long_date(begins) in page
    assert f"คุณเริ่มเรียนวัน{long_date(offer.starts_on)}" not in page


def test_the_office_reads_one_first_day_and_the_young_person_one_that_only_comes_sooner(client: Client) -> None:
    offer, youth = running(), make_youth()
    one = make_enrolment(EnrolmentState.PROVIDER_ACCEPTED, youth=youth, opportunity=offer)
    change_setting(one.office_key, two_step_review=False, provider_days=2, officer_days=3)
    begins = beginning.if_approved(one)
    assert begins is not None
    client.sign_in(make_staff(Role.OFFICER))
    page = client.page(f"/office/enrolments/{one.ref}")
    assert date_time(begins) in page.select_one("[data-for=approve] ~ p, p[data-for=approve]").get_text()
    assert short_date(clock.bangkok(begins).date(), year=True) in page.select_one(".timeline").get_text()
    client.sign_in(db.get_one(Account, youth.account_id))
    told = client.page(f"/youth/applications/{one.ref}").get_text()
    promised = beginning.of(one)
    assert promised is not None
    assert promised >= clock.bangkok(begins).date()
    assert f"{long_date(promised)} หรือเร็วกว่านั้น" in told


def test_a_session_held_before_the_decision_is_no_first_day() -> None:
    offer = running(times="mon 9:00-10:00;tue 9:00-10:00;wed 9:00-10:00;thu 9:00-10:00;fri 9:00-10:00")
    held = sorted(one.starts_at for one in db.query(Session).filter_by(opportunity_id=offer.id))
    first, second = held[:2]
    one = make_enrolment(EnrolmentState.APPROVED, opportunity=offer, decided_at=first + timedelta(minutes=1))
    assert beginning.of(one) == clock.bangkok(second).date()


def test_a_clock_that_ran_out_counts_from_today() -> None:
    late = datetime.combine(TODAY - timedelta(days=30), datetime.min.time(), clock.BANGKOK)
    one = make_enrolment(EnrolmentState.SECOND_REVIEW, opportunity=running(), due_at=late)
    assert beginning.answered(one) == TODAY + timedelta(days=1)
    one.state = EnrolmentState.PROVIDER_REVIEW
    assert beginning.answered(one) > TODAY + timedelta(days=1)
