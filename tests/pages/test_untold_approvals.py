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
from models.offer import Session
from models.session import db
from models.vocabulary import GuardianBasis, Role
from tests.factories.enrolments import (
    SATENG,
    make_account,
    make_enrolment,
    make_provider,
    make_youth,
    staff,
)
from tests.factories.offers import make_opportunity, make_placement
from tests.fixtures.client import Client

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
    assert "ต่อไปเจ้าหน้าที่จะตอบคุณ" in page.get_text()
    assert long_date(clock.today()) not in page.select_one(".timeline").get_text()
    with clock.frozen(LATER):
        assert day in client.page("/youth").get_text()
        assert long_date(first_day(asked)) in client.page(f"/youth/applications/{asked.ref}").get_text()


def test_the_guardian_is_told_with_the_others(client: Client) -> None:
    asked = approved(years=17)
    mother = make_account()
    guardians.link(asked.youth, name="นางวรรณา", relation="แม่", basis=GuardianBasis.PARENT, by=SYSTEM, account=mother)
    client.sign_in(mother)
    address = f"/guardian/requests/{asked.ref}"
    assert "อนุมัติแล้ว" not in client.page(address).get_text()
    with clock.frozen(LATER):
        assert "อนุมัติแล้ว" in client.page(address).get_text()
