"""The moves of a completion claim: the only table by which its state changes."""

from marketplace.earnings.states import PROVED_CLAIMS
from marketplace.i18n import Text, t, words
from marketplace.kernel.workflow import Workflow
from models.history import Move
from models.vocabulary import ClaimState as S

WAITING = (S.CLAIMED, S.UNDER_REVIEW)
OPEN = (*WAITING, S.MORE_EVIDENCE_NEEDED)
PROVED = PROVED_CLAIMS

_OFFICER = t("An officer decides it next.")
_NEXT: dict[str, Text] = {
    **{state: t("Nothing is left to decide.") for state in S},
    S.CLAIMED: _OFFICER,
    S.UNDER_REVIEW: _OFFICER,
    S.MORE_EVIDENCE_NEEDED: t("The organisation adds its proof next."),
    S.REJECTED: t("The organisation can claim it anew."),
}
SENT_BACK, LOWERED = "send_back", "correct_hours"
"""The moves by which corrected attendance changes what is claimed, and what is proved."""

CLAIM = Workflow(
    "claim",
    {
        (S.CLAIMED, "start_review"): S.UNDER_REVIEW,
        (S.UNDER_REVIEW, "verify"): S.VERIFIED,
        (S.UNDER_REVIEW, "reject"): S.REJECTED,
        (S.UNDER_REVIEW, "ask_for_evidence"): S.MORE_EVIDENCE_NEEDED,
        # Attendance was corrected to less than is claimed.
        **{(state, SENT_BACK): S.MORE_EVIDENCE_NEEDED for state in WAITING},
        (S.MORE_EVIDENCE_NEEDED, "resubmit"): S.CLAIMED,
        (S.VERIFIED, "audit"): S.AUDITED,
        (S.AUDITED, "confirm"): S.CONFIRMED,
        (S.AUDITED, "revoke"): S.REVOKED,
        (S.REJECTED, "appeal"): S.APPEALED,
        (S.APPEALED, "uphold"): S.UPHELD,
        (S.APPEALED, "overturn"): S.OVERTURNED,
        # What stays proved is proved for fewer hours.
        **{(state, LOWERED): state for state in PROVED},
    },
    words={state: words.word(S, state) for state in S},
    nexts=_NEXT,
)

_STEPS: dict[str, Text] = {
    SENT_BACK: t("Sent back, because attendance was corrected"),
    LOWERED: t("Hours corrected by the office"),
}


def step(move: Move) -> Text:
    """What a move was, in words."""
    return _STEPS.get(move.verb) or words.word(S, move.to_state)
