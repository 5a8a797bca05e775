"""The ten minutes after an approval: only the office knows, to everybody else nothing has changed yet."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.enrolments import approvals
from marketplace.i18n.dates import long_date, short_date
from marketplace.kernel import clock
from marketplace.people import guardians
from models.account import Account
from models.enrolment import Enrolment
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import GuardianBasis, Role
from models.youth import Youth
from tests.factories.enrolments import (
    SATENG,
    make_account,
    make_enrolment,
    make_provider,
    make_staff,
    make_youth,
    staff,
)
from tests.factories.offers import make_opportunity, make_placement
from tests.fixtures.client import Client, read_page

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
LATER = NOW + timedelta(minutes=11)


@pytest.fixture(autouse=True)
def one_review(client):
    with clock.frozen(NOW):
        change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)
        yield


def approved(*, years: int = 21, **given: object) -> Enrolment:
    facts = {"with_sessions": True, "starts_on": clock.today() + timedelta(days=1)}
    asked = make_enrolment(
        "officer_review",
        youth=make_youth(nickname="ซากีนะห์", years=years),
        opportunity=make_opportunity(**(facts | given)),
    )
    approvals.approve(asked, by=staff(Role.OFFICER))
    return asked


def first_day(enrolment: Enrolment):
    return min(one.held_on for one in db.query(Session).filter_by(opportunity_id=enrolment.opportunity_id))


def test_the_provider_reads_an_alias_and_no_approval_until_it_is_told(client: Client) -> None:
    asked = approved()
    offer = asked.opportunity
    client.sign_in(make_provider(offer.organisation_id))
    page, views = f"/provider/applications/{asked.ref}", "/provider/applications?view="
    for address in (page, f"{views}all", f"{views}office", "/provider/applications.csv?view=all"):
        text = client.get(address).get_data(as_text=True)
        assert "ซากีนะห์" not in text, address
        assert "อนุมัติแล้ว" not in text, address
    assert asked.ref in client.get(f"{views}office").get_data(as_text=True)
    learners = (f"{views}learners", f"/provider/postings/{offer.ref}/learners")
    for address in learners:
        assert asked.ref not in client.get(address).get_data(as_text=True)
    client.page(f"/provider/learners/{asked.ref}/milestones", status=404)
    with clock.frozen(LATER):
        assert "ซากีนะห์" in client.page(page).get_text()
        for address in learners:
            assert asked.ref in str(client.page(address)), address


def test_an_agreement_waits_with_it(client: Client) -> None:
    asked = make_enrolment("officer_review", youth=make_youth(nickname="ซากีนะห์"), opportunity=make_placement())
    approvals.approve(asked, by=staff(Role.OFFICER))
    client.sign_in(make_provider(asked.opportunity.organisation_id, Role.EMPLOYER))
    new = f"/provider/agreements/new/{asked.ref}"
    for address in ("/provider/agreements", "/provider/law"):
        assert "ซากีนะห์" not in client.page(address).get_text()
    client.page(f"/provider/law/{asked.ref}", status=404)
    client.page(new, status=403)
    with clock.frozen(LATER):
        client.page(new)
        client.page(f"/provider/law/{asked.ref}")


def test_an_approval_that_was_taken_back_leaves_no_trace_with_the_provider(client: Client) -> None:
    asked, officer = make_enrolment("officer_review"), staff(Role.OFFICER)
    approvals.approve(asked, by=officer)
    approvals.undo(asked, by=officer)
    client.sign_in(make_provider(asked.opportunity.organisation_id))
    assert "อนุมัติแล้ว" not in client.page(f"/provider/applications/{asked.ref}").get_text()


def test_the_young_person_waits_without_a_date_that_is_none(client: Client) -> None:
    asked = approved()
    client.sign_in(db.get_one(Account, asked.youth.account_id))
    day = short_date(first_day(asked))
    assert day not in client.page("/youth").get_text()
    page = client.page(f"/youth/applications/{asked.ref}")
    assert "ภายใน –" not in page.get_text()
    assert long_date(clock.today()) not in page.select_one(".timeline").get_text()
    with clock.frozen(LATER):
        assert day in client.page("/youth").get_text()
        assert long_date(first_day(asked)) in client.page(f"/youth/applications/{asked.ref}").get_text()


@pytest.mark.parametrize("state", ["officer_review", "second_review"])
def test_an_approval_betrays_itself_by_no_other_day(client: Client, state: str) -> None:
    change_setting(office_key_for(SATENG), two_step_review=state == "second_review", provider_days=2, officer_days=3)
    by = staff(Role.OFFICER if state == "officer_review" else Role.APPROVER)
    begun = {"starts_on": clock.today() - timedelta(days=7), "ends_on": clock.today() + timedelta(days=60)}
    offer = make_opportunity(with_sessions=True, **begun)
    asked = make_enrolment(state, opportunity=offer, due_at=NOW + timedelta(days=8))
    client.sign_in(db.get_one(Account, asked.youth.account_id))
    address = f"/youth/applications/{asked.ref}"
    before = client.page(address).main.get_text()
    assert "คุณจะเริ่มครั้งถัดไป" in before
    approvals.approve(asked, by=by)
    assert client.page(address).main.get_text() == before


def test_the_guardian_is_told_with_the_others(client: Client) -> None:
    asked = approved(years=17)
    mother = make_account()
    guardians.link(asked.youth, name="นางวรรณา", relation="แม่", basis=GuardianBasis.PARENT, by=SYSTEM, account=mother)
    client.sign_in(mother)
    address = f"/guardian/requests/{asked.ref}"
    assert "อนุมัติแล้ว" not in client.page(address).get_text()
    with clock.frozen(LATER):
        assert "อนุมัติแล้ว" in client.page(address).get_text()


YOUTH_STEPS = ("seat/take", "seat/pass", "reply")


def as_youth(client: Client, asked: Enrolment) -> None:
    client.sign_in(db.get_one(Account, db.get_one(Youth, asked.youth_id).account_id))


def as_provider(client: Client, asked: Enrolment) -> None:
    client.sign_in(make_provider(db.get_one(Opportunity, asked.opportunity_id).organisation_id))


def answers_of(client: Client, asked: Enrolment) -> dict[str, str]:
    """What each step says that comes too early or too late: to the young person, and to the provider."""
    as_youth(client, asked)
    said = {}
    for step in YOUTH_STEPS:
        answer = client.post(f"/youth/applications/{asked.ref}/{step}", data={"note": "พร้อมแล้ว"})
        assert answer.status_code == 409
        said[step] = read_page(answer).select_one("main").get_text()
    said["page"] = client.page(f"/youth/applications/{asked.ref}").select_one("main").get_text()
    as_provider(client, asked)
    answer = client.post(f"/provider/applications/{asked.ref}", data={"answer": "accept"})
    assert answer.status_code == 409
    said["accept"] = read_page(answer).select_one("main").get_text()
    said["asked"] = client.page(f"/provider/applications/{asked.ref}").select_one("main").get_text()
    return said


@pytest.mark.parametrize("state", ["provider_accepted", "officer_review", "second_review"])
def test_a_step_out_of_turn_says_the_same_before_and_after_a_yes_that_is_not_told(client: Client, state: str) -> None:
    asked = make_enrolment(state, due_at=NOW + timedelta(days=2))
    decides = staff(Role.APPROVER if state == "second_review" else Role.OFFICER)
    before = answers_of(client, asked)
    approvals.approve(asked, by=decides)
    assert asked.state == "approved"
    assert answers_of(client, asked) == before
    assert "ขั้นต่อไป หน่วยงานในพื้นที่พิจารณา" in before["accept"]
    assert "อนุมัติแล้ว" not in "".join(before.values())
    with clock.frozen(LATER):
        assert "อนุมัติแล้ว" in answers_of(client, asked)["accept"]


def test_a_yes_that_was_taken_back_leaves_the_day_of_the_answer_as_it_was(client: Client) -> None:
    asked, officer = make_enrolment("officer_review", due_at=NOW + timedelta(days=4)), staff(Role.OFFICER)
    before = answers_of(client, asked)
    approvals.approve(asked, by=officer)
    approvals.undo(asked, by=officer)
    assert answers_of(client, asked) == before


def test_whoever_goes_before_a_yes_is_told_never_reads_of_it(client: Client) -> None:
    asked = make_enrolment("provider_accepted")
    approvals.approve(asked, by=staff(Role.OFFICER))
    as_youth(client, asked)
    assert client.post(f"/youth/applications/{asked.ref}/withdraw", data={}).status_code == 303
    for moment in (NOW, LATER):
        with clock.frozen(moment):
            as_youth(client, asked)
            page = client.page(f"/youth/applications/{asked.ref}").get_text()
            assert "อนุมัติ" not in page.replace("ยังไม่ได้อนุมัติ", "")
            as_provider(client, asked)
            page = client.page(f"/provider/applications/{asked.ref}").select_one("main").get_text()
            assert "เจ้าหน้าที่อนุมัติ" not in page.replace("หลังเจ้าหน้าที่อนุมัติ", "")


def test_the_office_reads_who_decided_and_what_was_taken_back(client: Client) -> None:
    asked = approved()
    client.sign_in(make_staff(Role.OFFICER))
    answer = client.post(f"/office/enrolments/{asked.ref}", data={"decision": "approve", "why": "fits", "version": "0"})
    assert answer.status_code == 409
    assert "ตัดสินแล้วเมื่อ" in read_page(answer).get_text()
