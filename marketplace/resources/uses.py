"""What of a pledge was really given: told by one person, confirmed by another, and thanked for.

Whoever gives may tell of it and the office confirms, or the office tells of it and nobody else need to. What is doubted
by whom it was given to waits, and counts for nothing meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import joinedload

from marketplace.access import Actor, Verdict
from marketplace.audit import record
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.resources import amounts, reservations, telling
from marketplace.resources.amounts import monday_of
from models.account import Account
from models.organisation import Organisation
from models.reservation import Reservation, ResourceUse, ResourceWeek
from models.resource import Resource
from models.session import db
from models.vocabulary import ReservationState, Role
from models.youth import Youth

PAGE = 50
DOUBTED = t("This was told otherwise by whom it was given to. It waits until their office has asked both.")
Row = TypeVar("Row", Account, Organisation, Youth)
OFFICE = (Role.OFFICER, Role.CASEWORKER)
THANKS: dict[str, Text] = {
    "came": t("Thank you. Because of you I could come."),
    "learned": t("Thank you. I learned a lot from you."),
    "kind": t("Thank you for your time and your patience."),
    "easier": t("Thank you. You made my days easier."),
}
"""Words to choose from: thanks need no free text between two people who should not exchange numbers."""


def can_confirm_any(actor: Actor) -> Verdict:
    """Officers and case workers, for the pledges of their place."""
    return Verdict.when(actor.has(*OFFICE))


def can_confirm(actor: Actor, use: ResourceUse) -> Verdict:
    """An officer or case worker of the place who did not tell of it and does not own the pledge."""
    resource = use.reservation.resource
    if not actor.scope(*OFFICE).covers(resource.area_code, resource.office_key):
        return Verdict.hidden()
    if actor.account_id in (use.told_by_id, resource.owner_account_id):
        return Verdict.no(t("You told of this yourself. A colleague has to confirm it."))
    return Verdict.yes()


def tell(reservation: Reservation, amount: int, used_on: date, *, by: Actor) -> ResourceUse:
    """Keep what was given on a day; never more in a week than was kept for it.

    Raises Invalid for a day outside, for nothing, and for more than is left of the week.
    """
    if amount < 1:
        raise Invalid(t("Write how much was given."), field="amount")
    reservations.locked(reservation.resource_id)
    db.refresh(reservation, ["state", "free_from", "amount"])
    _check_day(reservation, used_on)
    if _doubted_on(reservation, used_on):
        # Whoever gave is not told who doubts it.
        raise Invalid(t("Your office is asking about this day. Write it down once that is settled."), field="used_on")
    monday = monday_of(used_on)
    left = left_in_week(reservation, used_on)
    if amount > left:
        unit = db.get_one(Resource, reservation.resource_id).unit
        raise Invalid(
            t("In this week {left} is left of what was promised.", left=amounts.words(unit, left)), field="amount"
        )
    use = ResourceUse(
        ref=ids.new_ref("X"),
        reservation_id=reservation.id,
        resource_id=reservation.resource_id,
        used_on=used_on,
        amount=amount,
        told_by_id=by.account_id,
        told_at=clock.now(),
    )
    counted = db.execute(
        update(ResourceWeek)
        .where(
            ResourceWeek.resource_id == reservation.resource_id,
            ResourceWeek.monday == monday,
            ResourceWeek.used + amount <= ResourceWeek.taken,
        )
        .values(used=ResourceWeek.used + amount)
        .returning(ResourceWeek.used)
        .execution_options(synchronize_session=False)
    ).first()
    if counted is None:
        raise Conflict(t("Nothing is left of what was promised for this week."))
    db.add(use)
    db.flush()
    record(by, "resource.use", reservation, amount=amount, day=used_on.isoformat())
    return use


def left_in_week(reservation: Reservation, day: date) -> int:
    """How much of what is kept for the week of a day nobody has told of yet."""
    return reservation.amount - _used_in(reservation, monday_of(day))


def confirm(use: ResourceUse, *, by: Actor) -> None:
    """Say that it was given, once; from then on it counts. Raises Conflict also while it is doubted."""
    done = db.execute(
        update(ResourceUse)
        .where(ResourceUse.id == use.id, ResourceUse.confirmed_at.is_(None), ResourceUse.doubted_at.is_(None))
        .values(confirmed_by_id=by.account_id, confirmed_at=clock.now())
        .returning(ResourceUse.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        db.refresh(use, ["doubted_at"])
        raise Conflict(DOUBTED if use.doubted_at is not None else t("Somebody has confirmed this already."))
    db.refresh(use, ["confirmed_by_id", "confirmed_at"])
    record(by, "resource.confirm_use", use)


def doubt(reservation: Reservation, day: date, *, by: Actor) -> None:
    """Whoever it was given to tells it otherwise: what was told of that day counts for nothing until it is settled."""
    reservations.locked(reservation.resource_id)
    for use in _of_day(reservation, day):
        use.doubted_at = clock.now()
        record(by, "resource.doubt_use", use)
    db.flush()


def settle(reservation: Reservation, day: date, *, stands: bool, by: Actor) -> None:
    """What was doubted stands again as it was, or is taken back, also where it had been confirmed."""
    reservations.locked(reservation.resource_id)
    for use in _doubted_on(reservation, day):
        if stands:
            use.doubted_at = None
        else:
            take_back(use, reservation, by=by)
    db.flush()


def take_back(use: ResourceUse, reservation: Reservation, *, unless_confirmed: bool = False, by: Actor) -> None:
    """Forget that it was given, its pledge being locked; what was told stays in the trail."""
    gone = delete(ResourceUse).where(ResourceUse.id == use.id)
    if unless_confirmed:
        gone = gone.where(ResourceUse.confirmed_at.is_(None))
    if db.execute(gone.returning(ResourceUse.id)).first() is None:
        return
    week = (ResourceWeek.resource_id == use.resource_id, ResourceWeek.monday == monday_of(use.used_on))
    less = update(ResourceWeek).where(*week).values(used=ResourceWeek.used - use.amount)
    db.execute(less.execution_options(synchronize_session=False))
    record(by, "resource.untell_use", reservation, amount=use.amount, day=use.used_on.isoformat())


def thank(reservation: Reservation, words: str, *, by: Actor) -> None:
    """Say thank you once, in words chosen from a list."""
    if words not in THANKS:
        raise Invalid(t("Choose one of the sentences."), field="words")
    if reservation.thanks:
        raise Conflict(t("You have said thank you already."))
    if reservation.state not in (ReservationState.CONFIRMED, ReservationState.USED):
        raise Conflict(t("You can say thank you once the help has begun."))
    reservation.thanks = words
    db.flush()
    record(by, "reservation.thank", reservation, words=words)
    telling.owner_thanked(db.get_one(Resource, reservation.resource_id))


def one(actor: Actor, ref: str) -> ResourceUse:
    """One use of a pledge of the actor's place; raises NotFound alike for foreign and missing."""
    wanted = select(ResourceUse).where(ResourceUse.ref == ref)
    found = db.scalars(wanted.options(joinedload(ResourceUse.reservation).joinedload(Reservation.resource))).first()
    if found is None:
        raise NotFound
    resource = found.reservation.resource
    if not actor.scope(*OFFICE).covers(resource.area_code, resource.office_key):
        raise NotFound
    return found


def to_confirm(actor: Actor) -> Sequence[ResourceUse]:
    """What waits to be confirmed in the actor's places, oldest first."""
    wanted = (
        select(ResourceUse)
        .join(Resource, Resource.id == ResourceUse.resource_id)
        .where(ResourceUse.confirmed_at.is_(None), _within(actor))
        .options(joinedload(ResourceUse.reservation).joinedload(Reservation.resource))
    )
    return db.scalars(wanted.order_by(ResourceUse.used_on, ResourceUse.id).limit(PAGE)).all()


@dataclass(frozen=True, slots=True)
class Between:
    """Who gave and for whom: a person by name or an organisation, and a young person where it was for one."""

    giver: str
    organisation: Organisation | None
    youth: Youth | None


def between(found: Sequence[ResourceUse]) -> dict[int, Between]:
    """Both sides of each use, by its key."""
    resources = {use.id: use.reservation.resource for use in found}
    people = _by_key(Account, (one.owner_account_id for one in resources.values()))
    organisations = _by_key(Organisation, (one.organisation_id for one in resources.values()))
    youths = _by_key(Youth, (use.reservation.youth_id for use in found))
    return {
        use.id: Between(
            owner.name if (owner := people.get(resources[use.id].owner_account_id or 0)) else "",
            organisations.get(resources[use.id].organisation_id or 0),
            youths.get(use.reservation.youth_id or 0),
        )
        for use in found
    }


def _by_key(model: type[Row], keys: Iterable[int | None]) -> dict[int, Row]:
    return {row.id: row for row in db.scalars(select(model).where(model.id.in_({key for key in keys if key})))}


def areas_of(actor: Actor) -> Sequence[str]:
    """The subdistricts of the actor's places in which something was pledged."""
    return db.scalars(select(Resource.area_code).where(_within(actor)).distinct().order_by(Resource.area_code)).all()


def of(resource: Resource) -> Sequence[ResourceUse]:
    """What was given of a pledge, newest first."""
    wanted = select(ResourceUse).where(ResourceUse.resource_id == resource.id)
    return db.scalars(wanted.order_by(ResourceUse.used_on.desc(), ResourceUse.id.desc()).limit(PAGE)).all()


def _of_day(reservation: Reservation, day: date) -> Sequence[ResourceUse]:
    wanted = select(ResourceUse).where(ResourceUse.reservation_id == reservation.id, ResourceUse.used_on == day)
    return db.scalars(wanted.order_by(ResourceUse.id).execution_options(populate_existing=True)).all()


def _doubted_on(reservation: Reservation, day: date) -> list[ResourceUse]:
    return [one for one in _of_day(reservation, day) if one.doubted_at is not None]


def _check_day(reservation: Reservation, used_on: date) -> None:
    if used_on > clock.today():
        raise Invalid(t("This day is still to come."), field="used_on")
    monday = monday_of(used_on)
    ended = reservation.free_from is not None and monday >= reservation.free_from
    if not reservation.first_monday <= monday <= reservation.last_monday or ended:
        raise Invalid(t("Nothing was promised for this day."), field="used_on")
    if reservation.state not in (ReservationState.CONFIRMED, ReservationState.USED):
        raise Conflict(t("Only what was firmly promised can be counted as given."))


def _used_in(reservation: Reservation, monday: date) -> int:
    used = select(func.coalesce(func.sum(ResourceUse.amount), 0)).where(
        ResourceUse.reservation_id == reservation.id,
        ResourceUse.used_on.between(monday, monday + timedelta(days=6)),
    )
    return int(db.scalar(used) or 0)


def _within(actor: Actor) -> ColumnElement[bool]:
    return actor.scope(*OFFICE).condition(Resource.area_code, Resource.office_key)
