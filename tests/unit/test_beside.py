"""What comes once beside the sum of a month: all of it, and from which day the first of it."""

from datetime import date

import pytest

from marketplace.matching.beside import Once, beside
from marketplace.offers.promises import Promise
from models.vocabulary import MilestoneKind as K

BEGINS, ENDS = date(2026, 12, 1), date(2027, 2, 28)
STEP = Promise(K.STEP, 300_00, "ทำงานกลุ่ม")
THING = Promise(K.THING, 900_00, "รองเท้า")
LONG, SHORT = Promise(K.STAY, 1_000_00, days=90), Promise(K.STAY, 500_00, days=30)


@pytest.mark.parametrize(
    ("points", "counts_from", "begins", "expected"),
    [
        ((), "start", BEGINS, Once()),
        ((THING,), "start", BEGINS, Once()),
        ((STEP,), "start", BEGINS, Once(300_00)),
        ((STEP, THING, LONG, SHORT), "start", BEGINS, Once(1_800_00, 500_00, date(2026, 12, 31))),
        ((LONG, SHORT), "completion", BEGINS, Once(1_500_00, 500_00, date(2027, 3, 30))),
        ((LONG, SHORT), "completion", None, Once(1_500_00)),
        ((LONG, SHORT), "start", None, Once(1_500_00)),
        ((LONG, SHORT), "", BEGINS, Once(1_500_00)),
        ((SHORT, SHORT), "start", BEGINS, Once(1_000_00, 1_000_00, date(2026, 12, 31))),
    ],
)
def test_the_sum_of_the_points_and_the_first_that_has_a_day(points, counts_from, begins, expected) -> None:
    assert beside(points, counts_from, begins, ENDS) == expected
