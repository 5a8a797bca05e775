"""The country as GeoThai lists it, and the loading of it: every area once, known by its DOPA code.

The only module that knows the geothai package (data CC-BY-4.0, credited in NOTICE).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import geothai
from sqlalchemy import insert, select, update

from marketplace.areas import points
from marketplace.i18n import thai
from models.area import Area
from models.session import db
from models.vocabulary import AreaLevel


class Place(NamedTuple):
    """One area as the register has it: names without a word for the level, postcodes of subdistricts."""

    code: str
    level: AreaLevel
    parent_code: str | None
    name_th: str
    name_en: str
    postcodes: tuple[str, ...]


@cache
def gazetteer() -> Mapping[str, Place]:
    """All 77 provinces, 928 districts and 7,436 subdistricts by code, parents before children."""
    return {place.code: place for place in (*_provinces(), *_districts(), *_subdistricts())}


def load_areas() -> int:
    """Bring the area table up to the register and return how many rows changed; a second run changes none.

    An area that left the register stays: people and opportunities may still live under its code.
    """
    known = {row["code"]: row for row in db.execute(select(Area.__table__)).mappings()}
    wanted = [_row(place) for place in gazetteer().values()]
    new = [row for row in wanted if row["code"] not in known]
    changed = [row for row in wanted if row["code"] in known and row != dict(known[row["code"]])]
    if new:
        db.execute(insert(Area), new)
    if changed:
        db.execute(update(Area), changed)
    return len(new) + len(changed)


def _row(place: Place) -> dict[str, object]:
    point = points.point_of(place.code)
    return {
        "code": place.code,
        "level": place.level.value,
        "parent_code": place.parent_code,
        "name_th": place.name_th,
        "name_en": place.name_en,
        "postcodes": list(place.postcodes),
        "sort_key": thai.sort_key(place.name_th),
        "lat": point.lat,
        "lon": point.lon,
        "point_precision": point.precision.value,
    }


def _provinces() -> Iterator[Place]:
    for found in geothai.provinces():
        yield Place(found.code, AreaLevel.PROVINCE, None, found.name_th, found.name_en, ())


def _districts() -> Iterator[Place]:
    for province in geothai.provinces():
        for found in geothai.districts(province.code):
            name = found.name_th.removeprefix("เขต") if found.province_code == "10" else found.name_th
            yield Place(found.code, AreaLevel.DISTRICT, found.province_code, name, found.name_en, ())


def _subdistricts() -> Iterator[Place]:
    for province in geothai.provinces():
        for district in geothai.districts(province.code):
            for found in geothai.subdistricts(district.code):
                yield Place(
                    found.code,
                    AreaLevel.SUBDISTRICT,
                    found.district_code,
                    found.name_th,
                    found.name_en,
                    tuple(found.postal_codes),
                )
