"""The office's pages of vetting: a heap of work, every check with its day and name, and stopping at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.kernel import clock
from models.resource import Resource
from models.session import db
from models.vetting import VettingFact
from models.vocabulary import Role, Support, VettingCheck
from tests.factories.desk import typed
from tests.factories.enrolments import make_account, make_staff
from tests.factories.pledges import make_help, vet
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def officer(client: Client) -> Client:
    return client.sign_in(make_staff(Role.OFFICER))


def mentor(state: str = "pledged") -> Resource:
    return make_help(Support.LANGUAGE_HELP, state=state, owner_account_id=make_account().id, vetted=False)


def test_a_mentor_goes_from_new_to_open_through_two_people(officer: Client, app) -> None:
    one = mentor()
    path = f"/office/pledges/{one.ref}"
    assert officer.page("/office/pledges").select_one(f"a[href='{path}']") is not None
    assert officer.post(f"{path}/start_vetting").status_code == 303
    today = typed(clock.today())
    for check in VettingCheck:
        if check in (VettingCheck.INSPECTION, VettingCheck.APPROVAL):
            continue
        data = {"check": check, "done_on": today, "note": "ครูสมศรี\nกำนันบุญมี"}
        assert officer.post(f"{path}/checks", data=data).status_code == 303, check
    approval = {"check": "approval", "done_on": today}
    assert officer.post(f"{path}/checks", data=approval).status_code == 403
    assert officer.post(f"{path}/approve").status_code == 409
    colleague = app.test_client().sign_in(make_staff(Role.OFFICER))
    assert colleague.post(f"{path}/checks", data=approval).status_code == 303
    assert colleague.post(f"{path}/approve").status_code == 303
    assert colleague.post(f"{path}/open").status_code == 303
    assert db.get_one(Resource, one.id).state == "available"
    colleague.page(path)


def test_bad_checks_come_back_in_words_and_keep_nothing(officer: Client) -> None:
    one = mentor("in_vetting")
    path, today = f"/office/pledges/{one.ref}", clock.today()
    good = {"check": "police", "done_on": typed(today), "note": ""}
    old, later = typed(today - timedelta(days=200)), typed(today + timedelta(days=1))
    bad = (
        {"check": "horoscope"},
        {"check": "inspection"},
        {"done_on": ""},
        {"done_on": "31/2/2569"},
        {"done_on": old},
        {"done_on": later},
        {"check": "references"},
        {"note": "ก" * 401},
    )
    for wrong in bad:
        answer = officer.post(f"{path}/checks", data=good | wrong)
        assert answer.status_code == 422, wrong
        assert read_page(answer).select(".errors")
    assert db.scalars(select(VettingFact)).all() == []


def test_it_is_stopped_at_once_and_only_with_a_reason(officer: Client) -> None:
    one = mentor("available")
    vet(one)
    path = f"/office/pledges/{one.ref}"
    officer.page(path)
    answer = officer.post(f"{path}/suspend", data={"reason": ""})
    assert answer.status_code == 422
    assert officer.post(f"{path}/suspend", data={"reason": "มีคนร้องเรียน"}).status_code == 303
    assert db.get_one(Resource, one.id).state == "suspended"
    assert officer.post(f"{path}/open").status_code == 409
    assert officer.get(f"/resources/{one.ref}").status_code == 404


def test_a_struck_check_asks_for_renewal_and_heaps_are_counted(officer: Client) -> None:
    one = mentor("available")
    vet(one)
    fact = db.scalars(select(VettingFact).where(VettingFact.kind == "police")).one()
    assert officer.post(f"/office/pledges/{one.ref}/checks/{fact.ref}/strike").status_code == 303
    assert db.get_one(Resource, one.id).state == "renewal_due"
    for heap in ("new", "checking", "checked", "due", "stopped", "open", "nonsense"):
        officer.page(f"/office/pledges?heap={heap}")
    assert officer.page("/office/pledges").select_one("[aria-current=page] b").get_text() == "1"  # type: ignore[union-attr]
