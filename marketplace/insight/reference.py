"""Reference data in view: how much there is, which numbers of law hold today, and where each comes from."""

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.kernel import clock
from marketplace.kernel.dated import DatedRow
from marketplace.labour.rates import minimum_wages
from marketplace.matching.travel import rate_table
from models.area import Area, LocalAuthority, Programme
from models.history import AuditEvent, OutboxMessage
from models.session import db
from models.worker import Heartbeat


@dataclass(frozen=True)
class Stock:
    """How much of each kind is kept."""

    areas: dict[str, int]
    authorities: int
    programmes: int
    audit_events: int
    messages_waiting: int


def stock() -> Stock:
    """Counts of reference data, audit events and messages that wait."""
    levels = select(Area.level, func.count()).group_by(Area.level)
    return Stock(
        areas={level: number for level, number in db.execute(levels)},  # noqa: C416
        authorities=db.scalar(select(func.count()).select_from(LocalAuthority)) or 0,
        programmes=db.scalar(select(func.count()).select_from(Programme)) or 0,
        audit_events=db.scalar(select(func.count()).select_from(AuditEvent)) or 0,
        messages_waiting=db.scalar(select(func.count()).where(OutboxMessage.sent_at.is_(None))) or 0,
    )


def wages_today() -> tuple[DatedRow, ...]:
    """The minimum wages in force today."""
    return minimum_wages().in_force(clock.today())


def travel_today() -> tuple[DatedRow, ...]:
    """Fares, speeds and care in force today."""
    return rate_table().in_force(clock.today())


def last_round() -> Heartbeat | None:
    """The worker's last sign of life."""
    return db.get(Heartbeat, "round")
