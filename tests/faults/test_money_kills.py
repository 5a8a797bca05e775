"""A process that is killed while money moves: after it, everything of an act is there or nothing is.

A child does one act and is killed from outside at one of its steps: before a statement, before the commit or after
it, before the payment service is called or after its answer. Then the same act is done again, as a service that tells
twice or a person who presses again would, and comes to one result. What a child said was done is never lost.
"""

import random
from collections.abc import Iterator

import pytest

from marketplace.payments import rail
from tests.faults.balance_acts import BALANCE_ACTS
from tests.faults.day_acts import DAY_ACTS
from tests.faults.difference_acts import DIFFERENCE_ACTS
from tests.faults.dying import WRITES, Stage
from tests.faults.hand_acts import HAND_ACTS
from tests.faults.money_acts import ROOM_ACTS
from tests.faults.named_later_acts import NAMED_LATER_ACTS
from tests.faults.put_right_acts import PUT_RIGHT_ACTS
from tests.faults.service_acts import SERVICE_ACTS
from tests.faults.two_line_acts import TWO_LINE_ACTS
from tests.fixtures.databases import TestDatabase

pytestmark = pytest.mark.on_both

_ALL = (
    ROOM_ACTS
    | HAND_ACTS
    | DAY_ACTS
    | PUT_RIGHT_ACTS
    | DIFFERENCE_ACTS
    | NAMED_LATER_ACTS
    | BALANCE_ACTS
    | SERVICE_ACTS
    | TWO_LINE_ACTS
)
ACTS = {function.__name__: function for function in _ALL}
DOES = {function.__name__: frozenset(words.split()) for function, words in _ALL.items()}
"""What each act writes, as the audit trail and the books call it."""

SEED = 2569
KILLS, KILLS_IN_FULL = 20, 1_000
A_MOMENT = 0.004
"""Longest time in seconds between a step and the death at it, so that it comes inside of steps too."""

KILLED: set[tuple[str, str]] = set()
"""Kinds of writes at which this process has been killed on a database: one death of each kind is enough there."""


@pytest.fixture(autouse=True)
def _no_service() -> Iterator[None]:
    yield
    rail.use(None)


@pytest.mark.parametrize("name", ACTS)
def test_killed_at_each_kind_of_write_an_act_is_whole_or_was_never(name: str, database: TestDatabase) -> None:
    stage, chance = Stage(database, ACTS[name]), random.Random(f"{SEED} {name}")
    assert stage.done >= DOES[name]
    kinds: dict[str, list[int]] = {}
    for at, kind in enumerate(stage.steps):
        if kind.startswith(WRITES):
            kinds.setdefault(kind, []).append(at)
    assert {"commit", "committed"} <= set(kinds)
    fresh = [kind for kind in kinds if (database.kind, kind) not in KILLED]
    if not fresh and database.kind == "sqlite":
        # Where a world is put back at once, every act dies at least once.
        fresh = [chance.choice(sorted(kinds))]
    for kind in fresh:
        KILLED.add((database.kind, kind))
        stage.kill(chance.choice(kinds[kind]))


@pytest.mark.full
@pytest.mark.parametrize("name", ACTS)
def test_killed_at_every_step_an_act_is_whole_or_was_never(name: str, database: TestDatabase) -> None:
    stage = Stage(database, ACTS[name])
    for at in range(len(stage.steps)):
        stage.kill(at)


@pytest.mark.timeout(3_600)
def test_killed_at_random_moments_no_act_is_half_done_and_none_that_was_told_is_lost(
    database: TestDatabase, full: bool
) -> None:
    chance = random.Random(f"{SEED} {database.kind}")
    kills = KILLS_IN_FULL if full else KILLS
    # Some acts several times over, because setting the stage costs more than the deaths on it.
    for name in chance.choices(tuple(ACTS), k=kills // 4):
        stage = Stage(database, ACTS[name])
        for _ in range(4):
            stage.kill(chance.randrange(len(stage.steps)), after_seconds=chance.uniform(0, A_MOMENT))
