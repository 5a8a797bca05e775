"""A bank that answers: result files in any format, as that bank would write them."""

import csv
import io
from collections.abc import Sequence

from marketplace.earnings.bank_cells import write_day, write_sum
from marketplace.earnings.bank_shapes import ANY_DAY, Edge, Shape
from marketplace.earnings.bankfile import Result
from models.vocabulary import LineOutcome


def answer_file(shape: Shape, results: Sequence[Result], *, off: int = 0, encoding: str = "") -> bytes:
    """The file of these answers; `off` makes every total of it wrong by so many satang."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=shape.delimiter)
    if shape.top is not None:
        writer.writerow(_edge(shape, shape.top, results, off))
    if shape.headings:
        writer.writerow([one.head for one in shape.columns])
    for result in results:
        writer.writerow(_cells(shape, result))
    if shape.end is not None:
        writer.writerow(_edge(shape, shape.end, results, off))
    return out.getvalue().encode(encoding or shape.encodings[0])


def _cells(shape: Shape, result: Result) -> list[str]:
    facts = {
        "line": result.line,
        "outcome": result.outcome.value,
        "bank_ref": result.bank_ref,
        "settled_on": result.settled_on.isoformat() if shape.date == ANY_DAY else write_day(shape, result.settled_on),
        "reason": result.reason,
        "amount": "" if result.amount_satang is None else write_sum(shape, result.amount_satang),
    }
    cells = []
    for column in shape.columns:
        theirs = {ours: word for word, ours in column.words.items()}
        told = facts[column.fact] if column.fact else column.always
        cells.append(theirs.get(told, told))
    return cells


def _edge(shape: Shape, edge: Edge, results: Sequence[Result], off: int) -> list[str]:
    paid = [one for one in results if one.outcome == LineOutcome.PAID]
    sums = {
        "{count}": str(len(results)),
        "{paid_count}": str(len(paid)),
        "{total}": write_sum(shape, sum(one.amount_satang or 0 for one in results) + off),
        "{paid_total}": write_sum(shape, sum(one.amount_satang or 0 for one in paid) + off),
        "*": "",
    }
    return [sums.get(cell, cell) for cell in edge.cells]
