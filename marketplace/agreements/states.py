"""The tables of moves of an agreement and of a day worked under it."""

from marketplace.agreements import sayings
from marketplace.kernel.workflow import Workflow
from models.vocabulary import AgreementState as A
from models.vocabulary import EnrolmentState as E
from models.vocabulary import WorkDayState as W

BEFORE_WORK = (A.DRAFT, A.READY_TO_SIGN, A.PARTLY_SIGNED, A.IN_REVIEW, A.VALID)
AGREEMENT = Workflow(
    "agreement",
    {
        (A.DRAFT, "offer"): A.READY_TO_SIGN,
        (A.READY_TO_SIGN, "sign"): A.PARTLY_SIGNED,
        (A.PARTLY_SIGNED, "sign"): A.PARTLY_SIGNED,
        (A.PARTLY_SIGNED, "sign_last"): A.IN_REVIEW,
        (A.IN_REVIEW, "approve"): A.VALID,
        (A.IN_REVIEW, "return"): A.DRAFT,
        (A.IN_REVIEW, "reject"): A.REJECTED,
        **{(state, "change"): A.DRAFT for state in (A.READY_TO_SIGN, A.PARTLY_SIGNED, A.IN_REVIEW, A.VALID, A.ACTIVE)},
        **{(state, "take_back"): A.VALID for state in (A.DRAFT, A.READY_TO_SIGN, A.PARTLY_SIGNED, A.IN_REVIEW)},
        (A.VALID, "begin"): A.ACTIVE,
        (A.VALID, "assess"): A.ASSESSED,
        (A.ACTIVE, "assess"): A.ASSESSED,
        **{(state, "cancel"): A.CANCELLED for state in (*BEFORE_WORK, A.ACTIVE)},
    },
    words=sayings.STATES,
    nexts=sayings.NEXT,
)

WORK_DAY = Workflow(
    "work_day",
    {
        (W.ENTERED, "correct"): W.ENTERED,
        (W.ENTERED, "confirm"): W.CONFIRMED,
        (W.ENTERED, "dispute"): W.DISPUTED,
        (W.CONFIRMED, "dispute"): W.DISPUTED,
        (W.DISPUTED, "correct"): W.ENTERED,
        (W.DISPUTED, "settle"): W.SETTLED,
    },
)

SIGNABLE = (A.READY_TO_SIGN, A.PARTLY_SIGNED)
SIGNED = (A.VALID, A.ACTIVE, A.ASSESSED)
"""Everybody has signed the version that counts."""

UNSIGNED = (A.DRAFT, A.READY_TO_SIGN, A.PARTLY_SIGNED, A.IN_REVIEW)
IN_FORCE = (A.VALID, A.ACTIVE)
OVER = (E.COMPLETED, E.DROPPED_OUT, E.TRANSFERRED, E.WITHDRAWN, E.CANCELLED)
"""Where the enrolment has ended for good."""

LIVE = (*BEFORE_WORK, A.ACTIVE)
DRAFTABLE = (E.APPROVED, E.ENROLLED, E.IN_LEARNING, E.ON_BREAK)
"""An agreement names the young person, so it is drawn up once their enrolment is approved."""
