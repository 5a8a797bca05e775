"""One device that spoke for two, and one person at two places: noted, found in a draw, weighed, and forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import devices
from marketplace.enrolments import attendance
from marketplace.enrolments.attendance import Mark
from marketplace.jobs.queue import NIGHTLY
from marketplace.kernel import clock
from models.account import Account
from models.device import DeviceMark
from models.enrolment import Claim, Enrolment
from models.offer import Opportunity, Session
from models.second_look import SecondLook
from models.session import db as session
from models.vocabulary import ActingSide, AttendanceStatus, LookRisk, LookSign
from models.youth import Youth
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_youth
from tests.factories.offers import make_opportunity
from tests.factories.second_looks import draw, make_verified

EVERY_DAY = ";".join(f"{day} 09:00-12:00" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
LEARNER, ORGANISATION = ActingSide.LEARNER, ActingSide.ORGANISATION


def own(claim: Claim) -> Actor:
    """The learner of a completion."""
    enrolment = session.get_one(Enrolment, claim.enrolment_id)
    return acting(session.get_one(Account, session.get_one(Youth, enrolment.youth_id).account_id))


def teacher_of(claim: Claim) -> Actor:
    """Somebody who teaches there."""
    enrolment = session.get_one(Enrolment, claim.enrolment_id)
    return acting(make_provider(session.get_one(Opportunity, enrolment.opportunity_id).organisation_id))


def signs() -> dict[int, list[str]]:
    looks = session.scalars(select(SecondLook).where(SecondLook.round_id == draw().id))
    return {look.claim_id: look.signs for look in looks}


def test_two_learners_from_one_device_are_drawn_more_often_and_a_class_of_one_teacher_is_not() -> None:
    claims = [make_verified(make_enrolment("completed", youth=make_youth())) for _ in range(4)]
    teacher = teacher_of(claims[0])
    for claim in claims:
        devices.note("desk", ORGANISATION, [claim.enrolment_id], by=teacher)
    devices.note("family phone", LEARNER, [claims[0].enrolment_id], by=own(claims[0]))
    devices.note("family phone", LEARNER, [claims[1].enrolment_id], by=own(claims[1]))
    devices.note("own phone", LEARNER, [claims[2].enrolment_id], by=own(claims[2]))
    devices.note("desk", LEARNER, [claims[3].enrolment_id], by=own(claims[3]))
    raised = {ref for ref, found in signs().items() if LookSign.SAME_DEVICE in found}
    assert raised == {claims[0].id, claims[1].id, claims[3].id}
    ordinary = session.scalars(select(SecondLook.risk).where(SecondLook.claim_id == claims[2].id)).one()
    assert ordinary == LookRisk.PLAIN


def test_a_note_names_no_device_is_kept_once_and_forgotten_after_180_days() -> None:
    claim = make_verified(make_enrolment("completed", youth=make_youth()))
    who = own(claim)
    for _ in range(3):
        devices.note("a secret", LEARNER, [claim.enrolment_id], by=who)
    (kept,) = session.scalars(select(DeviceMark)).all()
    assert "secret" not in kept.mark
    assert len(kept.mark) == 64
    with clock.frozen(clock.now() + timedelta(days=179)):
        assert devices.nightly() == 0
    with clock.frozen(clock.now() + timedelta(days=181)):
        assert devices.nightly() == 1
    assert session.scalars(select(DeviceMark)).all() == []
    assert "marketplace.audit.devices:nightly" in dict(NIGHTLY).values()


def test_a_young_person_marked_at_two_places_at_once_is_seen() -> None:
    youth, day = make_youth(), clock.today() - timedelta(days=1)
    there = []
    for _ in range(2):
        offer = make_opportunity(times=EVERY_DAY, starts_on=day, ends_on=day, with_sessions=True)
        enrolment = make_enrolment("in_learning", youth=youth, opportunity=offer)
        teacher = acting(make_provider(offer.organisation_id))
        ref = session.scalars(select(Session.ref).where(Session.opportunity_id == offer.id)).first()
        held = attendance.session_of(teacher, ref)
        attendance.mark(held, {enrolment.ref: Mark(AttendanceStatus.HERE)}, by=teacher)
        there.append(make_verified(enrolment))
    alone = make_verified()
    found = signs()
    assert [LookSign.AT_TWO_PLACES in found[claim.id] for claim in (*there, alone)] == [True, True, False]
