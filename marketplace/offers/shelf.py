"""Postings as those who write them and those who review them find them."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.access import Actor
from marketplace.kernel.errors import NotFound
from marketplace.offers.policy import REVIEWERS, SUPPLIERS, can_preview, can_review, can_see_own
from marketplace.offers.states import WAITING
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db

PAGE = 20


def own(actor: Actor, ref: str) -> Opportunity:
    """A posting of one of the actor's organisations; raises NotFound."""
    found = _one(ref)
    if not can_see_own(actor, found):
        raise NotFound
    return found


def for_review(actor: Actor, ref: str) -> Opportunity:
    """A posting of the officer's area; raises NotFound."""
    found = _one(ref)
    verdict = can_review(actor, found)
    if not verdict and verdict.reason is None:
        raise NotFound
    return found


def for_preview(actor: Actor, ref: str) -> Opportunity:
    """A posting of one's own organisation or area; raises NotFound."""
    found = _one(ref)
    if not can_preview(actor, found):
        raise NotFound
    return found


def whole(posting_id: int) -> Opportunity:
    """A posting with its organisation and weekly times, for whoever was let see what belongs to it."""
    return db.scalars(_whole().where(Opportunity.id == posting_id)).one()


def of_actor(actor: Actor, *, state: str = "", page: int = 1, size: int = PAGE) -> tuple[Sequence[Opportunity], int]:
    """A page of the organisations' postings, newest first, and how many there are."""
    wanted = select(Opportunity).where(Opportunity.organisation_id.in_(actor.organisation_ids(*SUPPLIERS)))
    if state:
        wanted = wanted.where(Opportunity.state == state)
    return _page(wanted.order_by(Opportunity.id.desc()), page, size)


def states_of(actor: Actor) -> dict[str, int]:
    """How many postings the actor's organisations have in each state."""
    counted = (
        select(Opportunity.state, func.count())
        .where(Opportunity.organisation_id.in_(actor.organisation_ids(*SUPPLIERS)))
        .group_by(Opportunity.state)
    )
    return {state: number for state, number in db.execute(counted)}  # noqa: C416  rows are not pairs to mypy


def waiting_for(actor: Actor, *, page: int = 1, size: int = PAGE) -> tuple[Sequence[Opportunity], int]:
    """A page of postings waiting for an officer of the actor's areas, the oldest request first."""
    scope = actor.scope(*REVIEWERS).condition(Opportunity.area_code, Opportunity.office_key)
    wanted = select(Opportunity).where(scope, Opportunity.state.in_(WAITING))
    return _page(wanted.order_by(Opportunity.submitted_at, Opportunity.id), page, size)


def organisations_of(actor: Actor) -> Sequence[Organisation]:
    """The organisations somebody posts for."""
    wanted = select(Organisation).where(Organisation.id.in_(actor.organisation_ids(*SUPPLIERS)))
    return db.scalars(wanted.order_by(Organisation.name_th)).all()


def _one(ref: str) -> Opportunity:
    found = db.scalars(_whole().where(Opportunity.ref == ref)).first()
    if found is None:
        raise NotFound
    return found


def _whole() -> Select[Opportunity]:
    return select(Opportunity).options(joinedload(Opportunity.organisation), selectinload(Opportunity.slots))


def _page(wanted: Select[Opportunity], page: int, size: int = PAGE) -> tuple[Sequence[Opportunity], int]:
    total = db.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    loaded = wanted.options(joinedload(Opportunity.organisation), selectinload(Opportunity.slots))
    return db.scalars(loaded.limit(size).offset((max(page, 1) - 1) * size)).all(), total
