"""Whether some thousands of entries, with their lines, are as the books promise; compiled.

What an entry says is written down as `chain` writes it and hashed; its lines are added up as `walk` adds them up. A
pack either holds in every point or is not judged here at all: what is odd in it is for `walk`, which looks at it
slowly and finds the words. Importing this module imports the compiler.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from marketplace.ledger.hashing import BLOCK, Array, compiled, copied, hash_all

ID, BOOK, SEQ, REVERSES, ACTOR, LINES, AT = range(7)
NUMBERS: Final = 7
KIND, KEY, CAUSE_TYPE, CAUSE_REF, NOTE = range(5)
WORDS: Final = 5
NONE: Final = -(1 << 63)
MOST: Final = 10**15
"""A line above this, ten trillion baht, is looked at slowly, so that no sum here outgrows its 64 bits."""
_SUM: Final = 4_000 * MOST

ODD: Final = -1
BATCH: Final = 512
_DIGEST: Final = 32
_FOUR: Final = 4
"""A digest as numbers of eight bytes."""
_BYTES_OF_A_NUMBER: Final = 21
_QUOTE, _ESCAPE, _FIRST_SIGN = 0x22, 0x5C, 0x20
_COMMA, _OPENS, _CLOSES, _MINUS, _ZERO, _BAR = 0x2C, 0x5B, 0x5D, 0x2D, 0x30, 0x7C
_N, _U, _L = 0x6E, 0x75, 0x6C
_HEX: Final = np.frombuffer(b"0123456789abcdef", np.uint8)
_PAIRS: Final = np.frombuffer(b"".join(b"%02d" % pair for pair in range(100)), np.uint8)
_MOST_DIGITS: Final = 19
_EIGHTS: Final = BLOCK // 8
_IS_PLAIN: Final = np.array([sign >= _FIRST_SIGN and sign not in (_QUOTE, _ESCAPE) for sign in range(256)], np.bool_)
"""Which bytes of a word JSON writes as they are."""
_SHORT: Final = np.frombuffer(b"\0\0\0\0\0\0\0\0btn\0fr" + bytes(18), np.uint8)
"""The letter that stands for a control sign behind a backslash; nothing where it is told by its number."""


class Entries(NamedTuple):
    """Entries in the order of their ids: numbers, where among the bytes their words begin and end, and hashes.

    A hash is four numbers of eight bytes, as they lie.
    """

    raw: Array
    numbers: Array
    begins: Array
    ends: Array
    content: Array
    before: Array
    hash: Array


class Lines(NamedTuple):
    """Postings in the order of their entries and numbers."""

    entry: Array
    account: Array
    amount: Array


class Chart(NamedTuple):
    """Accounts: the row of each id, the code as it is hashed, whose they are, and what was seen of them so far."""

    row: Array
    codes: Array
    code_ends: Array
    widest: int
    book: Array
    role: Array
    is_youth: Array
    is_fund: Array
    total: Array
    newest: Array


class Books(NamedTuple):
    """Books: the row of each id, and how far each has been followed."""

    row: Array
    seq: Array
    hash: Array


class Sides(NamedTuple):
    """The names of kinds, and which kind of entry first moved which role up or down: row, in the order they came."""

    names: Array
    name_ends: Array
    first: Array
    order: Array
    found: Array


class Room(NamedTuple):
    """Where messages are written before they are hashed; `blocks`, `eights` and `bytes` are the same memory."""

    blocks: Array
    eights: Array
    bytes: Array
    firsts: Array
    counts: Array
    digests: Array
    digest_eights: Array


@compiled
def judge(
    entries: Entries, lines: Lines, line: int, chart: Chart, books: Books, sides: Sides, room: Room, keys: Array
) -> int:
    """The line after the last one of these entries, or ODD where anything is not as promised.

    Each line must belong to an entry; `keys` takes a number for each key, equal for equal keys.
    """
    count, entry, kind = entries.numbers.shape[1], 0, 0
    while entry < count:
        began, block = entry, 0
        while entry < count and entry - began < BATCH:
            after = _after(entries, lines, line, entry)
            if after == ODD or (block * BLOCK + _longest(entries, chart, line, after, entry)) > len(room.bytes):
                if after == ODD or entry == began:
                    return ODD
                break
            kind = _kind(entries, entry, sides, kind)
            if kind == ODD or not _balances(entries, lines, line, after, entry, kind, chart, books, sides):
                return ODD
            keys[entry] = _key(entries, entry)
            place = 2 * (entry - began)
            room.firsts[place] = block
            block = _say(entries, lines, line, after, entry, kind, chart, sides, room.bytes, block)
            room.firsts[place + 1], room.counts[place] = block, block - room.firsts[place]
            block = _stamp(entries, entry, room, block)
            room.counts[place + 1] = block - room.firsts[place + 1]
            line, entry = after, entry + 1
        if not _chained(entries, began, entry, books, room):
            return ODD
    return line


@compiled
def _after(entries: Entries, lines: Lines, line: int, entry: int) -> int:
    """The line after those of an entry, which has as many as it says, two or more."""
    first = line
    while line < len(lines.entry) and lines.entry[line] == entries.numbers[ID, entry]:
        line += 1
    return line if line > first and line - first == entries.numbers[LINES, entry] else ODD


@compiled
def _longest(entries: Entries, chart: Chart, line: int, after: int, entry: int) -> Any:
    """No fewer bytes than the messages of an entry take."""
    size = 6 * BLOCK + 8 * _BYTES_OF_A_NUMBER
    for word in range(KEY, NOTE + 1):
        size += 6 * (entries.ends[word, entry] - entries.begins[word, entry]) + 3
    return size + (after - line) * (chart.widest + _BYTES_OF_A_NUMBER)


@compiled
def _kind(entries: Entries, entry: int, sides: Sides, likely: int) -> Any:
    """The row of its kind, or ODD."""
    if _is_named(entries, entry, sides, likely):
        return likely
    for kind in range(len(sides.name_ends) - 1):
        if _is_named(entries, entry, sides, kind):
            return kind
    return ODD


@compiled
def _is_named(entries: Entries, entry: int, sides: Sides, kind: int) -> Any:
    begin, first = entries.begins[KIND, entry], sides.name_ends[kind]
    size = entries.ends[KIND, entry] - begin
    same = sides.name_ends[kind + 1] - first == size
    for place in range(size if same else 0):
        same &= sides.names[first + place] == entries.raw[begin + place]
    return same


@compiled
def _balances(
    entries: Entries,
    lines: Lines,
    line: int,
    after: int,
    entry: int,
    kind: int,
    chart: Chart,
    books: Books,
    sides: Sides,
) -> bool:
    """Whether the lines sum to zero, lie in the entry's book and touch one youth at most; they are added up as well."""
    book_id, entry_id = entries.numbers[BOOK, entry], entries.numbers[ID, entry]
    if not 0 <= book_id < len(books.row) or books.row[book_id] < 0:
        return False
    book, total, youth, others = books.row[book_id], 0, ODD, False
    roles = len(sides.first) // (2 * (len(sides.name_ends) - 1))
    for at in range(line, after):
        account_id, amount = lines.account[at], lines.amount[at]
        if not 0 <= account_id < len(chart.row) or chart.row[account_id] < 0:
            return False
        account = chart.row[account_id]
        if amount == 0 or not -MOST <= amount <= MOST or chart.book[account] != book:
            return False
        total += amount
        if not -_SUM <= total <= _SUM:
            return False
        if chart.is_youth[account]:
            others |= youth not in (ODD, account)
            youth = account
        else:
            others |= not chart.is_fund[account]
        side = (kind * roles + chart.role[account]) * 2 + (amount > 0)
        if sides.first[side] == NONE:
            sides.first[side] = entry_id
            sides.order[sides.found[0]] = side
            sides.found[0] += 1
        moved = chart.total[account] + amount
        if not -_SUM <= moved <= _SUM:
            return False
        chart.total[account], chart.newest[account] = moved, entry_id
    return total == 0 and not (others and youth != ODD)


@compiled
def _key(entries: Entries, entry: int) -> Any:
    number = np.uint64(0xCBF29CE484222325)
    for place in range(entries.begins[KEY, entry], entries.ends[KEY, entry]):
        number = np.uint64((number ^ np.uint64(entries.raw[place])) * np.uint64(0x100000001B3))
    return number


@compiled
def _say(
    entries: Entries,
    lines: Lines,
    line: int,
    after: int,
    entry: int,
    kind: int,
    chart: Chart,
    sides: Sides,
    out: Array,
    block: int,
) -> Any:
    """Write what an entry says from this block on; gives the block after it."""
    numbers, first = entries.numbers, block * BLOCK
    out[first], out[first + 1] = _OPENS, _QUOTE
    at = copied(sides.names, sides.name_ends[kind], sides.name_ends[kind + 1], out, first + 2)
    out[at], out[at + 1] = _QUOTE, _COMMA
    at = _quoted(entries, entry, KEY, out, at + 2)
    if numbers[REVERSES, entry] == NONE:
        out[at], out[at + 1], out[at + 2], out[at + 3] = _N, _U, _L, _L
        at += 4
    else:
        at = _written(numbers[REVERSES, entry], out, at)
    out[at] = _COMMA
    at += 1
    for word in range(CAUSE_TYPE, NOTE + 1):
        at = _quoted(entries, entry, word, out, at)
    out[at] = _OPENS
    for posting in range(line, after):
        account = chart.row[lines.account[posting]]
        at = copied(chart.codes, chart.code_ends[account], chart.code_ends[account + 1], out, at + 1)
        at = _written(lines.amount[posting], out, at)
        out[at], out[at + 1] = _CLOSES, _COMMA
        at += 1
    out[at], out[at + 1] = _CLOSES, _CLOSES
    return _padded(out, first, at + 2)


@compiled
def _stamp(entries: Entries, entry: int, room: Room, block: int) -> Any:
    """Write what is stamped: the content the entry keeps, its instant and whose it is."""
    first, actor, out = block * BLOCK, entries.numbers[ACTOR, entry], room.bytes
    _digest_copied(entries.content, entry, room.eights, block * _EIGHTS)
    at = _written(entries.numbers[AT, entry], out, first + _DIGEST)
    out[at] = _BAR
    at += 1
    if actor not in (NONE, 0):
        at = _written(actor, out, at)
    return _padded(out, first, at)


@compiled
def _chained(entries: Entries, began: int, ended: int, books: Books, room: Room) -> bool:
    """Whether these entries keep the content they say, and each follows in its book from the one before."""
    hash_all(room.blocks, room.firsts, room.counts, 2 * (ended - began), room.digests)
    for entry in range(began, ended):
        place = 2 * (entry - began)
        if not _same(room.digest_eights, place, entries.content, entry):
            return False
        # Two blocks: the hash before, the number, the stamp, and the end of the message.
        at, eights = place * _EIGHTS, room.eights
        _digest_copied(entries.before, entry, eights, at)
        _digest_copied(room.digest_eights, place + 1, eights, at + _FOUR + 1)
        for word in range(at + 2 * _FOUR + 1, at + 2 * _EIGHTS):
            eights[word] = 0
        first, seq = place * BLOCK, entries.numbers[SEQ, entry]
        for byte in range(8):
            room.bytes[first + _DIGEST + byte] = (seq >> (56 - 8 * byte)) & 0xFF
        room.bytes[first + 2 * _DIGEST + 8] = 0x80
        room.bytes[first + 2 * BLOCK - 2] = (8 * (2 * _DIGEST + 8)) >> 8
        room.bytes[first + 2 * BLOCK - 1] = (8 * (2 * _DIGEST + 8)) & 0xFF
    for message in range(ended - began):
        room.firsts[message], room.counts[message] = 2 * message, 2
    hash_all(room.blocks, room.firsts, room.counts, ended - began, room.digests)
    for entry in range(began, ended):
        book = books.row[entries.numbers[BOOK, entry]]
        if entries.numbers[SEQ, entry] != books.seq[book] + 1:
            return False
        if not _same(books.hash, book, entries.before, entry):
            return False
        if not _same(room.digest_eights, entry - began, entries.hash, entry):
            return False
        books.seq[book] += 1
        _digest_copied(entries.hash, entry, books.hash, book * _FOUR)
    return True


@compiled
def _quoted(entries: Entries, entry: int, word: int, out: Array, at: int) -> int:
    """Write a word as JSON does, with a comma behind it."""
    raw, begin, end = entries.raw, entries.begins[word, entry], entries.ends[word, entry]
    out[at] = _QUOTE
    at += 1
    is_plain = True
    for place in range(begin, end):
        is_plain &= _IS_PLAIN[raw[place]]
    if is_plain:
        at = copied(raw, begin, end, out, at)
    for place in range(end if is_plain else begin, end):
        sign = raw[place]
        if _IS_PLAIN[sign]:
            out[at] = sign
            at += 1
            continue
        out[at] = _ESCAPE
        if sign >= _FIRST_SIGN or _SHORT[sign]:
            out[at + 1] = sign if sign >= _FIRST_SIGN else _SHORT[sign]
            at += 2
            continue
        out[at + 1], out[at + 2], out[at + 3] = _U, _ZERO, _ZERO
        out[at + 4], out[at + 5] = _HEX[sign >> 4], _HEX[sign & 15]
        at += 6
    out[at], out[at + 1] = _QUOTE, _COMMA
    return at + 2


@compiled
def _written(number: int, out: Array, at: int) -> int:
    """Write a number in digits."""
    if number < 0:
        out[at] = _MINUS
        at += 1
        number = -number
    rest, size, bound = np.uint64(number), 1, np.uint64(10)
    while size < _MOST_DIGITS and rest >= bound:
        size, bound = size + 1, np.uint64(bound * np.uint64(10))
    place = at + size
    while rest >= np.uint64(100):
        less = np.uint64(rest // np.uint64(100))
        pair = np.int64(rest - np.uint64(less * np.uint64(100)))
        place -= 2
        out[place], out[place + 1], rest = _PAIRS[2 * pair], _PAIRS[2 * pair + 1], less
    if rest >= np.uint64(10):
        out[at] = _PAIRS[2 * np.int64(rest)]
    out[place - 1] = _PAIRS[2 * np.int64(rest) + 1]
    return at + size


@compiled
def _digest_copied(source: Array, row: int, out: Array, at: int) -> None:
    for place in range(_FOUR):
        out[at + place] = source[_FOUR * row + place]


@compiled
def _same(one: Array, first: int, other: Array, second: int) -> bool:
    same = True
    for place in range(_FOUR):
        same &= one[_FOUR * first + place] == other[_FOUR * second + place]
    return same


@compiled
def _padded(out: Array, first: int, end: int) -> int:
    """End a message as SHA-256 wants it; gives the block after it."""
    bits, after = 8 * (end - first), (end + 9 + BLOCK - 1) // BLOCK
    out[end] = 0x80
    for place in range(end + 1, after * BLOCK - 8):
        out[np.uint64(place)] = 0
    for byte in range(8):
        out[after * BLOCK - 8 + byte] = (bits >> (56 - 8 * byte)) & 0xFF
    return after
