"""`flask match rates`: every row behind take-home with its source."""

import csv
import io

from click.testing import CliRunner

from blueprints.console.match import group


def printed(*arguments: str) -> list[dict[str, str]]:
    result = CliRunner().invoke(group, ["rates", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return list(csv.DictReader(io.StringIO(result.output)))


def test_every_row_shown_has_a_source_or_says_assumed():
    rows = printed("--on", "2026-11-22")
    assert all(row["source"] for row in rows)
    assert {row["rate"] for row in rows} >= {
        "speed",
        "wait",
        "fare_base",
        "fare_per_km",
        "care",
        "lost_wage",
        "minimum_wage",
    }
    assert len([row for row in rows if row["rate"] == "minimum_wage" and len(row["subject"]) == 2]) == 77
    assert all(row["source"].startswith("assumed") for row in rows if row["rate"] != "minimum_wage")


def test_rows_of_another_day_are_those_then_in_force():
    bangkok = {row["subject"]: row["value"] for row in printed("--on", "2025-06-30") if row["rate"] == "minimum_wage"}
    assert bangkok["10"] == "372.00"
    assert printed("--on", "2024-12-31") == []
