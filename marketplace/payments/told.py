"""What the payment service tells, read into the few facts that count; who paid and with which card is left out.

Pure: a message goes in, a frozen `Told` comes out, and `facts` of it can be stored and read back.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

CURRENCY = "thb"
MOST = 10**17
SESSION, PAYMENT, REFUND, DISPUTE = "checkout.session", "payment_intent", "refund", "dispute"
HEARD_OF = {
    SESSION: (
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    ),
    PAYMENT: ("payment_intent.succeeded",),
    REFUND: ("refund.created", "refund.updated", "refund.failed"),
    DISPUTE: (
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    ),
}
"""The kinds of event that say something about our money, by what they are about."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One movement of the money the service holds, by its number there; in satang, below zero when it took."""

    ref: str
    net_satang: int


@dataclass(frozen=True, slots=True)
class Told:
    """One event: its number, kind and instant, and what it says of one payment, refund or dispute."""

    id: str
    type: str
    at: datetime
    live: bool
    foreign: bool
    about: str
    object_ref: str
    payment_ref: str | None = None
    gift_ref: str = ""
    refund_ref: str = ""
    amount_satang: int = 0
    currency: str = ""
    status: str = ""
    reason: str = ""
    answer_by: int | None = None
    shifts: tuple[Shift, ...] = ()

    def facts(self) -> dict[str, object]:
        """All of it as plain values that a database can keep."""
        kept: dict[str, object] = asdict(self) | {"at": int(self.at.timestamp())}
        return kept | {"shifts": [[shift.ref, shift.net_satang] for shift in self.shifts]}


def from_facts(facts: Mapping[str, Any]) -> Told:
    """What `facts` had kept."""
    shifts = tuple(Shift(ref, net) for ref, net in facts["shifts"])
    return Told(**{**facts, "at": datetime.fromtimestamp(facts["at"], UTC), "shifts": shifts})


def read(event: Mapping[str, Any]) -> Told:
    """The facts of an event; raises ValueError when it is none."""
    try:
        thing: Mapping[str, Any] = event["data"]["object"]
        about = str(thing["object"])
        kept = _READERS.get(about, _nothing)(thing)
        return Told(
            id=_name(event["id"], 255),
            type=_name(event["type"], 80),
            at=datetime.fromtimestamp(int(event["created"]), UTC),
            live=bool(event["livemode"]),
            foreign=bool(event.get("account")),
            about=about[:40],
            object_ref=_text(thing.get("id") or "", 255),
            **kept,
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
        raise ValueError("not an event of the payment service") from error


def _session(thing: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "payment_ref": _ref(thing.get("payment_intent")),
        "gift_ref": _meta(thing, "gift"),
        "amount_satang": _satang(thing.get("amount_total") or 0),
        "currency": _text(thing.get("currency") or "", 3).lower(),
        "status": _text(thing.get("payment_status") or "", 40),
    }


def _payment(thing: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "payment_ref": _ref(thing["id"]),
        "gift_ref": _meta(thing, "gift"),
        "amount_satang": _satang(thing.get("amount_received") or 0),
        "currency": _text(thing.get("currency") or "", 3).lower(),
        "status": _text(thing.get("status") or "", 40),
    }


def _refund(thing: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "payment_ref": _ref(thing.get("payment_intent")),
        "refund_ref": _meta(thing, "refund"),
        "amount_satang": _satang(thing["amount"]),
        "currency": _text(thing.get("currency") or "", 3).lower(),
        "status": _text(thing.get("status") or "", 40),
        "reason": _text(thing.get("failure_reason") or thing.get("reason") or "", 80),
    }


def _dispute(thing: Mapping[str, Any]) -> dict[str, Any]:
    moved = thing.get("balance_transactions") or ()
    return {
        "payment_ref": _ref(thing.get("payment_intent")),
        "amount_satang": _satang(thing["amount"]),
        "currency": _text(thing.get("currency") or "", 3).lower(),
        "status": _text(thing.get("status") or "", 40),
        "reason": _text(thing.get("reason") or "", 80),
        "answer_by": (thing.get("evidence_details") or {}).get("due_by"),
        "shifts": tuple(Shift(str(one["id"]), _satang(one["net"])) for one in moved),
    }


def _nothing(_thing: Mapping[str, Any]) -> dict[str, Any]:
    return {}


_READERS = {SESSION: _session, PAYMENT: _payment, REFUND: _refund, DISPUTE: _dispute}


def _ref(value: Any) -> str | None:
    """The number of a thing, told by itself or unfolded."""
    if isinstance(value, Mapping):
        value = value["id"]
    return _text(value, 255) if value else None


def _meta(thing: Mapping[str, Any], name: str) -> str:
    return _text((thing.get("metadata") or {}).get(name) or "", 40)


def _satang(value: Any) -> int:
    """A sum as a database can keep it."""
    satang = int(value)
    if abs(satang) > MOST:
        raise ValueError("not an event of the payment service")
    return satang


def _name(value: Any, most: int) -> str:
    """What an event must have of its own; nothing is not a name."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("not an event of the payment service")
    return _text(value, most)


def _text(value: Any, most: int) -> str:
    text = str(value)
    if len(text) > most or "\x00" in text:
        raise ValueError("not an event of the payment service")
    return text
