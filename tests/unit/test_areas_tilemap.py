"""The tile map keeps the shape of the country and the order of its figures."""

import pytest

from marketplace.areas import tilemap
from marketplace.areas.points import known_points
from marketplace.areas.reference import gazetteer
from marketplace.i18n import use

NEIGHBOURS = [
    "57-56", "57-50", "50-51", "50-58", "51-52", "52-54", "54-55", "63-62", "64-65", "65-66", "65-67", "42-39",
    "39-41", "41-43", "43-38", "38-47", "47-48", "48-49", "40-44", "44-46", "45-35", "35-37", "37-34", "33-34",
    "32-33", "31-32", "30-31", "30-36", "60-66", "60-61", "18-17", "16-19", "14-15", "14-13", "12-10", "10-11",
    "10-74", "73-74", "70-75", "70-76", "76-77", "77-86", "86-85", "86-84", "84-80", "82-83", "81-92", "92-93",
    "93-90", "90-94", "94-95", "95-96", "91-90", "20-21", "21-22", "22-23", "24-20", "25-27", "26-25", "71-72",
]  # fmt: skip


def test_every_province_has_one_cell_of_its_own() -> None:
    cells = tilemap.grid()
    assert set(cells) == {code for code in gazetteer() if len(code) == 2}
    assert len({(cell.column, cell.row) for cell in cells.values()}) == 77


def test_short_names_are_short_and_each_its_own() -> None:
    cells = tilemap.grid().values()
    assert len({cell.label_th for cell in cells}) == len({cell.label_en for cell in cells}) == 77
    assert all(2 <= len(cell.label_th) <= 3 for cell in cells)
    assert all(len(cell.label_en) == 3 for cell in cells)


@pytest.mark.parametrize("pair", NEIGHBOURS)
def test_neighbours_stay_near_each_other(pair: str) -> None:
    one, other = (tilemap.grid()[code] for code in pair.split("-"))
    assert max(abs(one.column - other.column), abs(one.row - other.row)) <= 2


def test_the_corners_of_the_country_are_corners_of_the_map() -> None:
    cells = tilemap.grid()
    assert min(cells.values(), key=lambda cell: cell.row).province == "57"
    assert {cell.province for cell in cells.values() if cell.row == 18} == {"95", "96"}
    assert "34" in {cell.province for cell in cells.values() if cell.column == 8}
    assert cells["58"].column == 0


def test_north_is_up_for_provinces_a_degree_apart() -> None:
    points, cells = known_points(), tilemap.grid()
    codes = sorted(cells)
    wrong = [
        (one, other)
        for one in codes
        for other in codes
        if points[one].lat > points[other].lat + 2 and cells[one].row > cells[other].row
    ]
    assert not wrong


def test_more_is_never_lighter() -> None:
    figures = {code: number for number, code in enumerate(sorted(tilemap.grid()))}
    drawn = tilemap.draw(figures, lambda code: f"/areas/{code}")
    tones = [tile.tone for tile in sorted(drawn.tiles, key=lambda tile: int(tile.figure))]
    assert tones == sorted(tones)
    assert set(tones) == {0, 1, 2, 3, 4, 5}


def test_a_country_without_figures_is_drawn_pale() -> None:
    drawn = tilemap.draw({}, lambda code: code)
    assert {tile.tone for tile in drawn.tiles} == {0}
    assert len(drawn.classes) == 1


def test_one_province_with_figures_is_the_fullest() -> None:
    drawn = tilemap.draw({"95": 3}, lambda code: code)
    assert {tile.tone for tile in drawn.tiles} == {0, 5}
    assert [band.label for band in drawn.classes] == ["0", "1–3"]


def test_the_legend_leaves_no_gap() -> None:
    assert tilemap.upper_bounds([1, 1, 2, 3, 5, 8, 13, 21, 34, 55]) == (1, 3, 8, 21, 55)


def test_tiles_do_not_overlap_and_lie_in_the_frame() -> None:
    with use("en"):
        drawn = tilemap.draw({"95": 1200}, lambda code: f"/areas/{code}")
    assert all(tile.x + tile.w <= drawn.width and tile.y + tile.h <= drawn.height for tile in drawn.tiles)
    yala = next(tile for tile in drawn.tiles if tile.href == "/areas/95")
    assert (yala.code, yala.figure, yala.name) == ("YLA", "1,200", "Yala")
