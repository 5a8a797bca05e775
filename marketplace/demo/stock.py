"""What the demo world is made of: places, organisations, ideas, names and pledges, read from its own files."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from zlib import crc32

from models.vocabulary import Field, LearningForm, OpportunityKind, OrganisationKind, PlaceType, ResourceKind

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Place:
    """A subdistrict people of the demo live in, how many of them, and what is spoken there."""

    area: str
    weight: int
    languages: tuple[str, ...]

    @property
    def people(self) -> str:
        """Whose names are usual here."""
        return {"95": "malay", "38": "isan"}.get(self.area[:2], "central")


@dataclass(frozen=True)
class Organisation:
    """An invented organisation and what it is good at."""

    key: str
    kind: OrganisationKind
    name_th: str
    name_en: str
    area: str
    fields: tuple[Field, ...]
    about_th: str
    about_en: str

    @property
    def hires(self) -> bool:
        """Whether it offers work."""
        return self.kind in (OrganisationKind.EMPLOYER, OrganisationKind.COMMUNITY)

    @property
    def teaches(self) -> bool:
        """Whether it offers courses."""
        return self.kind != OrganisationKind.EMPLOYER


@dataclass(frozen=True)
class Idea:
    """Something one could offer, anywhere."""

    kind: OpportunityKind
    field: Field
    form: LearningForm
    title_th: str
    title_en: str
    summary_th: str
    summary_en: str
    skills: tuple[str, ...]
    place_type: PlaceType
    age_min: int
    hazards: tuple[str, ...]


@dataclass(frozen=True)
class Pledge:
    """Something people pledge."""

    kind: ResourceKind
    facts: Mapping[str, str]
    skills: tuple[str, ...]
    least: int
    most: int


@cache
def places() -> tuple[Place, ...]:
    """Every subdistrict of the demo."""
    return tuple(Place(row["area"], int(row["weight"]), _list(row["languages"])) for row in _rows("places"))


@cache
def organisations() -> tuple[Organisation, ...]:
    """Every organisation of the demo."""
    return tuple(
        Organisation(
            key=row["key"],
            kind=OrganisationKind(row["kind"]),
            name_th=row["name_th"],
            name_en=row["name_en"],
            area=row["area"],
            fields=tuple(Field(code) for code in _list(row["fields"])),
            about_th=row["about_th"],
            about_en=row["about_en"],
        )
        for row in _rows("organisations")
    )


@cache
def ideas() -> tuple[Idea, ...]:
    """Everything one could offer."""
    return tuple(
        Idea(
            kind=OpportunityKind(row["kind"]),
            field=Field(row["field"]),
            form=LearningForm(row["form"]),
            title_th=row["title_th"],
            title_en=row["title_en"],
            summary_th=row["summary_th"],
            summary_en=row["summary_en"],
            skills=_list(row["skills"]),
            place_type=PlaceType(row["place_type"]),
            age_min=int(row["age_min"]),
            hazards=_list(row["hazards"]),
        )
        for row in _rows("ideas")
    )


@cache
def pledges() -> tuple[Pledge, ...]:
    """Everything people pledge."""
    named = ("title_th", "title_en", "about_th", "about_en", "when_th", "when_en", "unit", "times", "supports", "asks")
    return tuple(
        Pledge(
            kind=ResourceKind(row["kind"]),
            facts={name: row[name] for name in named},
            skills=_list(row["skills"]),
            least=int(row["least"]),
            most=int(row["most"]),
        )
        for row in _rows("resources")
    )


@cache
def names(people: str, sex: str, part: str) -> tuple[str, ...]:
    """Invented names: `people` is malay, isan or central; `part` is first, last or nick (their `sex` is x)."""
    found = (row for row in _rows("names") if (row["people"], row["sex"], row["part"]) == (people, sex, part))
    return tuple(row["name"] for row in found)


def chance(seed: int, *what: object) -> Random:
    """A stream of chance of its own for each thing, so that one change does not change everything after it."""
    return Random("|".join(map(str, (seed, *what))))


def turn_of(ref: str) -> int:
    """A number that follows from a reference alone; those of rows are the database's own and go on between loads."""
    return crc32(ref.encode())


@cache
def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(";")))
