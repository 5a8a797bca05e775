"""Who hears that times of what they go to change: the young person and their guardians, with the hours in question."""

from datetime import datetime

from marketplace.enrolments.telling import tell_guardians, tell_youth
from marketplace.i18n import Text, t
from models.enrolment import Enrolment

CANCELLED, RESTORED, CHANGED = "session.cancelled", "session.restored", "session.changed"


def session_cancelled(enrolment: Enrolment, at: datetime) -> None:
    """One time they would have come to is not held."""
    message = t("The session of {moment} will not be held. See when you meet next.", moment=at)
    tell_youth(enrolment, CANCELLED, message)
    message = t("Something that somebody you look after goes to will not be held on {moment}.", moment=at)
    tell_guardians(enrolment, CANCELLED, message)


def session_restored(enrolment: Enrolment, at: datetime) -> None:
    """One time that was cancelled is held after all."""
    message = t("The session of {moment} will be held after all. Please come.", moment=at)
    tell_youth(enrolment, RESTORED, message)
    message = t("Something that somebody you look after goes to will be held on {moment} after all.", moment=at)
    tell_guardians(enrolment, RESTORED, message)


def times_changed(enrolment: Enrolment, old: datetime | None, new: datetime | None) -> None:
    """The times are others from now on: the first that falls away, and the first that is new."""
    tell_youth(enrolment, CHANGED, _to_youth(old, new))
    tell_guardians(enrolment, CHANGED, _to_guardian(old, new))


def _to_youth(old: datetime | None, new: datetime | None) -> Text:
    if old is not None and new is not None:
        return t("The times you meet have changed: not {old} any more, but {new}. See all times.", old=old, new=new)
    if old is not None:
        return t("Some times you meet fall away, first {old}. See all times.", old=old)
    return t("You meet at more times than before, first {new}. See all times.", new=new)


def _to_guardian(old: datetime | None, new: datetime | None) -> Text:
    if old is not None and new is not None:
        return t(
            "The times of something that somebody you look after goes to have changed: not {old} any more, but {new}."
            " See all times.",
            old=old,
            new=new,
        )
    if old is not None:
        return t(
            "Some times of something that somebody you look after goes to fall away, first {old}. See all times.",
            old=old,
        )
    return t(
        "Something that somebody you look after goes to is held at more times than before, first {new}. See all times.",
        new=new,
    )
