"""`flask labour check`: the file of the contract in, verdicts out, and a clear line for a file that cannot be read."""

import csv
import io

import openpyxl
import pytest
from click.testing import CliRunner

from blueprints.console.labour import group
from marketplace.imports import labour_files

GOOD = {
    "case": "A-1", "birth_date": "2010-01-10", "start": "2026-12-01", "end": "2027-03-31", "province": "95",
    "district": "9501", "shifts": "mon 08:00-12:00;mon 13:00-17:00", "wage_per_day": "337.00", "hazards": "",
    "place_type": "cafe", "overtime_hours_per_week": "0", "works_holidays": "0", "night_permit": "0",
    "notified_on": "2026-12-01", "ended_notified_on": "", "guardian_consent": "1", "deposit": "0",
    "pays_to": "youth", "lift_kg": "0", "sex": "m",
}  # fmt: skip


def written(*rows: dict[str, str], columns=labour_files.COLUMNS) -> str:
    said = io.StringIO(newline="")
    sheet = csv.DictWriter(said, columns, extrasaction="ignore")
    sheet.writeheader()
    sheet.writerows(rows)
    return said.getvalue()


def check(path, *more: str):
    output = path.with_name("verdicts.csv")
    result = CliRunner().invoke(group, ["check", "--input", str(path), "--output", str(output), *more])
    rows = list(csv.DictReader(io.StringIO(output.read_text("utf-8")))) if output.exists() else []
    return result, rows


def test_each_case_comes_back_in_its_order_with_verdict_rules_and_reasons(tmp_path):
    (tmp_path / "cases.csv").write_text(
        written(
            GOOD,
            {**GOOD, "case": "A-2", "notified_on": "", "guardian_consent": "0"},
            {**GOOD, "case": "A-3", "deposit": "1", "notified_on": ""},
        ),
        encoding="utf-8",
    )
    result, rows = check(tmp_path / "cases.csv")
    assert (result.exit_code, result.output) == (0, "")
    assert list(rows[0]) == ["case", "verdict", "rules", "why"]
    assert [(row["case"], row["verdict"], row["rules"]) for row in rows] == [
        ("A-1", "ok", ""),
        ("A-2", "needs_action", "LW02;LW20"),
        ("A-3", "blocked", "LW02;LW13"),
    ]
    assert rows[0]["why"] == ""
    assert "16 December 2026" in rows[1]["why"]
    assert "s. 51" in rows[2]["why"]


def test_reasons_are_told_in_thai_when_asked(tmp_path):
    (tmp_path / "cases.csv").write_text(written({**GOOD, "notified_on": ""}), encoding="utf-8")
    _, rows = check(tmp_path / "cases.csv", "--language", "th")
    assert "16 ธันวาคม 2569" in rows[0]["why"]


def test_workbooks_windows_874_and_buddhist_dates_are_read(tmp_path):
    thai = {**GOOD, "case": "กรณี ๑", "birth_date": "10/01/2553", "start": "1/12/2569", "end": "31/3/2570"}
    (tmp_path / "cases.csv").write_bytes(written(thai).encode("cp874"))
    result, rows = check(tmp_path / "cases.csv")
    assert (result.exit_code, rows[0]["case"], rows[0]["verdict"]) == (0, "กรณี ๑", "ok")
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(written(GOOD, {**GOOD, "case": "B", "lift_kg": "25.5"}))):
        book.active.append(line)
    book.save(tmp_path / "cases.xlsx")
    _, rows = check(tmp_path / "cases.xlsx")
    assert [row["rules"] for row in rows] == ["", "LW18"]


@pytest.mark.parametrize("hours", ["0.001", "0.016", "0.5", "6"])
def test_the_least_overtime_is_overtime(tmp_path, hours):
    (tmp_path / "cases.csv").write_text(written({**GOOD, "overtime_hours_per_week": hours}), encoding="utf-8")
    result, rows = check(tmp_path / "cases.csv")
    assert result.exit_code == 0
    assert "LW07" in str(rows[0])


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("case", "", "empty"),
        ("birth_date", "", "empty"),
        ("birth_date", "31/02/2553", ""),
        ("birth_date", "2027-01-01", "after the first day"),
        ("start", "1990-01-01", ""),
        ("end", "2026-11-30", "before the first day"),
        ("province", "9", "two digits"),
        ("province", "98", "two digits"),
        ("district", "9401", "four digits"),
        ("district", "9599", "four digits"),
        ("shifts", "", "empty"),
        ("shifts", ";", "empty"),
        ("shifts", "mon 08:00-33:00", "not a weekly time"),
        ("shifts", "mon 08:00--01:00", "not a weekly time"),
        ("shifts", "someday 08:00-12:00", "not a weekly time"),
        ("shifts", "mon 08:00-12:00;mon 11:00-13:00", "begins before"),
        ("shifts", "mon 08:00-12:00;mon 08:00-12:00", "twice"),
        ("shifts", "sun 23:00-02:00;mon 01:00-03:00", "runs into the first"),
        ("shifts", "mon 00:00-12:00;mon 12:00-12:00", "More than 24 hours"),
        ("wage_per_day", "lots", "baht"),
        ("wage_per_day", "-337", "baht"),
        ("hazards", "H14", "not known"),
        ("place_type", "pub", "not known"),
        ("overtime_hours_per_week", "-1", "number"),
        ("works_holidays", "yes", "1 for yes"),
        ("night_permit", "2", "1 for yes"),
        ("notified_on", "soon", ""),
        ("ended_notified_on", "2027-02-30", ""),
        ("guardian_consent", "x", "1 for yes"),
        ("deposit", "x", "1 for yes"),
        ("pays_to", "uncle", "not known"),
        ("lift_kg", "heavy", "number"),
        ("sex", "x", "not known"),
    ],
)
def test_a_cell_that_cannot_be_read_stops_the_file_with_its_row_and_column(tmp_path, column, cell, why):
    bad = {**GOOD, "case": "B-2", column: cell}
    if column == "sex":
        bad["lift_kg"] = "5"
    (tmp_path / "cases.csv").write_text(written(GOOD, bad), encoding="utf-8")
    result, rows = check(tmp_path / "cases.csv")
    assert (result.exit_code, rows) == (2, [])
    assert result.stderr.startswith(f"cases.csv: row 3, column {column}: ")
    assert result.stderr.count("\n") == 1
    assert why in result.stderr


def test_a_case_without_a_wage_known_for_its_time_stops_the_file(tmp_path):
    old = {**GOOD, "birth_date": "2000-01-10", "start": "2015-01-01", "end": "2015-02-01"}
    (tmp_path / "cases.csv").write_text(written(old), encoding="utf-8")
    result, _ = check(tmp_path / "cases.csv")
    assert result.exit_code == 2
    assert "row 2, column province: No minimum wage" in result.stderr


def test_two_rows_may_not_be_the_same_case(tmp_path):
    (tmp_path / "cases.csv").write_text(written(GOOD, GOOD), encoding="utf-8")
    result, _ = check(tmp_path / "cases.csv")
    assert result.exit_code == 2
    assert "row 3, column case" in result.stderr


@pytest.mark.parametrize("column", labour_files.COLUMNS)
def test_every_column_of_the_contract_is_asked_for(tmp_path, column):
    (tmp_path / "cases.csv").write_text(
        written(GOOD, columns=[name for name in labour_files.COLUMNS if name != column]), encoding="utf-8"
    )
    result, _ = check(tmp_path / "cases.csv")
    assert result.exit_code == 2
    assert f"row 1, column {column}" in result.stderr


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", "case,birth_date\n".encode("utf-16")])
def test_an_empty_or_unreadable_file_is_said_in_one_line(tmp_path, content):
    (tmp_path / "cases.csv").write_bytes(content)
    result, rows = check(tmp_path / "cases.csv")
    assert (result.exit_code, rows, result.stderr.count("\n")) == (2, [], 1)


def test_a_file_that_is_not_there_and_one_that_cannot_be_written_are_said(tmp_path):
    result, _ = check(tmp_path / "missing.csv")
    assert result.exit_code == 2
    (tmp_path / "cases.csv").write_text(written(GOOD), encoding="utf-8")
    result = CliRunner().invoke(
        group, ["check", "--input", str(tmp_path / "cases.csv"), "--output", str(tmp_path / "no" / "o.csv")]
    )
    assert result.exit_code == 2
    assert "o.csv" in result.stderr


def test_a_case_that_looks_like_a_formula_stays_text(tmp_path):
    (tmp_path / "cases.csv").write_text(written({**GOOD, "case": "=1+1"}), encoding="utf-8")
    _, rows = check(tmp_path / "cases.csv")
    assert rows[0]["case"] == "'=1+1"


def test_the_rules_are_printed_with_section_and_source():
    result = CliRunner().invoke(group, ["rules", "--on", "2026-11-22"])
    rows = list(csv.DictReader(io.StringIO(result.output)))
    assert len(rows) == 22
    assert all(row["source"] and row["section"] for row in rows)
    assert [row["rule"] for row in rows if row["judged_from"] == "file"] == [
        "LW01", "LW02", "LW04", "LW05", "LW06", "LW07", "LW08", "LW09", "LW11", "LW12", "LW13", "LW15", "LW18", "LW20",
    ]  # fmt: skip
