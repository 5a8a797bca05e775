"""Danger, secrecy and pressure said in any words: frames of who does what, to whom and with what, within a clause.

A text is cut into words of a small vocabulary, the longest first; a word may play several parts, and words that only
hold another (a mask, which begins like a face) play none. A frame is found where its parts follow each other closely.
"""

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

_BREAK = re.compile(r"[\n!?;]|\.(?=\s|$)")
_LATIN = re.compile(r"[a-z]")
_MARKS = "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e"
_NEAR = 14
"""How far from a frame, in letters, a word still tells that it is harmless."""

END = "end"
"""A part every space plays, and where a text is at its end."""
_AN_END = frozenset({END})


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a frame, or one of several, and how many letters may stand before it."""

    parts: frozenset[str]
    within: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The orders in which its parts may stand, and the parts that make it harmless: near it, or before its end.

    Why somebody is beaten comes after it: of a game before it there was a game, of one after it there was no less.
    One that is phrased reads whole phrases as words too, which would hide the words they are made of from the others.
    """

    orders: tuple[tuple[Step, ...], ...]
    unless: frozenset[str]
    before: frozenset[str]
    phrased: bool = False


class Word(NamedTuple):
    """A word of the vocabulary where it stands in a text, in which clause, and the parts it plays."""

    start: int
    end: int
    clause: int
    parts: frozenset[str]


class Reading:
    """A plain text as words of the vocabulary, in which frames are found."""

    def __init__(self, plain: str, *, phrased: bool = False) -> None:
        self.plain = plain
        self._words = _words(plain, phrased)
        self._played: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            for part in word.parts:
                self._played.setdefault(part, []).append(place)

    def find(self, frame: Frame) -> str:
        """What stands there of a frame, from its first part to its last; nothing where it is not found."""
        played = self._played.keys()
        for steps in frame.orders:
            if any(played.isdisjoint(step.parts) for step in steps):
                continue
            for first, last in self._chains(steps):
                if not self._is_harmless(first, last, frame):
                    return self.plain[self._words[first].start : self._words[last].end].strip()
        return ""

    def _chains(self, steps: Sequence[Step]) -> list[tuple[int, int]]:
        """The first and the last word of each way the steps follow each other, the latest beginning of each."""
        words = self._words
        reached = [(place, place) for place in self._places(steps[0])]
        for step in steps[1:]:
            after: list[tuple[int, int]] = []
            before = -1
            for place in self._places(step):
                while before + 1 < len(reached) and reached[before + 1][1] < place:
                    before += 1
                if before < 0:
                    continue
                first, last = reached[before]
                word, left = words[place], words[last]
                if left.clause == word.clause and word.start - left.end <= step.within:
                    after.append((first, place))
            if not after:
                return after
            reached = after
        return reached

    def _places(self, step: Step) -> list[int]:
        if len(step.parts) == 1:
            return self._played[next(iter(step.parts))]
        return sorted({place for part in step.parts for place in self._played.get(part, ())})

    def _is_harmless(self, first: int, last: int, frame: Frame) -> bool:
        """Whether a word by which it is harmless stands within or near; found by going left and right from it."""
        words, clause = self._words, self._words[first].clause
        begin, finish = words[first].start - _NEAR, words[last].end + _NEAR
        while first and words[first - 1].end >= begin:
            first -= 1
        for place in range(first, len(words)):
            word = words[place]
            if word.start > finish:
                return False
            harmless = frame.unless if place > last else frame.unless | frame.before
            if word.clause == clause and not harmless.isdisjoint(word.parts):
                return True
        return False


def frame(text: str, within: int, unless: str, before: str, *, phrased: bool = False) -> Frame:
    """A frame as its row writes it: orders by `/`, in each its parts by spaces, `a|b` either, `part:4` how near."""
    return Frame(
        tuple(tuple(_step(step, within) for step in order.split()) for order in text.split("/")),
        _known(unless.split()),
        _known(before.split()),
        phrased,
    )


def _step(written: str, within: int) -> Step:
    parts, _, near = written.partition(":")
    return Step(_known(parts.split("|")), int(near) if near else within)


def _known(parts: Iterable[str]) -> frozenset[str]:
    named = frozenset(parts)
    if unknown := named - _parts():
        raise ValueError(f"no such part: {', '.join(sorted(unknown))}")
    return named


@cache
def _parts() -> frozenset[str]:
    return frozenset().union(*_vocabulary(phrased=True).values()) | {END}


@cache
def _vocabulary(*, phrased: bool) -> dict[str, frozenset[str]]:
    """Every word with the parts it plays; a row may take in the words of rows before it by `{part}`."""
    rows: dict[str, list[str]] = {}
    for name in ("protected_vocabulary.csv", *(("protected_phrases.csv",) if phrased else ())):
        with (Path(__file__).parent / "data" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                words = rows.setdefault(row["part"], [])
                for word in row["words"].split("|"):
                    words += rows[word[1:-1]] if word.startswith("{") else [word]
    played: dict[str, set[str]] = {}
    for part, words in rows.items():
        for word in words:
            played.setdefault(word, set()).add(part)
    return {word: frozenset(parts) for word, parts in played.items()}


@cache
def _pattern(*, phrased: bool) -> re.Pattern[str]:
    """One pattern of the whole vocabulary, built as a tree of letters so that its size costs no time."""
    vocabulary = _vocabulary(phrased=phrased)
    latin = [word for word in vocabulary if _LATIN.match(word)]
    other = [word for word in vocabulary if not _LATIN.match(word)]
    return re.compile(rf"(?:{_tree(other)})(?![{_MARKS}])|(?<![a-z])(?:{_tree(latin)})(?![a-z])|[^\w{_MARKS}]")


def _tree(words: Sequence[str]) -> str:
    by_letter: dict[str, list[str]] = {}
    for word in words:
        if word:
            by_letter.setdefault(word[0], []).append(word[1:])
    told = "|".join(re.escape(letter) + _tree(rest) for letter, rest in sorted(by_letter.items()))
    if not told:
        return ""
    return f"(?:{told})?" if "" in words else f"(?:{told})"


def _words(plain: str, phrased: bool) -> list[Word]:
    breaks = [found.start() for found in _BREAK.finditer(plain)]
    vocabulary = _vocabulary(phrased=phrased)
    words: list[Word] = []
    for found in _pattern(phrased=phrased).finditer(plain):
        start = found.start()
        parts = vocabulary.get(found[0], _AN_END)
        words.append(Word(start, found.end() if parts is not _AN_END else start, bisect_left(breaks, start), parts))
    words.append(Word(len(plain), len(plain), len(breaks), _AN_END))
    return words
