"""Import by file: templates import as they are, twice adds nothing, a bad row leaves nothing behind."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from marketplace.access import SYSTEM
from marketplace.i18n import use
from marketplace.imports import loading, verdicts
from marketplace.imports.errors import BadFile
from marketplace.imports.kinds import Setting
from marketplace.imports.verdicts import Outcome, Report
from marketplace.kernel import clock
from marketplace.people import youth as young
from models.offer import Opportunity, Slot
from models.organisation import Organisation
from models.resource import Resource
from models.vocabulary import OrganisationKind, Role
from models.youth import Youth
from tests.factories.enrolments import staff
from tests.factories.money import make_fund
from tests.factories.offers import make_organisation

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
MODEL = {"opportunities": Opportunity, "youth": Youth, "resources": Resource}
Db = scoped_session[Session]


@pytest.fixture
def organisation(db: Db) -> str:
    """An organisation whose opportunities are imported."""
    db.add(
        Organisation(
            ref="G-TEST", kind=OrganisationKind.NGO, name_th="ศูนย์ทดสอบ", area_code="950101", office_key="la:yala-city",
            created_at=clock.now(),
        )
    )  # fmt: skip
    db.commit()
    return "G-TEST"


def written(kind: str, rows: Iterable[dict[str, str]]) -> str:
    text = io.StringIO(newline="")
    sheet = csv.DictWriter(text, loading.KINDS[kind].columns, restval="")
    sheet.writeheader()
    sheet.writerows(rows)
    return text.getvalue()


def import_rows(kind: str, path: Path, rows: list[dict[str, str]], **options: object) -> Report:
    path.write_text(written(kind, rows), encoding="utf-8")
    return loading.import_file(kind, path, **options)


def examples(kind: str) -> list[dict[str, str]]:
    return [dict(row) for row in loading.KINDS[kind].examples(clock.today())]


@pytest.mark.on_both
@pytest.mark.parametrize("kind", sorted(loading.KINDS))
def test_a_template_imports_once_and_adds_nothing_the_second_time(
    kind: str, db: Db, organisation: str, tmp_path: Path
) -> None:
    file = tmp_path / "template.csv"
    options = {"organisation": organisation} if kind == "opportunities" else {}
    with clock.frozen(NOW):
        file.write_text(loading.template(kind), encoding="utf-8-sig")
        dry = loading.import_file(kind, file, dry_run=True, **options)
        assert dry.count(Outcome.NEW) == 2
        assert db.scalar(select(func.count()).select_from(MODEL[kind])) == 0
        db.remove()
        first = loading.import_file(kind, file, **options)
        again = loading.import_file(kind, file, **options)
    assert [verdict.outcome for verdict in first.verdicts] == [Outcome.NEW] * 2
    assert [verdict.outcome for verdict in again.verdicts] == [Outcome.KNOWN] * 2
    assert db.scalar(select(func.count()).select_from(MODEL[kind])) == 2


def test_imported_opportunities_wait_for_the_office(db: Db, organisation: str, tmp_path: Path) -> None:
    with clock.frozen(NOW):
        course, work = examples("opportunities")
        paid = course | {"stipend_per_month": "1000.00", "fund": make_fund().ref}
        db.commit()
        import_rows("opportunities", tmp_path / "a.csv", [paid, work], organisation=organisation)
    course, work = db.scalars(select(Opportunity).order_by(Opportunity.external_ref)).all()
    assert {course.state, work.state} == {"submitted"}
    # 1000 baht a month over two sessions a week: 1000 x 12 / (52 x 2) baht.
    assert course.stipend_per_session_satang == 11_538
    kinds = db.scalars(select(Slot.kind).where(Slot.opportunity_id == work.id)).all()
    assert sorted(kinds) == ["learn", "work", "work"]


def test_a_stipend_by_the_hour_comes_by_file_alone_and_within_its_bounds(
    db: Db, organisation: str, tmp_path: Path
) -> None:
    course, _ = examples("opportunities")
    with clock.frozen(NOW):
        fund = make_fund().ref
        db.commit()
        cells = ({"stipend_per_hour": "๔๗.๕๐"}, {"stipend_per_hour": "47.50", "stipend_per_month": "1000"},
                 {"stipend_per_hour": "47.50", "stipend_per_session": "100"}, {"stipend_per_hour": "250.01"},
                 {"stipend_per_hour": "much"})  # fmt: skip
        rows = [course | {"ref": f"A-{at}", "fund": fund} | told for at, told in enumerate(cells)]
        report = import_rows("opportunities", tmp_path / "a.csv", rows, organisation=organisation)
    assert [verdict.field for verdict in report.verdicts] == ["", *["stipend_per_hour"] * 4]
    (kept,) = db.scalars(select(Opportunity))
    assert (kept.stipend_per_hour_satang, kept.stipend_per_session_satang) == (47_50, 0)


def test_a_row_that_pays_names_a_fund_of_its_place(db: Db, organisation: str, tmp_path: Path) -> None:
    course, _ = examples("opportunities")
    with clock.frozen(NOW):
        betong, gone = make_fund(area_code="950201").ref, make_fund()
        gone.closed_at = clock.now()
        db.commit()
        cells = (("stipend_per_month", ""), ("travel_per_session", betong), ("completion_bonus", gone.ref))
        rows = [course | {"ref": f"A-{at}", column: "100", "fund": ref} for at, (column, ref) in enumerate(cells)]
        report = import_rows("opportunities", tmp_path / "a.csv", rows, organisation=organisation)
    assert [verdict.field for verdict in report.verdicts] == ["fund"] * 3
    assert db.scalar(select(func.count()).select_from(Opportunity)) == 0


def test_a_bad_row_gets_its_verdict_and_the_good_ones_are_kept(db: Db, organisation: str, tmp_path: Path) -> None:
    good, work = examples("opportunities")
    cheap = work | {"ref": "A-003", "wage_per_hour": "60.00"}
    strange = good | {"ref": "A-004", "supports_offered": "elevator"}
    twice = dict(good)
    with clock.frozen(NOW):
        report = import_rows(
            "opportunities", tmp_path / "a.csv", [good, cheap, strange, twice], organisation=organisation
        )
    assert [(verdict.row, verdict.outcome.value, verdict.field) for verdict in report.verdicts] == [
        (2, "new", ""),
        (3, "refused", "wage_per_hour"),
        (4, "refused", "supports_offered"),
        (5, "refused", "ref"),
    ]
    assert db.scalar(select(func.count()).select_from(Opportunity)) == 1


def test_a_row_of_too_few_cells_is_refused_and_the_others_are_kept(db: Db, tmp_path: Path) -> None:
    file = tmp_path / "y.csv"
    import_rows("youth", file, examples("youth")[:1], dry_run=True)
    file.write_text(file.read_text(encoding="utf-8") + "Y-CUT,2009-03-14,950101\n", encoding="utf-8")
    report = loading.import_file("youth", file)
    assert [(verdict.ref, verdict.outcome.value) for verdict in report.verdicts][1] == ("Y-CUT", "refused")
    with use("en"):
        assert "The row has 3 cells" in report.verdicts[1].why
    assert db.scalar(select(func.count()).select_from(Youth)) == 1


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("opportunities", {"kind": "lecture", "lat": "6,5", "start": "31/2/2569", "seats_left": "many", "fund": "F-X"}),
        ("opportunities", {"seats_left": "0", "age_max": "3", "end": "1/1/2560", "travel_per_session": "1000000"}),
        ("youth", {"birth_date": "31/2/2550", "free": "someday", "sex": "?", "phone": "12", "area": "9"}),
        ("youth", {"travel_minutes_max": "9999", "cost_per_month_max": "999999999", "priority": "1"}),
        ("resources", {"ref": "", "title": "", "kind": "x", "unit": "x", "capacity": "0"}),
    ],
)
def test_a_row_is_told_everything_that_is_wrong_at_once(
    kind: str, bad: dict[str, str], db: Db, organisation: str, tmp_path: Path
) -> None:
    first, _ = examples(kind)
    options = {"organisation": organisation} if kind == "opportunities" else {}
    with clock.frozen(NOW):
        report = import_rows(kind, tmp_path / "a.csv", [first | bad], dry_run=True, **options)
    (verdict,) = report.verdicts
    wrong = {column for column, cell in bad.items() if (column, cell) != ("priority", "1")}
    assert set(verdict.field.split(";")) >= wrong
    assert all(f"{column}: " in verdict.why for column in wrong)
    (row,) = csv.DictReader(io.StringIO(verdicts.table(report.verdicts).removeprefix("\ufeff")))
    assert row["field"] == verdict.field
    assert all(f"{column}: " in row["why_th"] and f"{column}: " in row["why_en"] for column in wrong)


@pytest.mark.parametrize(
    ("number", "bad", "wrong"),
    [
        (1, {"lat": "6,5", "seats_left": "0", "wage_per_hour": "60.00"}, "lat seats_left wage_per_hour"),
        (1, {"hazards": "H99", "wage_per_hour": "60.00"}, "hazards wage_per_hour"),
        (1, {"sessions": "someday", "wage_per_hour": "60.00", "credits": "999"}, "sessions credits"),
        (1, {"age_min": "young", "end": "1/1/2560"}, "age_min end"),
        (1, {"start": "31/2/2569", "seats_left": "0"}, "start seats_left"),
        (0, {"kind": "lecture", "title": "…", "wage_per_day": "300"}, "kind title"),
        (0, {"sessions": "someday", "stipend_per_month": "9000"}, "sessions"),
        (0, {"age_min": "young", "stipend_per_session": "100"}, "age_min fund"),
        (
            0,
            {"title": "ทำขนม โทร 081-234-5678", "about_en": "www.riverside.org", "bring_th": "ก" * 301},
            "title about_en bring_th",
        ),
    ],
)
def test_bounds_and_law_are_told_beside_a_cell_that_cannot_be_read(
    number: int, bad: dict[str, str], wrong: str, db: Db, organisation: str, tmp_path: Path
) -> None:
    row = dict(examples("opportunities")[number])
    with clock.frozen(NOW):
        report = import_rows("opportunities", tmp_path / "a.csv", [row | bad], dry_run=True, organisation=organisation)
    (verdict,) = report.verdicts
    assert sorted(verdict.field.split(";")) == sorted(wrong.split())


def test_a_file_is_told_every_column_it_lacks(db: Db, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("ref,kind,title\nA,mentor,b\n", encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        loading.import_file("resources", file)
    assert str(refused.value.at("a.csv")).endswith("area, unit, capacity")


def test_all_or_nothing_keeps_nothing_beside_a_bad_row(db: Db, tmp_path: Path) -> None:
    first, second = examples("youth")
    with clock.frozen(NOW):
        report = import_rows("youth", tmp_path / "a.csv", [first, second | {"birth_date": "31/2/2550"}], whole=True)
    assert [verdict.outcome.value for verdict in report.verdicts] == ["left", "refused"]
    assert db.scalar(select(func.count()).select_from(Youth)) == 0


def test_young_people_come_without_account_and_with_what_the_row_says(db: Db, tmp_path: Path) -> None:
    first, _ = examples("youth")
    row = first | {"national_id": "1-1017-00207-04-3", "phone": "๐๘๑-๒๓๔-๕๖๗๘", "first_name": "ฟาตีเมาะ"}
    with clock.frozen(NOW):
        report = import_rows("youth", tmp_path / "a.csv", [row | {"national_id": "", "lat": "6.55", "lon": "101.3"}])
    assert report.count(Outcome.NEW) == 1
    youth = db.scalars(select(Youth)).one()
    assert (youth.account_id, youth.external_ref, youth.office_key) == (None, "Y-001", "la:yala-city")
    assert youth.birth_date.isoformat() == "2010-03-14"
    assert youth.need_per_month_satang == 200_000
    assert (youth.lat, youth.lon) == (6.55, 101.3)
    assert young.read(youth, "phone") == "0812345678"
    assert young.read(youth, "first_name") == "ฟาตีเมาะ"


@pytest.mark.on_both
@pytest.mark.parametrize("kind", ["youth", "resources"])
def test_a_reference_is_its_office_s_own(db: Db, tmp_path: Path, kind: str) -> None:
    first, _ = examples(kind)
    here, there = first | {"area": "950101"}, first | {"area": "380301", "birth_date": "1/2/2552"}
    there = {name: cell for name, cell in there.items() if name in here}
    model = {"youth": Youth, "resources": Resource}[kind]
    with clock.frozen(NOW):
        assert import_rows(kind, tmp_path / "a.csv", [here]).count(Outcome.NEW) == 1
        assert import_rows(kind, tmp_path / "b.csv", [there], dry_run=True).count(Outcome.NEW) == 1
        assert import_rows(kind, tmp_path / "b.csv", [there]).count(Outcome.NEW) == 1
        for rows in ([here], [there]):
            assert import_rows(kind, tmp_path / "c.csv", rows).count(Outcome.KNOWN) == 1
    found = db.execute(select(model.external_from, model.external_ref).order_by(model.id)).all()
    assert [tuple(one) for one in found] == [("la:yala-city", first["ref"]), ("d:3803", first["ref"])]


def test_whoever_moved_stays_known_to_the_office_of_the_file(db: Db, tmp_path: Path) -> None:
    first, _ = examples("youth")
    with clock.frozen(NOW):
        import_rows("youth", tmp_path / "a.csv", [first])
        young.move(db.scalars(select(Youth)).one(), "380301", by=SYSTEM)
        db.commit()
        assert import_rows("youth", tmp_path / "a.csv", [first]).count(Outcome.KNOWN) == 1


def test_a_list_with_another_subdistrict_moves_nobody_and_says_how_to(db: Db, tmp_path: Path) -> None:
    worker, (first, second) = staff(Role.CASEWORKER), examples("youth")
    there = first | {"area": "380301"}
    db.commit()

    def verdicts(*rows: dict[str, str]) -> list[tuple[str, str, str]]:
        found = loading.preview("youth", written("youth", rows).encode(), "a.csv", Setting(by=worker)).verdicts
        db.rollback()
        return [(one.outcome.value, one.field, one.why) for one in found]

    with clock.frozen(NOW), use("en"):
        assert verdicts(there) == [("refused", "area", "Register young people of your own area.")]
        import_rows("youth", tmp_path / "a.csv", [first])
        youth = db.scalars(select(Youth)).one()
        assert verdicts(first, second) == [("known", "", ""), ("new", "", "")]
        for row in (there, first | {"area": "950102"}):
            ((outcome, field, why),) = verdicts(row)
            assert (outcome, field, f"open {youth.ref} and write" in why) == ("known", "area", True)
        assert verdicts(there | {"birth_date": "31/2/2550"})[0][0] == "refused"
        young.move(youth, "380301", by=SYSTEM)
        db.commit()
        gone = ("known", "area", "They live elsewhere now and are with another office.")
        assert verdicts(first) == verdicts(there) == [gone]


def test_a_resource_of_an_organisation_is_known_by_its_own_references(db: Db, tmp_path: Path) -> None:
    first, _ = examples("resources")
    rows = [first | {"organisation": make_organisation().ref} for _ in range(2)]
    db.commit()
    report = import_rows("resources", tmp_path / "a.csv", [first, *rows, rows[0]])
    assert [one.outcome.value for one in report.verdicts] == ["new", "new", "new", "refused"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("area", "9501"), ("area", "999999"), ("birth_date", "1/1/2650"), ("free", "someday 9-10"), ("level", "7"),
        ("lat", "6,5"), ("national_id", "1234567890123"), ("phone", "12345"), ("transport", "boat"), ("sex", "?"),
        ("ref", ""), ("priority", "0"), ("support_needs", "elevator"), ("need_per_month", "1e9"),
        ("has_documents", "2"),
    ],
)  # fmt: skip
def test_each_bad_cell_is_named_by_its_column(column: str, cell: str, db: Db, tmp_path: Path) -> None:
    first, _ = examples("youth")
    with clock.frozen(NOW):
        report = import_rows("youth", tmp_path / "a.csv", [first | {column: cell}], dry_run=True)
    (verdict,) = report.verdicts
    assert verdict.outcome == Outcome.REFUSED
    assert verdict.field == column
    assert verdict.why is not None


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("first_name", "=1+1"), ("first_name", "<b>กก</b>"), ("first_name", "12345"), ("first_name", "กก\nขข"),
        ("first_name", "-"), ("last_name", "!!!"), ("last_name", "กก\u2028ขข"), ("last_name", "@กก"),
        ("nickname", "=1+1"), ("nickname", "<script>"), ("nickname", "ดา\nนา"), ("nickname", "\uff1d1"),
    ],
)  # fmt: skip
def test_what_no_card_bears_is_refused_at_its_column_and_nothing_is_kept(
    column: str, cell: str, db: Db, tmp_path: Path
) -> None:
    first, second = examples("youth")
    named = {"first_name": "น.ส. ฟาตีเมาะ", "last_name": "-", "nickname": "ดา 2"}
    with clock.frozen(NOW):
        report = import_rows("youth", tmp_path / "a.csv", [first | named | {column: cell}, second | named])
    assert [(verdict.outcome, verdict.field) for verdict in report.verdicts] == [("refused", column), ("new", "")]
    assert [one.external_ref for one in db.scalars(select(Youth))] == ["Y-002"]


@pytest.mark.parametrize("kept", ["812345678", "81-234-5678", "๘๑๒๓๔๕๖๗๘"])
def test_a_mobile_number_gets_back_the_zero_a_spreadsheet_took(kept: str, db: Db, tmp_path: Path) -> None:
    first, second = examples("youth")
    rows = [first | {"phone": kept}, second | {"phone": "0698765432"}]
    with clock.frozen(NOW):
        dry = import_rows("youth", tmp_path / "a.csv", rows, dry_run=True)
        report = import_rows("youth", tmp_path / "a.csv", rows)
    assert [(verdict.outcome, verdict.field) for verdict in dry.verdicts] == [("new", "phone"), ("new", "")]
    with use("en"):
        assert dry.verdicts[0].why.startswith("The 0 in front")
    assert report == dry
    people = db.scalars(select(Youth).order_by(Youth.external_ref)).all()
    assert [young.read(one, "phone") for one in people] == ["0812345678", "0698765432"]


@pytest.mark.parametrize("phone", ["712345678", "12345678", "8123456789", "0812345678 812345678"])
def test_other_numbers_of_other_lengths_stay_refused(phone: str, db: Db, tmp_path: Path) -> None:
    first, _ = examples("youth")
    with clock.frozen(NOW):
        report = import_rows("youth", tmp_path / "a.csv", [first | {"phone": phone}], dry_run=True)
    assert [(verdict.outcome, verdict.field) for verdict in report.verdicts] == [("refused", "phone")]


@pytest.mark.parametrize("kind", ["opportunities", "youth"])
@pytest.mark.parametrize(
    ("area", "lat", "lon", "field"),
    [
        ("950101", "13.75", "100.5", "lat"), ("950101", "6.95", "101.28", "lat"), ("950101", "6.60", "101.20", ""),
        ("950118", "7.15", "101.28", "lat"), ("950118", "7.00", "101.28", ""), ("950101", "13.75", "", "lon"),
        ("710801", "15.15", "98.45", ""), ("710801", "6.54", "101.28", "lat"), ("999999", "13.75", "100.5", "area"),
    ],
)  # fmt: skip
def test_coordinates_are_held_against_the_area_of_their_row(
    kind: str, area: str, lat: str, lon: str, field: str, db: Db, organisation: str, tmp_path: Path
) -> None:
    first, _ = examples(kind)
    options = {"organisation": organisation} if kind == "opportunities" else {}
    place = {"area": area, "lat": lat, "lon": lon}
    with clock.frozen(NOW):
        report = import_rows(kind, tmp_path / "a.csv", [first | place], **options)
    assert [(verdict.outcome, verdict.field) for verdict in report.verdicts] == [("refused" if field else "new", field)]
    assert db.scalar(select(func.count()).select_from(MODEL[kind])) == (0 if field else 1)
    if (area, lat, field) == ("950101", "13.75", "lat"):
        with use("en"):
            assert "805 km" in report.verdicts[0].why


def test_a_civil_status_comes_with_its_paper_or_not_at_all(db: Db, tmp_path: Path) -> None:
    """A 14-year-old is married by no cell of a file."""
    row = examples("youth")[0]
    born = NOW.year - 14 + 543
    child = row | {"ref": "Y-1", "birth_date": f"3/3/{born}", "civil_status": "married"}
    paper = {"civil_proof": "marriage_certificate", "civil_number": "8/2569", "civil_since": f"1/4/{born + 14}"}
    grown = row | {"ref": "Y-3", "birth_date": f"3/3/{born - 5}", "civil_status": "married"} | paper
    file = tmp_path / "youth.csv"
    with clock.frozen(NOW):
        report = import_rows("youth", file, [child, child | {"ref": "Y-2"} | paper, grown])
    assert [one.outcome for one in report.verdicts] == ["refused", "refused", "new"]
    assert report.verdicts[0].field == "civil_proof;civil_number;civil_since"
    assert report.verdicts[1].field == "civil_since"
    assert db.scalars(select(Youth)).one().civil_proof == "marriage_certificate"


def test_the_command_writes_a_verdict_for_every_row(app: Flask, db: Db, tmp_path: Path) -> None:
    runner, output = app.test_cli_runner(), tmp_path / "verdicts.csv"
    file = tmp_path / "youth.csv"
    file.write_bytes(runner.invoke(args=["import", "template", "youth"]).stdout_bytes.decode().encode("cp874"))
    db.remove()
    done = runner.invoke(args=["import", "youth", str(file), "--output", str(output)])
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8-sig"))))
    assert [(row["row"], row["ref"], row["verdict"]) for row in rows] == [("2", "Y-001", "new"), ("3", "Y-002", "new")]


@pytest.mark.parametrize("content", ["", "ref,title\nA,b\n", "ref"])
def test_a_file_without_its_columns_ends_with_two_and_one_line(
    content: str, app: Flask, db: Db, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(content, encoding="utf-8")
    db.remove()
    done = app.test_cli_runner().invoke(args=["import", "youth", str(file)])
    assert done.exit_code == 2
    assert done.stderr.startswith("a.csv: ")
    assert done.stderr.count("\n") == 1
    missing = app.test_cli_runner().invoke(args=["import", "youth", str(tmp_path / "none.csv")])
    assert missing.exit_code == 2
