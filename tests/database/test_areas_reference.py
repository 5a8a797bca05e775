"""Reference data in the database: whole, ordered, idempotent, and guarded by constraints."""

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, scoped_session

from marketplace.areas import loading, programmes, queries, reference, settings
from marketplace.kernel.errors import NotFound
from models.area import Area, AreaSetting, Programme, ProgrammeArea

Db = scoped_session[Session]


@pytest.mark.on_both
def test_all_of_thailand_is_loaded(db: Db) -> None:
    assert queries.counts() == (77, 928, 7436)
    assert queries.counts("95") == (1, 8, 58)


@pytest.mark.on_both
def test_loading_again_changes_nothing(db: Db) -> None:
    db.rollback()
    assert loading.load_reference() == loading.Loaded(0, 0, 0, 0)


@pytest.mark.on_both
def test_a_changed_name_is_mended_by_the_next_load(db: Db) -> None:
    db.execute(update(Area).where(Area.code == "9502").values(name_th="ผิด", lat=0.0))
    assert reference.load_areas() == 1
    assert queries.one("9502").name_th == "เบตง"


def test_children_come_in_dictionary_order(db: Db) -> None:
    assert [area.name_th for area in queries.children("95")] == [
        "กรงปินัง", "กาบัง", "ธารโต", "บันนังสตา", "เบตง", "เมืองยะลา", "ยะหา", "รามัน",
    ]  # fmt: skip
    assert queries.provinces()[0].name_th == "กระบี่"
    assert queries.children("950101") == []
    assert queries.child_counts("95")["9501"] == 14


def test_ancestors_go_from_the_province_down(db: Db) -> None:
    assert [area.code for area in queries.ancestors("950101")] == ["95", "9501"]
    assert queries.ancestors("95") == []


@pytest.mark.parametrize("code", ["99", "950199", "", "95%", "95'--", "๙๕", "9" * 500])
def test_a_foreign_code_is_not_found(db: Db, code: str) -> None:
    with pytest.raises(NotFound):
        queries.one(code)


def test_the_point_of_an_area_carries_its_precision(db: Db) -> None:
    assert queries.point(queries.one("950503")).precision == "district"


@pytest.mark.on_both
@pytest.mark.parametrize(
    "row",
    [
        {"code": "9", "level": "province", "parent_code": None},
        {"code": "9599", "level": "district", "parent_code": "94"},
        {"code": "9599", "level": "district", "parent_code": None},
        {"code": "950199", "level": "district", "parent_code": "9501"},
        {"code": "98", "level": "planet", "parent_code": None},
    ],
)
def test_no_area_stands_outside_the_tree(db: Db, row: dict[str, object]) -> None:
    facts = {"name_th": "ก", "name_en": "K", "postcodes": [], "sort_key": "a", "lat": 7.0, "lon": 100.0}
    with pytest.raises(IntegrityError):
        db.execute(insert(Area), [facts | row | {"point_precision": "district"}])


def test_sixteen_abe_provinces_and_eight_learning_cities_are_live(db: Db) -> None:
    kinds = [programme.kind for programme in queries.programmes()]
    assert kinds == ["abe_province"] * 16 + ["learning_city"] * 8


def test_bueng_kan_is_three_districts_and_bangkok_is_a_city(db: Db) -> None:
    assert {area.code for area in queries.programme("learning-city-bueng-kan").areas} == {"3803", "3804", "3807"}
    assert {area.code for area in queries.programme("learning-city-bangkok").areas} == {"10"}
    with pytest.raises(NotFound):
        queries.programme("learning-city-atlantis")


def test_an_area_knows_the_programmes_that_hold_it(db: Db) -> None:
    assert {each.slug for each in queries.programmes_of("950101")} == {"abe-yala", "learning-city-yala"}
    assert {each.slug for each in queries.programmes_of("95")} == {
        "abe-yala", "learning-city-yala", "learning-city-betong",
    }  # fmt: skip
    assert queries.programmes_of("5001") == []


@pytest.mark.on_both
def test_every_programme_says_where_it_is_known_from(db: Db) -> None:
    assert not db.scalars(select(Programme).where(Programme.source == "")).all()
    empty = select(Programme.slug).where(~Programme.id.in_(select(ProgrammeArea.programme_id)))
    assert not db.scalars(empty).all()


def test_a_programme_whose_areas_changed_is_mended(db: Db) -> None:
    found = queries.programme("learning-city-yala")
    db.add(ProgrammeArea(programme_id=found.id, area_code="50"))
    db.flush()
    assert programmes.load_programmes() == 1
    assert db.scalar(select(func.count()).where(ProgrammeArea.programme_id == found.id)) == 1


def test_an_office_without_a_setting_follows_the_country(db: Db) -> None:
    assert settings.setting_of("d:5001") == settings.setting_of("*")
    assert settings.setting_of("la:yala-city").two_step_review


def test_what_an_office_chose_survives_the_next_load(db: Db) -> None:
    settings.change_setting("la:yala-city", two_step_review=False, provider_days=3, officer_days=4)
    assert settings.load_settings() == 0
    assert settings.setting_of("la:yala-city") == (False, 3, 4)


@pytest.mark.on_both
@pytest.mark.parametrize("days", [0, 91, -1])
def test_nobody_waits_longer_than_a_season_or_not_at_all(db: Db, days: int) -> None:
    with pytest.raises(IntegrityError):
        settings.change_setting("d:9501", two_step_review=False, provider_days=days, officer_days=5)
    db.rollback()
    assert db.get(AreaSetting, "d:9501") is None
