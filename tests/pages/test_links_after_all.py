"""Whoever may sign can be given a link while a request waits: after a no, after a carer, and where nobody is known."""

import pytest

from marketplace.access import SYSTEM
from marketplace.enrolments import consents, own
from marketplace.kernel import clock
from models.account import Account
from models.enrolment import Enrolment
from models.history import Notice
from models.session import db as session
from models.vocabulary import EnrolmentState, GuardianBasis, Role
from tests.factories.enrolments import make_enrolment, make_guardian, make_staff, make_youth
from tests.fixtures.client import Client, read_page


@pytest.fixture
def asked(db: object) -> Enrolment:
    make_staff(Role.CASEWORKER)
    return make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=make_youth(years=17))


def signature() -> dict[str, str]:
    text = consents.text_on(clock.today())
    return {"signer_name": "นางวรรณา ใจดี", "relation": "แม่", "basis": "parent", "agreed": "y", "text_hash": text.hash}


def come(client: Client, asked: Enrolment) -> str:
    client.sign_in(session.get_one(Account, asked.youth.account_id))
    return f"/youth/applications/{asked.ref}"


def carer(asked: Enrolment) -> None:
    consents.sign(asked, by=SYSTEM, signer_name="มาลี ใจดี", relation="ยาย", basis=GuardianBasis.CARER)


def signs(client: Client, token: str, asked: Enrolment) -> bool:
    client.sign_out()
    assert client.post(f"/sign/{token}", data=signature()).status_code == 303
    session.refresh(asked)
    return asked.state == EnrolmentState.PROVIDER_REVIEW


@pytest.mark.parametrize("said", ["declined", "carer", "absent"])
def test_a_young_person_gives_a_new_link_to_whoever_signs_after_all(
    client: Client, asked: Enrolment, said: str
) -> None:
    if said == "declined":
        consents.say_no(asked, by=SYSTEM)
    elif said == "carer":
        carer(asked)
    else:
        own.ask_case_worker(asked, reason=said, by=SYSTEM)
    path = come(client, asked)
    assert client.page(path).main.select(f"a[href='{path}/guardian']")
    assert client.page(f"{path}/guardian").main.select(f"form[action='{path}/guardian']")
    made = read_page(client.post(f"{path}/guardian"))
    shown = made.select_one(".verify a")
    assert shown is not None
    assert signs(client, str(shown["href"]).rsplit("/", 1)[1], asked)


def test_whoever_is_not_safe_is_offered_no_link_to_hand_over(client: Client, asked: Enrolment) -> None:
    own.ask_case_worker(asked, reason="unsafe", by=SYSTEM)
    consents.say_no(asked, by=SYSTEM)
    path = come(client, asked)
    assert not client.page(path).main.select(f"a[href='{path}/guardian']")
    assert not client.page(f"{path}/guardian").main.select("form")
    assert client.post(f"{path}/guardian").status_code == 422


@pytest.mark.parametrize("before", ["nobody", "carer", "declined"])
def test_a_case_worker_makes_a_link_where_no_guardian_who_signs_is_recorded(
    client: Client, asked: Enrolment, before: str
) -> None:
    if before == "carer":
        make_guardian(asked.youth, basis=GuardianBasis.CARER)
        carer(asked)
    if before == "declined":
        consents.say_no(asked, by=SYSTEM)
    client.sign_in(make_staff(Role.CASEWORKER))
    path = f"/office/guardians/{asked.ref}"
    assert client.page(path).select(f"form[action='{path}/link']")
    made = read_page(client.post(f"{path}/link"))
    token = made.select_one(".note code").get_text().rsplit("/", 1)[1]
    said = client.page(path).main.get_text()
    assert ("ตอนแรกผู้ปกครองไม่ยินยอม" in said) is (before == "declined")
    assert signs(client, token, asked)
    client.sign_in(make_staff(Role.CASEWORKER))
    assert not client.page(path).select(f"form[action='{path}/link']")


def test_where_contact_with_everybody_known_is_not_safe_nobody_is_offered_a_link(
    client: Client, asked: Enrolment
) -> None:
    make_guardian(asked.youth, safe=False)
    consents.say_no(asked, by=SYSTEM)
    path = come(client, asked)
    assert not client.page(f"{path}/guardian").main.select("form")
    client.sign_in(make_staff(Role.CASEWORKER))
    assert not client.page(f"/office/guardians/{asked.ref}").select("form[action$='/link']")


def test_a_link_that_a_newer_one_replaced_says_so_and_whoever_made_it_hears(client: Client, asked: Enrolment) -> None:
    first, path, ref = consents.link(asked, by=SYSTEM), f"/youth/applications/{asked.ref}", asked.ref
    young = session.get_one(Account, asked.youth.account_id)
    client.post(f"/sign/{first}/decline")
    worker = make_staff(Role.CASEWORKER)
    client.sign_in(worker)
    made = read_page(client.post(f"/office/guardians/{ref}/link"))
    second = made.select_one(".note code").get_text().rsplit("/", 1)[1]
    client.sign_in(young)
    for page in (path, f"{path}/guardian"):
        assert "ผู้จัดการรายกรณีทำลิงก์ให้ผู้ปกครองของคุณแล้ว" in client.page(page).main.get_text()
    third = str(read_page(client.post(f"{path}/guardian")).select_one(".verify a")["href"]).rsplit("/", 1)[1]
    assert "ผู้จัดการรายกรณีทำลิงก์" not in client.page(path).main.get_text()
    replaced = session.query(Notice).filter_by(event="enrolment.link_replaced")
    assert [one.account_id for one in replaced] == [worker.id]
    client.sign_in(worker)
    assert "เยาวชนสร้างเอง ยังไม่เซ็น" in client.page(f"/office/guardians/{ref}").main.get_text()
    client.sign_out()
    assert "ถูกแทนด้วยลิงก์ใหม่" in client.page(f"/sign/{second}", status=410).main.get_text()
    assert client.get(f"/sign/{third}").status_code == 200
    # In another browser than the one that answered, the first says that it was used.
    assert "มีคนตอบด้วยลิงก์นี้ไปแล้ว" in client.application.test_client().get(f"/sign/{first}").get_data(as_text=True)


def test_whoever_signed_an_earlier_request_is_known_for_the_next(client: Client, asked: Enrolment) -> None:
    given = signature()
    consents.sign(
        asked, by=SYSTEM, signer_name=given["signer_name"], relation="แม่", basis=GuardianBasis.PARENT
    )  # fmt: skip
    following = make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=asked.youth)
    stranger = make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=make_youth(years=17, with_account=False))
    client.sign_in(make_staff(Role.CASEWORKER))
    said = client.page(f"/office/guardians/{following.ref}").main.get_text(" ")
    assert "นางวรรณา ใจดี (แม่)" in said
    assert "ยังไม่มีข้อมูลผู้ปกครอง" not in said
    signed = client.page(f"/office/guardians/{asked.ref}").main.get_text()
    assert "ยังไม่มีข้อมูลผู้ปกครอง" not in signed
    assert "ยังไม่มีข้อมูลผู้ปกครอง" in client.page(f"/office/guardians/{stranger.ref}").main.get_text()
    ours = client.page("/office/guardians").select("section[aria-labelledby='h-ours'] a")
    assert [following.ref in link["href"] for link in ours] == [False]
    consents.link(stranger, by=SYSTEM)
    assert not client.page("/office/guardians").select("section[aria-labelledby='h-ours'] a")
    out = client.page(f"/office/guardians/{stranger.ref}").main.get_text()
    assert "สร้างลิงก์ให้ผู้ปกครองเมื่อ" in out
    assert "ยังไม่มีข้อมูลผู้ปกครอง" not in out
