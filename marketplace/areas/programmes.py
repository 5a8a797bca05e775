"""Programmes: the 16 provinces of Area-based Education and the 8 Learning Cities, each a set of areas."""

import csv
from pathlib import Path

from sqlalchemy import delete, insert, select

from models.area import Programme, ProgrammeArea
from models.session import db

_FILE = Path(__file__).parent / "data" / "programmes.csv"


def load_programmes() -> int:
    """Bring the programmes we ship up to date and return how many changed; other programmes stay."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return sum(_load(row) for row in csv.DictReader(file))


def _load(row: dict[str, str]) -> bool:
    facts = {name: row[name] for name in ("kind", "name_th", "name_en", "about_th", "about_en", "source")}
    facts["province_code"] = row["province"]
    programme = db.scalar(select(Programme).where(Programme.slug == row["slug"]))
    fresh = programme is None
    if programme is None:
        programme = Programme(slug=row["slug"], **facts)
        db.add(programme)
        db.flush()
    changed = [name for name, value in facts.items() if getattr(programme, name) != value]
    for name in changed:
        setattr(programme, name, facts[name])
    return _set_areas(programme.id, set(row["areas"].split(";"))) or bool(changed) or fresh


def _set_areas(programme_id: int, wanted: set[str]) -> bool:
    mine = ProgrammeArea.programme_id == programme_id
    known = set(db.scalars(select(ProgrammeArea.area_code).where(mine)))
    if gone := known - wanted:
        db.execute(delete(ProgrammeArea).where(mine, ProgrammeArea.area_code.in_(gone)))
    if new := wanted - known:
        db.execute(insert(ProgrammeArea), [{"programme_id": programme_id, "area_code": code} for code in sorted(new)])
    return wanted != known
