"""Agreements on pages: written by the host, signed by five, checked by anybody, with the days worked under them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.agreements import days, drafting, signing
from marketplace.audit import record
from marketplace.kernel import clock, paper
from marketplace.kernel.sealing import seal
from marketplace.organisations import suspending
from marketplace.people import guardian_cases, guardians
from marketplace.people import youth as young
from models.agreement import Agreement, WorkDay
from models.device import DeviceMark
from models.history import AuditEvent
from models.organisation import Organisation
from models.session import db as session
from models.vocabulary import GuardianBasis, Party, Role
from models.youth import Guardian
from tests.factories.agreements import make_table, offered, signed, valid, worked
from tests.factories.desk import typed
from tests.factories.enrolments import make_enrolment, make_provider, make_youth
from tests.factories.offers import make_placement
from tests.fixtures.client import read_page

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def browsers(app):
    """A browser for anybody at the table."""
    return lambda table, who: app.test_client().sign_in(table.accounts[who])


def filled(**given: str) -> dict[str, str]:
    today = clock.today()
    return {
        "tasks": "ช่วยเตรียมของ",
        "learning_goals": "ทำอาหารใต้ได้ 3 อย่าง",
        "site": "ร้านข้าวยำ",
        "tutor": "ป้าแมะ",
        "starts_on": typed(today),
        "ends_on": typed(today + timedelta(days=60)),
        "times-0-weekday": "0",
        "times-0-start": "9.00",
        "times-0-end": "12.00",
        "times-0-kind": "work",
        "wage_per_day": "345",
    } | given


def agreed(table) -> dict[str, str]:
    return {"agreed": "y", "text_hash": table.hash}


def test_a_host_writes_changes_and_hands_out_an_agreement(app) -> None:
    offer = make_placement(starts_on=clock.today() - timedelta(days=3))
    work = make_enrolment("in_learning", youth=make_youth(years=17), opportunity=offer)
    host = app.test_client().sign_in(make_provider(offer.organisation_id, Role.EMPLOYER))
    assert host.page("/provider/agreements").find("a", href=f"/provider/agreements/new/{work.ref}")
    page = host.page(f"/provider/agreements/new/{work.ref}")
    ours = page.select_one("select[name=provider] option")["value"]
    wrong = host.post(f"/provider/agreements/new/{work.ref}", data=filled(provider=ours, wage_per_day="300"))
    assert wrong.status_code == 422
    assert "ช่วยเตรียมของ" in wrong.get_data(as_text=True), "nothing typed is lost"
    night = filled(provider=ours) | {"times-0-start": "20.00", "times-0-end": "23.00"}
    refused = host.post(f"/provider/agreements/new/{work.ref}", data=night)
    assert "LW06" in refused.get_data(as_text=True)
    made = host.post(f"/provider/agreements/new/{work.ref}", data=filled(provider=ours))
    assert made.status_code == 303
    path = made.headers["Location"]
    assert "ป้าแมะ" in host.page(path).get_text()
    assert host.post(f"{path}/terms", data=filled(provider=ours)).status_code == 422, "nothing was changed"
    assert host.post(f"{path}/terms", data=filled(provider=ours, tutor="ลุงแมะ")).status_code == 303
    assert host.post(f"{path}/offer").status_code == 303
    assert session.scalars(select(Agreement.state)).one() == "ready_to_sign"
    assert "ลงชื่อในฐานะ" in host.page(path).get_text()


def test_each_party_signs_on_its_own_page_and_the_officer_last(app, browsers) -> None:
    table = offered()
    ref = table.agreement.ref
    youth = browsers(table, "youth")
    assert youth.page("/youth/agreements").find("a", href=f"/youth/agreements/{ref}")
    assert youth.page("/youth").find("a", href=f"/youth/agreements/{ref}")
    assert youth.post(f"/youth/agreements/{ref}/sign", data={"text_hash": table.hash}).status_code == 422
    assert youth.post(f"/youth/agreements/{ref}/sign", data=agreed(table) | {"text_hash": "0"}).status_code == 422
    for who, path in (
        ("youth", f"/youth/agreements/{ref}/sign"),
        ("guardian", f"/guardian/agreements/{ref}/sign"),
        ("host", f"/provider/agreements/{ref}/sign/host"),
        ("provider", f"/provider/agreements/{ref}/sign/provider"),
    ):
        browser = browsers(table, who)
        browser.page(path.split("/sign")[0])
        assert browser.post(path, data=agreed(table)).status_code == 303, who
        assert browser.post(path, data=agreed(table)).status_code == 409, who
    assert browsers(table, "guardian").page("/guardian").find("a", href=f"/guardian/agreements/{ref}")
    assert (
        browsers(table, "host").post(f"/provider/agreements/{ref}/sign/officer", data=agreed(table)).status_code == 404
    )
    officer = browsers(table, "officer")
    assert officer.page("/office/agreements").find("a", href=f"/office/agreements/{ref}")
    assert ref in officer.get("/office/agreements.csv").get_data(as_text=True)
    assert officer.post(f"/office/agreements/{ref}", data={"decision": "return", "words": ""}).status_code == 422
    signs = {"decision": "sign", "text_hash": table.hash}
    assert officer.post(f"/office/agreements/{ref}", data=signs).status_code == 303
    assert table.fresh().state == "valid"


def test_a_link_shows_the_text_and_signs_once_without_an_account(app, browsers) -> None:
    table = offered()
    worker = browsers(table, "caseworker")
    shown = worker.post(f"/office/agreements/{table.agreement.ref}/links/guardian")
    assert shown.status_code == 200
    path = shown.get_data(as_text=True).split("/agree/")[1].split('"')[0]
    guest = app.test_client()
    assert "ป้าแมะ" in guest.page(f"/agree/{path}").get_text()
    given = agreed(table) | {"name": "นางวรรณา"}
    for who in ("youth", "caseworker"):
        browser = browsers(table, who)
        assert not browser.page(f"/agree/{path}").find("input", attrs={"name": "name"})
        assert browser.post(f"/agree/{path}", data=given).status_code == 403
    kept = select(AuditEvent.details).where(AuditEvent.action == "agreement.guardian_link_refused")
    assert [told["why"] for told in session.scalars(kept)] == ["own", "another"]
    assert guest.post(f"/agree/{path}", data=given | {"name": ""}).status_code == 422
    assert guest.post(f"/agree/{path}", data=given).status_code == 303
    assert "คุณลงชื่อแล้ว" in guest.page(f"/agree/{path}").get_text()
    again = guest.post(f"/agree/{path}", data=given | {"name": "คนอื่น"})
    assert again.status_code == 409
    assert "ลงชื่อด้วยลิงก์นี้ไปแล้ว" in again.get_data(as_text=True)
    stranger = app.test_client()
    for late, status in (
        (stranger.post(f"/agree/{path}", data=given | {"name": "คนอื่น"}), 409),
        (stranger.get(f"/agree/{path}"), 410),
    ):
        assert late.status_code == status
        said = late.get_data(as_text=True)
        assert "ลงชื่อด้วยลิงก์นี้ไปแล้ว" in said
        assert "ขอบคุณ" not in said
    assert "คุณลงชื่อแล้ว" in guest.page(f"/agree/{path}").get_text(), "whoever signed is thanked"
    table.fresh()
    assert signing.name_in(table.agreement, signing.place_of(table.agreement, Party.GUARDIAN)) == "นางวรรณา"
    assert guest.get("/agree/no-such-token").status_code == 404
    host = worker.post(f"/office/agreements/{table.agreement.ref}/links/host").get_data(as_text=True)
    assert "ส่งลิงก์นี้ให้: นายจ้าง" in host
    assert "ส่งลิงก์นี้ให้ผู้ปกครอง" not in host
    dead = host.split("/agree/")[1].split('"')[0]
    drafting.cancel(table.fresh(), reason="ร้านปิด", by=table.actor("host"))
    assert guest.get(f"/agree/{dead}").status_code == 410
    assert worker.post(f"/office/agreements/{table.agreement.ref}/links/officer").status_code == 404


def test_applications_lead_to_the_agreement_and_to_the_law(browsers) -> None:
    table = offered()
    ref, work = table.agreement.ref, table.agreement.enrolment.ref
    for who, path, href in (
        ("youth", f"/youth/applications/{work}", f"/youth/agreements/{ref}"),
        ("host", f"/provider/applications/{work}", f"/provider/agreements/{ref}"),
        ("host", f"/provider/applications/{work}", f"/provider/law/{work}"),
        ("officer", f"/office/enrolments/{work}", f"/office/agreements/{ref}"),
        ("officer", f"/office/enrolments/{work}", f"/office/law/{work}"),
    ):
        assert browsers(table, who).page(path).find("a", href=href), (who, href)


def test_anybody_checks_a_mark_and_sees_no_name(app) -> None:
    table = valid()
    page = app.test_client().page(f"/verify/agreements/{table.agreement.ref}").get_text()
    assert "เลขที่" in page
    assert "จำนวน" not in page
    assert table.hash in page.replace(" ", "")
    assert "ลงชื่อครบ" in page
    for secret in ("นูรีน", "ดอเลาะ", "วรรณา", "ป้าแมะ", "345 บาท", "345.00", table.agreement.host.name_th):
        assert secret not in page, "three figures alone may stand in the mark itself"
    draft = make_table()
    assert app.test_client().get(f"/verify/agreements/{draft.agreement.ref}").status_code == 404
    waiting = offered()
    assert "ยังใช้ไม่ได้" in app.test_client().page(f"/verify/agreements/{waiting.agreement.ref}").get_text()


def test_the_sheet_is_a_pdf_with_text_names_mark_and_code(browsers, monkeypatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(paper, "pdf", lambda html, **_: made.append(html) or b"%PDF-1.7")
    table = valid()
    for who, path in (("youth", "youth"), ("guardian", "guardian"), ("provider", "provider"), ("caseworker", "office")):
        answer = browsers(table, who).get(f"/{path}/agreements/{table.agreement.ref}/pdf")
        assert answer.mimetype == "application/pdf"
    for fact in (
        table.hash,
        "นางวรรณา ดอเลาะ",
        "data:image/svg+xml",
        "ป้าแมะ",
        f"/verify/agreements/{table.agreement.ref}",
    ):
        assert fact in made[0]


def test_days_are_written_seen_disputed_and_settled_on_pages(browsers) -> None:
    table = valid()
    ref = table.agreement.ref
    host, youth, officer = (browsers(table, who) for who in ("host", "youth", "officer"))
    given = {
        "worked_on": typed(clock.today() - timedelta(days=1)),
        "start": "9.00",
        "end": "12.00",
        "rest": "30",
        "tasks": "ล้างผัก",
    }
    wrong = host.post(f"/provider/agreements/{ref}/days", data=given | {"tasks": ""})
    assert wrong.status_code == 422
    midnight = given | {"start": "24.00", "end": "04.00"}
    assert host.post(f"/provider/agreements/{ref}/days", data=midnight).status_code == 422
    assert host.post(f"/provider/agreements/{ref}/days", data=given).status_code == 303
    assert host.post(f"/provider/agreements/{ref}/days", data=given).status_code == 422
    day = session.scalars(select(WorkDay)).one().ref
    assert "2 ชม. 30 นาที" in youth.page(f"/youth/agreements/{ref}").get_text()
    assert youth.post(f"/youth/agreements/{ref}/days").status_code == 303
    assert host.post(f"/provider/days/{day}", data=given | {"end": "12.30"}).status_code == 303
    assert host.post(f"/provider/days/{day}/confirm").status_code == 303
    assert youth.post(f"/youth/days/{day}", data={"words": ""}).status_code == 422
    assert youth.post(f"/youth/days/{day}", data={"words": "ทำถึงบ่ายโมง"}).status_code == 303
    assert "ทำถึงบ่ายโมง" in host.page(f"/provider/days/{day}").get_text()
    assert officer.page("/office/agreements?view=disputed").find("a", href=f"/office/agreements/{ref}")
    assert "ทำถึงบ่ายโมง" in officer.page(f"/office/days/{day}").get_text()
    settled = {"start": "9.00", "end": "13.00", "words": "ถามทั้งสองฝ่าย"}
    assert officer.post(f"/office/days/{day}", data=settled).status_code == 303
    assert days.confirmed_days(table.fresh()) == 1


def test_each_word_of_the_host_about_a_day_leaves_a_mark_of_its_browser_and_a_refusal_none(browsers) -> None:
    table = valid()
    host, path = browsers(table, "host"), f"/provider/agreements/{table.agreement.ref}/days"
    given = {
        "worked_on": typed(clock.today() - timedelta(days=1)), "start": "9.00", "end": "12.00", "rest": "30",
        "tasks": "ล้างผัก",
    }  # fmt: skip
    assert host.post(path, data=given | {"tasks": ""}).status_code == 422
    assert session.scalars(select(DeviceMark)).all() == []
    steps = ((path, given), ("/provider/days/{day}", given | {"end": "12.30"}), ("/provider/days/{day}/confirm", {}))
    for address, data in steps:
        day = session.scalars(select(WorkDay.ref)).one_or_none()
        assert host.post(address.format(day=day), data=data).status_code == 303
        (mark,) = session.scalars(select(DeviceMark)).all()
        assert (mark.side, mark.enrolment_id) == ("organisation", table.agreement.enrolment_id)
        session.delete(mark)
        session.commit()
        assert host.get_cookie("okat-device") is not None


def test_an_end_is_assessed_or_called_off_with_words(browsers) -> None:
    table = valid()
    host, path = browsers(table, "host"), f"/provider/agreements/{table.agreement.ref}"
    assert host.page(f"{path}/end").find("input", attrs={"name": "outcome"})
    assert host.post(f"{path}/end", data={"outcome": "completed", "note": "ดี"}).status_code == 422
    days.confirm(worked(table), by=table.actor("host"))
    assert host.post(f"{path}/end", data={"outcome": "completed", "note": "มาตรงเวลา"}).status_code == 303
    assert "มาตรงเวลา" in browsers(table, "youth").page(f"/youth/agreements/{table.agreement.ref}").get_text()
    other = signed(offered())
    host = browsers(other, "host")
    path = f"/provider/agreements/{other.agreement.ref}"
    assert host.post(f"{path}/cancel", data={"words": ""}).status_code == 422
    assert host.post(f"{path}/cancel", data={"words": "ร้านปิด"}).status_code == 303
    assert host.get(f"{path}/end").status_code == 200


def test_where_no_guardian_can_sign_the_office_records_why(browsers) -> None:
    table = offered()
    session.execute(Guardian.__table__.update().values(safe=False))
    worker, path = browsers(table, "caseworker"), f"/office/agreements/{table.agreement.ref}"
    assert "ไม่มีผู้ปกครองที่ลงชื่อได้" in worker.page(path).get_text()
    assert worker.post(f"{path}/guardian", data={"words": "สั้น", "text_hash": table.hash}).status_code == 422
    given = {"words": "ผู้ปกครองไม่ปลอดภัย", "text_hash": table.hash}
    assert worker.post(f"{path}/guardian", data=given).status_code == 303


def test_the_office_is_offered_no_link_for_whom_the_young_person_is_not_safe_from(browsers) -> None:
    table = offered()
    worker, path = browsers(table, "caseworker"), f"/office/agreements/{table.agreement.ref}"
    links = f"{path}/links/guardian"
    assert worker.page(path).select(f'form[action="{links}"]')
    record(SYSTEM, guardian_cases.SAID_CANNOT_ASK, table.fresh().enrolment, reason="unsafe")
    session.commit()
    page = worker.page(path)
    assert not page.select(f'form[action="{links}"]')
    assert page.select(f'form[action="{path}/guardian"]')
    assert "การติดต่อผู้ปกครองไม่ปลอดภัย" in page.get_text()
    assert worker.post(links).status_code == 409
    assert browsers(table, "guardian").get(f"/guardian/agreements/{table.agreement.ref}").status_code == 404


def test_of_two_guardians_the_office_reads_who_gets_the_link(browsers) -> None:
    table = offered()
    youth = table.agreement.enrolment.youth
    father = guardians.link(youth, name="นายดลเลาะ ดอเลาะ", relation="พ่อ", basis=GuardianBasis.PARENT, by=SYSTEM)
    guardians.mark_unsafe(father, by=SYSTEM)
    session.commit()
    said = browsers(table, "caseworker").page(f"/office/agreements/{table.agreement.ref}").get_text()
    assert "นายดลเลาะ ดอเลาะ" in said
    assert "ไม่ปลอดภัย" in said


@pytest.mark.parametrize(("party", "is_told"), [(Party.GUARDIAN, True), (Party.HOST, True), (Party.YOUTH, False)])
def test_a_link_signed_on_the_young_person_s_phone_is_told_to_the_officer(
    app, browsers, party: Party, is_told: bool
) -> None:
    table = offered()
    token = signing.make_link(table.agreement, party, by=table.actor("caseworker"))
    phone = browsers(table, "youth")
    phone.post("/sign-out")
    phone.sign_out()
    assert ("เครื่องเดียวกัน" in phone.page(f"/agree/{token}").get_text()) is is_told
    assert phone.post(f"/agree/{token}", data=agreed(table) | {"name": "นางวรรณา"}).status_code == 303
    assert signing.place_of(table.fresh(), party).same_phone is is_told
    assert session.query(AuditEvent).filter_by(action="agreement.same_phone").count() == int(is_told)
    page = browsers(table, "officer").page(f"/office/agreements/{table.agreement.ref}").get_text()
    assert ("ลงชื่อจากเครื่องที่เยาวชน" in page) is is_told


def test_a_guardian_with_the_young_person_s_own_name_is_told_to_the_officer(app, browsers) -> None:
    table = offered()
    youth = table.agreement.enrolment.youth
    young.put(youth, "first_name", "นูรีน")
    young.put(youth, "last_name", "อาแว")
    token = signing.make_link(table.agreement, Party.GUARDIAN, by=table.actor("caseworker"))
    given = agreed(table) | {"name": "น.ส. นูรีน อาแว"}
    assert app.test_client().post(f"/agree/{token}", data=given).status_code == 303
    page = browsers(table, "officer").page(f"/office/agreements/{table.agreement.ref}").get_text()
    assert "ลงชื่อด้วยชื่อของเยาวชนเอง" in page


def test_a_link_signed_elsewhere_is_nothing_to_tell(app, browsers) -> None:
    table = offered()
    token = signing.make_link(table.agreement, Party.GUARDIAN, by=table.actor("caseworker"))
    elsewhere = app.test_client()
    assert elsewhere.post(f"/agree/{token}", data=agreed(table) | {"name": "นางวรรณา"}).status_code == 303
    assert not signing.place_of(table.fresh(), Party.GUARDIAN).same_phone


def test_a_name_behind_a_link_that_does_not_belong_there_is_told_to_the_officer(browsers) -> None:
    odd, good = offered(), offered()
    for table, names in ((odd, ("นาย คนที่หนึ่ง", "นาย คนที่หนึ่ง")), (good, ("นูรีน ดอเลาะ", "วรรณา ดอเลาะ"))):
        mother = session.scalars(select(Guardian).where(Guardian.youth_id == table.agreement.enrolment.youth_id)).one()
        mother.name_sealed = seal("นางวรรณา ดอเลาะ", f"guardian|name|{mother.ref}")
        for party, name in zip((Party.YOUTH, Party.GUARDIAN), names, strict=True):
            token = signing.make_link(table.agreement, party, by=table.actor("caseworker"))
            signing.sign_by_link(token, text_hash=table.hash, name=name)
        session.commit()
    said = browsers(odd, "officer").page(f"/office/agreements/{odd.agreement.ref}").get_text()
    assert "ชื่ออื่น" in said
    assert "ไม่มีผู้ปกครองที่เรารู้จักใช้ชื่อนี้" in said
    assert "หลายช่อง" in said
    calm = browsers(good, "officer").page(f"/office/agreements/{good.agreement.ref}").get_text()
    assert "ชื่ออื่น" not in calm
    assert "ไม่มีผู้ปกครองที่เรารู้จักใช้ชื่อนี้" not in calm
    assert "หลายช่อง" not in calm


def test_two_times_turned_round_come_back_with_what_was_meant_and_everything_kept(browsers) -> None:
    table = valid()
    host, path = browsers(table, "host"), f"/provider/agreements/{table.agreement.ref}/days"
    assert not host.page(path).find("input", attrs={"name": "sure"}), "nothing is asked before something is unusual"
    given = {"worked_on": typed(clock.today() - timedelta(days=1)), "start": "17.00", "end": "0.01", "tasks": "ล้างผัก"}
    answer = host.post(path, data=given | {"rest": "45"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "00.01–17.00" in text
    assert 'value="17.00"' in text
    assert 'value="45"' in text
    assert "ล้างผัก" in text
    assert 'name="sure"' in text
    assert host.post(path, data=given | {"rest": "45", "sure": "y"}).status_code == 303


def test_a_day_against_the_law_is_confirmed_only_with_eyes_open_and_listed_at_the_office(browsers) -> None:
    table = valid()
    host, officer = browsers(table, "host"), browsers(table, "officer")
    one = worked(table, start_minute=3 * 60, end_minute=23 * 60)
    session.commit()
    path = f"/provider/days/{one.ref}"
    assert host.page(path).find("input", attrs={"name": "known"})
    refused = host.post(f"{path}/confirm")
    assert refused.status_code == 422
    assert "ม.47" in refused.get_data(as_text=True)
    assert host.post(f"{path}/confirm", data={"known": "y"}).status_code == 303
    ref = table.agreement.ref
    assert officer.page("/office/agreements?view=unlawful").find("a", href=f"/office/agreements/{ref}")
    worker = f"/office/law/{table.fresh().enrolment.ref}"
    assert officer.page("/office/law?view=broken").find("a", href=worker)
    assert "ในบันทึกวันทำงาน" in officer.page(worker).get_text()


def test_while_a_host_is_suspended_nobody_signs_and_every_page_says_so(app, browsers) -> None:
    table = signed(offered(), Party.YOUTH)
    ref, officer = table.agreement.ref, table.actor("officer")
    host = session.get_one(Organisation, table.agreement.host_id)
    token = signing.make_link(table.agreement, Party.PROVIDER, by=table.actor("caseworker"))
    began = clock.now()
    suspending.suspend(host, "สถานที่ไม่ปลอดภัยสำหรับเด็ก", by=officer)
    said = f"ระงับ{host.name_th}"
    pages = {
        "youth": f"/youth/agreements/{ref}",
        "guardian": f"/guardian/agreements/{ref}",
        "host": f"/provider/agreements/{ref}",
        "caseworker": f"/office/agreements/{ref}",
    }
    for who, path in pages.items():
        page = browsers(table, who).page(path).main
        assert said in page.get_text(), who
        assert not page.select("form[action*='/sign'], form[action$='/offer'], form[action*='/links/']"), who
    answer = browsers(table, "guardian").post(f"/guardian/agreements/{ref}/sign", data=agreed(table))
    assert (answer.status_code, said in answer.get_data(as_text=True)) == (409, True)
    assert browsers(table, "caseworker").post(f"/office/agreements/{ref}/links/host").status_code == 409
    stranger = app.test_client()
    data = agreed(table) | {"name": "ครูอามีนะห์ ยูโซะ"}
    with clock.frozen(began + timedelta(days=15)):
        assert "เก็บลิงก์นี้ไว้" in stranger.get(f"/agree/{token}").get_data(as_text=True), "its days stand still"
        assert stranger.post(f"/agree/{token}", data=data).status_code == 409
        suspending.lift(host, "ตรวจแล้ว ปลอดภัยดี", by=officer)
        assert stranger.post(f"/agree/{token}", data=data).status_code == 303
    done = {one.party for one in signing.places_of(table.fresh()) if one.signed_at is not None}
    assert done == {Party.YOUTH, Party.PROVIDER}, "what was signed before stands"


def test_while_it_is_suspended_the_officer_only_returns_and_no_agreement_is_written(browsers) -> None:
    table, fresh = signed(offered()), make_table()
    by = table.actor("officer")
    for one in (table, fresh):
        suspending.suspend(session.get_one(Organisation, one.agreement.host_id), "สถานที่ไม่ปลอดภัยสำหรับเด็ก", by=by)
    officer, path = browsers(table, "officer"), f"/office/agreements/{table.agreement.ref}"
    assert not officer.page(path).select("[name=decision][value=sign]")
    refused = officer.post(path, data={"decision": "sign", "text_hash": table.hash})
    assert refused.status_code == 422
    assert "ระงับ" in read_page(refused).select_one(".errors").get_text()
    assert officer.post(path, data={"decision": "return", "words": "รอให้พ้นการระงับก่อน"}).status_code == 303
    host, path = browsers(fresh, "host"), f"/provider/agreements/{fresh.agreement.ref}"
    answers = [host.post(f"{path}/offer"), host.post(f"{path}/terms", data=filled(tutor="ลุงแมะ"))]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "ลุงแมะ" in answers[1].get_data(as_text=True), "nothing typed is lost"
    assert "ส่งข้อตกลงให้ลงชื่อไม่ได้" in host.page(f"{path}/terms").get_text()
