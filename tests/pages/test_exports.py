"""Every working list is to be had as a file: the rows on screen under the same filters, all pages, and no more."""

import csv
import io

import openpyxl
import pytest

from models.vocabulary import Role
from tests.factories.enrolments import make_enrolment, make_provider, make_staff, make_youth
from tests.factories.offers import BETONG, make_opportunity, make_organisation

pytestmark = pytest.mark.usefixtures("database")

OFFICE = [
    f"/office/{name}"
    for name in ("queue", "youth", "claims", "batches", "people", "postings", "guardians", "organisations")
]
PROVIDER = ["/provider/applications", "/provider/postings", "/provider/claims", "/provider/wages"]


def rows(answer) -> list[dict[str, str]]:
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf"), "spreadsheets read Thai by this mark"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("path", OFFICE + PROVIDER)
def test_each_list_is_a_file_of_both_kinds_and_of_no_other(client, path) -> None:
    organisation = make_organisation()
    person = make_staff(Role.OFFICER) if path in OFFICE else make_provider(organisation.id, Role.EMPLOYER)
    client.sign_in(person)
    for suffix, kind in (("csv", "text/csv"), ("xlsx", "spreadsheetml")):
        answer = client.get(f"{path}.{suffix}")
        assert answer.status_code == 200
        assert kind in answer.content_type
        assert f".{suffix}" in answer.headers["Content-Disposition"]
    rows_there = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}.xlsx").data)).active.max_row
    assert rows_there == (2 if path in ("/office/people", "/office/organisations") else 1)
    assert client.get(f"{path}.pdf").status_code == 404


def test_an_officer_takes_the_heap_of_organisations_on_screen_and_no_cell_is_calculated(client) -> None:
    ours = [make_organisation(name_th=f"ศูนย์ริมคลอง {number}", name_en="") for number in range(32)]
    formula = make_organisation(name_th="=SUM(A1)", name_en="=SUM(A1)", registration_no="+66")
    new = make_organisation(state="submitted")
    foreign = make_organisation(area_code=BETONG)
    client.sign_in(make_staff(Role.OFFICER))
    assert client.page("/office/organisations?heap=active").select_one(
        "a[href='/office/organisations.csv?heap=active']"
    )
    found = rows(client.get("/office/organisations.csv?heap=active&lang=en"))
    assert {row["Reference"] for row in found} == {one.ref for one in (*ours, formula)}
    calculated = next(row for row in found if row["Reference"] == formula.ref)
    assert (calculated["Organisation"], calculated["Registration number"]) == ("'=SUM(A1)", "'+66")
    narrowed = rows(client.get("/office/organisations.csv?heap=active&q=ริมคลอง 7&lang=en"))
    assert [row["Reference"] for row in narrowed] == [ours[7].ref]
    assert [row["Reference"] for row in rows(client.get("/office/organisations.csv?lang=en"))] == [new.ref]
    assert foreign.ref not in client.get("/office/organisations.csv?heap=active").get_data(as_text=True)


def test_a_provider_takes_all_pages_of_the_view_on_screen_and_nobody_s_name(client) -> None:
    organisation, other = make_organisation(), make_organisation()
    offer = make_opportunity(organisation=organisation, seats=40, title_th="=SUM(A1)", title_en="=SUM(A1)")
    asked = [make_enrolment(opportunity=offer) for _ in range(23)]
    waiting = make_enrolment("waitlisted", opportunity=offer)
    foreign = make_enrolment(opportunity=make_opportunity(organisation=other))
    aliases = {one.youth.alias for one in asked}
    client.sign_in(make_provider(organisation.id))
    page = client.page("/provider/applications")
    assert page.select_one("a[href='/provider/applications.csv']")
    found = rows(client.get("/provider/applications.csv?lang=en"))
    assert len(found) == 23
    assert {row["Name"] for row in found} == aliases
    assert {row["Posting"] for row in found} == {"'=SUM(A1)"}, "no cell is calculated"
    listed = rows(client.get("/provider/applications.csv?view=wait&lang=en"))
    assert [row["Reference"] for row in listed] == [waiting.ref]
    assert foreign.ref not in client.get("/provider/applications.csv?view=all").get_data(as_text=True)


def test_an_officer_takes_the_young_people_found_and_none_of_another_place(client) -> None:
    make_youth(nickname="ดาว")
    make_youth(nickname="เดือน")
    make_youth(nickname="ดาวไกล", area_code=BETONG)
    client.sign_in(make_staff(Role.OFFICER))
    found = rows(client.get("/office/youth.csv?q=ดาว&lang=en"))
    assert [row["Called"] for row in found] == ["ดาว"]
    assert set(found[0]) == {"Reference", "Full name", "Called", "Age", "Area"}
    assert len(rows(client.get("/office/youth.csv"))) == 2


def test_the_claims_of_an_organisation_are_paged(client) -> None:
    from marketplace.kernel import clock
    from models.enrolment import Claim
    from models.session import db

    organisation = make_organisation()
    offer = make_opportunity(organisation=organisation, seats=40)
    for number in range(21):
        learner = make_enrolment("in_learning", opportunity=offer)
        facts = {"enrolment_id": learner.id, "office_key": learner.office_key, "created_at": clock.now()}
        db.add(Claim(ref=f"C-{number}", state="claimed", hours=4, note="", **facts))
    client.sign_in(make_provider(organisation.id))
    assert len(client.page("/provider/claims").select(".tasks li")) == 20
    assert len(client.page("/provider/claims?page=2").select(".tasks li")) == 1
    assert len(rows(client.get("/provider/claims.csv"))) == 21


def test_people_are_searched_paged_and_handed_out(client) -> None:
    officer = make_staff(Role.OFFICER)
    for number in range(52):
        make_staff(Role.CASEWORKER, name=f"คนที่ {number:02}")
    client.sign_in(officer)
    assert len(client.page("/office/people").select("tbody tr")) == 50
    assert len(client.page("/office/people?page=2").select("tbody tr")) == 3
    assert [row.th.get_text() for row in client.page("/office/people?q=คนที่ 07").select("tbody tr")] == ["คนที่ 07"]
    assert len(rows(client.get("/office/people.csv?q=คนที่"))) == 52
    assert client.page("/office/people?q=ไม่มีใคร").select_one("a[href='/office/people']")
    organisation = make_organisation()
    client.sign_in(make_provider(organisation.id, Role.PROVIDER_ADMIN))
    assert len(rows(client.get("/provider/staff.csv"))) == 1
