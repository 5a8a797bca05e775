"""Whatever one side reads of the other gives no way past Okat; what was found is told at its field, nothing is lost."""

import csv
import io
from typing import Any

import pytest
from wtforms import HiddenField, PasswordField, StringField

from blueprints.fields import heard, no_contact
from blueprints.forms import Form
from marketplace.imports.youth import KIND
from marketplace.kernel import clock
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.session import db
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import SATENG, make_enrolment, make_provider, make_staff, make_youth
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")
WAYS = ("โทร 081-234-5678 นะ", "แอดไลน์ nurin99 มา", "nurin@example.com")
SAID = "ช่วยเอาส่วนนี้ออกก่อน"


def told(client: Client, path: str, data: dict[str, Any], field: str, typed: str) -> None:
    """The refusal stands at the field, and what was typed is still there."""
    answer = client.post(path, data=data)
    assert answer.status_code == 422
    page = read_page(answer)
    assert SAID in page.get_text()
    found = page.select_one(f"[name={field}]")
    assert found is not None
    assert typed in (found.get("value") or found.get_text())
    assert found["aria-invalid"] == "true"


@pytest.mark.parametrize("way", WAYS)
def test_a_case_worker_who_applies_for_somebody_writes_no_contact(way: str, client: Client) -> None:
    youth, offer = make_youth(), make_opportunity()
    client.sign_in(make_staff(Role.CASEWORKER))
    path = f"/office/youth/{youth.ref}/apply/{offer.ref}"
    told(client, path, {"note": way}, "note", way)
    assert not db.query(Enrolment).all()


@pytest.mark.parametrize("answer", ["decline", "wait", "accept"])
def test_the_answer_of_a_provider_holds_no_contact(answer: str, client: Client) -> None:
    asked = make_enrolment("provider_review")
    client.sign_in(make_provider(db.get_one(Opportunity, asked.opportunity_id).organisation_id))
    for way in WAYS:
        said = {"answer": answer, "decline_reason": "full", "wait_reason": "full", "note": way}
        told(client, f"/provider/applications/{asked.ref}", said, "note", way)
    assert db.get_one(Enrolment, asked.id).state == "provider_review"


def test_the_note_of_an_officer_holds_no_contact(client: Client) -> None:
    asked = make_enrolment("officer_review")
    client.sign_in(make_staff(Role.OFFICER))
    said = {"decision": "return", "return_reason": "times_unclear", "note": WAYS[0]}
    told(client, f"/office/enrolments/{asked.ref}", said, "note", WAYS[0])
    assert db.get_one(Enrolment, asked.id).state == "officer_review"


def test_what_a_case_worker_says_for_somebody_holds_no_contact(client: Client) -> None:
    asked = make_enrolment("returned")
    client.sign_in(make_staff(Role.CASEWORKER))
    told(client, f"/office/enrolments/{asked.ref}/speak", {"act": "reply", "note": WAYS[2]}, "note", WAYS[2])
    assert db.get_one(Enrolment, asked.id).state == "returned"


def test_skills_hold_no_contact(client: Client) -> None:
    told(client, "/youth/profile/4", {"skills": f"ทำขนม, {WAYS[0]}"}, "skills", WAYS[0])


def test_a_name_holds_no_contact(client: Client) -> None:
    typed = {"login": "0812345678", "password": "ฝนตกที่หน้าต่าง"}
    told(client, "/sign-up", {**typed, "nickname": "0812345678"}, "nickname", "0812345678")
    assert not db.query(Youth).all()
    client.sign_in(make_staff(Role.CASEWORKER))
    person = {"nickname": "น 0812345678", "birth_date": "14/2/2551", "area_code": SATENG, "civil_status": "single"}
    told(client, "/office/youth/new", person, "nickname", "0812345678")
    assert not db.query(Youth).all()


def test_what_was_learned_is_told_without_a_contact(client: Client) -> None:
    learner = make_enrolment("in_learning")
    client.sign_in(make_provider(db.get_one(Opportunity, learner.opportunity_id).organisation_id))
    path = f"/provider/learners/{learner.ref}/claim"
    told(client, path, {"hours": "20", "note": WAYS[1]}, "note", WAYS[1])


def test_a_file_of_young_people_is_read_by_the_same_rule(client: Client) -> None:
    client.sign_in(make_staff(Role.CASEWORKER))
    told = {"nickname": "ดา 0812345678", "skills": "ทำขนม;โทร 0812345678"}
    row = dict.fromkeys(KIND.required, "") | dict(KIND.examples(clock.today())[0]) | told
    sheet = io.StringIO()
    csv.writer(sheet).writerows([list(row), list(row.values())])
    given = {"file": (io.BytesIO(sheet.getvalue().encode()), "youth.csv")}
    answer = client.post("/office/import", data=given, content_type="multipart/form-data", follow_redirects=True)
    assert answer.get_data(as_text=True).count(SAID) >= 2


def test_a_document_may_have_a_number_and_a_place_a_house(client: Client) -> None:
    learner = make_enrolment("in_learning")
    client.sign_in(make_provider(db.get_one(Opportunity, learner.opportunity_id).organisation_id))
    said = "ใบประกาศเลขที่ 12345678 ออกที่บ้านเลขที่ 12/34 หมู่ 5"
    answer = client.post(f"/provider/learners/{learner.ref}/claim", data={"hours": "x", "note": said})
    assert SAID not in answer.get_data(as_text=True)


ELSEWHERE = {
    "a number, a code, a login or a way to be reached that is asked for": """
        SignUpForm.login SignInForm.login InviteForm.login NameForm.who ReportForm.contact GiveForm.giver_email
        SigningForm.phone _CivilPart.civil_number
        FoundForm.phone FoundForm.national_id DestinationForm.number CodeForm.code SentForm.receipt PaperForm.number
        WageForm.proof_ref OpeningForm.registration_no ChangeForm.registration_no BranchForm.point UseForm.amount
        BranchEditForm.point AccountForm.number AnswersForm.phone AnswersForm.address
        TransferForm.bank_ref EarningForm.back_ref SentBackForm.bank_ref ExitForm.sent_ref
        TransferForm.document_ref BalanceForm.statement_ref TakesForm.transfer_to LineForm.bank_ref LineForm.reason
        AllocationForm.seed AllocationForm.refs DrawForm.wanted""",
    "a button": "SpeakForm.act EarningForm.decision ReviewForm.decision VerdictForm.decision AnswerForm.answer",
    "a name in letters, by its own rule": """
        NameForm.first_name NameForm.last_name ApplyForm.first_name ApplyForm.last_name FoundForm.first_name
        FoundForm.last_name SigningForm.signer_name SigningForm.relation RecordForm.relation AgreeByNameForm.name""",
    "read by the office alone": """
        CheckForm.note RecordForm.reason CivilForm.note ReasonForm.reason AnswerForm.note AllocationForm.title
        StepForm.note DifferenceForm.reason ExitForm.reason WriteOffForm.reason ReportForm.about""",
    "about the money of an authority, and about gifts to it": """
        PartForm.note BudgetForm.note FundForm.name_th FundForm.name_en FundForm.source RefundForm.reason
        ArrivalForm.giver_name GiveForm.giver_name""",
    "where somebody tells of a danger nothing is held back": """
        ReportForm.text AddForm.text NoteForm.text PauseForm.pause_reason ResumeForm.end_reason EscalateForm.reason
        CloseForm.done CloseForm.told""",
    "judged where it is kept: postings and messages": """
        PostingForm.title_th PostingForm.title_en PostingForm.summary_th PostingForm.summary_en PostingForm.about_th
        PostingForm.bring_th PostingForm.place_th PostingForm.steps PostingForm.things WriteForm.text""",
    "a sample": "SampleForm.name SampleForm.phone SampleForm.born SampleForm.note",
}


def _forms(kind: type[Form]) -> list[type[Form]]:
    return [one for each in kind.__subclasses__() for one in (each, *_forms(each))]


@pytest.mark.usefixtures("client")
def test_every_text_is_read_for_contacts_or_known_to_be_read_by_nobody_of_the_other_side() -> None:
    found = {
        f"{form.__name__}.{name}"
        for form in _forms(Form)
        for name, field in vars(form).items()
        if issubclass(getattr(field, "field_class", object), StringField)
        if field.field_class not in (HiddenField, PasswordField)
        and not {no_contact, heard} & set(field.kwargs.get("validators") or next(iter(field.args[1:]), ()))
    }
    known = {name for names in ELSEWHERE.values() for name in names.split()}
    assert sorted(found - known) == []
    assert sorted(known - found) == []
