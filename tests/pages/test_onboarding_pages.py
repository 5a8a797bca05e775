"""Bringing an organisation in, in pages: an account, a draft, documents, the office's desk, and who may not."""

import io

import pytest
from sqlalchemy import select

from marketplace.access.sessions import load_actor
from marketplace.concerns import reporting
from marketplace.organisations import onboarding, papers
from models.account import Account
from models.organisation import Organisation
from models.session import db as session
from models.vocabulary import ConcernKind, Role
from tests.factories.enrolments import make_account, make_enrolment, make_provider, make_staff
from tests.factories.offers import make_opportunity, make_organisation
from tests.factories.organisations import PDF, make_opening
from tests.fixtures.client import read_page

pytestmark = pytest.mark.on_both


def filled(**given: str) -> dict[str, str]:
    return {"kind": "employer", "name_th": "ร้านซ่อมจักรยานป้าแดง", "area": "950101", **given}


def paper(kind: str, number: str = "", until: str = "") -> dict[str, object]:
    return {"document": kind, "number": number, "valid_until": until, "files": (io.BytesIO(PDF), "ใบ.pdf")}


def numbered(client, path: str) -> dict[str, str]:
    """A paper that was refused for its number, sent again with the file that was kept of it."""
    lacking = client.post(path, data=paper("registration"))
    box = read_page(lacking).select_one("input[name=carried][checked]")
    assert (lacking.status_code, box.parent.get_text(" ", strip=True)) == (422, "ใบ.pdf 1 กิโลไบต์")
    return {"document": "registration", "number": "0955", "carried": box["value"]}


def test_somebody_new_brings_an_organisation_in_and_the_office_takes_it_up(client, app) -> None:
    client.page("/sign-up/organisation")
    typed = {"nickname": "แดง ใจดี", "login": "daeng@example.org", "password": "จักรยานสามล้อคันใหญ่"}
    assert client.post("/sign-up/organisation", data=typed).headers["Location"] == "/sign-in?next=/provider/opening"
    entered = client.post("/sign-in", data=typed | {"next": "/provider/opening"})
    assert entered.headers["Location"] == "/provider/opening"
    client.sign_out()
    assert session.scalars(select(Account.name)).all() == ["แดง ใจดี"]
    client.sign_in(session.scalars(select(Account)).one())
    client.page("/provider/opening")
    assert client.post("/provider/opening", data=filled(area="ที่ไหนก็ไม่รู้")).status_code == 422
    path = client.post("/provider/opening", data=filled()).headers["Location"]
    kept = session.scalars(select(Organisation)).one()
    version = str(kept.version)
    said = filled(about_th="ซ่อมจักรยาน", registration_no="0955", version=version)
    assert client.post(path, data=said).status_code == 303
    assert client.page(path).select_one("#document")["name"] == "document"
    refused = client.post(f"{path}/submit")
    assert refused.status_code == 422
    assert "ยังขาด" in refused.get_data(as_text=True)
    wrong = client.post(f"{path}/papers", data=paper("safeguarding") | {"files": (io.BytesIO(b"x"), "x.exe")})
    assert wrong.status_code == 422
    for data in (numbered(client, f"{path}/papers"), paper("safeguarding", until="1/1/2571"), paper("place_photo")):
        answer = client.post(f"{path}/papers", data=data)
        assert answer.status_code == 303, answer.get_data(as_text=True)[-1500:]
    assert client.post(f"{path}/submit").status_code == 303
    assert client.post(f"{path}/submit").status_code == 409
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    assert "ป้าแดง" in officer.page("/office/organisations").get_text()
    desk = f"/office/organisations/{kept.ref}"
    assert officer.post(f"{desk}/activate").status_code == 409
    assert officer.post(f"{desk}/start_review").status_code == 303
    page = officer.page(desk)
    assert "แดง ใจดี (daeng@example.org)" in page.get_text(), "whom it puts in charge"
    href = page.find("a", string=lambda words: words and "ใบ.pdf" in words)["href"]
    with officer.get(href) as file:
        assert file.data == PDF
        assert file.headers["Content-Security-Policy"].startswith("sandbox")
    assert officer.post(f"{desk}/give_back", data={"note": ""}).status_code == 422
    assert officer.post(f"{desk}/activate").status_code == 303
    assert "ใช้งานอยู่" in client.page(path).get_text()
    assert client.page("/provider/organisation").select_one("h1").get_text() == "องค์กรของเรา"


def test_strangers_see_nothing_of_it(client, app) -> None:
    organisation, _ = make_opening()
    document, session_ref = papers.of(organisation)[0].ref, organisation.ref
    session.commit()
    client.sign_in(make_account("คนอื่น"))
    for path in (f"/provider/opening/{session_ref}", f"/provider/organisation-files/{document}"):
        assert client.get(path).status_code == 404
    far = app.test_client().sign_in(make_staff(Role.OFFICER, "500101"))
    assert far.get(f"/office/organisations/{session_ref}").status_code == 404
    near = app.test_client().sign_in(make_staff(Role.OFFICER))
    assert near.get(f"/office/organisations/{session_ref}").status_code == 404, "a draft is nobody else's"
    assert app.test_client().get(f"/organisations/{session_ref}").status_code == 404


def test_an_office_answers_a_document_and_its_keeper_shows_another(client, app) -> None:
    organisation = make_organisation(kind="employer")
    admin = make_provider(organisation.id, Role.PROVIDER_ADMIN)
    browser = client.sign_in(admin)
    home = f"/provider/organisation/{organisation.ref}/papers"
    assert browser.post(home, data=paper("place_photo")).status_code == 303
    shown = session.scalars(select(Organisation)).one()
    ref = papers.of(shown)[0].ref
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    assert "เอกสารรอตรวจ" in officer.page("/office/organisations?heap=papers").get_text()
    answer = f"/office/organisation-papers/{ref}"
    assert officer.post(answer, data={"answer": "refuse", "reason": ""}).status_code == 422
    assert officer.post(answer, data={"answer": "refuse", "reason": "มืดเกินไป"}).status_code == 303
    assert officer.post(answer, data={"answer": "confirm"}).status_code == 409
    assert "มืดเกินไป" in browser.page(home).get_text()
    assert browser.post(f"/provider/organisation-files/{ref}/remove").status_code == 303
    assert browser.get(f"/provider/organisation-files/{ref}").status_code == 404


def test_what_is_missing_is_said_in_words_and_what_was_shown_stands_once(client, app) -> None:
    organisation = make_organisation(kind="employer")
    ref, admin = organisation.ref, make_provider(organisation.id, Role.PROVIDER_ADMIN)
    browser = client.sign_in(admin)
    home = f"/provider/organisation/{ref}/papers"
    assert browser.page(home).select_one("main .checks").get_text(" ").count("ยังไม่มี") == 3
    for data in (
        paper("place_photo"), paper("safeguarding", until="1/1/2571"), paper("safeguarding", until="2/1/2571"),
    ):  # fmt: skip
        assert browser.post(home, data=data).status_code == 303
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    for page in (browser.page(home), officer.page(f"/office/organisations/{ref}")):
        missing = [one.get_text(" ", strip=True) for one in page.select("main .checks li")]
        assert missing == ["หนังสือรับรองการจดทะเบียน: ยังไม่มี"]
        links = [one.get_text() for one in page.select("main a") if "ใบ.pdf" in one.get_text()]
        assert len(links) == len(set(links)) == 3
        assert page.main.get_text().count(f"โดย {admin.name}") == 3, "when each was added, and by whom"
        assert any("รูป" in one for one in links), "a link says which document it opens"


def test_an_officer_of_the_organisation_is_told_why_not(client) -> None:
    organisation, opener = make_opening()
    onboarding.submit(organisation, by=opener)
    officer = make_staff(Role.OFFICER, account=session.get_one(Account, opener.account_id))
    ref = organisation.ref
    session.commit()
    browser = client.sign_in(officer)
    assert "เพื่อนร่วมงาน" in browser.page(f"/office/organisations/{ref}").get_text()
    assert browser.post(f"/office/organisations/{ref}/start_review").status_code == 403


def test_a_suspension_is_one_press_from_a_concern_and_said_where_people_look(client, app) -> None:
    organisation = make_organisation()
    offer = make_opportunity(organisation=organisation)
    learner = make_enrolment("in_learning", opportunity=offer)
    admin = make_provider(organisation.id, Role.PROVIDER_ADMIN)
    officer = make_staff(Role.OFFICER)
    draft = reporting.Draft(ConcernKind.VIOLENCE, text="ไม่ปลอดภัย", path=f"/opportunities/{offer.ref}")
    concern, _ = reporting.report(draft, by=load_actor(admin))
    ref, at, asked = organisation.ref, offer.ref, learner.ref
    concern.area_code, concern.office_key = organisation.area_code, organisation.office_key
    concern_ref = concern.ref
    session.commit()
    desk = client.sign_in(officer)
    shown = desk.page(f"/office/concerns/{concern_ref}")
    assert shown.find("a", href=f"/office/organisations/{ref}") is not None
    path = f"/office/organisations/{ref}"
    assert asked in str(desk.page(path))
    assert desk.post(f"{path}/suspend", data={"note": "x"}).status_code == 422
    assert desk.post(f"{path}/suspend", data={"note": "สถานที่ไม่ปลอดภัยสำหรับเด็ก"}).status_code == 303
    assert desk.post(f"{path}/suspend", data={"note": "สถานที่ไม่ปลอดภัยสำหรับเด็ก"}).status_code == 409
    stranger = app.test_client()
    withheld = stranger.get(f"/opportunities/{at}")
    assert withheld.status_code == 410
    assert "ตอนนี้ยังไม่เปิดให้สมัคร" in withheld.get_data(as_text=True)
    assert stranger.get(f"/organisations/{ref}").status_code == 404
    theirs = app.test_client().sign_in(admin)
    assert "สถานที่ไม่ปลอดภัยสำหรับเด็ก" in theirs.page("/provider/organisation").get_text()
    assert desk.post(f"{path}/lift", data={"note": "แก้ไขแล้ว ปลอดภัยดี"}).status_code == 303
    assert stranger.get(f"/organisations/{ref}").status_code == 200
