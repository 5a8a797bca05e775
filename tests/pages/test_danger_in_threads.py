"""Danger that a young person writes of: read by nobody of the other side, told to those who help, and a concern."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select

from marketplace.access import SYSTEM
from marketplace.concerns.reporting import own
from marketplace.kernel import clock
from marketplace.kernel.sealing import seal
from marketplace.threads import queries, service
from models.account import Account, Membership
from models.concern import Concern, ConcernNamed, ConcernNote
from models.history import AuditEvent, Notice
from models.session import db as session
from models.thread import Message
from models.vocabulary import MessagePart, Role
from tests.factories.enrolments import acting, make_staff
from tests.fixtures.client import read_page
from tests.pages.test_threads import DAY, account_of, mentor_of, young


@pytest.fixture(autouse=True)
def stopped(db):
    with clock.frozen(DAY):
        yield


@pytest.fixture
def talk(db):
    """A young person, their mentor, the case worker who looks after them, and the thread of the two."""
    worker = make_staff(Role.CASEWORKER)
    make_staff(Role.OFFICER)
    youth = young()
    youth.case_worker_id = worker.id
    mentor, match = mentor_of(youth)
    thread = service.open_for_match(match, by=SYSTEM)
    session.commit()
    return youth, mentor, worker, thread


def concerns() -> list[Concern]:
    return list(session.scalars(select(Concern).order_by(Concern.id)))


@pytest.mark.parametrize(
    ("said", "kind", "urgency"),
    [("หนูโดนพ่อตี", "violence", "serious"), ("หนูไม่อยากมีชีวิตอยู่แล้ว", "danger", "danger")],
)
def test_it_is_held_shown_help_and_taken_up(client, talk, said, kind, urgency) -> None:
    youth, mentor, worker, thread = talk
    phone = client.sign_in(account_of(youth))
    assert phone.post(f"/youth/messages/{thread.ref}", data={"text": said}).status_code == 303
    page = phone.page(f"/youth/messages/{thread.ref}").select_one(".talk")
    assert {one["href"] for one in page.select("a")} == {"tel:1300", "tel:1387", "tel:191"}
    found = queries.of_subject(match_id=thread.match_id)
    assert queries.readable(found, MessagePart.ADULT, mentor.id) == []
    (made,) = concerns()
    assert (made.kind, made.urgency, made.reporter_id) == (kind, urgency, youth.account_id)
    assert made.youth_id == youth.id
    assert "message.held" in {
        one.event for one in session.scalars(select(Notice).where(Notice.account_id == worker.id))
    }
    assert not session.scalars(
        select(Notice).where(Notice.account_id == mentor.id, Notice.event.in_(("message.new", "message.held")))
    ).all()


def test_it_stays_with_the_office_unless_somebody_is_sure_and_leads_to_the_concern(app, talk) -> None:
    youth, mentor, worker, thread = talk
    desks = {who: app.test_client().sign_in(who) for who in (account_of(youth), mentor, worker)}
    phone, reader, desk = desks.values()
    for said in ("หนูโดนพ่อตี", "พ่อตีหนูอีกแล้ว"):
        phone.post(f"/youth/messages/{thread.ref}", data={"text": said})
    made, path = concerns()[0], f"/office/messages/{thread.ref}"
    told = select(Notice.path).where(Notice.account_id == worker.id, Notice.event == "message.danger")
    assert set(session.scalars(told)) == {path}
    page = desk.page(path)
    assert "เปิดเรื่องไม่ปลอดภัยไว้แล้ว" in page.get_text()
    assert "ไม่มีเบอร์โทรของเยาวชน" in page.get_text()
    assert page.main.select(f'a[href="/office/youth/{youth.ref}"]')
    assert not page.main.select(f'a[href="/office/concerns/{made.ref}"]'), "it is not theirs to look into"
    first = page.select_one(".talk form")
    assert [one["value"] for one in first.select("button")] == ["keep"]
    passing = page.select_one(".talk details button[value=show]").get_text(strip=True)
    assert passing == "ส่งข้อความนี้ต่อให้อีกฝ่ายอ่าน", "no word of sending it up, which is what a concern's button says"
    refs = [one["value"] for one in page.select(".talk form:has(button[value=keep]) input[name=message]")]
    assert desk.post(f"{path}/judge", data={"message": refs[0], "verdict": "keep"}).status_code == 303
    assert desk.post(f"{path}/judge", data={"message": refs[1], "verdict": "show"}).status_code == 422
    assert not reader.page(f"/mentor/messages/{thread.ref}").select(".talk li")
    assert desk.post(f"{path}/judge", data={"message": refs[1], "verdict": "show", "sure": "y"}).status_code == 303
    assert "พ่อตีหนูอีกแล้ว" in reader.page(f"/mentor/messages/{thread.ref}").get_text()
    own = phone.page(f"/youth/messages/{thread.ref}").get_text()
    assert "อีกฝ่ายไม่ได้อ่าน" in own
    assert "ส่งต่อให้" in own
    events = set(session.scalars(select(Notice.event).where(Notice.account_id == youth.account_id)))
    assert {"message.kept", "message.passed_on"} <= events


def test_its_concern_leads_to_what_its_reader_can_open_and_to_a_number_to_call(app, talk) -> None:
    youth, _, worker, thread = talk
    worker.name = "สุไลมาน หะยี"
    youth.phone_sealed = seal("0812345678", f"youth|phone|{youth.ref}")
    phone = app.test_client().sign_in(account_of(youth))
    phone.post(f"/youth/messages/{thread.ref}", data={"text": f"หนูโดนตี พี่{worker.name}ทำ"})
    (made,) = concerns()
    officer = session.scalars(
        select(Account).join(Membership, Membership.account_id == Account.id).where(Membership.role == Role.OFFICER)
    ).one()
    desk = app.test_client().sign_in(officer)
    page = desk.page(f"/office/concerns/{made.ref}").main
    links = {one["href"] for one in page.select("a[href]")}
    assert {f"/office/messages/{thread.ref}", f"/office/youth/{youth.ref}"} <= links
    assert not [href for href in links if href.startswith("/youth/")]
    asked = page.select_one('form[action$="/reveal"]')
    shown = desk.post(asked["action"], data={one["name"]: one["value"] for one in asked.select("input[type=hidden]")})
    assert 'href="tel:0812345678"' in shown.get_data(as_text=True)
    message = session.scalars(select(Message)).one()
    kept = {"message": message.ref, "verdict": "keep"}
    assert desk.post(f"/office/messages/{thread.ref}/judge", data=kept).status_code == 303
    talked = desk.page(f"/office/messages/{thread.ref}").main
    assert talked.select(f'a[href="/office/concerns/{made.ref}"]'), "and it stays when nothing waits any more"
    assert talked.select_one('form[action$="/reveal"] input[name=why]')["value"] == "emergency"
    told = select(Notice).where(Notice.account_id == worker.id, Notice.event == "message.danger")
    assert not session.scalars(told).all(), "whom it means hears nothing of it"
    assert "เปิดเรื่อง" not in app.test_client().sign_in(worker).page(f"/office/messages/{thread.ref}").get_text()


def test_more_of_it_is_added_to_the_same_concern_and_what_is_graver_shortens_its_clock(client, talk) -> None:
    youth, _, _, thread = talk
    phone = client.sign_in(account_of(youth))

    def write(said: str) -> tuple[str, str, datetime]:
        phone.post(f"/youth/messages/{thread.ref}", data={"text": said})
        session.expire_all()
        (one,) = concerns()
        return one.kind, one.urgency, one.due_at

    within = timedelta(hours=1)
    assert write("หนูโดนพ่อตี") == ("violence", "serious", DAY + 24 * within)
    assert write("หนูอยากตาย คืนนี้จะกินยาตาย") == ("danger", "danger", DAY + within)
    with clock.frozen(DAY + within / 2):
        assert write("พ่อตีหนูอีกแล้ว") == ("danger", "danger", DAY + within), "nothing makes it longer again"
    assert len(own(acting(account_of(youth)))[0].notes) == 3
    assert session.scalars(select(Notice).where(Notice.event == "concern.graver")).one().account_id != youth.account_id
    assert session.scalars(select(AuditEvent).where(AuditEvent.action == "concern.raise")).one()


@pytest.mark.parametrize("said", ["อย่าบอกแม่นะ", "เจอกันที่ห้องพี่คืนนี้", "0 8 1\n2 3 4 5 6 7 8"])
def test_what_the_mentor_writes_of_secrets_waits_and_is_one_concern_that_its_writer_never_sees(app, talk, said) -> None:
    _, mentor, worker, thread = talk
    phone = app.test_client().sign_in(mentor)
    for words in (said, f"{said} นะ"):
        assert phone.post(f"/mentor/messages/{thread.ref}", data={"text": words}).status_code == 303
    found = queries.of_subject(match_id=thread.match_id)
    assert {one.state for one in found.messages} == {"held"}
    assert queries.readable(found, MessagePart.YOUTH, -1) == []
    made = concerns()
    if said.startswith("0"):
        assert made == [], "a number is no concern"
        return
    assert [(one.kind, one.reporter_id, one.youth_id) for one in made] == [("contact", None, thread.youth_id)]
    assert session.scalars(select(ConcernNamed.account_id)).all() == [mentor.id]
    assert len(session.scalars(select(ConcernNote)).all()) == 2
    told = select(Notice.account_id).where(Notice.event == "concern.reported")
    assert mentor.id not in session.scalars(told).all() != []
    assert "เปิดเรื่องไม่ปลอดภัยไว้แล้ว" in app.test_client().sign_in(worker).page(f"/office/messages/{thread.ref}").get_text()


@pytest.mark.parametrize("said", ["อย่าบอกแม่นะ", "เจอกันที่ห้องพี่คืนนี้"])
def test_what_the_office_writes_of_secrets_is_a_concern_past_its_desk_that_its_writer_never_sees(
    app, talk, said
) -> None:
    _, _, _, thread = talk
    second = session.get_one(Account, thread.second_id)
    desk, path = app.test_client().sign_in(second), f"/office/messages/{thread.ref}"
    for words in (said, said, f"{said} นะ"):
        assert desk.post(path, data={"text": words}).status_code == 303
    (made,) = concerns()
    assert (made.kind, made.reporter_id, made.youth_id) == ("contact", None, thread.youth_id)
    assert made.about_path == f"/youth/messages/{thread.ref}"
    assert session.scalars(select(ConcernNamed.account_id)).all() == [second.id]
    assert len(session.scalars(select(ConcernNote)).all()) == 2
    told = session.scalars(select(Notice.account_id).where(Notice.event == "concern.reported")).all()
    assert second.id not in told
    assert "เปิดเรื่อง" not in desk.page(path).get_text()
    assert desk.get(f"/office/concerns/{made.ref}").status_code in (403, 404)


def test_what_the_mentor_tells_of_danger_is_held_and_is_their_report(app, talk) -> None:
    youth, mentor, worker, thread = talk
    phone, path = app.test_client().sign_in(mentor), f"/mentor/messages/{thread.ref}"
    assert phone.post(path, data={"text": "น้องเล่าว่าโดนพ่อตี"}).status_code == 303
    (made,) = concerns()
    assert (made.kind, made.youth_id, made.reporter_id) == ("violence", youth.id, mentor.id)
    assert session.scalars(select(ConcernNamed)).all() == []
    assert phone.page(path).select(f'[role=alert] a[href="/report/mine/{made.ref}"]')
    assert "เปิดเรื่องไม่ปลอดภัยไว้แล้ว" in app.test_client().sign_in(worker).page(f"/office/messages/{thread.ref}").get_text()
    phone.post(path, data={"text": "อย่าบอกแม่นะ หนูอยากตายก็บอกพี่"})
    assert [(one.kind, one.reporter_id) for one in concerns()] == [("violence", mentor.id), ("danger", None)]
    assert session.scalars(select(ConcernNamed.account_id)).all() == [mentor.id]
    page = app.test_client().sign_in(worker).page(f"/office/messages/{thread.ref}").main.get_text()
    told = [page.index(one) for one in ("เปิดเรื่องไม่ปลอดภัยไว้แล้ว", "อีกเรื่องหนึ่ง มีคนทำร้ายหรือข่มขู่")]
    assert told == sorted(told), "the gravest first, and every other one with what it is about"


def test_what_is_too_long_or_too_late_for_a_message_is_heard_too(client, talk) -> None:
    youth, _, _, thread = talk
    phone, path = client.sign_in(account_of(youth)), f"/youth/messages/{thread.ref}"
    long = phone.post(path, data={"text": "หนูโดนพ่อตี " + "ก" * 600})
    assert (long.status_code, len(concerns())) == (422, 1)
    assert "1387" in read_page(long).select_one("main [role=alert]").get_text()
    session.execute(delete(Membership).where(Membership.role.in_((Role.CASEWORKER, Role.OFFICER))))
    session.commit()
    late = phone.post(path, data={"text": "หนูอยากตาย"})
    session.expire_all()
    (made,) = concerns()
    assert (late.status_code, made.kind, made.about_path) == (409, "danger", path)
    page = read_page(late).main
    assert page.select(f'[role=alert] a[href="/report/mine/{made.ref}"]')
    assert "สำนักงานได้รับข้อความนี้แล้ว" in page.get_text()
    assert "ยังไม่ได้บันทึก" not in page.get_text(), "the office has it"


def test_a_number_over_two_messages_waits(app, talk) -> None:
    _, mentor, _, thread = talk
    phone = app.test_client().sign_in(mentor)
    for said in ("0812", "345678"):
        phone.post(f"/mentor/messages/{thread.ref}", data={"text": said})
    found = queries.of_subject(match_id=thread.match_id)
    assert [one.state for one in found.messages][-1] == "held"
