"""Numbers of law and policy as dated rows with their source: a row holds until the next of its key."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ANY = "*"


class NoRate(LookupError):
    """No row is in force for the key on that day."""


@dataclass(frozen=True)
class DatedRow:
    """One row: what it is about, since when, and what it says."""

    key: tuple[str, ...]
    effective_from: date
    facts: Mapping[str, str]

    @property
    def source(self) -> str:
        """Where the number comes from."""
        return self.facts["source"]


@dataclass(frozen=True)
class DatedTable:
    """Dated rows of one file, in the order of the file."""

    name: str
    rows: tuple[DatedRow, ...]

    def find(self, day: date, *key: str) -> DatedRow | None:
        """The row in force for the key on the day, if there is one."""
        held = [row for row in self.rows if row.key == key and row.effective_from <= day]
        return max(held, key=lambda row: row.effective_from, default=None)

    def one(self, day: date, *key: str) -> DatedRow:
        """The row in force for the key on the day; raises NoRate."""
        row = self.find(day, *key)
        if row is None:
            raise NoRate(f"{self.name}: no row for {', '.join(key)} on {day.isoformat()}")
        return row

    def in_force(self, day: date) -> tuple[DatedRow, ...]:
        """The row of each key on the day, in the order of the file."""
        keys = dict.fromkeys(row.key for row in self.rows)
        found = (self.find(day, *key) for key in keys)
        return tuple(row for row in found if row is not None)

    def changes_between(self, first: date, last: date) -> tuple[date, ...]:
        """The days after `first` and up to `last` on which some row begins."""
        return tuple(sorted({row.effective_from for row in self.rows if first < row.effective_from <= last}))


def read(path: Path, *, key: Sequence[str]) -> DatedTable:
    """The dated rows of a CSV file with the columns of `key`, `effective_from` and `source`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = tuple(
            DatedRow(
                key=tuple(row[column] for column in key),
                effective_from=date.fromisoformat(row["effective_from"]),
                facts=row,
            )
            for row in csv.DictReader(file)
        )
    return DatedTable(path.stem, rows)
