"""A table out of a file, whatever wrote it: CSV in the encodings of Thai offices, XLSX within limits, Parquet.

What is wrong with the whole file is one BadFile naming row and column; what is wrong with a row is somebody else's.
"""

import csv
import io
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from marketplace.i18n import Text, t
from marketplace.imports import workbooks
from marketplace.imports.errors import BadFile
from marketplace.kernel.sizes import megabytes

MOST_COLUMNS = 200
LONGEST_CELL = 131_072
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DECEIVES = re.compile("[\u061c\u202b\u202d\u202e\u2067]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_THAI = re.compile("[\u0e01-\u0e5b]")
_ORPHAN = re.compile("(?<![\u0e01-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_LINE_END = re.compile("[\r\n]")
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Limits:
    """How long and how large a file may be."""

    rows: int = 100_000
    megabytes: int = 50


ORDINARY = Limits()
"""What people send through a page; an operator's own files may be larger."""


@dataclass(frozen=True)
class Row:
    """One row of a file; the header is row 1. `ragged` is how many cells it has and should have, where these differ."""

    number: int
    cells: Mapping[str, str]
    ragged: tuple[int, int] | None = None
    hidden: tuple[str, ...] = ()
    """Columns in which something turned the letters round or was none."""

    def get(self, column: str) -> str:
        """What a cell says, empty when the column is not there."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """A file as a table: its columns and its rows that are not empty."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(content: bytes, name: str, required: Sequence[str], limits: Limits = ORDINARY) -> Sheet:
    """The table of a file, by the ending of its name; raises BadFile."""
    if not content.strip(b"\0 \r\n\t"):
        raise BadFile(t("The file is empty."))
    if len(content) > limits.megabytes * 1024 * 1024:
        size = megabytes(len(content))
        raise BadFile(t("The file is {size} MB; at most {most} MB.", size=size, most=limits.megabytes))
    ending = PurePath(name).suffix.lower()
    lines = _lines(content, ending, required)
    header = next(lines, None)
    if header is None:
        raise BadFile(t("The file is empty."))
    columns = _header(header[1], required)
    # Only in written-out text does the order of its cells alone say what they are.
    is_placed = _is_workbook(content, ending) or _is_parquet(content, ending)
    rows = tuple(_rows(lines, columns, limits.rows, None if is_placed else len(header[1])))
    if not rows:
        raise BadFile(t("The file has a header and no rows."), row=2)
    return Sheet(PurePath(name).name, columns, rows)


def refuse_ragged(row: Row) -> None:
    """Raise BadFile for a row with fewer or more cells than the header: nobody knows which belongs where."""
    if row.ragged is not None:
        has, wanted = row.ragged
        raise BadFile(
            t("The row has {has} cells, the header has {wanted}. Save the table anew.", has=has, wanted=wanted),
            row=row.number,
        )


def _lines(content: bytes, ending: str, required: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    if _is_workbook(content, ending):
        return ((number, [_shown(cell) for cell in line]) for number, line in workbooks.lines(content, ending))
    if _is_parquet(content, ending):
        return iter(_parquet(content))
    return _csv(_text(content), required)


def _is_workbook(content: bytes, ending: str) -> bool:
    return ending in (".xlsx", ".xlsm", ".xls") or content.startswith((b"PK\x03\x04", workbooks.OLD))


def _is_parquet(content: bytes, ending: str) -> bool:
    return ending == ".parquet" or content.startswith(b"PAR1")


def _text(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decoded(content, encoding, t("The file is damaged: its letters cannot be read."))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        unclear = t("The letters of the file are neither UTF-8 nor Windows-874. Save it as CSV UTF-8.")
        found = _decoded(content, "cp874", unclear)
        if not _is_plausible(found):
            raise BadFile(unclear) from None
        return found


def _is_plausible(text: str) -> bool:
    """Whether letters of Windows-874 make Thai: nearly all of it Thai, and marks stand on letters."""
    foreign = sum(ord(letter) > 127 for letter in text)
    return len(_THAI.findall(text)) - len(_ORPHAN.findall(text)) >= 0.9 * foreign


def _decoded(content: bytes, encoding: str, otherwise: Text) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise BadFile(otherwise) from None


def _csv(text: str, required: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    if "\0" in text:
        raise BadFile(t("The file holds characters that no table has."), row=text[: text.index("\0")].count("\n") + 1)
    delimiter = max(_DELIMITERS, key=lambda mark: _known(text, mark, required))
    number = 0
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            yield number, line
    except csv.Error as error:
        raise BadFile(
            t("The row cannot be read as CSV: a cell is too long or a quote is open."), row=number + 1
        ) from error


def _known(text: str, delimiter: str, required: Sequence[str]) -> int:
    """How many of the wanted columns the first line names when it is parted at `delimiter`."""
    first = _LINE_END.split(text.lstrip("\ufeff")[:LONGEST_CELL], maxsplit=1)[0]
    return len({_name(cell) for cell in next(csv.reader([first], delimiter=delimiter), [])} & set(required))


def _header(cells: Sequence[str], required: Sequence[str]) -> tuple[str, ...]:
    names = [_name(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise BadFile(t("The file has more than {most} columns.", most=MOST_COLUMNS), row=1)
    for at, name in enumerate(names):
        if name and name in names[:at]:
            raise BadFile(t("The column is there twice."), row=1, column=name)
    missing = [name for name in required if name not in names]
    if len(missing) == 1:
        raise BadFile(t("The column is missing."), row=1, column=missing[0])
    if missing:
        raise BadFile(t("Columns are missing: {columns}", columns=", ".join(missing)), row=1)
    return tuple(names)


def _rows(
    lines: Iterable[tuple[int, Sequence[str]]], columns: Sequence[str], most: int, width: int | None
) -> Iterator[Row]:
    """The rows that are not empty; with the `width` of the header each is held against it."""
    for count, (number, line) in enumerate(lines, start=1):
        if count > most:
            raise BadFile(t("The file has more than {most} rows.", most=most), row=number)
        if any(cell.strip() for cell in line):
            named = [(name, cell) for name, cell in zip(columns, line, strict=False) if name]
            ragged = None if width is None else _ragged(line, len(columns), width)
            hidden = tuple(name for name, cell in named if _hides(cell))
            yield Row(number, {name: _clean(cell) for name, cell in named}, ragged, hidden)


def _ragged(line: Sequence[str], least: int, most: int) -> tuple[int, int] | None:
    """How many cells a row has and should have, where these differ by more than empty cells at its end."""
    if len(line) < least or any(cell.strip() for cell in line[most:]):
        return len(line), least
    return None


def _name(cell: str) -> str:
    return _clean(cell).lower().replace(" ", "_")


def _clean(cell: str) -> str:
    """A cell without what cannot be seen, on the line it was typed on."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    shown = _HIDDEN.sub("", unicodedata.normalize("NFC", cell)).replace("\u00a0", " ")
    return "".join(letter for letter in shown if letter in "\n\t" or unicodedata.category(letter)[0] != "C").strip()


def _hides(cell: str) -> bool:
    """Whether something in it turns other letters round, or is no letter at all."""
    if cell.isascii() and cell.isprintable():
        return False
    return _DECEIVES.search(cell) is not None or any(
        letter not in "\n\r\t" and unicodedata.category(letter) in ("Cc", "Cs") for letter in cell
    )


def _shown(value: Any) -> str:
    """A cell of a workbook as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float | Decimal) and value % 1 == 0:
        return str(int(value))
    return str(value)


def _parquet(content: bytes) -> list[tuple[int, list[str]]]:
    """The rows of a Parquet file; its engine is loaded only when one comes."""
    import duckdb  # noqa: PLC0415

    with tempfile.NamedTemporaryFile(suffix=".parquet") as kept, duckdb.connect(":memory:") as engine:
        kept.write(content)
        kept.flush()
        try:
            table = engine.read_parquet(kept.name)
            body = [[_listed(value) for value in line] for line in table.fetchall()]
        except duckdb.Error as error:
            raise BadFile(t("The file cannot be read as Parquet.")) from error
        return list(enumerate([list(table.columns), *body], start=1))


def _listed(value: Any) -> str:
    return ";".join(map(_shown, value)) if isinstance(value, list) else _shown(value)
