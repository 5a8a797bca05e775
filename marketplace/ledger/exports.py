"""The journal and the trial balance as files a spreadsheet opens: CSV as text, XLSX with real numbers."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter

from marketplace.kernel import clock
from marketplace.kernel.money import baht_plain
from marketplace.kernel.spreadsheets import plain
from marketplace.ledger.reports import JournalLine, TrialRow
from marketplace.ledger.rules import ORDER

JOURNAL = ("book", "no", "day", "time", "event", "about", "note", "account", "debit", "credit", "hash")
TRIAL = ("fund", "name_th", *(role.value for role in ORDER), "sum")

Cell = str | int | Decimal


def journal_rows(lines: Iterable[JournalLine]) -> Iterable[Sequence[Cell]]:
    """The journal as cells; money in baht."""
    for one in lines:
        here = clock.bangkok(one.at)
        yield (
            one.book, one.seq, f"{here:%Y-%m-%d}", f"{here:%H:%M:%S}", one.kind, one.cause, one.note, one.account,
            in_baht(one.debit_satang), in_baht(one.credit_satang), one.hash,
        )  # fmt: skip


def trial_rows(rows: Iterable[TrialRow]) -> Iterable[Sequence[Cell]]:
    """The trial balance as cells; debits above zero, credits below, and a last column that is always zero."""
    for one in rows:
        yield (one.fund_ref, one.name_th, *(in_baht(satang) for satang in one.sums), in_baht(sum(one.sums)))


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark, no cell that a spreadsheet would calculate."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet; money as numbers with two decimals, everything else as text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, money = book.add_worksheet("Okat"), book.add_format({"num_format": "#,##0.00"})
    sheet.write_row(0, 0, header, book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, Decimal):
                sheet.write_number(number, place, float(cell), money)
            else:
                sheet.write(number, place, plain(cell) if isinstance(cell, str) else cell)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def in_baht(satang: int) -> Decimal:
    """A sum as a spreadsheet counts it."""
    return Decimal(baht_plain(satang))


def _plain(cell: Cell) -> str:
    text = str(cell)
    return plain(text) if isinstance(cell, str) else text
