"""By when a posting is answered, as its organisation and its reviewers read it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from marketplace.access import SYSTEM
from marketplace.i18n.dates import long_date
from marketplace.kernel import clock
from marketplace.offers import postings, telling
from models.vocabulary import OpportunityState, Role
from tests.factories.enrolments import make_enrolment, make_provider, make_staff
from tests.factories.labour import make_work
from tests.factories.offers import make_opportunity, make_organisation
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def test_the_day_of_the_answer_is_said_and_that_it_is_late(client: Client) -> None:
    officer = make_staff(Role.OFFICER)
    one = make_opportunity(state=OpportunityState.DRAFT)
    postings.submit(one, by=SYSTEM)
    due = telling.due_on(one)
    assert due is not None
    client.sign_in(make_provider(one.organisation_id))
    path = f"/provider/postings/{one.ref}"
    assert f"จะตรวจและตอบภายใน{long_date(due)}" in client.page(path).main.get_text()
    one.submitted_at = clock.instant(clock.today().replace(year=clock.today().year - 1), 0)
    assert "สำนักงานค้างคำตอบ" in client.page(path).main.get_text()
    client.sign_in(officer)
    assert "เลยกำหนด" in client.page("/office/postings").main.get_text()


def test_where_nobody_reviews_it_says_so_and_promises_no_day(client: Client) -> None:
    one = make_opportunity(
        organisation=make_organisation(area_code="400101"), area_code="400101", state=OpportunityState.DRAFT
    )
    postings.submit(one, by=SYSTEM)
    client.sign_in(make_provider(one.organisation_id))
    said = client.page(f"/provider/postings/{one.ref}").main.get_text()
    assert "ยังไม่มีเจ้าหน้าที่ตรวจประกาศในระบบนี้" in said
    assert "ตอบภายใน" not in said
    make_staff(Role.PROVINCE, "40")
    assert "ตอบภายใน" in client.page(f"/provider/postings/{one.ref}").main.get_text()


def test_what_is_said_after_handing_in_agrees_with_the_page(client: Client) -> None:
    nowhere = make_opportunity(
        organisation=make_organisation(area_code="400101"), area_code="400101", state=OpportunityState.DRAFT
    )
    make_staff(Role.OFFICER)
    here = make_opportunity(state=OpportunityState.DRAFT)
    for one, promised in ((nowhere, False), (here, True)):
        client.sign_in(make_provider(one.organisation_id, Role.PROVIDER_ADMIN))
        path = f"/provider/postings/{one.ref}"
        assert client.post(f"{path}/submit").status_code == 303
        said = client.page(path).get_text()
        assert "ส่งแล้ว" in said
        assert ("เจ้าหน้าที่ในพื้นที่จะตรวจและตอบที่หน้านี้" in said) is promised


def test_dates_on_which_nobody_can_join_are_told_to_provider_and_reviewer(client: Client) -> None:
    today = clock.today()
    one = make_opportunity(
        state=OpportunityState.SUBMITTED, starts_on=today, ends_on=today + timedelta(days=3), apply_by=today
    )
    client.sign_in(make_provider(one.organisation_id))
    assert "วันเหล่านี้ไม่มีใครเข้าร่วมได้ทัน" in client.page(f"/provider/postings/{one.ref}").main.get_text()
    client.sign_in(make_staff(Role.OFFICER))
    said = client.page(f"/office/postings/{one.ref}").main.get_text()
    assert "วันเหล่านี้ไม่มีใครเข้าร่วมได้ทัน" in said
    assert "วันที่ เวลา" not in said


def test_a_published_posting_stands_until_the_office_has_agreed_to_its_change(client: Client) -> None:
    one = make_opportunity(state=OpportunityState.PUBLISHED)
    officer, provider = make_staff(Role.OFFICER), make_provider(one.organisation_id)
    client.sign_in(provider)
    assert "ระหว่างนั้นประกาศคงอยู่ตามเดิม" in client.page(f"/provider/postings/{one.ref}/edit").main.get_text()
    was = one.starts_on
    later = replace(postings.draft_of(one), starts_on=was + timedelta(days=7), about_th="พาไปดูของจริง")
    change = postings.edit(one, later, by=SYSTEM)
    assert change is not None
    page = client.page(f"/provider/postings/{one.ref}")
    assert "มีข้อเสนอแก้ไขรออยู่" in page.main.get_text()
    assert page.main.find("a", href=f"/provider/postings/{change.ref}")
    assert "ข้อเสนอแก้ไข" in client.page("/provider/postings").main.get_text()
    file = client.get("/provider/postings.csv").get_data(as_text=True)
    assert [row.endswith(f",{one.ref}") for row in file.splitlines() if change.ref in row] == [True]
    assert "นี่คือข้อเสนอแก้ไข" in client.page(f"/provider/postings/{change.ref}").main.get_text()
    client.sign_out()
    assert client.get(f"/opportunities/{one.ref}").status_code == 200
    assert client.get(f"/opportunities/{change.ref}").status_code == 404
    client.sign_in(officer)
    assert "ข้อเสนอแก้ไข" in client.page("/office/postings").main.get_text()
    (row,) = client.get("/office/postings.csv").get_data(as_text=True).splitlines()[1:]
    assert (row.split(",")[0].lstrip("\ufeff"), row.split(",")[-1]) == (change.ref, one.ref)
    told = client.page(f"/office/postings/{change.ref}").main.get_text()
    assert "สิ่งที่จะเปลี่ยน" in told
    assert "→" in told
    assert "พาไปดูของจริง" in told, "words too are agreed to"
    assert "เห็นชอบการแก้ไข" in told
    form = {"decision": "publish", "note": "", "version": str(change.version)}
    assert client.post(f"/office/postings/{change.ref}", data=form).status_code == 303
    assert (one.starts_on, one.about_th) == (was + timedelta(days=7), "พาไปดูของจริง")
    assert (one.state, change.state) == (OpportunityState.PUBLISHED, OpportunityState.ARCHIVED)
    said = client.page(f"/office/postings/{one.ref}").main.get_text()
    assert "รอการพิจารณา" not in said
    line = f"{long_date(was)} → {long_date(was + timedelta(days=7))}"
    assert (line in said, f"เห็นชอบโดย {officer.name}" in said) == (True, True)
    kept = client.page(f"/office/postings/{change.ref}").main.get_text()
    assert (line in kept, f"{officer.name} เห็นชอบการเปลี่ยนแปลงนี้" in kept) == (True, True)
    client.sign_in(provider)
    for path in (one.ref, change.ref):
        assert line in client.page(f"/provider/postings/{path}").main.get_text()
    assert "ประกาศเดิมคงอยู่จนกว่า" not in client.page(f"/provider/postings/{change.ref}").main.get_text()


def test_whom_a_change_concerns_and_each_fact_of_it_are_read_before_anybody_agrees(client: Client) -> None:
    one = make_opportunity(state=OpportunityState.PUBLISHED, seats=7)
    for state in ("in_learning", "on_break", "provider_review"):
        make_enrolment(state, opportunity=one)
    before = postings.draft_of(one)
    change = postings.edit(one, replace(before, hazards=("H01",), languages=("malay",), seats=5), by=SYSTEM)
    assert change is not None
    client.sign_in(make_provider(one.organisation_id))
    page = client.page(f"/provider/postings/{change.ref}")
    assert not [form["action"] for form in page.main.find_all("form") if "copy" in form["action"]]
    assert not page.main.find("a", href=f"/provider/learners?posting={change.ref}")
    own = page.main.get_text(" ")
    client.sign_in(make_staff(Role.OFFICER))
    for told in (own, client.page(f"/office/postings/{change.ref}").main.get_text(" ")):
        assert "มีคนแล้ว 2 จาก 5 ที่" in told
        assert "เรียนหรือทำงานอยู่ 2 คน" in told
        assert "รอคำตอบ 1 คน" in told
        assert "– → H01" in told
        assert "ไทย → มลายู" in told
        assert "7 → 5" in told
    stands = client.page(f"/office/postings/{one.ref}").main
    assert "มีข้อเสนอแก้ไขประกาศนี้รอการพิจารณา" in stands.get_text()
    assert len(stands.find_all("a", href=f"/office/postings/{change.ref}")) == 2
    assert "ไม่ได้รอการตัดสิน" not in stands.get_text(), "its change does wait"
    stale = {"decision": "publish", "note": "", "version": str(change.version)}
    postings.edit(change, replace(postings.draft_of(change), seats=6), by=SYSTEM)
    answer = client.post(f"/office/postings/{change.ref}", data=stale)
    assert (answer.status_code, "แก้เนื้อหาเมื่อ" in answer.get_data(as_text=True)) == (409, True)
    assert "แก้ไขระหว่างรอคำตอบ" in client.page(f"/office/postings/{change.ref}").main.get_text()


def test_an_officer_reads_whose_work_a_change_would_make_unlawful_and_cannot_agree_to_it(client: Client) -> None:
    work = make_work()
    offer, name = work.opportunity, work.youth.nickname
    change = postings.edit(offer, replace(postings.draft_of(offer), hazards=("H01",), age_min=18), by=SYSTEM)
    assert change is not None
    client.sign_in(make_staff(Role.OFFICER))
    path = f"/office/postings/{change.ref}"
    why = f"{name} ทำงานอยู่ที่นี่ ถ้าแก้ตามนี้จะผิดกฎหมาย"
    told = client.page(path).main.get_text()
    assert (why in told, "ถูกต้อง" in told, told.count("คุณตัดสินว่า")) == (True, False, 1)
    offered = [one["value"] for one in client.page(path).main.select("input[name=decision]")]
    assert (offered, "จึงเห็นชอบไม่ได้" in told) == (["change", "reject"], True)
    answer = client.post(path, data={"decision": "publish", "note": "ตรวจแล้ว", "version": str(change.version)})
    assert (answer.status_code, offer.hazards) == (422, [])
    said = answer.get_data(as_text=True)
    assert ("จึงเห็นชอบไม่ได้" in said, "ตรวจแล้ว" in said, why in said) == (True, True, True)
    client.sign_in(make_provider(offer.organisation_id))
    own = client.page(f"/provider/postings/{change.ref}").main.get_text()
    assert ("กฎหมายไม่ให้แก้ตามนี้" in own, why in own, "LW11" in own) == (True, True, True)
    work.decided_at, work.state = clock.now(), "approved"
    assert "กฎหมายไม่ให้แก้" not in client.page(f"/provider/postings/{change.ref}").main.get_text(), "not told yet"
