"""Pages of second looks: a province draws, somebody else looks, and everybody reads the share."""

import pytest
from sqlalchemy import select

from marketplace.enrolments import claims
from marketplace.kernel import clock
from marketplace.second_looks import queries, service
from models.account import Account
from models.second_look import SecondLook
from models.session import db
from models.vocabulary import ClaimState, LookState, Role
from tests.factories.enrolments import acting, make_enrolment, make_staff, make_youth
from tests.factories.second_looks import draw, make_verified
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
    for _twice in range(2):
        assert officer.post(look, data={"found": "false", "note": "ไม่มีใครรู้จัก"}).status_code == 303
    assert officer.post(look, data={"found": "true", "note": ""}).status_code == 409
    db.refresh(claim)
    assert claim.state == ClaimState.REVOKED
    public: Client = app.test_client()
    assert public.page("/second-looks").select_one(".empty")
    assert [province.post(f"{drawn}/publish").status_code for _twice in range(2)] == [303, 303]
    row = public.page("/second-looks").select_one("tbody tr").get_text(" ")
    assert "100.0" in row
    assert "ไม่มีใครรู้จัก" not in public.page("/second-looks").get_text()
    assert province.get(f"{drawn}/list.csv").status_code == 200


def test_whoever_learned_reads_that_it_does_not_count_and_no_blame(app) -> None:
    youth = make_youth()
    done = make_enrolment("in_learning", youth=youth)
    officer = acting(make_staff(Role.OFFICER))
    claim = make_verified(done, state="claimed")
    claims.verify(claims.one(officer, claim.ref), by=officer, note="x", seen_short=True)
    draw()
    look = db.scalars(select(SecondLook)).one()
    looker = acting(make_staff(Role.APPROVER))
    service.answer(queries.one_look(looker, look.ref), LookState.FALSE, note="ไม่มีใครเห็น", by=looker)
    client: Client = app.test_client().sign_in(db.get_one(Account, youth.account_id))
    told = client.page(f"/youth/applications/{done.ref}").get_text(" ")
    assert "ผลการเรียนสำเร็จไม่นับ" in told
    assert "หยุดก่อนจบ" not in told


def _today() -> str:
    day = clock.today()
    return f"{day.day}/{day.month}/{day.year + 543}"
