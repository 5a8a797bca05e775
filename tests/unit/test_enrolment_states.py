"""The table of an enrolment, move by move: what it holds, and that it holds nothing else."""

import itertools

import pytest

from marketplace.enrolments.states import CLOCKED, ENROLMENT, OPEN, OVER, WITH_OFFICE, WITH_OTHERS
from marketplace.kernel.workflow import NoSuchMove
from models.enrolment import _OVER
from models.vocabulary import EnrolmentState as S

MOVES = {
    "draft": {"ask_guardian": "awaiting_guardian", "submit": "submitted"},
    "awaiting_guardian": {"sign": "submitted", "record_consent": "submitted", "go_on_alone": "submitted"},
    "submitted": {"hand_over": "provider_review"},
    "provider_review": {"accept": "provider_accepted", "wait_list": "waitlisted", "decline": "declined"},
    "waitlisted": {"offer": "offered"},
    "offered": {"take_offer": "provider_accepted", "lapse": "waitlisted"},
    "provider_accepted": {"start_review": "officer_review"},
    "officer_review": {"pass_up": "second_review", "approve": "approved", "return": "returned", "refuse": "refused"},
    "second_review": {"approve": "approved", "return": "returned", "refuse": "refused"},
    "returned": {"resubmit": "officer_review"},
    "approved": {"undo": "officer_review", "undo_second": "second_review", "enrol": "enrolled"},
    "enrolled": {"begin": "in_learning"},
    "in_learning": {
        "take_break": "on_break",
        "complete": "completed",
        "drop_out": "dropped_out",
        "transfer": "transferred",
    },
    "on_break": {
        "come_back": "in_learning",
        "complete": "completed",
        "drop_out": "dropped_out",
        "transfer": "transferred",
    },
    "declined": {},
    "refused": {},
    "completed": {},
    "dropped_out": {},
    "transferred": {},
    "withdrawn": {},
    "cancelled": {},
}
ENDS = {"declined", "refused", "completed", "dropped_out", "transferred", "withdrawn", "cancelled"}
EXPECTED = {
    state: moves | ({} if state in ENDS else {"withdraw": "withdrawn", "cancel": "cancelled"})
    for state, moves in MOVES.items()
}
VERBS = sorted({verb for moves in EXPECTED.values() for verb in moves})


def test_the_table_names_every_state() -> None:
    assert set(EXPECTED) == set(S) == ENROLMENT.states()


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(sorted(S), VERBS)))
def test_a_move_leads_where_the_product_says_or_nowhere(state: str, verb: str) -> None:
    if verb in EXPECTED[state]:
        assert ENROLMENT.next(state, verb) == EXPECTED[state][verb]
    else:
        with pytest.raises(NoSuchMove):
            ENROLMENT.next(state, verb)


def test_what_is_over_is_over_for_the_database_too() -> None:
    assert set(OVER) == ENDS == {state.strip("'") for state in _OVER.split(", ")}
    assert set(OPEN) | set(OVER) == set(S)


def test_every_open_state_has_somebody_it_waits_for_or_goes_on_by_itself() -> None:
    by_itself = {S.DRAFT, S.SUBMITTED, S.APPROVED, S.ENROLLED, S.IN_LEARNING, S.ON_BREAK}
    assert WITH_OFFICE | WITH_OTHERS | by_itself == set(OPEN)
    assert CLOCKED <= WITH_OFFICE | WITH_OTHERS
    assert S.RETURNED not in CLOCKED
