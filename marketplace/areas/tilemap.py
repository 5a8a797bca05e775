"""The tile map: Thailand as 77 cells of our own drawing, one for each province, shaded in five classes.

Pure: figures in, finished numbers for a drawing out. A table always stands beneath what is drawn from this.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from marketplace.areas import names
from marketplace.i18n import Text, pick, t

CLASSES = 5
CELL_WIDTH, CELL_HEIGHT, GAP = 36, 42, 3
BLOCK_WIDTH, BLOCK_HEIGHT, BLOCKS_ACROSS = 173, 52, 2

_FILE = Path(__file__).parent / "data" / "tiles.csv"


class Region(StrEnum):
    """The six regions of the National Geographical Committee (1977), for lists that would be long."""

    NORTH = "north"
    NORTHEAST = "northeast"
    CENTRAL = "central"
    EAST = "east"
    WEST = "west"
    SOUTH = "south"


# In the order lists show them: two and two of about the same length stand side by side.
REGION_NAMES: Mapping[Region, Text] = {
    Region.NORTH: t("North"),
    Region.SOUTH: t("South"),
    Region.NORTHEAST: t("Northeast"),
    Region.CENTRAL: t("Centre"),
    Region.EAST: t("East"),
    Region.WEST: t("West"),
}


class Cell(NamedTuple):
    """Where a province stands on the grid, its region, and its short name in two languages."""

    province: str
    region: Region
    column: int
    row: int
    label_th: str
    label_en: str


class Tile(NamedTuple):
    """One cell as drawn: place and size, short name, figure, tone (0 for none, 1 few to 5 many), link, full name."""

    x: int
    y: int
    w: int
    h: int
    code: str
    figure: str
    tone: int
    href: str
    name: str


class Band(NamedTuple):
    """One class of the legend."""

    tone: int
    label: str


class TileMap(NamedTuple):
    """A finished drawing: tiles from north to south, the legend, and the size of the whole."""

    tiles: tuple[Tile, ...]
    classes: tuple[Band, ...]
    width: int
    height: int


@cache
def grid() -> Mapping[str, Cell]:
    """The cell of each province."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["province"]: Cell(
            row["province"],
            Region(row["region"]),
            int(row["column"]),
            int(row["row"]),
            row["label_th"],
            row["label_en"],
        )
        for row in rows
    }


def draw(figures: Mapping[str, int], href: Callable[[str], str]) -> TileMap:
    """The map of a count by province; provinces without a figure count as none."""
    bounds = upper_bounds([count for count in figures.values() if count > 0])
    cells = sorted(grid().values(), key=lambda cell: (cell.row, cell.column))
    tiles = tuple(_tile(cell, figures.get(cell.province, 0), bounds, href) for cell in cells)
    return _whole(tiles, bounds)


def blocks(figures: Mapping[str, int], href: Callable[[str], str]) -> TileMap:
    """Areas below a province as equal blocks from most to fewest: a grid of figures, not a map of places."""
    bounds = upper_bounds([count for count in figures.values() if count > 0])
    ordered = sorted(figures, key=lambda code: (-figures[code], code))
    tiles = tuple(
        Tile(
            x=number % BLOCKS_ACROSS * (BLOCK_WIDTH + GAP),
            y=number // BLOCKS_ACROSS * (BLOCK_HEIGHT + GAP),
            w=BLOCK_WIDTH,
            h=BLOCK_HEIGHT,
            code=names.plain(code),
            figure=f"{figures[code]:,}",
            tone=tone_of(figures[code], bounds),
            href=href(code),
            name=names.plain(code),
        )
        for number, code in enumerate(ordered)
    )
    return _whole(tiles, bounds)


def upper_bounds(counts: Sequence[int]) -> tuple[int, ...]:
    """The highest count of each class, at most five, so that classes hold about as many provinces each."""
    ordered = sorted(counts)
    if not ordered:
        return ()
    cuts = {ordered[max(0, -(-len(ordered) * part // CLASSES) - 1)] for part in range(1, CLASSES + 1)}
    return tuple(sorted(cuts))


def tone_of(count: int, bounds: Sequence[int]) -> int:
    """The tone of a count: 0 for none, else the class it falls in, the fullest always 5."""
    if count <= 0 or not bounds:
        return 0
    place = next((at for at, bound in enumerate(bounds) if count <= bound), len(bounds) - 1)
    return CLASSES - (len(bounds) - 1 - place)


def bands(bounds: Sequence[int]) -> tuple[Band, ...]:
    """The legend of classes with these bounds, none first."""
    legend = [Band(0, "0")]
    lowest = 1
    for bound in bounds:
        label = f"{lowest:,}–{bound:,}" if bound > lowest else f"{bound:,}"
        legend.append(Band(tone_of(bound, bounds), label))
        lowest = bound + 1
    return tuple(legend)


def _whole(tiles: tuple[Tile, ...], bounds: Sequence[int]) -> TileMap:
    return TileMap(
        tiles=tiles,
        classes=bands(bounds),
        width=max((tile.x + tile.w for tile in tiles), default=0),
        height=max((tile.y + tile.h for tile in tiles), default=0),
    )


def _tile(cell: Cell, count: int, bounds: Sequence[int], href: Callable[[str], str]) -> Tile:
    return Tile(
        x=cell.column * (CELL_WIDTH + GAP),
        y=cell.row * (CELL_HEIGHT + GAP),
        w=CELL_WIDTH,
        h=CELL_HEIGHT,
        code=pick(cell.label_th, cell.label_en),
        figure=f"{count:,}",
        tone=tone_of(count, bounds),
        href=href(cell.province),
        name=names.plain(cell.province),
    )
