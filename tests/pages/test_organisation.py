"""An organisation speaks for itself at once; what its office has to agree to waits while the old stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from models.history import AuditEvent, Notice
from models.offer import Opportunity
from models.organisation import OpportunityBranch, Organisation, OrganisationBranch, OrganisationChange
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import acting, give_role, make_account, make_provider, make_staff
from tests.factories.offers import BETONG, make_opportunity, make_organisation
from tests.fixtures.client import read_page

pytestmark = pytest.mark.on_both
NEW = "ศูนย์เรียนรู้ริมน้ำปัตตานี"


def filled(organisation: Organisation, **given: str) -> dict[str, str]:
    said = {
        "about_th": organisation.about_th,
        "about_en": organisation.about_en,
        "version": str(organisation.version),
    }
    return said | given


def wanted(organisation: Organisation, **given: str) -> dict[str, str]:
    said = {
        "name_th": organisation.name_th,
        "name_en": organisation.name_en,
        "kind": organisation.kind,
        "area": organisation.area_code,
    }
    return {**said, "area": "สะเตง ยะลา", **given}


@pytest.fixture
def admin(client):
    organisation = make_organisation()
    return client.sign_in(make_provider(organisation.id, Role.PROVIDER_ADMIN)), organisation


def test_a_new_name_waits_for_the_office_and_then_stands_in_every_listing(admin, app) -> None:
    browser, organisation = admin
    officer = make_staff(Role.OFFICER)
    offer = make_opportunity(organisation=organisation)
    old, ref = organisation.name_th, organisation.ref
    assert browser.page("/provider/organisation").select_one("input[name=name_th]")["value"] == old
    given = wanted(organisation, name_th=f"  {NEW} \n", name_en="Riverside Centre")
    path = f"/provider/organisation/{ref}"
    assert browser.post(f"{path}/changes", data=given).status_code == 303
    stranger = app.test_client()
    assert old in stranger.page("/opportunities").get_text()
    assert NEW not in stranger.page(f"/organisations/{ref}").get_text()
    told = session.scalars(select(Notice).where(Notice.event == "organisation.change")).one()
    assert (told.account_id, told.path) == (officer.id, f"/office/organisations/{ref}")
    assert browser.post(f"{path}/changes", data=given).status_code == 409
    desk = app.test_client().sign_in(officer)
    assert NEW in desk.page(f"/office/organisations/{ref}").get_text()
    action = f"/office/organisation-changes/{session.scalars(select(OrganisationChange.ref)).one()}"
    assert desk.post(action, data={"answer": "refuse", "reason": ""}).status_code == 422
    assert desk.post(action, data={"answer": "confirm"}).status_code == 303
    assert desk.post(action, data={"answer": "confirm"}).status_code == 409
    shown = stranger.page("/opportunities").get_text()
    assert NEW in shown
    assert old not in shown
    assert offer.title_th in stranger.page("/opportunities?q=ริมน้ำปัตตานี").get_text()
    kept = session.scalars(select(AuditEvent).where(AuditEvent.action == "organisation.change")).one()
    assert (kept.details["left"]["name_th"], kept.details["entered"]["name_th"]) == (old, NEW)


@pytest.mark.parametrize(
    ("field", "said"), [("about_th", "โทร 073-212-345 ทุกวัน"), ("about_en", "See www.riverside.org")]
)
def test_public_words_with_a_way_past_okat_are_told_at_the_field_and_not_kept(admin, field, said) -> None:
    browser, organisation = admin
    before = getattr(organisation, field)
    answer = browser.post(f"/provider/organisation/{organisation.ref}", data=filled(organisation, **{field: said}))
    page = read_page(answer)
    assert answer.status_code == 422
    assert "ช่วยเอาส่วนนี้ออกก่อน" in page.select_one(".field-error").get_text()
    assert page.select_one(f"textarea[name={field}]").get_text(strip=True) == said
    session.refresh(organisation)
    assert getattr(organisation, field) == before


def test_what_is_refused_or_taken_back_changes_nothing(admin, app) -> None:
    browser, organisation = admin
    officer, old, path = make_staff(Role.OFFICER), organisation.name_th, f"/provider/organisation/{organisation.ref}"
    given = wanted(organisation, name_th=NEW)
    browser.post(f"{path}/changes", data=given)
    back = f"/provider/organisation-changes/{session.scalars(select(OrganisationChange.ref)).one()}/take-back"
    assert browser.post(back).status_code == 303
    assert browser.post(back).status_code == 409
    browser.post(f"{path}/changes", data=given)
    ref = session.scalars(select(OrganisationChange.ref).where(OrganisationChange.state == "waiting")).one()
    desk = app.test_client().sign_in(officer)
    said = {"answer": "refuse", "reason": "ชื่อนี้มีคนใช้แล้ว"}
    assert desk.post(f"/office/organisation-changes/{ref}", data=said).status_code == 303
    assert "ชื่อนี้มีคนใช้แล้ว" in browser.page("/provider/organisation").get_text()
    assert session.scalars(select(Organisation.name_th).where(Organisation.id == organisation.id)).one() == old


def test_words_are_shown_at_once_and_the_office_hears_of_it(admin, app) -> None:
    browser, organisation = admin
    officer, ref = make_staff(Role.OFFICER), organisation.ref
    given = filled(organisation, about_th="สอนทำขนม\nทุกวันเสาร์")
    assert browser.post(f"/provider/organisation/{ref}", data=given).status_code == 303
    assert "ทุกวันเสาร์" in app.test_client().page(f"/organisations/{ref}").get_text()
    told = session.scalars(select(Notice).where(Notice.event == "organisation.describe")).one()
    assert (told.account_id, told.path) == (officer.id, f"/organisations/{ref}")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name_th", ""),
        ("name_th", "12-34"),
        ("name_th", "ก" * 161),
        ("name_en", "..."),
        ("kind", "circus"),
        ("area", "ที่ไหนก็ไม่รู้"),
        ("registration_no", "1" * 41),
        ("in_charge", "U-NOBODY"),
    ],
)
def test_a_wrong_change_is_told_at_its_field_and_nothing_typed_is_lost(admin, field, typed) -> None:
    browser, organisation = admin
    path = f"/provider/organisation/{organisation.ref}/changes"
    answer = browser.post(path, data=wanted(organisation, **{"name_en": "Kept", field: typed}))
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one(f".errors a[href='#{field}']")
    if field != "name_en":
        assert page.select_one("input[name=name_en]")["value"] == "Kept"
    assert session.scalars(select(OrganisationChange)).all() == []


def test_what_somebody_else_changed_meanwhile_is_not_written_over(admin) -> None:
    browser, organisation = admin
    path, stale = f"/provider/organisation/{organisation.ref}", filled(organisation, about_en="Mine")
    assert browser.post(path, data=filled(organisation, about_th="ใหม่")).status_code == 303
    answer = browser.post(path, data=stale)
    assert answer.status_code == 409
    assert "Mine" in read_page(answer).select_one("textarea[name=about_en]").get_text()
    for version in ("", "x", "-1", "9" * 30, "๑"):
        assert browser.post(path, data=stale | {"version": version}).status_code == 409
    assert browser.post(path, data=stale | {"about_th": "ก" * 2001}).status_code == 422


def test_saving_what_is_the_same_tells_nobody(admin) -> None:
    browser, organisation = admin
    make_staff(Role.OFFICER)
    path = f"/provider/organisation/{organisation.ref}"
    assert browser.post(path, data=filled(organisation)).status_code == 303
    assert browser.post(f"{path}/changes", data=wanted(organisation)).status_code == 303
    assert session.scalars(select(Notice)).all() == []


def test_another_in_charge_needs_the_office(admin, app) -> None:
    browser, organisation = admin
    teacher, officer = make_provider(organisation.id), make_staff(Role.OFFICER)
    given = {"name": "", "login": teacher.email, "role": "provider_admin", "over": f"org:{organisation.ref}"}
    assert browser.post("/provider/staff/new", data=given).status_code == 422
    path = f"/provider/organisation/{organisation.ref}/changes"
    assert browser.post(path, data=wanted(organisation, in_charge=teacher.ref)).status_code == 303
    assert not acting(teacher).has(Role.PROVIDER_ADMIN)
    ref = session.scalars(select(OrganisationChange.ref)).one()
    desk = app.test_client().sign_in(officer)
    assert desk.post(f"/office/organisation-changes/{ref}", data={"answer": "confirm"}).status_code == 303
    session.expire_all()
    assert acting(teacher).has(Role.PROVIDER_ADMIN)


def test_a_move_to_another_subdistrict_brings_another_office(admin, app) -> None:
    browser, organisation = admin
    officer, before = make_staff(Role.OFFICER), organisation.office_key
    path = f"/provider/organisation/{organisation.ref}/changes"
    assert browser.post(path, data=wanted(organisation, area=BETONG)).status_code == 303
    ref = session.scalars(select(OrganisationChange.ref)).one()
    desk = app.test_client().sign_in(officer)
    assert desk.post(f"/office/organisation-changes/{ref}", data={"answer": "confirm"}).status_code == 303
    session.expire_all()
    found = session.scalars(select(Organisation).where(Organisation.id == organisation.id)).one()
    assert (found.area_code, found.office_key == before) == (BETONG, False)


def test_a_posting_is_held_at_a_branch_until_it_moves(admin, app) -> None:
    browser, organisation = admin
    path = f"/provider/organisation/{organisation.ref}/branches"
    typed = {"name_th": "โรงฝึกสะเตง", "area": "สะเตง ยะลา", "address": "หลังตลาด", "point": "6.5411, 101.2804"}
    for wrong in (
        {"name_th": "1"},
        {"area": "ไม่มี"},
        {"point": "north"},
        {"point": "51.5, 0.1"},
        {"address": "ก" * 201},
    ):
        assert browser.post(path, data=typed | wrong).status_code == 422
    assert browser.post(path, data=typed).status_code == 303
    branch = session.scalars(select(OrganisationBranch)).one()
    ref, shown = branch.ref, app.test_client().page(f"/organisations/{organisation.ref}").get_text()
    assert "โรงฝึกสะเตง" in shown
    form = browser.page(f"/provider/postings/new?branch={ref}")
    assert form.select_one("input[name=branch]")["value"] == ref
    assert "หลังตลาด" in form.select_one("input[name=place_th]")["value"]
    today = clock.today()
    posted = {
        "kind": "course", "form": "non_formal", "field": "repair", "title_th": "ซ่อมจักรยาน", "area": "950101",
        "mode": "onsite", "place_type": "workshop", "seats": "5", "languages": "thai", "level_min": "0",
        "age_min": "15", "branch": ref,
        **{name: f"{day.day}/{day.month}/{day.year + 543}" for name, day in (
            ("starts_on", today + timedelta(days=14)), ("ends_on", today + timedelta(days=60)),
            ("apply_by", today + timedelta(days=10)))},
    }  # fmt: skip
    home = browser.post("/provider/postings/new", data=posted).headers["Location"]
    made = session.scalars(select(Opportunity)).one()
    assert (round(made.lat, 4), made.point_precision) == (6.5411, "place")
    assert session.scalars(select(OpportunityBranch.branch_id)).all() == [branch.id]
    assert browser.post(f"{home}/edit", data=posted | {"area": BETONG}).status_code == 303
    assert session.scalars(select(OpportunityBranch)).all() == []
    assert browser.post(f"/provider/branches/{ref}/close").status_code == 303
    assert browser.post(f"/provider/branches/{ref}/close").status_code == 409
    assert browser.page(f"/provider/postings/new?branch={ref}").select_one("input[name=branch]")["value"] == ""


def test_only_whoever_is_in_charge_finds_the_page(client) -> None:
    own, other = make_organisation(), make_organisation()
    client.sign_in(make_provider(own.id))
    assert client.get(f"/provider/organisation/{own.ref}").status_code == 404
    client.sign_in(make_provider(own.id, Role.PROVIDER_ADMIN))
    assert client.get(f"/provider/organisation/{other.ref}").status_code == 404
    assert client.get("/provider/organisation/G-NONE").status_code == 404
    both = make_account("สองที่")
    for one in (own, other):
        give_role(both, Role.PROVIDER_ADMIN, organisation_id=one.id)
    client.sign_in(both)
    links = {link["href"] for link in client.page("/provider/organisation").select("main a")}
    assert {f"/provider/organisation/{one.ref}" for one in (own, other)} <= links
