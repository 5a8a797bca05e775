"""While an organisation is suspended nobody signs for it, and whoever waits for a guardian reads why."""

import pytest

from marketplace.access import SYSTEM
from marketplace.enrolments import consents
from marketplace.kernel import clock
from models.account import Account
from models.enrolment import Enrolment, GuardianConsent
from models.organisation import Organisation
from models.session import db as session
from models.vocabulary import EnrolmentState, Role
from tests.factories.enrolments import make_enrolment, make_staff, make_youth
from tests.fixtures.client import Client, read_page

PAUSED, KEEP = "พักไว้ก่อน", "เก็บลิงก์นี้ไว้"


@pytest.fixture
def asked(db: object) -> Enrolment:
    make_staff(Role.CASEWORKER)
    return make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=make_youth(years=17))


@pytest.fixture
def token(asked: Enrolment) -> str:
    """A link made before it was paused."""
    return consents.link(asked, by=SYSTEM)


@pytest.fixture(autouse=True)
def paused(asked: Enrolment, token: str) -> None:
    session.get_one(Organisation, asked.opportunity.organisation_id).suspended_at = clock.now()
    session.flush()


def signature() -> dict[str, str]:
    text = consents.text_on(clock.today())
    return {"signer_name": "นางวรรณา ใจดี", "relation": "แม่", "basis": "parent", "agreed": "y", "text_hash": text.hash}


def page_of(client: Client, asked: Enrolment) -> str:
    client.sign_in(session.get_one(Account, asked.youth.account_id))
    return client.page(f"/youth/applications/{asked.ref}").main.get_text()


def test_the_young_person_reads_that_it_is_paused(client: Client, asked: Enrolment) -> None:
    page = page_of(client, asked)
    assert PAUSED in page
    assert "ส่งลิงก์ให้ผู้ปกครอง" not in page
    assert "พ้นช่วงพัก" in page
    asked.state = EnrolmentState.PROVIDER_REVIEW
    session.flush()
    assert PAUSED in page_of(client, asked)


def test_the_link_takes_no_signature_and_signs_once_it_goes_on(client: Client, asked: Enrolment, token: str) -> None:
    page = read_page(client.get(f"/sign/{token}"))
    assert KEEP in page.get_text()
    assert not page.select_one("[name=signer_name]")
    answer = client.post(f"/sign/{token}", data=signature())
    assert answer.status_code == 409
    assert KEEP in read_page(answer).get_text()
    assert session.query(GuardianConsent).count() == 0
    session.query(Organisation).update({"suspended_at": None})
    session.flush()
    assert client.post(f"/sign/{token}", data=signature()).status_code == 303
    session.refresh(asked)
    assert asked.state == EnrolmentState.PROVIDER_REVIEW


def test_no_page_makes_a_link_meanwhile(client: Client, asked: Enrolment) -> None:
    path = f"/youth/applications/{asked.ref}/guardian"
    client.sign_in(session.get_one(Account, asked.youth.account_id))
    page = client.page(path).main
    assert PAUSED in page.get_text()
    assert not page.select("form")
    assert client.post(path).status_code == 409
    client.sign_in(make_staff(Role.CASEWORKER))
    case = client.page(f"/office/guardians/{asked.ref}").main
    assert not case.select("form[action$='/link']")
    assert "ระงับ" in case.get_text()
    assert client.post(f"/office/guardians/{asked.ref}/link").status_code == 409
