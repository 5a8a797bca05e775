"""Pledges by file: each row becomes a pledge the office still has to look at, known by the file's own reference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import select

from marketplace.i18n import t
from marketplace.imports import cells
from marketplace.imports.cells import Era, Reading
from marketplace.imports.kinds import LONGEST_REF, Judged, Kind, Setting
from marketplace.imports.sheets import Row
from marketplace.kernel.errors import Invalid
from marketplace.resources import pledges
from marketplace.resources.pledges import PledgeDraft
from models.organisation import Organisation
from models.resource import Resource
from models.session import db
from models.vocabulary import Language, ResourceKind, ResourceUnit

REQUIRED = ("ref", "kind", "title", "area", "unit", "capacity")
OPTIONAL = ("title_en", "about_th", "about_en", "when_th", "when_en", "languages", "skills", "organisation")
_LONGEST = {"title_en": 160, "about_en": 5_000, "when_en": 160}


@dataclass(frozen=True)
class Offered:
    """A pledge as a row tells of it."""

    draft: PledgeDraft
    columns: Mapping[str, object]


def judge(row: Row, _era: Era, setting: Setting) -> Judged:
    """The pledge a row makes; raises Invalid naming every column that is wrong."""
    reading = Reading()
    ref = reading(lambda: cells.needed(row, "ref") and cells.line(row, "ref", LONGEST_REF))
    draft = PledgeDraft(
        kind=reading(lambda: cells.one(row, "kind", ResourceKind)),
        title_th=reading(lambda: cells.needed(row, "title") and cells.line(row, "title", 160)),
        about_th=reading(lambda: cells.line(row, "about_th", 5_000)),
        when_th=reading(lambda: cells.line(row, "when_th", 160)),
        area_code=reading(lambda: cells.subdistrict(row)),
        unit=reading(lambda: cells.one(row, "unit", ResourceUnit)),
        capacity=reading(lambda: cells.number(row, "capacity", least=1, most=pledges.MOST)),
    )
    columns: dict[str, object] = {
        name: reading(partial(cells.line, row, name, longest)) for name, longest in _LONGEST.items()
    }
    columns |= {
        "languages": list(reading(lambda: cells.several(row, "languages", Language)) or ()),
        "skills": list(cells.listed(row, "skills")),
        "organisation_id": reading(lambda: _organisation(row, setting)),
        "external_ref": ref,
    }
    reading.end()
    columns["external_from"] = whose = _whose(columns["organisation_id"], draft.area_code, setting)
    return Judged((whose, ref), Offered(draft, columns))


def known(refs: Sequence[str]) -> set[tuple[object, ...]]:
    """Whose references are there already."""
    columns = (Resource.external_from, Resource.external_ref)
    return {tuple(row) for row in db.execute(select(*columns).where(Resource.external_ref.in_(refs)))}


def keep(found: Offered, setting: Setting) -> None:
    """Make the pledge."""
    resource = pledges.pledge(found.draft, by=setting.by)
    for name, value in found.columns.items():
        setattr(resource, name, value)
    db.flush()


def examples(_today: date) -> Sequence[Mapping[str, str]]:
    """Two rows as they may look."""
    return (
        {
            "ref": "R-001", "kind": "mentor", "title": "พี่เลี้ยงสายงานช่าง", "area": "950101", "unit": "hours_per_week",
            "capacity": "4", "when_th": "เย็นวันธรรมดา", "languages": "thai;malay", "skills": "ซ่อมรถ",
        },
        {
            "ref": "R-002", "kind": "learning_site", "title": "ห้องเรียนว่างหลังสี่โมงเย็น", "area": "950102",
            "unit": "places", "capacity": "30", "about_th": "พัดลม กระดาน และอินเทอร์เน็ต",
        },
    )  # fmt: skip


def _whose(organisation_id: object, area_code: str, setting: Setting) -> str:
    """Whose the reference is: two organisations, or the offices of two places, may use the same one."""
    return f"o:{organisation_id}" if organisation_id is not None else setting.office_of(area_code)


def _organisation(row: Row, setting: Setting) -> int | None:
    ref = row.get("organisation")
    if not ref:
        return setting.organisation.id if setting.organisation is not None else None
    found = db.scalar(select(Organisation.id).where(Organisation.ref == ref))
    if found is None:
        raise Invalid(t("There is no such organisation."), field="organisation")
    return found


KIND = Kind("resources", REQUIRED, OPTIONAL, (), examples, judge, known, keep)
