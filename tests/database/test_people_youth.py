"""Young people at rest: sealed facts, neutral aliases, one record per number, and a scope that follows a move."""

import pytest
from sqlalchemy import text

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.kernel.sealing import Unreadable
from marketplace.people import policy, queries
from marketplace.people import youth as young
from marketplace.people.youth import NewYouth
from models.session import db as session
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import acting, make_account, make_youth, staff, youth_actor
from tests.factories.offers import SATENG

NUMBER, OTHER_NUMBER = "1101700230708", "1-1037-02071-81-1"
DISTRICT = "950203"
TOLD = NewYouth(
    nickname="นิด",
    first_name="สมใจ",
    last_name="ใจงาม",
    area_code=SATENG,
    national_id=NUMBER,
    phone="081 234 5678",
    address="99 หมู่ 1",
)


@pytest.fixture
def found(db: object) -> Youth:
    return young.register_found(TOLD, by=staff(Role.CASEWORKER))


def test_what_is_told_can_be_read_again(found: Youth) -> None:
    facts = {fact: young.read(found, fact) for fact in sorted(young.SEALED)}
    assert facts == {
        "first_name": "สมใจ",
        "last_name": "ใจงาม",
        "national_id": NUMBER,
        "phone": "0812345678",
        "address": "99 หมู่ 1",
        "health": "",
        "civil_number": "",
    }


def test_the_database_holds_no_plain_fact(found: Youth) -> None:
    session.flush()
    row = str(session.execute(text("SELECT * FROM youth")).mappings().one())
    assert [fact for fact in ("สมใจ", "ใจงาม", NUMBER, "0812345678", "99 หมู่") if fact in row] == []


def test_a_fact_moved_to_another_person_or_column_is_unreadable(found: Youth) -> None:
    other = make_youth()
    other.phone_sealed = found.phone_sealed
    found.address_sealed = found.phone_sealed
    with pytest.raises(Unreadable):
        young.read(other, "phone")
    with pytest.raises(Unreadable):
        young.read(found, "address")


def test_an_alias_tells_nothing_and_is_nobody_elses(db: object) -> None:
    made = [young.register_found(NewYouth(), by=SYSTEM) for _ in range(60)]
    assert len({one.alias for one in made}) == 60
    assert all(one.alias.split()[0] in young.alias_words() for one in made)


def test_a_number_belongs_to_one_record_and_the_refusal_tells_nothing(found: Youth) -> None:
    other = make_youth()
    with pytest.raises(Conflict) as refusal:
        young.put_national_id(other, "1-1017-00230-70-8", by=SYSTEM)
    assert found.alias not in str(refusal.value)
    assert (other.national_id_sealed, other.national_id_index) == (None, None)
    with pytest.raises(Conflict):
        young.register_found(TOLD, by=SYSTEM)
    assert session.query(Youth).count() == 2


def test_a_number_may_be_missing_wrong_or_taken_back(found: Youth) -> None:
    with pytest.raises(Invalid):
        young.put_national_id(found, "1101700230709", by=SYSTEM)
    assert young.read(found, "national_id") == NUMBER
    young.put_national_id(found, "", by=SYSTEM)
    assert (young.read(found, "national_id"), found.national_id_index) == ("", None)
    young.put_national_id(make_youth(), NUMBER, by=SYSTEM)


def test_somebody_is_found_by_number_and_phone_in_ones_own_area_only(found: Youth) -> None:
    near, far = staff(Role.CASEWORKER), staff(Role.CASEWORKER, "960101")
    assert queries.find_by_national_id(near, "๑-๑๐๑๗-๐๐๒๓๐-๗๐-๘") is found
    assert list(queries.find_by_phone(near, "+66812345678")) == [found]
    assert queries.find_by_national_id(far, NUMBER) is None
    assert list(queries.find_by_phone(far, "0812345678")) == []


def test_nobody_registers_outside_their_area(db: object) -> None:
    with pytest.raises(Forbidden):
        young.register_found(TOLD, by=staff(Role.CASEWORKER, "960101"))
    with pytest.raises(Forbidden):
        young.register_found(NewYouth(), by=staff(Role.CASEWORKER))


def test_list_count_search_and_page_stand_on_one_scope(found: Youth) -> None:
    session.flush()
    near, sibling, far = staff(Role.OFFICER), staff(Role.OFFICER, DISTRICT), staff(Role.PROVINCE, "96")
    assert office_key_for(SATENG) != office_key_for(DISTRICT)
    assert (list(queries.list_youth(near)), queries.count_youth(near)) == ([found], 1)
    assert list(queries.list_youth(near, words="นิด")) == [found]
    assert list(queries.list_youth(near, words="%")) == []
    assert queries.one_youth(near, found.ref) is found
    for stranger in (sibling, far, acting(make_account()), youth_actor(make_youth())):
        assert found not in queries.list_youth(stranger)
        with pytest.raises(NotFound):
            queries.one_youth(stranger, found.ref)
    assert queries.one_youth(staff(Role.PROVINCE, "95"), found.ref) is found


@pytest.mark.parametrize(
    "role", [Role.AUTHORISER, Role.COMMITTEE, Role.AUDITOR, Role.STEWARD, Role.FUNDER, Role.MENTOR]
)
def test_roles_without_young_people_see_none(found: Youth, role: str) -> None:
    session.flush()
    assert queries.count_youth(staff(Role(role), "95")) == 0


def test_a_move_hands_over_at_once(found: Youth) -> None:
    session.flush()
    old, new = staff(Role.CASEWORKER), staff(Role.CASEWORKER, DISTRICT)
    young.move(found, DISTRICT, by=old)
    assert queries.one_youth(new, found.ref) is found
    with pytest.raises(NotFound):
        queries.one_youth(old, found.ref)


def test_one_sees_oneself_wherever_one_lives(db: object) -> None:
    youth = make_youth(area_code=DISTRICT)
    assert queries.one_youth(youth_actor(youth), youth.ref) is youth
    assert queries.own_youth(youth_actor(youth)) is youth
    with pytest.raises(NotFound):
        queries.own_youth(acting(make_account()))


def test_policies_and_queries_agree(found: Youth) -> None:
    session.flush()
    for role in Role:
        for area in (SATENG, DISTRICT, "960101", "95"):
            if role in {Role.PROVIDER, Role.PROVIDER_ADMIN, Role.EMPLOYER}:
                continue
            who = staff(role, area)
            seen = found in queries.list_youth(who)
            assert bool(policy.can_see_youth(who, found)) is seen, (role, area)
