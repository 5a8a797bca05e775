"""What became of each row, and the table of it that can be opened again without doing harm."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from marketplace.i18n import Text, use
from marketplace.kernel.errors import Invalid

COLUMNS = ("row", "ref", "verdict", "field", "why_th", "why_en")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One row: new, known from before (and left as it is), refused with its reason, or left because others were."""

    row: int
    ref: str
    outcome: Outcome
    field: str = ""
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Every row of a file with its verdict."""

    verdicts: tuple[Verdict, ...]

    def count(self, outcome: Outcome) -> int:
        """How many rows ended so."""
        return Counter(verdict.outcome for verdict in self.verdicts)[outcome]


def refused(row: int, ref: str, error: Invalid) -> Verdict:
    """The verdict of a row that cannot be kept: its first field and the reason."""
    if error.errors:
        field, why = next(iter(error.errors.items()))
        return Verdict(row, ref, Outcome.REFUSED, field, why if isinstance(why, Text) else None)
    why = error.message if isinstance(error.message, Text) else None
    return Verdict(row, ref, Outcome.REFUSED, error.field or "", why)


def table(verdicts: Sequence[Verdict]) -> str:
    """The verdicts as CSV; a cell a spreadsheet would take for a formula begins with an apostrophe."""
    said = io.StringIO(newline="")
    sheet = csv.writer(said, lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    for verdict in verdicts:
        reasons = [_in(locale, verdict.why) for locale in ("th", "en")]
        sheet.writerow([verdict.row, *map(inert, (verdict.ref, verdict.outcome.value, verdict.field, *reasons))])
    return "\ufeff" + said.getvalue()


def inert(cell: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{cell}" if cell.startswith(_ACTIVE) else cell


def _in(locale: str, why: Text | None) -> str:
    with use(locale):
        return str(why) if why is not None else ""
