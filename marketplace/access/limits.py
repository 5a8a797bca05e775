"""How often something may be tried: counted per person first, and per address generously, for shared lines."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import TooMany
from models.account import RateWindow
from models.session import db, unit_of_work

ADDRESS_FACTOR = 20
"""Whole villages share one address; it may try this many times more than one person."""


@dataclass(frozen=True)
class Limit:
    """At most `times` in `window` for one person."""

    name: str
    times: int
    window: timedelta


SIGN_IN = Limit("sign_in", 10, timedelta(minutes=5))
SIGN_UP = Limit("sign_up", 10, timedelta(hours=1))
APPLY = Limit("apply", 20, timedelta(days=1))
UPLOAD = Limit("upload", 60, timedelta(hours=1))
GIVE = Limit("give", 20, timedelta(hours=1))
LINK = Limit("one_time_link", 30, timedelta(hours=1))
MESSAGE = Limit("message", 60, timedelta(hours=1))
REPORT = Limit("report", 10, timedelta(hours=1))


def count(limit: Limit, *, person: str, address: str) -> None:
    """Count one try in a transaction of its own; raises TooMany when the person or the address is over its limit."""
    with unit_of_work():
        by_person = _hit(f"{limit.name}|p|{person[:80]}", limit.window)
        by_address = _hit(f"{limit.name}|a|{address[:60]}", limit.window)
    if by_person > limit.times or by_address > limit.times * ADDRESS_FACTOR:
        raise TooMany(t("Too many tries. Please wait a few minutes and try again."))


def sweep() -> None:
    """Forget windows that have ended."""
    db.execute(delete(RateWindow).where(RateWindow.ends_at < clock.now()))


def _hit(key: str, window: timedelta) -> int:
    now = clock.now()
    build = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = RateWindow.ends_at <= now
    statement = (
        build(RateWindow)
        .values(key=key, ends_at=now + window, hits=1)
        .on_conflict_do_update(
            index_elements=[RateWindow.key],
            set_={
                "hits": case((fresh, 1), else_=RateWindow.hits + 1),
                "ends_at": case((fresh, now + window), else_=RateWindow.ends_at),
            },
        )
        .returning(RateWindow.hits)
    )
    return int(db.execute(statement).scalar_one())
