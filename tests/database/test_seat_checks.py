"""What `ledger verify` says of seats, completions, history and messages when somebody edits the tables."""

import pytest
from sqlalchemy import text

from marketplace.access import SYSTEM
from marketplace.audit import record
from marketplace.earnings import prints
from marketplace.enrolments import applications, verify
from marketplace.kernel import clock
from models.enrolment import Claim
from models.history import Notice
from models.session import db
from tests.database.test_ledger_tampering import asleep
from tests.factories.enrolments import make_account, make_enrolment, make_youth, youth_actor
from tests.factories.offers import make_opportunity

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]

NAMES = {f"I{number}" for number in range(1, 16)}

TRICKS = {
    "a seat more than there are": ("I9 seats", "UPDATE opportunity SET seats_taken = seats + 1"),
    "a seat nobody holds": ("I9 seats", "UPDATE opportunity SET seats_taken = seats_taken + 1"),
    "a seat held twice": ("I9 seats", "UPDATE enrolment SET holds_seat = NOT holds_seat WHERE state = 'withdrawn'"),
    "a learner without a seat": ("I9 seats", "UPDATE enrolment SET holds_seat = NOT holds_seat"),
    "a completion without a claim": ("I10 completions", "UPDATE claim SET state = 'rejected'"),
    "a proved claim of somebody who left": (
        "I10 completions",
        "UPDATE enrolment SET state = 'dropped_out' WHERE state = 'completed'",
    ),
    "a move removed": ("I14 decisions", "DELETE FROM move WHERE subject_type = 'enrolment'"),
    "more hours claimed than attended": ("I10 hours", "UPDATE claim SET hours = 1"),
    "a state set by hand": ("I14 decisions", "UPDATE enrolment SET state = 'cancelled' WHERE state = 'withdrawn'"),
    "an audit line removed": ("I14 decisions", "DELETE FROM audit_event WHERE subject_type = 'enrolment'"),
    "something told of that is gone": ("I15 told", "UPDATE notice SET subject_id = 987654321"),
}


def some_life() -> None:
    """A seat held, one given back by the real verb, a completion with its claim, and a message about it."""
    offer = make_opportunity(seats=5)
    make_enrolment("in_learning", opportunity=offer)
    youth = make_youth()
    applications.withdraw(make_enrolment("approved", youth=youth, opportunity=offer), by=youth_actor(youth), reason="")
    done = make_enrolment("completed", opportunity=offer)
    facts = {"ref": "C-TEST", "enrolment_id": done.id, "office_key": done.office_key, "created_at": clock.now()}
    claim = Claim(**facts, state="verified", hours=0, note="")
    db.add(claim)
    db.flush()
    record(SYSTEM, "claim.shown", claim, words=prints.of_words(""), sha256=[])
    told = {"event": "claim", "message": {}, "visible_at": clock.now(), "subject_type": "enrolment"}
    db.add(Notice(**told, account_id=make_account().id, subject_id=done.id))
    db.flush()


def broken() -> set[str]:
    return {found.name for found in verify.invariants() if found.breaches}


def test_every_invariant_of_the_plan_is_printed_by_name_with_what_it_looked_at() -> None:
    some_life()
    found = verify.invariants()
    assert {one.name.split(" ")[0] for one in found} >= NAMES
    assert len({one.name for one in found}) == len(found)
    looked_at = {one.name: one.looked_at for one in found}
    assert (looked_at["I9 seats"], looked_at["I10 completions"], looked_at["I15 told"]) == (1, 1, 1)
    assert broken() == set()


def test_each_check_sees() -> None:
    some_life()
    db.commit()
    sqlite = db.connection().dialect.name == "sqlite"
    unseen = {}
    for trick, (name, statement) in TRICKS.items():
        asleep()
        if sqlite:
            db.execute(text("PRAGMA ignore_check_constraints = ON"))
        elif "seats_taken" in statement:
            for (constraint,) in db.execute(
                text("SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = 'opportunity'::regclass")
            ).all():
                db.execute(text(f'ALTER TABLE opportunity DROP CONSTRAINT "{constraint}"'))
        db.execute(text(statement))
        found = broken()
        if sqlite:
            db.execute(text("PRAGMA ignore_check_constraints = OFF"))
        db.rollback()
        if name not in found:
            unseen[trick] = found
    assert unseen == {}
    assert broken() == set(), "one change leaves nothing for the next"
