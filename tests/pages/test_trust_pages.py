"""How it has gone at an organisation, as everybody, itself and its province read it."""

import re

import pytest

from marketplace.kernel import clock
from models.organisation import OrganisationTrust
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import make_provider, make_staff
from tests.factories.offers import make_organisation

pytestmark = pytest.mark.on_both


def count(organisation, part: str, cases: int, good: int) -> None:
    session.add(
        OrganisationTrust(organisation_id=organisation.id, part=part, cases=cases, good=good, counted_on=clock.today())
    )
    session.flush()


def test_everybody_reads_fives_and_nothing_of_few(client) -> None:
    organisation = make_organisation()
    for part, cases, good in (("reply", 43, 37), ("completion", 22, 19), ("retention", 7, 3)):
        count(organisation, part, cases, good)
    for part in ("reply", "completion", "retention"):
        count(make_organisation(), part, 200, 160)
    ref = organisation.ref
    session.commit()
    page = client.page(f"/organisations/{ref}").select_one("section[aria-labelledby=trust]").get_text(" ")
    assert page.count("น้อยเกินกว่าจะบอกได้") == 2
    figures = {int(found) for found in re.findall("[0-9]+", page)}
    assert figures >= {40, 20}
    assert all(figure % 5 == 0 or figure == 90 for figure in figures), "and the 90 days of a name"
    assert "÷" in client.page("/trust").get_text()


def test_before_the_first_night_it_is_not_said_that_there_is_too_little(client) -> None:
    organisation = make_organisation()
    admin, ref = make_provider(organisation.id, Role.PROVIDER_ADMIN), organisation.ref
    session.commit()
    shown = client.page(f"/organisations/{ref}").select_one("section[aria-labelledby=trust]").get_text(" ")
    assert shown.count("ยังไม่ได้นับ") == 4
    assert "น้อยเกินกว่าจะบอก" not in shown
    own = client.sign_in(admin).page(f"/provider/organisation/{ref}/trust").get_text(" ")
    assert "ยังไม่ได้นับ" in own
    assert "น้อยเกินกว่าจะบอกได้" not in own
    count(make_organisation(), "reply", 3, 3)
    session.commit()
    shown = client.page(f"/organisations/{ref}").select_one("section[aria-labelledby=trust]").get_text(" ")
    assert shown.count("น้อยเกินกว่าจะบอกได้") == 4


def test_an_appeal_goes_to_the_province_and_comes_back_answered(client, app) -> None:
    organisation = make_organisation()
    count(organisation, "reply", 43, 37)
    admin, province = make_provider(organisation.id, Role.PROVIDER_ADMIN), make_staff(Role.PROVINCE, "95")
    path = f"/provider/organisation/{organisation.ref}/trust"
    session.commit()
    browser = client.sign_in(admin)
    assert "37" in browser.page(path).get_text()
    assert browser.post(path, data={"part": "reply", "said": ""}).status_code == 422
    assert browser.post(path, data={"part": "reply", "said": "เราปิดปรับปรุง"}).status_code == 303
    assert browser.post(path, data={"part": "reply", "said": "อีกครั้ง"}).status_code == 409
    desk = app.test_client().sign_in(province)
    link = desk.page("/office/appeals").select_one("main .tasks a")["href"]
    assert desk.post(link, data={"answer": "agree", "reason": ""}).status_code == 422
    assert desk.post(link, data={"answer": "agree", "reason": "ตรวจแล้วเป็นจริง"}).status_code == 303
    assert desk.post(link, data={"answer": "agree", "reason": "ตรวจแล้วเป็นจริง"}).status_code == 409
    assert "ตรวจแล้วเป็นจริง" in browser.page(path).get_text()
