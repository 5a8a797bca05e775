"""What people read says what is so: whose turn it is, which bound was passed, which word is meant."""

import pytest
from werkzeug.datastructures import MultiDict

from blueprints.office.money_forms import BudgetForm
from marketplace.i18n.text import set_locale, t
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import SATENG, make_enrolment, make_staff, make_youth
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("state", "said"),
    [("returned", "เยาวชนตอบคำถาม"), ("refused", "ไม่ได้รอเจ้าหน้าที่ตัดสิน")],
)
def test_what_was_decided_is_not_said_to_be_still_to_come(state: str, said: str, client: Client) -> None:
    asked = make_enrolment(state, youth=(youth := make_youth()))
    client.sign_in(make_staff(Role.OFFICER))
    text = client.page(f"/office/enrolments/{asked.ref}").get_text()
    assert "ยังไม่ถึงตา" not in text
    assert said in text
    youth.account_id = None
    db.commit()
    bare = client.page(f"/office/enrolments/{asked.ref}").get_text()
    assert ("ผู้จัดการรายกรณีถามและตอบแทน" in bare) == (state == "returned")


@pytest.mark.parametrize("typed", ["10000000.01", "99999999999999", "๙๙,๙๙๙,๙๙๙", "1" * 40])
def test_a_sum_that_is_too_large_is_told_its_bound(typed: str) -> None:
    form = BudgetForm(MultiDict({"way": "up", "amount": typed, "note": "x"}))
    assert not form.validate()
    assert any("10,000,000" in str(one) for one in form.amount.errors)


def test_words_are_told_how_a_sum_is_written() -> None:
    form = BudgetForm(MultiDict({"way": "up", "amount": "สามร้อย", "note": "x"}))
    assert not form.validate()
    assert any("350" in str(one) for one in form.amount.errors)


def test_a_birth_date_still_to_come_is_told_as_that(client: Client) -> None:
    client.sign_in(make_staff(Role.CASEWORKER))
    person = {"nickname": "ดา", "birth_date": "14/2/2600", "area_code": SATENG, "civil_status": "single"}
    answer = client.post("/office/youth/new", data=person)
    assert answer.status_code == 422
    assert "ยังมาไม่ถึง" in read_page(answer).get_text()


def test_one_thing_has_one_word_in_thai() -> None:
    set_locale("th")
    assert str(t("Money on completion")) == str(t("Paid on completion"))
    assert "คุณมีนัด" in str(t("You have {what} today at {time}", what="ครัว", time="16.30 น."))
