"""Pledges of help that can be had: how much, when, what for; near everybody unless told otherwise."""

from datetime import date, timedelta
from typing import Any

from marketplace.access import SYSTEM
from marketplace.kernel import clock, week
from marketplace.resources import reservations
from marketplace.resources.reservations import Ask
from marketplace.vetting import facts
from models.reservation import Availability, Reservation
from models.resource import Resource
from models.session import db
from models.vocabulary import ResourceKind, ResourceUnit, Support, VettingCheck
from tests.factories.offers import make_resource

OF: dict[str, tuple[ResourceKind, ResourceUnit]] = {
    Support.RIDE: (ResourceKind.TRANSPORT, ResourceUnit.TRIPS_PER_WEEK),
    Support.CHILDCARE: (ResourceKind.CHILDCARE, ResourceUnit.PLACES),
    Support.DEVICE: (ResourceKind.EQUIPMENT, ResourceUnit.PIECES),
    Support.LANGUAGE_HELP: (ResourceKind.MENTOR, ResourceUnit.HOURS_PER_WEEK),
    Support.QUIET: (ResourceKind.SITE, ResourceUnit.PLACES),
}


def make_help(
    need: str, *more: str, times: str | None = None, asks_first: bool = False, vetted: bool = True, **given: Any
) -> Resource:
    """A pledge that covers the needs the whole week, or at `times`; what kind it is follows from the first need."""
    kind, unit = OF[need]
    free = week.FULL if times is None else week.mask_within(week.parse(times))
    made = make_resource(**({"kind": kind, "unit": unit, "capacity": 8, "title_th": f"ช่วยเรื่อง {need}"} | given))
    db.add(
        Availability(resource_id=made.id, free_mask=week.to_bytes(free), supports=[need, *more], asks_first=asks_first)
    )
    db.flush()
    if vetted:
        vet(made)
    return made


def vet(resource: Resource, *, days_ago: int = 10) -> None:
    """Every check its kind needs, made by nobody in particular."""
    on = clock.today()
    for check in facts.needed_of(resource, on):
        note = "ครูสมศรี\nกำนันบุญมี" if check is VettingCheck.REFERENCES else ""
        facts.record(resource, check, on - timedelta(days=days_ago), by=SYSTEM, note=note)


def ask_for(resource: Resource, amount: int = 1, *, weeks: int = 4, first: date | None = None, times: str = "") -> Ask:
    """So much a week from today on, at no fixed times unless told."""
    begin = first or clock.today()
    mask = week.mask(week.parse(times)) if times else None
    return Ask(resource.id, amount, begin, begin + timedelta(days=7 * weeks - 7), mask)


def keep(resource: Resource, amount: int = 1, **given: Any) -> Reservation:
    """A reservation held by nobody in particular."""
    return reservations.hold(ask_for(resource, amount, **given), by=SYSTEM)
