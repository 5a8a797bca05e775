"""Code that borrows its arrays counts no references: it makes no array, keeps none and reads nothing left in them."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from numba.core import types
from numba.core.errors import NumbaError

from marketplace.kernel.compiling import Kept
from marketplace.matching.changes import possible
from marketplace.matching.index import survey as kernel
from marketplace.matching.index import surveying
from tests.unit import pairs_fit
from tests.unit.test_match_index import a_life, world

ON, PEOPLE = pairs_fit.ON, 40
POISONS = (-1, 0, 1, 7, np.iinfo(np.int64).max, np.iinfo(np.int64).min)


def told(seed: int, top: int) -> list[Any]:
    """What a survey says of some lives, as plain things that can be compared."""
    rng, (_, index) = Random(seed), world()
    lives = [a_life(rng) for _ in range(PEOPLE)]
    found = [surveying.survey(index, life, ON, possible(life), top) for life in lives]
    return [
        (
            one.judged, one.waits_for, one.closed_by, one.openings, one.near, one.near_count,
            one.fitting.fitting, one.fitting.keys.tolist(), one.waiting.fitting, one.waiting.keys.tolist(),
        )
        for one in found
    ]  # fmt: skip


@pytest.fixture
def borrowed(tmp_path: Path) -> Callable[..., Any]:
    source = tmp_path / "one.py"
    source.write_text("A = 1\n", encoding="utf-8")
    return Kept("x", (source,)).counted_by_nobody


@pytest.mark.parametrize(
    "makes",
    [
        lambda given: np.zeros(2)[0] + given[0],
        lambda given: (given == 1)[0],
        lambda given: given.copy()[0],
        lambda given: given[1:],
        lambda given: [given[0]][0],
    ],
)
def test_a_borrower_that_makes_an_array_does_not_compile(borrowed: Callable[..., Any], makes: Any) -> None:
    with pytest.raises(NumbaError):
        borrowed(makes)(np.arange(4))


def test_a_borrower_reads_and_writes_what_it_is_given(borrowed: Callable[..., Any]) -> None:
    given = np.arange(6)

    @borrowed
    def second_of_each_pair(numbers: Any) -> int:
        pairs, total = numbers.reshape(-1, 2), 0
        for at in range(len(pairs)):
            total += pairs[at, 1]
            pairs[at, 1] = 0
        return total

    assert second_of_each_pair(given) == 1 + 3 + 5
    assert given.tolist() == [0, 0, 2, 0, 4, 0]


def _called(function: Any, seen: set[str]) -> Iterator[Any]:
    """Every compiled function this one may call, whoever it is written into."""
    for name in function.py_func.__code__.co_names:
        other = function.py_func.__globals__.get(name)
        if hasattr(other, "nopython_signatures") and name not in seen:
            seen.add(name)
            yield other
            yield from _called(other, seen)


def _has_array(kind: Any) -> bool:
    return isinstance(kind, types.Array | types.List) or any(map(_has_array, getattr(kind, "types", ())))


def test_whatever_a_borrower_calls_gives_back_numbers():
    told(2, 20)
    assert kernel.survey.targetoptions["_nrt"] is False
    called = [kernel.survey, *_called(kernel.survey, set())]
    signatures = [signature for one in called for signature in one.nopython_signatures]
    assert kernel.survey.nopython_signatures
    assert {one.__name__ for one in called} >= {"stretches", "runs", "opened_by", "consider", "tell", "farthest"}
    assert not [str(one) for one in signatures if _has_array(one.return_type)]


@pytest.mark.parametrize("top", [0, 20])
def test_nothing_is_read_that_a_survey_has_not_written(monkeypatch: pytest.MonkeyPatch, top: int) -> None:
    expected, run = told(3, top), kernel.survey
    for poison in POISONS:

        def poisoned(*given: Any, poison: int = poison) -> None:
            index, life, changes, most, fits, waits, counts, work, near = given
            for array in (*fits, *waits, work, near):
                array[...] = poison
            run(index, life, changes, most, fits, waits, counts, work, near)

        monkeypatch.setattr(kernel, "survey", poisoned)
        assert told(3, top) == expected


def test_a_survey_leaves_no_hold_on_what_it_borrowed(monkeypatch: pytest.MonkeyPatch) -> None:
    held, run = [], kernel.survey

    def watched(*given: Any) -> None:
        arrays = [one for each in given if isinstance(each, tuple) for one in each if isinstance(one, np.ndarray)]
        arrays += [one for one in given if isinstance(one, np.ndarray)]
        before = [sys.getrefcount(one) for one in arrays]
        run(*given)
        held.append([sys.getrefcount(one) for one in arrays] == before)

    monkeypatch.setattr(kernel, "survey", watched)
    told(4, 20)
    assert held == [True] * PEOPLE


def test_surveys_at_the_same_time_do_not_write_on_each_others_work(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds, run, works = range(5, 17), kernel.survey, []
    alone = [told(seed, 20) for seed in seeds]

    def noted(*given: Any) -> None:
        works.append(given[7])
        run(*given)

    monkeypatch.setattr(kernel, "survey", noted)
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(lambda seed: told(seed, 20), seeds)) == alone
    assert len({work.ctypes.data for work in works}) == len(works) == PEOPLE * len(seeds)
