"""Requests at an organisation that is suspended, as the office meets them."""

from datetime import timedelta

import pytest

from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.enrolments import own
from marketplace.kernel import clock, ids
from marketplace.organisations import suspending
from models.account import Account
from models.offer import Session
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import make_enrolment, make_staff, make_youth, staff
from tests.factories.offers import SATENG, make_opportunity, make_organisation
from tests.fixtures.client import read_page

pytestmark = pytest.mark.usefixtures("database")


def test_a_suspended_organisation_is_a_failed_check_and_no_yes_at_the_form(client) -> None:
    organisation = make_organisation()
    offer = make_opportunity(organisation=organisation)
    asked = make_enrolment("officer_review", opportunity=offer)
    suspending.suspend(organisation, "สถานที่ไม่ปลอดภัยสำหรับเด็ก", by=staff(Role.OFFICER))
    change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)
    client.sign_in(make_staff(Role.OFFICER))
    path, said = f"/office/enrolments/{asked.ref}", "สำนักงานระงับ"
    assert said in client.page(path).select_one("main").get_text()
    answer = client.post(path, data={"decision": "approve", "note": "ยินดีด้วย"})
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one(".errors a[href^='#decision']")
    assert "ยินดีด้วย" in page.select_one("#note").get_text()
    session.refresh(asked)
    assert asked.state == "officer_review"


def test_a_case_worker_reads_that_nothing_begins_there_before_the_form(client) -> None:
    organisation = make_organisation()
    offer = make_opportunity(organisation=organisation)
    youth = make_youth()
    suspending.suspend(organisation, "สถานที่ไม่ปลอดภัยสำหรับเด็ก", by=staff(Role.OFFICER))
    client.sign_in(make_staff(Role.CASEWORKER))
    path = f"/office/youth/{youth.ref}/apply/{offer.ref}"
    for answer in (client.get(path), client.post(path, data={})):
        assert answer.status_code in (200, 422)
        page = read_page(answer)
        assert "สำนักงานระงับ" in page.get_text()
        assert not page.select("main form textarea")


def test_whoever_learns_there_is_not_sent_there_by_their_own_pages(client) -> None:
    organisation = make_organisation()
    offer = make_opportunity(organisation=organisation)
    young = make_youth()
    learns = make_enrolment("in_learning", opportunity=offer, youth=young)
    start = clock.now() + timedelta(hours=2)
    session.add(
        Session(
            ref=ids.new_ref("S"), opportunity_id=offer.id, number=1, held_on=clock.bangkok(start).date(),
            starts_at=start, ends_at=start + timedelta(hours=1),
        )
    )  # fmt: skip
    session.flush()
    client.sign_in(session.get_one(Account, young.account_id))
    assert list(own.coming(young.id)) != []
    suspending.suspend(organisation, "สถานที่ไม่ปลอดภัยสำหรับเด็ก", by=staff(Role.OFFICER))
    assert list(own.coming(young.id)) == [], "they were told not to set out"
    assert "ยังไม่ต้องเดินทางไป" in client.page(f"/youth/applications/{learns.ref}").get_text()
