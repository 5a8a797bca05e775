"""A pledge lived through at random: whatever is held, freed, used or changed, no week is ever over-used.

The model beside it is a plain list of who took how much in which weeks, counted anew after every step.
"""

from collections import Counter
from datetime import date, timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, DomainError
from marketplace.resources import availability, pledges, reservations, uses
from marketplace.resources.amounts import WEEK, limit_of, monday_of, mondays
from marketplace.resources.reservations import Ask
from models.reservation import Reservation, ResourceUse, ResourceWeek
from models.resource import Resource
from models.session import db
from models.vocabulary import Support
from tests.factories.pledges import make_help

MOST = 8
HOLDS_ONE_IN = 12
"""At least so often something is really kept; what only refuses would prove nothing."""


class PledgeLife(RuleBasedStateMachine):
    """One ride of a few trips a week, and everything that can happen to it.

    `steps` counts what was really done, since the settings only say how much may be; `holds` counts what was kept.
    """

    steps: ClassVar[int] = 0
    holds: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        db.rollback()
        self.ride = make_help(Support.RIDE, capacity=MOST)
        self.capacity = MOST
        self.kept: list[Reservation] = []
        self.day = clock.today()

    @rule(amount=st.sampled_from([1, 1, 1, 2, 2, 3, MOST]), first=st.integers(0, 9), weeks=st.integers(1, 4))
    def hold(self, amount: int, first: int, weeks: int) -> None:
        self.step()
        begin = self.day + first * WEEK
        ask = Ask(self.ride.id, amount, begin, begin + (weeks - 1) * WEEK, None)
        room = all(self.expected()[monday] + amount <= self.capacity for monday in mondays(begin, ask.last_on))
        free = self.ride.state == "available"
        try:
            with clock.frozen(clock.instant(self.day, 600)):
                self.kept.append(reservations.hold(ask, by=SYSTEM))
            PledgeLife.holds += 1
            assert room
            assert free
        except Conflict:
            assert not (room and free)

    @precondition(lambda self: self.kept)
    @rule(which=st.integers(0, 99), verb=st.sampled_from(["confirm", "take_back", "release", "finish"]))
    def move(self, which: int, verb: str) -> None:
        self.step()
        one = self.kept[which % len(self.kept)]
        self.attempt(lambda: getattr(reservations, verb)(one, by=SYSTEM))

    @precondition(lambda self: self.kept)
    @rule(which=st.integers(0, 99), amount=st.integers(1, MOST), ago=st.integers(0, 20))
    def use(self, which: int, amount: int, ago: int) -> None:
        self.step()
        one = self.kept[which % len(self.kept)]
        self.attempt(lambda: uses.tell(one, amount, self.day - timedelta(days=ago), by=SYSTEM))

    @rule(capacity=st.integers(1, MOST))
    def resize(self, capacity: int) -> None:
        self.step()
        if self.attempt(lambda: pledges.resize(self.ride, capacity, by=SYSTEM)):
            self.capacity = capacity

    @rule(verb=st.sampled_from(["pause", "resume", "resume", "suspend"]), really=st.integers(0, 2))
    def tend(self, verb: str, really: int) -> None:
        """Mostly it stays open, or nothing would be kept of it."""
        self.step()
        verb = verb if really == 0 else "resume"
        self.attempt(lambda: pledges.move(self.ride, verb, by=SYSTEM))

    @precondition(lambda self: self.ride.state == "suspended")
    @rule()
    def open_again(self) -> None:
        self.step()
        for verb in ("look_again", "approve", "open"):
            pledges.move(self.ride, verb, by=SYSTEM)

    @rule(days=st.integers(1, 9))
    def days_go_by(self, days: int) -> None:
        self.step()
        self.day += timedelta(days=days)

    @rule(first=st.integers(0, 30), days=st.integers(0, 5))
    def rest(self, first: int, days: int) -> None:
        self.step()
        begin = self.day + timedelta(days=first)
        pause = availability.rest(self.ride, begin, begin + timedelta(days=days), by=SYSTEM)
        availability.end_rest(self.ride, pause.ref, by=SYSTEM)

    @invariant()
    def no_week_is_over_used(self) -> None:
        if not hasattr(self, "ride"):
            return
        db.flush()
        expected, used = self.expected(), self.used()
        rows = db.execute(
            select(ResourceWeek.monday, ResourceWeek.capacity, ResourceWeek.taken, ResourceWeek.used).where(
                ResourceWeek.resource_id == self.ride.id
            )
        ).all()
        assert {monday: taken for monday, _, taken, _ in rows if taken} == {
            monday: taken for monday, taken in expected.items() if taken
        }
        for monday, capacity, taken, given in rows:
            assert given == used[monday]
            assert 0 <= given <= taken <= capacity
            if monday >= monday_of(self.day):
                assert taken <= limit_of(db.get_one(Resource, self.ride.id)) == capacity

    def step(self) -> None:
        PledgeLife.steps += 1

    def expected(self) -> Counter[date]:
        """What is taken by the reservations alone, week by week."""
        found: Counter[date] = Counter()
        for one in self.kept:
            for monday in mondays(one.first_monday, one.last_monday):
                if one.free_from is None or monday < one.free_from:
                    found[monday] += one.amount
        return found

    def used(self) -> Counter[date]:
        """What was told as given, week by week; no reservation gave more than it kept."""
        found: Counter[date] = Counter()
        each: Counter[tuple[int, date]] = Counter()
        of = select(ResourceUse.reservation_id, ResourceUse.used_on, func.sum(ResourceUse.amount))
        wanted = of.where(ResourceUse.resource_id == self.ride.id).group_by(
            ResourceUse.reservation_id, ResourceUse.used_on
        )
        for key, day, amount in db.execute(wanted):
            found[monday_of(day)] += amount
            each[key, monday_of(day)] += amount
        kept = {one.id: one.amount for one in self.kept}
        assert all(amount <= kept[key] for (key, _), amount in each.items())
        return found

    def attempt(self, act) -> bool:
        """Do it at noon of the present day; a refusal changes nothing."""
        with clock.frozen(clock.instant(self.day, 720)):
            try:
                with db.begin_nested():
                    act()
            except DomainError:
                db.expire_all()
                return False
        return True

    def teardown(self) -> None:
        db.rollback()


def lived(examples: int, steps: int) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    PledgeLife.steps = PledgeLife.holds = 0
    run_state_machine_as_test(
        PledgeLife,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.on_both
@pytest.mark.usefixtures("database")
def test_no_week_is_ever_over_used_whatever_happens() -> None:
    lived(examples=20, steps=40)
    assert PledgeLife.steps >= 20 * 30
    assert PledgeLife.holds > 0


@pytest.mark.full
@pytest.mark.on_both
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("database")
def test_no_week_is_ever_over_used_in_twenty_thousand_steps() -> None:
    lived(examples=460, steps=50)
    assert PledgeLife.steps >= 20_000
    assert PledgeLife.holds >= PledgeLife.steps // HOLDS_ONE_IN, f"{PledgeLife.holds} of {PledgeLife.steps}"
