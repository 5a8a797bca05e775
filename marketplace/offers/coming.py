"""Which days of an opportunity are held: its first, the first a newcomer can come to, and its last.

Its dated sessions tell; where none were ever made, its weekly times do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final, Protocol

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from marketplace.areas import working_days
from marketplace.areas.settings import answer_days
from marketplace.i18n import t
from marketplace.kernel import clock
from models.offer import Opportunity, Session, Slot
from models.session import db

TOO_LATE: Final = t(
    "If everybody takes all their days to answer, no session is left: it works out only if the answers come sooner."
)
NOBODY_NEW: Final = t("No session is left after the answers are due. Ask the provider about the next round.")
NOBODY_CAN_JOIN: Final = t(
    "Nobody can join on these dates: if offices take all the days they have to answer, every session is over before the"
    " answer. Move the sessions to later days."
)
SOON: Final = timedelta(days=21)
"""What begins within so many days begins soon."""

_WEEK: Final = 7


class Announced(Protocol):
    """The days a posting names."""

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date: ...

    @property
    def apply_by(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Span:
    """The days that matter: `first` is that of somebody who asks today and is answered as late as may be.

    It is None when nothing is left for them. `last` lies before `opens` when nothing is held at all.
    """

    opens: date
    first: date | None
    last: date
    asks_until: date
    """The last day on which asking still leads to a session; never after the one that was announced."""

    @property
    def sorts_on(self) -> date:
        """The day by which lists put it in order."""
        return self.first or self.last

    def reached_until(self, count: int) -> date:
        """The last day from which somebody who still waits `count` working days comes to its last session."""
        return working_days.last_asked(self.last, count)

    @property
    def runs(self) -> tuple[date, date]:
        """From its first session to its last."""
        return self.opens, max(self.opens, self.last)


def of(one: Opportunity) -> Span:
    """The days of one opportunity, as they stand now; asks the database."""
    return of_many((one,))[one.id]


def leaves_nobody(one: Opportunity) -> bool:
    """Whether nobody who asks from today on comes to a session, however long it can be asked for.

    A change of a published posting may be meant for those who are there already, to its last session.
    """
    return one.replaces_id is None and of(one).first is None


def for_wait(one: Opportunity, count: int) -> Span:
    """The same for somebody who waits `count` working days for every answer they need."""
    return of_many((one,), count=count)[one.id]


def of_many(
    found: Iterable[Opportunity],
    slots: Mapping[int, Sequence[Slot]] | None = None,
    *,
    count: int | None = None,
) -> dict[int, Span]:
    """The days of many, one question for each number of days their offices have; `slots` are known weekly times.

    With `count`, of somebody who waits so many working days whatever the office.
    """
    waits = {one: answer_days(one.office_key) if count is None else count for one in found}
    spans: dict[int, Span] = {}
    for wait, group in groupby(sorted(waits, key=lambda one: waits[one]), key=lambda one: waits[one]):
        some = list(group)
        held = _held([one.id for one in some], working_days.answered(clock.today(), wait))
        bare = [one.id for one in some if one.id not in held]
        weekly = _slots(bare) if slots is None else slots
        for one in some:
            days, weekdays = held.get(one.id), [slot.weekday for slot in weekly.get(one.id, ())]
            spans[one.id] = _span(one, days, wait) if days else by_week(one, weekdays, wait)
    return spans


def by_week(one: Announced, weekdays: Iterable[int], count: int) -> Span:
    """The days its weekly times alone tell, for somebody who waits `count` working days."""
    held_on = set(weekdays) or set(range(_WEEK))
    since = max(one.starts_on, working_days.answered(clock.today(), count))
    opens = _next(held_on, one.starts_on)
    last = next(day for back in range(_WEEK) if (day := one.ends_on - timedelta(back)).weekday() in held_on)
    return _span(one, (opens if opens <= last else None, _next(held_on, since), last), count)


def _next(weekdays: set[int], since: date) -> date:
    return next(day for ahead in range(_WEEK) if (day := since + timedelta(ahead)).weekday() in weekdays)


def _span(one: Announced, days: tuple[date | None, date | None, date | None], count: int) -> Span:
    opens, first, last = days
    if opens is None or last is None:
        before = one.starts_on - timedelta(days=1)
        return Span(one.starts_on, None, before, min(before, clock.today() - timedelta(days=1)))
    first = first if first is not None and first <= last else None
    return Span(opens, first, last, min(one.apply_by, working_days.last_asked(last, count)))


def _held(ids: Sequence[int], since: date) -> dict[int, tuple[date | None, date | None, date | None]]:
    """First day held, first from a day on, and last, of those that have sessions at all."""
    is_held = Session.cancelled.is_(False)
    rows = db.execute(
        select(
            Session.opportunity_id,
            func.min(case((and_(is_held, Session.held_on >= Opportunity.starts_on), Session.held_on))),
            func.min(case((and_(is_held, Session.held_on >= since), Session.held_on))),
            func.max(case((is_held, Session.held_on))),
        )
        .join(Opportunity, Opportunity.id == Session.opportunity_id)
        .where(Session.opportunity_id.in_(ids))
        .group_by(Session.opportunity_id)
    )
    return {key: (opens, first, last) for key, opens, first, last in rows}


def off_days(ids: Sequence[int]) -> dict[int, tuple[date, ...]]:
    """Of many opportunities, the days from today on whose sessions are all cancelled; of those that have any."""
    other = aliased(Session)
    held = select(other.id).where(
        other.opportunity_id == Session.opportunity_id, other.held_on == Session.held_on, other.cancelled.is_(False)
    )
    rows = db.execute(
        select(Session.opportunity_id, Session.held_on)
        .where(
            Session.opportunity_id.in_(ids),
            Session.held_on >= clock.today(),
            Session.cancelled.is_(True),
            ~held.exists(),
        )
        .distinct()
        .order_by(Session.opportunity_id, Session.held_on)
    )
    return {key: tuple(day for _, day in days) for key, days in groupby(rows, key=lambda row: row[0])}


def _slots(ids: Sequence[int]) -> dict[int, list[Slot]]:
    found: dict[int, list[Slot]] = {}
    if ids:
        for slot in db.scalars(select(Slot).where(Slot.opportunity_id.in_(ids))):
            found.setdefault(slot.opportunity_id, []).append(slot)
    return found
