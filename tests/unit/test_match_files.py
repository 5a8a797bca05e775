"""Files in, files out: what `flask match rank` reads, refuses and writes, with no database behind it."""

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from blueprints.console.match import BATCH, RANKED, REJECTED, group
from marketplace.i18n import use
from marketplace.imports import match_files
from marketplace.imports.errors import BadFile
from marketplace.kernel import week
from marketplace.matching.takehome import comes_in
from tests.unit import oracle_fit

ON = "2026-11-22"
OFFER = {
    "ref": "O-1", "kind": "placement", "title": "ผู้ช่วยบาริสตา", "area": "950101", "lat": "6.55", "lon": "101.28",
    "mode": "onsite", "sessions": "sat 08:00-12:00", "start": "2026-11-30", "end": "2027-02-28",
    "apply_by": "2026-11-25", "seats_left": "2", "age_min": "15", "age_max": "24", "level_min": "0",
    "languages": "thai;malay", "skills": "coffee", "supports_offered": "meal", "requires_documents": "0",
    "wage_per_hour": "95.00", "stipend_per_month": "", "cost_per_month": "0.00", "credits": "1", "hazards": "",
    "place_type": "cafe", "fund": "",
}  # fmt: skip
YOUTH = {
    "ref": "Y-1", "birth_date": "14/3/2552", "area": "950101", "lat": "6.54", "lon": "101.28",
    "free": "sat 07:00-14:00", "level": "2", "languages": "Thai", "interests": "coffee", "skills": "",
    "support_needs": "meal", "has_documents": "1", "transport": "bike", "travel_minutes_max": "45",
    "cost_per_month_max": "", "need_per_month": "1000.00", "priority": "1",
}  # fmt: skip


def written(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    sheet = csv.DictWriter(text, list(rows[0]))
    sheet.writeheader()
    sheet.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def run(folder: Path, offer: dict[str, str] = OFFER, youth: dict[str, str] = YOUTH, *more: str) -> Result:
    offers = written(folder / "o.csv", [offer])
    young = written(folder / "y.csv", [youth])
    command, *options = more or ("rank",)
    given = [command, "--opportunities", str(offers), "--youth", str(young), "--on", ON]
    return CliRunner().invoke(group, [*given, "--output", str(folder / "r.csv"), *options])


def result(folder: Path) -> list[dict[str, str]]:
    with (folder / "r.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_ranking_says_score_money_first_baht_way_and_reasons(tmp_path):
    assert run(tmp_path).exit_code == 0
    (line,) = result(tmp_path)
    assert tuple(line) == RANKED
    assert (line["youth"], line["rank"], line["opportunity"]) == ("Y-1", "1", "O-1")
    # 4 hours x 95 = 380 a week, x 52/12, down to the baht; a bicycle costs nothing.
    assert line["net_take_home_per_month"] == "1646.00"
    assert line["first_baht_on"] == "2026-12-31"
    assert line["travel_minutes"] == str(oracle_fit.travel_minutes((6.54, 101.28), (6.55, 101.28), "bike"))
    assert len(line["score"]) == len("0.123456")
    assert line["reasons"] == "เหมาะ เพราะเสาร์ อาทิตย์ได้ มีอาหารให้ และรายได้พอกับที่ต้องการ"


def test_each_pair_that_does_not_fit_is_written_with_its_single_reason(tmp_path):
    out = tmp_path / "no.csv"
    full = OFFER | {"seats_left": "0", "sessions": "mon 08:00-12:00"}
    assert run(tmp_path, full, YOUTH, "rank", "--rejected", str(out)).exit_code == 0
    assert result(tmp_path) == []
    with out.open(encoding="utf-8", newline="") as file:
        (line,) = csv.DictReader(file)
    assert tuple(line) == REJECTED
    assert (line["youth"], line["opportunity"], line["rule"]) == ("Y-1", "O-1", "time")
    assert line["reason"] == "เวลาเรียนรวมเวลาเดินทาง ไม่ตรงกับเวลาว่าง"
    assert run(tmp_path, OFFER, YOUTH, "rank", "--rejected", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8").splitlines() == [",".join(REJECTED)]


def test_a_batch_gives_the_same_scores_without_words(tmp_path):
    run(tmp_path)
    (ranked,) = result(tmp_path)
    assert run(tmp_path, OFFER, YOUTH, "batch").exit_code == 0
    assert result(tmp_path) == [{name: ranked[name] for name in BATCH}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_every_encoding_is_read_alike(tmp_path, encoding):
    (offer,) = match_files.opportunities(written(tmp_path / "o.csv", [OFFER | {"skills": "ชงกาแฟ"}], encoding))
    assert offer.skills == {"ชงกาแฟ"}


def test_a_workbook_says_the_same_as_a_csv(tmp_path):
    book = openpyxl.Workbook()
    for line in (list(OFFER), list((OFFER | {"start": date(2026, 11, 30), "seats_left": 2}).values())):
        book.active.append(line)
    book.save(tmp_path / "o.xlsx")
    assert match_files.opportunities(tmp_path / "o.xlsx") == match_files.opportunities(
        written(tmp_path / "o.csv", [OFFER])
    )


def test_what_a_row_leaves_open_is_read_the_careful_way(tmp_path):
    bare = dict.fromkeys(YOUTH, "") | {"ref": "Y", "birth_date": "2009-03-14", "area": "950101"}
    (one,) = match_files.youth(written(tmp_path / "y.csv", [bare]))
    life = one.life
    assert (life.free, life.level, life.languages, life.has_documents) == (week.EMPTY, 0, frozenset(), False)
    assert (life.transport, life.travel_minutes_max, life.cost_per_month_max_satang) == ("none", None, None)
    assert life.point is not None
    assert one.priority == 1


def test_a_stipend_by_the_hour_is_counted_for_the_times_of_learning(tmp_path):
    row = OFFER | {"kind": "course", "sessions": "sat 08:00-09:25;sat 10:00-10:51", "wage_per_hour": "0"}
    (offer,) = match_files.opportunities(written(tmp_path / "o.csv", [row | {"stipend_per_hour": "47.50"}]))
    assert comes_in(offer) == (67_29 + 40_38, 0, True)


def test_an_empty_week_fits_nothing_and_is_no_error(tmp_path):
    assert run(tmp_path, OFFER, YOUTH | {"free": ""}).exit_code == 0
    assert result(tmp_path) == []


def test_a_life_of_many_skills_is_read(tmp_path):
    assert run(tmp_path, OFFER, YOUTH | {"skills": ";".join(f"s{n}" for n in range(10_000))}).exit_code == 0
    assert len(result(tmp_path)) == 1


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("kind", "job"), ("area", "12"), ("area", "990101"), ("lat", "north"), ("lat", ""), ("mode", "hall"),
        ("sessions", "someday 9"), ("start", "31/2/2569"), ("start", ""), ("apply_by", "soon"), ("seats_left", "few"),
        ("seats_left", ""), ("age_min", "-1"), ("age_max", "14"), ("level_min", "7"), ("supports_offered", "wings"),
        ("requires_documents", "maybe"), ("wage_per_hour", "95.123"), ("cost_per_month", "free"), ("hazards", "fire"),
        ("place_type", "moon"), ("end", "2026-11-29"), ("ref", ""), ("start", "2024-01-01"),
    ],
)  # fmt: skip
def test_a_bad_cell_of_an_opportunity_is_named_in_one_line(tmp_path, column, cell):
    said = run(tmp_path, OFFER | {column: cell, "title": "x"})
    assert said.exit_code == 2
    assert len(said.stderr.strip().splitlines()) == 1
    named = {"age_max": "age_max", "lat": "lat"}.get(column, column)
    assert said.stderr.startswith(f"o.csv: row 2, column {named}: "), said.stderr


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("birth_date", ""), ("birth_date", "2030-01-01"), ("birth_date", "1/1/2400"), ("free", "always"),
        ("level", "9"), ("support_needs", "wings"), ("has_documents", "yes"), ("transport", "boat"),
        ("travel_minutes_max", "-5"), ("cost_per_month_max", "-1"), ("need_per_month", "x"), ("priority", "high"),
        ("lon", ""), ("area", ""),
    ],
)  # fmt: skip
def test_a_bad_cell_of_a_young_person_is_named_in_one_line(tmp_path, column, cell):
    said = run(tmp_path, OFFER, YOUTH | {column: cell})
    assert said.exit_code == 2
    assert said.stderr.startswith(f"y.csv: row 2, column {column}: "), said.stderr
    assert not (tmp_path / "r.csv").exists()


@pytest.mark.parametrize("command", ["rank", "batch"])
def test_unpaid_work_before_the_law_of_work_is_refused_at_its_start(tmp_path, command):
    said = run(tmp_path, OFFER | {"wage_per_hour": "", "start": "1998-08-18"}, YOUTH, command)
    assert (said.exit_code, said.stderr) == (
        2, "o.csv: row 2, column start: No law of young workers is known for that day.\n",
    )  # fmt: skip
    course = OFFER | {"kind": "course", "wage_per_hour": "", "start": "1998-08-18"}
    assert run(tmp_path, course, YOUTH, command).exit_code == 0


@pytest.mark.parametrize("short", ["Y-2,2009-03-14,950101,6.54,101.28", ",".join(["Y-2", *["1"] * len(YOUTH)])])
def test_a_row_of_too_few_or_too_many_cells_is_named(tmp_path, short):
    file = written(tmp_path / "y.csv", [YOUTH])
    file.write_text(file.read_text(encoding="utf-8") + short + "\n", encoding="utf-8")
    with pytest.raises(BadFile) as refusal:
        match_files.youth(file)
    assert (refusal.value.row, refusal.value.column) == (3, None)
    with use("en"):
        assert f"has {short.count(',') + 1} cells, the header has 17" in str(refusal.value.why)


def test_what_stops_a_whole_file_ends_with_two(tmp_path):
    for bad in ({"title": "x"}, {**OFFER, "ref": "="}):
        bad.pop("kind", None)
        said = run(tmp_path, bad)
        assert (said.exit_code, said.stderr.strip().count("\n")) == (2, 0)
        assert "row 1" in said.stderr
    (tmp_path / "p.parquet").write_bytes(b"PAR1")
    with pytest.raises(BadFile, match="Parquet"):
        match_files.youth(tmp_path / "p.parquet")
    with pytest.raises(BadFile):
        match_files.youth(tmp_path / "missing.csv")
    assert run(tmp_path, OFFER, YOUTH, "rank", "--output", str(tmp_path / "no" / "r.csv")).exit_code == 2
    assert run(tmp_path, OFFER, YOUTH, "rank", "--on", "1999-01-01").exit_code == 2
    assert run(tmp_path, OFFER, YOUTH, "rank", "--on", "tomorrow").exit_code == 2


def test_a_reference_told_twice_names_both_rows(tmp_path):
    with pytest.raises(BadFile) as refusal:
        match_files.youth(written(tmp_path / "y.csv", [YOUTH, YOUTH]))
    assert (refusal.value.row, refusal.value.column) == (3, "ref")


def test_funds_and_mentors_are_read(tmp_path):
    fund = {"fund": "F1", "budget_per_month": "12000.50"}
    (found,) = match_files.funds(written(tmp_path / "f.csv", [fund]))
    assert (found.ref, found.budget_per_month_satang) == ("F1", 1_200_050)
    mentor = {"mentor": "M1", "hours_per_month": "12.5", "areas": "95;9001", "languages": "thai"}
    (given,) = match_files.mentors(written(tmp_path / "m.csv", [mentor]))
    assert (given.ref, given.hours_per_month, given.areas) == ("M1", 12.5, ("95", "9001"))
    for column, cell in (("hours_per_month", "many"), ("areas", "Yala"), ("mentor", "")):
        with pytest.raises(BadFile) as refusal:
            match_files.mentors(written(tmp_path / "m.csv", [mentor | {column: cell}]))
        assert (refusal.value.row, refusal.value.column) == (2, column)
