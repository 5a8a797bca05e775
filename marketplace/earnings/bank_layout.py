"""How the answers of a bank are laid out: encoding, rows, opening line, headings and closing line. Pure."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marketplace.earnings.bank_shapes import ANY, Edge, Shape
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.kernel.sizes import MB, megabytes

MAX_BYTES = 2 * MB
Row = tuple[int, list[str]]
NO_TEXT = t("This is not a CSV file.")
NO_ROWS = t("The file has no rows.")


@dataclass(frozen=True, slots=True)
class Sum:
    """What an opening or closing line says of the rows, and in which row and column it stands."""

    name: str
    text: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file between its opening and closing lines, in the order of the format's columns."""

    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]


def lay_out(data: bytes, shape: Shape) -> Sheet:
    """Take a file apart; raises Invalid, with the row and the column, where it is not as the format says."""
    if len(data) > MAX_BYTES:
        raise Invalid(
            t("The file is {size} MB; at most {most} MB.", size=megabytes(len(data)), most=MAX_BYTES // MB),
            field="file",
        )
    rows = [row for row in _records(_text(data, shape), shape) if any(row[1])]
    if not rows:
        raise Invalid(NO_ROWS, field="file")
    sums = _take_top(rows, shape)
    places, width = _take_headings(rows, shape)
    if not rows:
        raise Invalid(NO_ROWS, field="file")
    rows = [(number, _in_order(cells, places, width)) for number, cells in rows]
    sums += _take_end(rows, shape)
    if not rows:
        raise Invalid(NO_ROWS, field="file")
    return Sheet(tuple(rows), tuple(sums))


def _text(data: bytes, shape: Shape) -> str:
    at = 0
    for encoding in shape.encodings:
        try:
            text = data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            at = max(at, error.start)
            continue
        if "\0" in text:
            raise Invalid(NO_TEXT, field="file")
        return text
    row = data[:at].count(b"\n") + 1
    raise Invalid(
        t("Row {row} holds letters this format does not have. Choose the format the file was made in.", row=row),
        field="file",
    )


def _records(text: str, shape: Shape) -> Iterator[Row]:
    """Rows with their number, a blank one counted too; raises Invalid where quotation marks go wrong."""
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=shape.delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            told = t(
                "Row {row}: {why}", row=number, why=t("This cannot be split into cells. Look at its quotation marks.")
            )
            raise Invalid(told, field="file") from error
        yield number, [cell.strip() for cell in cells]


def _take_top(rows: list[Row], shape: Shape) -> list[Sum]:
    if shape.top is None:
        return []
    if not _begins(shape.top, rows[0][1]):
        if shape.top.optional:
            return []
        raise Invalid(t("The opening line “{mark}” is missing.", mark=shape.top.cells[0]), field="file")
    return _sums(shape.top, *rows.pop(0))


def _take_headings(rows: list[Row], shape: Shape) -> tuple[list[int], int]:
    """Where each column of the format stands in the file, -1 where it does not, and how wide it is; takes them off."""
    own = list(range(len(shape.columns)))
    if not shape.headings or not rows:
        return own, len(own)
    number, given = rows.pop(0)
    heads = [cell.casefold() for cell in given]
    wanted = [one.head.casefold() for one in shape.columns]
    if not shape.any_order:
        for at, one in enumerate(shape.columns):
            if at >= len(heads) or heads[at] != wanted[at]:
                raise Invalid(
                    t("Row {row}, column {column}: “{head}” should stand here. Choose the format the file was made in.",
                      row=number, column=at + 1, head=one.head),
                    field="file",
                )  # fmt: skip
        return own, len(own)
    for one, want in zip(shape.columns, wanted, strict=True):
        if want not in heads and not one.optional:
            raise Invalid(t("A column is missing: {name}", name=one.head), field="file")
        if heads.count(want) > 1:
            raise Invalid(t("Two columns are called {name}.", name=one.head), field="file")
    return [heads.index(want) if want in heads else -1 for want in wanted], len(heads)


def _take_end(rows: list[Row], shape: Shape) -> list[Sum]:
    """The closing line, which is the last one; taken off the rows."""
    end = shape.end
    if end is None:
        return []
    for number, cells in rows[:-1]:
        if _begins(end, cells):
            told = t("Row {row}: {why}", row=number, why=t("Nothing may follow the closing line."))
            raise Invalid(told, field="file")
    if _begins(end, rows[-1][1]):
        return _sums(end, *rows.pop())
    if end.optional:
        return []
    told = t("The closing line “{mark}” is missing: the file may be cut off. Ask the bank for a new one.",
             mark=end.cells[0])  # fmt: skip
    raise Invalid(told, field="file")


def _in_order(cells: Sequence[str], places: Sequence[int], width: int) -> list[str]:
    """The cells of the format's columns, then those beyond the last column of the file."""
    return [*(cells[at] if 0 <= at < len(cells) else "" for at in places), *cells[width:]]


def _begins(edge: Edge, cells: Sequence[str]) -> bool:
    return bool(cells) and cells[0].casefold() == edge.cells[0].casefold()


def _sums(edge: Edge, number: int, cells: Sequence[str]) -> list[Sum]:
    """The sums of an opening or closing line; fixed words have to stand as the format says."""
    found = []
    for at, want in enumerate(edge.cells):
        text = cells[at] if at < len(cells) else ""
        if want.startswith("{"):
            found.append(Sum(want.strip("{}"), text, number, at + 1))
        elif want not in (ANY, "") and text.casefold() != want.casefold():
            raise Invalid(
                t("The line “{mark}”, column {column}: “{head}” should stand here.",
                  mark=edge.cells[0], column=at + 1, head=want),
                field="file",
            )  # fmt: skip
    return found
