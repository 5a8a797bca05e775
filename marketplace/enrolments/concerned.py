"""Whom a change of a posting concerns: those who learn or work there, and those who have asked to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from marketplace.enrolments import undoing
from marketplace.enrolments.own import GOING_AGAIN
from marketplace.enrolments.queries import loaded
from marketplace.enrolments.states import HIDDEN_FROM_PROVIDER, OPEN
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import EnrolmentState

_ASKED = frozenset(OPEN) - {EnrolmentState.DRAFT}
_OF_PROVIDER = frozenset(OPEN) - HIDDEN_FROM_PROVIDER


@dataclass(frozen=True, slots=True)
class Concerned:
    """How many are there, those on a break included, and how many still wait for an answer."""

    there: int
    waiting: int


def counted(opportunity_id: int, *, by_provider: bool = False) -> Concerned:
    """How many a change of it concerns; an organisation counts only those it is shown.

    Somebody whose approval can still be taken back waits until it is told.
    """
    states = _OF_PROVIDER if by_provider else _ASKED
    told = func.sum(case((undoing.untold(), 0), else_=1))
    wanted = (
        select(Enrolment.state, func.count(), told)
        .where(Enrolment.opportunity_id == opportunity_id, Enrolment.state.in_(sorted(states)))
        .group_by(Enrolment.state)
    )
    rows = db.execute(wanted).all()
    there = sum(told for state, _, told in rows if state in GOING_AGAIN)
    return Concerned(there, sum(number for _, number, _ in rows) - there)


def people(opportunity_id: int) -> Sequence[Enrolment]:
    """Everybody there and everybody who has asked, in the order in which they came."""
    wanted = loaded().where(Enrolment.opportunity_id == opportunity_id, Enrolment.state.in_(sorted(_ASKED)))
    return db.scalars(wanted.order_by(Enrolment.id)).all()


def is_there(enrolment: Enrolment) -> bool:
    """Whether they were told that they go there, or will again after a break."""
    return enrolment.state in GOING_AGAIN and not undoing.is_untold(enrolment)
