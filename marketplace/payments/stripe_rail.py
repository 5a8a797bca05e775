"""Stripe behind the door: the only file that imports its SDK. It reads answers into our own facts and never saves.

Card and PromptPay, in baht. Every request that changes something carries our own key, so that asking twice does it
once; Stripe forgets keys after a day, so an older request looks first.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import stripe
from stripe import StripeClient

from marketplace.kernel import clock
from marketplace.payments import told
from marketplace.payments.rail import Forged, Opened, Order, Refused, Statement, Unreachable
from marketplace.payments.told import CURRENCY, HEARD_OF, Told

T = TypeVar("T")

TOLERANCE = timedelta(seconds=300)
LARGEST_BODY = 256 * 1024
RETRIES = 2
PAGE = 100
WAYS = ("card", "promptpay")
HEARD = tuple(kind for kinds in HEARD_OF.values() for kind in kinds)
"""The events this installation must be told; an operator ticks them at Stripe."""


class StripeRail:
    """One Stripe account, by its key; messages are believed with any of `secrets`."""

    def __init__(self, key: str, secrets: Sequence[str], *, address: str = "", http_client: Any = None) -> None:
        self.live = key.startswith(("sk_live_", "rk_live_"))
        self._secrets = tuple(secrets)
        self._client = StripeClient(
            key,
            base_addresses={"api": address} if address else None,
            max_network_retries=RETRIES,
            http_client=http_client or stripe.RequestsClient(timeout=20),
        )

    def open_session(self, order: Order) -> Opened:
        """A Checkout Session for one gift."""
        meta = {"gift": order.gift_ref}
        params: dict[str, Any] = {
            "mode": "payment",
            "submit_type": "donate",
            "allowed_payment_method_types": list(WAYS),
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": CURRENCY,
                        "unit_amount": order.amount_satang,
                        "product_data": {"name": order.title[:250]},
                    },
                }
            ],
            "client_reference_id": order.gift_ref,
            "metadata": meta,
            "payment_intent_data": {"metadata": meta, "description": order.gift_ref},
            "locale": order.locale,
            "success_url": order.back_url,
            "cancel_url": order.back_url,
            "expires_at": int(order.ends_at.timestamp()),
        }
        if order.email:
            params["customer_email"] = order.email
        made = _ask(lambda: self._client.v1.checkout.sessions.create(params, {"idempotency_key": order.gift_ref}))  # type: ignore[arg-type]
        return Opened(made.id, str(made.url), datetime.fromtimestamp(made.expires_at, UTC))

    def look(self, session_ref: str) -> Told:
        """The session, told as if an event had brought it."""
        found = _ask(lambda: self._client.v1.checkout.sessions.retrieve(session_ref))
        kind = "expired" if found.status == "expired" else "completed" if found.status == "complete" else "open"
        return self._as_told(f"look:{session_ref}", f"checkout.session.{kind}", found.to_dict())

    def refund(self, payment_ref: str, refund_ref: str, amount_satang: int, *, email: str, blind: bool) -> Told:
        """A refund by its own key; an old one is first looked for among the refunds of the payment."""
        made = None if blind else self._refund_made(payment_ref, refund_ref)
        if made is None:
            params: dict[str, Any] = {
                "payment_intent": payment_ref,
                "amount": amount_satang,
                "reason": "requested_by_customer",
                "metadata": {"refund": refund_ref},
            }
            if email:
                params["instructions_email"] = email
            made = _ask(lambda: self._client.v1.refunds.create(params, {"idempotency_key": refund_ref}))  # type: ignore[arg-type]
        return self._as_told(f"refund:{refund_ref}", "refund.updated", made.to_dict())

    def check(self, body: bytes, signature: str) -> Told:
        """What a signed message says, if it was signed with one of our secrets within five minutes of now."""
        if len(body) > LARGEST_BODY:
            raise Forged("too long")
        for secret in self._secrets:
            try:
                stripe.WebhookSignature.verify_header(body, signature, secret, None)
                sent = int(next(part[2:] for part in signature.split(",") if part.startswith("t=")))
                if abs(clock.now().timestamp() - sent) > TOLERANCE.total_seconds():
                    raise Forged("too early or too late")
                event = self._client.construct_event_without_verification(body)
                return told.read(event.to_dict())
            except stripe.SignatureVerificationError:
                continue
            except (ValueError, UnicodeDecodeError, OverflowError, AttributeError) as error:
                raise Forged(str(error)) from error
        raise Forged("not signed by us")

    def events(self, since: datetime) -> Iterator[Told]:
        """Events of the kinds we act on, oldest first as far as one page reaches."""
        params: dict[str, Any] = {"created": {"gte": int(since.timestamp())}, "types": list(HEARD), "limit": PAGE}
        pages = _ask(lambda: self._client.v1.events.list(params))  # type: ignore[arg-type]
        found = _ask(lambda: [told.read(event.to_dict()) for event in pages.auto_paging_iter()])
        yield from reversed(found)

    def statement(self, since: datetime) -> Iterator[Statement]:
        """Balance transactions since, oldest first."""
        return reversed(self._lines(created={"gte": int(since.timestamp())}))

    def lines_of_payout(self, payout_ref: str) -> Sequence[Statement]:
        """The balance transactions that were paid out together, without the payout's own."""
        return [line for line in self._lines(payout=payout_ref) if line.kind != "payout"]

    def balance(self) -> int:
        """Available and pending baht together."""
        held = _ask(self._client.v1.balance.retrieve).to_dict()
        parts = (*held["available"], *held["pending"])
        return sum(int(part["amount"]) for part in parts if part["currency"] == CURRENCY)

    def _lines(self, **which: Any) -> list[Statement]:
        params: dict[str, Any] = {**which, "limit": PAGE, "expand": ["data.source"]}
        pages = _ask(lambda: self._client.v1.balance_transactions.list(params))  # type: ignore[arg-type]
        return _ask(lambda: [_line(one.to_dict()) for one in pages.auto_paging_iter()])

    def _refund_made(self, payment_ref: str, refund_ref: str) -> Any:
        pages = _ask(lambda: self._client.v1.refunds.list({"payment_intent": payment_ref, "limit": PAGE}))
        found = _ask(lambda: list(pages.auto_paging_iter()))
        return next((one for one in found if (one.to_dict().get("metadata") or {}).get("refund") == refund_ref), None)

    def _as_told(self, ref: str, kind: str, thing: dict[str, Any]) -> Told:
        return told.read(
            {
                "id": ref,
                "type": kind,
                "created": int(clock.now().timestamp()),
                "livemode": thing.get("livemode", self.live),
                "data": {"object": thing},
            }
        )


def _ask(call: Callable[[], T]) -> T:
    """One request; a broken line, a busy service and a key in use are worth asking again, a refusal is not."""
    try:
        return call()
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.AuthenticationError) as error:
        raise Unreachable(type(error).__name__) from error
    except stripe.StripeError as error:
        again = (error.http_status or 500) >= 500 or error.code == "idempotency_key_in_use"
        raise (Unreachable if again else Refused)(error.code or type(error).__name__) from error


def _line(one: dict[str, Any]) -> Statement:
    source = one.get("source") or {}
    unfolded = source if isinstance(source, dict) else {"id": source}
    return Statement(
        ref=one["id"],
        kind=one["type"],
        amount_satang=one["amount"],
        fee_satang=one["fee"],
        net_satang=one["net"],
        currency=one["currency"],
        at=datetime.fromtimestamp(one["created"], UTC),
        source_ref=str(unfolded.get("id") or ""),
        payment_ref=unfolded.get("payment_intent"),
    )
