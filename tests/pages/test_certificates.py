"""The certificate of contribution: what the office confirmed, on paper, checked by anybody, naming nobody helped."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.kernel import clock, paper
from marketplace.resources import certificates, reservations, uses, value
from models.contribution import ContributionCertificate
from models.resource_rate import ResourceRate
from models.session import db
from models.vocabulary import Role, Support
from tests.factories.agreements import valid
from tests.factories.enrolments import acting, give_role, make_account, make_provider, make_staff, make_youth
from tests.factories.offers import make_organisation
from tests.factories.pledges import ask_for, make_help
from tests.fixtures.client import read_page
from tests.fixtures.pdf_reading import text_of

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def giver():
    account = make_account(name="สมศรี กำเนิดสุข")
    give_role(account, Role.MENTOR)
    return account


@pytest.fixture
def office():
    return make_staff(Role.OFFICER)


@pytest.fixture
def drawn(monkeypatch):
    """The HTML of every paper that is made."""
    made: list[str] = []
    real = paper.pdf
    monkeypatch.setattr(paper, "pdf", lambda html, **given: (made.append(html), real(html, **given))[1])
    return made


def give(pledge, amount, office, *, youth=None, days_ago=0, confirmed=True):
    kept = reservations.hold(ask_for(pledge, amount), by=SYSTEM, youth_id=youth.id if youth else None)
    reservations.confirm(kept, by=SYSTEM)
    use = uses.tell(kept, amount, clock.today() - timedelta(days=days_ago), by=SYSTEM)
    if confirmed:
        uses.confirm(use, by=acting(office))
    return use


def certificate():
    return db.scalars(select(ContributionCertificate).order_by(ContributionCertificate.id.desc())).first()


def test_a_giver_takes_away_what_the_office_confirmed_of_all_they_gave(app, giver, office, drawn) -> None:
    youth = make_youth(nickname="ลับมาก")
    van = make_help(Support.RIDE, owner_account_id=giver.id)
    mentor = make_help(Support.LANGUAGE_HELP, owner_account_id=giver.id)
    give(van, 3, office, youth=youth)
    give(mentor, 90, office, youth=youth)
    give(van, 2, office, confirmed=False)
    give(mentor, 30, office, youth=youth)
    unused = make_help(Support.CHILDCARE, owner_account_id=giver.id)
    browser = app.test_client().sign_in(giver)
    assert browser.page(f"/mentor/{van.ref}").select_one(f'form[action="/mentor/{van.ref}/certificate"]')
    assert not browser.page(f"/mentor/{unused.ref}").select("form[action$='/certificate']"), "nothing of it was used"
    assert browser.post(f"/mentor/{van.ref}/certificate").status_code == 303
    made = certificate()
    page = browser.page(f"/mentor/{van.ref}")
    assert f"ออกหนังสือรับรองแล้ว เลขที่ {made.ref}" in page.get_text()
    sheet = browser.get(f"/mentor/certificates/{made.ref}/pdf")
    assert sheet.mimetype == "application/pdf"
    content = certificates.content_of(made)
    assert {(one.kind, one.amount, one.days) for one in content.rows} == {("transport", 3, 1), ("mentor", 120, 1)}
    assert all(one.worth_satang > 0 for one in content.rows)
    same = {one.kind: one.worth_satang for one in value.given([van.area_code], made.first_on, made.last_on)}
    assert {one.kind: one.worth_satang for one in content.rows} == same, "the office reads the same worth"
    said = BeautifulSoup(drawn[0], "html.parser").get_text(" ")
    for words in ("สมศรี กำเนิดสุข", "3 เที่ยว", "2 ชั่วโมง", made.ref, "พ.ร.บ."):
        assert words in said, words
    assert "ลับมาก" not in said
    assert youth.ref not in said
    found = text_of(sheet.data)
    body = BeautifulSoup(drawn[0], "html.parser").body
    assert [word for part in body.stripped_strings for word in part.split() if word not in found] == []
    assert "\u0e4d" not in found
    assert f"/verify/contributions/{made.ref}" in drawn[0]
    assert browser.page(f"/mentor/{van.ref}").select_one(f'a[href="/mentor/certificates/{made.ref}/pdf"]')


def test_the_same_words_are_the_same_certificate_and_more_help_is_a_new_one(giver, office) -> None:
    van = make_help(Support.RIDE, owner_account_id=giver.id)
    give(van, 1, office)
    first = certificates.issue(van, by=acting(giver))
    assert certificates.issue(van, by=acting(office)).ref == first.ref
    before = certificates.content_of(first)
    give(van, 2, office)
    second = certificates.issue(van, by=acting(giver))
    assert second.ref != first.ref
    assert [one.amount for one in certificates.content_of(second).rows] == [3]
    assert certificates.content_of(db.get_one(ContributionCertificate, first.id)) == before


def test_it_is_in_english_too_and_its_rates_keep_their_source(app, giver, office, drawn) -> None:
    van = make_help(Support.RIDE, owner_account_id=giver.id)
    give(van, 1, office)
    own = ResourceRate(
        ref="RR-X", area_code=van.area_code[:2], kind=van.kind, unit=van.unit, effective_from=clock.today(),
        amount_satang=55_00, standing="estimate", source="Resolution 9 of the committee", set_by_id=office.id,
        set_at=clock.now(),
    )  # fmt: skip
    db.add(own)
    db.flush()
    made = certificates.issue(van, by=acting(giver))
    db.delete(own)
    db.flush()
    browser = app.test_client().sign_in(giver)
    browser.set_cookie("lang", "en")
    answer = browser.get(f"/mentor/certificates/{made.ref}/pdf", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    assert "Resolution 9 of the committee" in drawn[0]
    assert "55.00" in drawn[0]


def test_nothing_confirmed_is_nothing_to_certify(app, giver, office) -> None:
    van = make_help(Support.RIDE, owner_account_id=giver.id)
    give(van, 1, office, confirmed=False)
    browser = app.test_client().sign_in(giver)
    assert not browser.page(f"/mentor/{van.ref}").select(f'form[action="/mentor/{van.ref}/certificate"]')
    assert browser.post(f"/mentor/{van.ref}/certificate").status_code == 409
    assert db.scalar(select(func.count()).select_from(ContributionCertificate)) == 0


def test_the_office_certifies_and_a_stranger_gets_none_of_it(app, giver, office) -> None:
    van = make_help(Support.RIDE, owner_account_id=giver.id)
    give(van, 1, office)
    desk = app.test_client().sign_in(office)
    assert desk.page(f"/office/pledges/{van.ref}").select_one(f'form[action="/office/pledges/{van.ref}/certificate"]')
    answer = desk.post(f"/office/pledges/{van.ref}/certificate")
    assert answer.status_code == 303
    ref = certificate().ref
    assert desk.get(f"/office/certificates/{ref}/pdf").mimetype == "application/pdf"
    stranger = app.test_client().sign_in(make_provider(make_organisation().id))
    other_office = app.test_client().sign_in(make_staff(Role.OFFICER, "960101"))
    for path in (f"/mentor/certificates/{ref}/pdf", f"/office/certificates/{ref}/pdf"):
        assert stranger.get(path).status_code == 404
        assert other_office.get(path).status_code == 404
        assert app.test_client().get(path).status_code in (302, 303, 401, 404)


def test_an_organisation_gives_too_and_keeps_its_full_name_on_the_page_anybody_reads(app, office) -> None:
    organisation = make_organisation(name_th="ศูนย์ฝึกปัตตานี")
    van = make_help(Support.RIDE, organisation_id=organisation.id)
    give(van, 1, office)
    made = certificates.issue(van, by=acting(make_provider(organisation.id)))
    page = app.test_client().page(f"/verify/contributions/{made.ref}").get_text(" ")
    assert "ศูนย์ฝึกปัตตานี" in page


def test_anybody_checks_it_and_reads_nothing_of_young_people_nor_a_full_name(app, giver, office) -> None:
    youth = make_youth(nickname="ลับมาก")
    van = make_help(Support.RIDE, owner_account_id=giver.id, title_th="รถของกำเนิดสุข")
    give(van, 3, office, youth=youth)
    made = certificates.issue(van, by=acting(giver))
    page = app.test_client().page(f"/verify/contributions/{made.ref.lower()}").get_text(" ")
    assert "สมศรี ก…" in page
    assert "3 เที่ยว" in page
    for hidden in ("กำเนิดสุข", "ลับมาก", youth.ref, youth.alias):
        assert hidden not in page
    assert app.test_client().get("/verify/contributions/CC-NOPE").status_code == 404
    assert app.test_client().get("/verify/contributions/" + "x" * 300).status_code == 404


def test_a_code_is_typed_by_hand_in_whatever_way_and_leads_to_its_paper(app, giver, office) -> None:
    van = make_help(Support.RIDE, owner_account_id=giver.id)
    give(van, 1, office)
    ref = certificates.issue(van, by=acting(giver)).ref
    agreement = valid().agreement.ref
    reader = app.test_client()
    assert reader.page("/").select_one('footer a[href="/verify"]')
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    bare, page = ref.replace("-", ""), f"/verify/contributions/{ref}"
    for typed in (ref, bare, bare.lower(), f" {ref.translate(thai)} ", ref.removeprefix("CC-"), f"https://x.th{page}"):
        answer = reader.post("/verify", data={"code": typed})
        assert (answer.status_code, answer.location) == (303, page), typed
    assert reader.get(f"/verify/contributions/{bare.lower()}").status_code == 200
    answer = reader.post("/verify", data={"code": agreement.replace("-", "").lower()})
    assert answer.location == f"/verify/agreements/{agreement}"
    assert "/verify/statements/" in reader.post("/verify", data={"code": "7k3m-9q2x-wt4v-8hnb"}).location
    for wrong in ("", "CC-", ref[:-1], "CC-2222-2222-2222-2222-2222-2222", "ก" * 24, "<b>"):
        answer = reader.post("/verify", data={"code": wrong})
        assert answer.status_code == 422, wrong
        assert read_page(answer).select_one("#code")["value"] == wrong
