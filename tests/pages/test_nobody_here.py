"""Where neither office, district nor province has anybody, nobody meets silence and nobody is said to have heard."""

from datetime import timedelta

import pytest

from marketplace.enrolments import answers, clocks
from marketplace.i18n.dates import long_date
from marketplace.kernel import clock
from marketplace.offers import coming
from marketplace.people import guardian_cases
from models.account import Account
from models.enrolment import Enrolment
from models.history import Notice
from models.session import db as session
from models.vocabulary import EnrolmentState, Role
from models.youth import Youth
from tests.factories.enrolments import (
    acting,
    give_role,
    make_account,
    make_enrolment,
    make_provider,
    make_staff,
    make_youth,
)
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client

KHON_KAEN = "400101"
NOBODY = "พื้นที่ของคุณยังไม่มีเจ้าหน้าที่ในระบบนี้"
CLAIMS = ("จะคุยกับคุณ", "รับเรื่องแล้ว", "กำลังหาทาง", "บอกผู้ดูแล", "ดำเนินการต่อ", "แจ้งผู้จัดการ")


@pytest.fixture
def steward(db: object) -> Account:
    account = make_account("ผู้ดูแลระบบ")
    give_role(account, Role.STEWARD)
    return account


@pytest.fixture
def youth(db: object) -> Youth:
    return make_youth(area_code=KHON_KAEN, years=17)


@pytest.fixture
def asked(youth: Youth) -> Enrolment:
    return make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=youth)


def come(client: Client, youth: Youth) -> None:
    client.sign_in(session.get_one(Account, youth.account_id))


def told(account: Account) -> list[str]:
    return [one.event for one in session.query(Notice).filter_by(account_id=account.id)]


def test_it_is_said_before_applying_with_what_can_be_done(client: Client, youth: Youth) -> None:
    offer = make_opportunity()
    come(client, youth)
    page = client.page(f"/youth/apply/{offer.ref}")
    assert NOBODY in page.main.get_text()
    links = {link["href"] for link in page.main.select("a[href]")}
    assert {"tel:1300", f"/areas/{KHON_KAEN}"} <= links
    assert "จึงยังบอกไม่ได้ว่าเมื่อไร" in page.main.get_text()
    make_staff(Role.PROVINCE, "40")
    assert NOBODY not in client.page(f"/youth/apply/{offer.ref}").main.get_text()


@pytest.mark.parametrize("reason", guardian_cases.CANNOT_ASK)
def test_who_cannot_ask_is_told_that_nobody_heard_it_and_stewards_hear(
    client: Client, asked: Enrolment, steward: Account, reason: str
) -> None:
    come(client, session.get_one(Youth, asked.youth_id))
    path = f"/youth/applications/{asked.ref}"
    before = client.page(f"{path}/guardian").main
    assert "ยังไม่มีผู้ดูแลคนใดได้ยินเรื่องนี้" in before.get_text()
    assert client.post(f"{path}/without-guardian", data={"reason": reason}).status_code == 303
    assert told(steward) == ["enrolment.nobody_helps"]
    after = client.page(f"{path}/guardian").main
    for main in (before, after):
        assert {"tel:1300", "tel:191"} <= {link["href"] for link in main.select("a[href]")}
    for page in (before, after, client.page(path).main, client.page("/youth/applications").main):
        assert not [words for words in CLAIMS if words in page.get_text()]
    assert "ยังไม่มีผู้ดูแลคนใดได้ยินเรื่องนี้" in after.get_text()
    make_staff(Role.CASEWORKER, KHON_KAEN)
    assert "ผู้ดูแลของคุณกำลังหาทางให้" in client.page(path).main.get_text()


@pytest.mark.parametrize("says", ["carer", "declined"])
def test_nobody_is_said_to_have_heard_a_guardian_either(
    client: Client, asked: Enrolment, steward: Account, says: str
) -> None:
    come(client, session.get_one(Youth, asked.youth_id))
    made = client.post(f"/youth/applications/{asked.ref}/guardian")
    token = made.text.split("/sign/")[1].split('"')[0]
    client.sign_out()
    form = client.page(f"/sign/{token}")
    assert "ผู้จัดการรายกรณีจะคุยกับคุณ" not in form.main.get_text()
    given = {
        "basis": "carer_without_custody",
        "relation": "ยาย",
        "signer_name": "มาลี ใจดี",
        "agreed": "y",
        "text_hash": str(form.select_one("[name=text_hash]")["value"]),
    }
    if says == "carer":
        assert client.post(f"/sign/{token}", data=given).status_code == 303
    else:
        assert client.post(f"/sign/{token}/decline").status_code == 303
    assert not [words for words in CLAIMS if words in client.get(f"/sign/{token}").text]
    assert told(steward) == ["enrolment.nobody_helps"]
    come(client, session.get_one(Youth, asked.youth_id))
    main = client.page(f"/youth/applications/{asked.ref}").main.get_text()
    assert NOBODY in main
    assert not [words for words in CLAIMS if words in main]


def test_stewards_hear_of_an_application_nobody_can_decide(client: Client, steward: Account) -> None:
    offer, youth = make_opportunity(), make_youth(area_code=KHON_KAEN)
    come(client, youth)
    page = client.page(f"/youth/apply/{offer.ref}")
    names = {"first_name": "นูรีน", "last_name": "ดอเลาะ"} if page.select_one("[name=first_name]") else {}
    assert client.post(f"/youth/apply/{offer.ref}", data=names).status_code == 303
    assert told(steward) == ["enrolment.nobody_decides"]
    client.sign_in(steward)
    client.page("/office/people")
    make_staff(Role.OFFICER, KHON_KAEN)
    other = make_youth(area_code=KHON_KAEN)
    come(client, other)
    client.post(f"/youth/apply/{offer.ref}", data=names)
    assert told(steward) == ["enrolment.nobody_decides"]


def test_the_page_says_who_really_sees_it_before_a_guardian_signs(client: Client, asked: Enrolment) -> None:
    come(client, session.get_one(Youth, asked.youth_id))

    def said() -> str:
        return client.page(f"/youth/applications/{asked.ref}").select_one(".status").get_text(" ")

    assert "ก่อนเซ็นจึงยังไม่มีใครอื่นเห็น" in said()
    make_staff(Role.PROVINCE, "40")
    assert "ยังไม่มีใครอื่นเห็น" not in said()
    assert "ขอนแก่น ที่เห็น เพื่อช่วยคุณได้" in said()
    make_staff(Role.CASEWORKER, KHON_KAEN)
    assert "มีเพียงเจ้าหน้าที่ในพื้นที่ของคุณที่เห็น" in said()


def test_stewards_hear_once_of_a_minor_whom_nobody_there_can_help(client: Client, steward: Account) -> None:
    offer, youth = make_opportunity(), make_youth(area_code=KHON_KAEN, years=16)
    come(client, youth)
    names = {"first_name": "นูรีน", "last_name": "ดอเลาะ"}
    assert client.post(f"/youth/apply/{offer.ref}", data=names).status_code == 303
    assert told(steward) == ["enrolment.nobody_helps"]
    asked = session.query(Enrolment).one()
    made = client.post(f"/youth/applications/{asked.ref}/guardian")
    token = made.text.split("/sign/")[1].split('"')[0]
    client.sign_out()
    assert [client.post(f"/sign/{token}/decline").status_code for _ in range(2)] == [303, 409]
    assert told(steward) == ["enrolment.nobody_helps"]
    assert told(session.get_one(Account, youth.account_id)) == ["enrolment.guardian_declined"]


@pytest.mark.parametrize("state", [EnrolmentState.PROVIDER_REVIEW, EnrolmentState.OFFICER_REVIEW])
def test_no_day_is_promised_while_nobody_can_decide(client: Client, state: EnrolmentState) -> None:
    adult = make_youth(area_code=KHON_KAEN)
    asked = make_enrolment(state, youth=adult, due_at=clock.now() + timedelta(days=3))
    come(client, adult)
    path = f"/youth/applications/{asked.ref}"
    said = client.page(path).main.get_text(" ")
    assert "หลังจากหน่วยงานในพื้นที่พิจารณาแล้ว" in said
    assert ("จึงยังบอกไม่ได้ว่าจะพิจารณาเมื่อไร" in said) is (state == EnrolmentState.OFFICER_REVIEW)
    assert "เจ้าหน้าที่จะตอบภายใน" not in said
    make_staff(Role.OFFICER, KHON_KAEN)
    said = client.page(path).main.get_text(" ")
    assert "หลังจากหน่วยงานในพื้นที่พิจารณาแล้ว" not in said
    assert "จึงยังบอกไม่ได้ว่าจะพิจารณาเมื่อไร" not in said


def test_after_the_provider_s_yes_stewards_know_and_hear_once_that_it_is_overdue(steward: Account) -> None:
    offer = make_opportunity()
    asked = make_enrolment(
        EnrolmentState.PROVIDER_REVIEW, youth=make_youth(area_code=KHON_KAEN), opportunity=offer, due_at=clock.now()
    )
    answers.accept(asked, by=acting(make_provider(offer.organisation_id)))
    assert told(steward) == ["enrolment.nobody_decides"]
    youth = session.get_one(Account, session.get_one(Youth, asked.youth_id).account_id)
    assert told(youth) == ["enrolment.accepted"]
    asked.due_at = clock.now() - timedelta(minutes=1)
    session.flush()
    for _ in range(2):
        clocks.tick()
    assert told(steward) == ["enrolment.nobody_decides", "office.overdue"]


def test_the_page_to_apply_names_no_day_above_either(client: Client, youth: Youth) -> None:
    offer = make_opportunity()
    come(client, youth)
    day = long_date(coming.of(offer).first or offer.starts_on)
    assert day not in client.page(f"/youth/apply/{offer.ref}").select_one("dl").get_text(" ")
