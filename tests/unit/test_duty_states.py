"""Notices and papers of the law of labour move by their tables and in no other way."""

import itertools

import pytest

from marketplace.duties.states import DUTY, OVER, PAPER, RUNNING
from marketplace.kernel.workflow import NoSuchMove
from models.vocabulary import DutyState, PaperState

DUTY_MOVES = {
    ("due", "send"): "sent",
    ("sent", "undo"): "due",
    ("due", "drop"): "dropped",
    ("dropped", "owe_again"): "due",
}
PAPER_MOVES = {
    ("waiting", "confirm"): "confirmed",
    ("waiting", "refuse"): "refused",
    ("confirmed", "refuse"): "refused",
}


@pytest.mark.parametrize(
    ("table", "states", "right"), [(DUTY, DutyState, DUTY_MOVES), (PAPER, PaperState, PAPER_MOVES)]
)
def test_every_state_and_verb(table, states, right) -> None:
    verbs = sorted({verb for _, verb in table.moves})
    for state, verb in itertools.product(states, verbs):
        if (state.value, verb) in right:
            assert table.next(state, verb) == right[(state.value, verb)]
        else:
            with pytest.raises(NoSuchMove):
                table.next(state, verb)


def test_a_placement_runs_or_is_over_and_never_both() -> None:
    assert not set(RUNNING) & set(OVER)
