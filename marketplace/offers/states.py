"""The moves of an opportunity, from draft to archive."""

from datetime import date

from marketplace.i18n import words
from marketplace.kernel.workflow import Workflow
from models.offer import Opportunity
from models.vocabulary import OpportunityState as S
from models.vocabulary import OrganisationState

POSTING = Workflow(
    "opportunity",
    {
        (S.DRAFT, "submit"): S.SUBMITTED,
        (S.CHANGES_REQUESTED, "submit"): S.SUBMITTED,
        (S.SUBMITTED, "start_review"): S.IN_REVIEW,
        # A change that waits is changed again by its organisation: whoever reads the one before decides on nothing.
        (S.SUBMITTED, "revise"): S.SUBMITTED,
        (S.IN_REVIEW, "publish"): S.PUBLISHED,
        (S.IN_REVIEW, "request_changes"): S.CHANGES_REQUESTED,
        (S.IN_REVIEW, "reject"): S.REJECTED,
        (S.PUBLISHED, "pause"): S.PAUSED,
        (S.PAUSED, "resume"): S.PUBLISHED,
        (S.IN_REVIEW, "take_in"): S.ARCHIVED,
        (S.PUBLISHED, "close"): S.CLOSED,
        (S.PAUSED, "close"): S.CLOSED,
        (S.CLOSED, "archive"): S.ARCHIVED,
        (S.DRAFT, "withdraw"): S.WITHDRAWN,
        (S.SUBMITTED, "withdraw"): S.WITHDRAWN,
        (S.IN_REVIEW, "withdraw"): S.WITHDRAWN,
        (S.CHANGES_REQUESTED, "withdraw"): S.WITHDRAWN,
        (S.PAUSED, "withdraw"): S.WITHDRAWN,
        (S.PUBLISHED, "withdraw"): S.WITHDRAWN,
    },
    words={state: words.word(S, state) for state in S},
)

EDITABLE = frozenset({S.DRAFT, S.CHANGES_REQUESTED, S.PUBLISHED, S.PAUSED})
WAITING = frozenset({S.SUBMITTED, S.IN_REVIEW})
CHANGEABLE = frozenset({S.PUBLISHED, S.PAUSED})
"""What everybody read and goes on: place, time, money and safety change only once the office has agreed."""
SEEN_BY_ALL = frozenset({S.PUBLISHED, S.PAUSED, S.CLOSED})

KNOWN = (OrganisationState.ACTIVE, OrganisationState.RENEWAL_DUE)
"""States of an organisation whose postings everybody sees; of any other nothing is listed."""


def takes_applications(opportunity: Opportunity, organisation_state: str, on: date, until: date) -> bool:
    """Whether somebody can ask for a place on a day; `until` is the last on which asking leads to a session."""
    return opportunity.state == S.PUBLISHED and organisation_state in KNOWN and min(opportunity.apply_by, until) >= on
