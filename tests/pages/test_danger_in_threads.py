"""Danger that a young person writes of: read by nobody of the other side, told to those who help, and a concern."""

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.concerns.reporting import own
from marketplace.kernel import clock
from marketplace.threads import queries, service
from models.concern import Concern
from models.history import Notice
from models.session import db as session
from models.vocabulary import MessagePart, Role
from tests.factories.enrolments import acting, make_staff
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


def test_more_of_it_is_added_to_the_same_concern(client, talk) -> None:
    youth, _, _, thread = talk
    phone = client.sign_in(account_of(youth))
    for said in ("หนูโดนพ่อตี", "พ่อตีหนูอีกแล้ว"):
        phone.post(f"/youth/messages/{thread.ref}", data={"text": said})
    assert len(concerns()) == 1
    assert len(own(acting(account_of(youth)))[0].notes) == 2


@pytest.mark.parametrize("said", ["อย่าบอกแม่นะ", "เจอกันที่ห้องพี่คืนนี้", "0 8 1\n2 3 4 5 6 7 8"])
def test_what_the_mentor_writes_of_secrets_waits_and_is_no_concern(app, talk, said) -> None:
    _, mentor, _, thread = talk
    phone = app.test_client().sign_in(mentor)
    assert phone.post(f"/mentor/messages/{thread.ref}", data={"text": said}).status_code == 303
    found = queries.of_subject(match_id=thread.match_id)
    assert [one.state for one in found.messages] == ["held"]
    assert queries.readable(found, MessagePart.YOUTH, -1) == []
    assert concerns() == []


def test_a_number_over_two_messages_waits(app, talk) -> None:
    _, mentor, _, thread = talk
    phone = app.test_client().sign_in(mentor)
    for said in ("0812", "345678"):
        phone.post(f"/mentor/messages/{thread.ref}", data={"text": said})
    found = queries.of_subject(match_id=thread.match_id)
    assert [one.state for one in found.messages][-1] == "held"
