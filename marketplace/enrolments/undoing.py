"""The minutes in which an approval can be taken back: only the office knows of it, nobody else is told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol, TypeVar

from sqlalchemy import ColumnElement, and_

from marketplace.enrolments import rules
from marketplace.kernel import clock
from models.enrolment import Enrolment
from models.vocabulary import EnrolmentState


class _Line(Protocol):
    """One move of a history."""

    @property
    def verb(self) -> str:
        """What was done."""


Line = TypeVar("Line", bound=_Line)
UNDOING = ("undo", "undo_second")
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


def told_state(enrolment: Enrolment) -> str:
    """The state as everybody but the office is told it."""
    return TOLD_AS if is_untold(enrolment) else enrolment.state


def told_moves(enrolment: Enrolment, lines: Sequence[Line]) -> list[Line]:
    """A history without approvals that were or can still be taken back."""
    after = [*(line.verb for line in lines[1:]), UNDOING[0] if is_untold(enrolment) else ""][: len(lines)]
    return [line for line, then in zip(lines, after, strict=True) if then not in UNDOING and line.verb not in UNDOING]
