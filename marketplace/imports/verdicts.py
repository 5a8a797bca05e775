"""What became of each row, and the table of it that can be opened again without doing harm."""

import csv
import dataclasses
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marketplace.i18n import Text, use
from marketplace.kernel.errors import DomainError, Invalid

COLUMNS = ("row", "ref", "verdict", "field", "why_th", "why_en")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    KNOWN = "known"
    ALIKE = "alike"
    REFUSED = "refused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row: new, known from before (and left as it is), maybe known (and left until somebody says so), refused with
    its reasons, or left because others were.

    `problems` are columns with what is wrong with each; of a new or known row, with what should be looked at.
    `draft` is what was understood of it, None where it was refused; `cells` are what stands in the file.
    """

    row: int
    ref: str
    outcome: Outcome
    problems: tuple[tuple[str, Text | None], ...] = ()
    draft: Any = dataclasses.field(default=None, compare=False, repr=False)
    cells: Mapping[str, str] = dataclasses.field(default_factory=dict, compare=False, repr=False)

    @property
    def field(self) -> str:
        """The columns that are wrong or to be looked at, parted as lists in cells are."""
        return ";".join(dict.fromkeys(field for field, _ in self.problems if field))

    @property
    def why(self) -> str:
        """Every reason in the reader's language; where there are several, each with its column."""
        said = [(field, str(why)) for field, why in self.problems if why is not None]
        return " · ".join(f"{field}: {why}" if len(said) > 1 and field else why for field, why in said)


@dataclass(frozen=True, slots=True)
class Report:
    """Every row of a file with its verdict."""

    verdicts: tuple[Verdict, ...]

    def count(self, outcome: Outcome) -> int:
        """How many rows ended so."""
        return Counter(verdict.outcome for verdict in self.verdicts)[outcome]


def refused(row: int, ref: str, error: DomainError) -> Verdict:
    """The verdict of a row that cannot be kept: each column with its reason."""
    errors = error.errors if isinstance(error, Invalid) and error.errors else {error.field or "": error.message}
    problems = tuple((field, why if isinstance(why, Text) else None) for field, why in errors.items())
    return Verdict(row, ref, Outcome.REFUSED, problems)


def table(verdicts: Sequence[Verdict]) -> str:
    """The verdicts as CSV; a cell a spreadsheet would take for a formula begins with an apostrophe."""
    said = io.StringIO(newline="")
    sheet = csv.writer(said, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for verdict in verdicts:
        reasons = [_in(locale, verdict) for locale in ("th", "en")]
        sheet.writerow([verdict.row, *map(inert, (verdict.ref, verdict.outcome.value, verdict.field, *reasons))])
    return "\ufeff" + said.getvalue()


def inert(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell


def _in(locale: str, verdict: Verdict) -> str:
    with use(locale):
        return verdict.why
