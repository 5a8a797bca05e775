"""Area scope: one rule told twice, as an answer and as a filter; municipality and district are siblings."""

import itertools

import pytest
from sqlalchemy import String, create_engine, literal, select

from marketplace.access import ANONYMOUS, Actor, AreaScope, Grant
from models.vocabulary import Role

PLACES = [
    ("950101", "la:yala"),
    ("950102", "d:9501"),
    ("950201", "d:9502"),
    ("960101", "d:9601"),
    ("950199", "la:yala"),
    (None, None),
    ("950101", None),
]
SCOPES = [
    AreaScope(),
    AreaScope(national=True),
    AreaScope(prefixes=("95",)),
    AreaScope(prefixes=("950101",)),
    AreaScope(prefixes=("950101", "96")),
    AreaScope(offices=("la:yala",)),
    AreaScope(offices=("d:9501", "d:9601")),
    AreaScope(prefixes=("9502",), offices=("la:yala",)),
    AreaScope(stands_in=(("la:yala", "9501"), ("d:9502", "9502"))),
    AreaScope(stands_in=(("la:yala", "9502"),)) | AreaScope(prefixes=("96",)),
]


def actor(*grants: Grant) -> Actor:
    return Actor(account_id=1, grants=grants)


@pytest.mark.parametrize(("scope", "place"), list(itertools.product(SCOPES, PLACES)))
def test_the_answer_and_the_filter_agree(scope: AreaScope, place: tuple[str | None, str | None]) -> None:
    rows = select(literal(place[0], String).label("area"), literal(place[1], String).label("office")).subquery()
    with create_engine("sqlite://").connect() as connection:
        found = connection.execute(select(rows).where(scope.condition(rows.c.area, rows.c.office))).all()
    assert bool(found) == scope.covers(*place)


def test_a_municipality_and_its_district_do_not_see_each_other() -> None:
    city = actor(Grant(Role.OFFICER, authority_ref="yala")).scope(Role.OFFICER)
    district = actor(Grant(Role.OFFICER, area_code="9501")).scope(Role.OFFICER)
    assert city.covers("950101", "la:yala")
    assert not city.covers("950102", "d:9501")
    assert district.covers("950102", "d:9501")
    assert not district.covers("950101", "la:yala")


def test_a_province_sees_both_and_no_other_province() -> None:
    province = actor(Grant(Role.PROVINCE, area_code="95")).scope(Role.PROVINCE)
    assert province.covers("950101", "la:yala")
    assert province.covers("950102", "d:9501")
    assert not province.covers("960101", "d:9601")


def test_a_role_reaches_only_as_far_as_itself() -> None:
    both = actor(Grant(Role.OFFICER, area_code="95"), Grant(Role.CASEWORKER, area_code="960101"))
    assert not both.scope(Role.OFFICER).covers("960101", "d:9601")
    assert both.scope(Role.OFFICER, Role.CASEWORKER).covers("960101", "d:9601")
    assert not both.scope(Role.STEWARD)


def test_a_programme_reaches_its_areas_with_what_lies_beneath() -> None:
    scope = actor(Grant(Role.COMMITTEE, programme_areas=("3801", "3802"))).scope(Role.COMMITTEE)
    assert scope.covers("380105", "d:3801")
    assert not scope.covers("380301", "d:3803")


def test_nobody_has_no_scope_and_no_role() -> None:
    assert not ANONYMOUS.scope(*Role)
    assert not ANONYMOUS.has(*Role)
    assert not ANONYMOUS.scope(*Role).covers("950101", "la:yala")


def test_an_organisation_is_not_the_whole_country() -> None:
    staff = actor(Grant(Role.PROVIDER, organisation_id=7))
    assert not staff.scope(Role.PROVIDER).national
    assert staff.organisation_ids() == staff.organisation_ids(Role.PROVIDER) == {7}
    assert staff.organisation_ids(Role.EMPLOYER) == frozenset()


def test_a_deputy_reaches_their_own_part_of_one_office_and_is_asked_for_apart() -> None:
    deputy = Grant(Role.OFFICER, stands_in=(("la:yala", "9501"),))
    person = Actor(account_id=1, grants=(Grant(Role.PROVINCE, area_code="95"),), deputies=(deputy,))
    assert person.roles() == {Role.PROVINCE}
    assert not person.scope(Role.OFFICER)
    assert person.acting(Role.OFFICER).covers("950101", "la:yala")
    assert not person.acting(Role.OFFICER).covers("950201", "la:yala")
    assert not person.acting(Role.OFFICER).covers("950101", "d:9501")
    assert not person.acting(Role.OFFICER).national
