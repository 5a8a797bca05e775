"""The organisations of an office in heaps, in the order of work."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select

from marketplace.access import Actor
from marketplace.kernel.errors import NotFound
from marketplace.organisations.policy import OFFICE
from models.organisation import Organisation, OrganisationChange, OrganisationPaper
from models.session import db
from models.vocabulary import ChangeState, PaperState
from models.vocabulary import OrganisationState as S

PAGE = 30
_WAITING_PAPER = (
    select(OrganisationPaper.id)
    .where(
        OrganisationPaper.organisation_id == Organisation.id,
        OrganisationPaper.state == PaperState.WAITING,
        OrganisationPaper.removed_at.is_(None),
    )
    .exists()
)
_WAITING_CHANGE = (
    select(OrganisationChange.id)
    .where(OrganisationChange.organisation_id == Organisation.id, OrganisationChange.state == ChangeState.WAITING)
    .exists()
)
HEAPS: dict[str, ColumnElement[bool]] = {
    "new": Organisation.state == S.SUBMITTED,
    "reading": Organisation.state == S.IN_REVIEW,
    "papers": Organisation.state.in_((S.ACTIVE, S.RENEWAL_DUE, S.SUSPENDED)) & _WAITING_PAPER,
    "changes": _WAITING_CHANGE,
    "due": Organisation.state == S.RENEWAL_DUE,
    "asked": Organisation.state == S.INFO_REQUESTED,
    "stopped": Organisation.state == S.SUSPENDED,
    "active": Organisation.state == S.ACTIVE,
}
"""The heaps of an office."""


def heap(
    actor: Actor, name: str, words: str = "", page: int = 1, size: int = PAGE
) -> tuple[Sequence[Organisation], int]:
    """One heap, oldest first, and how much is in it; `words` are looked for in the names."""
    where = [_within(actor), HEAPS[name]]
    if words:
        where.append(
            or_(
                Organisation.name_th.contains(words, autoescape=True),
                Organisation.name_en.icontains(words, autoescape=True),
            )
        )
    total = db.scalar(select(func.count()).select_from(Organisation).where(*where)) or 0
    wanted = select(Organisation).where(*where).order_by(Organisation.id)
    return db.scalars(wanted.limit(size).offset(size * (max(page, 1) - 1))).all(), total


def counts(actor: Actor) -> dict[str, int]:
    """How much lies in each heap."""
    within = _within(actor)
    return {
        name: db.scalar(select(func.count()).select_from(Organisation).where(within, where)) or 0
        for name, where in HEAPS.items()
    }


def one(actor: Actor, ref: str) -> Organisation:
    """An organisation of the actor's places that was sent to them; raises NotFound alike for foreign and missing."""
    found = db.scalars(
        select(Organisation).where(
            Organisation.ref == ref, _within(actor), Organisation.state.not_in((S.DRAFT, S.LAPSED))
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def _within(actor: Actor) -> ColumnElement[bool]:
    return actor.scope(*OFFICE).condition(Organisation.area_code, Organisation.office_key)
