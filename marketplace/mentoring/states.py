"""The moves of a match."""

from marketplace.i18n import words
from marketplace.kernel.workflow import Workflow
from models.vocabulary import MatchState as S

LIVE = (S.PROPOSED, S.REQUESTED, S.ACCEPTED, S.ACTIVE)
WITH_MENTOR = (S.REQUESTED, S.ACCEPTED, S.ACTIVE)
"""States in which the mentor sees it."""

MATCH = Workflow(
    "match",
    {
        (S.PROPOSED, "request"): S.REQUESTED,
        (S.REQUESTED, "accept"): S.ACCEPTED,
        (S.REQUESTED, "decline"): S.DECLINED,
        (S.REQUESTED, "expire"): S.EXPIRED,
        (S.ACCEPTED, "begin"): S.ACTIVE,
        **{(state, "end"): S.ENDED for state in LIVE},
    },
    words={state: words.word(S, state) for state in S},
)
