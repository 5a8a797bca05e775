"""A template's examples lie ahead on the days of their timetable, so that a filled-in file passes on any day."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from marketplace.areas import working_days
from marketplace.imports import loading, opportunities
from marketplace.imports.verdicts import Outcome
from marketplace.kernel import clock, week
from models.session import db as session
from tests.factories.offers import make_organisation

CLOCKS = {
    "a Sunday": datetime(2026, 11, 29, 5, tzinfo=UTC),
    "the last of the year": datetime(2026, 12, 31, 16, 59, tzinfo=UTC),
    "the first of the year": datetime(2027, 1, 1, 1, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 29, 5, tzinfo=UTC),
    "two months before Songkran": datetime(2027, 1, 28, 5, tzinfo=UTC),
    "a Friday in another year": datetime(2030, 7, 5, 5, tzinfo=UTC),
}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def with_own(kind: str, text: str) -> str:
    """The template with a row written under its examples, by somebody who counts years in short."""
    read = csv.reader(io.StringIO(text))
    head, first, *rest = list(read)
    mine = dict(zip(head, first, strict=True)) | {"ref": "MINE-1"}
    if kind == "opportunities":
        mine["title"] = "ทำขนมจีนขายหน้าบ้าน"
        for column in ("start", "end", "apply_by"):
            day = date.fromisoformat(mine[column])
            mine[column] = f"{day.day}/{day.month}/{(day.year + 543) % 100:02d}"
    elif kind == "youth":
        mine |= {"birth_date": "9/9/2553", "nickname": "มาลี"}
    written = io.StringIO(newline="")
    sheet = csv.writer(written)
    sheet.writerows([head, first, *rest, [mine[name] for name in head]])
    return written.getvalue()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("later", [0, 45])
@pytest.mark.parametrize("now", CLOCKS.values(), ids=CLOCKS.keys())
@pytest.mark.parametrize("kind", sorted(loading.KINDS))
def test_a_template_with_a_row_of_one_s_own_passes_its_dry_run(
    kind: str, now: datetime, later: int, tmp_path: Path
) -> None:
    file = tmp_path / "filled.csv"
    with clock.frozen(now):
        organisation = make_organisation().ref
        session.commit()
        file.write_text(with_own(kind, loading.template(kind)), encoding="utf-8-sig")
    options = {"organisation": organisation} if kind == "opportunities" else {}
    with clock.frozen(now + timedelta(days=later)):
        report = loading.import_file(kind, file, dry_run=True, **options)
    assert [(verdict.outcome, verdict.why) for verdict in report.verdicts] == [(Outcome.NEW, "")] * 3


def test_every_day_of_eight_years_has_examples_on_the_days_of_their_timetable() -> None:
    for number in range(8 * 366):
        today = date(2026, 1, 1) + timedelta(days=number)
        for row in opportunities.examples(today):
            start, end, apply_by = (date.fromisoformat(row[name]) for name in ("start", "end", "apply_by"))
            weekdays = {slot.weekday for slot in week.parse(row["sessions"])}
            assert today + timedelta(days=45) < apply_by < start < end, today
            assert end < today + timedelta(days=200), today
            assert {start.weekday(), end.weekday()} <= weekdays, today
            assert all(working_days.is_working(day) for day in (start, end, apply_by)), today
