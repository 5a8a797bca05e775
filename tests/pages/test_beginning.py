"""When one begins: never a day gone by and never before the answers are due, and money counted from it."""

from datetime import date, datetime, timedelta

import pytest

from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import answer_days, change_setting
from marketplace.enrolments import beginning, working_days
from marketplace.i18n.dates import date_time, long_date, short_date
from marketplace.kernel import clock
from marketplace.matching.reading import offer_terms
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import ANYONE
from marketplace.offers import queries
from models.account import Account
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import EnrolmentState, Role
from tests.factories.enrolments import SATENG, make_enrolment, make_staff, make_youth
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")
TODAY = clock.today()


def running(**given: object) -> Opportunity:
    facts = {"starts_on": TODAY - timedelta(days=40), "ends_on": TODAY + timedelta(days=120), "with_sessions": True}
    return make_opportunity(**(facts | given))  # type: ignore[arg-type]


def next_held(offer: Opportunity, since: date) -> date:
    held = sorted(one.held_on for one in db.query(Session).filter_by(opportunity_id=offer.id, cancelled=False))
    return next(day for day in held if day >= since)


def answered() -> date:
    return working_days.answered(TODAY, answer_days(office_key_for(SATENG)))


def test_what_is_running_says_the_next_session_after_the_answers_are_due(client: Client) -> None:
    offer = running()
    begins = next_held(offer, answered())
    sentence = f"กำลังเรียนอยู่แล้ว — คุณจะเริ่มครั้งถัดไป {long_date(begins)}"
    assert sentence in client.page(f"/opportunities/{offer.ref}").get_text()
    client.sign_in(db.get_one(Account, make_youth().account_id))
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


def test_a_card_says_that_no_session_is_left(client: Client) -> None:
    running(ends_on=TODAY + timedelta(days=3))
    assert "ไม่เหลือครั้งที่เข้าร่วมทัน" in client.page("/opportunities").get_text()


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
    one = make_enrolment(EnrolmentState.OFFICER_REVIEW, opportunity=running(), due_at=late)
    assert beginning.answered(one) == TODAY + timedelta(days=1)
    one.state = EnrolmentState.PROVIDER_REVIEW
    assert beginning.answered(one) > TODAY + timedelta(days=1)
