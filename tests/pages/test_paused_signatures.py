"""While an organisation is suspended or has paused a posting nobody signs, and whoever waits reads why."""

import pytest

from marketplace.access import SYSTEM
from marketplace.enrolments import consents, pauses
from marketplace.kernel import clock
from models.account import Account
from models.enrolment import Enrolment, GuardianConsent
from models.organisation import Organisation
from models.session import db as session
from models.vocabulary import EnrolmentState, OpportunityState, Role
from tests.factories.enrolments import make_enrolment, make_provider, make_staff, make_youth
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
def paused(client: Client, asked: Enrolment, token: str) -> None:
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


@pytest.fixture
def waiting(db: object) -> Enrolment:
    """A request that waits for a guardian, of a posting that goes on."""
    make_staff(Role.CASEWORKER)
    return make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=make_youth(years=17))


def test_a_provider_s_own_pause_is_said_to_whoever_signs_and_whoever_waits(client: Client, waiting: Enrolment) -> None:
    token, offer = consents.link(waiting, by=SYSTEM), waiting.opportunity
    young = session.get_one(Account, waiting.youth.account_id)
    assert "ลงชื่อผ่านลิงก์นี้ได้ถึง" in read_page(client.get(f"/sign/{token}")).get_text()
    supplier = make_provider(offer.organisation_id)
    session.commit()
    client.sign_in(supplier)
    assert client.post(f"/provider/postings/{offer.ref}/pause").status_code == 303
    session.refresh(offer)
    assert offer.state == OpportunityState.PAUSED
    client.sign_out()
    page = read_page(client.get(f"/sign/{token}"))
    assert "องค์กรพักโอกาสนี้ไว้ชั่วคราว" in page.get_text()
    assert "ใช้ได้ต่ออีก 14 วัน" in page.get_text()
    assert not page.select_one("[name=signer_name]")
    assert client.post(f"/sign/{token}", data=signature()).status_code == 409
    client.sign_in(young)
    text = client.page(f"/youth/applications/{waiting.ref}").main.get_text()
    assert PAUSED in text
    assert "องค์กรพักโอกาสนี้" in text
    assert "ระหว่างพักไม่นับวัน" in text
    assert "ส่งลิงก์ให้ผู้ปกครอง" not in text
    shown = client.page(f"/youth/applications/{waiting.ref}/guardian").main
    assert not shown.select("form")
    assert client.post(f"/youth/applications/{waiting.ref}/guardian").status_code == 409
    listed = client.page("/youth/applications").main.get_text()
    assert "รอคุณ" not in listed
    client.sign_in(supplier)
    assert client.post(f"/provider/postings/{offer.ref}/resume").status_code == 303
    client.sign_out()
    assert client.post(f"/sign/{token}", data=signature()).status_code == 303


def test_the_organisation_and_the_office_read_that_it_is_paused(client: Client) -> None:
    one, decided = make_enrolment(EnrolmentState.PROVIDER_REVIEW), make_enrolment(EnrolmentState.OFFICER_REVIEW)
    minor = make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=make_youth(years=17))
    for asked in (one, decided, minor):
        pauses.move(asked.opportunity, "pause", by=SYSTEM)
    said, young = "องค์กรพักโอกาสนี้ไว้ชั่วคราว", session.get_one(Account, decided.youth.account_id)
    client.sign_in(make_provider(one.opportunity.organisation_id))
    assert said in client.page(f"/provider/applications/{one.ref}").main.get_text()
    assert client.post(f"/provider/applications/{one.ref}", data={"answer": "accept"}).status_code == 409
    client.sign_in(make_staff(Role.OFFICER))
    page = client.page(f"/office/enrolments/{decided.ref}").main
    assert said in page.get_text()
    answer = client.post(
        f"/office/enrolments/{decided.ref}", data={"decision": "approve", "version": str(decided.version)}
    )
    assert answer.status_code == 422
    assert said in read_page(answer).get_text()
    client.sign_in(make_staff(Role.CASEWORKER))
    page = client.page(f"/office/guardians/{minor.ref}").main
    assert said in page.get_text()
    assert not page.select_one("[name=reason]")
    assert client.post(f"/office/guardians/{minor.ref}/link").status_code == 409
    client.sign_in(young)
    assert "พักไว้" in client.page(f"/youth/applications/{decided.ref}").main.get_text()
