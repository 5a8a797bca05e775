"""Reading places: one area with its line upwards, what lies beneath, who serves it, which programmes hold it."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from marketplace.areas import finding
from marketplace.areas.points import AreaPoint
from marketplace.areas.reference import Place
from marketplace.kernel.errors import NotFound
from models.area import Area, Programme, ProgrammeArea
from models.session import db
from models.vocabulary import AreaLevel, Precision, ProgrammeKind

_PROGRAMME_ORDER = (ProgrammeKind.ABE, ProgrammeKind.LEARNING_CITY)


class Counts(NamedTuple):
    """How many areas there are of each level."""

    provinces: int
    districts: int
    subdistricts: int


def one(code: str) -> Area:
    """One area; raises NotFound."""
    found = find(code)
    if found is None:
        raise NotFound
    return found


def find(code: str) -> Area | None:
    """One area, or None."""
    return db.get(Area, code) if code.isascii() and code.isdigit() else None


def several(codes: Iterable[str]) -> dict[str, Area]:
    """Many areas at once by code; unknown codes are left out."""
    return {area.code: area for area in db.scalars(select(Area).where(Area.code.in_(set(codes))))}


def provinces() -> list[Area]:
    """The 77 provinces in dictionary order."""
    return list(db.scalars(select(Area).where(Area.level == AreaLevel.PROVINCE).order_by(Area.sort_key)))


def children(code: str) -> list[Area]:
    """What lies directly beneath an area, in dictionary order; nothing beneath a subdistrict."""
    return list(db.scalars(select(Area).where(Area.parent_code == code).order_by(Area.sort_key)))


def child_counts(code: str) -> dict[str, int]:
    """How many areas each child of an area (each province, for no code) has directly beneath it."""
    beneath = select(Area.parent_code, func.count()).where(
        Area.parent_code.startswith(code, autoescape=True), func.length(Area.parent_code) == len(code) + 2
    )
    return {parent: count for parent, count in db.execute(beneath.group_by(Area.parent_code)) if parent}


def ancestors(code: str) -> list[Area]:
    """What an area lies in, the province first; nothing above a province."""
    above = [code[:length] for length in (2, 4) if length < len(code)]
    found = several(above)
    return [found[each] for each in above if each in found]


def point(area: Area) -> AreaPoint:
    """Where an area lies, as the database has it."""
    return AreaPoint(area.lat, area.lon, Precision(area.point_precision))


def search(text: str, limit: int = 10) -> list[Place]:
    """The areas a hand-typed text can mean, the likeliest first; spelling is forgiven."""
    return finding.search(text, limit)


def counts(code: str = "") -> Counts:
    """How many areas of each level lie in an area (in the country, without one), itself included."""
    statement = select(Area.level, func.count()).group_by(Area.level)
    if code:
        statement = statement.where(Area.code.startswith(code, autoescape=True))
    found = {row[0]: row[1] for row in db.execute(statement)}
    return Counts(*(found.get(level, 0) for level in (AreaLevel.PROVINCE, AreaLevel.DISTRICT, AreaLevel.SUBDISTRICT)))


def programme(slug: str) -> Programme:
    """One programme with its areas; raises NotFound."""
    found = db.scalar(select(Programme).where(Programme.slug == slug).options(selectinload(Programme.areas)))
    if found is None:
        raise NotFound
    return found


def programmes() -> list[Programme]:
    """Every programme with its areas: ABE provinces, then Learning Cities, each in dictionary order of province."""
    found = db.scalars(
        select(Programme)
        .join(Area, Area.code == Programme.province_code)
        .order_by(Area.sort_key, Programme.name_th)
        .options(selectinload(Programme.areas))
    )
    return sorted(found, key=lambda each: _PROGRAMME_ORDER.index(ProgrammeKind(each.kind)))


def programmes_of(code: str) -> list[Programme]:
    """The programmes that hold an area, or something in it."""
    line = [code[:length] for length in (2, 4, 6) if length <= len(code)]
    held = select(ProgrammeArea.programme_id).where(
        or_(ProgrammeArea.area_code.in_(line), ProgrammeArea.area_code.startswith(code, autoescape=True))
    )
    found = db.scalars(select(Programme).where(Programme.id.in_(held)).order_by(Programme.kind, Programme.slug))
    return list(found)
