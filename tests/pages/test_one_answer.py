"""A question takes one answer: two are refused as a whole, and what was not chosen is asked for."""

import io
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import RadioField

from blueprints import fields
from blueprints.forms import Form
from blueprints.youth.question_forms import InterestsForm
from models.account import Account
from models.enrolment import Enrolment
from models.payout import PayoutAccount
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import make_enrolment, make_staff, make_youth
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")
SAID = "คำถามหนึ่งข้อมีคำตอบสองคำตอบ"


@pytest.mark.parametrize("second", ["refuse", "approve"])
def test_a_decision_sent_twice_is_none_and_its_words_can_be_copied(second: str, client: Client) -> None:
    enrolment = make_enrolment("officer_review")
    said = MultiDict([("decision", "approve"), ("decision", second), ("note", "ยินดีด้วย"), ("note", "เจอกัน")])
    answer = client.sign_in(make_staff(Role.OFFICER)).post(f"/office/enrolments/{enrolment.ref}", data=said)
    assert answer.status_code == 422
    text = read_page(answer).get_text()
    assert SAID in text
    assert "ยินดีด้วย" in text
    assert "เจอกัน" in text
    assert db.get_one(Enrolment, enrolment.id).state == "officer_review"


@pytest.mark.parametrize(
    ("path", "twice"),
    [
        ("/sign-in", [("login", "a"), ("login", "b"), ("password", "x")]),
        ("/sign-up", [("nickname", "ก"), ("next", "/"), ("next", "/youth")]),
        ("/youth/profile/3", [("day", "1"), ("day", "2"), ("free", "10"), ("free", "11")]),
        ("/youth/profile/7", [("cost", "free"), ("cost", "any")]),
        ("/youth/profile/7", [("once", "a"), ("once", "b"), ("cost", "free")]),
        ("/youth/profile/7", [("csrf_token", "a"), ("csrf_token", "b"), ("cost", "free")]),
        ("/report", [("kind", "abuse"), ("kind", "other"), ("text", "x")]),
    ],
)
def test_every_form_and_every_button_takes_one_answer(path: str, twice: list[tuple[str, str]], client: Client) -> None:
    answer = client.post(path, data=MultiDict(twice))
    assert answer.status_code == 422
    assert SAID in read_page(answer).get_text()


def test_a_file_where_one_is_asked_for_comes_once(client: Client) -> None:
    client.sign_in(make_staff(Role.OFFICER))
    files = MultiDict([("file", (io.BytesIO(b"a"), "a.csv")), ("file", (io.BytesIO(b"b"), "b.csv"))])
    answer = client.post("/office/import", data=files, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert SAID in read_page(answer).get_text()


def test_several_ticks_are_several_answers(client: Client) -> None:
    known = [str(value) for value, *_ in InterestsForm().interests.iter_choices()]
    told = MultiDict([("interests", known[0]), ("interests", known[1]), ("skills", "")])
    assert client.post("/youth/profile/4", data=told).status_code == 303


def test_money_goes_nowhere_that_was_not_chosen(client: Client) -> None:
    someone = make_youth()
    client.sign_in(db.get_one(Account, someone.account_id))
    answer = client.post("/youth/money/account", data={"number": "0812345678"})
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one("a[href^='#method']")
    assert page.select_one("#number")["value"] == "0812345678"
    assert db.get(PayoutAccount, someone.id) is None


def _forms(kind: type[Form]) -> list[type[Form]]:
    return [one for each in kind.__subclasses__() for one in (each, *_forms(each))]


HARMLESS = {
    ("NeedsForm", "who"): "unsaid, nobody is told",
    ("WithdrawForm", "reason"): "a reason is not asked of whoever goes",
    ("WriteForm", "template"): "own words need no sentence",
    ("SampleForm", "travel"): "a sample is sent nowhere",
    ("FundForm", "level"): "the office's own area, where nothing narrower is chosen",
    ("EnquiryForm", "outcome"): "asked for where the answer ends it",
    ("DifferenceForm", "way"): "asked for where the answer needs it",
    ("ExitForm", "place"): "asked for where money moves",
}


def _is_asked(field: Any) -> bool:
    given = field.kwargs.get("validators") or next(iter(field.args[1:]), ())
    return any(check is fields.chosen or isinstance(check, type(fields.needed())) for check in given)


@pytest.mark.usefixtures("client")
def test_no_choice_is_made_for_whoever_sends_a_form_without_it() -> None:
    found = [
        (form.__name__, name)
        for form in _forms(Form)
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is RadioField and not _is_asked(field)
    ]
    assert sorted(found) == sorted(HARMLESS)
