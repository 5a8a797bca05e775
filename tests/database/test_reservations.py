"""What is kept of a pledge: never more than was pledged, at the owner's times, given back when not needed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from marketplace.access import SYSTEM
from marketplace.kernel import clock, week
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid, NotFound
from marketplace.resources import asking, availability, pledges, reservations, uses, value
from marketplace.resources.amounts import WEEK, monday_of
from marketplace.resources.availability import Times
from marketplace.resources.states import BUNDLE, PLEDGE, RESERVATION
from models.history import Notice
from models.reservation import Reservation, ResourceWeek
from models.resource import Resource
from models.session import db
from models.vocabulary import (
    BundleState,
    ReservationState,
    ResourceKind,
    ResourceState,
    ResourceUnit,
    Role,
    Support,
)
from tests.factories.enrolments import acting, make_account, staff
from tests.factories.offers import SATENG
from tests.factories.pledges import keep, make_help

pytestmark = pytest.mark.usefixtures("database")


def taken(resource: Resource) -> list[int]:
    """What is taken in each week that is known."""
    wanted = select(ResourceWeek.taken).where(ResourceWeek.resource_id == resource.id)
    return list(db.scalars(wanted.order_by(ResourceWeek.monday)))


@pytest.mark.on_both
def test_a_hold_takes_every_week_and_its_release_gives_them_back() -> None:
    van = make_help(Support.RIDE, capacity=6)
    kept = keep(van, 4, weeks=3)
    assert taken(van) == [4, 4, 4]
    reservations.release(kept, by=SYSTEM)
    assert (kept.state, taken(van)) == ("released", [0, 0, 0])


@pytest.mark.on_both
def test_one_full_week_refuses_the_whole_and_takes_nothing() -> None:
    van = make_help(Support.RIDE, capacity=6)
    keep(van, 5, weeks=1, first=clock.today() + 2 * WEEK)
    with pytest.raises(Conflict):
        keep(van, 2, weeks=4)
    assert sum(taken(van)) == 5
    keep(van, 2, weeks=2)


@pytest.mark.on_both
def test_the_database_itself_refuses_more_than_was_pledged() -> None:
    van = make_help(Support.RIDE, capacity=6)
    keep(van, 6, weeks=1)
    with pytest.raises(IntegrityError):
        db.execute(update(ResourceWeek).where(ResourceWeek.resource_id == van.id).values(taken=7))
    db.rollback()


@pytest.mark.parametrize("state", sorted(set(ResourceState) - {ResourceState.AVAILABLE}))
def test_only_what_is_available_can_be_kept(state: str) -> None:
    with pytest.raises(Conflict):
        keep(make_help(Support.RIDE, state=state))


def test_times_days_and_rests_of_the_owner_hold() -> None:
    today = clock.today()
    van = make_help(Support.RIDE, times="mon 08:00-18:00;wed 08:00-18:00")
    keep(van, times="mon 08:30-09:30")
    for wrong in ("tue 08:30-09:30", "mon 17:30-18:30"):
        with pytest.raises(Conflict):
            keep(van, times=wrong)
    monday = monday_of(today + 2 * WEEK)
    availability.rest(van, monday, monday, by=SYSTEM)
    with pytest.raises(Conflict):
        keep(van, times="mon 08:30-09:30", weeks=6)
    keep(van, times="wed 08:30-09:30", weeks=6)
    availability.tell(van, Times(week.FULL, ("ride",), ends_on=today + WEEK), by=SYSTEM)
    with pytest.raises(Conflict):
        keep(van, weeks=4)


def test_what_no_longer_fits_the_owners_times_shows_as_a_clash() -> None:
    van = make_help(Support.RIDE)
    kept = keep(van, times="mon 08:30-09:30")
    assert availability.clashes(van, pledges.promised(van)) == []
    availability.tell(van, Times(week.mask_within(week.parse("tue 08:00-18:00")), ("ride",)), by=SYSTEM)
    assert [(clash.reservation.id, clash.why) for clash in availability.clashes(van, [kept])] == [(kept.id, "times")]


def test_one_person_is_never_asked_to_be_in_two_places() -> None:
    mentor = make_help(Support.LANGUAGE_HELP, capacity=10)
    keep(mentor, 60, times="mon 09:00-10:00")
    with pytest.raises(Conflict):
        keep(mentor, 60, times="mon 09:30-10:30")
    keep(mentor, 60, times="mon 10:00-11:00")
    corner = make_help(Support.CHILDCARE, capacity=2)
    keep(corner, times="mon 09:00-10:00")
    keep(corner, times="mon 09:00-10:00")


@pytest.mark.on_both
def test_a_pledge_shrinks_only_to_what_is_promised() -> None:
    mentor = make_help(Support.LANGUAGE_HELP, capacity=6)
    keep(mentor, 200)
    with pytest.raises(Conflict):
        pledges.resize(mentor, 3, by=SYSTEM)
    pledges.resize(mentor, 4, by=SYSTEM)
    with pytest.raises(Conflict):
        keep(mentor, 60)
    keep(mentor, 40)
    with pytest.raises(Invalid):
        pledges.resize(mentor, 0, by=SYSTEM)


@pytest.mark.parametrize(("amount", "weeks"), [(0, 4), (-1, 4), (1, 0), (1, 61)])
def test_impossible_asks_are_refused_in_words(amount: int, weeks: int) -> None:
    van = make_help(Support.RIDE)
    with pytest.raises(Invalid):
        keep(van, amount, weeks=weeks)
    assert taken(van) == []


def test_an_owner_who_wants_to_be_asked_is_asked_first() -> None:
    owner = make_account()
    van = make_help(Support.RIDE, asks_first=True, owner_account_id=owner.id)
    kept = keep(van)
    with pytest.raises(Conflict):
        reservations.confirm(kept, by=SYSTEM)
    assert [one.id for one in asking.waiting_for(acting(owner))] == [kept.id]
    asking.accept(kept, by=acting(owner))
    reservations.confirm(kept, by=SYSTEM)
    with pytest.raises(IllegalMove):
        asking.decline(kept, by=acting(owner))


def test_no_and_silence_free_what_was_kept() -> None:
    owner = make_account()
    van = make_help(Support.RIDE, asks_first=True, owner_account_id=owner.id)
    refused, ignored = keep(van), keep(van)
    asking.decline(refused, by=acting(owner))
    assert (refused.state, refused.answer) == ("released", "declined")
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert asking.lapse() == 0
    with clock.frozen(clock.now() + timedelta(days=4)):
        assert asking.lapse() == 1
        assert asking.lapse() == 0
    assert ignored.state == "released"


@pytest.mark.on_both
def test_use_is_told_by_one_and_confirmed_by_another_and_never_exceeds_what_was_kept() -> None:
    owner = make_account()
    mentor = make_help(Support.LANGUAGE_HELP, capacity=6, owner_account_id=owner.id)
    kept = keep(mentor, 120)
    today = clock.today()
    with pytest.raises(Conflict):
        uses.tell(kept, 60, today, by=acting(owner))
    reservations.confirm(kept, by=SYSTEM)
    told = uses.tell(kept, 90, today, by=acting(owner))
    for amount, day in ((31, today), (0, today), (-5, today), (30, today + timedelta(days=1)), (30, today - 2 * WEEK)):
        with pytest.raises(Invalid):
            uses.tell(kept, amount, day, by=acting(owner))
    with pytest.raises(NotFound):
        uses.one(acting(owner), told.ref)
    assert value.given(["95"], today, today) == ()
    officer = staff(Role.OFFICER)
    assert [one.id for one in uses.to_confirm(officer)] == [told.id]
    assert uses.can_confirm(officer, uses.one(officer, told.ref))
    uses.confirm(told, by=officer)
    with pytest.raises(Conflict):
        uses.confirm(told, by=officer)
    (given,) = value.given(["95"], today, today)
    # An hour and a half at an eighth of 337 baht.
    assert (given.amount, given.worth_satang, given.estimated_satang) == (90, 63_18, 0)
    reservations.release(kept, by=SYSTEM)
    assert taken(mentor) == [120, 0, 0, 0]


def test_thanks_are_chosen_words_said_once() -> None:
    van = make_help(Support.RIDE, owner_account_id=make_account().id)
    kept = keep(van)
    with pytest.raises(Conflict):
        uses.thank(kept, "came", by=SYSTEM)
    reservations.confirm(kept, by=SYSTEM)
    with pytest.raises(Invalid):
        uses.thank(kept, "โทรหาหนู 081", by=SYSTEM)
    uses.thank(kept, "came", by=SYSTEM)
    with pytest.raises(Conflict):
        uses.thank(kept, "learned", by=SYSTEM)
    assert db.scalars(select(Notice.event)).all() == ["pledge.thanked"]


@pytest.mark.parametrize("verb", ["withdraw", "suspend"])
@pytest.mark.on_both
def test_a_pledge_that_ends_frees_all_that_was_kept(verb: str) -> None:
    van = make_help(Support.RIDE)
    kept = [keep(van), keep(van)]
    reservations.confirm(kept[0], by=SYSTEM)
    pledges.move(van, verb, by=SYSTEM)
    assert sum(taken(van)) == 0
    assert set(db.scalars(select(Reservation.state))) == {"released"}
    with pytest.raises(Conflict):
        keep(van)


@pytest.mark.parametrize(
    ("table", "states"), [(PLEDGE, ResourceState), (RESERVATION, ReservationState), (BUNDLE, BundleState)]
)
def test_the_tables_of_moves_name_known_states_and_lead_out_of_no_end(table, states) -> None:
    assert table.states() <= set(states)
    ends = {"rejected", "withdrawn", "released", "used", "broken"} & {str(state) for state in states}
    assert all(not table.verbs(end) for end in ends)


def test_every_unit_of_every_kind_has_a_rate_with_its_source() -> None:
    for kind in ResourceKind:
        for unit in ResourceUnit:
            rate = value.rate_of(kind, unit, clock.today(), SATENG)
            assert rate.source.startswith("Okat assumes: ") is (rate.standing == "estimate")
            assert not rate.source.startswith("assumed")
            assert value.worth(kind, unit, [(SATENG, clock.today(), 60)])[0] > 0
