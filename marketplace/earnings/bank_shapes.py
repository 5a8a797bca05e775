"""What a description of a bank's files says: columns, encoding, days, sums, opening and closing lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from marketplace.i18n import pick

ANY = "*"
"""In an opening or closing line: whatever the bank writes there."""
ANY_DAY = "any"
"""As a way to write days: any that has one reading only, in either era."""


class BadFormat(ValueError):
    """A description that cannot be used: which file, where in it, and why."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One column: its heading, and the fact it holds or the words that always stand there."""

    head: str
    fact: str = ""
    always: str = ""
    optional: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """An opening or closing line: fixed words, `*`, or a sum in braces."""

    cells: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of file of a bank is written."""

    encodings: tuple[str, ...]
    delimiter: str
    headings: bool
    columns: tuple[Cell, ...]
    date: str
    amount: str
    era: str = "ce"
    any_order: bool = False
    whole_numbers: bool = False
    suffix: str = "csv"
    top: Edge | None = None
    end: Edge | None = None


@dataclass(frozen=True, slots=True)
class BankFormat:
    """One way to speak with a bank: the file to pay from, and the file of its answers."""

    name: str
    th: str
    en: str
    place: int
    pay: Shape
    result: Shape

    @property
    def title(self) -> str:
        """What it is called in the reader's language."""
        return pick(self.th, self.en)
