"""The door to the payment service: what Okat asks of it, and which one is in use. Without one, gifts come by transfer.

Nothing here is called inside a transaction: a request, then the call, then what it answered, stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from marketplace.payments.told import Told


class Unreachable(Exception):
    """The service gave no answer, or none that says whether it did what was asked: ask again, with the same key."""


class Refused(Exception):
    """The service understood and said no; asking again gives the same answer."""


class Forged(ValueError):
    """A message that does not come from the service, or comes too late or too early."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a giver is about to pay, and where they come back to."""

    gift_ref: str
    amount_satang: int
    title: str
    email: str
    locale: str
    back_url: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A page of the service on which one gift can be paid until it ends."""

    session_ref: str
    url: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of the service's account of our money; `fee_satang` is what it kept of `amount_satang`."""

    ref: str
    kind: str
    amount_satang: int
    fee_satang: int
    net_satang: int
    currency: str
    at: datetime
    source_ref: str
    payment_ref: str | None


class Rail(Protocol):
    """A payment service."""

    live: bool

    def open_session(self, order: Order) -> Opened:
        """Make the page on which a gift is paid; the same gift gets the same page for a day."""

    def look(self, session_ref: str) -> Told:
        """How a session stands now."""

    def refund(self, payment_ref: str, refund_ref: str, amount_satang: int, *, email: str, blind: bool) -> Told:
        """Send a sum back; unless `blind`, look first whether it has been done already."""

    def check(self, body: bytes, signature: str) -> Told:
        """What a message says; raises Forged."""

    def events(self, since: datetime) -> Iterator[Told]:
        """What was told since, as the service remembers it."""

    def statement(self, since: datetime) -> Iterator[Statement]:
        """The lines of its account of our money since."""

    def lines_of_payout(self, payout_ref: str) -> Sequence[Statement]:
        """The lines that one payment to our bank account is made of."""

    def balance(self) -> int:
        """What it holds of ours, in satang, whether it can be paid out already or not."""


_in_use: Rail | None = None


def use(rail: Rail | None) -> None:
    """Take gifts through `rail` from now on; None takes it away."""
    global _in_use  # noqa: PLW0603  one installation has one payment service
    _in_use = rail


def in_use() -> Rail | None:
    """The payment service in use, if any."""
    return _in_use
