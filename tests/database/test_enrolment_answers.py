"""What a provider answers, and the wait list behind a full opportunity."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.areas import working_days
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.enrolments import answers, applications, waitlist
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from models.history import Move, Notice
from models.offer import Session
from models.session import db as session
from models.vocabulary import EnrolmentState
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_youth, youth_actor
from tests.factories.offers import SATENG, make_opportunity

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def stopped():
    with clock.frozen(NOW):
        yield


def line_of(offer, count: int):
    """So many people on the wait list, a minute apart."""
    return [
        make_enrolment("waitlisted", opportunity=offer, waits_since=NOW - timedelta(minutes=count - place))
        for place in range(count)
    ]


def test_accepting_holds_a_seat_and_starts_the_offices_clock() -> None:
    asked = make_enrolment()
    teacher = acting(make_provider(asked.opportunity.organisation_id))
    answers.accept(asked, by=teacher, note="มาลองแล้ว ตั้งใจดี")
    assert (asked.state, asked.holds_seat, asked.opportunity.seats_taken) == ("provider_accepted", True, 1)
    assert asked.due_at is not None
    assert asked.due_at > NOW
    move = session.scalars(select(Move)).one()
    assert (move.verb, move.note, move.actor_id) == ("accept", "มาลองแล้ว ตั้งใจดี", teacher.account_id)


def test_no_seat_left_is_said_and_nothing_moves() -> None:
    asked = make_enrolment(opportunity=make_opportunity(seats=1, seats_taken=1))
    with pytest.raises(Conflict):
        answers.accept(asked, by=SYSTEM)
    assert (asked.state, asked.opportunity.seats_taken) == ("provider_review", 1)


@pytest.mark.parametrize("state", sorted(set(EnrolmentState) - {EnrolmentState.PROVIDER_REVIEW}))
def test_only_what_is_before_the_provider_can_be_answered(state: str) -> None:
    other = make_enrolment(state)
    taken = other.opportunity.seats_taken
    for answer in (
        lambda: answers.accept(other, by=SYSTEM),
        lambda: answers.decline(other, by=SYSTEM, reason="too_far"),
        lambda: answers.wait_list(other, by=SYSTEM, reason="full"),
    ):
        with pytest.raises(IllegalMove):
            answer()
    assert (other.state, other.opportunity.seats_taken) == (state, taken)


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("nonsense", ""), ("other", " ")])
def test_declining_needs_a_reason_of_the_list(reason: str, note: str) -> None:
    asked = make_enrolment()
    with pytest.raises(Invalid):
        answers.decline(asked, by=SYSTEM, reason=reason, note=note)
    assert asked.state == "provider_review"


def test_a_decline_keeps_its_reason_and_tells_the_young_person() -> None:
    asked = make_enrolment()
    answers.decline(asked, by=SYSTEM, reason="other", note="ปิดปรับปรุงครัว")
    assert (asked.state, asked.reason, asked.reason_note) == ("declined", "other", "ปิดปรับปรุงครัว")
    told = session.scalars(select(Notice.event).where(Notice.account_id == asked.youth.account_id)).all()
    assert told == ["enrolment.declined"]


def test_the_wait_list_is_a_line() -> None:
    offer = make_opportunity(seats=1, seats_taken=1)
    first, second = line_of(offer, 2)
    third = make_enrolment(opportunity=offer)
    answers.wait_list(third, by=SYSTEM, reason="full")
    assert [waitlist.place_in_line(one) for one in (first, second, third)] == [1, 2, 3]


def test_a_freed_seat_is_offered_to_whoever_waited_longest() -> None:
    offer = make_opportunity(seats=1)
    seated = make_enrolment("provider_accepted", opportunity=offer)
    first, second = line_of(offer, 2)
    applications.withdraw(seated, by=youth_actor(seated.youth), reason="travel")
    assert [seated.state, first.state, second.state] == ["withdrawn", "offered", "waitlisted"]
    assert first.offer_until is not None
    assert first.offer_until > NOW
    assert (first.holds_seat, offer.seats_taken) == (True, 1)


def test_the_offer_can_be_taken_and_goes_to_the_office() -> None:
    offer = make_opportunity(seats=1)
    held = make_enrolment("offered", opportunity=offer, offer_until=NOW + timedelta(days=2))
    waitlist.accept_offer(held, by=youth_actor(held.youth))
    assert (held.state, held.holds_seat, held.offer_until) == ("provider_accepted", True, None)
    assert offer.seats_taken == 1


def test_an_offer_that_has_run_out_cannot_be_taken() -> None:
    held = make_enrolment("offered", offer_until=NOW - timedelta(minutes=1))
    with pytest.raises(Conflict):
        waitlist.accept_offer(held, by=youth_actor(held.youth))


def test_an_expired_offer_passes_to_the_next_and_its_holder_to_the_end_of_the_line() -> None:
    offer = make_opportunity(seats=1)
    first = make_enrolment("offered", opportunity=offer, offer_until=NOW - timedelta(hours=1))
    second, third = line_of(offer, 2)
    assert waitlist.pass_on_expired() == 1
    assert [first.state, second.state, third.state] == ["waitlisted", "offered", "waitlisted"]
    assert waitlist.place_in_line(first) == 2
    assert offer.seats_taken == 1
    assert waitlist.pass_on_expired() == 0


def test_letting_an_offer_pass_when_nobody_else_waits_frees_the_seat() -> None:
    offer = make_opportunity(seats=1)
    only = make_enrolment("offered", opportunity=offer, offer_until=NOW + timedelta(days=1))
    waitlist.let_pass(only, by=youth_actor(only.youth))
    assert (only.state, only.holds_seat, offer.seats_taken) == ("waitlisted", False, 0)


def test_more_seats_are_offered_in_order_until_none_is_left() -> None:
    offer = make_opportunity(seats=3, seats_taken=1)
    line = line_of(offer, 4)
    assert waitlist.offer_free_seats(offer.id) == 2
    assert [one.state for one in line] == ["offered", "offered", "waitlisted", "waitlisted"]


def test_no_seat_of_something_that_has_ended_is_offered() -> None:
    offer = make_opportunity(
        seats=1, starts_on=clock.today() - timedelta(days=100), ends_on=clock.today() - timedelta(days=1)
    )
    seated = make_enrolment("in_learning", opportunity=offer)
    [waiting] = line_of(offer, 1)
    applications.withdraw(seated, by=youth_actor(seated.youth), reason="health")
    assert waiting.state == "waitlisted"


@pytest.mark.parametrize("looks", [1, 2])
def test_a_seat_is_offered_only_while_a_session_can_still_be_reached_by_whoever_waits(looks: int) -> None:
    """Announced until Friday, held for the last time on Wednesday; each look of the office takes two working days."""
    change_setting(office_key_for(SATENG), two_step_review=looks == 2, provider_days=2, officer_days=2)
    last = clock.today() + timedelta(days=9)
    offer = make_opportunity(
        seats=1, with_sessions=True, starts_on=clock.today() - timedelta(days=60), ends_on=last + timedelta(days=9)
    )
    for one in session.query(Session).filter(Session.opportunity_id == offer.id, Session.held_on > last):
        one.cancelled = True
    held = max(one.held_on for one in session.query(Session).filter_by(opportunity_id=offer.id) if not one.cancelled)
    until = working_days.last_asked(held, 2 * looks)
    [waiting] = line_of(offer, 1)
    with clock.frozen(clock.instant(until + timedelta(days=1), 8 * 60)):
        assert waitlist.offer_free_seats(offer.id) == 0
        assert (waiting.state, offer.seats_taken) == ("waitlisted", 0)
    with clock.frozen(clock.instant(until, 8 * 60)):
        assert waitlist.offer_free_seats(offer.id) == 1
        assert waiting.offer_until == clock.instant(until, 24 * 60)


def test_seats_taken_always_equal_the_seats_held() -> None:
    offer = make_opportunity(seats=3)
    people = [make_enrolment(opportunity=offer, youth=make_youth()) for _ in range(5)]
    for one in people[:3]:
        answers.accept(one, by=SYSTEM)
    for one in people[3:]:
        answers.wait_list(one, by=SYSTEM, reason="full")
    applications.withdraw(people[0], by=SYSTEM, reason="times")
    applications.cancel(people[1], by=SYSTEM, reason="cancelled")
    waitlist.let_pass(people[3], by=SYSTEM)
    held = session.scalars(select(func.count()).where(type(people[0]).holds_seat)).one()
    assert held == offer.seats_taken == 2


def test_seats_that_are_added_go_to_those_who_wait_for_a_seat_and_to_nobody_who_let_one_pass() -> None:
    offer = make_opportunity(seats=1)
    make_enrolment("provider_accepted", opportunity=offer)
    getting_ready = make_enrolment("waitlisted", opportunity=make_opportunity(seats=2), reason="getting_ready")
    first, second = line_of(offer, 2)
    first.reason, second.reason = "full", "full"
    waitlist.pass_on_expired()
    assert [first.state, getting_ready.state] == ["waitlisted", "waitlisted"]
    offer.seats = 2
    waitlist.pass_on_expired()
    assert [first.state, second.state] == ["offered", "waitlisted"]
    waitlist.let_pass(first, by=SYSTEM)
    waitlist.let_pass(second, by=SYSTEM)
    waitlist.pass_on_expired()
    assert [first.state, second.state, offer.seats_taken] == ["offered", "waitlisted", 2]


def test_taking_an_offer_counts_what_the_office_should_look_at() -> None:
    held = make_enrolment("offered", youth=make_youth(years=17), offer_until=NOW + timedelta(days=1))
    waitlist.accept_offer(held, by=SYSTEM)
    assert held.flag_count == 1
