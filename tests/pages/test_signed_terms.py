"""A guardian signed, and what they signed for changed: it is shown, told and asked again before anybody approves."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.enrolments import approvals, checks, consents, guardian_checks, timetables
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.offers import postings
from models.account import Account
from models.enrolment import Enrolment
from models.history import Notice
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import SATENG, acting, make_consent, make_enrolment, make_staff, make_youth, staff
from tests.fixtures.client import Client, read_page
from tests.pages.test_guardian_doubts import signature


def signed(state: str) -> Enrolment:
    """A request whose guardian signed yesterday."""
    asked = make_enrolment(state, youth=make_youth(years=16))
    make_consent(asked).given_at = clock.now() - timedelta(days=1)
    return asked


def overtaken(state: str) -> Enrolment:
    """A request whose guardian signed yesterday for times that are others since."""
    asked = signed(state)
    change_times(asked)
    return asked


def change_times(asked: Enrolment, begins: int = 20 * 60) -> None:
    session.refresh(asked, ["opportunity"])
    offer = asked.opportunity
    session.refresh(offer, ["slots"])
    draft = postings.draft_of(offer)
    late = replace(draft.times[0], slot=replace(draft.times[0].slot, start_minute=begins, end_minute=begins + 60))
    change = postings.edit(offer, replace(draft, times=(late,)), by=SYSTEM)
    assert change is not None
    timetables.publish(change, by=SYSTEM)
    session.commit()


def told(event: str) -> set[int]:
    return set(session.scalars(select(Notice.account_id).where(Notice.event == event)))


@pytest.mark.on_both
@pytest.mark.usefixtures("db")
def test_nobody_approves_on_a_signature_for_other_terms_until_the_guardian_has_said_yes_to_these(
    client: Client,
) -> None:
    worker = make_staff(Role.CASEWORKER)
    asked = overtaken("officer_review")
    assert told("enrolment.sign_anew") == {asked.youth.account_id}
    assert worker.id in told("enrolment.record")
    with pytest.raises(Invalid) as refused:
        approvals.approve(asked, by=staff(Role.OFFICER))
    assert "ก่อนที่เรื่องนี้จะเปลี่ยน" in str(refused.value)
    client.sign_in(worker)
    page = client.page(f"/office/guardians/{asked.ref}")
    assert "ลงชื่อไว้กับเงื่อนไขเดิม" in page.get_text()
    assert "ขั้นตอนของผู้ปกครองเสร็จแล้ว" not in page.get_text()
    assert page.select_one(f"form[action='/office/guardians/{asked.ref}/link']")
    assert "ไม่มีผู้ปกครอง" not in page.select_one(".note").get_text()
    assert asked.ref in str(client.page("/office/guardians")), "asked again, it stands in the list"
    token = consents.link(asked, by=SYSTEM)
    session.commit()
    there = overtaken("in_learning")
    assert there.youth.account_id in told("enrolment.sign_anew"), "whoever is there already is not stopped, but asked"
    client.sign_out()
    assert "หลังจากนั้นเรื่องนี้เปลี่ยนไป" in client.page(f"/sign/{token}").get_text()
    opened_before = client.post(f"/sign/{token}", data=signature() | {"terms": "0"})
    assert opened_before.status_code == 422
    assert "เปลี่ยน" in opened_before.get_data(as_text=True)
    terms = read_page(opened_before).select_one("input[name=terms]")
    assert terms is not None
    assert client.post(f"/sign/{token}", data=signature() | {"terms": terms["value"]}).status_code == 303
    session.refresh(asked)
    assert (asked.state, len(consents.of(asked))) == ("officer_review", 2)
    assert not next(one for one in checks.of(asked) if one.code == "guardian").flag
    assert guardian_checks.asked_anew(asked) is None
    assert "สำนักงานและเยาวชนเห็นแล้ว" in client.page(f"/sign/{token}").get_text()
    client.sign_in(worker)
    assert asked.ref not in str(client.page("/office/guardians"))
    assert "ผู้ปกครองลงชื่ออีกครั้ง" in client.page(f"/office/enrolments/{asked.ref}").get_text()


@pytest.mark.usefixtures("db")
def test_a_no_to_what_has_changed_is_told_to_everybody_in_its_order(client: Client) -> None:
    worker, asked = make_staff(Role.CASEWORKER), overtaken("officer_review")
    signing, token = f"/office/guardians/{asked.ref}", consents.link(asked, by=SYSTEM)
    session.commit()
    assert client.post(f"/sign/{token}/decline", data={}).status_code == 303
    assert "เรื่องที่ลงชื่อไว้ที่นี่เปลี่ยนไปแล้ว" not in client.page(f"/sign/{token}").get_text()
    flag = next(one for one in checks.of(asked) if one.code == "guardian")
    assert flag.flag
    assert str(flag.text).index("ลงชื่อเมื่อ") < str(flag.text).index("ไม่ยินยอมเมื่อ")
    client.sign_in(worker)
    ours = client.page("/office/guardians").find(id="h-ours").parent
    assert asked.ref in str(ours)
    client.sign_in(session.get_one(Account, asked.youth.account_id))
    page = client.page(f"/youth/applications/{asked.ref}")
    assert "ไม่ยินยอมกับสิ่งที่เปลี่ยนไป" in page.get_text()
    assert "ขอให้ผู้ปกครองเซ็น" not in page.get_text()
    assert "ทำลิงก์ใหม่ให้ผู้ปกครองอ่านอีกครั้ง" not in client.page(f"/youth/applications/{asked.ref}/guardian").get_text()
    token = consents.link(asked, by=SYSTEM)
    session.commit()
    client.sign_out()
    assert client.post(f"/sign/{token}", data=signature()).status_code == 303
    change_times(asked, 21 * 60)
    client.sign_in(worker)
    assert "ต้องถามผู้ปกครองอีกครั้ง" in client.page(signing).select_one(".note").get_text(), "the no is answered"


@pytest.mark.usefixtures("db")
def test_a_yes_that_nobody_was_told_of_waits_again_once_its_terms_have_changed(client: Client) -> None:
    change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)
    decided, told_before = signed("officer_review"), signed("officer_review")
    officer = make_staff(Role.OFFICER)
    with clock.frozen(clock.now() - timedelta(minutes=11)):
        approvals.approve(told_before, by=staff(Role.OFFICER))
    approvals.approve(decided, by=acting(officer))
    for one in (decided, told_before):
        change_times(one)
        session.refresh(one)
    assert told_before.state == "approved", "what was told stays"
    assert (decided.state, decided.decided_at, decided.reserved_satang) == ("officer_review", None, 0)
    assert officer.id in told("enrolment.held_back")
    news = select(Notice.cancelled_at).where(Notice.event == "enrolment.approved", Notice.subject_id == decided.id)
    assert all(session.scalars(news)), "nobody hears of the yes"
    with pytest.raises(Invalid):
        approvals.approve(decided, by=staff(Role.OFFICER))
    client.sign_in(officer)
    page = client.page(f"/office/enrolments/{decided.ref}").main
    assert "สิ่งที่อนุมัติไว้เปลี่ยนไป" in page.get_text()
    assert page.select("h1 .nb"), "no name is parted at the end of a line"
    assert page.select(".timeline .nb")
