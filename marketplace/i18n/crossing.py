"""What may not cross from one person to another unread: ways past Okat, secrets from others, pressure.

A message of the protected channel waits for an adult (`screening`). What is written in a form crosses at once, so it
is refused to its writer. Words of danger are no fault of whoever writes them: they are taken up (`concerns.hearing`).
"""

from collections.abc import Sequence

from marketplace.i18n import contacts, screening
from marketplace.i18n.screening import REASONS
from marketplace.i18n.text import Text, t

GRAVE = ("secret", "pressure")
"""Of these a person has to know although nothing crossed."""

REFUSED = (*GRAVE, "asks")


def refusal(text: str, reasons: Sequence[str] = REFUSED, *, to_all: bool = False) -> Text | None:
    """What to say to whoever wrote a text that may not cross; None when it may.

    What is written to all, or to an organisation, may speak of a hotel or of somebody's home as a place to meet at.
    """
    return contacts.refusal(text) or refusal_of_words(text, reasons, to_all=to_all)


def refusal_of_words(text: str, reasons: Sequence[str], *, to_all: bool = False) -> Text | None:
    """The same for its words alone, of the reasons that count here."""
    reason, words = screening.worded(text, reasons, to_all=to_all)
    if not reason:
        return None
    what = t("{why} (“{words}”)", why=REASONS[reason], words=contacts.shortened(words))
    return t("Please take this out: {what}. What young people read is open to their family and office.", what=what)


def grave(text: str) -> bool:
    """Whether words ask for secrecy or put somebody under pressure."""
    return screening.worded(text, GRAVE) != ("", "")


def tells_of_danger(text: str) -> bool:
    """Whether words sound as if somebody were in danger."""
    return screening.worded(text, ("danger",)) != ("", "")
