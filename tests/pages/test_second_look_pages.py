"""Pages of second looks: a province draws, somebody else looks, and everybody reads the share."""

import pytest

from marketplace.kernel import clock
from models.session import db
from models.vocabulary import ClaimState, Role
from tests.factories.enrolments import make_staff
from tests.factories.second_looks import make_verified
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def test_from_the_draw_to_what_everybody_reads(app) -> None:
    claim = make_verified(verified_by_id=make_staff(Role.OFFICER).id)
    province: Client = app.test_client().sign_in(make_staff(Role.PROVINCE, "95"))
    officer: Client = app.test_client().sign_in(make_staff(Role.OFFICER))
    assert province.page("/office/second-looks").select_one('a[href="/office/second-looks/draw"]')
    told = {"area": "95", "first_on": "1/1/2568", "last_on": "1/1/3000", "wanted": "๓๐"}
    refused = province.post("/office/second-looks/draw", data=told)
    assert refused.status_code == 422
    assert "1/1/2568" in refused.get_data(as_text=True), "what was typed stays"
    for wanted in ("", "x", "-1", "²", "1.5"):
        assert province.post("/office/second-looks/draw", data=told | {"wanted": wanted}).status_code == 422
    answer = province.post("/office/second-looks/draw", data=told | {"last_on": _today()})
    assert answer.status_code == 303
    drawn = answer.headers["Location"]
    assert province.post(f"{drawn}/publish").status_code == 403
    look = str(officer.page("/office/second-looks").select_one("main .tasks a")["href"])
    assert officer.post(look, data={"found": "false", "note": ""}).status_code == 422
    assert officer.post(look, data={"found": "revoked", "note": "x"}).status_code == 422
    assert officer.post(look, data={"found": "false", "note": "ไม่มีใครรู้จัก"}).status_code == 303
    assert officer.post(look, data={"found": "true", "note": ""}).status_code == 403
    db.refresh(claim)
    assert claim.state == ClaimState.REVOKED
    public: Client = app.test_client()
    assert public.page("/second-looks").select_one(".empty")
    assert province.post(f"{drawn}/publish").status_code == 303
    row = public.page("/second-looks").select_one("tbody tr").get_text(" ")
    assert "100.0" in row
    assert "ไม่มีใครรู้จัก" not in public.page("/second-looks").get_text()
    assert province.get(f"{drawn}/list.csv").status_code == 200


def _today() -> str:
    day = clock.today()
    return f"{day.day}/{day.month}/{day.year + 543}"
