"""A roll kept before its session is over owes nothing and shows nothing as attended until the session's end."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import Actor
from marketplace.enrolments import attendance, attended_pay, claimed_hours, hours_attended, progress
from marketplace.enrolments import verify as everything
from marketplace.enrolments.attendance import Mark
from marketplace.jobs import queue
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from models.earning import Earning
from models.enrolment import Enrolment
from models.offer import Session
from models.session import db
from models.vocabulary import AttendanceStatus
from tests.factories.enrolments import acting, all_here, make_enrolment, make_provider, mark_here
from tests.factories.money import make_fund
from tests.factories.offers import make_opportunity

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
DAY = ";".join(f"{day} 09:00-11:00" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
AWAY = Mark(AttendanceStatus.AWAY)


@pytest.fixture
def learner(db: object) -> Enrolment:
    offer = make_opportunity(
        starts_on=clock.today() - timedelta(days=2),
        ends_on=clock.today() + timedelta(days=14),
        times=DAY,
        with_sessions=True,
        stipend_per_session_satang=10_000,
        travel_per_session_satang=2_000,
        fund_id=make_fund().id,
    )
    return make_enrolment("enrolled", opportunity=offer, decided_at=clock.now() - timedelta(days=5))


@pytest.fixture
def provider(learner: Enrolment) -> Actor:
    return acting(make_provider(learner.opportunity.organisation_id))


@pytest.fixture
def meeting(learner: Enrolment, provider: Actor) -> Session:
    wanted = select(Session.ref).where(
        Session.opportunity_id == learner.opportunity_id, Session.held_on == clock.today() - timedelta(days=1)
    )
    return attendance.session_of(provider, db.scalars(wanted).one())


def owed(learner: Enrolment) -> list[int]:
    wanted = select(Earning.amount_satang).where(Earning.enrolment_id == learner.id, Earning.state != "cancelled")
    return sorted(db.scalars(wanted))


def test_what_is_marked_early_is_owed_at_the_end_and_once(
    learner: Enrolment, provider: Actor, meeting: Session
) -> None:
    with clock.frozen(meeting.starts_at - timedelta(minutes=20)):
        mark_here(meeting, by=provider)
        assert owed(learner) == []
        assert hours_attended.minutes(learner) == 0
        assert progress.of(learner).attended == 0
        assert attendance.summary(learner)["attended"] == 0
        with pytest.raises(Invalid):
            claimed_hours.must_be_attended(learner, 1)
    with clock.frozen(meeting.ends_at - timedelta(minutes=1)):
        assert attended_pay.settle_ended() == 0
        assert owed(learner) == []
    with clock.frozen(meeting.ends_at):
        assert (hours_attended.minutes(learner), progress.of(learner).attended) == (120, 1)
        claimed_hours.must_be_attended(learner, 2)
        assert [attended_pay.settle_ended() for _ in range(2)] == [1, 0]
        assert owed(learner) == [2_000, 10_000]
        mark_here(meeting, by=provider)
        assert owed(learner) == [2_000, 10_000]
    verifiers = set(db.scalars(select(Earning.verified_by_id).where(Earning.enrolment_id == learner.id)))
    assert verifiers == {provider.account_id}
    assert [line for line in everything.invariants() if line.breaches] == []


def test_whoever_keeps_the_roll_again_after_the_end_makes_it_owed(
    learner: Enrolment, provider: Actor, meeting: Session
) -> None:
    with clock.frozen(meeting.starts_at):
        mark_here(meeting, by=provider)
    with clock.frozen(meeting.ends_at + timedelta(minutes=1)):
        mark_here(meeting, by=provider)
        assert owed(learner) == [2_000, 10_000]
        assert attended_pay.settle_ended() == 0


def test_a_mark_taken_back_before_the_end_leaves_nothing(learner: Enrolment, provider: Actor, meeting: Session) -> None:
    with clock.frozen(meeting.starts_at):
        mark_here(meeting, by=provider)
        attendance.mark(meeting, all_here(meeting) | {learner.ref: AWAY}, by=provider)
    with clock.frozen(meeting.ends_at):
        assert attended_pay.settle_ended() == 0
    assert db.scalar(select(func.count()).select_from(Earning)) == 0


def test_the_worker_looks_every_minute() -> None:
    assert ("attended", "marketplace.enrolments.attended_pay:settle_ended") in queue.STEPS
