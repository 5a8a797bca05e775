"""An organisation says how it is called and what it does; everybody reads it at once, and the office hears of it."""

import pytest
from sqlalchemy import select

from models.history import AuditEvent, Notice
from models.organisation import Organisation
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import give_role, make_account, make_provider, make_staff
from tests.factories.offers import make_opportunity, make_organisation
from tests.fixtures.client import read_page

pytestmark = pytest.mark.on_both
NEW = "ศูนย์เรียนรู้ริมน้ำปัตตานี"


def filled(organisation: Organisation, **given: str) -> dict[str, str]:
    said = {
        "name_th": organisation.name_th,
        "name_en": organisation.name_en,
        "about_th": organisation.about_th,
        "about_en": organisation.about_en,
        "version": str(organisation.version),
    }
    return said | given


@pytest.fixture
def admin(client):
    organisation = make_organisation()
    return client.sign_in(make_provider(organisation.id, Role.PROVIDER_ADMIN)), organisation


def test_a_new_name_stands_in_every_listing_and_is_found(admin, app) -> None:
    browser, organisation = admin
    officer = make_staff(Role.OFFICER)
    offer = make_opportunity(organisation=organisation)
    old, ref = organisation.name_th, organisation.ref
    page = browser.page("/provider/organisation")
    path = page.select_one("main form")["action"]
    assert page.select_one("input[name=name_th]")["value"] == old
    given = filled(organisation, name_th=f"  {NEW} \n", name_en="Riverside Centre", about_th="สอนทำขนม\nทุกวันเสาร์")
    assert browser.post(path, data=given).status_code == 303
    stranger = app.test_client()
    shown = stranger.page("/opportunities").get_text()
    assert NEW in shown
    assert old not in shown
    assert offer.title_th in stranger.page("/opportunities?q=ริมน้ำปัตตานี").get_text()
    assert "ทุกวันเสาร์" in stranger.page(f"/organisations/{ref}").get_text()
    kept = session.scalars(select(AuditEvent).where(AuditEvent.action == "organisation.describe")).one()
    assert (kept.details["left"][0], kept.details["entered"][0], kept.details["words"]) == (old, NEW, True)
    told = session.scalars(select(Notice).where(Notice.event == "organisation.describe")).one()
    assert (told.account_id, told.path) == (officer.id, f"/organisations/{ref}")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name_th", ""),
        ("name_th", "12-34"),
        ("name_th", "ก" * 161),
        ("name_en", "..."),
        ("about_th", "ก" * 2001),
    ],
)
def test_a_wrong_name_is_told_at_its_field_and_nothing_typed_is_lost(admin, field, typed) -> None:
    browser, organisation = admin
    path = f"/provider/organisation/{organisation.ref}"
    answer = browser.post(path, data=filled(organisation, **{"about_en": "Kept", field: typed}))
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one(f".errors a[href='#{field}']")
    assert "Kept" in page.select_one("textarea[name=about_en]").get_text()
    assert session.scalars(select(Organisation.about_en).where(Organisation.id == organisation.id)).one() == ""


def test_what_somebody_else_changed_meanwhile_is_not_written_over(admin) -> None:
    browser, organisation = admin
    path, stale = f"/provider/organisation/{organisation.ref}", filled(organisation, name_th=NEW)
    assert browser.post(path, data=filled(organisation, about_th="ใหม่")).status_code == 303
    answer = browser.post(path, data=stale)
    assert answer.status_code == 409
    assert read_page(answer).select_one("input[name=name_th]")["value"] == NEW
    for version in ("", "x", "-1", "9" * 30, "๑"):
        assert browser.post(path, data=stale | {"version": version}).status_code == 409


def test_saving_what_is_the_same_tells_nobody(admin) -> None:
    browser, organisation = admin
    make_staff(Role.OFFICER)
    path = f"/provider/organisation/{organisation.ref}"
    assert browser.post(path, data=filled(organisation)).status_code == 303
    assert session.scalars(select(Notice)).all() == []


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
