"""A slip is told where it was made: in the cell of a file, at the field, or in place of a form that cannot be sent."""

import csv
import io

import pytest

from blueprints.youth.question_forms import BirthForm
from marketplace.access import SYSTEM
from marketplace.enrolments import claims
from marketplace.imports import loading
from marketplace.imports.kinds import Setting
from marketplace.imports.verdicts import Outcome
from marketplace.imports.youth import KIND
from marketplace.kernel import clock
from models.account import Account
from models.enrolment import Claim
from models.history import AuditEvent
from models.offer import Opportunity
from models.session import db
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_provider, make_staff
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")


def verdict_of(**cells: str):
    row = dict.fromkeys(KIND.required, "") | dict(KIND.examples(clock.today())[0]) | cells
    sheet = io.StringIO()
    csv.writer(sheet).writerows([list(row), list(row.values())])
    report = loading.preview("youth", sheet.getvalue().encode(), "youth.csv", Setting(by=SYSTEM))
    return report.verdicts[0]


def test_a_birth_date_in_a_file_has_its_whole_year() -> None:
    assert verdict_of().outcome == Outcome.NEW
    short = verdict_of(birth_date="1/1/50")
    assert short.outcome == Outcome.REFUSED
    assert short.field == "birth_date"


@pytest.mark.parametrize("column", ["nickname", "birth_date", "skills"])
def test_what_is_hidden_in_a_cell_is_told_at_its_column(column: str) -> None:
    told = {"nickname": "ดา\u202eกก", "birth_date": "14/3/25\u202e53", "skills": "ทำ\u202eขนม"}
    found = verdict_of(**{column: told[column]})
    assert found.outcome == Outcome.REFUSED
    assert found.field == column
    assert verdict_of(nickname="\u200bดา\ufeff").outcome == Outcome.NEW


def test_what_is_hidden_in_a_date_is_told_at_its_field(client: Client) -> None:
    answer = client.post("/youth/profile/1", data={"birth_date": "14/2/25\u202e51"})
    assert answer.status_code == 422
    page = read_page(answer)
    assert "อักขระซ่อน" in page.get_text()
    shown = page.select_one(f"#{BirthForm().birth_date.id}")
    assert shown["value"] == "14/2/2551"
    assert client.post("/youth/profile/1", data={"birth_date": str(shown["value"])}).status_code == 303


def test_a_way_without_the_guardian_asks_for_its_reason_where_it_is_chosen(client: Client) -> None:
    asked = make_enrolment("awaiting_guardian")
    client.sign_in(db.get_one(Account, db.get_one(Youth, asked.youth_id).account_id))
    for data in ({}, {"reason": "x"}):
        answer = client.post(f"/youth/applications/{asked.ref}/without-guardian", data=data)
        assert answer.status_code == 422
        page = read_page(answer)
        assert page.select_one("details[open] fieldset.field-error .error")
        assert page.select_one("input[name=reason]")
    assert not db.query(AuditEvent).filter_by(action="enrolment.cannot_ask_guardian").all()


def test_a_second_claim_leads_to_the_first_in_place_of_a_form(client: Client) -> None:
    learner = make_enrolment("in_learning")
    there = make_provider(db.get_one(Opportunity, learner.opportunity_id).organisation_id)
    client.sign_in(there)
    path = f"/provider/learners/{learner.ref}/claim"
    assert client.page(path).h1
    claim = Claim(
        ref="C-1", enrolment_id=learner.id, office_key=learner.office_key, state="claimed", hours=2, note="x",
        claimed_by_id=there.id, due_at=clock.now(), created_at=clock.now(),
    )  # fmt: skip
    db.add(claim)
    db.flush()
    assert claims.standing_claim(learner) == "C-1"
    for answer in (client.get(path), client.post(path, data={"hours": "1", "note": "ทำขนมได้"})):
        assert answer.status_code == 303
        assert answer.location == "/provider/claims/C-1"
    assert db.query(Claim).count() == 1


@pytest.mark.parametrize("role", [None, Role.OFFICER, Role.AUTHORISER, Role.STEWARD])
def test_a_page_that_says_no_leads_on_where_its_reader_works(client: Client, role: Role | None) -> None:
    decided = make_enrolment("declined")
    address = f"/office/enrolments/{decided.ref}/undo"
    if role is None:
        client.sign_in(make_provider(db.get_one(Opportunity, decided.opportunity_id).organisation_id))
        address = f"/provider/applications/{decided.ref}"
    else:
        client.sign_in(make_staff(role))
    answer = client.post(address, data={"answer": "accept"})
    assert answer.status_code in (403, 404, 409)
    doors = [link["href"] for link in read_page(answer).select(".refusal a")]
    assert "/opportunities" not in doors
    assert len(doors) == len(set(doors))
    for door in doors:
        assert client.get(door, follow_redirects=True).status_code == 200, door


def test_a_youth_and_a_visitor_are_led_to_what_is_open(client: Client) -> None:
    youth = db.get_one(Youth, make_enrolment("declined").youth_id)
    for account in (None, db.get_one(Account, youth.account_id)):
        if account is not None:
            client.sign_in(account)
        assert client.page("/nowhere", status=404).select_one(".refusal a[href='/opportunities']")


def test_no_page_is_pointed_to_that_its_reader_may_not_open(client: Client) -> None:
    asked = make_enrolment("officer_review")
    matter = f"/office/enrolments/{asked.ref}"
    for account, is_open in ((make_staff(Role.OFFICER), True), (make_staff(Role.STEWARD), False)):
        client.sign_in(account)
        page = client.page(f"{matter}/undo", status=405)
        assert bool(page.select_one(f".refusal a[href='{matter}']")) is is_open
