"""SHA-256 of many messages at once, compiled: sixteen messages go through the rounds side by side.

`chain` says what is hashed; this only says it faster, and tests hold it against `hashlib`. Every step is done for all
lanes by one loop without branches, which the compiler turns into the widest instructions a processor has. Importing
this module imports the compiler.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from numba.core import cgutils, types
from numba.extending import intrinsic

from marketplace.kernel.compiling import Kept

Array = npt.NDArray[Any]

_FILES = ("hashing.py", "judging.py", "unpacking.py")
_builders: Any = cgutils
compiled = Kept("ledger", (Path(__file__).with_name(name) for name in _FILES)).compiled

BLOCK: Final = 64
LANES: Final = 16
_WORDS: Final = 16
_ROUNDS: Final = 64


def _roots(power: int, count: int) -> list[int]:
    """The first 32 bits behind the point of the square or cube roots of the first primes."""
    primes = [n for n in range(2, 312) if all(n % d for d in range(2, int(n**0.5) + 1))]
    found = []
    for prime in primes[:count]:
        root = prime << 32 * power
        low, high = 0, 1 << 48
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if middle**power <= root else (low, middle - 1)
        found.append(low & 0xFFFFFFFF)
    return found


_K: Final = np.array(_roots(3, _ROUNDS), np.uint32)
_START: Final = np.array(_roots(2, 8), np.uint32)


@compiled
def _turned(x: Any, by: Any) -> Any:
    return np.uint32(x >> np.uint32(by)) | np.uint32(x << np.uint32(32 - by))


@compiled
def _sum(x: Any, y: Any) -> Any:
    """Their sum in 32 bits, said at every step: left to itself, the compiler goes on in 64, half as many at once."""
    return np.uint32(np.uint32(x) + np.uint32(y))


@compiled
def _swapped(x: Any) -> Any:
    """The same four bytes, the other end first."""
    ends = np.uint32(x >> np.uint32(24)) | np.uint32(x << np.uint32(24))
    inner = (np.uint32(x >> np.uint32(8)) & np.uint32(0xFF00)) | (np.uint32(x << np.uint32(8)) & np.uint32(0xFF0000))
    return np.uint32(ends | inner)


@compiled
def _round(a: Any, b: Any, c: Any, d: Any, e: Any, f: Any, g: Any, h: Any, word: Any) -> Any:
    """What `d` and `h` become; the others only change their names."""
    high = _turned(e, 6) ^ _turned(e, 11) ^ _turned(e, 25)
    first = _sum(_sum(h, word), _sum(high, np.uint32((e & f) ^ (~e & g))))
    low = _turned(a, 2) ^ _turned(a, 13) ^ _turned(a, 22)
    return _sum(d, first), _sum(first, _sum(low, np.uint32((a & b) | (c & (a | b)))))


@compiled
def _next(word: Any, second: Any, tenth: Any, fifteenth: Any) -> Any:
    """The word sixteen rounds later."""
    low = _turned(second, 7) ^ _turned(second, 18) ^ np.uint32(second >> np.uint32(3))
    high = _turned(fifteenth, 17) ^ _turned(fifteenth, 19) ^ np.uint32(fifteenth >> np.uint32(10))
    return _sum(_sum(word, low), _sum(tenth, high))


@compiled
def _sixteen(state: Array, words: Array, first: int) -> None:
    """Sixteen rounds of every lane; `words` become those of the next sixteen."""
    k0, k1, k2, k3 = _K[first], _K[first + 1], _K[first + 2], _K[first + 3]
    k4, k5, k6, k7 = _K[first + 4], _K[first + 5], _K[first + 6], _K[first + 7]
    k8, k9, k10, k11 = _K[first + 8], _K[first + 9], _K[first + 10], _K[first + 11]
    k12, k13, k14, k15 = _K[first + 12], _K[first + 13], _K[first + 14], _K[first + 15]
    for lane in range(LANES):
        a, b, c, d = state[lane], state[LANES + lane], state[2 * LANES + lane], state[3 * LANES + lane]
        e, f, g, h = (
            state[4 * LANES + lane],
            state[5 * LANES + lane],
            state[6 * LANES + lane],
            state[7 * LANES + lane],
        )
        w0, w1, w2, w3 = words[lane], words[LANES + lane], words[2 * LANES + lane], words[3 * LANES + lane]
        w4, w5, w6, w7 = (
            words[4 * LANES + lane],
            words[5 * LANES + lane],
            words[6 * LANES + lane],
            words[7 * LANES + lane],
        )
        w8, w9, w10, w11 = (
            words[8 * LANES + lane],
            words[9 * LANES + lane],
            words[10 * LANES + lane],
            words[11 * LANES + lane],
        )
        w12, w13, w14, w15 = (
            words[12 * LANES + lane],
            words[13 * LANES + lane],
            words[14 * LANES + lane],
            words[15 * LANES + lane],
        )
        d, h = _round(a, b, c, d, e, f, g, h, _sum(w0, k0))
        c, g = _round(h, a, b, c, d, e, f, g, _sum(w1, k1))
        b, f = _round(g, h, a, b, c, d, e, f, _sum(w2, k2))
        a, e = _round(f, g, h, a, b, c, d, e, _sum(w3, k3))
        h, d = _round(e, f, g, h, a, b, c, d, _sum(w4, k4))
        g, c = _round(d, e, f, g, h, a, b, c, _sum(w5, k5))
        f, b = _round(c, d, e, f, g, h, a, b, _sum(w6, k6))
        e, a = _round(b, c, d, e, f, g, h, a, _sum(w7, k7))
        d, h = _round(a, b, c, d, e, f, g, h, _sum(w8, k8))
        c, g = _round(h, a, b, c, d, e, f, g, _sum(w9, k9))
        b, f = _round(g, h, a, b, c, d, e, f, _sum(w10, k10))
        a, e = _round(f, g, h, a, b, c, d, e, _sum(w11, k11))
        h, d = _round(e, f, g, h, a, b, c, d, _sum(w12, k12))
        g, c = _round(d, e, f, g, h, a, b, c, _sum(w13, k13))
        f, b = _round(c, d, e, f, g, h, a, b, _sum(w14, k14))
        e, a = _round(b, c, d, e, f, g, h, a, _sum(w15, k15))
        w0 = _next(w0, w1, w9, w14)
        w1 = _next(w1, w2, w10, w15)
        w2 = _next(w2, w3, w11, w0)
        w3 = _next(w3, w4, w12, w1)
        w4 = _next(w4, w5, w13, w2)
        w5 = _next(w5, w6, w14, w3)
        w6 = _next(w6, w7, w15, w4)
        w7 = _next(w7, w8, w0, w5)
        w8 = _next(w8, w9, w1, w6)
        w9 = _next(w9, w10, w2, w7)
        w10 = _next(w10, w11, w3, w8)
        w11 = _next(w11, w12, w4, w9)
        w12 = _next(w12, w13, w5, w10)
        w13 = _next(w13, w14, w6, w11)
        w14 = _next(w14, w15, w7, w12)
        w15 = _next(w15, w0, w8, w13)
        state[lane], state[LANES + lane], state[2 * LANES + lane], state[3 * LANES + lane] = a, b, c, d
        state[4 * LANES + lane], state[5 * LANES + lane] = e, f
        state[6 * LANES + lane], state[7 * LANES + lane] = g, h
        words[lane], words[LANES + lane], words[2 * LANES + lane], words[3 * LANES + lane] = w0, w1, w2, w3
        words[4 * LANES + lane], words[5 * LANES + lane] = w4, w5
        words[6 * LANES + lane], words[7 * LANES + lane] = w6, w7
        words[8 * LANES + lane], words[9 * LANES + lane] = w8, w9
        words[10 * LANES + lane], words[11 * LANES + lane] = w10, w11
        words[12 * LANES + lane], words[13 * LANES + lane] = w12, w13
        words[14 * LANES + lane], words[15 * LANES + lane] = w14, w15


def _moving(_typing: Any, source: Any, _begin: Any, out: Any, _at: Any, _size: Any) -> Any:
    """Code that copies bytes of one array into another by the fastest way a machine has."""

    def generated(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        arrays = [context.make_array(signature.args[place])(context, builder, given[place]) for place in (0, 2)]
        read, written = (builder.gep(array.data, [given[place]]) for array, place in zip(arrays, (1, 3), strict=True))
        _builders.raw_memcpy(builder, written, read, given[4], 1)
        return context.get_dummy_value()

    return types.none(source, types.int64, out, types.int64, types.int64), generated


_moved: Any = intrinsic(_moving)


@compiled
def copied(source: Array, begin: int, end: int, out: Array, at: int) -> Any:
    """Copy bytes from `begin` to `end` into `out`; gives the place behind them there."""
    _moved(source, begin, out, at, end - begin)
    return at + end - begin


@compiled
def hash_all(blocks: Array, firsts: Array, counts: Array, messages: int, digests: Array) -> None:
    """The digest of each message, as bytes of `digests`.

    `blocks` are its padded blocks as 32-bit words: `counts` of them from block `firsts` on. A lane that is through
    with its message takes the next one.
    """
    state, kept = np.empty(8 * LANES, np.uint32), np.empty(8 * LANES, np.uint32)
    words = np.zeros(_WORDS * LANES, np.uint32)
    which, at, left = np.full(LANES, -1), np.zeros(LANES, np.int64), np.zeros(LANES, np.int64)
    coming, busy = 0, 0
    while True:
        for lane in range(LANES):
            if left[lane] == 0:
                if which[lane] >= 0:
                    for part in range(8):
                        digests[which[lane], part] = _swapped(state[part * LANES + lane])
                    which[lane] = -1
                    busy -= 1
                if coming < messages:
                    which[lane], at[lane], left[lane] = coming, firsts[coming], counts[coming]
                    coming += 1
                    busy += 1
                    for part in range(8):
                        state[part * LANES + lane] = _START[part]
        if busy == 0:
            return
        for lane in range(LANES):
            if left[lane] > 0:
                # Unsigned, a place is not looked at for being counted from the end.
                here = np.uint64(at[lane] * _WORDS)
                for word in range(_WORDS):
                    words[np.uint64(word * LANES + lane)] = blocks[here + np.uint64(word)]
                at[lane] += 1
                left[lane] -= 1
        for place in range(_WORDS * LANES):
            words[place] = _swapped(words[place])
        for place in range(8 * LANES):
            kept[place] = state[place]
        for first in range(0, _ROUNDS, _WORDS):
            _sixteen(state, words, first)
        for place in range(8 * LANES):
            state[place] += kept[place]
