"""What an entry says, as bytes, and how it is linked to the one before it.

Three hashes, all SHA-256: the content (what a replay must repeat), the stamp (content, instant and actor) and the
link (hash of the previous entry of the book, number, stamp). Changing, removing, adding or swapping entries breaks
the link of every later one.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

# Made once: it is asked for every entry that is written or checked.
_AS_TEXT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def content_hash(
    kind: str, key: str, reverses_id: int | None, cause: tuple[str, str], note: str, lines: Sequence[tuple[str, int]]
) -> bytes:
    """The fingerprint of what an entry says; account codes name the book."""
    return fingerprint(_AS_TEXT([kind, key, reverses_id, *cause, note, lines]))


def fingerprint(said: str) -> bytes:
    """The fingerprint of what an entry says, written as JSON without spaces."""
    return sha256(said.encode()).digest()


def stamp(content: bytes, at: datetime, actor_id: int | None) -> bytes:
    """The fingerprint of content said by somebody at an instant."""
    return stamp_at(content, micros(at), actor_id)


def stamp_at(content: bytes, micros: int, actor_id: int | None) -> bytes:
    """The same, with the instant as `micros` counts it."""
    return sha256(content + f"{micros}|{actor_id or ''}".encode()).digest()


def micros(at: datetime) -> int:
    """Microseconds since 1970."""
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def link(previous: bytes, seq: int, stamped: bytes) -> bytes:
    """The hash of entry number `seq`, following `previous`."""
    return sha256(previous + seq.to_bytes(8, "big") + stamped).digest()
