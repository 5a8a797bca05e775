"""Nobody signs themselves out of their guardian by another birth date, and whoever needs none waits for none."""

from datetime import date

import pytest

from marketplace.access import SYSTEM
from marketplace.enrolments import alone, applications, batches, checks, consents, queries
from marketplace.kernel import clock
from marketplace.mentoring import rules as mentoring
from marketplace.people import birth, civil, guardians
from marketplace.people.civil_law import Known
from models.account import Account
from models.enrolment import Enrolment
from models.history import AuditEvent, Notice
from models.session import db as session
from models.vocabulary import CivilProof, CivilStatus, EnrolmentState, Role
from models.youth import Youth
from tests.factories.enrolments import (
    acting,
    make_account,
    make_enrolment,
    make_guardian,
    make_staff,
    make_youth,
    on_paper,
    youth_actor,
)
from tests.factories.offers import BETONG, SATENG, make_opportunity
from tests.fixtures.client import Client, read_page

SEEN = {"birth_proof": "id_card", "birth_note": "เห็นบัตรประชาชนที่สำนักงาน"}


def born(years: int) -> date:
    """A birthday some months ago, so many years back."""
    day = clock.today()
    return date(day.year - years, 1, 2) if day.month > 1 else date(day.year - years - 1, 12, 1)


def thai(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


@pytest.fixture
def young(db: object) -> Youth:
    return on_paper(make_youth(years=15))


def changes(client: Client, youth: Youth, years: int) -> None:
    """They answer the first of the seven questions anew."""
    client.sign_in(session.get_one(Account, youth.account_id))
    client.page("/youth/profile/1")
    assert client.post("/youth/profile/1", data={"birth_date": thai(born(years))}).status_code == 303
    session.refresh(youth)
    assert youth.birth_date == born(years)


def flags(enrolment: Enrolment) -> dict[str, str]:
    return {one.code: str(one.text) for one in checks.of(enrolment) if one.flag}


def state_of(enrolment: Enrolment) -> str:
    session.refresh(enrolment)
    return enrolment.state


def test_another_birth_date_leaves_the_guardian_in_until_a_paper_was_seen(client: Client, young: Youth) -> None:
    offer = make_opportunity()
    first = applications.apply(offer, young, by=youth_actor(young))
    assert first.state == EnrolmentState.AWAITING_GUARDIAN
    changes(client, young, 24)
    applications.withdraw(first, by=youth_actor(young))
    again = applications.apply(offer, young, by=youth_actor(young))
    assert again.state == EnrolmentState.AWAITING_GUARDIAN
    for path in (f"/youth/applications/{again.ref}", "/youth/profile", f"/youth/apply/{make_opportunity().ref}"):
        assert "เราเชื่อคุณ" in client.page(path).get_text()
    assert "ถอนใบสมัครที่รอผู้ปกครอง" in flags(again)["birth_date"]
    staff = make_staff(Role.OFFICER)
    client.sign_in(staff)
    page = client.page(f"/office/youth/{young.ref}")
    assert "ยังไม่มีใครยืนยัน" in page.get_text()
    assert page.select_one(f"form[action='/office/youth/{young.ref}/birth-date']")
    given = {"birth_date": thai(born(24))} | SEEN
    assert client.post(f"/office/youth/{young.ref}/birth-date", data=given).status_code == 303
    assert state_of(again) == EnrolmentState.PROVIDER_REVIEW
    session.refresh(young)
    assert not guardians.is_needed(young, clock.today())
    assert "birth_date" not in flags(again)
    told = client.page(f"/office/youth/{young.ref}").get_text()
    assert SEEN["birth_note"] in told
    assert "ยังไม่มีใครยืนยัน" not in told
    client.sign_in(session.get_one(Account, young.account_id))
    assert "เราเชื่อคุณ" not in client.page("/youth/profile").get_text()


def test_the_officer_sees_the_change_on_what_was_asked_before_and_no_batch_takes_it(
    client: Client, young: Youth
) -> None:
    young.birth_date = born(24)
    asked = make_enrolment(EnrolmentState.OFFICER_REVIEW, youth=young, opportunity=make_opportunity(age_min=10))
    before = set(flags(asked))
    changes(client, young, 17)
    changes(client, young, 23)
    session.refresh(asked)
    assert set(flags(asked)) - before == {"birth_date", "guardian"}
    assert asked.flag_count == len(flags(asked))
    officer = make_staff(Role.OFFICER)
    plan = batches.plan([asked.ref], by=acting(officer))
    assert [one.ref for one in plan.left_out] == [asked.ref]
    client.sign_in(officer)
    assert "เปลี่ยนวันเกิดเองเมื่อ" in client.page(f"/office/enrolments/{asked.ref}").get_text()


def test_a_first_birth_date_is_no_change_and_a_slip_of_a_day_asks_nobody(client: Client) -> None:
    youth = on_paper(make_youth(birth_date=None))
    changes(client, youth, 24)
    assert not birth.is_doubted(youth)
    assert not guardians.is_needed(youth, clock.today())
    changes(client, youth, 25)
    assert not guardians.is_needed(youth, clock.today())
    asked = make_enrolment(EnrolmentState.OFFICER_REVIEW, youth=youth)
    assert "birth_date" not in flags(asked)


def test_leaving_it_open_in_between_hides_nothing(client: Client, young: Youth) -> None:
    client.sign_in(session.get_one(Account, young.account_id))
    birth.change(young, None, by=SYSTEM)
    assert guardians.is_needed(young, clock.today())
    changes(client, young, 24)
    assert birth.is_doubted(young)
    assert guardians.is_needed(young, clock.today())
    assert mentoring.is_minor(young, clock.today())


def test_a_date_told_as_before_is_doubted_no_longer(client: Client, young: Youth) -> None:
    changes(client, young, 24)
    changes(client, young, 15)
    assert not birth.is_doubted(young)


@pytest.mark.parametrize(("kind", "told", "is_told"), [("placement", 18, True), ("course", 18, False)])
def test_the_lines_of_work_are_looked_at_for_work(kind: str, told: int, is_told: bool, client: Client) -> None:
    youth = make_youth(years=16)
    changes(client, youth, told)
    asked = make_enrolment(EnrolmentState.OFFICER_REVIEW, youth=youth, opportunity=make_opportunity(kind=kind))
    assert ("birth_date" in flags(asked)) is is_told


def test_a_guardian_s_account_keeps_its_ward_meanwhile(client: Client, young: Youth) -> None:
    guardian = make_account()
    make_guardian(young, account_id=guardian.id)
    changes(client, young, 24)
    assert young.id in acting(guardian).ward_ids


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"birth_note": "ก"}, "birth_note"),
        ({"birth_note": ""}, "birth_note"),
        ({"birth_proof": ""}, "birth_proof"),
        ({"birth_proof": "hearsay"}, "birth_proof"),
        ({"birth_date": "1/1/2600"}, "birth_date"),
        ({"birth_date": ""}, "birth_date"),
    ],
)
def test_a_confirmation_says_how_it_is_known(client: Client, young: Youth, given: dict[str, str], field: str) -> None:
    client.sign_in(make_staff(Role.CASEWORKER))
    client.page(f"/office/youth/{young.ref}")
    answer = client.post(f"/office/youth/{young.ref}/birth-date", data={"birth_date": thai(born(15))} | SEEN | given)
    assert answer.status_code == 422
    assert read_page(answer).select_one(f".errors a[href='#{field}']")
    assert not birth.changes(young)


def test_what_is_confirmed_already_is_said_and_only_staff_of_the_place_confirm(client: Client, young: Youth) -> None:
    make_staff(Role.CASEWORKER)
    make_staff(Role.OFFICER)
    path, data = f"/office/youth/{young.ref}/birth-date", {"birth_date": thai(born(15))} | SEEN
    for role, area, status in (
        (Role.PROVINCE, "95", 403),
        (Role.APPROVER, SATENG, 403),
        (Role.CASEWORKER, BETONG, 404),
        (Role.CASEWORKER, SATENG, 303),
        (Role.OFFICER, SATENG, 422),
    ):
        client.sign_in(make_staff(role, area))
        assert client.post(path, data=data).status_code == status, role
    client.sign_in(session.get_one(Account, young.account_id))
    assert client.post(path, data=data).status_code == 404


def test_whoever_is_married_by_a_paper_waits_for_no_guardian(client: Client) -> None:
    youth = on_paper(make_youth(years=19))
    asked = applications.apply(make_opportunity(), youth, by=youth_actor(youth))
    token = consents.link(asked, by=SYSTEM)
    client.sign_in(make_staff(Role.CASEWORKER))
    client.page(f"/office/youth/{youth.ref}")
    told = {
        "civil_status": "married",
        "civil_proof": "marriage_certificate",
        "civil_number": "88/2569",
        "civil_since": thai(clock.today()),
        "note": "เห็นทะเบียนสมรสที่อำเภอ",
    }
    assert client.post(f"/office/youth/{youth.ref}/civil-status", data=told).status_code == 303
    assert state_of(asked) == EnrolmentState.PROVIDER_REVIEW
    assert [line.verb for line in queries.history(asked)][-2:] == ["go_on_alone", "hand_over"]
    assert session.query(AuditEvent).filter_by(action="enrolment.go_on_alone").count() == 1
    assert session.query(Notice).filter_by(account_id=youth.account_id, event="enrolment.alone").count() == 1
    client.sign_in(session.get_one(Account, youth.account_id))
    page = client.page(f"/youth/applications/{asked.ref}").get_text()
    assert "ไม่ต้องมีผู้ปกครองเซ็นอีกแล้ว" in page
    assert "ส่งลิงก์ให้ผู้ปกครอง" not in page
    client.sign_out()
    gone = client.get(f"/sign/{token}")
    assert gone.status_code == 410
    assert "ตัดสินใจเองได้แล้ว" in read_page(gone).get_text()


def test_whoever_turns_twenty_while_waiting_goes_on_at_night(db: object) -> None:
    today = clock.today()
    youth = make_youth(birth_date=today.replace(year=today.year - 20, day=min(today.day, 28)))
    other, paper = make_youth(years=17), Known(CivilStatus.MARRIED, CivilProof.CERTIFICATE, "12/3456", today)
    grown, waits = (make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=one) for one in (youth, other))
    wed = make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=make_youth(years=19))
    civil.change(wed.youth, paper, note="เห็นทะเบียนสมรสแล้ว", by=SYSTEM)
    assert alone.nightly() == 2
    assert alone.nightly() == 0
    assert [state_of(one) for one in (grown, waits, wed)] == [
        EnrolmentState.PROVIDER_REVIEW,
        EnrolmentState.AWAITING_GUARDIAN,
        EnrolmentState.PROVIDER_REVIEW,
    ]
