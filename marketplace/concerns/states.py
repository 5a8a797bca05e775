"""The moves of a concern; none of them lets it disappear."""

from marketplace.kernel.workflow import Workflow
from models.vocabulary import ConcernState as S

CONCERN = Workflow(
    "concern",
    {
        (S.NEW, "take"): S.IN_HAND,
        (S.NEW, "escalate"): S.NEW,
        (S.IN_HAND, "escalate"): S.NEW,
        (S.IN_HAND, "hand_over"): S.IN_HAND,
        (S.IN_HAND, "close"): S.CLOSED,
        (S.CLOSED, "reopen"): S.NEW,
    },
)
