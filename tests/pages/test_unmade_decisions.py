"""No decision is made before somebody makes it: nothing is chosen on the page, and a form without an answer says so."""

import pytest

from models.vocabulary import EnrolmentState
from tests.factories.agreements import offered, signed
from tests.factories.desk import Desk, plain_earning
from tests.factories.enrolments import make_enrolment, make_provider
from tests.factories.money import make_fund
from tests.factories.offers import make_opportunity, make_organisation
from tests.factories.second_looks import make_verified
from tests.fixtures.client import Client, read_page


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


def a_request(desk: Desk) -> tuple[Client, str, str]:
    return desk.officer, f"/office/enrolments/{make_enrolment('officer_review').ref}", "decision"


def a_second_review(desk: Desk) -> tuple[Client, str, str]:
    return desk.approver, f"/office/enrolments/{make_enrolment('second_review').ref}", "decision"


def a_posting(desk: Desk) -> tuple[Client, str, str]:
    return desk.officer, f"/office/postings/{make_opportunity(state='submitted').ref}", "decision"


def a_completion(desk: Desk) -> tuple[Client, str, str]:
    claim = make_verified(make_enrolment("in_learning"), state="claimed")
    return desk.officer, f"/office/claims/{claim.ref}", "decision"


def an_earning(desk: Desk) -> tuple[Client, str, str]:
    return desk.officer, f"/office/earnings/{plain_earning(make_fund()).ref}", "decision"


def an_application(desk: Desk) -> tuple[Client, str, str]:
    organisation = make_organisation()
    offer = make_opportunity(organisation=organisation)
    asked = make_enrolment(EnrolmentState.PROVIDER_REVIEW, opportunity=offer)
    return desk.sign_in(make_provider(organisation.id)), f"/provider/applications/{asked.ref}", "answer"


def an_agreement(desk: Desk) -> tuple[Client, str, str]:
    table = signed(offered())
    return desk.sign_in(table.accounts["officer"]), f"/office/agreements/{table.agreement.ref}", "decision"


def a_budget(desk: Desk) -> tuple[Client, str, str]:
    return desk.officer, f"/office/funds/{make_fund().ref}/budget", "way"


MATTERS = (
    a_request,
    a_second_review,
    a_posting,
    a_completion,
    an_earning,
    an_application,
    an_agreement,
    a_budget,
)


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.__name__)
def test_nothing_is_chosen_before_somebody_chooses(desk: Desk, matter) -> None:
    client, address, name = matter(desk)
    page = client.page(address)
    assert len(page.select(f"input[type=radio][name={name}]")) >= 2
    assert not page.select(f"input[type=radio][name={name}][checked]")


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.__name__)
def test_a_form_without_an_answer_is_told_at_the_choices_and_keeps_its_words(desk: Desk, matter) -> None:
    client, address, name = matter(desk)
    page = client.page(address)
    form = page.select_one(f"form:has(input[name={name}])")
    given = {one["name"]: one["value"] for one in form.select("input[type=hidden]") if one["name"] != "once"}
    words = form.select_one("textarea[name=note], textarea[name=words], input[name=note]")["name"]
    answer = client.post(address, data=given | {words: "ขอคุยกับครอบครัวก่อน"})
    assert answer.status_code == 422
    again = read_page(answer)
    assert again.select_one(f".errors a[href='#{name}']")
    assert "ช่วยตอบข้อนี้ด้วย" in again.select_one(f"#{name} .error").get_text()
    assert "ขอคุยกับครอบครัวก่อน" in answer.get_data(as_text=True)
    assert not again.select(f"input[type=radio][name={name}][checked]")


def test_what_was_chosen_stays_chosen_when_something_else_is_lacking(desk: Desk) -> None:
    client, address, _ = a_posting(desk)
    page = read_page(client.post(address, data={"decision": "change", "note": ""}))
    assert [one["value"] for one in page.select("input[name=decision][checked]")] == ["change"]
