"""Thirty-two at once for what is left of a pledge: exactly as many win as there is room, and bundles leave no rest."""

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.kernel.errors import Conflict
from marketplace.resources import bundles, pledges, reservations
from models.enrolment import Enrolment
from models.reservation import Reservation, ResourceWeek
from models.resource import Resource
from models.session import db, transactional
from models.vocabulary import Support
from tests.database.test_enrolment_races import at_once
from tests.factories.enrolments import make_enrolment
from tests.factories.offers import make_opportunity
from tests.factories.pledges import ask_for, make_help

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
CLIENTS = 32


def taken(resource_id: int) -> set[int]:
    return set(db.scalars(select(ResourceWeek.taken).where(ResourceWeek.resource_id == resource_id)))


def live(resource_id: int) -> int:
    wanted = select(func.coalesce(func.sum(Reservation.amount), 0)).where(
        Reservation.resource_id == resource_id, Reservation.state.in_(("held", "confirmed"))
    )
    return int(db.scalars(wanted).one())


@pytest.fixture
def rounds(full: bool) -> int:
    return 20 if full else 1


def test_thirty_two_at_once_never_keep_more_than_was_pledged(rounds: int) -> None:
    @transactional
    def keep(resource_id: int) -> str:
        reservations.hold(ask_for(db.get_one(Resource, resource_id), 2, weeks=6), by=SYSTEM)
        return "kept"

    for number in range(max(rounds, 2)):
        room = (1, 5, 12)[number % 3]
        ride = make_help(Support.RIDE, capacity=room * 2 + 1).id
        outcome = at_once([lambda key=ride: keep(key) for _ in range(CLIENTS)])
        assert outcome.count("kept") == room
        assert all(type(said) is Conflict for said in outcome if said != "kept"), outcome
        assert taken(ride) == {room * 2}
        db.commit()


def test_bundles_that_cross_each_other_are_whole_or_nothing(rounds: int) -> None:
    @transactional
    def keep(enrolment_id: int, first: int, second: int) -> str:
        both = [ask_for(db.get_one(Resource, key), 1) for key in (first, second)]
        bundles.hold(db.get_one(Enrolment, enrolment_id), both, by=SYSTEM)
        return "kept"

    offer = make_opportunity(seats=CLIENTS, indexed=False)
    for _ in range(rounds):
        ride, corner = make_help(Support.RIDE, capacity=20).id, make_help(Support.CHILDCARE, capacity=9).id
        asked = [make_enrolment(opportunity=offer).id for _ in range(CLIENTS)]
        ways = [(ride, corner), (corner, ride)]
        outcome = at_once([lambda key=key, way=ways[n % 2]: keep(key, *way) for n, key in enumerate(asked)])
        assert outcome.count("kept") == 9, outcome
        assert (taken(ride), taken(corner)) == ({9}, {9})
        db.commit()


def test_a_pledge_taken_back_while_others_ask_for_it_keeps_nothing(rounds: int) -> None:
    @transactional
    def keep(resource_id: int) -> str:
        reservations.hold(ask_for(db.get_one(Resource, resource_id)), by=SYSTEM)
        return "kept"

    @transactional
    def take_back(resource_id: int) -> str:
        pledges.move(db.get_one(Resource, resource_id), "withdraw", by=SYSTEM)
        return "gone"

    for _ in range(rounds):
        ride = make_help(Support.RIDE, capacity=40).id
        acts = [lambda key=ride: keep(key) for _ in range(CLIENTS)]
        acts.insert(CLIENTS // 2, lambda key=ride: take_back(key))
        outcome = at_once(acts)
        assert "gone" in outcome, outcome
        assert all(said in ("kept", "gone") or type(said) is Conflict for said in outcome), outcome
        assert live(ride) == 0
        assert taken(ride) <= {0}
        db.commit()
