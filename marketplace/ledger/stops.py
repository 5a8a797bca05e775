"""When the books don't agree, money stops: nothing is written into them until a person says why it may go on.

Everything else goes on. The stop stands in the database, so that every process obeys; each looks every few seconds.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError, Invalid
from models.ledger import MoneyStop
from models.session import db

LOOKS_EVERY = 5.0
"""Seconds until another process's stop is noticed."""


class MoneyStopped(DomainError):
    """No money moves now."""

    status = 503


@dataclass
class _Known:
    """Since when money was stopped as this process last saw it, and until when it believes that."""

    since: datetime | None = None
    until: float = field(default=0.0)


_known = _Known()


def check() -> None:
    """Raises MoneyStopped while a stop stands."""
    if (since := stopped_since()) is not None:
        raise MoneyStopped(
            t(
                "Money is stopped since {when}, because the books do not agree. Nothing was written. Everything else"
                " works; whoever runs this place has been told.",
                when=dates.date_time(since),
            )
        )


def warning() -> Text | None:
    """What to say before anybody tries to move money; None while nothing stops it."""
    if (since := stopped_since()) is None:
        return None
    return t(
        "No money moves since {when}, because the books do not agree. What pays money out, holds it for somebody or"
        " takes it back is not kept when you press it; everything else is. Whoever runs this place has been told.",
        when=dates.date_time(since),
    )


def stopped_since() -> datetime | None:
    """Since when money is stopped, as this process last saw it a few seconds ago at most; None while it moves.

    The moment is kept and not its row: a row belongs to the transaction that read it, which may be over.
    """
    if time.monotonic() >= _known.until:
        stop = standing()
        _known.since, _known.until = stop.at if stop is not None else None, time.monotonic() + LOOKS_EVERY
    return _known.since


def standing() -> MoneyStop | None:
    """The stop that stands now."""
    return db.scalars(select(MoneyStop).where(MoneyStop.standing == 1)).one_or_none()


def stop(names: Sequence[str]) -> bool:
    """Stop money because these promises are broken; False when it was stopped already."""
    _known.until = 0.0
    if standing() is not None:
        return False
    db.add(MoneyStop(at=clock.now(), names=", ".join(names)[:400], lifted_because=""))
    db.flush()
    return True


def lift(because: str) -> bool:
    """Let money move again, and keep why; False when nothing was stopped."""
    if len(because.strip()) < 3:
        raise Invalid(t("Give a reason."), field="reason")
    _known.until = 0.0
    found = standing()
    if found is None:
        return False
    found.lifted_at, found.lifted_because, found.standing = clock.now(), because.strip()[:400], None
    db.flush()
    return True
