"""How reliably a provider holds what it announces: its share of sessions held, drawn toward everybody's mean.

A provider with few sessions is told mostly by the mean, one with many by its own record.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import and_, case, func, or_, select

from marketplace.enrolments import attendance
from marketplace.kernel import clock
from marketplace.matching.weights import national
from models.offer import Opportunity, Session
from models.organisation import Organisation
from models.session import db

DAYS: Final = 180


@dataclass(frozen=True, slots=True)
class Record:
    """Sessions announced and held in the last 180 days, and the share drawn toward the mean."""

    announced: int
    held: int
    share: float


def records(today: date) -> dict[str, Record]:
    """The record of each provider that announced sessions, by its reference, as it stood when the day began.

    A session not marked by then was not held, so every process says the same all day; one at which nobody was due
    says nothing.
    """
    marked = Session.marked_at < clock.instant(today, 0)
    held = func.sum(case((and_(marked, Session.cancelled.is_(False)), 1), else_=0))
    rows = db.execute(
        select(Organisation.ref, func.count(), held)
        .join(Opportunity, Opportunity.organisation_id == Organisation.id)
        .join(Session, Session.opportunity_id == Opportunity.id)
        .where(
            Session.held_on >= today - timedelta(days=DAYS),
            Session.held_on < today,
            or_(marked, attendance.somebody_was_due()),
        )
        .group_by(Organisation.ref)
    ).all()
    return drawn({ref: (announced, int(held)) for ref, announced, held in rows}, today)


def drawn(counts: dict[str, tuple[int, int]], today: date) -> dict[str, Record]:
    """Shares drawn toward the mean of all sessions; the usual share where there was none."""
    weights = national(today)
    announced, held = (sum(pair[at] for pair in counts.values()) for at in (0, 1))
    mean, weight = held / announced if announced else weights.usual_reliability, weights.known_after
    return {ref: Record(n, h, (h + weight * mean) / (n + weight)) for ref, (n, h) in counts.items()}
