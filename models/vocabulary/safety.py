"""Words of the glossary for concerns and messages."""

from enum import StrEnum


class ConcernKind(StrEnum):
    """What somebody reports, in the order in which it is offered."""

    DANGER = "danger"
    VIOLENCE = "violence"
    TOUCH = "touch"
    CONTACT = "contact"
    WORK = "work"
    MONEY = "money"
    INSULT = "insult"
    OTHER = "other"


class ConcernUrgency(StrEnum):
    """How soon somebody has to look."""

    DANGER = "danger"
    SERIOUS = "serious"
    OTHER = "other"


class ConcernLevel(StrEnum):
    """Who has to look; each stands above the one before."""

    OFFICE = "office"
    PROVINCE = "province"
    COUNTRY = "country"


class ConcernState(StrEnum):
    """Life of a concern."""

    NEW = "new"
    IN_HAND = "in_hand"
    CLOSED = "closed"


class NoteHeading(StrEnum):
    """What of ours stands above the words of a note: whom they are about, or that an adult wrote them."""

    ABOUT = "about"
    WROTE = "wrote"
    NO_ACCOUNT = "no_account"


class ConcernOutcome(StrEnum):
    """How a concern ended."""

    RESOLVED = "resolved"
    PASSED_ON = "passed_on"
    NOT_CONFIRMED = "not_confirmed"
    DUPLICATE = "duplicate"


class MessageState(StrEnum):
    """Life of one message: what waits is seen by its author and the second adult alone."""

    SHOWN = "shown"
    HELD = "held"
    REFUSED = "refused"


class MessagePart(StrEnum):
    """Who wrote a message."""

    YOUTH = "youth"
    ADULT = "adult"
    SECOND = "second"
