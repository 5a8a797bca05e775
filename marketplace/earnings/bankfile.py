"""What passes between Okat and a bank: what to pay out, how each line ended, and the file to pay from. Pure."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.earnings.bank_cells import one_line, write_day, write_sum
from marketplace.earnings.bank_shapes import Cell, Edge, Shape
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict
from marketplace.kernel.spreadsheets import plain
from models.vocabulary import LineOutcome


@dataclass(frozen=True, slots=True)
class PayRow:
    """One line to pay; where the whole number is not known, the end of the account stands for it."""

    line: str
    name: str
    method: str
    bank: str
    account_end: str
    amount_satang: int
    pay_on: date
    number: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """How one line ended, and in which row of the file it says so (the first is row 1)."""

    row: int
    line: str
    outcome: LineOutcome
    bank_ref: str
    settled_on: date
    reason: str
    amount_satang: int | None = None


def write_pay_file(rows: Sequence[PayRow], shape: Shape, *, batch: str = "") -> bytes:
    """The file a bank pays from, as it wants it; no cell could be taken for a formula or end its row.

    Raises Conflict for a letter that the bank's encoding does not have, naming the line.
    """
    lines = []
    if shape.top is not None:
        lines.append(_line(_edge(shape, shape.top, rows, batch), shape))
    if shape.headings:
        lines.append(_line([one.head for one in shape.columns], shape))
    for number, row in enumerate(rows, start=1):
        facts = _facts(shape, row, number)
        lines.append(_line([_cell(one, facts) for one in shape.columns], shape, about=row.line))
    if shape.end is not None:
        lines.append(_line(_edge(shape, shape.end, rows, batch), shape))
    data = "".join(lines).encode(shape.encodings[0].removesuffix("-sig"))
    return b"\xef\xbb\xbf" + data if shape.encodings[0] == "utf-8-sig" else data


def _facts(shape: Shape, row: PayRow, number: int) -> dict[str, str]:
    masked = f"xxx-x-x{row.account_end}" if row.account_end else ""
    return {
        "number": str(number),
        "line": row.line,
        "name": row.name,
        "method": row.method,
        "bank": row.bank,
        "account": row.number or masked,
        "amount": write_sum(shape, row.amount_satang),
        "pay_on": write_day(shape, row.pay_on),
    }


def _cell(column: Cell, facts: dict[str, str]) -> str:
    if not column.fact:
        return column.always
    told = facts[column.fact]
    return plain(one_line(column.words.get(told, told)))


def _edge(shape: Shape, edge: Edge, rows: Sequence[PayRow], batch: str) -> list[str]:
    sums = {
        "{count}": str(len(rows)),
        "{total}": write_sum(shape, sum(row.amount_satang for row in rows)),
        "{batch}": batch,
        "{pay_on}": write_day(shape, rows[0].pay_on) if rows else "",
        "*": "",
    }
    return [sums.get(cell, cell) for cell in edge.cells]


def _line(cells: Sequence[str], shape: Shape, *, about: str = "") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=shape.delimiter).writerow(cells)
    line = out.getvalue()
    try:
        line.encode(shape.encodings[0])
    except UnicodeEncodeError as error:
        letter = line[error.start]
        raise Conflict(
            t("This format cannot write “{letter}”, which stands in the name of {line}. Choose another format.",
              letter=letter, line=about)
        ) from error  # fmt: skip
    return line
