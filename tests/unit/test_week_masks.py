"""The week mask against a plain list of 10,080 minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kernel import week
from marketplace.kernel.week import DayPart, NotAWeek, Part, Slot

slot = st.builds(
    lambda day, start, length: Slot(day, start, start + length),
    st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440),
)  # fmt: skip
slots = st.lists(slot, max_size=8).map(tuple)
masks = st.integers(0, week.FULL)


def minutes_of(sessions: tuple[Slot, ...], margin: int = 0) -> set[int]:
    return {
        minute % 10_080
        for s in sessions
        for minute in range(s.start_of_week - margin, s.start_of_week + s.minutes + margin)
    }


@given(slots, st.integers(0, 300))
def test_a_mask_holds_every_half_hour_the_sessions_touch_and_no_other(sessions, margin):
    touched = {minute // 30 for minute in minutes_of(sessions, margin)}
    assert week.mask(sessions, margin) == sum(1 << cell for cell in touched)


@given(slots)
def test_an_inward_mask_holds_only_half_hours_filled_to_the_minute(sessions):
    minutes = minutes_of(sessions)
    whole = [c for c in range(336) if all(m in minutes for m in range(c * 30, c * 30 + 30))]
    assert week.mask_within(sessions) == sum(1 << cell for cell in whole)


@given(slots)
def test_what_is_written_reads_back_the_same(sessions):
    assert week.parse(week.write(sessions)) == tuple(sorted(set(sessions)))


@given(masks, masks)
def test_covering_is_having_no_needed_half_hour_outside(free, needed):
    assert week.covers(free, needed) == (needed | free == free)
    assert week.covers(free | needed, needed)


@given(masks)
def test_forty_two_bytes_hold_a_week(any_week):
    stored = week.to_bytes(any_week)
    assert len(stored) == 42
    assert week.from_bytes(stored) == any_week


@given(masks)
def test_a_mask_is_the_union_of_its_runs(any_week):
    runs = week.slots_of(any_week)
    assert week.mask(runs) == week.mask_within(runs) == any_week
    assert list(runs) == sorted(runs)


@given(st.sets(st.sampled_from(week.PARTS)))
def test_coarse_cells_go_into_a_mask_and_come_out_again(chosen):
    assert week.parts(week.from_parts(chosen)) == chosen
    assert week.parts_touched(week.from_parts(chosen)) == chosen


@given(masks)
def test_a_whole_coarse_cell_is_also_a_touched_one(any_week):
    assert week.parts(any_week) <= week.parts_touched(any_week)


def test_there_are_28_coarse_cells_and_they_do_not_overlap():
    assert len({part.code for part in week.PARTS}) == 28
    assert sum(part.mask.bit_count() for part in week.PARTS) == 7 * 32
    assert week.from_parts(week.PARTS).bit_count() == 7 * 32


def test_bit_zero_is_the_first_half_hour_of_monday():
    assert week.mask(week.parse("mon 00:00-00:30")) == 1
    assert week.mask(week.parse("sun 23:30-24:00")) == 1 << 335


def test_a_session_past_midnight_belongs_to_its_day_and_wraps_round_the_week():
    (late,) = week.parse("sun 23:00-01:00")
    assert late.weekday == 6
    assert (late.minutes, late.end_minute) == (120, 1500)
    assert week.mask([late]) == (0b11 << 334) | 0b11


def test_midnight_as_an_end_is_the_end_of_the_day():
    assert week.parse("mon 22:00-00:00") == week.parse("mon 22:00-24:00") == (Slot(0, 1320, 1440),)


def test_an_end_equal_to_its_start_is_a_whole_day():
    assert week.parse("mon 08:00-08:00")[0].minutes == 1440


def test_evening_is_four_to_eight():
    assert Part(0, DayPart.EVENING).mask == week.mask(week.parse("mon 16:00-20:00"))
    assert week.part_of("02") == Part(0, DayPart.EVENING)


def test_spaces_capitals_and_a_trailing_separator_do_no_harm():
    assert week.parse(" Tue 9:00 - 12:00 ; MON 08:00-09:00; ") == (Slot(0, 480, 540), Slot(1, 540, 720))
    assert week.parse("") == week.parse(" ; ") == ()


@pytest.mark.parametrize(
    "text", ["mon", "mon 9-12", "mon 24:00-25:00", "mon 10:60-11:00", "day 09:00-10:00", "mon 09:00-24:30"]
)
def test_what_is_no_session_is_named(text):
    with pytest.raises(NotAWeek) as refused:
        week.parse(f"tue 09:00-10:00;{text}")
    assert refused.value.part == text


@pytest.mark.parametrize("code", ["", "74", "04", "70", "x"])
def test_a_cell_that_no_week_has_is_refused(code):
    with pytest.raises(NotAWeek):
        week.part_of(code)


def test_a_stored_week_of_the_wrong_length_is_refused():
    with pytest.raises(NotAWeek):
        week.from_bytes(b"\x00" * 41)


@pytest.mark.parametrize(
    ("weekday", "start", "end"), [(7, 0, 60), (-1, 0, 60), (0, 1440, 1500), (0, 60, 60), (0, 0, 1441)]
)
def test_a_session_no_week_holds_cannot_be_made(weekday, start, end):
    with pytest.raises(NotAWeek):
        Slot(weekday, start, end)
