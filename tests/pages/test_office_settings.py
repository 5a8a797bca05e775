"""How offices work, as their province decides it."""

import pytest
from sqlalchemy import select

from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import setting_of
from models.history import AuditEvent
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import make_staff
from tests.factories.offers import SATENG
from tests.fixtures.client import read_page


def test_a_province_decides_how_its_offices_work(client) -> None:
    client.sign_in(make_staff(Role.PROVINCE, "95"))
    key = office_key_for(SATENG)
    path = f"/office/settings/{key}"
    assert client.page("/office/settings").select_one(f"a[href='{path}']")
    client.page(path)
    for wrong in ({"officer_days": "0"}, {"officer_days": "91"}, {"provider_days": "x"}, {"steps": "three"}):
        given = {"steps": "two", "officer_days": "4", "provider_days": "3"}
        answer = client.post(path, data=given | wrong)
        assert answer.status_code == 422
        assert read_page(answer).select_one(f".errors a[href='#{next(iter(wrong))}']")
    assert client.post(path, data={"steps": "two", "officer_days": "4", "provider_days": "3"}).status_code == 303
    assert setting_of(key) == (True, 3, 4)
    kept = session.scalars(select(AuditEvent).where(AuditEvent.action == "area_setting.change")).one()
    assert (kept.details["office"], kept.details["entered"]) == (key, [True, 3, 4])


@pytest.mark.parametrize("key", ["d:7001", "d:0000", "la:none", "p:95", "x", "*"])
def test_a_foreign_office_is_a_missing_office(client, key) -> None:
    client.sign_in(make_staff(Role.PROVINCE, "95"))
    client.page(f"/office/settings/{key}", status=404)
    given = {"steps": "two", "officer_days": "4", "provider_days": "3"}
    assert client.post(f"/office/settings/{key}", data=given).status_code == 404
