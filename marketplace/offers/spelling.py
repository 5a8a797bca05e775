"""Forgiving a slip of the finger: words are kept under their spelling and under each with one letter left out.

Two words one slip apart (a letter more, less, other, or two swapped) share a spelling, so a look-up by a handful
of keys finds every word that may have been meant, on any database.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import column, select, table
from sqlalchemy.dialects import postgresql, sqlite

from models.session import db

SPELLINGS: Final = table("search_spelling", column("spelling"), column("word"))
_SHORTEST_FORGIVEN: Final = 4
_LONGEST: Final = 32
_WIDEST_WINDOW: Final = 6
_MOST_MEANT: Final = 8
_BATCH: Final = 400

_PER_WORD, _PER_SLIP, _PER_UNKNOWN = 0.6, 1.0, 2.0


class Meant(NamedTuple):
    """One place of a query: any of these words may have been meant."""

    words: tuple[str, ...]


class _Reading(NamedTuple):
    cost: float
    slips: int
    places: tuple[Meant, ...]


def learn(words: Iterable[str]) -> None:
    """Remember words that occur, so that they are found when misspelt."""
    new = {word for word in words if len(word) <= _LONGEST}
    new -= _known(new)
    rows = [{"spelling": spelling, "word": word} for word in sorted(new) for spelling in sorted(spellings(word))]
    if rows:
        db.execute(_insert_new(), rows)


def spellings(word: str) -> frozenset[str]:
    """The word itself and, where it is long enough to be forgiven, each with one letter left out."""
    if len(word) < _SHORTEST_FORGIVEN:
        return frozenset({word})
    return frozenset({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})


def one_slip_apart(one: str, other: str) -> bool:
    """Whether a letter more, less, other, or two neighbours swapped makes one word of the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return short[start:] == long[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (swapped and one[start + 2 :] == other[start + 2 :])


def meant(run: str, tokens: Sequence[str]) -> tuple[Meant, ...]:
    """The likeliest reading of a run of letters with at least one slip in it; empty when there is none.

    A slip breaks a Thai run at the wrong places, so neighbouring tokens are also read together.
    """
    windows = _windows(run, tokens)
    found = _look_up(windows.values())
    best: dict[tuple[int, bool], _Reading] = {(0, False): _Reading(0, 0, ())}
    for start in range(len(tokens)):
        for slipped in (False, True):
            here = best.get((start, slipped))
            if here is None:
                continue
            for end in range(start + 1, min(len(tokens), start + _WIDEST_WINDOW) + 1):
                for step in _steps(windows.get((start, end), ""), found, single=end == start + 1):
                    _keep(best, (end, slipped or step.slips > 0), here, step)
    reading = best.get((len(tokens), True))
    return reading.places if reading else ()


def _keep(best: dict[tuple[int, bool], _Reading], at: tuple[int, bool], here: _Reading, step: _Reading) -> None:
    longer = _Reading(here.cost + step.cost, here.slips + step.slips, here.places + step.places)
    if at not in best or longer.cost < best[at].cost:
        best[at] = longer


def _steps(text: str, found: Mapping[str, frozenset[str]], *, single: bool) -> list[_Reading]:
    steps = []
    words = found.get(text, frozenset())
    if text in words:
        steps.append(_Reading(_PER_WORD, 0, (Meant((text,)),)))
    near = sorted(
        (word for word in words if one_slip_apart(word, text)), key=lambda word: (abs(len(word) - len(text)), word)
    )
    if near:
        steps.append(_Reading(_PER_WORD + _PER_SLIP, 1, (Meant(tuple(near[:_MOST_MEANT])),)))
    if single and text not in words:
        steps.append(_Reading(_PER_WORD + _PER_UNKNOWN, 0, ()))
    return steps


def _windows(run: str, tokens: Sequence[str]) -> dict[tuple[int, int], str]:
    """Neighbouring tokens as they stand in the run, with the letters between them."""
    begins, at = [], 0
    for token in tokens:
        at = max(run.find(token, at), at)
        begins.append(at)
        at += len(token)
    begins = [0, *begins[1:], len(run)]
    return {
        (start, end): run[begins[start] : begins[end]]
        for start in range(len(tokens))
        for end in range(start + 1, min(len(tokens), start + _WIDEST_WINDOW) + 1)
        if begins[end] - begins[start] <= _LONGEST
    }


def _look_up(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each text every word that shares a spelling with it."""
    keys = {text: spellings(text) for text in texts}
    wanted = sorted(set().union(*keys.values())) if keys else []
    words: dict[str, set[str]] = {}
    for first in range(0, len(wanted), _BATCH):
        some = select(SPELLINGS.c.spelling, SPELLINGS.c.word).where(
            SPELLINGS.c.spelling.in_(wanted[first : first + _BATCH])
        )
        for spelling, word in db.execute(some):
            words.setdefault(spelling, set()).add(word)
    return {text: frozenset().union(*(words.get(key, ()) for key in asked)) for text, asked in keys.items()}


def _known(words: set[str]) -> set[str]:
    ordered, known = sorted(words), set[str]()
    itself = SPELLINGS.c.word == SPELLINGS.c.spelling
    for first in range(0, len(ordered), _BATCH):
        some = SPELLINGS.c.spelling.in_(ordered[first : first + _BATCH])
        known.update(db.scalars(select(SPELLINGS.c.word).where(some, itself)))
    return known


def _insert_new() -> Any:
    build: Any = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    return build(SPELLINGS).on_conflict_do_nothing()
