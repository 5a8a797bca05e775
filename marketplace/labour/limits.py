"""What protects young workers, as dated rows: ages, the night, hazardous work and closed places."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from marketplace.i18n import pick
from marketplace.kernel import dated, week
from marketplace.kernel.dated import DatedTable
from marketplace.labour.law import DATA, numbers


@dataclass(frozen=True)
class YoungWorkerLimits:
    """The limits in force on one day; `night` is the mask of half hours closed to young workers."""

    employable_age: int
    young_until_age: int
    night: int
    closed_places: frozenset[str]


@dataclass(frozen=True)
class Hazard:
    """A kind of hazardous work (Labour Protection Act s. 49)."""

    code: str
    name_th: str
    name_en: str
    source: str
    closed_under_age: int

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return pick(self.name_th, self.name_en)


@lru_cache(maxsize=512)
def limits_on(day: date) -> YoungWorkerLimits:
    """The limits for work that starts on the day; raises NoRate before the Act."""
    table = numbers()
    return YoungWorkerLimits(
        employable_age=int(table.one(day, "employable_age").facts["value"]),
        young_until_age=int(table.one(day, "young_until_age").facts["value"]),
        night=_night(table.one(day, "night_from").facts["value"], table.one(day, "night_until").facts["value"]),
        closed_places=frozenset(row.key[0] for row in _closed_places().in_force(day)),
    )


@lru_cache(maxsize=512)
def closed_places_on(day: date) -> dict[str, int]:
    """The kinds of place closed to the young, each with the age from which it is open."""
    return {row.key[0]: int(row.facts["closed_under_age"]) for row in _closed_places().in_force(day)}


@lru_cache(maxsize=512)
def hazards_on(day: date) -> tuple[Hazard, ...]:
    """Hazardous work in the order of the Act."""
    return tuple(
        Hazard(
            code=row.key[0],
            name_th=row.facts["name_th"],
            name_en=row.facts["name_en"],
            source=row.source,
            closed_under_age=int(row.facts["closed_under_age"]),
        )
        for row in _hazards().in_force(day)
    )


def _night(begins: str, ends: str) -> int:
    return week.mask(week.parse(";".join(f"{day} {begins}-{ends}" for day in week.DAY_NAMES)))


@cache
def _hazards() -> DatedTable:
    return dated.read(DATA / "hazards.csv", key=("code",))


@cache
def _closed_places() -> DatedTable:
    return dated.read(DATA / "closed_places.csv", key=("place_type",))
