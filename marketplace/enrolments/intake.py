"""Applications and learners as the organisation that was asked finds them."""

from collections.abc import Collection, Sequence

from sqlalchemy import Case, Select, case, func, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.enrolments import undoing
from marketplace.enrolments.policy import SUPPLIERS, can_answer
from marketplace.enrolments.states import HIDDEN_FROM_PROVIDER, JOINED
from marketplace.kernel.errors import NotFound
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.session import db
from models.vocabulary import EnrolmentState

PAGE = 20
APPROVED = frozenset({EnrolmentState.APPROVED, *JOINED})
"""From here on the organisation knows the learner by name."""


def one(actor: Actor, ref: str) -> Enrolment:
    """An application made to one of the actor's organisations; raises NotFound."""
    found = db.scalars(_whole().where(Enrolment.ref == ref)).first()
    if found is None or not can_answer(actor, found):
        raise NotFound
    return found


def of_actor(
    actor: Actor, *, states: Collection[str] = (), page: int = 1, size: int = PAGE
) -> tuple[Sequence[Enrolment], int]:
    """A page of applications, those waiting for an answer first and the soonest due of them on top."""
    waiting_first = case((Enrolment.state == EnrolmentState.PROVIDER_REVIEW, 0), else_=1)
    wanted = _asked(actor)
    if states:
        wanted = wanted.where(_told().in_(states))
    total = db.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = wanted.with_only_columns(Enrolment.id).order_by(waiting_first, Enrolment.due_at, Enrolment.id.desc())
    ids = db.scalars(found.limit(size).offset((max(page, 1) - 1) * size)).all()
    by_id = {one.id: one for one in db.scalars(_whole().where(Enrolment.id.in_(ids)))}
    return [by_id[key] for key in ids], total


def counts(actor: Actor) -> dict[str, int]:
    """How many applications the actor's organisations have in each state."""
    told = _asked(actor).with_only_columns(Enrolment.id, _told().label("state")).subquery()
    counted = select(told.c.state, func.count()).group_by(told.c.state)
    return {state: number for state, number in db.execute(counted)}  # noqa: C416  rows are not pairs to mypy


def learners(opportunity: Opportunity) -> Sequence[Enrolment]:
    """Everybody whose approval for an opportunity has been told."""
    wanted = _whole().where(
        Enrolment.opportunity_id == opportunity.id, Enrolment.state.in_(APPROVED), ~undoing.untold()
    )
    return db.scalars(wanted.order_by(Enrolment.id)).all()


def is_named(enrolment: Enrolment) -> bool:
    """Whether the organisation knows the learner by name: it has been told of the approval."""
    return undoing.told_state(enrolment) in APPROVED


def _told() -> "Case[str]":
    return case((undoing.untold(), undoing.TOLD_AS), else_=Enrolment.state)


def _asked(actor: Actor) -> "Select[Enrolment]":
    return (
        select(Enrolment)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(
            Opportunity.organisation_id.in_(actor.organisation_ids(*SUPPLIERS)),
            Enrolment.state.not_in(HIDDEN_FROM_PROVIDER),
        )
    )


def _whole() -> "Select[Enrolment]":
    return select(Enrolment).options(
        joinedload(Enrolment.youth),
        joinedload(Enrolment.opportunity).joinedload(Opportunity.organisation),
        joinedload(Enrolment.opportunity).selectinload(Opportunity.slots),
    )
