"""The moves of an enrolment: the only table by which its state changes."""

from marketplace.enrolments import undoing
from marketplace.enrolments.sayings import NEXT, STATES, TOLD_NEXT, TOLD_STATES
from marketplace.kernel.workflow import Telling, Workflow
from models.vocabulary import EnrolmentState as S

OPEN = (
    S.DRAFT,
    S.AWAITING_GUARDIAN,
    S.SUBMITTED,
    S.PROVIDER_REVIEW,
    S.WAITLISTED,
    S.OFFERED,
    S.PROVIDER_ACCEPTED,
    S.OFFICER_REVIEW,
    S.SECOND_REVIEW,
    S.RETURNED,
    S.APPROVED,
    S.ENROLLED,
    S.IN_LEARNING,
    S.ON_BREAK,
)
"""Every state before an end; from each of them one may withdraw or be cancelled."""

OVER = frozenset(S) - frozenset(OPEN)
WITH_OFFICE = frozenset({S.PROVIDER_ACCEPTED, S.OFFICER_REVIEW, S.SECOND_REVIEW})
"""Waiting for the office to decide."""

WITH_OTHERS = frozenset({S.AWAITING_GUARDIAN, S.PROVIDER_REVIEW, S.WAITLISTED, S.OFFERED, S.RETURNED})
"""Waiting for a guardian, a provider, a seat, or the young person."""

CLOCKED = frozenset({S.AWAITING_GUARDIAN, S.PROVIDER_REVIEW, S.OFFERED}) | WITH_OFFICE
"""States in which somebody owes an answer by `due_at`; in `returned` the clock stands still."""

BEFORE_START = frozenset(OPEN) - {S.IN_LEARNING, S.ON_BREAK}
BEFORE_APPROVAL = BEFORE_START - {S.APPROVED, S.ENROLLED}
HIDDEN_FROM_PROVIDER = frozenset({S.DRAFT, S.AWAITING_GUARDIAN, S.SUBMITTED})
JOINED = frozenset({S.ENROLLED, S.IN_LEARNING, S.ON_BREAK, S.COMPLETED, S.DROPPED_OUT, S.TRANSFERRED})

LEFT = frozenset({S.ON_BREAK, S.COMPLETED, S.DROPPED_OUT, S.TRANSFERRED, S.WITHDRAWN, S.CANCELLED})
"""Where learning has stopped, for a time or for good, once it had begun."""

ENROLMENT = Workflow(
    "enrolment",
    {
        (S.DRAFT, "ask_guardian"): S.AWAITING_GUARDIAN,
        (S.DRAFT, "submit"): S.SUBMITTED,
        (S.AWAITING_GUARDIAN, "sign"): S.SUBMITTED,
        (S.AWAITING_GUARDIAN, "record_consent"): S.SUBMITTED,
        (S.AWAITING_GUARDIAN, "go_on_alone"): S.SUBMITTED,
        (S.SUBMITTED, "hand_over"): S.PROVIDER_REVIEW,
        (S.PROVIDER_REVIEW, "accept"): S.PROVIDER_ACCEPTED,
        (S.PROVIDER_REVIEW, "wait_list"): S.WAITLISTED,
        (S.PROVIDER_REVIEW, "decline"): S.DECLINED,
        (S.WAITLISTED, "offer"): S.OFFERED,
        (S.OFFERED, "take_offer"): S.PROVIDER_ACCEPTED,
        (S.OFFERED, "lapse"): S.WAITLISTED,
        (S.PROVIDER_ACCEPTED, "start_review"): S.OFFICER_REVIEW,
        (S.OFFICER_REVIEW, "pass_up"): S.SECOND_REVIEW,
        (S.OFFICER_REVIEW, "approve"): S.APPROVED,
        (S.OFFICER_REVIEW, "return"): S.RETURNED,
        (S.OFFICER_REVIEW, "refuse"): S.REFUSED,
        (S.SECOND_REVIEW, "approve"): S.APPROVED,
        (S.SECOND_REVIEW, "return"): S.RETURNED,
        (S.SECOND_REVIEW, "refuse"): S.REFUSED,
        (S.RETURNED, "resubmit"): S.OFFICER_REVIEW,
        (S.APPROVED, "undo"): S.OFFICER_REVIEW,
        (S.APPROVED, "undo_second"): S.SECOND_REVIEW,
        (S.APPROVED, "enrol"): S.ENROLLED,
        (S.ENROLLED, "begin"): S.IN_LEARNING,
        (S.IN_LEARNING, "take_break"): S.ON_BREAK,
        (S.ON_BREAK, "come_back"): S.IN_LEARNING,
        **{
            (state, verb): end
            for state in (S.IN_LEARNING, S.ON_BREAK)
            for verb, end in (("complete", S.COMPLETED), ("drop_out", S.DROPPED_OUT), ("transfer", S.TRANSFERRED))
        },
        # A second look found that it was not completed: the way is over, and they can apply again.
        (S.COMPLETED, "revoke"): S.DROPPED_OUT,
        **{(state, "withdraw"): S.WITHDRAWN for state in OPEN},
        **{(state, "cancel"): S.CANCELLED for state in OPEN},
    },
    words=STATES,
    nexts=NEXT,
    outside=Telling(undoing.told_state, undoing.told_moves, TOLD_STATES, TOLD_NEXT),
)
