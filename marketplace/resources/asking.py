"""What the owner of a pledge says when asked: yes, no, or nothing in time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from marketplace.access import SYSTEM, Actor, Verdict
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import IllegalMove, NotFound
from marketplace.resources import bundles, pledges
from marketplace.resources.amounts import WEEK, monday_of
from marketplace.resources.availability import LIVE
from models.reservation import Reservation, ResourceWeek
from models.resource import Resource
from models.session import db
from models.vocabulary import OwnerAnswer
from models.youth import Youth

AT_ONCE = 200


def one(actor: Actor, ref: str) -> Reservation:
    """What is kept of one of somebody's own pledges; raises NotFound alike for foreign and missing."""
    wanted = select(Reservation).where(Reservation.ref == ref).options(joinedload(Reservation.resource))
    found = db.scalars(wanted).first()
    if found is None or not pledges.can_change(actor, found.resource):
        raise NotFound
    return found


def can_answer(actor: Actor, reservation: Reservation) -> Verdict:
    """Whoever answers for the pledge."""
    return pledges.can_change(actor, reservation.resource)


def accept(reservation: Reservation, *, by: Actor) -> None:
    """The owner says yes; raises IllegalMove once it was answered or is over."""
    _answer(reservation, OwnerAnswer.ACCEPTED, by=by)


def decline(reservation: Reservation, *, by: Actor) -> None:
    """The owner says no, without having to say why: everything kept with it is free again, and the office is told."""
    _answer(reservation, OwnerAnswer.DECLINED, by=by)
    bundles.give_up(reservation, by=by, reason="declined")


def lapse() -> int:
    """Whoever did not answer in time has not promised: give up what waited for it; returns how many."""
    late = db.scalars(
        select(Reservation)
        .where(
            Reservation.answer == OwnerAnswer.WAITING,
            Reservation.answer_by < clock.now(),
            Reservation.state.in_(LIVE),
        )
        .order_by(Reservation.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for reservation in late:
        bundles.give_up(reservation, by=SYSTEM, reason="no_answer")
    return len(late)


def waiting_for(actor: Actor) -> Sequence[Reservation]:
    """What waits for somebody's answer, the soonest due first."""
    wanted = (
        select(Reservation)
        .join(Resource, Resource.id == Reservation.resource_id)
        .where(pledges.kept_by(actor), Reservation.answer == OwnerAnswer.WAITING, Reservation.state.in_(LIVE))
        .options(joinedload(Reservation.resource))
    )
    return db.scalars(wanted.order_by(Reservation.answer_by, Reservation.id)).all()


def _answer(reservation: Reservation, answer: OwnerAnswer, *, by: Actor) -> None:
    values: dict[str, Any] = {"answer": answer, "version": reservation.version + 1}
    said = db.execute(
        update(Reservation)
        .where(
            Reservation.id == reservation.id,
            Reservation.version == reservation.version,
            Reservation.answer == OwnerAnswer.WAITING,
            Reservation.state.in_(LIVE),
        )
        .values(**values)
        .returning(Reservation.id)
        .execution_options(synchronize_session=False)
    ).first()
    if said is None:
        raise IllegalMove(
            t("This step does not fit where it stands now. Reload the page to see where that is and what can be done.")
        )
    db.refresh(reservation, ["answer", "version"])
    record(by, f"reservation.{answer}", reservation)


def districts_of(found: Sequence[Reservation]) -> dict[int, str]:
    """The district of the young person each reservation is for; an owner learns no more of where they live."""
    youths = {one.youth_id for one in found if one.youth_id is not None}
    areas: dict[int, str] = {}
    for youth_id, area in db.execute(select(Youth.id, Youth.area_code).where(Youth.id.in_(youths))):
        areas[youth_id] = (area or "")[:4]
    return {one.id: areas.get(one.youth_id or 0, "") for one in found}


def taken(resource: Resource, ahead: int) -> list[tuple[date, int]]:
    """What is taken of a pledge in this week and those after it, by Monday."""
    first = monday_of(clock.today())
    weeks = [first + number * WEEK for number in range(ahead)]
    wanted = select(ResourceWeek.monday, ResourceWeek.taken).where(
        ResourceWeek.resource_id == resource.id, ResourceWeek.monday.between(weeks[0], weeks[-1])
    )
    known: dict[date, int] = {monday: amount for monday, amount in db.execute(wanted)}  # noqa: C416  rows are not pairs
    return [(monday, known.get(monday, 0)) for monday in weeks]
