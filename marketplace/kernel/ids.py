"""Names for things that outsiders may see: unguessable, speakable, without look-alike letters."""

import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_dealer: ContextVar[Random | None] = ContextVar("dealt_references", default=None)


_LETTERS = 24


def new_ref(prefix: str) -> str:
    """A public reference such as `E-7K3M-9Q2X-WT4V-8HNB-2C6D-Y5PR` (24 letters of 30: more than 117 bits)."""
    dealer = _dealer.get()
    letters = "".join(
        dealer.choices(_ALPHABET, k=_LETTERS) if dealer else (secrets.choice(_ALPHABET) for _ in range(_LETTERS))
    )
    return _written(prefix, letters)


def typed_ref(text: str) -> tuple[str, str] | None:
    """The prefix and the whole reference somebody typed by hand or scanned; None for what cannot be one.

    Case, hyphens, spaces and Thai figures do not matter, and an address that ends with it is understood; the prefix is
    empty where it was left out.
    """
    last = unicodedata.normalize("NFKC", text).strip().rstrip("/").rpartition("/")[2].partition("?")[0]
    known = "".join(_figure(one) for one in last if not re.match(r"[\s.\-\u2010-\u2015]", one)).upper()
    prefix, letters = known[:-_LETTERS], known[-_LETTERS:]
    if len(letters) < _LETTERS or not set(letters) <= set(_ALPHABET) or not re.fullmatch(r"[A-Z]{0,3}", prefix):
        return None
    return prefix, _written(prefix, letters)


def _figure(one: str) -> str:
    figure = unicodedata.digit(one, None)
    return one if figure is None else str(figure)


def _written(prefix: str, letters: str) -> str:
    fours = "-".join(letters[at : at + 4] for at in range(0, _LETTERS, 4))
    return f"{prefix}-{fours}" if prefix else fours


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
