"""XLSX, read in a stream and within limits: a small file may not become a large one, and nothing in it may act."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException

from marketplace.i18n import t
from marketplace.imports.errors import BadFile

OLD = b"\xd0\xcf\x11\xe0"
MOST_MEMBERS = 200
MOST_BYTES = 50 * 1024 * 1024
MOST_RATIO = 100
WIDEST = 1_000


def lines(content: bytes, ending: str) -> Iterator[tuple[int, list[Any]]]:
    """The rows of the first visible sheet with their numbers; raises BadFile."""
    if content.startswith(OLD):
        raise BadFile(t("This is an old or locked Excel file. Save it as .xlsx without a password."))
    if ending == ".xlsm":
        raise BadFile(t("This file holds macros. Save it as .xlsx."))
    _check_size(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise _unreadable() from error
    except DefusedXmlException as error:
        raise BadFile(t("This file holds parts that a table never needs.")) from error
    sheet = next((found for found in book.worksheets if found.sheet_state == "visible"), None)
    if sheet is None:
        raise BadFile(t("The file is empty."))
    yield from _rows(sheet)


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    try:
        for number, line in enumerate(sheet.iter_rows(values_only=True, max_col=WIDEST), start=1):
            yield number, list(line)
    except DefusedXmlException as error:
        raise BadFile(t("This file holds parts that a table never needs.")) from error
    except (ValueError, TypeError, KeyError, SyntaxError, zipfile.BadZipFile) as error:
        raise _unreadable() from error


def _check_size(content: bytes) -> None:
    """Refuse what would unfold too far, before anything is unfolded."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except zipfile.BadZipFile as error:
        raise _unreadable() from error
    whole = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or whole > MOST_BYTES or whole > MOST_RATIO * max(len(content), 1024):
        raise BadFile(t("This file would unfold into far more than a table needs. Save the table anew."))
    if any(member.filename.startswith("xl/vba") for member in members):
        raise BadFile(t("This file holds macros. Save it as .xlsx."))


def _unreadable() -> BadFile:
    return BadFile(t("The file cannot be read as XLSX. Save it again in Excel or as CSV."))
