"""The way out: rows written with the act, handed to a sender by the worker outside any transaction, once by their key.

Whether somebody may still be told is asked again at the moment of sending. A channel without a sender keeps its rows
until they are too old to be of use.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import delete, select, update

from marketplace.i18n import t, use
from marketplace.kernel import clock
from marketplace.kernel.sealing import unseal
from models.account import Account
from models.history import Notice, OutboxMessage
from models.session import db, unit_of_work

BATCH = 50
TRIES = 8
PAUSE = timedelta(minutes=5)
USEFUL_FOR = timedelta(days=3)


class Sender(Protocol):
    """A way to reach people outside the app; `key` lets it drop what it has delivered before."""

    def send(self, address: str, text: str, *, key: str) -> None:
        """Deliver, or raise."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message with its address, taken from the outbox for one try."""

    id: int
    key: str
    address: str
    text: str


_senders: dict[str, Sender] = {}


def use_sender(channel: str, sender: Sender | None) -> None:
    """Deliver a channel (`email`, `sms`) through `sender`; None takes it away."""
    if sender is None:
        _senders.pop(channel, None)
    else:
        _senders[channel] = sender


def deliver() -> int:
    """Hand over what is due; returns how many were delivered. Repeating it sends nothing twice that was marked sent."""
    with unit_of_work():
        db.execute(
            delete(OutboxMessage).where(
                OutboxMessage.sent_at.is_(None), OutboxMessage.send_after < clock.now() - USEFUL_FOR
            )
        )
    delivered = 0
    for channel, sender in tuple(_senders.items()):
        for letter in _take(channel):
            delivered += _hand_over(letter, sender)
    return delivered


def _take(channel: str) -> list[Letter]:
    """Claim due rows of a channel: each is put off by a pause, so that a second worker does not take it too."""
    now = clock.now()
    with unit_of_work():
        due = (
            select(OutboxMessage.id)
            .where(
                OutboxMessage.channel == channel,
                OutboxMessage.sent_at.is_(None),
                OutboxMessage.send_after <= now,
                OutboxMessage.attempts < TRIES,
            )
            .order_by(OutboxMessage.send_after)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        rows = db.scalars(select(OutboxMessage).where(OutboxMessage.id.in_(db.scalars(due).all()))).all()
        return [letter for letter in (_letter(row, now) for row in rows) if letter is not None]


def _letter(row: OutboxMessage, now: datetime) -> Letter | None:
    found = db.execute(
        select(Notice, Account)
        .join(Account, Account.id == Notice.account_id)
        .where(Notice.id == row.payload["notice"], Notice.cancelled_at.is_(None), Account.disabled_at.is_(None))
    ).first()
    if found is None:
        row.sent_at, row.last_error = now, "no longer to be told"
        return None
    account = found[1]
    row.attempts += 1
    row.send_after = now + PAUSE * row.attempts
    address = (
        account.email if row.channel == "email" else unseal(account.phone_sealed or "", f"account|phone|{account.ref}")
    )
    with use(account.locale):
        text = str(t("Okat: you have a new message. Sign in to read it."))
    return Letter(row.id, row.key, address or "", text)


def _hand_over(letter: Letter, sender: Sender) -> bool:
    try:
        sender.send(letter.address, letter.text, key=letter.key)
    except Exception as error:  # noqa: BLE001  whatever a sender raises, the row must live on
        with unit_of_work():
            db.execute(
                update(OutboxMessage).where(OutboxMessage.id == letter.id).values(last_error=type(error).__name__[:200])
            )
        return False
    with unit_of_work():
        db.execute(
            update(OutboxMessage).where(OutboxMessage.id == letter.id).values(sent_at=clock.now(), last_error="")
        )
    return True
