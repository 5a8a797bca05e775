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
    said = [kind, key, reverses_id, *cause, note, lines]
    return sha256(_AS_TEXT(said).encode()).digest()


def stamp(content: bytes, at: datetime, actor_id: int | None) -> bytes:
    """The fingerprint of content said by somebody at an instant."""
    micros = (at - _EPOCH) // _MICROSECOND
    return sha256(content + f"{micros}|{actor_id or ''}".encode()).digest()


def link(previous: bytes, seq: int, stamped: bytes) -> bytes:
    """The hash of entry number `seq`, following `previous`."""
    return sha256(previous + seq.to_bytes(8, "big") + stamped).digest()


_MICROSECOND = datetime.resolution
