"""A whole list by command: `match allocate` and `match deserts`, files in and files out."""

import csv
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from blueprints.console.match_lists import AREAS, LINES, group
from marketplace.matching.allocation import problem
from tests.unit.test_match_files import OFFER, ON, YOUTH, written

COURSE = OFFER | {"kind": "course", "wage_per_hour": "", "seats_left": "1", "place_type": "school"}
OFFERS = [
    COURSE | {"ref": "O-1"},
    COURSE | {"ref": "O-2", "stipend_per_month": "1000.00", "fund": "F-1", "seats_left": "5"},
    COURSE | {"ref": "O-3", "kind": "mentorship", "seats_left": "5", "skills": "sewing"},
]
PEOPLE = [YOUTH | {"ref": f"Y-{at}", "priority": "2.5" if at == 3 else "1"} for at in range(6)]
FUNDS = [{"fund": "F-1", "budget_per_month": "2500.00"}]
MENTORS = [
    # 4 hours a week are 17 1/3 hours a month.
    {"mentor": "M-1", "hours_per_month": "35", "areas": "9501;96", "languages": "thai"},
    {"mentor": "M-2", "hours_per_month": "100", "areas": "10", "languages": "thai"},
]


def run(folder: Path, *more: str, people: list[dict[str, str]] = PEOPLE, command: str = "allocate") -> Result:
    files = {"opportunities": OFFERS, "youth": people}
    if command == "allocate":
        files |= {"funds": FUNDS, "mentors": MENTORS}
    given = [part for name, rows in files.items() for part in (f"--{name}", str(written(folder / f"{name}.csv", rows)))]
    return CliRunner().invoke(group, [command, *given, "--on", ON, "--output", str(folder / "r.csv"), *more])


def lines(folder: Path) -> list[dict[str, str]]:
    with (folder / "r.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_list_is_placed_within_seats_money_and_mentor_time(tmp_path):
    done = run(tmp_path)
    assert done.exit_code == 0, done.output
    told, placed = json.loads(done.stdout), lines(tmp_path)
    assert tuple(placed[0]) == LINES
    assert [line["youth"] for line in placed] == [one["ref"] for one in PEOPLE]
    taken = [line["opportunity"] for line in placed]
    assert [taken.count(ref) for ref in ("O-1", "O-2", "O-3", "")] == [1, 2, 2, 1]
    assert {line["mentor"] for line in placed if line["opportunity"] == "O-3"} == {"M-1"}
    assert all(line["mentor"] == "" for line in placed if line["opportunity"] != "O-3")
    worth = {one["ref"]: float(one["priority"]) for one in PEOPLE}
    total = sum(float(line["fit"]) * worth[line["youth"]] for line in placed if line["opportunity"])
    assert told["objective"] == pytest.approx(total, abs=1e-6)
    assert told["objective"] <= told["bound"] <= told["objective"] * 1.00001
    assert told["gap"] == pytest.approx((told["bound"] - told["objective"]) / told["bound"], abs=1e-6)
    assert {(one["kind"], one["ref"]) for one in told["binding"]} >= {("fund", "F-1"), ("mentor", "M-1")}
    assert all(line["reason"] for line in placed)
    assert all(line["next_best"] not in ("", line["opportunity"]) for line in placed)


def test_without_funds_and_mentors_only_seats_limit(tmp_path):
    files = [
        "--opportunities",
        str(written(tmp_path / "o.csv", OFFERS)),
        "--youth",
        str(written(tmp_path / "y.csv", PEOPLE)),
    ]
    done = CliRunner().invoke(group, ["allocate", *files, "--on", ON, "--output", str(tmp_path / "r.csv")])
    assert done.exit_code == 0
    assert all(line["opportunity"] and not line["mentor"] for line in lines(tmp_path))
    assert json.loads(done.stdout)["gap"] == 0


def test_the_same_seed_gives_the_same_file_whatever_the_order_of_rows(tmp_path, monkeypatch):
    first = run(tmp_path, "--seed", "4").stdout, (tmp_path / "r.csv").read_bytes()
    for name in ("OFFERS", "FUNDS", "MENTORS"):
        rows = globals()[name]
        monkeypatch.setitem(globals(), name, random.Random(2).sample(rows, len(rows)))
    again = run(tmp_path, "--seed", "4", people=random.Random(1).sample(PEOPLE, len(PEOPLE))).stdout
    assert (again, (tmp_path / "r.csv").read_bytes()) == first
    assert [line["youth"] for line in lines(tmp_path)] == sorted(one["ref"] for one in PEOPLE)


def test_a_long_list_is_proven_over_every_pair(tmp_path):
    whole = json.loads(run(tmp_path).stdout)
    short = json.loads(run(tmp_path, "--edges", "1").stdout)
    assert short["bound"] >= whole["objective"] - 1e-6
    assert short["objective"] == pytest.approx(whole["objective"], rel=0.01)


@pytest.mark.parametrize(
    ("change", "told"),
    [({"priority": "much"}, "youth.csv, row 2, priority"), ({"ref": ""}, "youth.csv, row 2, ref")],
)
def test_a_bad_cell_ends_with_one_line_and_exit_2(tmp_path, change, told):
    done = run(tmp_path, people=[YOUTH | change])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert told.split(", ")[0] in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_is_missing_ends_with_exit_2(tmp_path):
    done = run(tmp_path, "--funds", str(tmp_path / "nowhere.csv"))
    assert done.exit_code == 2
    assert "nowhere.csv" in done.stderr


def test_an_addition_opens_exactly_those_it_names(tmp_path):
    people = [*PEOPLE, *(YOUTH | {"ref": f"E-{at}", "free": "tue 17:00-21:00;thu 17:00-21:00"} for at in range(4))]
    done = run(tmp_path, "--k", "2", people=people, command="deserts")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["without"] == 4
    best = told["additions"][0]
    assert (best["opens"], sorted(best["youth"])) == (4, ["E-0", "E-1", "E-2", "E-3"])
    (area,) = lines(tmp_path)
    assert tuple(area) == AREAS
    assert (area["youth"], area["without"], area["seats"], area["evenings"]) == ("10", "4", "11", "4")
    # Counted again: the row of the addition, put into the file of opportunities, leaves nobody without.
    row = dict.fromkeys(OFFERS[0], "") | {name: str(cell) for name, cell in best["row"].items()}
    files = [
        "--opportunities",
        str(written(tmp_path / "o.csv", [*OFFERS, row])),
        "--youth",
        str(tmp_path / "youth.csv"),
    ]
    again = CliRunner().invoke(group, ["deserts", *files, "--on", ON, "--output", str(tmp_path / "r.csv")])
    assert json.loads(again.stdout) == {"without": 0, "additions": []}


def test_a_day_without_rates_is_refused_in_plain_words(tmp_path):
    done = run(tmp_path, "--on", "1990-01-01")
    assert done.exit_code == 2
    assert done.stderr.strip() == "--on: no rates of travel and care are known for 1990-01-01; choose a later day"


def test_priorities_too_great_to_add_up_are_named_as_such(tmp_path, monkeypatch):
    monkeypatch.setattr(problem, "MOST_TOTAL", 1_000)
    done = run(tmp_path)
    assert done.exit_code == 2
    assert done.stderr.strip() == "youth.csv: the priorities are too great to be added up exactly; make them smaller"
