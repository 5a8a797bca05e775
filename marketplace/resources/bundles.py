"""Help kept as one: a ride, childcare, a device for one enrolment, all of it or none.

Every verb runs inside the transaction of whoever approves, withdraws or refuses the enrolment, so that both are true
or neither. Parts are taken in the order of their pledges, whoever asks.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.access import Actor
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict
from marketplace.resources import reservations, telling
from marketplace.resources.availability import LIVE
from marketplace.resources.reservations import Ask
from marketplace.resources.states import BUNDLE
from models.bundle import SupportBundle
from models.enrolment import Enrolment
from models.reservation import Reservation
from models.resource import Resource
from models.session import db
from models.vocabulary import BundleState, OwnerAnswer

STANDING = (BundleState.HELD, BundleState.CONFIRMED)


def hold(enrolment: Enrolment, asks: Sequence[Ask], *, by: Actor) -> SupportBundle:
    """Keep every part for an enrolment; raises Conflict, and keeps nothing, when one of them is not to be had."""
    with db.begin_nested():
        bundle = SupportBundle(
            ref=ids.new_ref("H"), enrolment_id=enrolment.id, state=BundleState.HELD, created_at=clock.now()
        )
        db.add(bundle)
        db.flush()
        for ask in sorted(asks, key=lambda one: (one.resource_id, one.needs)):
            kept = reservations.hold(ask, by=by, youth_id=enrolment.youth_id, bundle_id=bundle.id)
            if kept.answer == OwnerAnswer.WAITING:
                telling.owner_asked(kept, kept.resource)
    return bundle


def confirm(enrolment_id: int, *, by: Actor) -> None:
    """Make the help of an approved enrolment firm; raises Conflict when a part is gone or not yet promised."""
    bundle = standing(enrolment_id)
    if bundle is None:
        return
    advance(BUNDLE, bundle, "confirm", by=by)
    for part in _live(bundle):
        reservations.confirm(part, by=by)


def take_back(enrolment_id: int, *, by: Actor) -> None:
    """An approval was undone: the help is held as before."""
    bundle = standing(enrolment_id)
    if bundle is None or bundle.state != BundleState.CONFIRMED:
        return
    advance(BUNDLE, bundle, "take_back", by=by)
    for part in _live(bundle):
        reservations.take_back(part, by=by)


def release(enrolment_id: int, *, by: Actor, reason: str = "") -> None:
    """The enrolment ends before its end: every part is free again, and whoever gave it knows."""
    bundle = standing(enrolment_id)
    if bundle is not None:
        advance(BUNDLE, bundle, "release", by=by, reason=reason)
        _free(bundle, by=by, reason=reason)


def finish(enrolment_id: int, *, by: Actor) -> None:
    """The enrolment was completed: what was kept has served."""
    bundle = standing(enrolment_id)
    if bundle is None or bundle.state != BundleState.CONFIRMED:
        return release(enrolment_id, by=by)
    advance(BUNDLE, bundle, "finish", by=by)
    for part in _live(bundle):
        reservations.finish(part, by=by)
    return None


def break_up(bundle: SupportBundle, *, by: Actor, reason: str) -> None:
    """One part failed: all of them are free again, and the office, the case worker and the young person are told."""
    advance(BUNDLE, bundle, "break", by=by, reason=reason)
    _free(bundle, by=by, reason=reason)
    telling.bundle_broken(bundle)


def lose(resource: Resource, *, by: Actor, reason: str) -> int:
    """A pledge is gone: give up all that was kept of it, with the bundles it was part of; returns how many."""
    reservations.locked(resource.id)
    kept = reservations.live(resource)
    for one in kept:
        give_up(one, by=by, reason=reason)
    return len(kept)


def give_up(reservation: Reservation, *, by: Actor, reason: str) -> None:
    """Release one reservation, and with it the bundle it was part of."""
    if reservation.state not in LIVE:
        return
    bundle = None if reservation.bundle_id is None else db.get(SupportBundle, reservation.bundle_id)
    if bundle is not None and bundle.state in STANDING:
        break_up(bundle, by=by, reason=reason)
    else:
        reservations.release(reservation, by=by, reason=reason)


def standing(enrolment_id: int) -> SupportBundle | None:
    """The help that is held or confirmed for an enrolment, with its parts."""
    wanted = select(SupportBundle).where(SupportBundle.enrolment_id == enrolment_id, SupportBundle.state.in_(STANDING))
    return db.scalars(
        wanted.options(selectinload(SupportBundle.parts)).execution_options(populate_existing=True)
    ).first()


def latest(enrolment_id: int) -> SupportBundle | None:
    """The newest bundle of an enrolment, standing or not, with its parts and their pledges."""
    wanted = (
        select(SupportBundle)
        .where(SupportBundle.enrolment_id == enrolment_id)
        .order_by(SupportBundle.id.desc())
        .limit(1)
        .options(selectinload(SupportBundle.parts).joinedload(Reservation.resource))
    )
    return db.scalars(wanted.execution_options(populate_existing=True)).first()


def part_of(enrolment_id: int, ref: str) -> Reservation:
    """One part of the help of an enrolment; raises Conflict where it is no part of it."""
    wanted = (
        select(Reservation)
        .join(SupportBundle, SupportBundle.id == Reservation.bundle_id)
        .where(SupportBundle.enrolment_id == enrolment_id, Reservation.ref == ref)
    )
    found = db.scalars(wanted).first()
    if found is None:
        raise Conflict(t("This help is not part of your application."))
    return found


def covered(enrolment_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """The support needs met by help that stands, for many enrolments at once."""
    found: dict[int, frozenset[str]] = {}
    wanted = (
        select(SupportBundle.enrolment_id, Reservation.needs)
        .join(Reservation, Reservation.bundle_id == SupportBundle.id)
        .where(SupportBundle.enrolment_id.in_(enrolment_ids), SupportBundle.state.in_(STANDING))
    )
    for enrolment_id, needs in db.execute(wanted):
        found[enrolment_id] = found.get(enrolment_id, frozenset()) | frozenset(needs.split(","))
    return found


def _live(bundle: SupportBundle) -> Sequence[Reservation]:
    wanted = select(Reservation).where(Reservation.bundle_id == bundle.id, Reservation.state.in_(LIVE))
    return db.scalars(wanted.order_by(Reservation.resource_id, Reservation.id)).all()


def _free(bundle: SupportBundle, *, by: Actor, reason: str) -> None:
    for part in _live(bundle):
        reservations.release(part, by=by, reason=reason)
        telling.owner_freed(db.get_one(Resource, part.resource_id))
