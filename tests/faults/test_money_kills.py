"""A process that is killed while money moves: after it, everything of an act is there or nothing is.

A child does one act and is killed from outside at one of its steps: before a statement, before the commit or after
it. Then the same act is done again, as a service that tells twice or a person who presses again would, and comes to
one result. What a child said was done is never lost.
"""

import random

import pytest

from tests.faults.dying import WRITES, Stage
from tests.faults.hand_acts import HAND_ACTS
from tests.faults.money_acts import ACTS as ROOM_ACTS
from tests.fixtures.databases import TestDatabase

pytestmark = pytest.mark.on_both

ACTS = ROOM_ACTS | HAND_ACTS
SEED = 2569
KILLS, KILLS_IN_FULL = 20, 1_000
A_MOMENT = 0.004
"""Longest time in seconds between a step and the death at it, so that it comes inside of steps too."""


KILLED: set[str] = set()
"""Kinds of writes PostgreSQL was killed at: its world is built anew for each death, so each kind dies there once."""


@pytest.mark.parametrize("name", ACTS)
def test_killed_at_each_kind_of_write_an_act_is_whole_or_was_never(name: str, database: TestDatabase) -> None:
    stage, chance = Stage(database, ACTS[name]), random.Random(f"{SEED} {name}")
    kinds: dict[str, list[int]] = {}
    for at, kind in enumerate(stage.steps):
        if kind.startswith(WRITES):
            kinds.setdefault(kind, []).append(at)
    assert {"commit", "committed"} <= set(kinds)
    for kind, places in kinds.items():
        if database.kind == "postgresql" and kind in KILLED:
            continue
        stage.kill(chance.choice(places))
        KILLED.add(kind)


@pytest.mark.full
@pytest.mark.parametrize("name", ACTS)
def test_killed_at_every_step_an_act_is_whole_or_was_never(name: str, database: TestDatabase) -> None:
    stage = Stage(database, ACTS[name])
    for at in range(len(stage.steps)):
        stage.kill(at)


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
