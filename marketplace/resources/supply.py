"""What could be put beside an opportunity: pledges that can be had now, how much of each week, when and where."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from marketplace.areas.points import point_of
from marketplace.kernel import clock, week
from marketplace.kernel.geo import Point
from marketplace.resources import availability
from marketplace.resources.amounts import limit_of, monday_of
from marketplace.vetting import facts
from models.reservation import Availability, Reservation, ResourcePause, ResourceWeek
from models.resource import Resource
from models.session import db
from models.vocabulary import ResourceState

MOST = 500


@dataclass(frozen=True)
class Supply:
    """One pledge as a composer sees it; `free` is None where no times were told, `taken` is by Monday."""

    resource: Resource
    times: Availability
    point: Point
    free: int | None
    limit: int
    taken: Mapping[date, int] = field(default_factory=dict)
    pauses: tuple[ResourcePause, ...] = ()
    promised: tuple[Reservation, ...] = ()

    @property
    def ref(self) -> str:
        """The pledge's own reference, by which ties are broken."""
        return self.resource.ref

    def covers(self, need: str) -> bool:
        """Whether its owner says that it covers a support need."""
        return need in self.times.supports


def around(areas: Collection[str], needs: Iterable[str]) -> tuple[Supply, ...]:
    """Available pledges of the provinces of some subdistricts that cover any of the needs, in the order of their keys.

    Six statements however many there are.
    """
    wanted = frozenset(needs)
    provinces = sorted({code[:2] for code in areas})
    if not wanted or not provinces:
        return ()
    rows = db.execute(
        select(Resource, Availability)
        .join(Availability, Availability.resource_id == Resource.id)
        .where(Resource.state == ResourceState.AVAILABLE, _within(provinces))
        .order_by(Resource.id)
    ).all()
    covering = [(one, times) for one, times in rows if wanted & frozenset(times.supports)]
    vetted = facts.standings([one for one, _ in covering])
    covering = [(one, times) for one, times in covering if vetted[one.id].takes_new][:MOST]
    ids = [one.id for one, _ in covering]
    taken, promised, pauses = _taken(ids), _promised(ids), availability.rests(ids)
    return tuple(
        Supply(
            resource=one,
            times=times,
            point=point_of(one.area_code).point,
            free=None if times.free_mask is None else week.from_bytes(times.free_mask),
            limit=limit_of(one),
            taken=taken.get(one.id, {}),
            pauses=tuple(pauses.get(one.id, ())),
            promised=tuple(promised.get(one.id, ())),
        )
        for one, times in covering
    )


def _within(provinces: list[str]) -> ColumnElement[bool]:
    return or_(*(Resource.area_code.between(code, code + "9999") for code in provinces))


def _taken(ids: Sequence[int]) -> dict[int, dict[date, int]]:
    found: dict[int, dict[date, int]] = {}
    wanted = select(ResourceWeek.resource_id, ResourceWeek.monday, ResourceWeek.taken).where(
        ResourceWeek.resource_id.in_(ids), ResourceWeek.monday >= monday_of(clock.today())
    )
    for resource_id, monday, amount in db.execute(wanted):
        found.setdefault(resource_id, {})[monday] = amount
    return found


def _promised(ids: Sequence[int]) -> dict[int, list[Reservation]]:
    found: dict[int, list[Reservation]] = {}
    wanted = select(Reservation).where(
        Reservation.resource_id.in_(ids),
        Reservation.state.in_(availability.LIVE),
        Reservation.last_monday >= monday_of(clock.today()),
    )
    for one in db.scalars(wanted.order_by(Reservation.id)):
        found.setdefault(one.resource_id, []).append(one)
    return found
