"""A completion never waits in silence: each step is told to whom it concerns, and a clock runs in working days."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from marketplace.access import Actor
from marketplace.areas import working_days
from marketplace.areas.settings import setting_of
from marketplace.enrolments import attendance, claim_telling, claims
from marketplace.kernel import clock
from models.account import Account
from models.enrolment import Claim, Enrolment
from models.history import Notice
from models.offer import Opportunity, Session
from models.session import db as session
from models.vocabulary import EnrolmentState, Role
from models.youth import Youth
from tests.factories.enrolments import (
    acting,
    give_role,
    make_account,
    make_enrolment,
    make_provider,
    make_staff,
    mark_here,
)
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]
Told = Callable[[], list[tuple[str, int]]]
NOTE = "ทำขนมได้ครบทุกหัวข้อ"


@pytest.fixture
def offer(database: object) -> Opportunity:
    return make_opportunity(
        starts_on=clock.today() - timedelta(days=14),
        ends_on=clock.today() + timedelta(days=14),
        times=";".join(f"{day} 00:30-01:30" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        with_sessions=True,
    )


@pytest.fixture
def teacher(offer: Opportunity) -> Actor:
    return acting(make_provider(offer.organisation_id))


@pytest.fixture
def learner(offer: Opportunity, teacher: Actor) -> Enrolment:
    made = make_enrolment(EnrolmentState.ENROLLED, opportunity=offer)
    held = select(Session).where(Session.opportunity_id == offer.id, Session.held_on < clock.today())
    for meeting in session.scalars(held.order_by(Session.number).limit(3)).all():
        mark_here(attendance.session_of(teacher, meeting.ref), by=teacher)
    session.refresh(made)
    return made


def claimed(learner: Enrolment, by: Actor) -> Claim:
    claim = claims.make(learner, hours=2, note=NOTE, files=[], folder=Path(), by=by, short_reason="ทำที่บ้าน")
    return claims.one(by, claim.ref)


@pytest.fixture
def told(database: object) -> Callable[[], list[tuple[str, int]]]:
    """What was told to whom since the last time it was asked."""
    seen = 0

    def new() -> list[tuple[str, int]]:
        nonlocal seen
        found = session.query(Notice).filter(Notice.id > seen).order_by(Notice.id).all()
        seen = max((one.id for one in found), default=seen)
        return [(one.event, one.account_id) for one in found if one.event.startswith(("claim.", "office."))]

    return new


def youth_of(learner: Enrolment) -> int:
    return session.get_one(Youth, learner.youth_id).account_id or 0


def test_each_step_is_told_to_whom_it_concerns(learner: Enrolment, teacher: Actor, told: Told) -> None:
    officer = make_staff(Role.OFFICER)
    me, theirs, office = youth_of(learner), teacher.account_id, acting(officer)
    told()
    claim = claimed(learner, teacher)
    assert told() == [("claim.asked", officer.id), ("claim.made", me)]
    claims.ask_for_evidence(claim, by=office, note="ขอรูปชิ้นงาน")
    assert told() == [("claim.more", theirs)]
    claims.add_evidence(claim, note="แนบแล้ว", files=[], folder=Path(), by=teacher)
    assert told() == [("claim.answered", officer.id)]
    claims.verify(claim, by=office, note="ดูแล้ว", seen_short=True)
    assert told() == [("claim.verified", theirs), ("claim.completed", me)]


def test_a_refusal_is_told_and_read_with_its_reason(
    client: Client, learner: Enrolment, teacher: Actor, told: Told
) -> None:
    officer = make_staff(Role.OFFICER)
    claim = claimed(learner, teacher)
    client.sign_in(session.get_one(Account, youth_of(learner)))
    path = f"/youth/applications/{learner.ref}"
    assert "ส่งผลการเรียนของคุณให้เจ้าหน้าที่แล้วเมื่อ" in client.page(path).main.get_text()
    assert "เจ้าหน้าที่จะตอบภายใน" in client.page(path).main.get_text()
    told()
    claim = claims.one(teacher, claim.ref)
    claims.reject(claim, by=acting(officer), note="ยังขาดชิ้นงาน")
    assert told() == [("claim.rejected", teacher.account_id), ("claim.refused", youth_of(learner))]
    assert "เจ้าหน้าที่ยังรับรองไม่ได้ เพราะ ยังขาดชิ้นงาน" in client.page(path).main.get_text()


def test_the_answer_is_due_in_working_days_and_goes_up_when_it_is_late(
    learner: Enrolment, teacher: Actor, told: Told
) -> None:
    officer, province = make_staff(Role.OFFICER), make_staff(Role.PROVINCE, "95")
    claim = claimed(learner, teacher)
    due = working_days.after(clock.today(), setting_of(learner.office_key).officer_days)
    assert claim.due_at is not None
    assert clock.bangkok(claim.due_at).date() == due
    told()
    for days, said in (
        (0, []),
        (1, [("claim.due_100", officer.id)]),
        (2, [("claim.escalated", province.id)]),
        (3, []),
    ):
        with clock.frozen(clock.instant(working_days.after(due, days) if days else due, 1200)):
            claim_telling.tick()
            assert told() == said
    assert claims.can_decide(acting(province), claim)


def test_where_nobody_verifies_the_pages_say_so_and_stewards_hear(
    client: Client, learner: Enrolment, teacher: Actor, told: Told
) -> None:
    steward = make_account("ผู้ดูแลระบบ")
    give_role(steward, Role.STEWARD)
    told()
    claim = claimed(learner, teacher)
    assert told() == [("office.nobody", steward.id), ("claim.made", youth_of(learner))]
    for who, path in (
        (youth_of(learner), f"/youth/applications/{learner.ref}"),
        (teacher.account_id, f"/provider/claims/{claim.ref}"),
    ):
        client.sign_in(session.get_one(Account, who))
        said = client.page(path).main.get_text()
        assert "ยังบอกไม่ได้ว่าจะตอบเมื่อไร" in said
        assert "เจ้าหน้าที่จะตอบภายใน" not in said
    province = make_staff(Role.PROVINCE, "95")
    told()
    claim = claims.one(teacher, claim.ref)
    claims.ask_for_evidence(claim, by=acting(province), note="ขอรูป")
    claims.add_evidence(claim, note="แนบแล้ว", files=[], folder=Path(), by=teacher)
    assert told() == [("claim.more", teacher.account_id), ("claim.answered", province.id)]
