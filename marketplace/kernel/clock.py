"""The one clock: UTC is stored, Asia/Bangkok is lived, and tests may stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

# Thailand has kept UTC+7 without daylight saving since 1920; a fixed zone needs no zone database.
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")

_stopped: ContextVar[datetime | None] = ContextVar("stopped_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _stopped.get() or datetime.now(UTC)


def today() -> date:
    """The calendar day in Thailand."""
    return bangkok(now()).date()


def bangkok(moment: datetime) -> datetime:
    """The same instant on a clock in Thailand."""
    return moment.astimezone(BANGKOK)


def instant(day: date, minute: int) -> datetime:
    """The UTC instant of `minute` minutes after midnight in Thailand on `day` (may pass midnight)."""
    return (datetime(day.year, day.month, day.day, tzinfo=BANGKOK) + timedelta(minutes=minute)).astimezone(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock at an aware instant, for tests and for the demo world's past."""
    token = _stopped.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
