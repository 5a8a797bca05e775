"""A young person who moves takes nothing out of the hands of those who answer for it, and no list ends with one row."""

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.people import disclosure
from marketplace.people import youth as young
from models.session import db, unit_of_work
from models.vocabulary import Role, Support
from models.youth import Youth
from tests.access.pages_of import is_file
from tests.access.test_matrix import EXPECTED, address, cells, identity_client
from tests.access.world import RATCHABURI
from tests.factories.enrolments import make_enrolment, make_staff, make_youth, on_paper, staff

OFFICE = ("caseworker", "officer", "approver", "authoriser", "province", "committee", "auditor")
OF_THE_PERSON = ("office.show_shortlist", "office.show_statement")
"""Pages of the young person themselves, which go with them to their new office."""

FAR = "380301"


def doors(client, identity: str, side) -> dict[str, tuple[str, str]]:
    """The address of every page and file of an office this identity has, by endpoint and kind."""
    found = {}
    for endpoint, method, names in cells(client.application):
        if (
            method != "GET"
            or not endpoint.startswith("office.")
            or not EXPECTED[(endpoint, "GET")].allows(identity, own=True)
        ):
            continue
        path = address(client, endpoint, names, side)
        found[endpoint] = path
        if is_file(endpoint):
            found[f"{endpoint} xlsx"] = path.replace(".csv", ".xlsx")
    return found


def goes_along(endpoint: str, path: str) -> bool:
    """Whether a page is the person's own and goes with them."""
    return endpoint in OF_THE_PERSON or path.startswith("/office/youth/")


def statuses(client, found) -> dict[str, int]:
    answers = {}
    for name, path in found.items():
        answer = client.get(path)
        answers[name] = answer.status_code
        answer.close()
    return answers


def move(ref: str) -> None:
    with unit_of_work():
        young.move(db.scalars(select(Youth).where(Youth.ref == ref)).one(), FAR, by=SYSTEM)


@pytest.mark.only_sqlite
@pytest.mark.parametrize("identity", OFFICE)
def test_every_list_file_and_page_of_an_office_outlives_a_move(app, sides, identity) -> None:
    client = identity_client(app, sides, identity)
    found = doors(client, identity, sides[0])
    before = statuses(client, found)
    move(sides[0].things["youth"])
    after = statuses(client, found)
    lost = {
        f"{name} {found[name]}: {before[name]} -> {after[name]}"
        for name in found
        if before[name] != after[name] and not goes_along(name, found[name])
    }
    assert not lost, "\n".join(sorted(lost))


@pytest.mark.only_sqlite
def test_the_pages_of_the_person_go_with_them(app, sides) -> None:
    client = identity_client(app, sides, "caseworker")
    path = f"/office/youth/{sides[0].things['youth']}"
    assert client.get(path).status_code == 200
    move(sides[0].things["youth"])
    assert client.get(path).status_code == 404


@pytest.fixture
def moved(db):
    youth = make_youth(
        years=17, nickname="นูรีน", support_needs=[Support.EVENING, Support.CHILDCARE], shared_needs=[Support.EVENING]
    )
    on_paper(youth, "ฟาตีมะห์", "สาแม")
    young.put_phone(youth, "0812345678")
    asked = make_enrolment("officer_review", youth=youth)
    young.move(youth, FAR, by=SYSTEM)
    db.flush()
    return asked


def test_the_office_of_a_matter_keeps_the_name_and_nothing_that_is_sealed(moved) -> None:
    for role in (Role.OFFICER, Role.CASEWORKER):
        seen = disclosure.view_in(staff(role), moved.youth, moved)
        assert (seen.called, seen.full_name, seen.age) == ("นูรีน", "ฟาตีมะห์ สาแม", 17)
        assert seen.needs == (Support.EVENING,)
        assert (seen.national_id, seen.phone, seen.has_address) == ("", "", False)
        assert seen.place == "อำเภอโซ่พิสัย"


def test_an_approver_and_a_province_go_on_reading_an_alias(moved) -> None:
    for role in (Role.APPROVER, Role.PROVINCE):
        seen = disclosure.view_in(staff(role), moved.youth, moved)
        assert (seen.called, seen.full_name, seen.age) == (moved.youth.alias, "", 17)


def test_somebody_of_neither_place_reads_an_alias_and_no_needs(moved) -> None:
    seen = disclosure.view_in(staff(Role.OFFICER, RATCHABURI), moved.youth, moved)
    assert (seen.called, seen.full_name, seen.age, seen.needs) == (moved.youth.alias, "", None, ())


def test_the_new_office_sees_the_person_and_not_the_matter_of_the_old_one(app, moved) -> None:
    client = app.test_client().sign_in(make_staff(Role.OFFICER, FAR))
    assert client.get(f"/office/youth/{moved.youth.ref}").status_code == 200
    assert client.get(f"/office/enrolments/{moved.ref}").status_code == 404


def test_the_office_decides_after_the_move_and_reads_where_it_is(app, moved) -> None:
    client = app.test_client().sign_in(make_staff(Role.OFFICER))
    person = moved.youth.ref
    page = client.page(f"/office/enrolments/{moved.ref}")
    assert "นูรีน" in str(page)
    assert "อำเภอโซ่พิสัย" in str(page)
    assert f"/office/youth/{person}" not in str(page)


def test_a_match_goes_on_being_steered_where_it_began(app, sides) -> None:
    client = identity_client(app, sides, "officer")
    move(sides[0].things["youth"])
    page = client.page("/office/mentoring")
    assert "โซ่พิสัย" in str(page)
    assert f"/office/youth/{sides[0].things['youth']}" not in str(page)
