"""The moves of an organisation and of each of its documents."""

from marketplace.kernel.workflow import Workflow
from marketplace.offers.states import KNOWN
from marketplace.organisations import sayings
from models.vocabulary import AppealState as A
from models.vocabulary import ChangeState as C
from models.vocabulary import OrganisationState as S
from models.vocabulary import PaperState as P

ORGANISATION = Workflow(
    "organisation",
    {
        (S.DRAFT, "submit"): S.SUBMITTED,
        (S.INFO_REQUESTED, "submit"): S.SUBMITTED,
        (S.SUBMITTED, "take_back"): S.DRAFT,
        (S.SUBMITTED, "start_review"): S.IN_REVIEW,
        (S.IN_REVIEW, "give_back"): S.INFO_REQUESTED,
        (S.IN_REVIEW, "activate"): S.ACTIVE,
        (S.IN_REVIEW, "decline"): S.DECLINED,
        **{(state, "give_up"): S.LAPSED for state in (S.DRAFT, S.SUBMITTED, S.INFO_REQUESTED)},
        (S.ACTIVE, "fall_due"): S.RENEWAL_DUE,
        (S.RENEWAL_DUE, "renew"): S.ACTIVE,
        (S.ACTIVE, "suspend"): S.SUSPENDED,
        (S.RENEWAL_DUE, "suspend"): S.SUSPENDED,
        (S.SUSPENDED, "lift"): S.ACTIVE,
    },
    words=sayings.STATES,
)

PAPER = Workflow(
    "organisation_paper",
    {
        (P.WAITING, "confirm"): P.CONFIRMED,
        (P.WAITING, "refuse"): P.REFUSED,
        (P.CONFIRMED, "refuse"): P.REFUSED,
    },
    words=sayings.PAPER_STATES,
)

CHANGE = Workflow(
    "organisation_change",
    {
        (C.WAITING, "accept"): C.ACCEPTED,
        (C.WAITING, "refuse"): C.REFUSED,
        (C.WAITING, "take_back"): C.TAKEN_BACK,
    },
    words=sayings.CHANGE_STATES,
)

APPEAL = Workflow(
    "trust_appeal",
    {(A.WAITING, "agree"): A.AGREED, (A.WAITING, "let_stand"): A.STANDS},
    words=sayings.APPEAL_STATES,
)

FILLING = (S.DRAFT, S.INFO_REQUESTED)
"""Whoever brought it in may change it."""

OPENING = (S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.INFO_REQUESTED)
"""On its way in."""

STANDING = KNOWN
"""Known to everybody."""
