"""The queue on screen as a file: the same rows in the same order, and no cell that a spreadsheet would calculate."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from marketplace.kernel.spreadsheets import plain

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 5000


def as_csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read Thai."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet of texts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for number, row in enumerate([head, *rows]):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, plain(cell))
    book.close()
    return out.getvalue()
