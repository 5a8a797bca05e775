"""The inbox of the payment service: each event is kept once for ever, in the transaction of what it does.

A second telling changes nothing. An event that came before what it is about waits, and is done with it.
"""

from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.kernel import clock
from marketplace.payments import differences, settling, told
from marketplace.payments.told import Told
from models.gift import ServiceEvent
from models.session import db
from models.vocabulary import DifferenceKind, EventOutcome


def receive(event: Told, *, live: bool, body: bytes = b"") -> EventOutcome | None:
    """Keep an event and do what it asks for; None when it was known. The caller's transaction holds both or neither."""
    outcome = _outside(event, live)
    if not _keep(event, body, outcome or EventOutcome.WAITING):
        return None
    if outcome is None:
        outcome = settling.apply(event)
        if outcome is not EventOutcome.WAITING:
            _set(event.id, outcome)
        if event.payment_ref:
            _take_up(event.payment_ref)
    return outcome


def learn(event: Told) -> None:
    """Do what a look at the service showed; it is no event, so nothing is kept of it."""
    settling.apply(event)
    if event.payment_ref:
        _take_up(event.payment_ref)


def _outside(event: Told, live: bool) -> EventOutcome | None:
    """What becomes of an event that is not about our money: another account's, or one of play money."""
    if event.foreign:
        return EventOutcome.IGNORED
    if event.live == live:
        return None
    if event.gift_ref or event.payment_ref:
        differences.found(
            DifferenceKind.WRONG_MODE, event.id, about=event.gift_ref or event.object_ref, seen=event.amount_satang,
            detail=event.currency,
        )  # fmt: skip
        return EventOutcome.QUESTIONED
    return EventOutcome.IGNORED


def _keep(event: Told, body: bytes, outcome: EventOutcome) -> bool:
    row = {
        "id": event.id,
        "type": event.type,
        "told_at": event.at,
        "received_at": clock.now(),
        "digest": sha256(body).digest(),
        "payment_ref": event.payment_ref,
        "gift_ref": event.gift_ref,
        "facts": event.facts(),
        "outcome": outcome,
    }
    build = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = build(ServiceEvent).values(**row).on_conflict_do_nothing().returning(ServiceEvent.id)
    return db.execute(fresh).first() is not None


def _take_up(payment_ref: str) -> None:
    """Do what has waited for this payment, oldest first."""
    wanted = select(ServiceEvent).where(
        ServiceEvent.payment_ref == payment_ref, ServiceEvent.outcome == EventOutcome.WAITING
    )
    for row in db.scalars(wanted.order_by(ServiceEvent.told_at, ServiceEvent.id)).all():
        outcome = settling.apply(told.from_facts(row.facts))
        if outcome is not EventOutcome.WAITING:
            _set(row.id, outcome)


def _set(event_id: str, outcome: EventOutcome) -> None:
    db.execute(
        update(ServiceEvent)
        .where(ServiceEvent.id == event_id)
        .values(outcome=outcome)
        .execution_options(synchronize_session="fetch")
    )
