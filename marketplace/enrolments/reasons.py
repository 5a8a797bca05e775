"""Why somebody was declined, put on the wait list, returned or refused: codes that are stored, words that are read."""

from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid

DECLINE: dict[str, Text] = {
    "full": t("All seats are taken"),
    "times_do_not_fit": t("The times do not fit together"),
    "too_far": t("The place is too far away"),
    "needs_not_met": t("We cannot yet give the support this person needs"),
    "not_reached": t("We could not reach the person"),
    "level": t("The course needs another level"),
    "age": t("The age does not fit"),
    "cancelled": t("We no longer hold this"),
    "other": t("Another reason"),
}
WAIT: dict[str, Text] = {
    "full": t("All seats are taken"),
    "seats_promised": t("The last seats are promised to others"),
    "getting_ready": t("We are still getting the support ready"),
    "other": t("Another reason"),
}
RETURN: dict[str, Text] = {
    "guardian_unclear": t("It is not clear who may consent"),
    "address_unclear": t("It is not clear where the person lives"),
    "times_unclear": t("It is not clear whether the times fit"),
    "support_not_ready": t("The support needed is not arranged yet"),
    "safety_unclear": t("The place needs to be looked at first"),
    "other": t("Another reason"),
}
REFUSE: dict[str, Text] = {
    "outside_area": t("The person does not live in our area"),
    "law": t("The law does not allow this work at this age"),
    "place_unsafe": t("The place is not safe enough"),
    "no_budget": t("The fund cannot carry it this year"),
    "duplicate": t("There is already an enrolment like this"),
    "wish_changed": t("The person no longer wants it"),
    "other": t("Another reason"),
}
APPROVE: dict[str, Text] = {
    "all_met": t("Every condition is met"),
    "support_ready": t("The support needed is in place"),
    "near_goal": t("It brings the person nearer to their goal"),
    "other": t("Another reason"),
}
WITHDRAW: dict[str, Text] = {
    "changed_mind": t("I changed my mind"),
    "found_other": t("I found something else"),
    "times": t("The times no longer fit"),
    "travel": t("Getting there is too hard"),
    "family": t("Something came up at home"),
    "health": t("My health"),
    "other": t("Another reason"),
}

FALSE_COMPLETION = "false_completion"
ENDED: dict[str, Text] = {FALSE_COMPLETION: t("A second look found that the completion was not true")}

TERMS_CHANGED = "terms_changed"
HELD: dict[str, Text] = {TERMS_CHANGED: t("What it was approved for has changed")}

_ALL = (DECLINE, WAIT, RETURN, REFUSE, APPROVE, WITHDRAW, ENDED, HELD)


def words(code: str) -> Text | None:
    """What a stored code says; None for an empty or unknown one."""
    return next((table[code] for table in _ALL if code in table), None)


def checked(table: dict[str, Text], code: str, note: str = "") -> str:
    """The code, when it is one of the table and a free reason is written out; raises Invalid."""
    if code not in table:
        raise Invalid(t("Choose a reason."), field="reason")
    if code == "other" and not note.strip():
        raise Invalid(t("Say what the other reason is."), field="note")
    return code
