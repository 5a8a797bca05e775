"""What an enrolment may cost the fund, and the promise of it: reserved with the approval, freed with the end."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from marketplace.access import Actor
from marketplace.earnings import funds
from marketplace.i18n import Text, t
from marketplace.i18n.words import duration
from marketplace.kernel import clock
from marketplace.offers import sessions, stipends
from models.enrolment import Enrolment
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import SlotKind

Lengths = Mapping[int, int]
"""How many sessions there are of so many minutes."""
_MOMENTS: Final = select(Session.opportunity_id, Session.starts_at, Session.ends_at)


@dataclass(frozen=True, slots=True)
class CostLine:
    """One part of the sum: how often, and how much each time, in satang."""

    label: Text
    times: int
    each_satang: int

    @property
    def total_satang(self) -> int:
        """The part in satang."""
        return self.times * self.each_satang


@dataclass(frozen=True, slots=True)
class Cost:
    """The most one enrolment can cost the fund."""

    lines: tuple[CostLine, ...]

    @property
    def total_satang(self) -> int:
        """The whole sum in satang."""
        return sum(line.total_satang for line in self.lines)


def cost_of(opportunity: Opportunity, lengths: Lengths) -> Cost:
    """The most an enrolment can cost when every one of these sessions is attended; nothing without a fund."""
    hour, count = opportunity.stipend_per_hour_satang, sum(lengths.values())
    by_hour = [
        CostLine(t("Stipend for each session of {time}", time=duration(minutes)), many, stipends.by_hour(hour, minutes))
        for minutes, many in sorted(lengths.items())
        if hour
    ]
    return _paid(opportunity, by_hour, count)


def rules_of(opportunity: Opportunity) -> tuple[CostLine, ...]:
    """Each sum the fund gives, once: for a session or an hour, and for what is reached."""
    by_hour = [CostLine(t("Stipend for each hour"), 1, opportunity.stipend_per_hour_satang)]
    return _paid(opportunity, by_hour, 1).lines


def _paid(opportunity: Opportunity, by_hour: Sequence[CostLine], count: int) -> Cost:
    if opportunity.fund_id is None:
        return Cost(())
    lines = (
        CostLine(t("Stipend for each session"), count, opportunity.stipend_per_session_satang),
        *by_hour,
        CostLine(t("Travel money for each session"), count, opportunity.travel_per_session_satang),
        CostLine(t("On completion"), 1, opportunity.completion_bonus_satang),
        CostLine(t("For milestones"), 1, opportunity.steps_satang),
        CostLine(t("For staying"), 1, opportunity.stays_satang),
    )
    return Cost(tuple(line for line in lines if line.total_satang))


def cost(opportunity: Opportunity, since: datetime | None = None) -> Cost:
    """The most an enrolment approved at `since` (now when not said) can cost the fund of its opportunity."""
    return cost_of(opportunity, session_lengths([opportunity], since)[opportunity.id])


def cost_to(enrolment: Enrolment) -> Cost:
    """The most an enrolment can cost: from its approval when money is promised to it, else as if approved now."""
    return cost(enrolment.opportunity, enrolment.decided_at if enrolment.reserved_satang else None)


def planned_cost(opportunity: Opportunity) -> Cost:
    """The most one full seat can cost the fund by the timetable alone, before there are sessions; its slots are loaded.

    A day too many costs nobody anything, one too few would surprise: what has begun already counts in full.
    """
    meetings = sessions.meetings(opportunity.slots, opportunity.starts_on, opportunity.ends_on)
    learning = (meeting for meeting in meetings if meeting.kind == SlotKind.LEARN)
    return cost_of(opportunity, Counter(meeting.end_minute - meeting.start_minute for meeting in learning))


def session_lengths(opportunities: Iterable[Opportunity], since: datetime | None = None) -> Mapping[int, Lengths]:
    """How many learning sessions begin from `since` on (now when not said) and how long, for many postings at once.

    What was held before somebody is approved earns them nothing; work is paid by the employer. Where nothing is paid by
    the hour the minutes are not looked at, and said to be none.
    """
    asked = {one.id: bool(one.stipend_per_hour_satang) for one in opportunities}
    found: dict[int, Counter[int]] = {key: Counter() for key in asked}
    ahead = (
        Session.cancelled.is_(False),
        Session.kind == SlotKind.LEARN,
        Session.starts_at >= (since or clock.now()),
    )
    if counted := [key for key, by_hour in asked.items() if not by_hour]:
        held = select(Session.opportunity_id, func.count()).where(Session.opportunity_id.in_(counted), *ahead)
        for key, number in db.execute(held.group_by(Session.opportunity_id)):
            found[key][0] = number
    if measured := [key for key, by_hour in asked.items() if by_hour]:
        for one in db.execute(_MOMENTS.where(Session.opportunity_id.in_(measured), *ahead)):
            found[one.opportunity_id][stipends.length(one)] += 1
    return found


def shortage(opportunity: Opportunity, amount_satang: int) -> Text | None:
    """Why its fund cannot promise this much now; None when it can, unless somebody is quicker."""
    if opportunity.fund_id is None or not amount_satang:
        return None
    return funds.shortage(opportunity.fund_id, amount_satang)


def hold(fund_id: int) -> None:
    """Hold the books of a fund, so that what it has free and what its ceilings leave stays so for this transaction."""
    funds.hold(fund_id)


def reserve(enrolment: Enrolment, fund_id: int, amount_satang: int, *, by: Actor, is_held: bool = False) -> None:
    """Promise money of the fund to this enrolment; raises Conflict when it has too little.

    `is_held` says that its books are held and its ceilings were asked since.
    """
    funds.reserve(fund_id, enrolment, amount_satang, by=by, is_held=is_held)


def release(enrolment: Enrolment, *, by: Actor) -> None:
    """Free what is still promised to this enrolment."""
    funds.release_reserve(enrolment, by=by)


def available(fund_ids: Collection[int]) -> dict[int, int]:
    """What is free in each fund, in satang."""
    return {fund_id: funds.available(fund_id) for fund_id in set(fund_ids)}
