"""Coming to a session tells of the help that was kept for it; staying away takes back what nobody has confirmed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM, Actor
from marketplace.enrolments import attendance
from marketplace.enrolments.attendance import Mark
from marketplace.kernel import clock
from marketplace.resources import bundles, uses
from marketplace.resources.amounts import monday_of
from models.enrolment import Enrolment
from models.offer import Session
from models.reservation import ResourceUse, ResourceWeek
from models.resource import Resource
from models.session import db
from models.vocabulary import AttendanceStatus, Role, Support
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_staff, mark_here
from tests.factories.offers import make_opportunity, make_organisation
from tests.factories.pledges import ask_for, make_help

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]

AWAY = Mark(AttendanceStatus.AWAY)
DAILY = ";".join(f"{day} 00:10-01:10" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))


def world(*helps: tuple[Resource, int]) -> tuple[Enrolment, list[Session], Actor]:
    """Somebody who learns every day with help kept for it, two sessions of the same week behind them."""
    today = clock.today()
    organisation = make_organisation()
    offer = make_opportunity(
        organisation=organisation,
        times=DAILY,
        starts_on=today - timedelta(days=14),
        ends_on=today + timedelta(days=30),
        with_sessions=True,
    )
    enrolment = make_enrolment("in_learning", opportunity=offer)
    first = monday_of(today) - timedelta(days=7)
    bundles.hold(enrolment, [ask_for(help, amount, weeks=6, first=first) for help, amount in helps], by=SYSTEM)
    bundles.confirm(enrolment.id, by=SYSTEM)
    held = select(Session).where(Session.opportunity_id == offer.id, Session.held_on.in_((first, first + timedelta(1))))
    provider = acting(make_provider(organisation.id))
    refs = [one.ref for one in db.scalars(held.order_by(Session.held_on))]
    return enrolment, [attendance.session_of(provider, ref) for ref in refs], provider


def given() -> list[int]:
    return list(db.scalars(select(ResourceUse.amount).order_by(ResourceUse.used_on, ResourceUse.resource_id)))


def used() -> int:
    return db.scalar(select(func.sum(ResourceWeek.used))) or 0


def test_each_session_takes_its_share_and_no_more_than_was_kept_for_the_week() -> None:
    ride, place = make_help(Support.RIDE, capacity=14), make_help(Support.CHILDCARE, capacity=1)
    _, sessions, provider = world((ride, 14), (place, 1))
    mark_here(sessions[0], by=provider)
    assert given() == [2, 1]
    mark_here(sessions[1], by=provider)
    assert given() == [2, 1, 2]
    assert used() == 5
    mark_here(sessions[1], by=provider)
    assert used() == 5


def test_whoever_stays_away_was_given_nothing() -> None:
    ride = make_help(Support.RIDE, capacity=14)
    enrolment, sessions, provider = world((ride, 14))
    attendance.mark(sessions[0], {enrolment.ref: AWAY}, by=provider)
    assert (given(), used()) == ([], 0)
    mark_here(sessions[0], by=provider)
    assert (given(), used()) == ([2], 2)
    attendance.mark(sessions[0], {enrolment.ref: AWAY}, by=provider)
    assert (given(), used()) == ([], 0)


def test_what_somebody_else_told_or_confirmed_stays() -> None:
    ride = make_help(Support.RIDE, capacity=14)
    enrolment, sessions, provider = world((ride, 14))
    bundle = bundles.standing(enrolment.id)
    assert bundle is not None
    use = uses.tell(bundle.parts[0], 1, sessions[0].held_on, by=SYSTEM)
    mark_here(sessions[0], by=provider)
    assert given() == [1]
    uses.confirm(use, by=acting(make_staff(Role.OFFICER)))
    attendance.mark(sessions[0], {enrolment.ref: AWAY}, by=provider)
    assert (given(), used()) == ([1], 1)


def test_help_that_is_only_held_or_gone_is_not_given() -> None:
    ride = make_help(Support.RIDE, capacity=14)
    enrolment, sessions, provider = world((ride, 14))
    bundles.release(enrolment.id, by=SYSTEM)
    mark_here(sessions[0], by=provider)
    assert given() == []
