"""Pledges: made by whoever has something to give, checked by the office, taken back at any time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.access import Actor, Verdict
from marketplace.areas.offices import office_key_for
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Invalid, NotFound
from marketplace.resources.states import PLEDGE
from models.resource import Resource
from models.session import db
from models.vocabulary import ResourceKind, ResourceUnit, Role

MOST = 1_000


@dataclass(frozen=True)
class PledgeDraft:
    """What somebody offers."""

    kind: ResourceKind
    title_th: str
    about_th: str
    when_th: str
    area_code: str
    unit: ResourceUnit
    capacity: int


def can_pledge(actor: Actor) -> Verdict:
    """Mentors and others who hold something to give."""
    return Verdict.when(actor.has(Role.MENTOR))


def can_change(actor: Actor, resource: Resource) -> Verdict:
    """Its owner."""
    return Verdict.when(actor.account_id is not None and resource.owner_account_id == actor.account_id)


def own(actor: Actor, ref: str) -> Resource:
    """One of somebody's own pledges; raises NotFound."""
    found = db.scalars(select(Resource).where(Resource.ref == ref)).first()
    if found is None or not can_change(actor, found):
        raise NotFound
    return found


def of_owner(actor: Actor) -> Sequence[Resource]:
    """Everything somebody pledged, newest first."""
    wanted = select(Resource).where(Resource.owner_account_id == actor.account_id)
    return db.scalars(wanted.order_by(Resource.id.desc())).all()


def pledge(draft: PledgeDraft, *, by: Actor) -> Resource:
    """Offer something; nobody sees it before the office has looked."""
    if not 1 <= draft.capacity <= MOST:
        raise Invalid(t("Write how much, from 1 to {most}.", most=MOST), field="capacity")
    resource = Resource(
        ref=ids.new_ref("P"),
        kind=draft.kind,
        title_th=draft.title_th,
        about_th=draft.about_th,
        when_th=draft.when_th,
        area_code=draft.area_code,
        office_key=office_key_for(draft.area_code),
        unit=draft.unit,
        capacity=draft.capacity,
        owner_account_id=by.account_id,
        created_at=clock.now(),
    )
    db.add(resource)
    db.flush()
    record(by, "resource.pledge", resource, kind=str(draft.kind))
    return resource


def move(resource: Resource, verb: str, *, by: Actor) -> None:
    """Pause, resume or take back."""
    advance(PLEDGE, resource, verb, by=by)
