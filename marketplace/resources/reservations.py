"""Keeping a part of a pledge for somebody: so much a week, never more than was pledged, given back when not needed.

Whoever changes what is taken of a pledge first locks its row, several in the order of their keys; the database judges
each week once more by a conditional update.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import pick, t
from marketplace.kernel import clock, ids, week
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.resources import availability, rules
from marketplace.resources.amounts import WEEK, limit_of, monday_of, mondays
from marketplace.resources.availability import LIVE
from marketplace.resources.states import RESERVATION
from marketplace.vetting import facts
from models.reservation import Reservation, ResourceUse, ResourceWeek
from models.resource import Resource
from models.session import db
from models.vocabulary import OwnerAnswer, ReservationState, ResourceState


@dataclass(frozen=True, slots=True)
class Ask:
    """So much a week of one pledge, in every week from one day to another, at these half hours of the week."""

    resource_id: int
    amount: int
    first_on: date
    last_on: date
    mask: int | None
    needs: tuple[str, ...] = ()


def hold(
    ask: Ask, *, by: Actor, youth_id: int | None = None, bundle_id: int | None = None, asks_owner: bool = True
) -> Reservation:
    """Keep a part of a pledge; raises Conflict when it is not to be had in every one of the weeks.

    Nothing stays taken when it is refused. Where the owner wants to be asked, the answer is waited for,
    unless they are asked in another way.
    """
    weeks = _weeks(ask)
    with db.begin_nested():
        resource = locked(ask.resource_id)
        if resource.state != ResourceState.AVAILABLE or not facts.standing(resource).takes_new:
            raise _gone(resource)
        row = availability.of(resource.id)
        pauses = availability.rests([resource.id]).get(resource.id, [])
        if availability.stands_in_the_way(row, pauses, ask.mask, ask.first_on, ask.last_on):
            raise _gone(resource)
        waits = row.asks_first and asks_owner
        reservation = Reservation(
            ref=ids.new_ref("K"),
            resource_id=resource.id,
            bundle_id=bundle_id,
            youth_id=youth_id,
            needs=",".join(ask.needs),
            amount=ask.amount,
            first_monday=weeks[0],
            last_monday=weeks[-1],
            week_mask=None if ask.mask is None else week.to_bytes(ask.mask),
            state=ReservationState.HELD,
            answer=OwnerAnswer.WAITING if waits else OwnerAnswer.NOT_ASKED,
            answer_by=clock.now() + timedelta(days=rules.number("answer_days")) if waits else None,
            created_at=clock.now(),
        )
        if availability.is_personal(resource) and any(availability.overlap(reservation, one) for one in live(resource)):
            raise _gone(resource)
        _take(resource, weeks, ask.amount)
        db.add(reservation)
        db.flush()
        record(by, "reservation.hold", reservation, needs=list(ask.needs))
    reservation.resource = resource
    return reservation


def confirm(reservation: Reservation, *, by: Actor) -> None:
    """Make a hold firm; raises Conflict while the owner has not answered, or when the pledge is no longer there."""
    resource = locked(reservation.resource_id)
    if resource.state not in (ResourceState.AVAILABLE, ResourceState.PAUSED) or not facts.standing(resource).holds:
        raise _gone(resource)
    if reservation.answer in (OwnerAnswer.WAITING, OwnerAnswer.DECLINED):
        raise Conflict(
            t("Whoever gives {what} has not said yes so far.", what=pick(resource.title_th, resource.title_en))
        )
    advance(RESERVATION, reservation, "confirm", by=by)


def take_back(reservation: Reservation, *, by: Actor) -> None:
    """Make a confirmed reservation a hold again."""
    advance(RESERVATION, reservation, "take_back", by=by)


def release(reservation: Reservation, *, by: Actor, reason: str = "") -> None:
    """Give back every week that has not been used: the present one too, unless something was given in it."""
    resource = locked(reservation.resource_id)
    free_from = _free_from(reservation)
    advance(RESERVATION, reservation, "release", by=by, reason=reason, free_from=free_from)
    if free_from <= reservation.last_monday:
        _give_back(resource.id, max(free_from, reservation.first_monday), reservation.last_monday, reservation.amount)


def finish(reservation: Reservation, *, by: Actor) -> None:
    """What was kept has served: weeks to come are free again, the past stays as it was."""
    resource = locked(reservation.resource_id)
    free_from = max(monday_of(clock.today()) + WEEK, reservation.first_monday)
    advance(RESERVATION, reservation, "finish", by=by, free_from=free_from)
    if free_from <= reservation.last_monday:
        _give_back(resource.id, free_from, reservation.last_monday, reservation.amount)


def live(resource: Resource) -> Sequence[Reservation]:
    """What is held or confirmed of a pledge, oldest first."""
    wanted = select(Reservation).where(Reservation.resource_id == resource.id, Reservation.state.in_(LIVE))
    return db.scalars(wanted.order_by(Reservation.id)).all()


def locked(resource_id: int) -> Resource:
    """The pledge as it stands now, locked until the transaction ends."""
    wanted = select(Resource).where(Resource.id == resource_id).with_for_update()
    return db.scalars(wanted.execution_options(populate_existing=True)).one()


def resize(resource: Resource, capacity: int, *, by: Actor) -> None:
    """Change how much is pledged; raises Conflict when more is promised already in some week to come."""
    resource = locked(resource.id)
    before, resource.capacity = resource.capacity, capacity
    most = limit_of(resource)
    coming = (ResourceWeek.resource_id == resource.id, ResourceWeek.monday >= monday_of(clock.today()))
    if db.scalar(select(ResourceWeek.monday).where(*coming, ResourceWeek.taken > most).limit(1)) is not None:
        resource.capacity = before
        raise Conflict(t("More than that is promised already. Ask the office to free some of it first."))
    db.execute(update(ResourceWeek).where(*coming).values(capacity=most).execution_options(synchronize_session=False))
    db.flush()
    record(by, "resource.resize", resource, before=before, after=capacity)


def _weeks(ask: Ask) -> list[date]:
    if ask.amount < 1 or ask.last_on < ask.first_on:
        raise Invalid(t("There is nothing to keep."))
    weeks = list(mondays(ask.first_on, ask.last_on))
    if len(weeks) > rules.number("weeks_most"):
        raise Invalid(t("Help is kept for at most {count} weeks.", count=rules.number("weeks_most")))
    return weeks


def _take(resource: Resource, weeks: Sequence[date], amount: int) -> None:
    build = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    most = limit_of(resource)
    rows = [{"resource_id": resource.id, "monday": one, "capacity": most, "taken": 0, "used": 0} for one in weeks]
    db.execute(build(ResourceWeek).values(rows).on_conflict_do_nothing())
    taken = db.execute(
        update(ResourceWeek)
        .where(
            ResourceWeek.resource_id == resource.id,
            ResourceWeek.monday.between(weeks[0], weeks[-1]),
            ResourceWeek.taken + amount <= ResourceWeek.capacity,
        )
        .values(taken=ResourceWeek.taken + amount)
        .returning(ResourceWeek.monday)
        .execution_options(synchronize_session=False)
    ).all()
    if len(taken) != len(weeks):
        raise _gone(resource)


def _give_back(resource_id: int, first: date, last: date, amount: int) -> None:
    db.execute(
        update(ResourceWeek)
        .where(ResourceWeek.resource_id == resource_id, ResourceWeek.monday.between(first, last))
        .values(taken=ResourceWeek.taken - amount)
        .execution_options(synchronize_session=False)
    )


def _free_from(reservation: Reservation) -> date:
    used = select(ResourceUse.used_on).where(ResourceUse.reservation_id == reservation.id)
    last = db.scalar(used.order_by(ResourceUse.used_on.desc()).limit(1))
    this_week = monday_of(clock.today())
    return this_week if last is None else max(this_week, monday_of(last) + WEEK)


def _gone(resource: Resource) -> Conflict:
    what = pick(resource.title_th, resource.title_en)
    return Conflict(t("{what} is no longer free at these times. Look again at what there is now.", what=what))
