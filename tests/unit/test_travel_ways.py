"""How long and how dear a way is, worked out by hand from the rates."""

from datetime import date

import pytest

from marketplace.kernel.dated import NoRate
from marketplace.kernel.geo import Point, distance_km
from marketplace.matching.travel import counted, is_walk, rates_on, ways

ON = date(2026, 11, 22)
HOME = Point(6.54, 101.28)
MODES = ("walk", "bike", "motorbike", "public", "none")


def test_a_day_before_the_first_rate_has_no_travel():
    with pytest.raises(NoRate):
        rates_on(date(2024, 12, 31))


@pytest.mark.parametrize(
    ("hundredths", "mode", "minutes", "baht"),
    [
        (0, "walk", 0, 0), (0, "public", 0, 0),
        (1, "walk", 19, 0), (1, "none", 19, 0), (1, "bike", 8, 0), (1, "motorbike", 3, 2), (1, "public", 15, 12),
        (5, "walk", 91, 0), (5, "bike", 37, 0), (5, "motorbike", 15, 8), (5, "public", 32, 18),
    ],
)  # fmt: skip
def test_a_way_takes_whole_minutes_and_whole_baht(hundredths, mode, minutes, baht):
    (way,) = ways(HOME, Point(6.54 + hundredths / 100, 101.28), ON, mode)
    assert (way.minutes, way.fare_satang) == (minutes, baht * 100)


def test_who_is_quicker_on_foot_walks_and_pays_nothing():
    (way,) = ways(HOME, Point(6.543, 101.28), ON, "public")
    assert (way.transport, way.minutes, way.fare_satang) == ("walk", 6, 0)


def test_while_transport_is_unknown_every_way_is_there_quickest_first():
    found = ways(HOME, Point(6.59, 101.28), ON, None)
    assert len(found) == len(MODES)
    assert [way.minutes for way in found] == sorted(way.minutes for way in found)


def test_near_enough_to_walk_is_a_rate_too_and_said_only_of_a_way_that_is_walked():
    near, far = Point(6.55, 101.28), Point(6.56, 101.28)
    assert is_walk(counted(HOME, near, ON, "walk"), ON)
    assert is_walk(counted(HOME, near, ON, "none"), ON)
    assert not is_walk(counted(HOME, far, ON, "walk"), ON)
    assert not is_walk(counted(HOME, near, ON, "bike"), ON)
    ridden = counted(HOME, near, ON, None)
    assert (ridden.transport, is_walk(ridden, ON)) == ("public", False)


def test_a_degree_of_latitude_is_about_111_kilometres():
    assert distance_km(Point(6, 101), Point(7, 101)) == pytest.approx(111.195, abs=0.001)
    assert distance_km(HOME, HOME) == 0
    assert distance_km(Point(0, 0), Point(0, 180)) == pytest.approx(20_015.1, abs=0.1)
