"""What must hold of any week of work, whatever its hours."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from marketplace.kernel.errors import Invalid
from marketplace.kernel.week import DAY_MINUTES, Slot
from marketplace.labour.cases import Case, shifts_problem
from marketplace.labour.judging import judge

START = date(2026, 3, 1)
CALM = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
TIME_RULES = {"LW05", "LW06", "LW08", "LW09"}


@st.composite
def weeks(draw) -> tuple[Slot, ...]:
    drawn = draw(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 720)), max_size=14))
    kept: list[Slot] = []
    for day, begin, length in drawn:
        slot = Slot(day, begin, begin + length)
        if shifts_problem([*kept, slot]) is None:
            kept.append(slot)
    return tuple(kept)


def case(shifts, age: int = 16, wage: int = 40_000) -> Case:
    return Case(START.replace(year=START.year - age), START, None, "95", shifts, wage_per_day_satang=wage)


def numbers(found: Case) -> set[str]:
    return set(judge(found).numbers)


@CALM
@given(weeks(), st.integers(1, 6))
def test_the_day_of_the_week_does_not_matter(shifts, by):
    turned = tuple(Slot((slot.weekday + by) % 7, slot.start_minute, slot.end_minute) for slot in shifts)
    assert numbers(case(shifts)) == numbers(case(turned))


@CALM
@given(weeks(), st.data())
def test_working_less_breaks_nothing_new(shifts, data):
    assume(shifts)
    gone = data.draw(st.sampled_from(shifts))
    assert numbers(case(tuple(slot for slot in shifts if slot != gone))) <= numbers(case(shifts))


@CALM
@given(weeks(), st.data())
def test_a_shift_written_in_two_touching_parts_is_the_same_shift(shifts, data):
    long = [slot for slot in shifts if slot.minutes > 1 and slot.end_minute <= DAY_MINUTES]
    assume(long)
    parted = data.draw(st.sampled_from(long))
    cut = data.draw(st.integers(parted.start_minute + 1, parted.end_minute - 1))
    halves = (replace(parted, end_minute=cut), replace(parted, start_minute=cut))
    rest = tuple(slot for slot in shifts if slot != parted)
    assert numbers(case((*rest, *halves))) == numbers(case(shifts))


@CALM
@given(weeks(), st.permutations(range(14)))
def test_the_order_of_shifts_does_not_matter(shifts, order):
    mixed = tuple(shifts[at] for at in order if at < len(shifts))
    assert numbers(case(mixed)) == numbers(case(shifts))


@CALM
@given(weeks(), st.integers(0, 50_000), st.integers(0, 50_000))
def test_paying_more_breaks_nothing_new(shifts, wage, more):
    assert numbers(case(shifts, wage=wage + more)) <= numbers(case(shifts, wage=wage))


@CALM
@given(weeks(), st.integers(14, 19), st.integers(1, 6))
def test_growing_older_breaks_nothing_new(shifts, age, years):
    young = replace(case(shifts, age), guardian_agreed=False, hazards=("H01",))
    assert numbers(replace(young, birth_date=case(shifts, age + years).birth_date)) <= numbers(young)


@CALM
@given(weeks())
def test_no_rule_of_the_young_touches_an_adult(shifts):
    assert not numbers(case(shifts, age=18)) & (TIME_RULES | {"LW01"})


@pytest.mark.parametrize(
    ("slots", "word"),
    [
        ([Slot(0, 480, 720), Slot(0, 719, 800)], "before the one"),
        ([Slot(6, 1380, 1500), Slot(0, 30, 90)], "runs into the first"),
        ([Slot(1, 1200, 1700), Slot(2, 200, 300)], "before the one"),
        ([Slot(0, 0, 720), Slot(0, 720, 2160)], "More than 24 hours"),
        ([Slot(3, 600, 660), Slot(3, 600, 660)], "before the one"),
    ],
)
def test_no_week_holds_two_shifts_at_once_or_a_day_of_more_than_24_hours(slots, word):
    with pytest.raises(Invalid) as refused:
        case(tuple(slots))
    assert refused.value.field == "shifts"
    assert word in refused.value.message.key


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(Invalid) as refused:
        replace(case(()), end=START - timedelta(days=1))
    assert refused.value.field == "end"
    with pytest.raises(Invalid) as refused:
        replace(case(()), birth_date=START + timedelta(days=1))
    assert refused.value.field == "birth_date"
