"""What the law asks, on pages: an employer's tasks with their form, and an office that watches over its area."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.agreements import drafting, signing
from marketplace.duties import papers
from marketplace.duties.papers import PaperDraft
from marketplace.duties.placements import loaded
from marketplace.enrolments import worked
from marketplace.kernel import clock, paper
from marketplace.kernel.week import Slot
from marketplace.people import youth as young
from models.enrolment import Enrolment
from models.history import ReadLog
from models.session import db as session
from models.vocabulary import DutyKind, PaperKind, Role
from tests.factories.agreements import day, make_table, signed, valid
from tests.factories.desk import typed
from tests.factories.enrolments import acting, make_staff
from tests.factories.labour import duties, findings, look, make_employer, make_work
from tests.fixtures.client import read_page

pytestmark = pytest.mark.usefixtures("db")


def reloaded(work):
    """The placement as a request would load it."""
    wanted = loaded().where(Enrolment.ref == work.ref).execution_options(populate_existing=True)
    return session.scalars(wanted).one()


@pytest.fixture
def work():
    made = make_work(work="fri 19:00-23:00", days_ago=3)
    young.put(made.youth, "first_name", "นูรีน")
    young.put(made.youth, "last_name", "ดอเลาะ")
    look()
    return made


def test_an_employer_sees_sends_and_takes_back_a_notice(app, work) -> None:
    browser = app.test_client().sign_in(make_employer(work))
    page = browser.page("/provider/law")
    start = duties(work)[DutyKind.START_NOTICE]
    path = f"/provider/law/duties/{start.ref}"
    assert page.find("a", href=path)
    assert "LW06" in page.get_text()
    assert "นูรีน" in page.get_text()
    assert "คร.2" in browser.page(path).get_text()
    wrong = browser.post(path, data={"sent_on": typed(clock.today() + timedelta(days=2)), "receipt": "รย 77"})
    assert wrong.status_code == 422
    assert "รย 77" in wrong.get_data(as_text=True), "nothing typed is lost"
    assert browser.post(path, data={"sent_on": typed(clock.today()), "receipt": "รย 77"}).status_code == 303
    assert "รย 77" in browser.page(path).get_text()
    assert browser.post(path, data={"sent_on": typed(clock.today()), "receipt": "รย 78"}).status_code == 409
    assert browser.post(f"{path}/undo").status_code == 303
    assert duties(work)[DutyKind.START_NOTICE].state == "due"


def test_the_form_is_a_filled_in_pdf_and_the_look_is_kept(app, work, monkeypatch) -> None:
    made: list[str] = []
    real = paper.pdf
    monkeypatch.setattr(paper, "pdf", lambda html, **given: (made.append(html), real(html, **given))[1])
    browser = app.test_client().sign_in(make_employer(work))
    owed = duties(work)
    answer = browser.post(f"/provider/law/duties/{owed[DutyKind.START_NOTICE].ref}/form")
    assert answer.mimetype == "application/pdf"
    assert answer.get_data().startswith(b"%PDF-")
    for fact in ("คร.2", "นูรีน ดอเลาะ", "340", "ศูนย์การเรียนรู้ริมคลอง", "19.00–23.00"):
        assert fact in made[0]
    assert session.scalars(select(ReadLog.what)).all() == ["labour_form"]
    assert browser.post(f"/provider/law/duties/{owed[DutyKind.INSURANCE].ref}/form").status_code == 404


def test_the_record_of_conditions_tells_what_was_signed_and_what_changed_and_only_of_the_young(
    app, monkeypatch
) -> None:
    made: list[str] = []
    real = paper.pdf
    monkeypatch.setattr(paper, "pdf", lambda html, **given: (made.append(html), real(html, **given))[1])
    table = valid()
    ref = table.agreement.enrolment.ref
    host = app.test_client().sign_in(table.accounts["host"])
    path = f"/provider/law/{ref}/conditions"
    assert host.page(f"/provider/law/{ref}").find("form", action=path)
    answer = host.post(path)
    assert (answer.mimetype, answer.get_data()[:5]) == ("application/pdf", b"%PDF-")
    assert all(fact in made[0] for fact in ("คร.3", "นูรีน ดอเลาะ", "345", "ข้าวยำป้าแมะ"))
    assert "ต้องแจ้งภายในวันที่" not in made[0]
    assert session.scalars(select(ReadLog.what)).all() == ["labour_form"]
    better = drafting.draft_of(table.fresh())
    teacher = table.agreement.provider
    drafting.change(table.agreement, replace(better, wage_per_day_satang=400_00), teacher, by=table.actor("host"))
    host.post(path)
    assert "400" not in made[1], "what is not signed is no condition of work"
    drafting.offer(table.fresh(), by=table.actor("host"))
    signed(table)
    signing.approve(table.fresh(), text_hash=table.hash, by=table.actor("officer"))
    host.post(path)
    assert "วันละ 400 บาท (เดิม วันละ 345 บาท)" in made[2].replace("\u00a0", " ")
    grown = valid(years=18)
    other = app.test_client().sign_in(grown.accounts["host"])
    assert other.post(f"/provider/law/{grown.agreement.enrolment.ref}/conditions").status_code == 404
    unsigned = make_table()
    third = app.test_client().sign_in(unsigned.accounts["host"])
    assert third.post(f"/provider/law/{unsigned.agreement.enrolment.ref}/conditions").status_code == 404


def test_an_office_sees_what_is_late_filters_exports_and_answers_a_paper(app, work) -> None:
    look(20)
    officer = app.test_client().sign_in(make_staff(Role.OFFICER))
    start = duties(work)[DutyKind.START_NOTICE]
    start.due_on = clock.today() - timedelta(days=2)
    start.event_on = start.due_on - timedelta(days=15)
    page = officer.page("/office/law")
    assert page.find("a", href=f"/office/law/{work.ref}")
    assert "ไม่มี" in officer.page("/office/law?q=nothing").get_text()
    assert "LW06" in officer.page("/office/law?view=broken").get_text()
    employer = acting(make_employer(reloaded(work)))
    listed = officer.get("/office/law.csv?view=late").get_data(as_text=True)
    assert start.ref in listed
    assert officer.get("/office/law.pdf").status_code == 404
    today = clock.today()
    draft = PaperDraft(PaperKind.NIGHT_PERMIT, "รง 9", today, today + timedelta(days=30))
    permit = papers.add(reloaded(work), draft, by=employer)
    assert officer.page("/office/law?view=papers").find("a", href=f"/office/law/{work.ref}")
    path = f"/office/law/papers/{permit.ref}"
    assert officer.post(path, data={"answer": "refuse", "reason": ""}).status_code == 422
    assert officer.post(path, data={}).status_code == 422
    assert officer.post(path, data={"answer": "confirm"}).status_code == 303
    assert "LW06" not in findings(work)
    assert "เรียบร้อยแล้วตั้งแต่" in officer.page(f"/office/law/{work.ref}").get_text()


def test_a_paper_is_typed_in_by_the_employer_with_its_errors_at_the_field(app, work) -> None:
    browser = app.test_client().sign_in(make_employer(work))
    path = f"/provider/law/{work.ref}"
    given = {"kind": "night_permit", "number": "รง 9", "valid_from": typed(clock.today()), "valid_until": "1/1/2500"}
    wrong = browser.post(f"{path}/papers", data=given)
    assert wrong.status_code == 422
    assert "รง 9" in wrong.get_data(as_text=True)
    given["valid_until"] = typed(clock.today() + timedelta(days=3))
    assert browser.post(f"{path}/papers", data=given).status_code == 303
    assert "รง 9" in browser.page(path).get_text()


def test_an_officer_with_a_stake_is_told_so(app, work) -> None:
    account = make_staff(Role.OFFICER)
    today = clock.today()
    draft = PaperDraft(PaperKind.NIGHT_PERMIT, "รง 9", today, today)
    permit = papers.add(work, draft, by=acting(make_employer(work)))
    work.youth.account_id, work.youth.area_code = account.id, work.youth.area_code
    answer = app.test_client().sign_in(account).post(f"/office/law/papers/{permit.ref}", data={"answer": "confirm"})
    assert answer.status_code == 403


def test_what_the_inspector_reads_has_the_hours_of_every_day(app, monkeypatch) -> None:
    made: list[str] = []
    real = paper.pdf
    monkeypatch.setattr(paper, "pdf", lambda html, **given: (made.append(html), real(html, **given))[1])
    days = [(Slot(1, 780, 1020), "work"), (Slot(3, 780, 1020), "work"), (Slot(5, 480, 720), "work")]
    table = valid(times=tuple(days))
    table.fresh()
    look()
    host = app.test_client().sign_in(table.accounts["host"])
    host.post(f"/provider/law/{table.fresh().enrolment.ref}/conditions")
    owed = duties(table.fresh().enrolment)
    host.post(f"/provider/law/duties/{owed[DutyKind.START_NOTICE].ref}/form")
    assert len(made) == 2
    for sheet in made:
        said = sheet.replace("\u00a0", " ")
        assert "อ. พฤ. 13.00–17.00" in said
        assert "ส. 08.00–12.00" in said


def test_an_officer_closes_what_a_day_broke_on_its_page_and_finds_it_under_its_own_tab(app) -> None:
    table = valid()
    entered = worked.enter(table.fresh(), day(start_minute=3 * 60, end_minute=23 * 60), by=table.actor("host"))
    worked.confirm(entered, known=True, by=table.actor("host"))
    session.commit()
    browser = app.test_client().sign_in(table.accounts["officer"])
    ref = session.get_one(Enrolment, table.agreement.enrolment_id).ref
    where = f"/office/law/{ref}"
    forms = browser.page(where).select('form[action^="/office/law/findings/"]')
    assert len(forms) == 3
    action, name = forms[0]["action"], forms[0].select_one("textarea")["name"]
    short = browser.post(action, data={name: "สั้นไป"})
    assert short.status_code == 422
    page = read_page(short)
    assert page.find(id=f"{name}-error")
    assert "สั้นไป" in page.find("textarea", attrs={"name": name}).get_text()
    assert browser.post(action, data={name: "คุยกับนายจ้างแล้ว ให้หยุดชดเชย"}).location == where
    told = browser.page(where).get_text()
    assert "คุยกับนายจ้างแล้ว ให้หยุดชดเชย" in told
    assert "สำนักงานปิดเรื่องนี้เมื่อ" in told
    assert len(browser.page(where).select('form[action^="/office/law/findings/"]')) == 2
    assert browser.post(action, data={name: "คุยกับนายจ้างแล้ว ให้หยุดชดเชย"}).status_code == 409
    assert len(browser.page("/office/law?view=settled").select("main .tasks > li")) == 1
    assert "LW" in browser.get("/office/law.csv?view=settled").get_data(as_text=True)
    helper = app.test_client().sign_in(table.accounts["caseworker"])
    assert not helper.page(where).select('form[action^="/office/law/findings/"]')
    assert "ให้หยุดชดเชย" in helper.page(where).get_text()
    assert helper.post(action, data={name: "คุยกับนายจ้างแล้ว"}).status_code == 404
    host = app.test_client().sign_in(table.accounts["host"])
    assert "ให้หยุดชดเชย" not in host.page(f"/provider/law/{ref}").get_text()
