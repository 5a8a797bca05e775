"""The numbers and the rules of young workers as dated rows: what held on a day, under which section, from which source.

A rule that breaks blocks the work or asks for a paper; which of the two it does is part of its row.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from marketplace.i18n import pick
from marketplace.kernel import dated, money
from marketplace.kernel.dated import DatedRow, DatedTable, NoRate
from models.vocabulary import WorkContract

DATA = Path(__file__).parent / "data"


class Weight(StrEnum):
    """What follows when a rule is broken."""

    BLOCKS = "blocks"
    ASKS = "asks"


@dataclass(frozen=True)
class RuleRow:
    """A rule as it is in force: its number, its section in both languages, its weight and where it comes from."""

    number: str
    weight: Weight
    judged_from_file: bool
    name_en: str
    name_th: str
    says_en: str
    says_th: str
    section_en: str
    section_th: str
    since: date
    source: str

    @property
    def name(self) -> str:
        """What it is about, in the reader's language."""
        return pick(self.name_th, self.name_en)

    @property
    def says(self) -> str:
        """What it asks, in one plain sentence of the reader's language."""
        return pick(self.says_th, self.says_en)

    @property
    def section(self) -> str:
        """Where it is written, in the reader's language."""
        return pick(self.section_th, self.section_en)


@dataclass(frozen=True)
class Floor:
    """The least that is owed under a contract: a share of the day's minimum, satang an hour, and the paper it needs."""

    share_of_minimum: Fraction | None
    satang_per_hour: int | None
    document_en: str
    document_th: str
    source: str

    @property
    def document(self) -> str:
        """The paper that must be on record, empty when none."""
        return pick(self.document_th, self.document_en)


@lru_cache(maxsize=4096)
def number(name: str, day: date) -> int:
    """A limit in force on the day, in the unit of its row; raises NoRate."""
    return int(numbers().one(day, name).facts["value"])


@lru_cache(maxsize=512)
def clock_minute(name: str, day: date) -> int:
    """A time of day in force on the day, as minutes after midnight; raises NoRate."""
    hours, minutes = numbers().one(day, name).facts["value"].split(":")
    return int(hours) * 60 + int(minutes)


@lru_cache(maxsize=2048)
def rules_on(day: date) -> tuple[RuleRow, ...]:
    """The rules in force on the day, by number."""
    return tuple(sorted((_rule(row) for row in rules().in_force(day)), key=lambda row: row.number))


def rule_on(rule: str, day: date) -> RuleRow | None:
    """One rule as it is in force on the day, if it is."""
    return next((row for row in rules_on(day) if row.number == rule), None)


@lru_cache(maxsize=512)
def floor_on(contract: WorkContract, day: date) -> Floor:
    """The least owed under a contract on the day; raises NoRate."""
    facts = floors().one(day, contract.value).facts
    return Floor(
        share_of_minimum=Fraction(facts["share_of_minimum"]) if facts["share_of_minimum"] else None,
        satang_per_hour=money.parse_baht(facts["baht_per_hour"]) if facts["baht_per_hour"] else None,
        document_en=facts["document_en"],
        document_th=facts["document_th"],
        source=facts["source"],
    )


def is_known(day: date) -> bool:
    """Whether the Act was in force on the day."""
    try:
        number("employable_age", day)
    except NoRate:
        return False
    return True


@cache
def numbers() -> DatedTable:
    """Every limit ever, keyed by its name."""
    return dated.read(DATA / "limits.csv", key=("limit",))


@cache
def rules() -> DatedTable:
    """Every rule ever, keyed by its number."""
    return dated.read(DATA / "rules.csv", key=("rule",))


@cache
def floors() -> DatedTable:
    """Every wage floor ever, keyed by the contract."""
    return dated.read(DATA / "floors.csv", key=("contract",))


def _rule(row: DatedRow) -> RuleRow:
    facts = row.facts
    return RuleRow(
        number=row.key[0],
        weight=Weight(facts["weight"]),
        judged_from_file=facts["judged_from"] == "file",
        name_en=facts["name_en"],
        name_th=facts["name_th"],
        says_en=facts["says_en"],
        says_th=facts["says_th"],
        section_en=facts["section_en"],
        section_th=facts["section_th"],
        since=row.effective_from,
        source=row.source,
    )
