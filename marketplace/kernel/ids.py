"""Names for things that outsiders may see: unguessable, speakable, without look-alike letters."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_dealer: ContextVar[Random | None] = ContextVar("dealt_references", default=None)


def new_ref(prefix: str) -> str:
    """A public reference such as `E-7K3M-9Q2X-WT4V-8HNB-2C6D-Y5PR` (24 letters of 30: more than 117 bits)."""
    dealer = _dealer.get()
    letters = "".join(dealer.choices(_ALPHABET, k=24) if dealer else (secrets.choice(_ALPHABET) for _ in range(24)))
    return f"{prefix}-{'-'.join(letters[i : i + 4] for i in range(0, 24, 4))}"


@contextmanager
def dealt(by: Random) -> Iterator[None]:
    """Inside, references follow a seed, so that the same demo world has the same addresses; tokens stay secret."""
    mark = _dealer.set(by)
    try:
        yield
    finally:
        _dealer.reset(mark)


def token() -> str:
    """A one-time secret of 256 bits, safe inside an address."""
    return secrets.token_urlsafe(32)
