"""The minutes in which an approval can be taken back: only the office knows of it, nobody else is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlalchemy import ColumnElement, and_, extract
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.enrolments import rules
from marketplace.kernel import clock
from models.enrolment import Enrolment
from models.vocabulary import EnrolmentState


class _Line(Protocol):
    """One move of a history."""

    @property
    def verb(self) -> str:
        """What was done."""

    @property
    def at(self) -> datetime:
        """When."""


Line = TypeVar("Line", bound=_Line)
UNDOING = ("undo", "undo_second")
ENDING = ("withdraw", "cancel")
_ONE_MOMENT = timedelta(seconds=5)
TOLD_AS = EnrolmentState.OFFICER_REVIEW


def window() -> timedelta:
    """How long an approval waits before it is told."""
    return timedelta(minutes=rules.number("undo_minutes"))


def is_untold(enrolment: Enrolment) -> bool:
    """Whether an approval can still be taken back, so that nobody is told of it yet."""
    return (
        enrolment.state == EnrolmentState.APPROVED
        and enrolment.decided_at is not None
        and clock.now() < enrolment.decided_at + window()
    )


def untold() -> ColumnElement[bool]:
    """The same of a row; never NULL, so that it can be turned round."""
    return and_(
        Enrolment.state == EnrolmentState.APPROVED,
        Enrolment.decided_at.is_not(None),
        Enrolment.decided_at > clock.now() - window(),
    )


def told_at(enrolment: Enrolment) -> datetime | None:
    """From when on everybody knows of an approval; None before anything is decided."""
    return enrolment.decided_at + window() if enrolment.decided_at is not None else None


def told_by(moment: datetime | InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
    """Of a row: what was decided was told by a moment; NULL where it was decided at no known time."""
    if isinstance(moment, datetime):
        return Enrolment.decided_at <= moment - window()
    # Neither database subtracts as the other does; both count seconds.
    return extract("epoch", moment) - extract("epoch", Enrolment.decided_at) >= window().total_seconds()


def told_state(enrolment: Enrolment) -> str:
    """The state as everybody but the office is told it."""
    return TOLD_AS if is_untold(enrolment) else enrolment.state


def told_moves(enrolment: Enrolment, lines: Sequence[Line]) -> list[Line]:
    """A history without approvals that nobody was told of: taken back, still to be, or ended before they were told."""
    silent = {at for at in range(len(lines)) if lines[at].verb in UNDOING or _is_silent(enrolment, lines, at)}
    # Whoever decides takes a request up in the same moment: alone, that line would tell of a yes.
    taken_up = {
        at - 1
        for at in silent
        if at and lines[at].verb == "approve" and lines[at - 1].verb == "start_review"
        if lines[at].at - lines[at - 1].at < _ONE_MOMENT
    }
    return [line for at, line in enumerate(lines) if at not in silent | taken_up]


def _is_silent(enrolment: Enrolment, lines: Sequence[Line], at: int) -> bool:
    """Whether this is an approval of which nobody outside the office heard."""
    if lines[at].verb != "approve":
        return False
    if at + 1 == len(lines):
        return is_untold(enrolment)
    after = lines[at + 1]
    return after.verb in UNDOING or (after.verb in ENDING and after.at < lines[at].at + window())
