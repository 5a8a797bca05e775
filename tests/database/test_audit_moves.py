"""States move by their table, once, with a line of history and a trace."""

import threading

import pytest

from marketplace.access import SYSTEM
from marketplace.audit import history, record, saw
from marketplace.audit.moves import NOTE_MOST, advance
from marketplace.enrolments.states import ENROLMENT
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.kernel.workflow import Workflow
from models.enrolment import Enrolment
from models.history import AuditEvent, Move, ReadLog
from models.session import db as session
from models.session import unit_of_work
from models.vocabulary import Role
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_youth, staff, youth_actor
from tests.factories.offers import make_organisation

TABLE = Workflow(
    "trial", {("submitted", "take"): "provider_review", ("provider_review", "accept"): "provider_accepted"}
)


@pytest.mark.on_both
def test_a_move_leaves_state_version_history_and_trace(db: object) -> None:
    enrolment, officer = make_enrolment("submitted"), staff(Role.OFFICER)
    advance(TABLE, enrolment, "take", by=officer, reason="fits", note="ดี", role="officer")
    assert (enrolment.state, enrolment.version) == ("provider_review", 2)
    move = history(enrolment)[-1]
    assert (move.verb, move.from_state, move.to_state) == ("take", "submitted", "provider_review")
    assert (move.actor_id, move.actor_role, move.reason, move.note) == (officer.account_id, "officer", "fits", "ดี")
    assert session.query(AuditEvent).filter_by(action="trial.take", subject_id=enrolment.id).count() == 1


@pytest.mark.parametrize(("state", "verb"), [("submitted", "accept"), ("approved", "take"), ("submitted", "fly")])
def test_a_move_outside_the_table_changes_nothing(db: object, state: str, verb: str) -> None:
    enrolment = make_enrolment(state)
    with pytest.raises(IllegalMove):
        advance(TABLE, enrolment, verb, by=SYSTEM)
    assert (enrolment.state, enrolment.version, session.query(Move).count()) == (state, 1, 0)


def test_a_note_is_bounded_whatever_form_it_came_through(db: object) -> None:
    enrolment = make_enrolment("submitted")
    with pytest.raises(Invalid) as refused:
        advance(TABLE, enrolment, "take", by=SYSTEM, note="ก" * (NOTE_MOST + 1))
    assert refused.value.field == "note"
    assert enrolment.state == "submitted"
    advance(TABLE, enrolment, "take", by=SYSTEM, note="ก" * NOTE_MOST)


def test_staff_read_who_was_quicker_and_everybody_what_comes_next(db: object) -> None:
    enrolment = make_enrolment("submitted")
    young = youth_actor(make_youth(nickname="ลับเฉพาะ"))
    advance(ENROLMENT, enrolment, "hand_over", by=SYSTEM)
    advance(ENROLMENT, enrolment, "withdraw", by=young)
    for by, named in ((staff(Role.OFFICER), True), (acting(make_provider(make_organisation().id)), False)):
        with pytest.raises(IllegalMove) as refused:
            advance(ENROLMENT, enrolment, "accept", by=by)
        said = str(refused.value)
        assert ("นูรีน" in said) is named
        assert "ถอนคำขอ" in said or "ถอน" in said
        assert "สมัครใหม่ได้" in said


@pytest.mark.on_both
def test_whoever_read_an_older_version_is_told_somebody_was_first(db: object) -> None:
    enrolment = make_enrolment("submitted")
    session.commit()
    first = session.get(Enrolment, enrolment.id)
    session.expunge(first)
    second = session.get(Enrolment, enrolment.id)
    advance(TABLE, second, "take", by=SYSTEM)
    session.commit()
    session.expunge(second)
    session.add(first)
    with pytest.raises(Conflict):
        advance(TABLE, first, "take", by=SYSTEM)


@pytest.mark.on_both
def test_of_many_at_once_one_moves_it(db: object) -> None:
    enrolment = make_enrolment("submitted")
    key = enrolment.id
    session.commit()
    session.remove()
    moved, refused, barrier = [], [], threading.Barrier(12)

    def run() -> None:
        barrier.wait()
        try:
            with unit_of_work() as own:
                advance(TABLE, own.get(Enrolment, key), "take", by=SYSTEM)
            moved.append(1)
        except (Conflict, IllegalMove) as error:
            refused.append(error)

    threads = [threading.Thread(target=run) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(moved), len(refused)) == (1, 11)
    assert session.query(Move).filter_by(subject_id=key).count() == 1


def test_a_record_names_actor_action_and_subject(db: object) -> None:
    youth, officer = make_youth(), staff(Role.OFFICER)
    record(officer, "youth.look", youth, code="x")
    event = session.query(AuditEvent).filter_by(action="youth.look").one()
    assert (event.actor_id, event.subject_type, event.subject_id, event.details) == (
        officer.account_id,
        "youth",
        youth.id,
        {"code": "x"},
    )


def test_a_look_is_kept_but_not_ones_own(db: object) -> None:
    youth = make_youth()
    saw(youth_actor(youth), youth.id, "page")
    assert session.query(ReadLog).count() == 0
    saw(staff(Role.OFFICER), youth.id, "page")
    assert session.query(ReadLog).one().what == "page"
