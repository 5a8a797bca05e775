"""The books against a model of a few integers: Hypothesis says what happens, and both must agree at every step."""

from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from marketplace.access import SYSTEM
from marketplace.kernel.errors import Conflict
from marketplace.ledger import Cause, Entry, Line, NotEnough, accounts, post, reverse, verify
from marketplace.ledger.posting import Unbalanced, lines_of
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind
from tests.factories.money import make_fund

STEPS = 20_000
amounts = st.integers(1, 500_00)
youth = st.integers(0, 2)


class Books(RuleBasedStateMachine):
    """One fund, three youth; `there` is what each account must hold, in the account's own direction."""

    steps: ClassVar[int] = 0

    @initialize()
    def open_books(self) -> None:
        self.fund = make_fund(0)
        roles = (R.CASH, R.AVAILABLE, R.RESERVED, R.TRANSIT)
        self.cash, self.free, self.reserved, self.transit = (accounts.code_of(self.fund.ref, role) for role in roles)
        self.payable = [accounts.open_payable(self.fund.ref, number) for number in range(3)]
        self.there = dict.fromkeys((self.cash, self.free, self.reserved, self.transit, *self.payable), 0)
        self.said: list[tuple[EntryKind, list[Line], str, Entry]] = []
        self.undone: dict[int, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "fund"):
            assert [found for found in verify.check() if found.breaches] == []
        db.rollback()

    def after(self, lines: list[Line]) -> dict[str, int]:
        """What each account would hold once these lines stand."""
        then = dict(self.there)
        for line in lines:
            then[line.account] += line.amount_satang if line.account == self.cash else -line.amount_satang
        return then

    def say(self, kind: EntryKind, debited: str, credited: str, satang: int) -> None:
        lines = [Line(debited, satang), Line(credited, -satang)]
        self.try_to_say(kind, lines)

    def try_to_say(self, kind: EntryKind, lines: list[Line]) -> None:
        key, then = f"{self.fund.ref}:{Books.steps}", self.after(lines)
        if min(then.values()) < 0:
            with pytest.raises(NotEnough):
                post(kind, lines, key=key, cause=Cause("model", "x"), by=SYSTEM)
            return
        entry = post(kind, lines, key=key, cause=Cause("model", "x"), by=SYSTEM)
        assert not entry.replayed
        assert entry.seq == len(self.said) + len(self.undone) + 1
        self.there = then
        self.said.append((kind, lines, key, entry))

    @rule(satang=amounts)
    def grant(self, satang: int) -> None:
        self.say(EntryKind.GRANT, self.cash, self.free, satang)

    @rule(satang=amounts)
    def cut(self, satang: int) -> None:
        self.say(EntryKind.CUT, self.free, self.cash, satang)

    @rule(satang=amounts)
    def reserve(self, satang: int) -> None:
        self.say(EntryKind.RESERVE, self.free, self.reserved, satang)

    @rule(satang=amounts)
    def release(self, satang: int) -> None:
        self.say(EntryKind.RELEASE, self.reserved, self.free, satang)

    @rule(who=youth, promised=amounts, free=amounts)
    def accrue(self, who: int, promised: int, free: int) -> None:
        lines = [Line(self.reserved, promised), Line(self.free, free), Line(self.payable[who], -promised - free)]
        self.try_to_say(EntryKind.ACCRUE, lines)

    @rule(who=youth, satang=amounts)
    def send(self, who: int, satang: int) -> None:
        self.say(EntryKind.SEND, self.payable[who], self.transit, satang)

    @rule(satang=amounts)
    def pay(self, satang: int) -> None:
        self.say(EntryKind.PAY, self.transit, self.cash, satang)

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def undo(self, data: Any) -> None:
        _, lines, _, entry = data.draw(st.sampled_from(self.said))
        if entry.id in self.undone:
            again = reverse(entry.id, by=SYSTEM, reason="model")
            assert (again.id, again.replayed) == (self.undone[entry.id], True)
            return
        then = self.after([Line(line.account, -line.amount_satang) for line in lines])
        if min(then.values()) < 0:
            with pytest.raises(NotEnough):
                reverse(entry.id, by=SYSTEM, reason="model")
            return
        mirror = reverse(entry.id, by=SYSTEM, reason="model")
        assert [(code, -satang) for code, satang in lines_of(mirror.id)] == lines_of(entry.id)
        self.there, self.undone[entry.id] = then, mirror.id

    @precondition(lambda self: self.undone)
    @rule(data=st.data())
    def undo_an_undoing(self, data: Any) -> None:
        with pytest.raises(Conflict):
            reverse(data.draw(st.sampled_from(sorted(self.undone.values()))), by=SYSTEM, reason="model")

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def say_again(self, data: Any) -> None:
        kind, lines, key, entry = data.draw(st.sampled_from(self.said))
        again = post(kind, lines, key=key, cause=Cause("model", "x"), by=SYSTEM)
        assert (again.id, again.hash, again.replayed) == (entry.id, entry.hash, True)

    @precondition(lambda self: self.said)
    @rule(data=st.data(), more=st.integers(1, 9))
    def say_otherwise(self, data: Any, more: int) -> None:
        kind, lines, key, _ = data.draw(st.sampled_from(self.said))
        other = [Line(lines[0].account, lines[0].amount_satang + more), *lines[1:]]
        other[-1] = Line(other[-1].account, other[-1].amount_satang - more)
        with pytest.raises(Conflict):
            post(kind, other, key=key, cause=Cause("model", "x"), by=SYSTEM)

    @rule(satang=amounts, off=st.integers(-5, 5).filter(bool))
    def say_nonsense(self, satang: int, off: int) -> None:
        for lines in (
            [Line(self.cash, satang), Line(self.free, off - satang)],
            [Line(self.cash, satang), Line(self.cash, -satang)],
            [Line(self.cash, 0), Line(self.free, 0)],
            [Line(self.cash, satang)],
        ):
            with pytest.raises(Unbalanced):
                post(EntryKind.GRANT, lines, key="nonsense", cause=Cause("model", "x"), by=SYSTEM)

    @invariant()
    def books_hold_what_the_model_holds(self) -> None:
        Books.steps += 1
        if hasattr(self, "fund"):
            assert accounts.balances(self.fund.ref) == self.there
            assert self.there[self.cash] == sum(self.there.values()) - self.there[self.cash]


def walk(examples: int) -> int:
    before = Books.steps
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=examples,
            stateful_step_count=50,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Books.steps - before


@pytest.mark.only_sqlite
@pytest.mark.usefixtures("database")
def test_twenty_thousand_steps_agree_with_the_model() -> None:
    walked = 0
    while walked < STEPS:
        walked += walk(100)


@pytest.mark.on_both
@pytest.mark.usefixtures("database")
def test_a_walk_agrees_with_the_model_on_both_databases() -> None:
    walk(15)
