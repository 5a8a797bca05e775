"""Small counts of people cannot be read, nor worked out from what stands beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.earnings import cells

TABLES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1)


@pytest.mark.parametrize(("count", "seen"), [(0, None), (9, None), (10, 10), (400, 400)])
def test_a_small_count_is_not_shown(count: int, seen: int | None) -> None:
    assert cells.shown(count) == seen


@pytest.mark.parametrize(
    ("count", "whole", "seen"),
    [(10, 10, 10), (10, 19, None), (10, 20, 10), (9, 40, None), (40, 40, 40), (39, 40, None), (0, 40, None)],
)
def test_a_part_is_not_shown_when_it_or_its_rest_is_small(count: int, whole: int, seen: int | None) -> None:
    assert cells.part(count, whole) == seen


@given(TABLES)
def test_no_single_row_is_left_to_be_worked_out(table: dict[str, int]) -> None:
    kept = cells.kept(table)
    assert all(table[key] >= cells.SMALL for key in kept)
    assert len(table) - len(kept) != 1 or not kept


@given(TABLES)
def test_a_total_tells_nothing_small(table: dict[str, int]) -> None:
    whole = sum(table.values())
    hidden = [count for count in table.values() if count < cells.SMALL]
    if cells.total(whole, table) is not None:
        assert whole >= cells.SMALL
        assert not hidden or (len(hidden) > 1 and sum(hidden) >= cells.SMALL)
