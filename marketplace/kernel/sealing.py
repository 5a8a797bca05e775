"""Sensitive facts at rest: AES-256-GCM with a key id, bound to where they belong; lookups by keyed HMAC."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Unreadable(Exception):
    """The sealed value was altered, moved to another place, or its key is gone."""


@dataclass(frozen=True)
class Keyring:
    """Encryption keys by id, the id new values are sealed with, and the key of the blind index."""

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    index_key: bytes = field(repr=False)


_ring: list[Keyring] = []


def use_keys(ring: Keyring) -> None:
    """Make `ring` the keys of this process; raises ValueError when the current key is missing."""
    if ring.current not in ring.keys:
        raise ValueError(f"no key with id {ring.current!r}")
    _ring[:] = [ring]


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return secrets.token_bytes(32)


def seal(text: str, context: str) -> str:
    """Encrypt `text` for one place (`table|column|ref`); moving it elsewhere makes it unreadable."""
    ring = _keys()
    nonce = secrets.token_bytes(_NONCE)
    body = AESGCM(ring.keys[ring.current]).encrypt(nonce, text.encode(), context.encode())
    return f"{ring.current}:{base64.urlsafe_b64encode(nonce + body).decode()}"


def unseal(sealed: str, context: str) -> str:
    """Decrypt what `seal` made for the same place; raises Unreadable rather than give garbage."""
    key_id, _, payload = sealed.partition(":")
    key = _keys().keys.get(key_id)
    if key is None:
        raise Unreadable(f"no key with id {key_id!r}")
    try:
        raw = base64.urlsafe_b64decode(payload)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable(context) from error


def blind_index(kind: str, value: str) -> str:
    """A keyed fingerprint by which an equal value can be found without being readable."""
    return hmac.new(_keys().index_key, f"{kind}|{value}".encode(), hashlib.sha256).hexdigest()


def _keys() -> Keyring:
    if not _ring:
        raise RuntimeError("use_keys() has not been called")
    return _ring[0]
