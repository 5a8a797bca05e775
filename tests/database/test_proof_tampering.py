"""Random changes behind a payment, by somebody with the whole database and all its files in hand."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from marketplace.earnings import proof
from marketplace.enrolments import verify
from models.session import db
from tests.database.test_ledger_tampering import asleep
from tests.factories.enrolments import make_account
from tests.factories.money import make_fund
from tests.factories.proofs import Chains, pay_chains

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]

RUNS, RUNS_IN_FULL = 180, 1_000
DELETED = ("attendance", "claim", "evidence", "milestone", "milestone_proof", "payout_item", "payout_line")
PEOPLE = (
    ("earning", "verified_by_id"), ("attendance", "marked_by_id"), ("claim", "verified_by_id"),
    ("milestone", "decided_by_id"), ("payout_batch", "prepared_by_id"), ("payout_batch", "approved_by_id"),
    ("payout_batch", "authorised_by_id"), ("payout_batch", "released_by_id"), ("payout_line", "settled_by_id"),
)  # fmt: skip
WORDS = (
    ("earning", "evidence_ref"), ("attendance", "note"), ("claim", "note"), ("claim", "ref"), ("evidence", "sha256"),
    ("milestone", "proof"), ("milestone", "ref"), ("milestone_proof", "sha256"), ("evidence", "stored_name"),
    ("payout_line", "bank_ref"), ("payout_line", "bank"), ("payout_line", "account_end"), ("payout_line", "settled_on"),
)  # fmt: skip
SUMS = (("earning", "amount_satang"), ("milestone", "amount_satang"), ("payout_line", "amount_satang"))
STATES = (
    ("earning", "state", ("approved", "sent")), ("attendance", "status", ("away",)),
    ("claim", "state", ("claimed", "rejected", "under_review", "upheld")), ("milestone", "state", ("ended", "said")),
    ("payout_batch", "state", ("locked", "approved", "closed")), ("earning", "kind", ("balancing",)),
)  # fmt: skip
ELSEWHERE = (
    ("earning", "fund_id", "fund"), ("payout_batch", "fund_id", "fund"), ("earning", "youth_id", "youth"),
    ("earning", "source_id", "account"), ("attendance", "enrolment_id", "account"),
    ("claim", "enrolment_id", "account"), ("milestone", "enrolment_id", "account"), ("evidence", "claim_id", "account"),
)  # fmt: skip
TRAIL = (
    "earning.accrue", "attendance.mark", "claim.shown", "milestone.files", "payout.prepare", "payout.line_paid",
)  # fmt: skip
ACTS = ("approve", "authorise", "release")


def row_of(dice: random.Random, table: str) -> int:
    key = "earning_id" if table == "payout_item" else "id"
    return int(dice.choice(db.execute(text(f"SELECT {key} FROM {table} ORDER BY {key}")).scalars().all()))


def put(table: str, column: str, row: int, value: str, **given: object) -> None:
    db.execute(text(f"UPDATE {table} SET {column} = {value} WHERE id = :row"), {"row": row, **given})


def delete_a_row(dice: random.Random, _world: Chains) -> None:
    table = dice.choice(DELETED)
    key = "earning_id" if table == "payout_item" else "id"
    db.execute(text(f"DELETE FROM {table} WHERE {key} = :row"), {"row": row_of(dice, table)})


def name_another(dice: random.Random, _world: Chains) -> None:
    table, column = dice.choice(PEOPLE)
    put(table, column, row_of(dice, table), "(SELECT max(id) FROM account)")


def turn_the_people(dice: random.Random, _world: Chains) -> None:
    """Three people still, each with the step of another."""
    three = ["prepared_by_id", "approved_by_id", "authorised_by_id"]
    turned = three[1:] + three[:1] if dice.random() < 0.5 else three[2:] + three[:2]
    pairs = [*zip(three, turned, strict=True), ("released_by_id", turned[2])]
    db.execute(text("UPDATE payout_batch SET " + ", ".join(f"{column} = {other}" for column, other in pairs)))


def write_other_words(dice: random.Random, _world: Chains) -> None:
    table, column = dice.choice(WORDS)
    word = {
        "sha256": f"{dice.getrandbits(256):064x}",
        "account_end": f"X{dice.randrange(10**3):03d}",
        "settled_on": f"2020-01-{dice.randrange(1, 32):02d}",
    }.get(column, f"X{dice.randrange(10**6)}")
    put(table, column, row_of(dice, table), f"'{word}'")


def change_a_sum(dice: random.Random, _world: Chains) -> None:
    table, column = dice.choice(SUMS)
    put(table, column, row_of(dice, table), f"{column} + :more", more=dice.choice((1, 99, 100_000)))


def set_a_state(dice: random.Random, _world: Chains) -> None:
    table, column, states = dice.choice(STATES)
    put(table, column, row_of(dice, table), f"'{dice.choice(states)}'")


def hang_it_elsewhere(dice: random.Random, _world: Chains) -> None:
    table, column, where = dice.choice(ELSEWHERE)
    put(table, column, row_of(dice, table), f"(SELECT max(id) + {0 if where == 'fund' else 1} FROM {where})")


def cut_the_trail(dice: random.Random, _world: Chains) -> None:
    if dice.random() < 0.5:
        db.execute(text("DELETE FROM audit_event WHERE action = :action"), {"action": dice.choice(TRAIL)})
    else:
        of_batch = "DELETE FROM move WHERE subject_type = 'payout_batch' AND verb = :verb"
        db.execute(text(of_batch), {"verb": dice.choice(ACTS)})


def change_a_file(dice: random.Random, world: Chains) -> None:
    file = dice.choice(sorted(world.folder.iterdir()))
    whole = bytearray(file.read_bytes())
    if dice.random() < 0.3:
        file.unlink()
        return
    whole[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
    file.write_bytes(bytes(whole))


TRICKS: tuple[Callable[[random.Random, Chains], None], ...] = (
    delete_a_row, name_another, turn_the_people, write_other_words, change_a_sum, set_a_state, hang_it_elsewhere,
    cut_the_trail, change_a_file,
)  # fmt: skip


def is_told(world: Chains) -> bool:
    """Whether the check of the books or the proof of one of the payments says it."""
    db.expire_all()
    if any(found.breaches for found in verify.invariants() if not found.name.startswith("I3")):
        return True
    return not all(proof.prove(ref, world.folder).holds for ref in REFS)


REFS: list[str] = []


def test_every_random_change_behind_a_payment_is_told(tmp_path: Path, full: bool) -> None:
    """180 of them; 1,000 in a full run, on each database."""
    world = pay_chains(tmp_path)
    make_fund()
    make_account("คนอื่น")
    REFS[:] = [one.ref for one in world.earnings]
    db.commit()
    kept = {file: file.read_bytes() for file in tmp_path.iterdir()}
    assert not is_told(world)
    unseen = []
    for seed in range(RUNS_IN_FULL if full else RUNS):
        dice, trick = random.Random(seed), TRICKS[seed % len(TRICKS)]
        asleep()
        trick(dice, world)
        if not is_told(world):
            unseen.append(f"{trick.__name__} with seed {seed}")
        db.rollback()
        for file, whole in kept.items():
            file.write_bytes(whole)
    assert unseen == []
    assert not is_told(world)
