"""The public list in the memory of this process, kept up to the database: changes are looked for once a second.

A change made in this process is seen by its next request; one made in another process within a second. Seats count
as changes here, though they leave the listing alone.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from marketplace.kernel import clock
from marketplace.offers.cards import Card, Shown
from marketplace.offers.columns import Columns, Row
from marketplace.offers.wanted import Found, Wanted
from models.listing import Listing
from models.offer import Opportunity
from models.session import bound, db

LOOK_AGAIN: Final = 0.8
"""Seconds after which another process's change is looked for."""

# An edit is told of before it is committed, so one look right after it may be too early.
_WHILE_EDITING, _EDITING_FOR = 0.05, 5.0
_COLUMNS: Final = (
    Listing.opportunity_id, Listing.marks, Listing.area_code, Listing.lat, Listing.lon, Listing.first_on,
    Listing.apply_by, Listing.money_satang, Listing.week, Listing.seq, Listing.listed,
)  # fmt: skip
_NEWEST: Final = select(func.max(Listing.seq))
_LONGEST_CHANGE: Final = timedelta(minutes=2)
"""How long before its commit a change may have been dated; younger ones are looked at again."""


@dataclass
class Catalogue:
    """The columns, the cards read so far, alone and with their seats, and how far it has read."""

    cards: dict[int, Card] = field(default_factory=dict)
    shown: dict[int, Shown] = field(default_factory=dict)
    columns: Columns = field(default_factory=Columns)
    counted: dict[tuple[date, int, str], dict[str, int]] = field(default_factory=dict)
    seq: int = 0
    seats_until: datetime | None = None
    looked_at: float = float("-inf")
    changed_at: float = float("-inf")
    lock: threading.RLock = field(default_factory=threading.RLock)


_catalogues: WeakKeyDictionary[Engine, Catalogue] = WeakKeyDictionary()
_opening = threading.Lock()


def search(wanted: Wanted) -> Found:
    """One page of the public list; see `Columns.search`."""
    found = current()
    with found.lock:
        return found.columns.search(wanted)


def count(wanted: Wanted) -> int:
    """How many results a search has."""
    found = current()
    with found.lock:
        return found.columns.count(wanted)


def area_counts(today: date, digits: int, prefix: str = "") -> dict[str, int]:
    """How many can be applied for in each area of so many digits under a prefix."""
    found = current()
    asked = (today, digits, prefix)
    with found.lock:
        if asked not in found.counted:
            found.counted[asked] = found.columns.area_counts(today, digits, prefix)
        return found.counted[asked]


def version() -> int:
    """A number that differs after every change of the list."""
    return current().seq


def current() -> Catalogue:
    """The catalogue of the bound database, up to date."""
    mine = _mine()
    now = time.monotonic()
    patience = _WHILE_EDITING if now - mine.changed_at < _EDITING_FOR else LOOK_AGAIN
    if now - mine.looked_at >= patience:
        with mine.lock:
            mine.looked_at = now
            try:
                _catch_up(mine)
            except BaseException:
                # Nothing was seen: whoever asks next looks again, and no old or empty list counts as fresh.
                mine.looked_at = float("-inf")
                raise
    return mine


def changed() -> None:
    """Tell this process that it has changed the list, so that its next requests look at once."""
    mine = _mine()
    mine.changed_at, mine.looked_at = time.monotonic(), float("-inf")


def last_edit() -> float:
    """When this process last changed the list, on its own clock."""
    return _mine().changed_at


def _mine() -> Catalogue:
    engine = bound()
    found = _catalogues.get(engine)
    if found is None:
        with _opening:
            found = _catalogues.setdefault(engine, Catalogue())
    return found


def _catch_up(mine: Catalogue) -> None:
    session: Session = db()
    _look_at_seats(mine, session)
    newest = session.scalar(_NEWEST) or 0
    if newest == mine.seq:
        return
    if newest < mine.seq:
        mine.columns, mine.cards, mine.shown, mine.seq = Columns(), {}, {}, 0
    fresh = session.execute(select(*_COLUMNS).where(Listing.seq > mine.seq).order_by(Listing.seq)).all()
    rows = [Row._make(row[:-2]) for row in fresh if row.listed]
    mine.counted.clear()
    for row in fresh:
        mine.cards.pop(row.opportunity_id, None)
        mine.shown.pop(row.opportunity_id, None)
    mine.columns.put(rows, [row.opportunity_id for row in fresh if not row.listed])
    mine.seq = max((row.seq for row in fresh), default=newest)


def _look_at_seats(mine: Catalogue, session: Session) -> None:
    """Forget the seats of what had one taken or given back since the last look."""
    now, before = clock.now(), mine.seats_until
    since = min(now, before or now) - _LONGEST_CHANGE
    for key in session.scalars(select(Opportunity.id).where(Opportunity.seats_moved_at >= since)):
        mine.shown.pop(key, None)
    mine.seats_until = now
