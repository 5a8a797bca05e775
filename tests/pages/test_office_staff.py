"""Young people registered by staff, roles given and ended, and how offices work."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.people import accounts, guardians, queries
from marketplace.people.youth import NewYouth, register_found
from models.account import Account, Membership
from models.history import AuditEvent
from models.session import db as session
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import acting, give_role, make_account, make_provider, make_staff, make_youth
from tests.factories.offers import BETONG, SATENG, make_organisation
from tests.fixtures.client import read_page

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
NATIONAL_ID = "1101700230708"
MARRIED = {
    "civil_status": "married",
    "civil_proof": "marriage_certificate",
    "civil_number": "88/2569",
    "civil_since": "1/6/2569",
}
PERSON = {"nickname": "ซากีนะห์", "birth_date": "14 ก.พ. 2551", "area_code": SATENG, "civil_status": "single"}


@pytest.fixture(autouse=True)
def stopped(db):
    with clock.frozen(NOW):
        yield


def sign_in(client, role: Role, area: str = SATENG) -> Account:
    account = make_staff(role, area)
    client.sign_in(account)
    return account


def acts(action: str) -> int:
    return session.scalars(select(func.count(AuditEvent.id)).where(AuditEvent.action == action)).one()


def own_place() -> str:
    return f"office:{office_key_for(SATENG)}"


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.OFFICER])
@pytest.mark.parametrize("born", ["14 ก.พ. 2551", "14/2/2008", "๑๔/๒/๒๕๕๑"])
def test_staff_register_somebody_of_their_area_with_a_birth_date_in_either_era(client, role, born) -> None:
    account = sign_in(client, role)
    assert client.page("/office/youth").select_one("a[href='/office/youth/new']")
    client.page("/office/youth/new")
    answer = client.post("/office/youth/new", data=PERSON | {"birth_date": born, "national_id": "1-1017-00230-70-8"})
    made = session.scalars(select(Youth)).one()
    assert answer.location == f"/office/youth/{made.ref}"
    assert (made.birth_date, made.account_id, made.case_worker_id) == (date(2008, 2, 14), None, account.id)
    assert queries.find_by_national_id(acting(account), NATIONAL_ID) is not None
    assert acts("youth.register") == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("nickname", ""),
        ("nickname", "ก" * 61),
        ("birth_date", ""),
        ("birth_date", "30/2/2551"),
        ("birth_date", "14/2/2451"),
        ("birth_date", "14/2/2599"),
        ("area_code", ""),
        ("area_code", "ไม่มีที่นี่"),
        ("national_id", "1101700230709"),
        ("phone", "12"),
        ("sex", "q"),
        ("civil_status", "q"),
    ],
)
def test_a_slip_is_told_at_its_field_and_nothing_typed_is_lost(client, field, typed) -> None:
    sign_in(client, Role.CASEWORKER)
    answer = client.post("/office/youth/new", data=PERSON | {"last_name": "อาแว"} | {field: typed})
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one(f".errors a[href='#{field}']")
    assert page.select_one("#last_name")["value"] == "อาแว"
    assert session.scalars(select(func.count(Youth.id))).one() == 0


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("first_name", "=1+1"),
        ("first_name", "<b>กก</b>"),
        ("first_name", "นู\nรีน"),
        ("first_name", "-"),
        ("last_name", "!!!"),
        ("last_name", "12345"),
        ("nickname", "<script>"),
        ("nickname", "=1+1"),
        ("nickname", "ดา\nนา"),
    ],
)
def test_what_no_card_bears_is_told_at_its_field_and_kept_nowhere(client, field, typed) -> None:
    sign_in(client, Role.CASEWORKER)
    named = PERSON | {"first_name": "น.ส. ซากีนะห์", "last_name": "-", "nickname": "ดา 2"}
    answer = client.post("/office/youth/new", data=named | {field: typed})
    assert answer.status_code == 422
    page = read_page(answer)
    assert len(page.select(f".errors a[href='#{field}']")) == len(page.select(".errors a")) == 1
    assert session.scalars(select(func.count(Youth.id))).one() == 0
    assert client.post("/office/youth/new", data=named).status_code == 303
    made = session.scalars(select(Youth)).one()
    with pytest.raises(Invalid) as refused:
        register_found(NewYouth(area_code=SATENG, **{field: typed}), by=SYSTEM)
    assert list(refused.value.errors) == [field]
    assert session.scalars(select(Youth)).all() == [made]


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({"civil_proof": "", "civil_number": "", "civil_since": ""}, {"civil_proof", "civil_number", "civil_since"}),
        ({"civil_proof": "court_order"}, {"civil_proof"}),
        ({"civil_since": "1/6/2568"}, {"civil_since"}),
        ({"civil_status": "single"}, {"civil_status"}),
    ],
)
def test_nobody_is_registered_as_married_without_a_paper_that_can_be(client, told, fields) -> None:
    sign_in(client, Role.CASEWORKER)
    # 18 on 1 January 2026.
    person = PERSON | {"birth_date": "1/1/2551"} | MARRIED | told
    answer = client.post("/office/youth/new", data=person)
    assert answer.status_code == 422
    page = read_page(answer)
    assert {one["href"][1:] for one in page.select(".errors a")} == fields
    assert page.select_one("#civil_number")["value"] == person["civil_number"]
    assert session.scalars(select(func.count(Youth.id))).one() == 0


def test_with_the_paper_they_decide_alone(client) -> None:
    sign_in(client, Role.CASEWORKER)
    answer = client.post("/office/youth/new", data=PERSON | {"birth_date": "1/1/2551"} | MARRIED)
    assert answer.status_code == 303
    assert not guardians.is_needed(session.scalars(select(Youth)).one(), clock.today())


def test_a_status_without_a_paper_is_pointed_out_to_the_case_worker(client) -> None:
    sign_in(client, Role.CASEWORKER)
    youth = make_youth(years=17, civil_status="married", civil_proof=None, civil_number_sealed=None, civil_since=None)
    told = client.page(f"/office/youth/{youth.ref}").main.get_text()
    assert "ยังไม่มีเอกสารยืนยันสถานภาพนี้" in told


def test_somebody_of_another_area_is_not_registered_here(client) -> None:
    sign_in(client, Role.OFFICER)
    answer = client.post("/office/youth/new", data=PERSON | {"area_code": BETONG})
    assert answer.status_code == 422
    assert read_page(answer).select_one(".errors")
    assert session.scalars(select(func.count(Youth.id))).one() == 0


@pytest.mark.parametrize(("area", "shown"), [(SATENG, True), (BETONG, False)])
def test_a_number_that_is_known_names_its_person_only_inside_the_own_area(client, area, shown) -> None:
    other = register_found(NewYouth(nickname="อีกคน", area_code=area, national_id=NATIONAL_ID), by=SYSTEM)
    sign_in(client, Role.CASEWORKER)
    answer = client.post("/office/youth/new", data=PERSON | {"national_id": NATIONAL_ID})
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one(".errors a[href='#national_id']")
    assert (other.ref in str(page), "อีกคน" in str(page)) == (shown, shown)
    assert session.scalars(select(func.count(Youth.id))).one() == 1


def test_a_case_worker_tells_the_civil_status_with_a_note_and_no_guardian_is_needed(client) -> None:
    sign_in(client, Role.CASEWORKER)
    youth = make_youth(years=19)
    path = f"/office/youth/{youth.ref}"
    said = "เห็นทะเบียนสมรสที่อำเภอ"
    told = MARRIED | {"note": said}
    for given in ({}, MARRIED, told | {"note": "ก"}, told | {"civil_status": "q"}, told | {"civil_proof": ""}):
        assert client.post(f"{path}/civil-status", data=given).status_code == 422
    assert guardians.is_needed(youth, clock.today())
    assert client.post(f"{path}/civil-status", data=told).status_code == 303
    session.refresh(youth)
    assert not guardians.is_needed(youth, clock.today())
    assert said in client.page(path).get_text()
    assert acts("youth.civil_status") == 1
    assert "88/2569" in client.page(path).get_text()
    again = client.post(f"{path}/civil-status", data=told)
    assert read_page(again).select_one(".errors a[href='#civil_status']")


def test_nobody_but_a_case_worker_of_the_area_tells_a_civil_status(client) -> None:
    youth = make_youth(years=17)
    data = MARRIED | {"note": "เห็นทะเบียนสมรส"}
    make_staff(Role.CASEWORKER)
    for role, area, status in (
        (Role.OFFICER, SATENG, 403),
        (Role.PROVINCE, "95", 403),
        (Role.CASEWORKER, BETONG, 404),
        (Role.STEWARD, SATENG, 404),
    ):
        client.sign_in(make_staff(role, area))
        assert client.post(f"/office/youth/{youth.ref}/civil-status", data=data).status_code == status
    client.sign_in(session.get_one(Account, youth.account_id))
    assert client.post(f"/office/youth/{youth.ref}/civil-status", data=data).status_code == 404
    session.refresh(youth)
    assert youth.civil_status == "single"


def test_an_officer_invites_a_case_worker_by_a_link_that_is_shown_once(client) -> None:
    sign_in(client, Role.OFFICER)
    given = {"name": "สุดา ใจดี", "login": "081 234 5678", "role": "caseworker", "over": own_place()}
    answer = client.post("/office/people/new", data=given | {"once": "key-1"})
    address = read_page(answer).select_one("code").get_text()
    made = accounts.find("0812345678")
    assert [row.role for row in session.scalars(select(Membership).where(Membership.account_id == made.id))] == [
        "caseworker"
    ]
    again = client.post("/office/people/new", data=given | {"once": "key-1"})
    assert (again.status_code, again.location) == (303, "/office/people/new")
    assert "สุดา ใจดี" in client.page("/office/people").get_text()
    client.sign_out()
    path = re.sub(r"^https?://[^/]+", "", address)
    assert client.post(path, data={"password": "ฝนตกที่ยะลาทุกวันศุกร์"}).status_code == 303
    assert accounts.authenticate("0812345678", "ฝนตกที่ยะลาทุกวันศุกร์") is not None


def test_a_lost_link_is_made_again_until_somebody_has_opened_the_account(client) -> None:
    sign_in(client, Role.OFFICER)
    given = {"name": "สุดา", "login": "suda@office.example", "role": "caseworker", "over": own_place()}
    first = read_page(client.post("/office/people/new", data=given)).select_one("code").get_text()
    second = read_page(client.post("/office/people/new", data=given)).select_one("code").get_text()
    assert first != second
    assert client.get(re.sub(r"^https?://[^/]+", "", first)).status_code == 410
    accounts.find("suda@office.example").password_hash = "set"
    assert client.post("/office/people/new", data=given).status_code == 422


def test_no_link_ever_opens_an_account_with_more_than_the_inviter_may_give(client) -> None:
    sign_in(client, Role.OFFICER)
    above = make_staff(Role.STEWARD)
    give_role(above, Role.STEWARD)
    youth = make_youth()
    for account in (above, session.get_one(Account, youth.account_id)):
        given = {"name": "x", "login": account.email, "role": "caseworker", "over": own_place()}
        page = read_page(client.post("/office/people/new", data=given))
        assert page.select_one("code") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("role", "officer"), ("role", "steward"), ("over", "area:95"), ("over", "all"), ("login", "x"), ("name", "")],
)
def test_what_an_officer_may_not_give_is_refused_at_its_field(client, field, value) -> None:
    sign_in(client, Role.OFFICER)
    given = {"name": "สุดา", "login": "0812345678", "role": "caseworker", "over": own_place()}
    answer = client.post("/office/people/new", data=given | {field: value})
    assert answer.status_code == 422
    assert read_page(answer).select_one(f".errors a[href='#{field}']")
    assert accounts.find("0812345678") is None


def test_a_role_needs_the_right_kind_of_place_and_a_refusal_leaves_no_account(client) -> None:
    sign_in(client, Role.PROVINCE, "95")
    given = {"name": "สุดา", "login": "0812345678", "role": "provider_admin", "over": "area:95"}
    answer = client.post("/office/people/new", data=given)
    assert read_page(answer).select_one(".errors a[href='#over']")
    assert accounts.find("0812345678") is None
    assert client.post("/office/people/new", data=given | {"role": "officer"}).status_code == 200


def test_a_steward_chooses_a_province_and_gives_roles_in_it(client) -> None:
    account = make_account()
    give_role(account, Role.STEWARD)
    client.sign_in(account)
    client.page("/office/people/new")
    page = client.page("/office/people/new?province=95")
    assert page.select_one(f"option[value='{own_place()}']")
    client.page("/office/people/new?province=zz")
    given = {"name": "สุดา", "login": "0812345678", "role": "auditor", "over": "all"}
    assert client.post("/office/people/new", data=given).status_code == 200
    assert client.page("/office/people").select("td")


def test_the_list_is_the_areas_and_a_role_ends_today(client) -> None:
    worker, stranger = make_staff(Role.CASEWORKER, name="สุดา"), make_staff(Role.CASEWORKER, BETONG, name="ไกล")
    sign_in(client, Role.OFFICER)
    page = client.page("/office/people")
    assert "สุดา" in page.get_text()
    assert "ไกล" not in page.get_text()
    action = page.select_one(f"a[href*='{worker.ref}']")["href"]
    asked = client.page(action).main
    assert "สุดา" in asked.h1.get_text(), "what ends is asked once, by name"
    assert asked.select("form button.btn-danger")
    assert acting(worker).has(Role.CASEWORKER)
    assert client.post(action.replace(worker.ref, stranger.ref)).status_code == 404
    assert client.post("/office/people/nothing/end").status_code == 404
    assert client.post(action).status_code == 303
    assert acting(worker).roles() == frozenset()
    assert acts("membership.end") == 1
    assert client.post(action).status_code == 404


def test_nobody_ends_a_role_above_their_own(client) -> None:
    above = make_staff(Role.APPROVER)
    sign_in(client, Role.OFFICER)
    page = client.page("/office/people")
    assert page.select_one(f"a[href*='{above.ref}']") is None
    key = f"{above.ref}~approver~{office_key_for(SATENG).removeprefix('d:')}"
    answer = client.post(f"/office/people/{key}/end")
    assert answer.status_code == 403
    assert acting(above).has(Role.APPROVER)


def test_an_admin_looks_after_the_staff_of_the_own_organisation_only(client) -> None:
    mine, other = make_organisation(), make_organisation()
    admin, teacher = make_provider(mine.id, Role.PROVIDER_ADMIN), make_provider(mine.id)
    stranger = make_provider(other.id)
    client.sign_in(admin)
    page = client.page("/provider/staff")
    assert page.select_one(f"a[href*='{teacher.ref}']")
    assert page.select_one(f"a[href*='{stranger.ref}']") is None
    assert client.page("/provider/staff/new").select("#over option[value^='org:']")[0]["value"] == f"org:{mine.ref}"
    given = {"name": "ครูใหม่", "login": "0812345678", "role": "provider", "over": f"org:{mine.ref}"}
    assert read_page(client.post("/provider/staff/new", data=given)).select_one("code")
    foreign = given | {"over": f"org:{other.ref}", "login": "0812345679"}
    assert client.post("/provider/staff/new", data=foreign).status_code == 422
    assert client.post(f"/provider/staff/{teacher.ref}~provider~o:{mine.ref}/end").status_code == 303
    assert client.post(f"/provider/staff/{stranger.ref}~provider~o:{other.ref}/end").status_code == 404


def test_the_last_admin_cannot_leave_and_is_told_why(client) -> None:
    mine = make_organisation()
    admin = make_provider(mine.id, Role.PROVIDER_ADMIN)
    client.sign_in(admin)
    action = client.page("/provider/staff").select_one(f"a[href*='{admin.ref}']")["href"]
    answer = client.post(action)
    assert answer.status_code == 409
    assert "ดูแล" in read_page(answer).get_text()
    assert acting(admin).has(Role.PROVIDER_ADMIN)
    make_provider(mine.id, Role.PROVIDER_ADMIN)
    assert client.post(action).location == "/"


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.APPROVER, Role.AUDITOR])
def test_roles_and_settings_are_not_there_for_others(client, role) -> None:
    sign_in(client, role)
    for path in ("/office/people", "/office/people/new", "/provider/staff", "/office/settings"):
        client.page(path, status=404)
    assert client.post(f"/office/settings/{office_key_for(SATENG)}").status_code == 404
