"""The compiled hashes, words and digits are those of `hashlib`, of JSON and of `chain`."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.ledger import judging, unpacking
from marketplace.ledger.hashing import BLOCK, hash_all
from marketplace.ledger.unpacking import Odd

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=100)
numbers = st.integers(-(10**18) + 1, 10**18 - 1)
instants = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999_999))  # noqa: DTZ001  as stored


def digests(messages: list[bytes]) -> list[bytes]:
    blocks, firsts, counts = bytearray(), [], []
    for message in messages:
        firsts.append(len(blocks) // BLOCK)
        out, first = np.zeros(len(message) + 2 * BLOCK, np.uint8), 0
        out[: len(message)] = np.frombuffer(message, np.uint8)
        counts.append(judging._padded(out, first, len(message)))
        blocks += out.tobytes()[: counts[-1] * BLOCK]
    found = np.empty((len(messages), 8), np.uint32)
    packed = np.frombuffer(bytes(blocks) or bytes(BLOCK), np.uint32)
    hash_all(packed, np.array(firsts, np.int64), np.array(counts, np.int64), len(messages), found)
    return [row.tobytes() for row in found]


@pytest.mark.parametrize("count", [0, 1, 2, 15, 16, 17, 31, 33, 5_000])
def test_messages_of_any_length_have_the_digests_of_hashlib(count: int) -> None:
    dice = Random(count)
    messages = [dice.randbytes(dice.randrange(301)) for _ in range(count)]
    assert digests(messages) == [sha256(message).digest() for message in messages]


def test_a_long_message_beside_short_ones_and_every_edge_of_a_block() -> None:
    messages = [b"x" * size for size in (0, 55, 56, 63, 64, 65, 119, 120, 127, 128, 100_000, 1, 2)]
    assert digests(messages) == [sha256(message).digest() for message in messages]


def as_entries(said: list[str]) -> judging.Entries:
    encoded = [word.encode() for word in said]
    ends = np.cumsum([len(word) + 1 for word in encoded]) - 1
    begins = ends - [len(word) for word in encoded]
    raw = np.frombuffer(b"\0".join(encoded) + b"\0", np.uint8)
    nothing = np.zeros(0, np.uint8)
    return judging.Entries(
        raw, np.zeros((7, 1), np.int64), begins.reshape(-1, 1), ends.reshape(-1, 1), nothing, nothing, nothing
    )


@settings(deadline=None)
@given(st.lists(words, min_size=1, max_size=4))
def test_words_are_written_as_json_writes_them(said: list[str]) -> None:
    said = [word.replace("\0", "") for word in said] + ['ค่าเดินทาง “x”\\"/\b\f\n\r\t\x01\x1f\x7f']
    out = np.zeros(6 * sum(len(word.encode()) + 3 for word in said), np.uint8)
    at = 0
    for place in range(len(said)):
        at = judging._quoted(as_entries(said), 0, place, out, at)
    assert out[:at].tobytes().decode() == "".join(json.dumps(word, ensure_ascii=False) + "," for word in said)


@settings(deadline=None)
@given(st.integers(-(2**63) + 1, 2**63 - 1) | st.integers(-1100, 1100) | st.integers(0, 18).map(lambda n: 10**n))
def test_numbers_are_written_in_digits(number: int) -> None:
    out = np.zeros(30, np.uint8)
    assert out[: judging._written(number, out, 0)].tobytes().decode() == str(number)


@settings(deadline=None)
@given(st.lists(numbers, min_size=1, max_size=20))
def test_digits_are_read_as_they_were_written(said: list[int]) -> None:
    assert unpacking.digits(",".join(map(str, said)).encode(), len(said)).tolist() == said


@pytest.mark.parametrize(
    "column",
    [b"1,2", b"1,2,3,4", b"1,,3", b"1,2,", b"1,2.0,3", b"1,-,3", b" 1,2,3", b"1,2,3 ", b"1,2,x", None, "1,2,3"],
)
def test_other_digits_are_odd(column: object) -> None:
    with pytest.raises(Odd):
        unpacking.digits(column, 3)


def test_a_number_of_nineteen_digits_is_odd() -> None:
    with pytest.raises(Odd):
        unpacking.digits(b"1000000000000000000", 1)


def test_nothing_is_told_from_a_number_where_it_may_be() -> None:
    assert unpacking.digits(b",7,", 3, can_be_empty=True).tolist() == [judging.NONE, 7, judging.NONE]


@settings(deadline=None)
@given(st.lists(instants, min_size=1, max_size=5))
def test_instants_are_read_in_microseconds(said: list[datetime]) -> None:
    column = unpacking.BETWEEN.join(at.isoformat(" ", "microseconds") for at in said).encode()
    since = [(at.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) for at in said]
    assert unpacking.instants(column, len(said)).tolist() == since


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-01 09:00:00", "2026-11-01T09:00:00.000001", "2026-02-29 09:00:00.000001", "2100-02-29 09:00:00.000001",
        "2026-13-01 09:00:00.000001", "2026-00-01 09:00:00.000001", "2026-11-31 09:00:00.000001",
        "2026-11-01 24:00:00.000001", "2026-11-01 09:60:00.000001", "2026-11-01 09:00:60.000001",
        "0000-11-01 09:00:00.000001", "2026-11-0x 09:00:00.000001", "2026-11-01 09:00:00.00000 ", "",
    ],
)  # fmt: skip
def test_other_instants_are_odd(at: str) -> None:
    with pytest.raises(Odd):
        unpacking.instants(at.encode(), 1)


def test_hashes_of_other_lengths_are_odd_though_they_are_as_long_together() -> None:
    mark = b"mark"
    assert unpacking._digests(b"a" * 32 + mark + b"b" * 32, 2, mark).tobytes() == b"a" * 32 + b"b" * 32
    for one, other in ((b"a" * 31, b"b" * 33), (b"a" * 33, b"b" * 31), (b"a" * 32, b"b" * 31)):
        with pytest.raises(Odd):
            unpacking._digests(one + mark + other, 2, mark)


def test_words_that_are_no_text_are_odd() -> None:
    unpacking._is_text("ก\0x".encode())
    with pytest.raises(Odd):
        unpacking._is_text(b"\xe0\xb8\0x")
