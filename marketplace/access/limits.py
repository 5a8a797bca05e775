"""How often something may be tried: counted per person first, and per address generously, for shared lines."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import TooMany
from models.account import RateWindow
from models.session import db, unit_of_work

ADDRESS_FACTOR = 20
"""Whole villages share one address; it may try this many times more than one person."""

GUESSED_FACTOR = 3
SLOWED_TIMES = 3
"""After so many times as many wrong guesses at one login, each address has only so many left in a window."""


@dataclass(frozen=True)
class Limit:
    """At most `times` in `window` for one person."""

    name: str
    times: int
    window: timedelta


SIGN_IN = Limit("sign_in", 10, timedelta(minutes=5))
SIGN_UP = Limit("sign_up", 10, timedelta(hours=1))
SIGN_UP_OPEN = Limit("sign_up_open", 30, timedelta(hours=1))
"""Beginnings after which nobody signed in: honest ones end with it at once, and lists of numbers are long.

Whether the login was taken is not asked here, so that running into the limit tells nothing of it.
"""
APPLY = Limit("apply", 20, timedelta(days=1))
UPLOAD = Limit("upload", 60, timedelta(hours=1))
GIVE = Limit("give", 20, timedelta(hours=1))
LINK = Limit("one_time_link", 30, timedelta(hours=1))
MESSAGE = Limit("message", 60, timedelta(hours=1))
CHECK = Limit("check_statement", 60, timedelta(hours=1))
ISSUE = Limit("issue_statement", 30, timedelta(hours=1))
REPORT = Limit("report", 10, timedelta(hours=1))


def count(limit: Limit, *, person: str, address: str) -> None:
    """Count one try in a transaction of its own; raises TooMany when the person or the address is over its limit."""
    with unit_of_work():
        by_person = _hit(f"{limit.name}|p|{person[:80]}", limit.window)
        by_address = _hit(f"{limit.name}|a|{address[:60]}", limit.window)
    if by_person > limit.times or by_address > limit.times * ADDRESS_FACTOR:
        raise TooMany(t("Too many tries. Please wait a few minutes and try again."))


def count_guess(limit: Limit, *, person: str, address: str) -> None:
    """Count one try to be somebody, before it is known whether it is right; raises TooMany.

    Counted for this login from this address: nobody elsewhere can shut a person out of their own account. A login
    that is being guessed from everywhere leaves each address fewer tries, and never none.
    """
    near = _network(address)
    with unit_of_work():
        by_pair = _hit(_pair(limit, person, near), limit.window)
        by_login = _hit(f"{limit.name}|l|{person[:80]}", limit.window)
        by_address = _hit(f"{limit.name}|a|{near}", limit.window)
    most = limit.times if by_login <= limit.times * GUESSED_FACTOR else SLOWED_TIMES
    if by_pair > most or by_address > limit.times * ADDRESS_FACTOR:
        raise TooMany(t("Too many tries. Please wait a few minutes and try again."))


def count_beginning(limit: Limit, *, person: str, address: str) -> None:
    """Count one try to begin, which is a guess at an account too; raises TooMany, also after many left open."""
    count_guess(SIGN_IN, person=person, address=address)
    near, now = _network(address), clock.now()
    with unit_of_work():
        left_open = db.scalar(
            select(RateWindow.hits).where(RateWindow.key == f"{SIGN_UP_OPEN.name}|a|{near}", RateWindow.ends_at > now)
        )
    if (left_open or 0) >= SIGN_UP_OPEN.times:
        raise TooMany(t("Too many tries. Please wait a few minutes and try again."))
    count(limit, person=person, address=address)


def note_begun(*, person: str, address: str) -> None:
    """Somebody began with a login and has yet to sign in; part of the caller's transaction."""
    near = _network(address)
    _hit(_pair(SIGN_UP_OPEN, person, near), SIGN_UP_OPEN.window)
    _hit(f"{SIGN_UP_OPEN.name}|a|{near}", SIGN_UP_OPEN.window)


def end_beginning(*, person: str, address: str) -> None:
    """Who began here has signed in: their beginnings are open no more; part of the caller's transaction."""
    near = _network(address)
    begun = delete(RateWindow).where(RateWindow.key == _pair(SIGN_UP_OPEN, person, near)).returning(RateWindow.hits)
    hits = db.execute(begun).scalar()
    if hits:
        fewer = update(RateWindow).where(RateWindow.key == f"{SIGN_UP_OPEN.name}|a|{near}")
        left = case((RateWindow.hits > hits, RateWindow.hits - hits), else_=0)
        db.execute(fewer.values(hits=left).execution_options(synchronize_session=False))


def forgive(limit: Limit, *, person: str, address: str) -> None:
    """The guess was right: it counts for nothing, nor do earlier slips from here; part of the caller's transaction."""
    near = _network(address)
    db.execute(delete(RateWindow).where(RateWindow.key == _pair(limit, person, near)))
    shared = (f"{limit.name}|l|{person[:80]}", f"{limit.name}|a|{near}")
    fewer = update(RateWindow).where(RateWindow.key.in_(shared), RateWindow.hits > 0)
    db.execute(fewer.values(hits=RateWindow.hits - 1).execution_options(synchronize_session=False))


def sweep() -> None:
    """Forget windows that have ended."""
    db.execute(delete(RateWindow).where(RateWindow.ends_at < clock.now()))


def _pair(limit: Limit, person: str, near: str) -> str:
    return f"{limit.name}|b|{person[:44]}|{near}"


def _network(address: str) -> str:
    """What one caller can choose among freely counts as one address: of the newer kind a whole network."""
    try:
        known = ip_address(address)
    except ValueError:
        return address[:60]
    return str(ip_network((known, 64), strict=False)) if known.version == 6 else str(known)


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
