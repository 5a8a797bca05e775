"""Whoever has no account is kept right by their case worker and handed over where they move; others as they ask."""

import pytest
from sqlalchemy import select

from marketplace.kernel import week
from marketplace.notices.words import unpack
from marketplace.people import corrections, free_time
from marketplace.people import youth as young
from models.account import Account
from models.history import AuditEvent, Notice
from models.session import db
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_staff, make_youth, on_paper
from tests.factories.offers import SATENG
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")
FAR, ASKED = "380301", {"note": "ป้าโทรมาบอกว่าย้ายบ้าน"}


@pytest.fixture
def worker(db: object) -> Account:
    return make_staff(Role.CASEWORKER)


def sent_from(page) -> dict[str, object]:
    """The form as a browser would send it untouched."""
    form = page.select_one("form:has(#note)")
    boxes = {box["name"]: [] for box in form.select("input[type=checkbox]")}
    for box in form.select("input[type=checkbox][checked]"):
        boxes[box["name"]].append(box["value"])
    typed = form.select("input[type=text], input[name=version], input[name=as_read]")
    texts = {one["name"]: one.get("value", "") for one in typed}
    return texts | boxes | {"minutes": form.select_one("input[name=minutes][checked]")["value"]} | ASKED


def found(**given) -> Youth:
    youth = on_paper(make_youth(with_account=False, nickname="ดา", support_needs=["meal"], **given))
    young.put_phone(youth, "0812345678")
    young.put(youth, "address", "12 หมู่ 3")
    db.commit()
    return youth


def told(event: str) -> list[Notice]:
    return list(db.scalars(select(Notice).where(Notice.event == event)))


@pytest.mark.on_both
def test_what_has_changed_is_kept_with_its_note_and_the_rest_stays(client: Client, worker: Account) -> None:
    youth = found(shared_needs=["meal"])
    client.sign_in(worker)
    path = f"/office/youth/{youth.ref}/answers"
    assert client.page(f"/office/youth/{youth.ref}").select_one(f"a[href='{path}']")
    sent = sent_from(page := client.page(path))
    assert "081 xxx xx78" in page.get_text()
    assert "12 หมู่ 3" not in str(page)
    assert client.post(path, data=sent).status_code == 422, "nothing is different"
    now = {"free": ["02"], "minutes": "45", "support_needs": ["meal", "ride"], "phone": "089 999 9999"}
    assert client.post(path, data=sent | now).status_code == 303
    db.expire_all()
    assert free_time.boxes(week.from_bytes(youth.free_mask)) == {"02"}
    assert (youth.travel_minutes_max, youth.support_needs, youth.shared_needs) == (45, ["meal", "ride"], ["meal"])
    assert (young.read(youth, "phone"), young.read(youth, "address")) == ("0899999999", "12 หมู่ 3")
    (act,) = db.scalars(select(AuditEvent).where(AuditEvent.action == "youth.corrected"))
    assert act.details["fields"] == ["free", "phone", "support_needs", "travel_minutes_max"]
    page = client.page(f"/office/youth/{youth.ref}").get_text()
    assert "แก้เวลาว่าง, ระยะเวลาเดินทาง, การสนับสนุนที่ต้องการ, หมายเลขโทรศัพท์ เพราะ ป้าโทร" in page
    late = client.post(path, data=sent | {"minutes": "60"})
    assert late.status_code == 409
    assert read_page(late).select_one("input[name=minutes][value='60'][checked]")
    assert youth.travel_minutes_max == 45
    assert "บันทึกไว้ตอนนี้: ไม่เกิน 45 นาที" in read_page(late).select_one("#minutes-error").get_text()
    assert client.post(path, data=sent_from(read_page(late))).status_code == 303, "read, so it can be kept"
    db.refresh(youth)
    assert youth.travel_minutes_max == 60
    assert free_time.boxes(week.from_bytes(youth.free_mask)) == {"02"}, "what they never touched stays a colleague's"
    assert sorted(youth.support_needs) == ["meal", "ride"]


def test_a_slip_is_told_at_its_field_and_keeps_what_was_written(client: Client, worker: Account) -> None:
    youth = found()
    client.sign_in(worker)
    path = f"/office/youth/{youth.ref}/answers"
    sent = sent_from(client.page(path)) | {"free": ["02"]}
    slips = {"area_code": "ไม่มีที่นี่", "minutes": "7x", "support_needs": ["lift"], "phone": "12", "note": "โทร 0812345678"}
    for field, typed in slips.items():
        answer = client.post(path, data=sent | {field: typed})
        page = read_page(answer)
        assert (answer.status_code, bool(page.select_one(f".errors a[href='#{field}']"))) == (422, True), field
        assert page.select_one("input[name=free][value='02'][checked]")
    page = read_page(client.post(path, data=sent | slips | {"note": ""}))
    assert {one["href"][1:] for one in page.select(".errors a")} >= {"area_code", "phone", "note"}
    assert "ทราบได้อย่างไร: ช่วยตอบข้อนี้ด้วย" in page.select_one(".errors").get_text()
    assert not corrections.changes(youth)


def test_a_move_hands_over_and_what_was_asked_stays(client: Client, worker: Account) -> None:
    youth, there = found(case_worker_id=worker.id), make_staff(Role.CASEWORKER, FAR)
    asked = make_enrolment("officer_review", youth=youth)
    officer = make_staff(Role.OFFICER)
    client.sign_in(worker)
    path = f"/office/youth/{youth.ref}/answers"
    sent = sent_from(client.page(path)) | {"area_code": FAR}
    page = read_page(client.post(path, data=sent))
    assert page.select_one(".errors a[href='#address']"), "the old address leads nowhere"
    answer = client.post(path, data=sent | {"no_address": "y"})
    assert answer.location == "/office/youth"
    assert "อำเภอโซ่พิสัย" in client.page(answer.location).get_text()
    client.page(path, status=404)
    db.expire_all()
    assert (youth.area_code, youth.case_worker_id, young.read(youth, "address")) == (FAR, None, "")
    assert officer.id in {one.account_id for one in told("enrolment.stays")}
    (arrived,) = told("youth.handed_over")
    assert (arrived.account_id, arrived.path) == (there.id, f"/office/youth/{youth.ref}")
    assert "ส่งต่อมาให้" in str(unpack(arrived.message))
    client.sign_in(there)
    assert "ป้าโทรมาบอก" in client.page(arrived.path).get_text()
    client.page(f"/office/enrolments/{asked.ref}", status=404)


def test_whoever_has_an_account_is_written_for_only_as_they_ask_and_is_told(client: Client, worker: Account) -> None:
    youth = make_youth(support_needs=["meal"])
    client.sign_in(worker)
    path = f"/office/youth/{youth.ref}/answers"
    page = client.page(path)
    assert "เขามีบัญชี" in page.get_text()
    assert not page.select("[name=phone], [name=address], [name=support_needs]")
    more = {"minutes": "30", "support_needs": ["ride"], "phone": "0899999999", "address": "x"}
    assert client.post(path, data=sent_from(page) | more).status_code == 303
    db.expire_all()
    assert (youth.travel_minutes_max, youth.support_needs, young.read(youth, "phone")) == (30, ["meal"], "")
    assert (youth.area_code, young.read(youth, "address")) == (SATENG, "")
    assert [(one.account_id, one.path) for one in told("youth.corrected")] == [(youth.account_id, "/youth/profile")]
