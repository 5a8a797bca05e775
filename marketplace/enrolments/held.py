"""What young people have a seat in: whatever else they are shown or given has to leave time for it.

A seat counts from the moment it is held (a freed one offered, a request a provider has accepted) until the request or
the opportunity itself is over. Asking alone, or waiting, takes nobody's time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.enrolments.states import OVER
from marketplace.i18n.lazy import Either
from marketplace.kernel import clock
from marketplace.kernel.geo import Point
from marketplace.kernel.overlap import Days
from marketplace.kernel.week import Slot
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.offer import Slot as SlotRow
from models.session import db
from models.vocabulary import Mode


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat somebody has: in what, when and where; `ref` is the opportunity's."""

    enrolment_id: int
    ref: str
    title: Either
    days: Days
    point: Point
    is_online: bool
    slots: tuple[Slot, ...]


def seats_of(youth_ids: Collection[int]) -> Mapping[int, tuple[Seat, ...]]:
    """The seats of many young people by their number, each in the order of reference, with one question."""
    if not youth_ids:
        return {}
    wanted = (
        select(Enrolment.id, Enrolment.youth_id, Opportunity, SlotRow)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .join(SlotRow, SlotRow.opportunity_id == Opportunity.id)
        .where(Enrolment.youth_id.in_(youth_ids), Enrolment.holds_seat, Enrolment.state.not_in(sorted(OVER)))
        .where(Opportunity.ends_on >= clock.today())
        .order_by(Opportunity.ref, Enrolment.id, SlotRow.id)
    )
    slots: dict[tuple[int, int], list[Slot]] = {}
    offers: dict[int, Opportunity] = {}
    for key, youth, offer, row in db.execute(wanted):
        offers[key] = offer
        slots.setdefault((youth, key), []).append(Slot(row.weekday, row.start_minute, row.end_minute))
    found: dict[int, tuple[Seat, ...]] = {}
    for (whose, number), times in slots.items():
        found[whose] = (*found.get(whose, ()), _seat(number, offers[number], tuple(times)))
    return found


def _seat(key: int, offer: Opportunity, slots: tuple[Slot, ...]) -> Seat:
    return Seat(
        enrolment_id=key,
        ref=offer.ref,
        title=Either(offer.title_th, offer.title_en),
        days=Days(offer.starts_on, offer.ends_on),
        point=Point(offer.lat, offer.lon),
        is_online=offer.mode == Mode.ONLINE,
        slots=slots,
    )
