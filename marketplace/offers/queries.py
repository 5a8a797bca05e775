"""What the public may see of opportunities: the list, one opportunity, and how many there are where.

Nothing unpublished is found here; what is missing and what is hidden are the same NotFound.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.i18n import pick
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.offers import cards, catalogue, coming
from marketplace.offers.cards import Card, Shown
from marketplace.offers.coming import Span
from marketplace.offers.facets import Group
from marketplace.offers.states import KNOWN, SEEN_BY_ALL, takes_applications
from marketplace.offers.wanted import Alone, Wanted
from models.listing import Listing
from models.offer import Opportunity, Session
from models.organisation import Organisation
from models.session import bound, db
from models.vocabulary import AreaLevel, OpportunityState

_DIGITS = {AreaLevel.PROVINCE: 2, AreaLevel.DISTRICT: 4, AreaLevel.SUBDISTRICT: 6}
_KEPT_CARDS = 25_000
_AT_ONCE = (4, 20, 200)
_FACTS = "SELECT opportunity_id, seq, facts FROM listing WHERE opportunity_id IN ({})"
_SEATS = "SELECT id, seats, seats_taken FROM opportunity WHERE id IN ({})"
"""Seats change by the minute, so whoever decides asks for them; a statement of one shape needs no building."""

Read = Callable[[str, tuple[int, ...]], Sequence[Any]]


@dataclass(frozen=True)
class Page:
    """One page of the public list."""

    shown: tuple[Shown, ...]
    total: int
    counts: Mapping[Group, Mapping[str, int]]
    alone: Alone


@dataclass(frozen=True)
class Detail:
    """One opportunity with everything its page tells."""

    shown: Shown
    opportunity: Opportunity
    organisation: Organisation
    span: Span
    is_open: bool
    is_paused: bool
    is_stopped: bool
    is_preview: bool = False


def browse(wanted: Wanted) -> Page:
    """The page that is wanted of what is published and can still be applied for."""
    found = catalogue.search(wanted)
    return Page(_on_list(found.ids), found.total, found.counts, found.alone)


def count(wanted: Wanted) -> int:
    """How many opportunities `browse` would find."""
    return catalogue.count(wanted)


def shown(opportunity_ids: Sequence[int]) -> list[Shown]:
    """The cards of listed opportunities, in the order asked for; those not listed are left out."""
    return list(_shown(tuple(opportunity_ids)))


def one(ref: str) -> Detail:
    """A published, paused or closed opportunity by its reference; raises NotFound."""
    opportunity = db.scalar(
        select(Opportunity)
        .where(Opportunity.ref == ref, Opportunity.state.in_(SEEN_BY_ALL))
        .options(joinedload(Opportunity.organisation), selectinload(Opportunity.slots))
    )
    if opportunity is None:
        raise NotFound
    return _detail(opportunity)


def preview(opportunity: Opportunity) -> Detail:
    """A posting whose organisation and times are loaded, as its page will tell it once everybody sees it."""
    detail = _detail(opportunity)
    return replace(
        detail, is_open=detail.span.asks_until >= clock.today(), is_paused=False, is_stopped=False, is_preview=True
    )


def _detail(opportunity: Opportunity) -> Detail:
    span = coming.of_many((opportunity,), {opportunity.id: opportunity.slots})[opportunity.id]
    off = coming.off_days([opportunity.id]).get(opportunity.id, ())
    facts = cards.facts_of(opportunity, opportunity.organisation, opportunity.slots, span, off)
    card = cards.read(opportunity.id, opportunity.version, facts)
    state = opportunity.organisation.state
    return Detail(
        shown=Shown(card, opportunity.seats, opportunity.seats_taken),
        opportunity=opportunity,
        organisation=opportunity.organisation,
        span=span,
        is_open=takes_applications(opportunity, state, clock.today(), span.asks_until),
        is_paused=opportunity.state == OpportunityState.PAUSED,
        is_stopped=state not in KNOWN,
    )


def coming_sessions(opportunity_id: int, *, first: date | None = None, most: int = 400) -> Sequence[Session]:
    """The dated sessions from a day on (all of them by default), those cancelled included."""
    wanted = select(Session).where(Session.opportunity_id == opportunity_id)
    if first is not None:
        wanted = wanted.where(Session.held_on >= first)
    return db.scalars(wanted.order_by(Session.starts_at).limit(most)).all()


def organisation(ref: str) -> Organisation:
    """An organisation the public may know; raises NotFound."""
    found = db.scalar(select(Organisation).where(Organisation.ref == ref, Organisation.state.in_(KNOWN)))
    if found is None:
        raise NotFound
    return found


def organisation_name(organisation_id: int) -> str:
    """What an organisation is called, for its own staff; empty when there is none."""
    found = db.execute(
        select(Organisation.name_th, Organisation.name_en).where(Organisation.id == organisation_id)
    ).first()
    return pick(found.name_th, found.name_en) if found is not None else ""


def open_at(organisation_id: int) -> list[Shown]:
    """What an organisation offers now, the next to begin first."""
    ids = db.scalars(
        select(Opportunity.id)
        .join(Listing, Listing.opportunity_id == Opportunity.id)
        .where(
            Opportunity.organisation_id == organisation_id,
            Opportunity.state == OpportunityState.PUBLISHED,
            Listing.apply_by >= clock.today(),
        )
        .order_by(Listing.first_on, Opportunity.id)
        .limit(100)
    ).all()
    return shown(ids)


def open_counts_by_area(level: AreaLevel, prefix: str = "") -> dict[str, int]:
    """How many opportunities can be applied for now in each area of a level, under an area code; zeros are left out."""
    return catalogue.area_counts(clock.today(), _DIGITS[AreaLevel(level)], prefix)


def open_refs(most: int = 50_000) -> list[str]:
    """References of everything open, newest first, for the site map."""
    wanted = (
        select(Opportunity.ref)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .join(Listing, Listing.opportunity_id == Opportunity.id)
        .where(Organisation.state.in_(KNOWN))
        .where(Opportunity.state == OpportunityState.PUBLISHED, Listing.apply_by >= clock.today())
        .order_by(Opportunity.id.desc())
        .limit(most)
    )
    return list(db.scalars(wanted))


def _on_list(ids: tuple[int, ...]) -> tuple[Shown, ...]:
    """The cards of the public list: their seats are at most as old as the list itself."""
    known = catalogue.current().shown
    if unknown := tuple(key for key in ids if key not in known):
        if len(known) > _KEPT_CARDS:
            known.clear()
            unknown = ids
        known.update((one.card.id, one) for one in _shown(unknown))
    return tuple(known[key] for key in ids if key in known)


def _shown(ids: tuple[int, ...]) -> tuple[Shown, ...]:
    with _reader() as read:
        known = _cards(read, ids)
        seats = {key: places for key, *places in _rows(read, _SEATS, ids)}
    return tuple(Shown(known[key], *seats[key]) for key in ids if key in known and key in seats)


def _cards(read: Read, ids: Sequence[int]) -> dict[int, Card]:
    """The cards of these ids; those this process has not met yet are read."""
    known = catalogue.current().cards
    if unknown := [key for key in ids if key not in known]:
        if len(known) > _KEPT_CARDS:
            known.clear()
            unknown = list(ids)
        for key, seq, facts in _rows(read, _FACTS, unknown):
            known[key] = cards.read(key, seq, facts)
    return known


def _rows(read: Read, statement: str, ids: Sequence[int]) -> Iterator[Any]:
    """What a statement finds for these ids, each once."""
    for first in range(0, len(ids), _AT_ONCE[-1]):
        some = tuple(ids[first : first + _AT_ONCE[-1]])
        said, size = _sized(statement, bound().dialect.name, len(some))
        yield from read(said, some + some[-1:] * (size - len(some)))


@contextmanager
def _reader() -> Iterator[Read]:
    """Reads as this transaction sees things; a reader who has none need not begin one."""
    if db.registry.has() and db().in_transaction():
        connection = db().connection()
        yield lambda statement, values: connection.exec_driver_sql(statement, values).all()
        return
    raw = bound().raw_connection()
    driver: Any = raw.driver_connection
    alone = bound().dialect.name == "postgresql"
    try:
        if alone:
            # One statement needs no transaction, and its begin and end would be two more ways to the server.
            driver.autocommit = True
        cursor = raw.cursor()
        yield lambda statement, values: cursor.execute(statement, values).fetchall()
        cursor.close()
    finally:
        if alone:
            driver.autocommit = False
        raw.close()


@cache
def _sized(statement: str, dialect: str, count: int) -> tuple[str, int]:
    """The statement for so many ids and the number it takes: the last id is given again to fill it."""
    size = next(size for size in _AT_ONCE if size >= count)
    mark = "?" if dialect == "sqlite" else "%s"
    return statement.format(",".join([mark] * size)), size
