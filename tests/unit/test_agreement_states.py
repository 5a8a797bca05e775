"""Agreements and worked days move by their tables and in no other way: every state with every verb."""

import itertools

import pytest

from marketplace.agreements.states import AGREEMENT, LIVE, SIGNABLE, SIGNED, WORK_DAY
from marketplace.kernel.workflow import NoSuchMove
from models.vocabulary import AgreementState, WorkDayState

AGREEMENT_MOVES = {
    ("draft", "offer"): "ready_to_sign",
    ("ready_to_sign", "sign"): "partly_signed",
    ("partly_signed", "sign"): "partly_signed",
    ("partly_signed", "sign_last"): "in_review",
    ("in_review", "approve"): "valid",
    ("in_review", "return"): "draft",
    ("in_review", "reject"): "rejected",
    ("ready_to_sign", "change"): "draft",
    ("partly_signed", "change"): "draft",
    ("in_review", "change"): "draft",
    ("valid", "change"): "draft",
    ("active", "change"): "draft",
    ("draft", "take_back"): "valid",
    ("ready_to_sign", "take_back"): "valid",
    ("partly_signed", "take_back"): "valid",
    ("in_review", "take_back"): "valid",
    ("valid", "begin"): "active",
    ("valid", "assess"): "assessed",
    ("active", "assess"): "assessed",
    ("draft", "cancel"): "cancelled",
    ("ready_to_sign", "cancel"): "cancelled",
    ("partly_signed", "cancel"): "cancelled",
    ("in_review", "cancel"): "cancelled",
    ("valid", "cancel"): "cancelled",
    ("active", "cancel"): "cancelled",
}
DAY_MOVES = {
    ("entered", "correct"): "entered",
    ("entered", "confirm"): "confirmed",
    ("entered", "dispute"): "disputed",
    ("confirmed", "dispute"): "disputed",
    ("disputed", "correct"): "entered",
    ("disputed", "settle"): "settled",
}


@pytest.mark.parametrize(
    ("table", "states", "right"),
    [(AGREEMENT, AgreementState, AGREEMENT_MOVES), (WORK_DAY, WorkDayState, DAY_MOVES)],
)
def test_every_state_and_verb(table, states, right) -> None:
    verbs = sorted({verb for _, verb in table.moves} | {verb for _, verb in right})
    for state, verb in itertools.product(states, verbs):
        if (state.value, verb) in right:
            assert table.next(state, verb) == right[(state.value, verb)]
        else:
            with pytest.raises(NoSuchMove):
                table.next(state, verb)


def test_what_ended_moves_no_more() -> None:
    for state in set(AgreementState) - set(LIVE):
        assert AGREEMENT.verbs(state) == frozenset()
    assert not set(SIGNABLE) & set(SIGNED)
