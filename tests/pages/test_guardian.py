"""A guardian signs by one link, sees the facts of a request and nothing that is none of their business."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from marketplace.access import SYSTEM
from marketplace.enrolments import applications, checks, consents, own, signers
from marketplace.kernel import clock
from marketplace.people import guardian_cases, guardians
from marketplace.people import youth as young
from models.account import Account, OneTimeLink
from models.enrolment import Enrolment, GuardianConsent
from models.history import AuditEvent, Notice
from models.session import db as session
from models.vocabulary import EnrolmentState, GuardianBasis, Role
from models.youth import Youth
from tests.factories.enrolments import make_account, make_enrolment, make_staff, make_youth, youth_actor
from tests.factories.money import make_fund
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client, read_page

NAME = {"first_name": "สมใจ", "last_name": "เกิดที่นี่"}
SECRETS = {
    "national_id": "1101700230708",
    "phone": "0811111199",
    "address": "99 หมู่ลับ",
    "health": "ตั้งครรภ์ลับ",
}


@pytest.fixture
def ward(db: object) -> Youth:
    youth = make_youth(years=17)
    youth.support_needs, youth.goal = ["prenatal"], "เป้าหมายลับ"
    for fact, text in (NAME | SECRETS).items():
        young.put(youth, fact, text)
    return youth


@pytest.fixture
def asked(ward: Youth) -> Enrolment:
    return make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=ward)


@pytest.fixture
def title(asked: Enrolment) -> str:
    return asked.opportunity.title_th


@pytest.fixture
def token(asked: Enrolment) -> str:
    return consents.link(asked, by=SYSTEM)


@pytest.fixture
def mother(ward: Youth) -> Account:
    account = make_account("แม่")
    guardians.link(ward, name="นางวรรณา", relation="แม่", basis=GuardianBasis.PARENT, by=SYSTEM, account=account)
    return account


def signature(**more: str) -> dict[str, str]:
    text = consents.text_on(clock.today())
    given = {"signer_name": "นางวรรณา ใจดี", "relation": "แม่", "basis": "parent", "agreed": "y", "text_hash": text.hash}
    return given | more


def state_of(enrolment: Enrolment) -> str:
    session.refresh(enrolment)
    return enrolment.state


def test_the_link_shows_the_facts_and_nothing_sensitive(
    client: Client, asked: Enrolment, title: str, token: str
) -> None:
    answer = client.get(f"/sign/{token}")
    page = client.page(f"/sign/{token}")
    text = page.get_text()
    assert "นูรีน" in text
    assert "สมใจ เกิดที่นี่" in text
    assert title in text
    assert consents.text_on(clock.today()).text_th in text
    assert [secret for secret in [*SECRETS.values(), "เป้าหมายลับ", "prenatal"] if secret in answer.get_data(True)] == []


def test_the_link_says_what_an_hour_of_learning_brings_where_a_fund_stands_behind_it(
    client: Client, ward: Youth
) -> None:
    for fund_id, told in ((make_fund().id, True), (None, False)):
        offer = make_opportunity(stipend_per_hour_satang=47_50, fund_id=fund_id)
        enrolment = make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=ward, opportunity=offer)
        page = client.page(f"/sign/{consents.link(enrolment, by=SYSTEM)}").get_text(" ")
        assert ("เบี้ยเรียนชั่วโมงละ 47.50 บาท" in page) is told


@pytest.mark.parametrize(("language", "issued"), [("th", "พฤศจิกายน 2569"), ("en", "November 2026")])
def test_the_version_of_the_text_is_told_in_the_years_of_its_reader(
    client: Client, asked: Enrolment, token: str, language: str, issued: str
) -> None:
    said = client.page(f"/sign/{token}?lang={language}").find("p", class_="quiet small").get_text()
    assert issued in said
    assert "2026-11" not in said


def test_a_signature_moves_the_request_on_and_the_link_says_thank_you(
    client: Client, asked: Enrolment, token: str
) -> None:
    assert client.post(f"/sign/{token}", data=signature()).status_code == 303
    assert state_of(asked) == EnrolmentState.PROVIDER_REVIEW
    kept = session.query(GuardianConsent).one()
    assert (kept.relation, kept.basis, kept.text_hash) == ("แม่", "parent", consents.text_on(clock.today()).hash)
    assert signers.signer_of(asked, kept) == "นางวรรณา ใจดี"
    assert "วรรณา" not in (kept.signer_name_sealed or "")
    assert "ขอบคุณ" in client.page(f"/sign/{token}").h1.get_text()


@pytest.mark.parametrize(
    ("name", "is_flag"),
    [
        ("สมใจ เกิดที่นี่", True),
        ("นางสาวสมใจ  เกิดที่นี่", True),
        ("สมใจเกิดที่นี่", True),
        ("เกิดที่นี่ สมใจ", True),
        ("นาง สมใจ ใจดี", False),
        ("สมหมาย เกิดที่นี่", False),
    ],
)
def test_a_signature_with_the_young_person_s_own_name_is_told_to_the_office(
    client: Client, asked: Enrolment, token: str, name: str, is_flag: bool
) -> None:
    assert client.post(f"/sign/{token}", data=signature(signer_name=name)).status_code == 303
    session.refresh(asked)
    asked.state = EnrolmentState.OFFICER_REVIEW
    guardian = next(check for check in checks.of(asked) if check.code == "guardian")
    assert guardian.flag is is_flag
    client.sign_in(make_staff(Role.OFFICER))
    told = client.page(f"/office/enrolments/{asked.ref}").get_text().count("ลงชื่อด้วยชื่อของเยาวชนเอง")
    assert told == (2 if is_flag else 0)


def test_a_link_signs_once(client: Client, asked: Enrolment, token: str) -> None:
    client.post(f"/sign/{token}", data=signature())
    client.post(f"/sign/{token}", data=signature(signer_name="คนอื่น"))
    assert session.query(GuardianConsent).count() == 1


def test_a_carer_without_custody_is_heard_and_a_case_worker_decides(
    client: Client, asked: Enrolment, token: str
) -> None:
    make_staff(Role.CASEWORKER)
    answer = client.post(f"/sign/{token}", data=signature(basis="carer_without_custody", relation="ยาย"))
    assert answer.status_code == 303
    assert state_of(asked) == EnrolmentState.AWAITING_GUARDIAN
    assert "ผู้จัดการรายกรณี" in client.page(f"/sign/{token}").get_text()


@pytest.mark.parametrize(
    "missing",
    [
        {"signer_name": ""},
        {"relation": " "},
        {"basis": ""},
        {"basis": "aunt"},
        {"agreed": ""},
        {"text_hash": "x"},
        {"signer_name": "12345"},
        {"signer_name": "."},
        {"relation": "12345"},
        {"relation": "-"},
    ],
)  # fmt: skip
def test_a_half_signature_is_asked_again_and_nothing_is_lost(
    client: Client, asked: Enrolment, token: str, missing: dict[str, str]
) -> None:
    data = {name: value for name, value in signature(**missing).items() if value != ""}
    answer = client.post(f"/sign/{token}", data=data)
    assert answer.status_code == 422
    assert state_of(asked) == EnrolmentState.AWAITING_GUARDIAN
    if "signer_name" not in missing:
        assert "นางวรรณา ใจดี" in answer.get_data(as_text=True)
    assert client.post(f"/sign/{token}", data=signature()).status_code == 303


def test_a_link_to_what_was_taken_back_says_so_and_asks_for_no_other(
    client: Client, asked: Enrolment, token: str
) -> None:
    applications.withdraw(asked, by=youth_actor(asked.youth), reason="")
    for page in (client.page(f"/sign/{token}", status=410), read_page(client.post(f"/sign/{token}", data=signature()))):
        assert "ไม่ต้องลงชื่อแล้ว" in page.h1.get_text()
        assert "ถอนใบสมัครแล้ว" in page.get_text()
        assert "ขอลิงก์ใหม่" not in page.get_text()


def test_an_old_link_says_so_and_a_made_up_one_is_missing(client: Client, asked: Enrolment, token: str) -> None:
    session.query(OneTimeLink).one().expires_at = clock.now() - timedelta(seconds=1)
    assert "ใช้ไม่ได้แล้ว" in client.page(f"/sign/{token}", status=410).h1.get_text()
    assert client.post(f"/sign/{token}", data=signature()).status_code == 410
    assert state_of(asked) == EnrolmentState.AWAITING_GUARDIAN
    assert client.get("/sign/made-up").status_code == 404
    assert client.post("/sign/made-up", data=signature()).status_code == 404


def test_saying_no_stops_nothing_silently(client: Client, asked: Enrolment, token: str) -> None:
    make_staff(Role.CASEWORKER)
    assert client.post(f"/sign/{token}/decline").status_code == 303
    assert state_of(asked) == EnrolmentState.AWAITING_GUARDIAN
    assert "ผู้จัดการรายกรณี" in client.page(f"/sign/{token}").find("div", class_="note").get_text()


def test_an_account_sees_its_wards_and_signs_for_them(
    client: Client, asked: Enrolment, title: str, mother: Account
) -> None:
    client.sign_in(mother)
    overview = client.page("/guardian")
    assert title in overview.get_text()
    form = client.page(f"/guardian/requests/{asked.ref}")
    assert form.find("input", attrs={"name": "signer_name"})["value"] == "นางวรรณา"
    assert client.post(f"/guardian/requests/{asked.ref}/sign", data=signature()).status_code == 303
    assert state_of(asked) == EnrolmentState.PROVIDER_REVIEW
    assert client.page(f"/guardian/requests/{asked.ref}").find("form", attrs={"action": True, "class": "flow"}) is None


def test_a_guardian_never_meets_a_sensitive_fact(client: Client, asked: Enrolment, mother: Account) -> None:
    client.sign_in(mother)
    for path in ("/guardian", f"/guardian/requests/{asked.ref}"):
        text = client.get(path).get_data(as_text=True)
        assert [secret for secret in [*SECRETS.values(), "เป้าหมายลับ", "prenatal"] if secret in text] == []


def test_another_familys_request_is_missing(client: Client, asked: Enrolment, mother: Account) -> None:
    other = make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=make_youth(years=17))
    client.sign_in(mother)
    assert client.get(f"/guardian/requests/{other.ref}").status_code == 404
    assert client.post(f"/guardian/requests/{other.ref}/sign", data=signature()).status_code == 404


@pytest.mark.parametrize("ending", ["unsafe", "ended", "birthday", "married"])
def test_a_guardian_who_no_longer_is_one_sees_nothing_at_the_next_request(
    client: Client, asked: Enrolment, title: str, mother: Account, ward: Youth, ending: str
) -> None:
    client.sign_in(mother)
    assert client.get(f"/guardian/requests/{asked.ref}").status_code == 200
    known = guardians.recorded(ward, clock.today())[0]
    match ending:
        case "unsafe":
            guardians.mark_unsafe(known, by=SYSTEM)
        case "ended":
            guardians.end(known, by=SYSTEM)
        case "birthday":
            ward.birth_date = clock.today().replace(year=clock.today().year - 20, day=1)
        case "married":
            ward.civil_status, ward.civil_proof = "married", "marriage_certificate"
            ward.civil_number_sealed, ward.civil_since = "sealed", clock.today()
    assert client.get(f"/guardian/requests/{asked.ref}").status_code == 404
    assert title not in client.page("/guardian").get_text()


class TestNotSafeToAsk:
    """Whoever says that asking is not safe is heard before any signature, and the guardian sees nothing of it."""

    def says_so(self, asked: Enrolment) -> None:
        own.ask_case_worker(asked, reason="unsafe", by=SYSTEM)
        session.flush()

    def test_the_guardian_s_account_sees_and_signs_nothing(
        self, client: Client, asked: Enrolment, title: str, mother: Account
    ) -> None:
        client.sign_in(mother)
        assert title in client.page("/guardian").get_text()
        self.says_so(asked)
        assert title not in client.page("/guardian").get_text()
        assert client.get(f"/guardian/requests/{asked.ref}").status_code == 404
        for verb in ("sign", "decline"):
            assert client.post(f"/guardian/requests/{asked.ref}/{verb}", data=signature()).status_code == 404
        assert state_of(asked) == EnrolmentState.AWAITING_GUARDIAN
        consents.judge_contact(asked, safe=True, by=SYSTEM)
        session.flush()
        assert client.post(f"/guardian/requests/{asked.ref}/sign", data=signature()).status_code == 303
        assert state_of(asked) == EnrolmentState.PROVIDER_REVIEW

    def test_a_parent_s_signature_goes_to_the_case_worker(self, asked: Enrolment) -> None:
        self.says_so(asked)
        told = {"signer_name": "นางวรรณา ใจดี", "relation": "แม่", "basis": GuardianBasis.PARENT}
        assert not consents.sign(asked, by=SYSTEM, **told)
        assert state_of(asked) == EnrolmentState.AWAITING_GUARDIAN

    def test_a_link_of_somebody_who_spoke_with_them_signs_until_it_is_said_again(
        self, client: Client, asked: Enrolment, mother: Account
    ) -> None:
        self.says_so(asked)
        token = consents.link(asked, by=SYSTEM, spoken=True)
        assert not guardian_cases.standings([asked.id])[asked.id].is_kept_from_guardian
        self.says_so(asked)
        assert guardian_cases.standings([asked.id])[asked.id].is_kept_from_guardian
        token = consents.link(asked, by=SYSTEM, spoken=True)
        client.post(f"/sign/{token}", data=signature())
        assert state_of(asked) == EnrolmentState.PROVIDER_REVIEW

    def test_of_several_who_are_known_and_none_is_safe_nobody_signs(
        self, client: Client, asked: Enrolment, ward: Youth, token: str
    ) -> None:
        for name in ("นางวรรณา", "นายสม"):
            known = guardians.link(ward, name=name, relation="แม่", basis=GuardianBasis.PARENT, by=SYSTEM)
            guardians.mark_unsafe(known, by=SYSTEM)
        client.post(f"/sign/{token}", data=signature())
        assert state_of(asked) == EnrolmentState.AWAITING_GUARDIAN


class TestSignedInAsSomebodyElse:
    """Whoever is signed in may read a guardian's link and not sign it."""

    def refused(self, client: Client, asked: Enrolment, token: str, why: str) -> BeautifulSoup:
        page = client.page(f"/sign/{token}")
        assert "เรียนทำขนมไทย" in page.get_text()
        assert not page.find("input", attrs={"name": "signer_name"})
        for path in (f"/sign/{token}", f"/sign/{token}/decline"):
            answered = client.post(path, data=signature())
            assert answered.status_code == 403
            assert not read_page(answered).find("input", attrs={"name": "signer_name"})
        assert state_of(asked) == EnrolmentState.AWAITING_GUARDIAN
        assert session.query(GuardianConsent).count() == 0
        kept = session.query(AuditEvent).filter_by(action="enrolment.guardian_link_refused").all()
        assert [(one.subject_id, one.details) for one in kept] == [(asked.id, {"why": why})] * 2
        return page

    def test_the_young_person_cannot_sign_for_their_guardian(
        self, client: Client, asked: Enrolment, ward: Youth, token: str
    ) -> None:
        client.sign_in(session.get_one(Account, ward.account_id))
        page = self.refused(client, asked, token, "own")
        assert page.select_one(f'a[href="/youth/applications/{asked.ref}/guardian"]')
        assert not page.select('form[action="/sign-out"]')
        assert session.query(AuditEvent).filter_by(actor_id=ward.account_id).count() == 2
        client.sign_out()
        assert client.post(f"/sign/{token}", data=signature()).status_code == 303

    def test_somebody_else_may_sign_out_and_go_on(self, client: Client, asked: Enrolment, token: str) -> None:
        client.sign_in(make_account("ป้า"))
        page = self.refused(client, asked, token, "another")
        form = page.select_one('form[action="/sign-out"]')
        assert form is not None
        onward = client.post("/sign-out", data={"next": form.find("input", attrs={"name": "next"})["value"]})  # type: ignore[index]
        assert onward.headers["Location"] == f"/sign/{token}"

    def test_a_case_worker_is_led_to_the_record(self, client: Client, asked: Enrolment, token: str) -> None:
        client.sign_in(make_staff(Role.CASEWORKER))
        page = self.refused(client, asked, token, "another")
        assert page.select_one(f'a[href="/office/guardians/{asked.ref}"]')
        assert not page.select('form[action="/sign-out"]')

    def test_their_own_guardian_signs_by_the_link_too(
        self, client: Client, asked: Enrolment, token: str, mother: Account
    ) -> None:
        client.sign_in(mother)
        assert client.post(f"/sign/{token}", data=signature()).status_code == 303
        assert state_of(asked) == EnrolmentState.PROVIDER_REVIEW

    def test_a_guardian_known_by_the_young_person_s_own_number_needs_a_case_worker(
        self, client: Client, asked: Enrolment, ward: Youth, token: str
    ) -> None:
        young.put_phone(ward, "0811111199")
        guardians.link(
            ward, name="นางวรรณา", relation="แม่", basis=GuardianBasis.PARENT, by=SYSTEM, phone="081-111-1199"
        )
        page = self.refused(client, asked, token, "number")
        assert not page.select('form[action="/sign-out"]')
        guardians.link(ward, name="นายสม", relation="พ่อ", basis=GuardianBasis.PARENT, by=SYSTEM, phone="081-111-1200")
        assert client.post(f"/sign/{token}", data=signature()).status_code == 303


class TestTheSamePhone:
    def leaves(self, client: Client, ward: Youth, way: str) -> None:
        client.sign_in(session.get_one(Account, ward.account_id))
        client.post(way)
        client.sign_out()

    @pytest.mark.parametrize("way", ["/sign-out", "/leave"])
    def test_who_signs_out_and_signs_is_seen_by_the_office(
        self, client: Client, asked: Enrolment, ward: Youth, token: str, way: str
    ) -> None:
        self.leaves(client, ward, way)
        assert "เครื่องเดียวกัน" in client.page(f"/sign/{token}").get_text()
        assert client.post(f"/sign/{token}", data=signature()).status_code == 303
        assert session.query(GuardianConsent).one().same_phone
        kept = session.query(AuditEvent).filter_by(action="enrolment.consent").one()
        assert kept.details["same_phone"] is True
        session.refresh(asked)
        asked.state = EnrolmentState.OFFICER_REVIEW
        guardian = next(check for check in checks.of_many([asked])[asked.id] if check.code == "guardian")
        assert guardian.flag
        client.sign_in(make_staff(Role.OFFICER))
        assert client.page(f"/office/enrolments/{asked.ref}").get_text().count("ลงชื่อจากเครื่องที่เยาวชน") >= 2

    def test_another_phone_or_another_young_person_is_nothing_to_tell(
        self, client: Client, asked: Enrolment, token: str
    ) -> None:
        self.leaves(client, make_youth(), "/sign-out")
        assert "เครื่องเดียวกัน" not in client.page(f"/sign/{token}").get_text()
        client.post(f"/sign/{token}", data=signature())
        assert not session.query(GuardianConsent).one().same_phone
        assert "same_phone" not in session.query(AuditEvent).filter_by(action="enrolment.consent").one().details

    def test_the_mark_names_nobody_and_is_left_by_signing_in_too(self, client: Client, ward: Youth) -> None:
        client.post("/sign-up", data={"login": "0812345678", "password": "ฝนตกที่หน้าต่าง"})
        made = client.post("/sign-in", data={"login": "0812345678", "password": "ฝนตกที่หน้าต่าง"})
        assert any(value.startswith("okat-mark=") for value in made.headers.getlist("Set-Cookie"))
        self.leaves(client, ward, "/sign-out")
        mark = client.get_cookie("okat-mark")
        assert mark is not None
        assert len(mark.value.split(".")) == 2
        assert ward.ref not in mark.value
        assert mark.http_only

    def test_a_made_up_mark_is_no_mark(self, client: Client, asked: Enrolment, token: str) -> None:
        client.set_cookie("okat-mark", "x." * 2_000)
        assert client.post(f"/sign/{token}", data=signature()).status_code == 303
        assert not session.query(GuardianConsent).one().same_phone


@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example", "/nowhere", "/sign-out"])
def test_signing_out_leads_to_pages_of_ours_only(client: Client, away: str) -> None:
    client.sign_in(make_account())
    assert client.post("/sign-out", data={"next": away}).headers["Location"] == "/"


class TestWhoHasItNow:
    """What somebody answered without signing is told to the young person at once, and to the case worker with names."""

    @pytest.fixture(autouse=True)
    def worker(self, db: object) -> Account:
        return make_staff(Role.CASEWORKER)

    def page_of(self, client: Client, asked: Enrolment) -> BeautifulSoup:
        client.sign_in(session.get_one(Account, session.get_one(Youth, asked.youth_id).account_id))
        return client.page(f"/youth/applications/{asked.ref}")

    def answered_by_a_carer(self, client: Client, token: str, **more: str) -> int:
        given = {"basis": "carer_without_custody", "relation": "ยาย", "signer_name": "มาลี ใจดี"}
        return client.post(f"/sign/{token}", data=signature(**given | more)).status_code

    def test_a_carer_s_answer_stands_on_the_page_and_in_the_history(
        self, client: Client, asked: Enrolment, token: str
    ) -> None:
        assert self.page_of(client, asked).select_one('a.btn[href$="/guardian"]') is not None
        client.sign_out()
        assert self.answered_by_a_carer(client, token) == 303
        page = self.page_of(client, asked)
        told = page.main.get_text()
        assert "คนที่ดูแลคุณตอบแล้ว ผู้จัดการรายกรณีดำเนินการต่อ" in told
        assert "คุณไม่ต้องทำอะไรเพิ่ม" in told
        assert "ผู้จัดการรายกรณีรับเรื่องแล้ว" in page.find(id="history").parent.get_text()
        assert page.select_one('a.btn[href$="/guardian"]') is None
        assert "ผู้จัดการรายกรณี" in client.page("/youth/applications").main.get_text()

    def test_so_does_a_guardian_s_no(self, client: Client, asked: Enrolment, token: str) -> None:
        client.post(f"/sign/{token}/decline")
        page = self.page_of(client, asked)
        assert "ผู้ปกครองยังไม่ยินยอม" in page.main.get_text()
        assert "ผู้ปกครองไม่ยินยอม" in page.find(id="history").parent.get_text()
        assert page.select_one('a.btn[href$="/guardian"]') is None

    @pytest.mark.parametrize("says", ["carer", "declined"])
    def test_everybody_whom_it_concerns_is_told_once(
        self, client: Client, asked: Enrolment, token: str, worker: Account, says: str
    ) -> None:
        for _ in range(2):
            if says == "carer":
                self.answered_by_a_carer(client, token)
            else:
                client.post(f"/sign/{token}/decline")
        youth = session.get_one(Youth, asked.youth_id)
        told = session.query(Notice).order_by(Notice.account_id != worker.id).all()
        assert [(one.account_id, one.path) for one in told] == [
            (worker.id, f"/office/guardians/{asked.ref}"),
            (youth.account_id, f"/youth/applications/{asked.ref}"),
        ]
        client.sign_in(session.get_one(Account, youth.account_id))
        news = client.page("/account/notices").main.get_text()
        assert "มีความคืบหน้าเรื่องผู้ปกครองของใบสมัคร" in news
        assert [word for word in ("ไม่ยินยอม", "ยาย", "มาลี", "ไม่ปลอดภัย") if word in news] == []

    def test_who_signs_though_it_is_not_safe_is_told_to_the_case_worker_alone(
        self, client: Client, asked: Enrolment, token: str, worker: Account
    ) -> None:
        own.ask_case_worker(asked, reason="unsafe", by=SYSTEM)
        consents.sign(asked, by=SYSTEM, signer_name="นางวรรณา ใจดี", relation="แม่", basis=GuardianBasis.PARENT)
        told = [one.account_id for one in session.query(Notice)]
        assert told == [worker.id, worker.id]

    def test_the_case_worker_reads_who_answered_and_where_to_call(
        self, client: Client, asked: Enrolment, token: str
    ) -> None:
        assert self.answered_by_a_carer(client, token, phone="081-234 5678") == 303
        kept = session.query(GuardianConsent).one()
        assert "0812345678" not in (kept.signer_phone_sealed or "")
        path = f"/office/guardians/{asked.ref}"
        client.sign_in(make_staff(Role.CASEWORKER))
        told = client.page(path).main.get_text()
        assert "ผู้ดูแลที่ไม่มีอำนาจปกครองตอบแล้ว" in told
        assert [one for one in ("มาลี ใจดี (ยาย)", "081 234 5678") if one not in told] == []
        assert "ยังไม่มีข้อมูลผู้ปกครอง" not in client.page("/office/guardians").main.get_text()
        client.sign_in(make_staff(Role.OFFICER))
        assert "081 234 5678" not in client.page(path).main.get_text()

    def test_a_number_that_is_none_is_said_at_its_field(self, client: Client, asked: Enrolment, token: str) -> None:
        assert self.answered_by_a_carer(client, token, phone="12") == 422
        assert session.query(GuardianConsent).count() == 0

    def test_before_anybody_signs_the_young_person_reads_who_can_see_it(self, client: Client, asked: Enrolment) -> None:
        told = self.page_of(client, asked).main.get_text()
        assert "คนอื่นยังไม่เห็น" not in told
        assert "มีเพียงเจ้าหน้าที่ในพื้นที่ของคุณที่เห็น" in told


@pytest.mark.parametrize("relation", ["เพื่อน", "ยาย", "แม่เลี้ยง"])
def test_nobody_but_a_parent_signs_as_one(client: Client, asked: Enrolment, token: str, relation: str) -> None:
    answer = client.post(f"/sign/{token}", data=signature(relation=relation))
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one(".errors a[href^='#basis']")
    assert page.select_one("[name=relation]")["value"] == relation
    assert session.query(GuardianConsent).count() == 0
    assert state_of(asked) == EnrolmentState.AWAITING_GUARDIAN


@pytest.mark.parametrize(("relation", "is_flag"), [("คนในบ้าน", True), ("แม่ของสมชาย", True), ("แม่แท้ ๆ", False)])
def test_a_parent_in_words_nobody_can_be_sure_of_is_told_to_the_office(
    client: Client, asked: Enrolment, token: str, relation: str, is_flag: bool
) -> None:
    assert client.post(f"/sign/{token}", data=signature(relation=relation)).status_code == 303
    session.refresh(asked)
    asked.state = EnrolmentState.OFFICER_REVIEW
    guardian = next(check for check in checks.of(asked) if check.code == "guardian")
    assert guardian.flag is is_flag
