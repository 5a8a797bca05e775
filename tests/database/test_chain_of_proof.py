"""A chain is proved, not printed: whatever is changed behind a payment, its proof or the check of the books says so."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from marketplace.config import Config
from marketplace.earnings import proof
from marketplace.enrolments import verify
from marketplace.i18n import use
from marketplace.second_looks import queries, service
from models.enrolment import Evidence
from models.milestone import MilestoneProof
from models.second_look import SecondLook
from models.session import db
from models.vocabulary import LookState, Role
from tests.database.test_ledger_tampering import asleep
from tests.factories.enrolments import make_account, staff
from tests.factories.proofs import Chains, pay_chains
from tests.factories.second_looks import draw

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]

CHAIN = ("payment", "batch", "earning", "verifier", "fund", "donation", "ledger")


@pytest.fixture
def chains(tmp_path: Path) -> Chains:
    made = pay_chains(tmp_path)
    db.commit()
    return made


def unproved(chains: Chains) -> set[str]:
    """The links that do not hold, over all three chains."""
    db.expire_all()
    every = (step for one in chains.earnings for step in proof.prove(one.ref, chains.folder).steps)
    return {step.name for step in every if not step.holds}


def breaches() -> set[str]:
    return {found.name for found in verify.invariants() if found.breaches} - {"I3 append-only"}


def test_every_chain_has_all_its_links_and_a_fingerprint_of_its_evidence(chains: Chains) -> None:
    assert unproved(chains) == set()
    assert breaches() == set()
    for earning, source, prints in (
        (chains.attended, "attendance", 1), (chains.completed, "claim", 3), (chains.stayed, "milestone", 2),
    ):  # fmt: skip
        names = [step.name for step in proof.prove(earning.ref, chains.folder).steps]
        assert {*CHAIN, source} <= set(names)
        assert names.count("evidence hash") == prints
        assert names.index("payment") < names.index(source) < names.index("fund") < names.index("donation")


TRICKS = {
    "row deleted": ("DELETE FROM attendance WHERE id = :row", "M6 evidence", "attendance"),
    "marked away": ("UPDATE attendance SET status = 'away' WHERE id = :row", "M6 evidence", "attendance"),
    "row of another": ("UPDATE attendance SET note = 'x' WHERE id = :row", "M6 prints", "evidence hash"),
    "marker swapped": ("UPDATE attendance SET marked_by_id = :other WHERE id = :row", "M6 prints", "evidence hash"),
    "session swapped": ("UPDATE session SET ref = 'S-X' WHERE ref = :session", "M6 evidence", "attendance"),
    "evidence swapped": ("UPDATE earning SET evidence_ref = 'X' WHERE id = :attended", "M6 evidence", "attendance"),
    "claim renamed": ("UPDATE earning SET evidence_ref = 'X' WHERE id = :completed", "M6 evidence", "claim"),
    "point renamed": ("UPDATE earning SET evidence_ref = 'X' WHERE id = :stayed", "M6 evidence", "milestone"),
    "verifier swapped": ("UPDATE earning SET verified_by_id = :other", "M6 verifiers", "verifier"),
    "verifier gone": ("UPDATE earning SET verified_by_id = NULL", "M6 verifiers", "verifier"),
    "own verifier": (
        "UPDATE earning SET verified_by_id = (SELECT account_id FROM youth WHERE id = youth_id)",
        "M6 verifiers", "verifier",
    ),
    "decider swapped": ("UPDATE claim SET verified_by_id = :other", "M6 verifiers", "verifier"),
    "claim rejected": ("UPDATE claim SET state = 'rejected'", "M6 evidence", "claim"),
    "claim rewritten": ("UPDATE claim SET note = 'x'", "M6 prints", "evidence hash"),
    "point unverified": ("UPDATE milestone SET state = 'ended'", "M7 milestones", "milestone"),
    "print changed": ("UPDATE evidence SET sha256 = :digest", "M6 prints", "evidence hash"),
    "proof changed": ("UPDATE milestone_proof SET sha256 = :digest", "M6 prints", "evidence hash"),
    "file row deleted": ("DELETE FROM evidence", "M6 prints", "evidence hash"),
    "preparer swapped": ("UPDATE payout_batch SET prepared_by_id = :other", "P3 three people", "batch"),
    "approver swapped": ("UPDATE payout_batch SET approved_by_id = :other", "P3 three people", "batch"),
    "authoriser swapped": ("UPDATE payout_batch SET authorised_by_id = :other", "P3 three people", "batch"),
    "releaser swapped": ("UPDATE payout_batch SET released_by_id = :other", "P3 three people", "batch"),
    "line unpaid": (
        "UPDATE payout_line SET outcome = 'failed', bank_ref = NULL", "I11 bank", "payment",
    ),
    "line cut": ("UPDATE payout_line SET amount_satang = 1", "I8 payout lines", "payment"),
    "other reference": ("UPDATE payout_line SET bank_ref = 'OTHER'", "M6 payments", "payment"),
    "other day": ("UPDATE payout_line SET settled_on = '2020-01-01'", "M6 payments", "payment"),
    "other teller": ("UPDATE payout_line SET settled_by_id = :other", "M6 payments", "payment"),
    "other account": ("UPDATE payout_line SET account_end = '0000'", "M6 payments", "payment"),
    "other bank": ("UPDATE payout_line SET bank = 'OTHER'", "M6 payments", "payment"),
    "answer cut": ("DELETE FROM audit_event WHERE action = 'payout.line_paid'", "M6 payments", "payment"),
    "other kind": ("UPDATE earning SET kind = 'balancing'", "M6 payments", "earning"),
    "other words": ("UPDATE earning SET cause = cause || '1'", "M6 payments", "earning"),
    "earning raised": ("UPDATE earning SET amount_satang = amount_satang + 1", "I8 payout lines", "earning"),
    "trail cut": ("DELETE FROM audit_event WHERE action = 'earning.accrue'", "M6 verifiers", "verifier"),
}  # fmt: skip


def test_each_change_behind_a_payment_is_told_by_its_proof_and_by_the_check(chains: Chains) -> None:
    given = {
        "row": chains.attended.source_id,
        "session": chains.attended.evidence_ref,
        "other": make_account("คนอื่น").id,
        "digest": "0" * 64,
        **{key: getattr(chains, key).id for key in ("attended", "completed", "stayed")},
    }
    db.commit()
    missed = {}
    for name, (trick, finding, link) in TRICKS.items():
        asleep()
        db.execute(text(trick), {key: value for key, value in given.items() if f":{key}" in trick})
        told, found = unproved(chains), breaches()
        db.rollback()
        if link not in told or finding not in found:
            missed[name] = told, found
    assert missed == {}
    assert (unproved(chains), breaches()) == (set(), set()), "one change leaves nothing for the next"


@pytest.mark.parametrize("change", ["other bytes", "gone"])
def test_the_files_themselves_are_held_against_their_fingerprints(change: str, chains: Chains) -> None:
    for kind, earning in ((Evidence, chains.completed), (MilestoneProof, chains.stayed)):
        file = chains.folder / db.query(kind).order_by(kind.id).first().stored_name
        whole = file.read_bytes()
        if change == "gone":
            file.unlink()
        else:
            file.write_bytes(whole + b"x")
        assert not proof.prove(earning.ref, chains.folder).holds
        file.write_bytes(whole)
        assert proof.prove(earning.ref, chains.folder).holds
        assert not proof.prove(earning.ref).holds, "without a folder no file can be looked at"


def found_false(chains: Chains) -> None:
    draw()
    looker = staff(Role.APPROVER)
    look = queries.one_look(looker, db.query(SecondLook).one().ref)
    service.answer(look, LookState.FALSE, note="ไม่มีใครเห็น", by=looker)
    db.flush()


def test_what_was_paid_for_a_completion_that_was_not_true_is_not_proved(chains: Chains) -> None:
    found_false(chains)
    told = proof.prove(chains.completed.ref, chains.folder)
    with use("en"):
        [broken] = [step for step in told.steps if not step.holds]
        assert (broken.name, [str(why) for why in broken.broken]) == (
            "claim", ["The completion was found not to be true. What was paid for it has to come back."],
        )  # fmt: skip
    assert proof.prove(chains.attended.ref, chains.folder).holds
    assert breaches() == set(), "it waits to come back: the books themselves agree"


def test_the_command_says_why_with_exit_1(app: Flask, tmp_path: Path) -> None:
    settings: Config = app.config["OKAT"]
    chains = pay_chains(settings.uploads)
    ref = chains.completed.ref
    db.commit()
    run = app.test_cli_runner().invoke
    shown = run(args=["ledger", "prove", ref])
    assert shown.exit_code == 0, shown.output
    for word in ("payment", "batch", "earning", "claim", "evidence hash", "verifier", "fund", "donation"):
        assert f"{word:<16}holds" in shown.output
    found_false(chains)
    db.commit()
    told = run(args=["ledger", "prove", ref])
    assert told.exit_code == 1
    assert "not proved, claim: The completion was found not to be true." in told.output
    assert run(args=["ledger", "verify"]).exit_code == 0
