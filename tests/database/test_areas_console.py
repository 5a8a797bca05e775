"""The operator's commands: loaded once, loaded twice, refused with exit 2 and one line."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from marketplace.areas import loading
from marketplace.demo import world
from models.area import AreaOutline, LocalAuthority

HEADER = "ref,kind,name_th,name_en,province,areas,source\n"
GOOD = "chiang-mai-city,city_municipality,เทศบาลนครเชียงใหม่,Chiang Mai City Municipality,50,500101,announcement\n"


@pytest.fixture
def run(app: Flask, db: scoped_session[Session]):
    db.rollback()
    db.remove()
    return lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])


def test_reference_data_loads_again_without_a_change(run) -> None:
    answer = run("reference", "load")
    assert answer.exit_code == 0
    assert answer.output == "Changed: 0 areas, 0 local authorities, 0 programmes, 0 settings.\n"


def test_the_demo_loads_on_a_database_that_has_only_its_schema(
    app: Flask, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(loading, "is_missing", lambda: True)
    monkeypatch.setattr(loading, "load_reference", lambda: done.append("reference"))
    monkeypatch.setattr(world, "load", lambda **_: not done.append("world"))
    with app.app_context():
        assert run("demo", "load").exit_code == 0
    assert done == ["reference", "world"], "its people stand on the places of the reference data"


def test_authorities_come_in_by_file_with_a_verdict_per_row(run, db: scoped_session[Session], tmp_path: Path) -> None:
    file = tmp_path / "authorities.csv"
    file.write_text(HEADER + GOOD + "x,castle,ก,,50,,s\n", encoding="cp874")
    answer = run("areas", "import-authorities", file)
    assert answer.exit_code == 0
    assert "row 2: chiang-mai-city: new" in answer.output
    assert "row 3: x: refused: castle is not a kind of local authority" in answer.output
    assert db.scalar(select(func.count()).where(LocalAuthority.ref == "chiang-mai-city")) == 1


def test_a_dry_run_leaves_no_trace(run, db: scoped_session[Session], tmp_path: Path) -> None:
    file = tmp_path / "authorities.csv"
    file.write_text(HEADER + GOOD, encoding="utf-8-sig")
    assert "chiang-mai-city: new" in run("areas", "import-authorities", file, "--dry-run").output
    assert db.scalar(select(func.count()).where(LocalAuthority.ref == "chiang-mai-city")) == 0


def test_a_file_without_its_columns_is_bad_input(run, tmp_path: Path) -> None:
    file = tmp_path / "authorities.csv"
    file.write_text("name\nx\n")
    answer = run("areas", "import-authorities", file)
    assert answer.exit_code == 2
    assert answer.stderr == "authorities.csv: The file lacks the column ref\n"


def test_outlines_come_in_by_file(run, db: scoped_session[Session], tmp_path: Path) -> None:
    ring = [[101.0, 6.0], [101.2, 6.0], [101.2, 6.2], [101.0, 6.0]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    features = [{"type": "Feature", "properties": {"code": code}, "geometry": geometry} for code in ("9502", "0000")]
    file = tmp_path / "outlines.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    answer = run("areas", "load-outlines", file)
    assert answer.exit_code == 0
    assert "Stored: 1 outlines." in answer.output
    assert "0000" in answer.output
    assert db.scalar(select(func.count()).select_from(AreaOutline)) == 1


def test_what_is_no_outline_is_bad_input(run, tmp_path: Path) -> None:
    file = tmp_path / "outlines.geojson"
    file.write_text("<svg/>")
    assert run("areas", "load-outlines", file).exit_code == 2
