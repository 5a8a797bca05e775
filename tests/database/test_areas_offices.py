"""Which office answers for a place."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session, scoped_session

from marketplace.areas import offices
from marketplace.i18n import use
from marketplace.kernel.errors import NotFound
from models.area import LocalAuthority, LocalAuthorityArea

Db = scoped_session[Session]


@pytest.mark.on_both
@pytest.mark.parametrize(
    ("area", "key"),
    [
        ("950101", "la:yala-city"),
        ("950201", "la:betong-town"),
        ("950104", "la:lidon-sao"),
        ("380110", "la:bueng-kan-town"),
        ("100101", "la:bangkok"),
        ("630102", "la:tak-town"),
        ("950109", "d:9501"),
        ("500101", "d:5001"),
        ("9502", "d:9502"),
    ],
)
def test_a_place_belongs_to_its_municipality_or_else_to_its_district(db: Db, area: str, key: str) -> None:
    assert offices.office_key_for(area) == key


@pytest.mark.parametrize("area", ["", "95", "950199", "9599", "abc", "95010", "95010100"])
def test_a_place_that_is_none_has_no_office(db: Db, area: str) -> None:
    with pytest.raises(NotFound):
        offices.office_key_for(area)


def test_many_places_are_answered_at_once(db: Db) -> None:
    assert offices.office_keys_for(["950101", "500101", "950101"]) == {"950101": "la:yala-city", "500101": "d:5001"}


def test_a_part_of_a_subdistrict_does_not_claim_it(db: Db) -> None:
    assert offices.office_key_for("950501") == "d:9505"


def test_the_province_never_takes_a_subdistrict_from_its_municipality(db: Db) -> None:
    pao = offices.authority("yala-pao")
    served = db.scalars(select(LocalAuthorityArea.area_code).where(LocalAuthorityArea.local_authority_id == pao.id))
    assert "950101" in set(served)
    assert offices.office_key_for("950101") == "la:yala-city"


def test_of_two_that_serve_all_of_it_the_larger_municipality_answers(db: Db) -> None:
    lidon = offices.authority("lidon-sao")
    db.execute(insert(LocalAuthorityArea), [{"local_authority_id": lidon.id, "area_code": "950101", "whole": True}])
    assert offices.office_key_for("950101") == "la:yala-city"


def test_offices_have_names_in_both_languages(db: Db) -> None:
    with use("th"):
        assert offices.office_name("la:yala-city") == "เทศบาลนครยะลา"
        assert offices.office_name("d:9502") == "ที่ว่าการอำเภอเบตง"
        assert offices.office_name("d:1001") == "ที่ว่าการเขตพระนคร"
        assert offices.office_name("p:95") == "จังหวัดยะลา"
    with use("en"):
        assert offices.office_name("la:yala-city") == "Yala City Municipality"
        assert offices.office_name("d:9502") == "Betong District office"


@pytest.mark.parametrize("key", ["", "la:", "la:nowhere", "d:9999", "p:00", "x:95", "95", "d:"])
def test_a_key_that_names_no_office_is_not_found(db: Db, key: str) -> None:
    with pytest.raises(NotFound):
        offices.office_name(key)


def test_the_province_answers_for_both_kinds(db: Db) -> None:
    assert offices.parent_office("la:yala-city") == "p:95"
    assert offices.parent_office("d:9502") == "p:95"
    assert offices.parent_office("p:95") is None
    with pytest.raises(NotFound):
        offices.parent_office("la:nowhere")


def test_a_province_lists_its_offices_municipalities_first(db: Db) -> None:
    keys = [office.key for office in offices.offices_in("95")]
    assert keys[:3] == ["la:yala-city", "la:betong-town", "la:sateng-nok-town"]
    assert keys[-8:] == ["d:9508", "d:9507", "d:9504", "d:9503", "d:9502", "d:9501", "d:9505", "d:9506"]
    assert "la:yala-pao" not in keys
    assert len(keys) == 1 + 2 + 13 + 47 + 8


def test_every_place_of_a_province_belongs_to_exactly_one_office(db: Db) -> None:
    held = [code for office in offices.offices_in("95") for code in offices.areas_of(office.key)]
    assert len(held) == len(set(held)) == len(offices.areas_of("p:95")) == 58


def test_a_municipality_of_two_subdistricts_answers_for_both(db: Db) -> None:
    assert offices.areas_of("la:bueng-kan-town") == ["380101", "380110"]


def test_authorities_of_an_area_come_by_kind(db: Db) -> None:
    kinds = [one.kind for one in offices.serving("9501")]
    assert kinds[0] == "city_municipality"
    assert kinds[-1] == "provincial_administration"
    assert [one.ref for one in offices.serving("950101")] == ["yala-city", "yala-pao"]


def test_every_authority_says_where_it_is_known_from(db: Db) -> None:
    assert all(one.source for one in db.scalars(select(LocalAuthority)))
