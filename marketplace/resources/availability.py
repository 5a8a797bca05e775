"""When a pledge can be had: its weekly times, its days of rest, what it covers, and where promises stand against it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock, ids, week
from marketplace.kernel.errors import Invalid, NotFound
from models.reservation import Availability, Reservation, ResourcePause
from models.resource import Resource
from models.session import db
from models.vocabulary import ReservationState, ResourceKind, Support

LIVE = (ReservationState.HELD, ReservationState.CONFIRMED)
COVERABLE = (
    Support.RIDE,
    Support.CHILDCARE,
    Support.DEVICE,
    Support.LANGUAGE_HELP,
    Support.SIGN_LANGUAGE,
    Support.EASY_READ,
    Support.QUIET,
    Support.MEAL,
    Support.DORMITORY,
)
"""What somebody else than the provider can put beside an opportunity; a step cannot be lent away."""

BY_KIND: dict[str, tuple[Support, ...]] = {
    ResourceKind.TRANSPORT: (Support.RIDE,),
    ResourceKind.CHILDCARE: (Support.CHILDCARE,),
}
"""What a kind covers where its owner says nothing else."""

LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Times:
    """What an owner says about when and for what a pledge can be had; no week told means by arrangement only."""

    free: int | None
    supports: tuple[str, ...] = ()
    asks_first: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """A promise that the owner's times do not carry: `why` is `times`, `pause`, `dates` or `twice`."""

    reservation: Reservation
    why: str


def of(resource_id: int) -> Availability:
    """What is known of a pledge's times; an empty row, not yet kept, where nothing was told."""
    return db.get(Availability, resource_id) or Availability(resource_id=resource_id, supports=[], asks_first=False)


def tell(resource: Resource, times: Times, *, by: Actor) -> Availability:
    """Keep the times of a pledge; promises made before stay, and show as clashes where they no longer fit."""
    if times.starts_on and times.ends_on and times.ends_on < times.starts_on:
        raise Invalid(t("The last day must not come before the first."), field="ends_on")
    row = of(resource.id)
    row.free_mask = None if times.free is None else week.to_bytes(times.free)
    row.supports = [need for need in times.supports if need in COVERABLE]
    row.asks_first, row.starts_on, row.ends_on = times.asks_first, times.starts_on, times.ends_on
    db.add(row)
    db.flush()
    record(by, "resource.tell_times", resource)
    return row


def rest(resource: Resource, from_on: date, to_on: date, *, by: Actor) -> ResourcePause:
    """Days on which nothing new may be promised; raises Invalid for a span that is none."""
    if to_on < from_on:
        raise Invalid(t("The last day must not come before the first."), field="to_on")
    if to_on < clock.today():
        raise Invalid(t("These days are over."), field="to_on")
    if to_on - from_on > LONGEST_PAUSE:
        raise Invalid(t("A rest is at most a year. Pause the whole pledge instead."), field="to_on")
    pause = ResourcePause(ref=ids.new_ref("Z"), resource_id=resource.id, from_on=from_on, to_on=to_on)
    db.add(pause)
    db.flush()
    record(by, "resource.rest", resource, days=(to_on - from_on).days + 1)
    return pause


def end_rest(resource: Resource, ref: str, *, by: Actor) -> None:
    """Take days of rest back; raises NotFound."""
    pause = db.scalars(
        select(ResourcePause).where(ResourcePause.ref == ref, ResourcePause.resource_id == resource.id)
    ).first()
    if pause is None:
        raise NotFound
    db.delete(pause)
    db.flush()
    record(by, "resource.end_rest", resource)


def rests(resource_ids: Collection[int], since: date | None = None) -> dict[int, list[ResourcePause]]:
    """The days of rest of many pledges that are not over on a day (today when not said)."""
    wanted = select(ResourcePause).where(
        ResourcePause.resource_id.in_(resource_ids), ResourcePause.to_on >= (since or clock.today())
    )
    found: dict[int, list[ResourcePause]] = {}
    for pause in db.scalars(wanted.order_by(ResourcePause.from_on, ResourcePause.id)):
        found.setdefault(pause.resource_id, []).append(pause)
    return found


def stands_in_the_way(
    row: Availability, pauses: Sequence[ResourcePause], mask: int | None, first: date, last: date
) -> str:
    """Why a pledge cannot be had at these times on every day between: `dates`, `times`, `pause`, or nothing.

    Where no fixed times are asked for (`mask` is None), a rest shorter than a week is no obstacle.
    """
    if (row.starts_on is not None and first < row.starts_on) or (row.ends_on is not None and last > row.ends_on):
        return "dates"
    if mask is None:
        return "pause" if any(_for_weeks(one) and one.from_on <= last and one.to_on >= first for one in pauses) else ""
    if row.free_mask is not None and not week.covers(week.from_bytes(row.free_mask), mask):
        return "times"
    touched = _weekdays(mask)
    for pause in pauses:
        if any(day.weekday() in touched for day in _days(max(first, pause.from_on), min(last, pause.to_on))):
            return "pause"
    return ""


def clashes(resource: Resource, promised: Sequence[Reservation]) -> list[Clash]:
    """Live promises that the owner's times do not carry any more, and those that ask for the same hour twice."""
    row, pauses = of(resource.id), rests([resource.id]).get(resource.id, [])
    live = [one for one in promised if one.state in LIVE]
    found: list[Clash] = []
    for number, one in enumerate(live):
        mask = None if one.week_mask is None else week.from_bytes(one.week_mask)
        first, last = max(one.first_monday, clock.today()), one.last_monday + timedelta(days=6)
        why = stands_in_the_way(row, pauses, mask, first, last) if first <= last else ""
        if not why and is_personal(resource) and any(overlap(one, other) for other in live[:number]):
            why = "twice"
        if why:
            found.append(Clash(one, why))
    return found


def is_personal(resource: Resource) -> bool:
    """Whether it is the time of one person, who cannot be in two places at once."""
    return resource.unit == "hours_per_week" and resource.kind not in (ResourceKind.SITE, ResourceKind.PARTNER_SERVICE)


def overlap(one: Reservation, other: Reservation) -> bool:
    """Whether two promises ask for the same half hour of the same week."""
    if one.week_mask is None or other.week_mask is None:
        return False
    if one.last_monday < other.first_monday or other.last_monday < one.first_monday:
        return False
    return week.from_bytes(one.week_mask) & week.from_bytes(other.week_mask) != 0


def _for_weeks(pause: ResourcePause) -> bool:
    return (pause.to_on - pause.from_on).days >= 6


def _weekdays(mask: int) -> frozenset[int]:
    day = (1 << week.CELLS_A_DAY) - 1
    return frozenset(number for number in range(7) if mask >> (number * week.CELLS_A_DAY) & day)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
