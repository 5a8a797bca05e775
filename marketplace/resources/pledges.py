"""Pledges: made by whoever has something to give, checked by the office, taken back at any time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from marketplace.access import Actor, Verdict
from marketplace.areas.offices import office_key_for
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Invalid, NotFound
from marketplace.resources import availability, bundles, reservations
from marketplace.resources.states import PLEDGE
from models.reservation import Availability, Reservation
from models.resource import Resource
from models.session import db
from models.vocabulary import ResourceKind, ResourceUnit, Role

MOST = 1_000
KEEPERS = (Role.PROVIDER, Role.PROVIDER_ADMIN, Role.EMPLOYER)
ENDING = frozenset({"withdraw", "suspend"})
"""Verbs after which nothing that was kept of a pledge may be counted on."""


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
    """Mentors and others who hold something to give, and the staff of organisations."""
    return Verdict.when(actor.has(Role.MENTOR, *KEEPERS))


def can_change(actor: Actor, resource: Resource) -> Verdict:
    """Its owner, or the staff of the organisation that gives it."""
    if actor.account_id is None:
        return Verdict.hidden()
    theirs = resource.owner_account_id is None and resource.organisation_id in actor.organisation_ids(*KEEPERS)
    return Verdict.when(resource.owner_account_id == actor.account_id or theirs)


def kept_by(actor: Actor) -> ColumnElement[bool]:
    """The same rule over the columns of pledges."""
    theirs = Resource.organisation_id.in_(actor.organisation_ids(*KEEPERS))
    return or_(Resource.owner_account_id == (actor.account_id or 0), Resource.owner_account_id.is_(None) & theirs)


def own(actor: Actor, ref: str) -> Resource:
    """One of somebody's own pledges; raises NotFound."""
    found = db.scalars(select(Resource).where(Resource.ref == ref)).first()
    if found is None or not can_change(actor, found):
        raise NotFound
    return found


def of_owner(actor: Actor) -> Sequence[Resource]:
    """Everything somebody answers for, newest first."""
    return db.scalars(select(Resource).where(kept_by(actor)).order_by(Resource.id.desc())).all()


def pledge(draft: PledgeDraft, *, by: Actor) -> Resource:
    """Offer something; nobody sees it before the office has looked."""
    _check_capacity(draft.capacity)
    organisations = by.organisation_ids(*KEEPERS)
    theirs = len(organisations) == 1 and not by.has(Role.MENTOR)
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
        owner_account_id=None if theirs else by.account_id,
        organisation_id=next(iter(organisations)) if theirs else None,
        created_at=clock.now(),
    )
    db.add(resource)
    db.flush()
    db.add(Availability(resource_id=resource.id, supports=list(availability.BY_KIND.get(draft.kind, ()))))
    db.flush()
    record(by, "resource.pledge", resource, kind=str(draft.kind))
    return resource


def resize(resource: Resource, capacity: int, *, by: Actor) -> None:
    """Change how much is pledged; raises Invalid for an impossible number, Conflict when more is promised already."""
    _check_capacity(capacity)
    if capacity != resource.capacity:
        reservations.resize(resource, capacity, by=by)


def move(resource: Resource, verb: str, *, by: Actor, reason: str = "", note: str = "") -> None:
    """Pause, resume, take back or stop; what ends a pledge frees all that was kept of it, and the office is told."""
    if verb in ENDING:
        reservations.locked(resource.id)
    advance(PLEDGE, resource, verb, by=by, reason=reason, note=note)
    if verb in ENDING:
        bundles.lose(resource, by=by, reason="pledge_gone")


def promised(resource: Resource) -> Sequence[Reservation]:
    """What is held or confirmed of a pledge, oldest first."""
    return reservations.live(resource)


def _check_capacity(capacity: int) -> None:
    if not 1 <= capacity <= MOST:
        raise Invalid(t("Write how much, from 1 to {most}.", most=MOST), field="capacity")
