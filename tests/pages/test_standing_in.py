"""A place whose office has nobody here is no dead end: somebody answers, and the young person reads who."""

import pytest

from marketplace.people import youth as young
from models.account import Account
from models.enrolment import Enrolment
from models.session import db as session
from models.vocabulary import EnrolmentState, Role
from models.youth import Youth
from tests.factories.enrolments import give_role, make_account, make_enrolment, make_staff, make_youth
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client

TASE = "950118"


@pytest.fixture
def youth(db: object) -> Youth:
    made = make_youth(area_code=TASE, years=16)
    young.put(made, "first_name", "อาลี")
    return made


@pytest.fixture
def asked(youth: Youth) -> Enrolment:
    return make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=youth)


def of_district(role: Role) -> Account:
    account = make_account("นายอำเภอ")
    give_role(account, role, area_code="9501")
    return account


def test_the_young_person_reads_who_answers_for_their_office(client: Client, asked: Enrolment) -> None:
    client.sign_in(session.get_one(Account, asked.youth.account_id))
    path = f"/youth/applications/{asked.ref}"
    assert "ตาเซะ" in client.page(path).main.get_text()
    assert "อำเภอเมืองยะลา ทำหน้าที่แทน" not in client.page(path).main.get_text()
    of_district(Role.CASEWORKER)
    assert "อำเภอเมืองยะลา ทำหน้าที่แทน" in client.page(path).main.get_text()
    make_staff(Role.OFFICER, TASE)
    assert "ทำหน้าที่แทน" not in client.page(path).main.get_text()


def test_it_is_said_before_applying_who_decides(client: Client, youth: Youth) -> None:
    of_district(Role.OFFICER)
    client.sign_in(session.get_one(Account, youth.account_id))
    offer = make_opportunity()
    page = client.page(f"/youth/apply/{offer.ref}")
    assert "ยังไม่มีเจ้าหน้าที่ในระบบนี้" in page.main.get_text()
    make_staff(Role.OFFICER, TASE)
    assert "ยังไม่มีเจ้าหน้าที่ในระบบนี้" not in client.page(f"/youth/apply/{offer.ref}").main.get_text()


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.PROVINCE])
def test_the_guardians_part_is_recorded_by_whoever_stands_in(client: Client, asked: Enrolment, role: Role) -> None:
    client.sign_in(of_district(role) if role == Role.CASEWORKER else make_staff(role, "95"))
    assert asked.ref in str(client.page("/office/guardians").main)
    client.page(f"/office/guardians/{asked.ref}")
    given = {"reason": "คุยกับยายแล้ว เห็นพ้องกันว่าให้ไปต่อได้"}
    assert client.post(f"/office/guardians/{asked.ref}", data=given).status_code == 303
    session.refresh(asked)
    assert asked.state == EnrolmentState.PROVIDER_REVIEW
    make_staff(Role.CASEWORKER, TASE)
    client.page(f"/office/guardians/{asked.ref}", status=404)
    assert client.post(f"/office/guardians/{asked.ref}", data=given).status_code == 404


def test_the_page_of_the_place_says_who_answers(client: Client) -> None:
    assert "ทำหน้าที่แทน" not in client.page(f"/areas/{TASE}").main.get_text()
    of_district(Role.OFFICER)
    assert "ทำหน้าที่แทน" in client.page(f"/areas/{TASE}").main.get_text()
