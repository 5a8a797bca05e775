"""Sentences offered before anybody writes their own."""

from marketplace.i18n import Text, t
from models.vocabulary import MessagePart

TEMPLATES: dict[MessagePart, dict[str, Text]] = {
    MessagePart.YOUTH: {
        "late": t("I will be a little late today."),
        "ill": t("I am ill and cannot come today."),
        "other_day": t("Can we meet on another day?"),
        "understood": t("I have understood. Thank you."),
        "explain": t("I did not understand. Please explain again when we meet."),
        "need_help": t("I need help with something. Can we speak about it at the next meeting?"),
    },
    MessagePart.ADULT: {
        "see_you": t("See you at the next session."),
        "adult_late": t("I will be a little late today. Please wait inside."),
        "no_session": t("There is no session today. Please do not set out."),
        "well_done": t("Well done. You are getting on."),
        "all_well": t("You were not there. Is everything all right?"),
        "bring": t("Please bring your notebook and something to write with."),
    },
    MessagePart.SECOND: {
        "hello": t("I read along here, so that nobody is alone. Write to me whenever you want."),
        "call_me": t("Please come by the office or speak with me at the next visit."),
        "rules": t("Please keep to this place: no numbers, no links, no meeting alone."),
    },
}


def template(part: str, key: str) -> Text:
    """What a template says; the key stands for itself when its sentence is no longer offered."""
    found = TEMPLATES[MessagePart(part)].get(key)
    return found if found is not None else Text(key)
