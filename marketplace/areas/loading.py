"""What an installation begins with, and what its operator adds by file: each load is one transaction of its own."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from marketplace.areas import authorities, outlines, programmes, reference, settings
from models.area import Area
from models.session import db, transactional, unit_of_work


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load added or changed."""

    areas: int
    authorities: int
    programmes: int
    settings: int


def is_missing() -> bool:
    """Whether nothing was loaded yet."""
    with unit_of_work():
        return db.scalar(select(Area.code).limit(1)) is None


@transactional
def load_reference() -> Loaded:
    """Bring all reference data of this room up to the files it ships with; a second run changes nothing."""
    return Loaded(
        areas=reference.load_areas(),
        authorities=authorities.load_authorities(),
        programmes=programmes.load_programmes(),
        settings=settings.load_settings(),
    )


@transactional
def import_authorities(path: Path, *, dry_run: bool = False) -> list[authorities.Verdict]:
    """Read an operator's file of local authorities: a verdict for each row. Raises Invalid for an unreadable file."""
    return authorities.import_authorities(path, dry_run=dry_run)


@transactional
def load_outlines(path: Path) -> outlines.Loaded:
    """Store the outlines of a GeoJSON file. Raises Invalid for a file that is none."""
    return outlines.load_outlines(path)
