"""A guardian's no, an order nobody has seen and words that do not fit: each is looked at before it counts."""

import pytest

from marketplace.access import SYSTEM
from marketplace.enrolments import checks, consents
from marketplace.kernel import clock
from marketplace.people import guardian_cases
from models.enrolment import Enrolment, GuardianConsent
from models.session import db as session
from models.vocabulary import EnrolmentState, GuardianBasis, Role
from tests.factories.enrolments import acting, make_account, make_enrolment, make_guardian, make_staff, make_youth
from tests.fixtures.client import Client, read_page

ORDER = "คำสั่งศาลเยาวชนยะลา เลขที่ 12/2568 ลงวันที่ 3 มีนาคม 2568"
NOTE = "คุยกับแม่และน้องแล้ว เห็นเอกสารแล้ว"


@pytest.fixture
def asked(db: object) -> Enrolment:
    return make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=make_youth(years=17))


@pytest.fixture
def token(asked: Enrolment) -> str:
    return consents.link(asked, by=SYSTEM)


def signature(**more: str) -> dict[str, str]:
    text = consents.text_on(clock.today())
    given = {"signer_name": "นางวรรณา ใจดี", "relation": "แม่", "basis": "parent", "agreed": "y", "text_hash": text.hash}
    return given | more


def guardian_check(enrolment: Enrolment) -> checks.Check:
    session.refresh(enrolment)
    enrolment.state = EnrolmentState.OFFICER_REVIEW
    return next(check for check in checks.of(enrolment) if check.code == "guardian")


def answers(client: Client, enrolment: Enrolment, note: str = NOTE) -> int:
    client.sign_in(make_staff(Role.CASEWORKER))
    client.page(f"/office/guardians/{enrolment.ref}")
    return client.post(f"/office/guardians/{enrolment.ref}/answer", data={"answer": note}).status_code


def test_a_no_ends_the_link(client: Client, asked: Enrolment, token: str) -> None:
    make_staff(Role.CASEWORKER)
    client.page(f"/sign/{token}")
    assert client.post(f"/sign/{token}/decline").status_code == 303
    shut = client.get(f"/sign/{token}")
    assert "ขอบคุณที่บอกเรา" in read_page(shut).get_text()
    assert not read_page(shut).select_one("[name=signer_name]")
    assert client.post(f"/sign/{token}/decline").status_code == 409
    assert client.post(f"/sign/{token}", data=signature()).status_code == 409
    session.refresh(asked)
    assert asked.state == EnrolmentState.AWAITING_GUARDIAN
    assert session.query(GuardianConsent).count() == 0


def test_whoever_signs_after_a_no_is_looked_at_until_staff_have_answered(
    client: Client, asked: Enrolment, token: str
) -> None:
    make_staff(Role.CASEWORKER)
    client.page(f"/sign/{token}")
    client.post(f"/sign/{token}/decline")
    again = consents.link(asked, by=SYSTEM)
    assert client.post(f"/sign/{again}", data=signature()).status_code == 303
    check = guardian_check(asked)
    assert check.flag
    assert "ไม่ยินยอมเมื่อ" in str(check.text)
    session.flush()
    assert answers(client, asked, "ก") == 422
    assert answers(client, asked) == 303
    check = guardian_check(asked)
    assert not check.flag
    assert NOTE in str(check.text)
    assert NOTE in client.page(f"/office/guardians/{asked.ref}").get_text()
    client.sign_in(make_staff(Role.OFFICER))
    page = client.page(f"/office/enrolments/{asked.ref}")
    assert "ผู้ปกครองไม่ยินยอม" in page.get_text()
    assert page.select_one(f"a[href='/office/guardians/{asked.ref}']")


def test_what_was_written_between_the_no_and_the_signature_counts(client: Client, asked: Enrolment, token: str) -> None:
    consents.say_no(asked, by=SYSTEM)
    assert answers(client, asked) == 303
    client.sign_out()
    assert client.post(f"/sign/{consents.link(asked, by=SYSTEM)}", data=signature()).status_code == 303
    check = guardian_check(asked)
    assert not check.flag
    assert NOTE in str(check.text)


@pytest.mark.parametrize(
    ("basis", "relation"),
    [("court_appointed", "ป้า"), ("child_protection_officer", "นักสังคมสงเคราะห์"), ("parent", "แม่บุญธรรม")],
)
def test_an_order_an_office_and_an_adoption_say_what_shows_them(
    client: Client, asked: Enrolment, token: str, basis: str, relation: str
) -> None:
    given = signature(basis=basis, relation=relation)
    for shown in ("", " - ", "โทร 0812345678"):
        answer = client.post(f"/sign/{token}", data=given | {"shown_by": shown})
        assert answer.status_code == 422
        assert read_page(answer).select_one(".errors a[href='#shown_by']")
    assert client.post(f"/sign/{token}", data=given | {"shown_by": ORDER}).status_code == 303
    check = guardian_check(asked)
    assert check.flag
    assert ORDER in str(check.text)
    session.flush()
    assert answers(client, asked) == 303
    assert not guardian_check(asked).flag


@pytest.mark.parametrize(
    ("basis", "relation"),
    [("court_appointed", "เพื่อน"), ("child_protection_officer", "ครู"), ("court_appointed", "แม่")],
)
def test_words_that_do_not_fit_an_order_or_an_office_are_told(
    client: Client, asked: Enrolment, token: str, basis: str, relation: str
) -> None:
    given = signature(basis=basis, relation=relation, shown_by=ORDER)
    assert client.post(f"/sign/{token}", data=given).status_code == 303
    check = guardian_check(asked)
    assert check.flag
    assert relation in str(check.text)


def test_a_parent_who_is_put_down_as_a_carer_is_asked_why(client: Client, asked: Enrolment, token: str) -> None:
    make_staff(Role.CASEWORKER)
    given = signature(basis="carer_without_custody")
    answer = client.post(f"/sign/{token}", data=given)
    assert answer.status_code == 422
    assert read_page(answer).select_one("input[name=without_power]")
    assert session.query(GuardianConsent).count() == 0
    assert client.post(f"/sign/{token}", data=given | {"without_power": "y"}).status_code == 303
    assert guardian_cases.standings([asked.id])[asked.id].carer_at is not None


def test_what_a_case_worker_records_is_no_word_of_a_carer(client: Client, asked: Enrolment) -> None:
    worker = make_staff(Role.CASEWORKER)
    client.sign_in(worker)
    path = f"/office/guardians/{asked.ref}"
    client.page(path)
    given = {"reason": "แม่ไม่มีอำนาจปกครอง ยายเลี้ยงมา", "basis": "carer_without_custody", "relation": "แม่"}
    asks = client.post(path, data=given)
    assert asks.status_code == 422
    assert read_page(asks).select_one("input[name=without_power]")
    basis = GuardianBasis.CARER
    consents.record_route(asked, by=acting(worker), reason=given["reason"], basis=basis, relation="ยาย")
    assert guardian_cases.standings([asked.id])[asked.id].carer_at is None
    said = client.page(path).get_text()
    assert "ดูแลอยู่โดยไม่มีอำนาจปกครอง" not in said
    assert "ผู้จัดการรายกรณีบันทึกไว้" in said
    assert "บอกไว้แล้ว" not in said


@pytest.mark.parametrize(
    ("recorded", "relation"),
    [(GuardianBasis.COURT, "ป้า"), (GuardianBasis.CHILD_PROTECTION, "นักสังคมสงเคราะห์")],
)
def test_whoever_is_recorded_by_an_order_or_an_office_is_not_asked_again_what_shows_it(
    client: Client, asked: Enrolment, recorded: GuardianBasis, relation: str
) -> None:
    account = make_account()
    make_guardian(asked.youth, account_id=account.id, basis=recorded, relation=relation)
    client.sign_in(account)
    path = f"/guardian/requests/{asked.ref}"
    page = client.page(path)
    assert not page.select_one("[name=shown_by]")
    assert "มีหลักฐานบันทึกไว้แล้ว" in page.get_text()
    other = {GuardianBasis.COURT, GuardianBasis.CHILD_PROTECTION} - {recorded}
    answer = client.post(f"{path}/sign", data=signature(basis=str(*other), relation=relation))
    assert answer.status_code == 422
    assert read_page(answer).select_one(".errors a[href='#shown_by']")
    assert client.post(f"{path}/sign", data=signature(basis=str(recorded), relation=relation)).status_code == 303
    session.refresh(asked)
    assert asked.state == EnrolmentState.PROVIDER_REVIEW
    assert not guardian_check(asked).flag


def test_a_link_asks_for_it_since_nobody_knows_who_has_it(client: Client, asked: Enrolment, token: str) -> None:
    make_guardian(asked.youth, basis=GuardianBasis.COURT, relation="ป้า")
    assert client.page(f"/sign/{token}").select_one("[name=shown_by]")
    answer = client.post(f"/sign/{token}", data=signature(basis="court_appointed", relation="ป้า"))
    assert answer.status_code == 422
