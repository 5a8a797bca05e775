"""What states and moves of an enrolment are called in the office."""

from marketplace.i18n import Text, t
from models.vocabulary import EnrolmentState as S

STATES: dict[str, Text] = {
    S.DRAFT: t("Not sent yet"),
    S.AWAITING_GUARDIAN: t("Waits for the guardian"),
    S.SUBMITTED: t("Sent off"),
    S.PROVIDER_REVIEW: t("With the provider"),
    S.PROVIDER_ACCEPTED: t("To decide"),
    S.WAITLISTED: t("On the wait list"),
    S.OFFERED: t("A seat is offered"),
    S.DECLINED: t("The provider said no"),
    S.OFFICER_REVIEW: t("Being decided"),
    S.SECOND_REVIEW: t("Second review"),
    S.RETURNED: t("Waits for an answer"),
    S.REFUSED: t("Not approved"),
    S.APPROVED: t("Approved"),
    S.ENROLLED: t("Enrolled"),
    S.IN_LEARNING: t("Is learning"),
    S.ON_BREAK: t("On a break"),
    S.COMPLETED: t("Completed"),
    S.DROPPED_OUT: t("Stopped before the end"),
    S.TRANSFERRED: t("Moved to another place"),
    S.WITHDRAWN: t("Withdrawn"),
    S.CANCELLED: t("Cancelled"),
}
_OFFICER = t("An officer decides it next.")
_RUNS = t("Nothing is left to decide. It can be ended with a reason.")
_OVER = t("It has ended. They can apply again.")
NEXT: dict[str, Text] = {
    S.DRAFT: t("It has to be sent off first."),
    S.AWAITING_GUARDIAN: t("The guardian signs first."),
    S.SUBMITTED: t("The provider answers first."),
    S.PROVIDER_REVIEW: t("The provider answers first."),
    S.PROVIDER_ACCEPTED: _OFFICER,
    S.WAITLISTED: t("It waits until a seat is free."),
    S.OFFERED: t("The young person takes the seat first."),
    S.DECLINED: _OVER,
    S.OFFICER_REVIEW: _OFFICER,
    S.SECOND_REVIEW: t("An approver decides it next."),
    S.RETURNED: t("The young person answers the question next."),
    S.REFUSED: _OVER,
    S.APPROVED: _RUNS,
    S.ENROLLED: _RUNS,
    S.IN_LEARNING: _RUNS,
    S.ON_BREAK: _RUNS,
    S.COMPLETED: _OVER,
    S.DROPPED_OUT: _OVER,
    S.TRANSFERRED: _OVER,
    S.WITHDRAWN: _OVER,
    S.CANCELLED: _OVER,
}
"""What comes next in a state, for whoever came too early or too late."""

_DECIDES = t("The local office decides it next.")
TOLD_STATES: dict[str, Text] = STATES | dict.fromkeys(
    (S.PROVIDER_ACCEPTED, S.OFFICER_REVIEW, S.SECOND_REVIEW), t("With the local office")
)
"""The same for whoever is not of the office: its own steps look alike, so that none of them tells of the next."""

TOLD_NEXT: dict[str, Text] = NEXT | {
    S.OFFERED: t("The offered seat has to be taken first."),
    S.PROVIDER_ACCEPTED: _DECIDES,
    S.OFFICER_REVIEW: _DECIDES,
    S.SECOND_REVIEW: _DECIDES,
    S.RETURNED: t("The question of the office has to be answered first."),
    **dict.fromkeys(
        (S.APPROVED, S.ENROLLED, S.IN_LEARNING, S.ON_BREAK), t("It is decided. Its page says what comes next.")
    ),
}

MOVES: dict[str, Text] = {
    "ask_guardian": t("Applied"),
    "submit": t("Applied"),
    "sign": t("The guardian signed"),
    "record_consent": t("A case worker recorded the guardian's part"),
    "go_on_alone": t("No guardian is needed any more"),
    "hand_over": t("Handed to the provider"),
    "accept": t("The provider said yes"),
    "wait_list": t("Put on the wait list"),
    "decline": t("The provider said no"),
    "offer": t("A freed seat was offered"),
    "take_offer": t("The offered seat was taken"),
    "lapse": t("The offered seat went to the next"),
    "start_review": t("The office began to look"),
    "pass_up": t("Passed the first review"),
    "approve": t("Approved"),
    "return": t("Sent back with a question"),
    "resubmit": t("The question was answered"),
    "refuse": t("Not approved"),
    "undo": t("The approval was undone"),
    "undo_second": t("The approval was undone, the second review is open again"),
    "enrol": t("Enrolled"),
    "begin": t("Learning began"),
    "take_break": t("A break began"),
    "come_back": t("Came back"),
    "complete": t("Completed"),
    "drop_out": t("Stopped before the end"),
    "transfer": t("Moved to another place"),
    "revoke": t("A second look found that the completion was not true"),
    "withdraw": t("Withdrawn"),
    "cancel": t("Cancelled"),
}


def state(code: str) -> Text:
    """What a state is called in the office."""
    return STATES.get(code) or Text(code)


def move(verb: str) -> Text:
    """What a move is called in a history."""
    return MOVES.get(verb) or Text(verb)
