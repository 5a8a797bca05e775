"""A long list of lives at once, on every core: packed together, searched in parts, told as plain arrays."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from marketplace.matching.index import kernels
from marketplace.matching.index import layout as ly
from marketplace.matching.index.encoding import Vocabulary, Whole
from marketplace.matching.index.engine import Index
from marketplace.matching.index.lives import WORD_BYTES, engaged, floats, free_bytes, marks, whole
from marketplace.matching.terms import LifeTerms
from marketplace.matching.weights import Weights, national

PART: Final = 500
"""Lives a core takes at a time."""


def rank_many(
    index: Index,
    lives: Sequence[LifeTerms],
    on: date,
    top: int,
    *,
    weights: Weights | None = None,
    among: Sequence[int] | None = None,
) -> tuple[Whole, Whole]:
    """The best `top` for each life, as `Index.rank` gives them; by the country's weights unless others are given.

    `among` leaves out every other key. Returns (life, place, [key, score in millionths]) and how many places each life
    has.
    """
    index.turn_to(on)
    packed, size = _pack(lives, on, index.vocabulary, weights or national(on)), len(lives)
    most = max(1, min(top, index.size))
    told, counts = np.empty((size, most, 2), np.int64), np.zeros(size, np.int64)
    arrays = index.arrays if among is None else index.only(_marked(index, among))

    def part(first: int) -> None:
        kernels.search_many(arrays, packed, first, min(first + PART, size), most, told, counts)

    with ThreadPoolExecutor(os.cpu_count()) as cores:
        list(cores.map(part, range(0, size, PART)))
    return index.keyed(told, counts), counts


def _marked(index: Index, keys: Sequence[int]) -> npt.NDArray[np.bool_]:
    """The rows of some keys."""
    marked = np.zeros(index.size, np.bool_)
    marked[index.rows(keys)] = True
    return marked


def _pack(lives: Sequence[LifeTerms], on: date, vocabulary: Vocabulary, weights: Weights) -> tuple[Any, ...]:
    known = [marks(life, vocabulary) for life in lives]
    starts = np.zeros(len(lives) + 1, np.int64)
    np.cumsum([len(words) for words in known], out=starts[1:])
    held = [engaged(life, weights) for life in lives]
    held_starts = np.zeros(len(lives) + 1, np.int64)
    np.cumsum([len(rows) for rows, _ in held], out=held_starts[1:])
    return (
        np.array([whole(life, on, vocabulary, weights) for life in lives], np.int64).reshape(-1, ly.LIFE_WHOLE),
        np.array([floats(life, on, weights) for life in lives], np.float64).reshape(-1, ly.LIFE_FLOATS),
        np.frombuffer(b"".join(map(free_bytes, lives)), "<u8").reshape(-1, WORD_BYTES // 8),
        len(vocabulary.words),
        starts,
        np.array([word for words in known for word in words], np.int64),
        np.array([kind for words in known for kind in words.values()], np.uint8),
        held_starts,
        np.concatenate([rows for rows, _ in held]) if held else np.zeros((0, ly.ENGAGED_WHOLE), np.int64),
        np.concatenate([places for _, places in held]) if held else np.zeros((0, ly.ENGAGED_FLOATS)),
    )
