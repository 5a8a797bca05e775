"""Requests at an organisation that is suspended, as the office meets them."""

from datetime import timedelta

import pytest

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.enrolments import own
from marketplace.kernel import clock, ids
from marketplace.organisations import suspending
from marketplace.people import guardians
from models.account import Account
from models.offer import Session
from models.session import db as session
from models.vocabulary import GuardianBasis, Role
from tests.factories.enrolments import make_account, make_enrolment, make_provider, make_staff, make_youth, staff
from tests.factories.offers import BETONG, SATENG, make_opportunity, make_organisation
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
    young = make_youth(years=17)
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
    today = client.page("/youth").main
    assert today.select_one(f'.note-danger a[href="/youth/applications/{learns.ref}"]'), "and why there is no session"
    elsewhere = make_enrolment("in_learning", opportunity=offer, youth=make_youth(area_code=BETONG))
    asked = make_enrolment("awaiting_guardian", opportunity=offer, youth=make_youth(years=17))
    mother = make_account("แม่")
    for ward in (young, asked.youth):
        guardians.link(ward, name="นางวรรณา", relation="แม่", basis=GuardianBasis.PARENT, by=SYSTEM, account=mother)
    make_enrolment("provider_review", opportunity=make_opportunity(organisation=organisation), youth=young)
    client.sign_in(session.get_one(Account, asked.youth.account_id))
    assert "พักไว้ก่อน" not in client.page("/youth").main.get_text(), "nothing waits for them that they cannot do"
    client.sign_in(make_staff(Role.OFFICER))
    said = client.page(f"/office/enrolments/{learns.ref}")
    assert "สำนักงานสั่งปิด" in said.select_one(".note-danger").get_text()
    assert said.select_one(f'.note-danger a[href="/office/organisations/{organisation.ref}"]')
    assert "ไม่ได้รอเจ้าหน้าที่ตัดสิน" not in said.get_text()
    assert "สำนักงานสั่งปิดชั่วคราว" in client.page(f"/office/youth/{young.ref}").get_text()
    page = client.page(f"/office/organisations/{organisation.ref}")
    assert elsewhere.ref not in str(page)
    assert "อีก 1 คนอยู่ในความดูแลของสำนักงานอื่น" in page.select_one("#h-touched").parent.get_text()
    client.sign_in(mother)
    listed = client.page("/guardian").main
    assert "ไม่มีเรื่องที่รอคุณ" in listed.h1.get_text()
    assert {"สำนักงานสั่งปิดชั่วคราว ยังไม่ต้องเดินทางไป", "หยุดไว้ชั่วคราว ยังไม่ต้องลงชื่อ", "หยุดไว้ชั่วคราว ตอนนี้ไม่ต้องทำอะไร"} <= {
        one.get_text() for one in listed.select(".tasks a > span.quiet")
    }


def test_its_organisation_is_offered_nothing_that_cannot_be_done(client) -> None:
    organisation = make_organisation()
    offer = make_opportunity(organisation=organisation)
    make_enrolment("in_learning", opportunity=offer)
    due = clock.now() + timedelta(days=1)
    asked = make_enrolment("provider_review", opportunity=offer, youth=make_youth(), due_at=due)
    client.sign_in(make_provider(organisation.id))
    here = f"/provider/applications/{asked.ref}"
    assert client.page(here).select_one("#answer-accept")
    assert client.page(here).select_one(".due")
    suspending.suspend(organisation, "สถานที่ไม่ปลอดภัยสำหรับเด็ก", by=staff(Role.OFFICER))
    start = clock.now() + timedelta(minutes=1)
    meeting = Session(
        ref=ids.new_ref("S"), opportunity_id=offer.id, number=1, held_on=clock.bangkok(start).date(),
        starts_at=start, ends_at=start + timedelta(hours=1),
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    page = client.page(here)
    assert [one["value"] for one in page.select("input[name=answer]")] == ["wait", "decline"]
    assert "เวลาที่ต้องตอบจะหยุดรอ" in page.get_text()
    assert page.select_one(".due") is None
    week = client.page("/provider/").main
    assert (week.h1.get_text(), "ปิดชั่วคราว ไม่มีใครมา" in week.get_text()) == ("เช็กชื่อครบแล้ว", True)
    assert "เช็กชื่อเลย" not in week.get_text()
    assert "ตอบภายใน" not in client.page("/provider/applications").main.get_text()
    roll = client.page(f"/provider/sessions/{meeting.ref}").main
    assert "สำนักงานระงับ" in roll.get_text()
    assert roll.select_one("input[name^=mark-]") is None
    suspending.lift(organisation, "ตรวจแล้ว ปลอดภัยดี", by=staff(Role.OFFICER))
    assert client.page(here).select_one("#answer-accept")
    assert client.page(here).select_one(".due")
    assert client.page(f"/provider/sessions/{meeting.ref}").main.select_one("input[name^=mark-]")
