"""Files as they come: every encoding of Thai offices is read, what is no table is refused in one sentence."""

import io
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from marketplace.i18n import use
from marketplace.imports import sheets, verdicts
from marketplace.imports.cells import Era, number, satang
from marketplace.imports.errors import BadFile
from marketplace.imports.sheets import Row
from marketplace.imports.verdicts import Outcome, Verdict
from marketplace.kernel.errors import Invalid

NEEDED = ("ref", "title")
TEXT = "ref,title\nA-1,ขนมพื้นบ้าน\nA-2,งานผ้า\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_every_encoding_of_thai_offices_says_the_same(encoding: str) -> None:
    sheet = sheets.read(TEXT.encode(encoding), "a.csv", NEEDED)
    assert [row.get("title") for row in sheet.rows] == ["ขนมพื้นบ้าน", "งานผ้า"]
    assert [row.number for row in sheet.rows] == [2, 3]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_by_the_header(delimiter: str) -> None:
    text = f'ref{delimiter}title\nA-1{delimiter}"ก, ข; ค"\n'
    assert sheets.read(text.encode(), "a.csv", NEEDED).rows[0].get("title") == "ก, ข; ค"


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_any_end_of_a_line_ends_it(end: str) -> None:
    sheet = sheets.read(TEXT.replace("\n", end).encode(), "a.csv", NEEDED)
    assert [row.get("title") for row in sheet.rows] == ["ขนมพื้นบ้าน", "งานผ้า"]


def test_parquet_says_what_csv_would(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    table = "'A-1' AS ref, 'งานผ้า' AS title, DATE '2026-06-01' AS start, 7.0 AS lat, ['thai', 'malay'] AS languages"
    duckdb.sql(f"SELECT {table} UNION ALL SELECT 'A-2', NULL, NULL, 6.54, []").write_parquet(str(file))
    first, second = sheets.read(file.read_bytes(), file.name, NEEDED).rows
    assert dict(first.cells) == {
        "ref": "A-1", "title": "งานผ้า", "start": "2026-06-01", "lat": "7", "languages": "thai;malay",
    }  # fmt: skip
    assert (second.number, second.get("title"), second.get("start"), second.get("lat")) == (3, "", "", "6.54")


def test_headers_may_be_spelled_with_capitals_spaces_and_unseen_letters() -> None:
    sheet = sheets.read("\ufeff Ref\u200b , TITLE\nA-1,x\n".encode(), "a.csv", NEEDED)
    assert sheet.columns == ("ref", "title")


def test_rows_that_are_empty_are_passed_over_and_keep_their_numbers() -> None:
    sheet = sheets.read(b"ref,title\n\nA-1,x\n,,\nA-2,y\n", "a.csv", NEEDED)
    assert [(row.number, row.get("ref")) for row in sheet.rows] == [(3, "A-1"), (5, "A-2")]


@pytest.mark.parametrize(
    ("text", "ragged"),
    [
        ("ref,title\nA-1\n", (1, 2)),
        ("ref,title\nA-1,x,y\n", (3, 2)),
        ("ref,title\nA-1,x,,\n", None),
        ("ref,title,,\nA-1,x\n", None),
        ("ref,title,,\nA-1,x,beside\n", None),
        ("ref,title,\nA-1,x,,more\n", (4, 2)),
        ("ref;title\nA-1,x\n", (1, 2)),
    ],
)
def test_a_row_with_fewer_or_more_cells_than_the_header_is_told_apart(
    text: str, ragged: tuple[int, int] | None
) -> None:
    (row,) = sheets.read(text.encode(), "a.csv", NEEDED).rows
    assert row.ragged == ragged
    if ragged is not None:
        with pytest.raises(BadFile) as refusal:
            sheets.refuse_ragged(row)
        assert refusal.value.row == row.number == 2


def test_cells_of_a_workbook_stand_in_columns_and_need_no_counting() -> None:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for line in (("ref", "title", "note"), ("A-1", "x"), ("A-2", "y", None, "aside")):
        book.active.append(line)
    book.save(kept)
    assert [row.ragged for row in sheets.read(kept.getvalue(), "a.xlsx", NEEDED).rows] == [None, None]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "empty"),
        (b"  \n", "a.csv", "empty"),
        (b"ref,title\n", "a.csv", "row 2"),
        (b"ref\nA-1\n", "a.csv", "row 1, column title"),
        (b"ref,title,ref\nA,b,c\n", "a.csv", "row 1, column ref"),
        (b"ref,title\nA\0,b\n", "a.csv", "row 2"),
        ("ref,title\nA,é\n".encode("latin-1"), "a.csv", "UTF-8"),
        (b"\xff\xfea", "a.csv", "damaged"),
        (b"ref,title\nA," + b"x" * 140_000 + b"\n", "a.csv", "row 2"),
        (",".join(["ref", "title", *(f"c{n}" for n in range(300))]).encode() + b"\nA,b\n", "a.csv", "200 columns"),
        (b"\xd0\xcf\x11\xe0old", "a.xls", "old or locked"),
        (b"PK\x03\x04broken", "a.xlsx", "XLSX"),
        (b"not a workbook", "a.xlsx", "XLSX"),
        (b"PAR1", "a.parquet", "Parquet"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(content: bytes, name: str, says: str) -> None:
    with use("en"), pytest.raises(BadFile) as refused:
        sheets.read(content, name, NEEDED)
    with use("en"):
        said = str(refused.value.at(name))
    assert says in said
    assert "\n" not in said
    assert said.startswith(name)


def test_a_workbook_is_read_from_its_first_visible_sheet() -> None:
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    shown = book.create_sheet("ข้อมูล")
    shown.append(["ref", "title", "seats"])
    shown.append(["A-1", "ขนม", 12])
    kept = io.BytesIO()
    book.save(kept)
    sheet = sheets.read(kept.getvalue(), "a.xlsx", NEEDED)
    assert sheet.rows[0].cells == {"ref": "A-1", "title": "ขนม", "seats": "12"}


def test_a_small_file_that_would_unfold_into_a_large_one_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/sharedStrings.xml", b"0" * 60_000_000)
    with use("en"), pytest.raises(BadFile, match="unfold"):
        sheets.read(packed.getvalue(), "a.xlsx", NEEDED)


def test_a_workbook_with_entities_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active.append(["ref", "title"])
    book.active.append(["A-1", "x"])
    whole, evil = io.BytesIO(), io.BytesIO()
    book.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(evil, "w") as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + content
            target.writestr(member.filename, content)
    with pytest.raises(BadFile):
        sheets.read(evil.getvalue(), "a.xlsx", NEEDED)


@pytest.mark.parametrize(
    ("column", "dates", "wanted"),
    [
        ("30/11/69", ["30/11/2569", "1/2/2569"], "2026-11-30"),
        ("30/11/26", ["30/11/2026"], "2026-11-30"),
        ("๓๐/๑๒/๖๙", ["2026-12-01", "2027-02-28"], "2026-12-30"),
        ("10/3/70", ["2026-12-01"], "2027-03-10"),
        ("30/11/26", ["30/11/2569", "1/2/2569"], "2026-11-30"),
        ("๓๐/๑๑/๒๕๖๙", [], "2026-11-30"),
        ("29/2/2567", [], "2024-02-29"),
        ("2569-11-30", ["1/1/2026"], "2026-11-30"),
    ],
)
def test_dates_follow_the_era_of_most_of_the_file(column: str, dates: list[str], wanted: str) -> None:
    era = Era([column, *dates])
    assert era.day(Row(2, {"start": column}), "start").isoformat() == wanted


def test_a_birth_date_written_short_goes_by_the_file_alone() -> None:
    era = Era(["1/1/2026"])
    assert era.day(Row(2, {"birth_date": "1/1/69"}), "birth_date").year == 1969


@pytest.mark.parametrize("text", ["²", "-1", "1e9", "NaN", "1.5", "๑๒๓๔๕๖๗๘๙๐๑๒๓"])
def test_a_number_is_whole_and_plain(text: str) -> None:
    with pytest.raises(Invalid):
        number(Row(2, {"seats": text}), "seats")


def test_thai_digits_are_digits() -> None:
    assert number(Row(2, {"seats": "๑๒"}), "seats") == 12
    assert satang(Row(2, {"cost": "๑,๒๐๐.๕๐"}), "cost") == 120_050


@pytest.mark.parametrize("text", ["1.000,50", "1.234", "-5", "฿฿1", "สิบ"])
def test_an_amount_that_can_be_misread_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        satang(Row(2, {"cost": text}), "cost")


def test_verdicts_cannot_run_in_a_spreadsheet() -> None:
    table = verdicts.table(
        [Verdict(2, '=HYPERLINK("x")', Outcome.NEW), Verdict(3, "@a", Outcome.REFUSED, (("-title", None),))]
    )
    assert "'=HYPERLINK" in table
    assert "'@a" in table
    assert "'-title" in table
