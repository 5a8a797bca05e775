"""What every kind of file has in common: its columns, its examples, how a row is judged and how it is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from marketplace.access import SYSTEM, Actor
from marketplace.areas.offices import office_key_for
from marketplace.i18n import Text, t
from marketplace.imports.cells import Era
from marketplace.imports.sheets import Row
from marketplace.imports.verdicts import Verdict
from models.organisation import Organisation

LONGEST_REF = 60


@dataclass(frozen=True)
class Setting:
    """For whom a file is read: who brings it, and for which organisation when the rows do not say.

    With `alike_too` rows come in although they may tell of somebody who is here already.
    """

    by: Actor = SYSTEM
    organisation: Organisation | None = None
    alike_too: bool = False
    _offices: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def office_of(self, area_code: str) -> str:
        """The office that answers for a subdistrict, asked once for each; references are apart between offices."""
        if area_code not in self._offices:
            self._offices[area_code] = office_key_for(area_code)
        return self._offices[area_code]


@dataclass(frozen=True)
class Judged:
    """A row that can be kept: its natural key, what will be kept, and by column what was understood for its sender."""

    key: tuple[object, ...]
    draft: Any
    notes: tuple[tuple[str, Text], ...] = ()


def _same_reference(number: int) -> Text:
    return t("Row {row} has the same reference", row=number)


@dataclass(frozen=True)
class Kind:
    """One kind of file. A row whose natural key is known already is left as it is."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    dates: tuple[str, ...]
    examples: Callable[[date], Sequence[Mapping[str, str]]]
    judge: Callable[[Row, Era, Setting], Judged]
    known: Callable[[Sequence[str]], set[tuple[object, ...]]]
    keep: Callable[[Any, Setting], None]
    alike: Callable[[Sequence[Any], Setting], Sequence[Text | None]] | None = None
    """For each new row why it may be here already under another reference."""
    moved: Callable[[Sequence[tuple[Row, Verdict]], Setting], Sequence[Verdict]] | None = None
    """The verdicts again, of rows whose person is here already and lives elsewhere by the row."""
    twice: Callable[[int], Text] = _same_reference
    """What is said to a row that has the natural key of an earlier one, given the number of that."""
    named_by: str = "ref"
    """The column that tells rows apart."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column a file may have, the required ones first."""
        return (*self.required, *self.optional)
