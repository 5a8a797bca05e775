"""Packs of rows as a database hands them over, made into arrays; what does not fit the form is odd.

A pack is one value for each column: numbers (SQLite: digits and commas, PostgreSQL: eight bytes each), words with a
sign between them that hardly any text holds, hashes with a mark between them that nobody can have foreseen. Nothing is
guessed: a value too many, too few or of another length, and the pack is refused. Importing this module imports the
compiler.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

import numpy as np

from marketplace.ledger.hashing import Array, compiled
from marketplace.ledger.judging import ACTOR, AT, ID, NONE, NUMBERS, REVERSES, WORDS, Entries, Lines

BEGAN: Final = -62_135_596_800_000_000
"""Microseconds from 1970 to the first instant that Python knows, and to the last."""
ENDED: Final = 253_402_300_799_999_999
SINCE_2000: Final = 946_684_800_000_000
DIGEST: Final = 32
BETWEEN: Final = "\x1e"
"""What stands between words; books in which one holds it are odd."""
_BETWEEN: Final = ord(BETWEEN)
_DIGITS: Final = 18
_INSTANT: Final = 26
_COMMA, _MINUS, _ZERO = 0x2C, 0x2D, 0x30


class Odd(Exception):
    """Something that the packed form cannot express, or that is not as promised."""


def entries_of(count: int, numbers: Array, words: Sequence[bytes], hashes: Sequence[bytes], mark: bytes) -> Entries:
    """Entries from their columns."""
    if not all(isinstance(column, bytes) for column in (*words, *hashes)):
        raise Odd
    if np.any(numbers[ID, 1:] <= numbers[ID, :-1]):
        raise Odd
    if np.any(numbers[AT] < BEGAN) or np.any(numbers[AT] > ENDED):
        raise Odd
    plain = [row for row in range(NUMBERS) if row not in (REVERSES, ACTOR)]
    if np.any(numbers[plain] == NONE):
        raise Odd
    begins, ends = np.empty((WORDS, count), np.int64), np.empty((WORDS, count), np.int64)
    firsts = list(accumulate((len(column) + 1 for column in words), initial=0))
    raw = BETWEEN.encode().join(words) + BETWEEN.encode()
    _is_text(raw)
    for word, (first, after) in enumerate(pairwise(firsts)):
        found = np.flatnonzero(np.frombuffer(raw, np.uint8, after - first, first) == _BETWEEN)
        if len(found) != count:
            raise Odd
        ends[word] = found + first
        begins[word, 0], begins[word, 1:] = first, ends[word, :-1] + 1
    content, before, hash_ = (_digests(column, count, mark) for column in hashes)
    return Entries(np.frombuffer(raw, np.uint8), numbers, begins, ends, content, before, hash_)


def lines_of(entry: Array, number: Array, account: Array, amount: Array) -> Lines:
    """Postings from their columns; each after the one before."""
    later, same = entry[1:] > entry[:-1], entry[1:] == entry[:-1]
    if not np.all(later | (same & (number[1:] > number[:-1]))):
        raise Odd
    return Lines(entry, account, amount)


def digits(column: object, count: int, *, can_be_empty: bool = False) -> Array:
    """Numbers written in digits with commas between them."""
    numbers = np.empty(count, np.int64)
    if not isinstance(column, bytes) or not read_digits(np.frombuffer(column, np.uint8), numbers, can_be_empty):
        raise Odd
    return numbers


def instants(column: object, count: int) -> Array:
    """Instants written as text, in microseconds since 1970."""
    numbers = np.empty(count, np.int64)
    if not isinstance(column, bytes) or not read_instants(np.frombuffer(column, np.uint8), numbers):
        raise Odd
    return numbers


def eights(column: object, count: int) -> Array:
    """Numbers of eight bytes each, the high end first."""
    if not isinstance(column, bytes) or len(column) != 8 * count:
        raise Odd
    return np.frombuffer(column, ">i8").astype(np.int64)


def _digests(column: bytes, count: int, mark: bytes) -> Array:
    whole = np.frombuffer(column + mark, np.uint8)
    if len(whole) != count * (DIGEST + len(mark)):
        raise Odd
    rows = whole.reshape(count, DIGEST + len(mark))
    if np.any(rows[:, DIGEST:] != np.frombuffer(mark, np.uint8)):
        raise Odd
    return np.ascontiguousarray(rows[:, :DIGEST]).reshape(-1).view(np.uint64)


def _is_text(raw: bytes) -> None:
    if raw.isascii():
        return
    try:
        raw.decode()
    except UnicodeDecodeError:
        raise Odd from None


@compiled
def read_digits(raw: Array, numbers: Array, can_be_empty: bool) -> bool:
    """Put what the digits say into `numbers`; whether there were as many, and nothing else."""
    at, end = 0, len(raw)
    for place in range(len(numbers)):
        is_below = at < end and raw[at] == _MINUS
        at += is_below
        first, number = at, np.int64(0)
        while at < end and at - first <= _DIGITS and _ZERO <= raw[at] <= _ZERO + 9:
            number = 10 * number + raw[at] - _ZERO
            at += 1
        size = at - first
        if size > _DIGITS or (size == 0 and (is_below or not can_be_empty)):
            return False
        numbers[place] = NONE if size == 0 else (-number if is_below else number)
        if place + 1 < len(numbers):
            if at >= end or raw[at] != _COMMA:
                return False
            at += 1
    return at == end


@compiled
def _two(raw: Array, at: int) -> Any:
    """Two digits, or something far above any that are allowed."""
    high, low = np.int64(raw[at]) - _ZERO, np.int64(raw[at + 1]) - _ZERO
    return 10 * high + low if 0 <= high <= 9 and 0 <= low <= 9 else 1_000


@compiled
def read_instants(raw: Array, numbers: Array) -> bool:
    """The same for instants such as 2026-11-01 09:00:00.000001."""
    if len(raw) != len(numbers) * (_INSTANT + 1) - 1:
        return False
    for place in range(len(numbers)):
        at = place * (_INSTANT + 1)
        if place and raw[at - 1] != _BETWEEN:
            return False
        if raw[at + 4] != 0x2D or raw[at + 7] != 0x2D or raw[at + 10] != 0x20:
            return False
        if raw[at + 13] != 0x3A or raw[at + 16] != 0x3A or raw[at + 19] != 0x2E:
            return False
        century, years, month, day = _two(raw, at), _two(raw, at + 2), _two(raw, at + 5), _two(raw, at + 8)
        hour, minute, second = _two(raw, at + 11), _two(raw, at + 14), _two(raw, at + 17)
        first, middle, last = _two(raw, at + 20), _two(raw, at + 22), _two(raw, at + 24)
        year = 100 * century + years
        if century > 99 or years > 99 or year == 0 or not 1 <= month <= 12 or hour > 23 or minute > 59 or second > 59:
            return False
        if first > 99 or middle > 99 or last > 99:
            return False
        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        longest = 31 - (month in (4, 6, 9, 11)) if month != 2 else 28 + is_leap
        if not 1 <= day <= longest:
            return False
        # Days since 1970, years counted from March.
        shifted, since_march = year - (month <= 2), (month + 9) % 12
        days = 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400 + (153 * since_march + 2) // 5 + day - 1
        seconds = (days - 719_468) * 86_400 + hour * 3_600 + minute * 60 + second
        numbers[place] = seconds * 1_000_000 + first * 10_000 + middle * 100 + last
    return True
