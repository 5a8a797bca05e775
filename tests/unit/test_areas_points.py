"""Points: where an area lies, and how exactly we know it."""

import pytest

from marketplace.areas import points
from marketplace.areas.reference import gazetteer
from marketplace.kernel.errors import NotFound
from models.vocabulary import Precision


def test_every_area_of_the_country_has_a_point() -> None:
    for code in gazetteer():
        found = points.point_of(code)
        assert 5.5 < found.lat < 20.6
        assert 97.3 < found.lon < 105.7


@pytest.mark.parametrize(
    ("code", "precision"),
    [
        ("950101", Precision.SUBDISTRICT),
        ("950503", Precision.DISTRICT),
        ("500101", Precision.PROVINCE),
        ("95", Precision.PROVINCE),
    ],
)
def test_a_point_falls_back_up_the_tree_and_says_so(code: str, precision: Precision) -> None:
    assert points.point_of(code).precision is precision


def test_an_area_without_a_point_stands_where_its_district_does() -> None:
    assert points.point_of("950503")[:2] == points.point_of("9505")[:2]


def test_every_point_belongs_to_an_area_and_names_its_level() -> None:
    levels = {2: Precision.PROVINCE, 4: Precision.DISTRICT, 6: Precision.SUBDISTRICT}
    for code, found in points.known_points().items():
        assert code in gazetteer()
        assert found.precision is levels[len(code)]


def test_points_of_an_area_lie_near_its_province_capital() -> None:
    for code, found in points.known_points().items():
        assert points.distance_km(found.point, points.point_of(code[:2]).point) < 110


def test_distance_follows_the_earth() -> None:
    bangkok, chiang_mai = points.point_of("10").point, points.point_of("50").point
    assert points.distance_km(bangkok, chiang_mai) == pytest.approx(583, abs=5)
    assert points.distance_km(bangkok, bangkok) == 0


@pytest.mark.parametrize("code", ["", "9", "00", "xx"])
def test_no_area_has_no_point(code: str) -> None:
    with pytest.raises(NotFound):
        points.point_of(code)
