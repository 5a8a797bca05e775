"""What states and moves of an enrolment are called, and what its young person reads about each."""

from typing import NamedTuple

from marketplace.i18n import Text, t
from models.vocabulary import EnrolmentState as S


class Saying(NamedTuple):
    """A state as a sentence for the young person: what it is, and what happens next."""

    title: Text
    text: Text


STATES: dict[str, Text] = {
    S.DRAFT: t("Not sent yet"),
    S.AWAITING_GUARDIAN: t("Waits for the guardian"),
    S.SUBMITTED: t("Sent"),
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
    S.IN_LEARNING: t("Learning"),
    S.ON_BREAK: t("On a break"),
    S.COMPLETED: t("Completed"),
    S.DROPPED_OUT: t("Stopped before the end"),
    S.TRANSFERRED: t("Moved to another place"),
    S.WITHDRAWN: t("Withdrawn"),
    S.CANCELLED: t("Cancelled"),
}
MOVES: dict[str, Text] = {
    "ask_guardian": t("Applied"),
    "submit": t("Applied"),
    "sign": t("The guardian signed"),
    "record_consent": t("A case worker recorded the guardian's part"),
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
    "enrol": t("Enrolled"),
    "begin": t("Learning began"),
    "take_break": t("A break began"),
    "come_back": t("Came back"),
    "complete": t("Completed"),
    "drop_out": t("Stopped before the end"),
    "transfer": t("Moved to another place"),
    "withdraw": t("Withdrawn"),
    "cancel": t("Cancelled"),
}
FOR_YOUTH: dict[str, Saying] = {
    S.AWAITING_GUARDIAN: Saying(
        t("Waiting for your guardian"), t("Your guardian reads it and signs. Then the provider answers.")
    ),
    S.PROVIDER_REVIEW: Saying(t("With the provider"), t("They answer within a few working days.")),
    S.WAITLISTED: Saying(t("You are on the wait list"), t("When a seat is free, it is offered in order. We tell you.")),
    S.OFFERED: Saying(t("A seat is free for you"), t("Take it before the time runs out.")),
    S.DECLINED: Saying(t("Not this time"), t("The reason is below. Other things are open for you.")),
    S.PROVIDER_ACCEPTED: Saying(t("The provider said yes"), t("Your seat is held. The office looks at it next.")),
    S.OFFICER_REVIEW: Saying(t("With the office"), t("Your seat is held. You get an answer soon.")),
    S.SECOND_REVIEW: Saying(t("With the office"), t("Your seat is held. A second person looks at it.")),
    S.RETURNED: Saying(t("The office has a question"), t("Answer it and it goes on. Your seat stays held.")),
    S.REFUSED: Saying(t("Not this time"), t("The reason is below. Other things are open for you.")),
    S.APPROVED: Saying(t("Approved"), t("You can begin. See when and where below.")),
    S.ENROLLED: Saying(t("You are in"), t("See when and where you begin.")),
    S.IN_LEARNING: Saying(t("You are learning"), t("See your next session.")),
    S.ON_BREAK: Saying(t("You are on a break"), t("Tell us when you can come back.")),
    S.COMPLETED: Saying(t("You did it"), t("See what you earned and what it counts for.")),
    S.DROPPED_OUT: Saying(t("You stopped here"), t("You can begin something new whenever you like.")),
    S.TRANSFERRED: Saying(t("You moved to another place"), t("It goes on there.")),
    S.WITHDRAWN: Saying(t("You took it back"), t("You can ask again whenever you like.")),
    S.CANCELLED: Saying(t("This will not take place"), t("The reason is below. Other things are open for you.")),
}


def state(code: str) -> Text:
    """What a state is called in the office."""
    return STATES.get(code) or Text(code)


def move(verb: str) -> Text:
    """What a move is called in a history."""
    return MOVES.get(verb) or Text(verb)
