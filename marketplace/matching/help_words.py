"""Help in words: what would be there, from how near, and who wants to be asked before it is sure."""

from collections.abc import Iterable

from marketplace.i18n import Text, t
from marketplace.matching.bundles import Bundle, Part
from models.vocabulary import Support

GIVEN: dict[str, Text] = {
    Support.RIDE: t("a ride"),
    Support.CHILDCARE: t("someone to mind the child"),
    Support.DEVICE: t("a phone or computer to borrow"),
    Support.LANGUAGE_HELP: t("someone who helps with the language"),
    Support.SIGN_LANGUAGE: t("someone who signs"),
    Support.EASY_READ: t("someone who helps with reading it"),
    Support.QUIET: t("a quiet place"),
    Support.MEAL: t("a meal"),
    Support.DORMITORY: t("a place to stay"),
}


def sentence(bundle: Bundle) -> Text:
    """`fits with help: a ride and childcare from people nearby`, in the reader's language when it is read."""
    return t("Fits with help: {help} from people nearby", help=listed(bundle.needs))


def listed(needs: Iterable[str]) -> Text:
    """Several kinds of help in a row."""
    words = [GIVEN[need] for need in needs if need in GIVEN]
    if not words:
        return t("help")
    said = words[0]
    for number, word in enumerate(words[1:], start=2):
        last = number == len(words)
        said = t("{first} and {last}", first=said, last=word) if last else t("{first}, {last}", first=said, last=word)
    return said


def distance(part: Part) -> Text:
    """How far the help is, in whole kilometres."""
    if part.km < 1:
        return t("In your neighbourhood")
    return t("About {km} km away", km=round(part.km))
