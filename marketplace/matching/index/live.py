"""The index of this process: built in the background, then kept up to the database, looked at once a second.

Until it is ready nobody waits for it: `current` says so and whoever asks judges the plain way. A changed listing and
a seat taken or given back, by this process or another, are in matches within two seconds.
"""

import importlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from marketplace.kernel import clock
from marketplace.matching.changes import possible
from marketplace.matching.reading import offer_terms
from marketplace.matching.reliability import Record, records
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.weights import Weights
from marketplace.offers import cards, catalogue
from marketplace.offers.cards import Shown
from models.listing import Listing
from models.offer import Opportunity
from models.session import begin_scope, bound, db, end_scope

if TYPE_CHECKING:
    from marketplace.matching.index import surveying
    from marketplace.matching.index.engine import Index

log = logging.getLogger("okat.matching")
LOOK_AGAIN: Final = 0.8
"""Seconds after which changes of other processes are looked for."""

AT_ONCE: Final = 500
_FULL: Final = select(Opportunity.id).where(Opportunity.seats_taken >= Opportunity.seats)
_FRESH: Final = select(Listing.opportunity_id, Listing.seq, Listing.listed, Listing.facts)


@dataclass
class Live:
    """The index, how far it has read, and which opportunities were full when it last looked."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    index: "Index | None" = None
    built_on: date | None = None
    building: bool = False
    records: dict[str, Record] = field(default_factory=dict)
    records_of: date | None = None
    full: frozenset[int] = frozenset()
    seq: int = 0
    looked_at: float = float("-inf")


_all: WeakKeyDictionary[Engine, Live] = WeakKeyDictionary()
_opening = threading.Lock()


def start() -> None:
    """Begin to build the index of the bound database in the background, unless it is there or on its way."""
    mine = _mine()
    with mine.lock:
        if mine.building:
            return
        mine.building = True
    work = (_build_alone, mine, bound())
    threading.Thread(target=Context().run, args=work, name="matching-index", daemon=True).start()


def build() -> None:
    """Build the index of the bound database now, within the caller's transaction."""
    mine = _mine()
    fresh = _built()
    with mine.lock:
        mine.index, mine.records, mine.full, mine.seq, mine.built_on = fresh
        mine.records_of = mine.built_on
        mine.building, mine.looked_at = False, time.monotonic()


@contextmanager
def current() -> Iterator["Index | None"]:
    """The index, up to date and held still while it is read; None while it is not ready."""
    mine = _mine()
    if mine.index is None:
        yield None
        return
    with mine.lock:
        now = time.monotonic()
        if now - mine.looked_at >= LOOK_AGAIN or catalogue.last_edit() > mine.looked_at:
            mine.looked_at = now
            _catch_up(mine)
        yield mine.index
    if mine.built_on != clock.today():
        start()


def look(life: LifeTerms, on: date, top: int = 1, *, weights: Weights | None = None) -> "surveying.Survey | None":
    """Everything there is judged for a life, with every single change; None while the index is not ready."""
    with current() as index:
        if index is None:
            return None
        found: surveying.Survey = _surveying().survey(index, life, on, possible(life), top, weights=weights)
        return found


def rated(shown: Iterable[Shown], on: date) -> list[OfferTerms]:
    """Opportunities with the record of their providers, as the index ranks them; without it read once a day."""
    mine = _mine()
    if mine.index is None and mine.records_of != on:
        mine.records, mine.records_of = records(on), on
    known = mine.records
    return [offer_terms(one, _share(known, one.card)) for one in shown]


def forget() -> None:
    """Let the index of the bound database go, as when the data behind it was replaced."""
    _all.pop(bound(), None)


def _mine() -> Live:
    engine = bound()
    with _opening:
        return _all.setdefault(engine, Live())


def _build_alone(mine: Live, engine: Engine) -> None:
    begin_scope(writes=False)
    try:
        if bound() is engine:
            build()
    except Exception:
        log.exception("the matching index could not be built; matching goes on without it")
    finally:
        mine.building = False
        end_scope()


def _built() -> tuple["Index", dict[str, Record], frozenset[int], int, date]:
    today, tools = clock.today(), _surveying()
    index, known, full = tools.Index(today), records(today), frozenset(db.scalars(_FULL))
    seq = db.scalar(select(func.max(Listing.seq))) or 0
    rows = iter(db.execute(_FRESH.where(Listing.listed, Listing.seq <= seq)).yield_per(AT_ONCE))
    while some := list(islice(rows, AT_ONCE)):
        index.put(_terms(some, known, full))
        # Requests come first.
        time.sleep(0)
    index.settle()
    tools.warm_up(index)
    return index, known, full, seq, today


def _surveying() -> Any:
    """The compiled part, loaded only where it is used: a web process starts without the compiler."""
    return importlib.import_module("marketplace.matching.index.surveying")


def _catch_up(mine: Live) -> None:
    if mine.index is None:
        return
    newest = db.scalar(select(func.max(Listing.seq))) or 0
    full = frozenset(db.scalars(_FULL))
    if newest < mine.seq:
        mine.index = mine.records_of = None
        start()
        return
    turned = full ^ mine.full
    if newest == mine.seq and not turned:
        return
    fresh = list(db.execute(_FRESH.where(Listing.seq > mine.seq))) if newest > mine.seq else []
    others = sorted(turned - {row.opportunity_id for row in fresh})
    for first in range(0, len(others), AT_ONCE):
        fresh += db.execute(_FRESH.where(Listing.opportunity_id.in_(others[first : first + AT_ONCE])))
    gone = [row.opportunity_id for row in fresh if not row.listed]
    mine.index.put(_terms((row for row in fresh if row.listed), mine.records, full), gone)
    mine.full, mine.seq = full, newest


def _terms(rows: Iterable[Any], known: dict[str, Record], full: frozenset[int]) -> list[tuple[int, OfferTerms]]:
    read: Callable[[int, int, str], cards.Card] = cards.read
    found = []
    for row in rows:
        card = read(row.opportunity_id, row.seq, row.facts)
        shown = Shown(card, 0 if row.opportunity_id in full else 1, 0)
        found.append((card.id, offer_terms(shown, _share(known, card))))
    return found


def _share(known: dict[str, Record], card: cards.Card) -> float | None:
    record = known.get(card.organisation_ref)
    return record.share if record else None
