"""Suspense in pages: taken up from a difference, passed on to a fund or back, each by two stewards."""

import pytest
from sqlalchemy import select

from marketplace.earnings import funds
from marketplace.payments import suspense
from models.earning import Fund
from models.gift import Difference, SuspenseExit
from models.session import db as session
from models.vocabulary import DifferenceState, Role, SuspenseState
from tests.factories.enrolments import acting, give_role, make_account, make_staff
from tests.factories.gifts import make_stray, make_suspended
from tests.factories.money import make_fund
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")
WHY = "ผู้ให้ยืนยันทางโทรศัพท์"


@pytest.fixture
def stewards(app, db) -> tuple[Client, Client]:
    found = []
    for _ in range(2):
        account = make_account()
        give_role(account, Role.STEWARD)
        found.append(app.test_client().sign_in(account))
    return found[0], found[1]


@pytest.fixture
def found(db) -> Difference:
    return make_stray(70_00)


def take_up(found: Difference, stewards: tuple[Client, Client]) -> str:
    where = f"/office/differences/{found.ref}"
    told = {"answer": "propose", "way": "up", "amount": "70", "reason": "ยังไม่รู้ว่าเป็นของใคร"}
    assert stewards[0].post(where, data=told).status_code == 303
    assert stewards[0].post(f"{where}/agree", data={"decision": "agree"}).status_code == 403
    assert "ตั้งไว้ในบัญชีพัก" in stewards[1].page(where).get_text()
    assert stewards[1].post(f"{where}/agree", data={"decision": "agree"}).status_code == 303
    return where


def exits() -> list[SuspenseExit]:
    return list(session.scalars(select(SuspenseExit)))


def test_a_difference_of_no_fund_is_taken_up_by_two_stewards_and_passed_on_by_two(stewards, found) -> None:
    fund = make_fund(0)
    fund.takes_gifts = True
    first, second = stewards
    page = first.page(f"/office/differences/{found.ref}").get_text()
    assert "ปรับได้ 70 บาท" in page
    assert "กองทุนมีเงิน" not in page
    where = take_up(found, stewards)
    assert "70 บาท" in first.page("/office/suspense").get_text()
    assert first.page("/office/differences").find("a", href="/office/suspense") is not None
    assert first.page("/office/suspense").select('nav a[aria-current][href="/office/differences"]')
    given = {"to": "fund", "fund": fund.ref, "place": "clearing", "amount": "70", "reason": WHY}
    leave = f"/office/suspense/from/{found.ref}"
    assert first.post(leave, data=given).status_code == 303
    (leaving,) = exits()
    assert WHY in second.page("/office/suspense").get_text()
    assert first.post(f"/office/suspense/{leaving.ref}", data={"decision": "agree"}).status_code == 403
    assert second.page(where).select_one(f'form[action="/office/suspense/{leaving.ref}"]') is not None
    assert second.post(f"/office/suspense/{leaving.ref}", data={"decision": "agree"}).status_code == 303
    assert funds.sheet(session.get_one(Fund, fund.id)).available == 70_00
    assert suspense.sheet().suspense == 0
    assert "ไม่มีเงินในบัญชีพัก" in first.page("/office/suspense").get_text()
    assert second.post(f"/office/suspense/{leaving.ref}", data={"decision": "agree"}).status_code == 409


def test_two_sums_that_cancel_each_other_out_are_cleared_by_two_stewards(stewards, found) -> None:
    first, second = stewards
    where = take_up(found, stewards)
    assert first.page(where).select_one('input[name="to"][value="against"]') is None
    went = make_suspended(*(acting(make_account()) for _ in range(2)), -70_00)
    session.commit()
    page = first.page(where)
    assert went.ref in page.find("select", attrs={"name": "against"}).get_text()
    given = {"to": "against", "against": went.ref, "amount": "70", "reason": WHY}
    leave = f"/office/suspense/from/{found.ref}"
    for slip, field in (({"against": ""}, "against"), ({"amount": "71"}, "amount"), ({"reason": ""}, "reason")):
        answer = first.post(leave, data=given | slip)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.get_data(as_text=True)
    assert first.post(leave, data=given).status_code == 303
    (leaving,) = exits()
    decide = f"/office/suspense/{leaving.ref}"
    refused = second.post(decide, data={"decision": "banana"})
    assert (refused.status_code, exits()[0].state) == (422, SuspenseState.PROPOSED)
    assert second.post(decide, data={"decision": "agree"}).status_code == 303
    for ref, other in ((found.ref, went.ref), (went.ref, found.ref)):
        said = second.page(f"/office/differences/{ref}").get_text()
        assert "หักล้างกัน" in said
        assert other in said
        assert WHY in said
    assert "ไม่มีเงินในบัญชีพัก" in first.page("/office/suspense").get_text()


def test_it_goes_back_to_the_payer_under_a_reference_or_stays(stewards, found) -> None:
    first, second = stewards
    take_up(found, stewards)
    leave = f"/office/suspense/from/{found.ref}"
    given = {"to": "payer", "sent_ref": "KTB-9", "place": "clearing", "amount": "70", "reason": WHY}
    assert first.post(leave, data=given).status_code == 303
    (leaving,) = exits()
    assert second.post(f"/office/suspense/{leaving.ref}", data={"decision": "decline"}).status_code == 303
    assert first.post(leave, data=given).status_code == 303
    leaving = exits()[-1]
    assert second.post(f"/office/suspense/{leaving.ref}", data={"decision": "agree"}).status_code == 303
    assert [one.state for one in exits()] == [SuspenseState.DECLINED, SuspenseState.DONE]
    assert "KTB-9" in first.page(f"/office/differences/{found.ref}").get_text()


@pytest.mark.parametrize(
    ("slip", "field"),
    [
        ({"to": ""}, "to"), ({"to": "me"}, "to"), ({"place": ""}, "place"), ({"amount": "71"}, "amount"),
        ({"amount": "-1"}, "amount"), ({"amount": "มาก"}, "amount"), ({"reason": ""}, "reason"),
        ({"sent_ref": ""}, "sent_ref"),
        ({"to": "fund"}, "fund"), ({"sent_ref": "x" * 81}, "sent_ref"), ({"reason": "x" * 401}, "reason"),
    ],
)  # fmt: skip
def test_a_slip_is_told_at_its_field_and_everything_is_kept(stewards, found, slip, field) -> None:
    take_up(found, stewards)
    given = {"to": "payer", "sent_ref": "KTB-9", "place": "clearing", "amount": "70", "reason": WHY} | slip
    answer = stewards[0].post(f"/office/suspense/from/{found.ref}", data=given)
    said = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in said
    if "reason" not in slip:
        assert WHY in said
    assert exits() == []


@pytest.mark.parametrize(
    ("slip", "field"), [({"amount": "70.01"}, "amount"), ({"way": "down"}, "way"), ({"amount": ""}, "amount")]
)
def test_more_than_was_found_is_not_taken_up(stewards, found, slip, field) -> None:
    told = {"answer": "propose", "way": "up", "amount": "70", "reason": "ยังไม่รู้ว่าเป็นของใคร"} | slip
    answer = stewards[0].post(f"/office/differences/{found.ref}", data=told)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.get_data(as_text=True)
    assert session.get_one(Difference, found.id).state == DifferenceState.OPEN


def test_an_office_sees_nothing_of_it(app, stewards, found) -> None:
    take_up(found, stewards)
    for role in (Role.OFFICER, Role.APPROVER, Role.AUDITOR):
        browser = app.test_client().sign_in(make_staff(role))
        assert browser.get("/office/suspense").status_code == 404
        assert browser.post(f"/office/suspense/from/{found.ref}").status_code == 404
        assert "/office/suspense" not in str(browser.page("/office/differences"))
    auditor = make_account()
    give_role(auditor, Role.AUDITOR)
    browser = app.test_client().sign_in(auditor)
    assert "70 บาท" in browser.page("/office/suspense").get_text()
    assert browser.page(f"/office/differences/{found.ref}").select_one('form[action*="suspense"]') is None
    assert browser.post(f"/office/suspense/from/{found.ref}").status_code == 404
    assert "บัญชีพัก" in browser.page("/steward/trial-balance").get_text()
    assert "เข้าบัญชีพัก" in browser.page("/steward/chart").get_text()
