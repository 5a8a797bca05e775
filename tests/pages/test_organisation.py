"""An organisation speaks for itself at once; what its office has to agree to waits while the old stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.offers import postings
from marketplace.organisations import papers
from models.history import AuditEvent, Notice
from models.offer import Opportunity
from models.organisation import (
    OpportunityBranch,
    Organisation,
    OrganisationBranch,
    OrganisationChange,
    OrganisationPaper,
)
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import acting, give_role, make_account, make_provider, make_staff
from tests.factories.offers import BETONG, make_opportunity, make_organisation
from tests.factories.organisations import NEEDED, show
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


def lapsed(organisation: Organisation, ran_out: bool = True) -> None:
    """Every document is there; one of them ran out last night, or holds on."""
    keeper, officer = acting(make_account("คนดูแล")), acting(make_staff(Role.OFFICER))
    for kind in NEEDED:
        papers.confirm(show(organisation, kind, by=keeper), by=officer)
    if ran_out:
        gone = {"valid_until": clock.today() - timedelta(days=1)}
        of = OrganisationPaper.__table__.c.kind == "safeguarding"
        session.execute(OrganisationPaper.__table__.update().where(of).values(**gone))
        session.expire_all()
        papers.refresh(organisation)
        papers.nightly()
    session.commit()


@pytest.mark.parametrize("ran_out", [True, False])
def test_a_move_is_kept_and_sent_to_the_office_while_a_document_has_run_out(admin, app, ran_out) -> None:
    browser, organisation = admin
    lapsed(organisation, ran_out)
    offer = make_opportunity(organisation=organisation)
    listed, ref, old = f"/opportunities/{offer.ref}", organisation.ref, organisation.area_code
    session.commit()
    given = wanted(organisation, area=BETONG)
    assert organisation.state == ("renewal_due" if ran_out else "active")
    home = browser.post(f"/provider/organisation/{ref}/changes", data=given).headers["Location"]
    said = browser.page(home).get_text()
    assert "รอเจ้าหน้าที่" in said
    assert ("ขาดหรือหมดอายุ: " in said) is ran_out
    assert app.test_client().get(listed).status_code == 200
    session.expire_all()
    change = session.scalars(select(OrganisationChange)).one()
    assert (change.state, change.facts["area_code"]) == ("waiting", BETONG)
    assert session.scalars(select(Organisation.area_code).where(Organisation.ref == ref)).one() == old
    desk, change_ref = app.test_client().sign_in(make_staff(Role.OFFICER)), change.ref
    shown = desk.page(f"/office/organisations/{ref}").get_text()
    assert ("ตัดสินเรื่องที่ขอแก้ได้เลย" in shown) is ran_out
    assert desk.post(f"/office/organisation-changes/{change_ref}", data={"answer": "confirm"}).status_code == 303
    session.expire_all()
    found = session.scalars(select(Organisation).where(Organisation.ref == ref)).one()
    assert (found.area_code, found.state) == (BETONG, "renewal_due" if ran_out else "active")
    assert app.test_client().get(listed).status_code == 200
    draft = make_opportunity(organisation=found, state="draft")
    if ran_out:
        with pytest.raises(Invalid):
            postings.check_papers(draft)
    else:
        postings.check_papers(draft)


def test_another_kind_is_told_which_documents_it_needs(admin) -> None:
    browser, organisation = admin
    lapsed(organisation, ran_out=False)
    given = wanted(organisation, kind="school")
    home = browser.post(f"/provider/organisation/{organisation.ref}/changes", data=given).headers["Location"]
    assert "ขาดหรือหมดอายุ: " in browser.page(home).get_text()


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
