"""Outlines of areas, as an operator loads them from GeoJSON; until then pages show tables and grids.

Only numbers are kept: no properties, no markup. A shape is thinned to what a page can show.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import cos, radians
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, select

from marketplace.areas import names
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from models.area import AreaOutline
from models.session import db

Ring = tuple[tuple[float, float], ...]

_CODE_FIELDS: Final = ("code", "area", "ADM3_PCODE", "ADM2_PCODE", "ADM1_PCODE")
_BOUNDS: Final = (97.0, 5.0, 106.0, 21.0)
_THINNEST: Final = 0.002
_LARGEST: Final = 200 * 1024 * 1024


class Shape(NamedTuple):
    """One area as drawn: SVG path data and a point for its label, in the units of the drawing."""

    code: str
    path: str
    x: int
    y: int


class Drawing(NamedTuple):
    """Shapes in one frame."""

    shapes: tuple[Shape, ...]
    width: int
    height: int


class Loaded(NamedTuple):
    """How many outlines were stored, and the codes in the file that are no areas of ours."""

    stored: int
    unknown: tuple[str, ...]


def load_outlines(path: Path) -> Loaded:
    """Store every outline of a GeoJSON file (longitude, latitude; WGS 84), replacing older ones.

    A feature names its area in `code`, `area` or `ADM1_PCODE`-`ADM3_PCODE` (`TH9501` is read as `9501`).
    Raises Invalid for a file that is no FeatureCollection of polygons inside Thailand.
    """
    rings_of: dict[str, list[Ring]] = {}
    unknown: list[str] = []
    for feature in _features(path):
        code = _code(feature)
        if not names.exists(code):
            unknown.append(code)
            continue
        rings_of.setdefault(code, []).extend(_rings(feature))
    if rings_of:
        db.execute(delete(AreaOutline).where(AreaOutline.area_code.in_(rings_of)))
        db.add_all(AreaOutline(area_code=code, geojson=_written(rings)) for code, rings in rings_of.items())
        db.flush()
    return Loaded(len(rings_of), tuple(unknown))


def drawing_of(codes: Iterable[str], *, width: int = 640) -> Drawing | None:
    """The areas that have an outline in one frame of this width; None when none has."""
    found = db.scalars(select(AreaOutline).where(AreaOutline.area_code.in_(set(codes))).order_by(AreaOutline.area_code))
    rings_of = {
        row.area_code: [tuple(map(tuple, ring)) for ring in json.loads(row.geojson)["coordinates"]] for row in found
    }
    return draw(rings_of, width) if rings_of else None


def draw(rings_of: Mapping[str, Sequence[Ring]], width: int) -> Drawing:
    """Shapes scaled into a frame, north up; a degree of longitude is narrowed as it is at this latitude."""
    points = [point for rings in rings_of.values() for ring in rings for point in ring]
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    narrowing = cos(radians((south + north) / 2))
    scale = width / max((east - west) * narrowing, 1e-6)

    def place(point: tuple[float, float]) -> tuple[int, int]:
        return round((point[0] - west) * narrowing * scale), round((north - point[1]) * scale)

    shapes = []
    for code, rings in rings_of.items():
        outer = [place(point) for point in max(rings, key=len)]
        path = "".join("M" + "L".join(f"{x} {y}" for x, y in map(place, ring)) + "Z" for ring in rings)
        across, down = [x for x, _ in outer], [y for _, y in outer]
        shapes.append(Shape(code, path, (min(across) + max(across)) // 2, (min(down) + max(down)) // 2))
    return Drawing(tuple(shapes), width, round((north - south) * scale))


def _features(path: Path) -> list[dict[str, Any]]:
    if path.stat().st_size > _LARGEST:
        raise Invalid(t("The file is too large"))
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        features = content["features"] if content["type"] == "FeatureCollection" else None
    except (ValueError, KeyError, TypeError, RecursionError):
        features = None
    if not isinstance(features, list) or not features or not all(isinstance(each, dict) for each in features):
        raise Invalid(t("The file is not a GeoJSON collection of outlines"))
    return features


def _code(feature: Mapping[str, Any]) -> str:
    properties = feature.get("properties")
    if isinstance(properties, dict):
        for field in _CODE_FIELDS:
            if isinstance(value := properties.get(field), str | int):
                return str(value).removeprefix("TH")
    return "?"


def _rings(feature: Mapping[str, Any]) -> Iterator[Ring]:
    geometry: Any = feature.get("geometry")
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
        polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
        for polygon in polygons:
            for ring in polygon:
                yield _thinned([_point(point) for point in ring])
    except (KeyError, TypeError, ValueError, IndexError):
        raise Invalid(t("The outline of {code} cannot be read", code=_code(feature))) from None


def _point(raw: Sequence[float]) -> tuple[float, float]:
    lon, lat = float(raw[0]), float(raw[1])
    west, south, east, north = _BOUNDS
    if not (west <= lon <= east and south <= lat <= north):
        raise ValueError("outside Thailand")
    return round(lon, 4), round(lat, 4)


def _thinned(ring: Sequence[tuple[float, float]]) -> Ring:
    """The ring without points closer than a page can tell apart; at least a triangle."""
    kept = [ring[0]]
    for lon, lat in ring[1:]:
        if abs(lon - kept[-1][0]) + abs(lat - kept[-1][1]) >= _THINNEST:
            kept.append((lon, lat))
    return tuple(kept) if len(kept) >= 3 else tuple(ring[:4])


def _written(rings: Sequence[Ring]) -> str:
    return json.dumps({"type": "MultiLineString", "coordinates": rings}, separators=(",", ":"))
