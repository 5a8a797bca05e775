"""Help that was kept with an enrolment is given when its young person comes: attendance tells of it by itself.

It counts, as whatever is told, once the office has confirmed it; whoever gives may have told of the same day already.
"""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.resources import reservations, uses
from models.bundle import SupportBundle
from models.reservation import Reservation, ResourceUse
from models.session import db
from models.vocabulary import ReservationState

GIVEN = (ReservationState.CONFIRMED, ReservationState.USED)


def came(enrolment_ids: Collection[int], held_on: date, times_a_week: int, *, by: Actor) -> None:
    """Tell of the help of those who came to a session: its share of what is kept for the week, as far as that goes."""
    kept = _kept(enrolment_ids)
    told = _told(kept, held_on)
    for one in kept:
        left = uses.left_in_week(one, held_on)
        if one.id in told or left < 1:
            continue
        try:
            uses.tell(one, min(left, max(1, one.amount // max(1, times_a_week))), held_on, by=by)
        except (Invalid, Conflict):
            # Nothing was promised for this day: whoever marks attendance need not know.
            continue


def stayed_away(enrolment_ids: Collection[int], held_on: date, *, by: Actor) -> None:
    """Take back what was told of that day and nobody has confirmed."""
    kept = {int(one.id): one for one in _kept(enrolment_ids)}
    wanted = select(ResourceUse).where(
        ResourceUse.reservation_id.in_(kept), ResourceUse.used_on == held_on, ResourceUse.confirmed_at.is_(None)
    )
    for use in db.scalars(wanted.order_by(ResourceUse.resource_id)).all():
        reservations.locked(use.resource_id)
        uses.take_back(use, kept[use.reservation_id], unless_confirmed=True, by=by)


def _kept(enrolment_ids: Collection[int]) -> list[Reservation]:
    wanted = (
        select(Reservation)
        .join(SupportBundle, SupportBundle.id == Reservation.bundle_id)
        .where(SupportBundle.enrolment_id.in_(enrolment_ids), Reservation.state.in_(GIVEN))
        .order_by(Reservation.resource_id, Reservation.id)
    )
    return list(db.scalars(wanted)) if enrolment_ids else []


def _told(kept: Iterable[Reservation], held_on: date) -> set[int]:
    ids = [one.id for one in kept]
    wanted = select(ResourceUse.reservation_id).where(
        ResourceUse.reservation_id.in_(ids), ResourceUse.used_on == held_on
    )
    return set(db.scalars(wanted)) if ids else set()
