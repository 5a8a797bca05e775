"""A committee sets what counts how much: newest version first, smallest place first, and nothing is forgotten."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, scoped_session

from marketplace.access import SYSTEM, Actor, Grant
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.matching import committee, places, policy
from marketplace.matching.places import Place
from marketplace.matching.weights import Part, national
from models.area import Programme
from models.history import AuditEvent
from models.matching import MatchWeights
from models.vocabulary import Role

Db = scoped_session[Session]

EVEN = dict.fromkeys(Part, 0) | {Part.MONEY: 50, Part.NEAR: 50}
NEAR = dict.fromkeys(Part, 0) | {Part.NEAR: 100}


def a_programme(db: Db) -> Place:
    slug = db.scalars(select(Programme.slug).order_by(Programme.id)).first()
    assert slug is not None
    return places.place(slug)


@pytest.mark.on_both
def test_the_smallest_place_that_has_decided_speaks(db: Db) -> None:
    programme, today = a_programme(db), clock.today()
    home = (programme.areas[0] + "0101")[:6]
    assert committee.weights_for(home, today) == national(today)
    committee.set_weights(programme, EVEN, "ที่ประชุมครั้งที่ 3", by=SYSTEM)
    assert committee.weights_for(home, today).version == f"{programme.key}:1"
    committee.set_weights(programme, NEAR, "แก้ตามมติ", by=SYSTEM)
    held = committee.weights_for(home, today)
    assert (held.version, held.shares[list(Part).index(Part.NEAR)]) == (f"{programme.key}:2", 100)
    area = places.place("9501")
    committee.set_weights(area, EVEN, "เมืองยะลา", by=SYSTEM)
    assert committee.weights_for("950101", today).version == "9501:1"
    assert [row.version for row in committee.versions(programme)] == [2, 1]
    assert committee.weights_for(None, today) == national(today)
    acts = db.scalars(select(AuditEvent.action)).all()
    assert acts.count("match_weights.set") == 3


@pytest.mark.parametrize(
    ("shares", "reason", "field"),
    [
        (EVEN | {Part.MONEY: 49}, "x", "money"),
        (EVEN | {Part.MONEY: -1}, "x", "money"),
        (EVEN | {Part.NEAR: 101}, "x", "near"),
        ({Part.NEAR: 100}, "x", "money"),
        (EVEN, " ", "reason"),
        (EVEN, "x" * 501, "reason"),
    ],
)
def test_weights_that_make_no_whole_are_refused_at_their_field(db: Db, shares, reason, field) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Invalid) as refusal:
        committee.set_weights(places.place("95"), shares, reason, by=SYSTEM)
    assert field in refusal.value.errors
    assert committee.versions(places.place("95")) == []


@pytest.mark.on_both
def test_the_database_keeps_the_same_law(db: Db) -> None:
    row = committee.set_weights(places.place("95"), EVEN, "x", by=SYSTEM)
    facts = {part.value: getattr(row, part.value) for part in Part} | {
        "reason": "y",
        "set_at": clock.now(),
        "few_first": 3,
    }
    for wrong in (
        {"area_code": "95", "version": 1},
        {"version": 2},
        {"area_code": "95", "version": 2, "money": 99},
        {"area_code": "95", "version": 2, "few_first": 11},
    ):
        with pytest.raises(IntegrityError), db.begin_nested():
            db.add(MatchWeights(**(facts | wrong)))


def test_a_place_that_is_none_is_missing(db: Db) -> None:
    for key in ("9999", "no-such-programme", "1234567"):
        with pytest.raises(NotFound):
            places.place(key)


@pytest.mark.parametrize("role", Role)
def test_only_who_decides_for_the_whole_place_sets_its_weights(db: Db, role: Role) -> None:
    wide, narrow = Place("p", ("95", "96")), Place("95", ("95",))
    actor = Actor(account_id=1, grants=(Grant(role, area_code="95"),))
    assert bool(policy.can_set_weights(actor, narrow)) == (role in policy.DECIDERS)
    assert not policy.can_set_weights(actor, wide)
    assert bool(policy.can_see_weights(actor, wide)) == (role in policy.READERS)
    both = Actor(account_id=1, grants=(Grant(role, programme_areas=("95", "96")),))
    assert bool(policy.can_set_weights(both, wide)) == (role in policy.DECIDERS)


@pytest.mark.on_both
def test_weights_given_up_let_the_larger_place_speak_again(db: Db) -> None:
    programme, today = a_programme(db), clock.today()
    home = (programme.areas[0] + "0101")[:6]
    where = places.place(home[:4])
    committee.set_weights(programme, EVEN, "x", by=SYSTEM)
    committee.set_weights(where, NEAR, "x", by=SYSTEM)
    assert committee.before(where, today).version == f"{programme.key}:1"
    row = committee.withdraw(where, "ใช้ของเครือข่าย", by=SYSTEM, seen=1)
    assert (row.version, row.withdrawn, row.money, row.near) == (2, True, 50, 50)
    for held in (committee.weights_for(home, today), committee.current(where, today)):
        assert held.version == f"{programme.key}:1"
    with pytest.raises(Conflict):
        committee.withdraw(where, "x", by=SYSTEM)
    with pytest.raises(Conflict):
        committee.set_weights(where, NEAR, "x", by=SYSTEM, seen=1)
    committee.withdraw(programme, "x", by=SYSTEM)
    assert committee.weights_for(home, today) == national(today)
    assert [one.row.version for one in committee.history(where)] == [2, 1]
