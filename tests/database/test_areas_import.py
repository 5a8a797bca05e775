"""Local authorities and outlines by file: a verdict per row, nothing half done, the same file twice adds nothing."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from marketplace.areas import authorities, offices, outlines
from marketplace.i18n import use
from marketplace.kernel.errors import Invalid
from models.area import AreaOutline, LocalAuthority

Db = scoped_session[Session]

HEADER = "ref,kind,name_th,name_en,province,areas,source\n"
CHIANG_MAI = (
    "chiang-mai-city,city_municipality,เทศบาลนครเชียงใหม่,Chiang Mai City Municipality,"
    "50,500101;500102;500107~,announcement\n"
)


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "authorities.csv"
    file.write_bytes(text.encode(encoding))
    return file


def outcomes(file: Path) -> list[str]:
    return [verdict.outcome for verdict in authorities.import_authorities(file)]


@pytest.mark.on_both
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_file_is_read_in_every_encoding_offices_use(db: Db, tmp_path: Path, encoding: str) -> None:
    file = write(tmp_path, HEADER + CHIANG_MAI, encoding)
    assert outcomes(file) == ["new"]
    assert outcomes(file) == ["unchanged"]
    assert offices.office_key_for("500101") == "la:chiang-mai-city"
    assert offices.office_key_for("500107") == "d:5001"


def test_a_corrected_row_changes_one_authority(db: Db, tmp_path: Path) -> None:
    authorities.import_authorities(write(tmp_path, HEADER + CHIANG_MAI))
    assert outcomes(write(tmp_path, HEADER + CHIANG_MAI.replace("500107~", "500107"))) == ["changed"]
    assert offices.office_key_for("500107") == "la:chiang-mai-city"


def test_a_dry_run_says_what_would_happen_and_changes_nothing(db: Db, tmp_path: Path) -> None:
    file = write(tmp_path, HEADER + CHIANG_MAI)
    before = db.scalar(select(func.count()).select_from(LocalAuthority))
    assert [verdict.outcome for verdict in authorities.import_authorities(file, dry_run=True)] == ["new"]
    assert db.scalar(select(func.count()).select_from(LocalAuthority)) == before


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",city_municipality,ก,,50,,s", "A reference"),
        ("a b,city_municipality,ก,,50,,s", "A reference"),
        ("x" * 38 + ",city_municipality,ก,,50,,s", "A reference"),
        ("x,castle,ก,,50,,s", "castle is not a kind"),
        ("x,city_municipality, ,,50,,s", "Thai name"),
        ("x,city_municipality,ก,,5001,,s", "not a province code"),
        ("x,city_municipality,ก,,99,,s", "not a province code"),
        ("x,city_municipality,ก,,50,950101,s", "not an area of this province"),
        ("x,city_municipality,ก,,50,500199,s", "not an area of this province"),
        ("x,city_municipality,ก,,50,500101,", "source is missing"),
        ("x", "not a kind"),
    ],
)
def test_a_bad_row_is_refused_in_words_and_the_good_one_kept(db: Db, tmp_path: Path, row: str, why: str) -> None:
    verdicts = authorities.import_authorities(write(tmp_path, f"{HEADER}{row}\n{CHIANG_MAI}"))
    assert [(verdict.row, verdict.outcome) for verdict in verdicts] == [(2, "refused"), (3, "new")]
    with use("en"):
        assert why in str(verdicts[0].why)


def test_a_reference_twice_in_one_file_is_refused_the_second_time(db: Db, tmp_path: Path) -> None:
    verdicts = authorities.import_authorities(write(tmp_path, HEADER + CHIANG_MAI + CHIANG_MAI))
    assert [verdict.outcome for verdict in verdicts] == ["new", "refused"]


@pytest.mark.parametrize("content", [b"", b"ref,kind\nx,y\n", b"\x81\x8d\xff\xfe\xdb", b"\x00\x01\x02"])
def test_a_file_that_is_none_is_refused_whole(db: Db, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(Invalid):
        authorities.import_authorities(file)


def feature(code: str, ring: list[list[float]]) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"ADM2_PCODE": f"TH{code}"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(folder: Path, *features: object) -> Path:
    file = folder / "outlines.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return file


SQUARE = [[101.0, 6.0], [101.2, 6.0], [101.2, 6.2], [101.0, 6.2], [101.0, 6.0]]


@pytest.mark.on_both
def test_outlines_are_stored_and_drawn(db: Db, tmp_path: Path) -> None:
    file = collection(tmp_path, feature("9502", SQUARE), feature("9999", SQUARE))
    assert outlines.load_outlines(file) == (1, ("9999",))
    assert outlines.load_outlines(file) == (1, ("9999",))
    assert db.scalar(select(func.count()).select_from(AreaOutline)) == 1
    drawing = outlines.drawing_of(["9501", "9502"], width=200)
    assert drawing is not None
    assert [shape.code for shape in drawing.shapes] == ["9502"]
    assert set(drawing.shapes[0].path) <= set("MLZ 0123456789")
    assert drawing.width == 200


def test_without_outlines_there_is_no_drawing(db: Db) -> None:
    assert outlines.drawing_of(["9501"]) is None


@pytest.mark.parametrize(
    "content",
    [
        "", "{}", "[]", "null", '{"type":"FeatureCollection","features":[]}',
        '{"type":"FeatureCollection","features":[1]}',
        json.dumps({"type": "FeatureCollection", "features": [feature("9502", [[200.0, 6.0]])]}),
        json.dumps({"type": "FeatureCollection", "features": [feature("9502", [])]}),
        '{"type":"FeatureCollection","features":[{"properties":{"code":"9502"},"geometry":null}]}',
        '{"type":"FeatureCollection","features":[{"properties":{"code":"9502"},"geometry":{"type":"Point","coordinates":[101,6]}}]}',
        '{"type":"FeatureCollection","features":[{"properties":{"code":"9502"},"geometry":{"type":"Polygon","coordinates":[[["x","<script>"]]]}}]}',
    ],
)  # fmt: skip
def test_a_file_without_outlines_is_refused_and_stores_nothing(db: Db, tmp_path: Path, content: str) -> None:
    file = tmp_path / "bad.geojson"
    file.write_text(content)
    with pytest.raises(Invalid):
        outlines.load_outlines(file)
    assert db.scalar(select(func.count()).select_from(AreaOutline)) == 0
