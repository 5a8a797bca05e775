"""Guardians' parts to record and young people of the area, as case workers and officers meet them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.enrolments import applications, consents, own
from marketplace.kernel import clock
from marketplace.people import guardians
from marketplace.people.youth import NewYouth, put_national_id, register_found
from models.account import OneTimeLink
from models.enrolment import Enrolment, GuardianConsent
from models.history import AuditEvent, ReadLog
from models.session import db as session
from models.vocabulary import GuardianBasis, Role
from tests.factories.enrolments import make_enrolment, make_staff, make_youth
from tests.factories.offers import BETONG, SATENG, make_opportunity
from tests.fixtures.client import read_page

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
NATIONAL_ID = "1101700230708"
REASON = "พ่อแม่ติดต่อไม่ได้ ยายเลี้ยงมาแต่เล็ก คุยกับยายแล้ว"


@pytest.fixture(autouse=True)
def stopped(db):
    with clock.frozen(NOW):
        yield


@pytest.fixture
def worker(client):
    account = make_staff(Role.CASEWORKER)
    client.sign_in(account)
    return account


def found_youth(**given):
    facts = {"nickname": "นูรีน", "first_name": "นูรีน", "last_name": "อาแว", "phone": "0812345678", "area_code": SATENG}
    born = {"birth_date": date(2009, 5, 1)}
    made = register_found(NewYouth(**(facts | born | given)), by=SYSTEM)
    put_national_id(made, NATIONAL_ID, by=SYSTEM)
    session.flush()
    return made


def waiting(basis: GuardianBasis | None = None, *, with_account: bool = True) -> Enrolment:
    youth = make_youth(years=16, with_account=with_account)
    if basis is not None:
        guardians.link(youth, name="แมะซง อาแว", relation="ยาย", basis=basis, by=SYSTEM)
    return applications.apply(make_opportunity(), youth, by=SYSTEM)


def test_what_a_case_worker_has_to_take_up_stands_apart_from_what_a_guardian_was_asked(client, worker) -> None:
    carer, asked, nobody = waiting(GuardianBasis.CARER), waiting(GuardianBasis.PARENT), waiting(with_account=False)
    newcomer = waiting()
    page = client.page("/office/guardians")
    ours = page.find(id="h-ours").parent
    theirs = page.find(id="h-asked").parent
    assert all(one.ref in str(ours) for one in (carer, nobody))
    assert all(one.ref in str(theirs) for one in (asked, newcomer)), "a link is the young person's to give"
    told = client.get("/office/guardians.csv").get_data(as_text=True)
    assert all(one.ref in told for one in (carer, nobody, asked))
    with clock.frozen(NOW + timedelta(days=20)):
        client.sign_in(worker)
        assert asked.ref in str(client.page("/office/guardians").find(id="h-ours").parent)


def test_an_empty_list_says_so(client, worker) -> None:
    assert client.page("/office/guardians").select_one(".empty")


def test_recording_needs_a_reason_keeps_what_was_typed_and_sends_it_on(client, worker) -> None:
    asked = waiting(GuardianBasis.CARER)
    path = f"/office/guardians/{asked.ref}"
    assert "แมะซง" in client.page(path).get_text()
    answer = client.post(path, data={"reason": "สั้น", "basis": "child_protection_officer", "relation": "อบต."})
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one("#relation")["value"] == "อบต."
    assert page.select_one(".errors a[href='#reason']")
    wrong = client.post(path, data={"reason": REASON, "basis": "child_protection_officer", "relation": "12345"})
    assert wrong.status_code == 422
    assert read_page(wrong).select_one(".errors a[href='#relation']")
    assert session.scalars(select(func.count(GuardianConsent.id))).one() == 0
    assert client.post(path, data={"reason": REASON, "basis": "child_protection_officer"}).status_code == 303
    session.refresh(asked)
    assert asked.state == "provider_review"
    kept = session.scalars(select(GuardianConsent)).one()
    assert (kept.route, kept.recorded_by_id, kept.reason) == ("case_worker", worker.id, REASON)


def test_recording_twice_tells_that_it_is_done(client, worker) -> None:
    asked = waiting()
    path = f"/office/guardians/{asked.ref}"
    client.post(path, data={"reason": REASON})
    assert client.post(path, data={"reason": REASON}).status_code == 409
    assert session.scalars(select(func.count(GuardianConsent.id))).one() == 1


def test_a_new_link_is_shown_once_and_opens_the_signing_page(client, worker) -> None:
    asked = waiting(GuardianBasis.PARENT)
    page = read_page(client.post(f"/office/guardians/{asked.ref}/link"))
    address = page.select_one("code").get_text()
    client.sign_out()
    client.page(re.sub(r"^https?://[^/]+", "", address))


def test_an_unsafe_guardian_is_marked_so_and_gets_no_link(client, worker) -> None:
    asked = waiting(GuardianBasis.PARENT)
    youth = asked.youth_id
    for one in session.scalars(select(guardians.Guardian).where(guardians.Guardian.youth_id == youth)):
        guardians.mark_unsafe(one, by=SYSTEM)
    page = client.page(f"/office/guardians/{asked.ref}")
    assert page.select_one("form[action$='/link']") is None


@pytest.mark.parametrize("role", [Role.APPROVER, Role.PROVINCE, Role.STEWARD, Role.AUDITOR])
def test_only_case_workers_and_officers_record(client, role) -> None:
    asked = waiting()
    client.sign_in(make_staff(role, "95" if role is Role.PROVINCE else SATENG))
    make_staff(Role.CASEWORKER)
    if role is Role.PROVINCE:
        assert asked.ref not in str(client.page("/office/guardians"))
    else:
        client.page("/office/guardians", status=404)
    client.page(f"/office/guardians/{asked.ref}", status=404)
    assert client.post(f"/office/guardians/{asked.ref}", data={"reason": REASON}).status_code == 404


def test_a_foreign_case_is_a_missing_case(client) -> None:
    asked = waiting()
    client.sign_in(make_staff(Role.CASEWORKER, BETONG))
    for path in (f"/office/guardians/{asked.ref}", "/office/guardians/E-NONE"):
        client.page(path, status=404)


def test_the_list_of_young_people_is_the_areas_and_is_searched_by_name(client, worker) -> None:
    mine = make_youth(nickname="ซากีนะห์")
    make_youth(nickname="อื่น")
    make_youth(area_code=BETONG, nickname="ซากีนะห์")
    page = client.page("/office/youth?q=ซากี")
    assert [mine.ref in item["href"] for item in page.select(".tasks a")] == [True]
    assert client.page("/office/youth?q=%25").select_one(".empty")
    for strange in ("page=x", "page=-1", "page=99999999999"):
        client.page(f"/office/youth?{strange}")


def test_a_number_finds_its_person_and_never_stands_in_an_address(client, worker) -> None:
    youth = found_youth()
    for number in ("1-1017-00230-70-8", "๑๑๐๑๗๐๐๒๓๐๗๐๘", "081 234 5678"):
        answer = client.post("/office/youth/find", data={"number": number})
        assert youth.ref in answer.get_data(as_text=True)
        assert number not in answer.get_data(as_text=True)
    wrong = client.post("/office/youth/find", data={"number": "1101700230709"})
    assert wrong.status_code == 422
    assert read_page(wrong).select_one("#number-error")
    assert client.post("/office/youth/find", data={"number": ""}).status_code == 422


def test_a_number_of_another_area_finds_nobody(client) -> None:
    found_youth()
    client.sign_in(make_staff(Role.CASEWORKER, BETONG))
    page = read_page(client.post("/office/youth/find", data={"number": NATIONAL_ID}))
    assert page.select_one(".empty")


def test_numbers_are_masked_until_a_reason_is_given_and_the_look_is_kept(client, worker) -> None:
    youth = found_youth()
    path = f"/office/youth/{youth.ref}"
    shown = client.get(path).get_data(as_text=True)
    assert NATIONAL_ID not in re.sub(r"[^\d]", "", shown)
    assert "0812345678" not in shown.replace(" ", "")
    for given in ({}, {"fact": "phone"}, {"why": "visit"}, {"fact": "health", "why": "visit"}):
        assert client.post(f"{path}/reveal", data=given).status_code == 422
    assert session.scalars(select(func.count(ReadLog.id))).one() == 0
    page = read_page(client.post(f"{path}/reveal", data={"fact": "phone", "why": "visit"}))
    assert "0812345678" in page.get_text().replace(" ", "")
    kept = session.scalars(select(ReadLog)).one()
    assert (kept.youth_id, kept.actor_id, kept.what) == (youth.id, worker.id, "phone:visit")
    assert session.scalars(select(func.count()).where(AuditEvent.action == "youth.reveal")).one() == 1


def test_the_province_sees_an_alias_and_reads_nothing_in_full(client) -> None:
    youth = found_youth()
    make_staff(Role.CASEWORKER)
    client.sign_in(make_staff(Role.PROVINCE, "95"))
    page = client.page(f"/office/youth/{youth.ref}")
    assert "อาแว" not in page.get_text()
    assert page.select_one("form[action$='/reveal']") is None
    answer = client.post(f"/office/youth/{youth.ref}/reveal", data={"fact": "phone", "why": "visit"})
    assert answer.status_code == 403


def test_a_foreign_young_person_is_a_missing_one(client) -> None:
    youth, offer = found_youth(), make_opportunity()
    client.sign_in(make_staff(Role.CASEWORKER, BETONG))
    for path in ("", "/apply", f"/apply/{offer.ref}"):
        client.page(f"/office/youth/{youth.ref}{path}", status=404)
        client.page(f"/office/youth/Y-NONE{path}", status=404)
    assert client.post(f"/office/youth/{youth.ref}/apply/{offer.ref}").status_code == 404
    assert client.post(f"/office/youth/{youth.ref}/reveal").status_code == 404


def test_a_case_worker_applies_on_somebodys_behalf(client, worker) -> None:
    youth, offer = make_youth(with_account=False), make_opportunity()
    assert client.page(f"/office/youth/{youth.ref}").select_one(f"a[href$='{youth.ref}/apply']")
    choices = client.page(f"/office/youth/{youth.ref}/apply?q={offer.title_th[:9]}")
    path = f"/office/youth/{youth.ref}/apply/{offer.ref}"
    assert choices.select_one(f"a[href='{path}']")
    client.page(f"/office/youth/{youth.ref}/apply")
    client.page(path)
    answer = client.post(path, data={"note": "อยากเรียนตอนเย็น"})
    assert answer.status_code == 303
    made = session.scalars(select(Enrolment)).one()
    assert made.ref in answer.location
    assert (made.applied_by_id, made.note, made.state) == (worker.id, "อยากเรียนตอนเย็น", "provider_review")
    client.page(f"/office/enrolments/{made.ref}")
    again = client.post(path, data={"note": "อีกครั้ง"})
    assert again.status_code == 422
    assert "อีกครั้ง" in read_page(again).select_one("textarea").get_text()


def test_what_does_not_fit_is_said_before_applying(client, worker) -> None:
    youth = make_youth(support_needs=["childcare"])
    page = client.page(f"/office/youth/{youth.ref}/apply/{make_opportunity().ref}")
    assert page.select_one(".note-danger li")


def test_an_unpublished_opportunity_cannot_be_named(client, worker) -> None:
    youth, hidden = make_youth(), make_opportunity(state="draft")
    client.page(f"/office/youth/{youth.ref}/apply/{hidden.ref}", status=404)
    assert client.post(f"/office/youth/{youth.ref}/apply/{hidden.ref}").status_code == 404


def test_an_approver_reads_but_does_not_apply(client) -> None:
    youth = make_youth()
    make_enrolment("second_review", youth=youth)
    client.sign_in(make_staff(Role.APPROVER))
    page = client.page(f"/office/youth/{youth.ref}")
    assert page.select_one(".tasks a")
    client.page(f"/office/youth/{youth.ref}/apply", status=404)


@pytest.mark.parametrize("path", ["/office/guardians", "/office/youth", "/office/queue"])
def test_reading_writes_nothing(client, path) -> None:
    account = make_staff(Role.OFFICER)
    waiting()
    client.sign_in(account)
    before = session.scalars(select(func.count(AuditEvent.id))).one()
    client.page(path)
    assert session.scalars(select(func.count(AuditEvent.id))).one() == before
    assert session.scalars(select(func.count(ReadLog.id))).one() == 0


def test_pressing_twice_on_what_is_shown_once_leads_back(client, worker) -> None:
    youth, asked = found_youth(), waiting(GuardianBasis.PARENT)
    for path, data in (
        ("/office/youth/find", {"number": NATIONAL_ID}),
        (f"/office/youth/{youth.ref}/reveal", {"fact": "phone", "why": "visit"}),
        (f"/office/guardians/{asked.ref}/link", {}),
    ):
        once = {"once": f"key-{len(path)}"}
        assert client.post(path, data=data | once).status_code == 200
        again = client.post(path, data=data | once)
        assert again.status_code == 303
        assert client.get(again.location).status_code == 303
    assert session.scalars(select(func.count(ReadLog.id))).one() == 1


def said_cannot(asked: Enrolment, reason: str) -> None:
    own.ask_case_worker(asked, reason=reason, by=SYSTEM)
    session.flush()


def test_what_the_young_person_said_of_the_guardian_reaches_the_case_worker_and_danger_comes_first(
    client, worker
) -> None:
    away, quiet, danger = (waiting(GuardianBasis.PARENT) for _ in range(3))
    said_cannot(away, "absent")
    said_cannot(danger, "unsafe")
    page = client.page("/office/guardians")
    ours = page.find(id="h-ours").parent
    assert [link["href"].rsplit("/", 1)[1] for link in ours.select("a[href*='/office/guardians/']")] == [
        danger.ref,
        away.ref,
    ]
    assert quiet.ref in str(page.find(id="h-asked").parent)
    assert "ไม่ปลอดภัย" in ours.get_text()
    assert "ยังไม่ได้ส่งลิงก์" in page.find(id="h-asked").parent.get_text()
    case = client.page(f"/office/guardians/{danger.ref}")
    assert "ห้ามโทร" in case.select_one(".note-danger").get_text()
    assert "ติดต่อไม่ได้" in client.page(f"/office/guardians/{away.ref}").get_text()
    assert "ห้ามโทร" in client.get("/office/guardians.csv").get_data(as_text=True)


def test_unsafe_stays_whatever_is_said_after_it(client, worker) -> None:
    asked = waiting(GuardianBasis.PARENT)
    said_cannot(asked, "unsafe")
    said_cannot(asked, "absent")
    assert client.page(f"/office/guardians/{asked.ref}").select_one(".note-danger")


def test_where_asking_is_not_safe_a_link_is_made_only_by_somebody_who_spoke_with_the_young_person(
    client, worker
) -> None:
    asked = waiting(GuardianBasis.PARENT)
    said_cannot(asked, "unsafe")
    path = f"/office/guardians/{asked.ref}/link"
    assert client.page(f"/office/guardians/{asked.ref}").select_one("input[name=spoken]")
    answer = client.post(path)
    assert answer.status_code == 422
    assert read_page(answer).select_one(".errors")
    assert session.scalars(select(func.count(OneTimeLink.id))).one() == 0
    assert client.post(path, data={"spoken": "yes"}).status_code == 200


def test_a_guardian_who_said_no_is_taken_up(client, worker) -> None:
    asked = waiting(GuardianBasis.PARENT)
    consents.say_no(asked, by=SYSTEM)
    page = client.page("/office/guardians")
    assert asked.ref in str(page.find(id="h-ours").parent)
    assert "ไม่ยินยอม" in page.get_text()


def test_contact_is_marked_unsafe_ends_the_link_and_can_be_taken_back(client, worker) -> None:
    asked = waiting(GuardianBasis.PARENT)
    consents.link(asked, by=SYSTEM)
    path = f"/office/guardians/{asked.ref}"
    assert "สร้างลิงก์ให้ผู้ปกครองเมื่อ" in client.page(path).get_text()
    assert client.post(f"{path}/contact", data={"safe": "maybe"}).status_code == 422
    assert client.post(f"{path}/contact", data={"safe": "no"}).status_code == 303
    assert session.scalars(select(OneTimeLink.used_at)).one() is not None
    assert not client.page(path).select_one("form[action$='/link']")
    assert client.post(f"{path}/contact", data={"safe": "yes"}).status_code == 303
    assert client.page(path).select_one("form[action$='/link']")


def test_nothing_goes_on_in_the_name_of_a_guardian_the_young_person_is_not_safe_from(client, worker) -> None:
    said, found = waiting(GuardianBasis.PARENT), waiting(GuardianBasis.PARENT)
    said_cannot(said, "unsafe")
    client.post(f"/office/guardians/{found.ref}/contact", data={"safe": "no"})
    for asked in (said, found):
        path = f"/office/guardians/{asked.ref}"
        answer = client.post(path, data={"reason": REASON, "basis": "parent"})
        assert answer.status_code == 422
        page = read_page(answer)
        assert page.select_one(".errors a[href='#basis']")
        assert page.select_one("#reason").get_text().strip() == REASON
        assert session.get_one(Enrolment, asked.id).state == "awaiting_guardian"
        assert client.post(path, data={"reason": REASON, "basis": "child_protection_officer"}).status_code == 303
    again = waiting(GuardianBasis.PARENT)
    said_cannot(again, "unsafe")
    client.post(f"/office/guardians/{again.ref}/contact", data={"safe": "yes"})
    told = {"reason": REASON, "basis": "parent"}
    assert client.post(f"/office/guardians/{again.ref}", data=told).status_code == 303
