"""The files that pass between Okat and a bank: what to pay out, and how each line ended. Pure reading and writing."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.i18n import Text, t
from marketplace.i18n.reading import parse_date
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht, baht_plain, parse_baht
from models.vocabulary import LineOutcome

PAY_COLUMNS = ("line", "name", "method", "bank", "account", "amount", "pay_on")
RESULT_COLUMNS = ("line", "outcome", "bank_ref", "settled_on", "reason", "amount")
TOTAL = "total"
"""A row by this name says what the paid rows of the file come to."""
MAX_BYTES = 2_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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
    """How one line ended, and in which row of the file it says so (the header is row 1)."""

    row: int
    line: str
    outcome: LineOutcome
    bank_ref: str
    settled_on: date
    reason: str
    amount_satang: int | None = None


def write_pay_file(rows: Iterable[PayRow]) -> bytes:
    """A CSV file a spreadsheet opens as text: UTF-8 with a mark, no cell that could be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(PAY_COLUMNS)
    for row in rows:
        masked = f"xxx-x-x{row.account_end}" if row.account_end else ""
        account = row.number or masked
        amount, pay_on = baht_plain(row.amount_satang), row.pay_on.isoformat()
        cells = (row.line, row.name, row.method, row.bank, account, amount, pay_on)
        writer.writerow([plain(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def plain(cell: str) -> str:
    """A cell that no spreadsheet will calculate."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def read_results(data: bytes) -> tuple[Result, ...]:
    """The answers of a bank; raises Invalid, naming each bad row, when anything in the file cannot be read."""
    if len(data) > MAX_BYTES:
        raise Invalid(t("The file is too large."), field="file")
    reader = csv.DictReader(io.StringIO(_text(data)))
    header = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    if missing := [name for name in RESULT_COLUMNS[:2] if name not in header]:
        raise Invalid(t("A column is missing: {name}", name=missing[0]), field="file")
    reader.fieldnames = header
    found, errors, seen = [], dict[str, object](), set[str]()
    total: int | None = None
    for number, raw in enumerate(reader, start=2):
        cells = {key: (value or "").strip() for key, value in raw.items() if key}
        try:
            if cells.get("line", "").lower() == TOTAL:
                total = _amount(cells)
                continue
            result = _result(number, cells, seen)
        except Unreadable as error:
            errors[str(number)] = error.why
        else:
            found.append(result)
    if errors:
        raise Invalid(t("The file was not used: some of its rows cannot be right."), errors=errors)
    if not found:
        raise Invalid(t("The file has no rows."), field="file")
    _agrees(total, found)
    return tuple(found)


def _agrees(total: int | None, found: Sequence[Result]) -> None:
    """A file whose own total is wrong is not used at all."""
    paid = sum(one.amount_satang or 0 for one in found if one.outcome == LineOutcome.PAID)
    if total is not None and total != paid:
        told = t("The file says {total} baht in all, but its paid rows come to {paid}. Ask the bank for a new file.",
                 total=baht(total), paid=baht(paid))  # fmt: skip
        raise Invalid(told, field="file")


def _amount(cells: dict[str, str]) -> int | None:
    if not cells.get("amount"):
        return None
    try:
        return parse_baht(cells["amount"])
    except ValueError:
        raise Unreadable(t("Write a sum in baht, for example 350 or 1,200.50.")) from None


class Unreadable(Exception):
    """A row that says nothing usable, and why."""

    def __init__(self, why: Text) -> None:
        super().__init__(str(why))
        self.why = why


def _result(number: int, cells: dict[str, str], seen: set[str]) -> Result:
    line = cells.get("line", "")
    if not line or line in seen:
        raise Unreadable(t("The line is empty or stands in the file twice."))
    seen.add(line)
    try:
        outcome = LineOutcome(cells.get("outcome", "").lower())
    except ValueError:
        outcome = LineOutcome.PENDING
    if outcome == LineOutcome.PENDING:
        raise Unreadable(t("The outcome is one of paid, failed, returned."))
    if outcome == LineOutcome.PAID and not cells.get("bank_ref"):
        raise Unreadable(t("A paid line needs the bank's reference."))
    if outcome != LineOutcome.PAID and not cells.get("reason"):
        raise Unreadable(t("A line that was not paid needs a reason."))
    try:
        settled_on = parse_date(cells.get("settled_on", ""))
    except (ValueError, Invalid):
        raise Unreadable(t("The date cannot be read.")) from None
    bank_ref = cells["bank_ref"][:80] if outcome == LineOutcome.PAID else ""
    return Result(number, line, outcome, bank_ref, settled_on, cells.get("reason", "")[:200], _amount(cells))


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp874", errors="replace")
    if "\0" in text:
        raise Invalid(t("This is not a CSV file."), field="file")
    return text
