"""Import in a browser: looked at row by row without writing, confirmed once, and only one's own file."""

import csv
import io
import re

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from marketplace.imports import loading
from marketplace.kernel import clock
from models.offer import Opportunity
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import give_role, make_account, make_provider, make_staff
from tests.factories.offers import make_organisation
from tests.fixtures.client import Client, read_page

Db = scoped_session[Session]


def uploaded(client: Client, path: str, content: str, name: str = "list.csv"):
    answer = client.post(
        path, data={"file": (io.BytesIO(content.encode("cp874")), name)}, content_type="multipart/form-data"
    )
    return answer, answer.headers.get("Location", "")


def file_of(location: str) -> str:
    found = re.search(r"file=([0-9a-f]{32}\.csv)", location)
    assert found is not None
    return found[1]


def test_a_provider_looks_first_and_then_hands_the_postings_to_the_office(client: Client, db: Db) -> None:
    organisation = make_organisation()
    client.sign_in(make_provider(organisation.id))
    page = client.page("/provider/import")
    assert page.find("input", {"type": "file"}) is not None
    template = client.get("/provider/import/template")
    assert template.get_data(as_text=True) == "\ufeff" + loading.template("opportunities")
    answer, location = uploaded(client, "/provider/import", loading.template("opportunities"))
    assert answer.status_code == 303
    seen = client.page(location)
    assert len(seen.select("tbody tr")) == 2
    assert db.scalar(select(func.count()).select_from(Opportunity)) == 0
    kept = client.post("/provider/import/keep", data={"file": file_of(location)})
    assert kept.status_code == 303
    rows = db.scalars(select(Opportunity)).all()
    assert [(row.organisation_id, row.state) for row in rows] == [(organisation.id, "submitted")] * 2
    assert client.post("/provider/import/keep", data={"file": file_of(location)}).status_code == 409


def test_a_bad_row_is_shown_with_its_reason_and_can_hold_back_the_file(client: Client, db: Db) -> None:
    client.sign_in(make_provider(make_organisation().id))
    spoiled = loading.template("opportunities").replace("A-001,course", "A-001,lecture")
    _, location = uploaded(client, "/provider/import", spoiled)
    seen = client.page(location).get_text()
    assert "lecture" in seen
    verdicts = client.get(location.replace("/preview", "/verdicts.csv"))
    assert "refused" in verdicts.get_data(as_text=True)
    client.post("/provider/import/keep", data={"file": file_of(location), "whole": "y"})
    assert db.scalar(select(func.count()).select_from(Opportunity)) == 0


def test_what_is_no_table_comes_back_with_a_sentence(client: Client, db: Db) -> None:
    client.sign_in(make_provider(make_organisation().id))
    for content, name in (("x", "list.pdf"), ("", "list.csv"), ("ref\nA", "list.csv")):
        answer, location = uploaded(client, "/provider/import", content, name)
        if answer.status_code == 303:
            answer = client.get(location)
        assert answer.status_code == 422
        assert read_page(answer).select_one(".errors, [role=alert]") is not None
    assert client.post("/provider/import", data={}).status_code == 422


def test_an_officer_brings_in_young_people_of_the_own_area_only(client: Client, db: Db) -> None:
    client.sign_in(make_staff(Role.OFFICER, "950101"))
    rows = loading.template("youth").replace("Y-002,2/11", "Y-002,3/11")
    elsewhere = rows.replace("950101", "700101", 1)
    _, location = uploaded(client, "/office/import", elsewhere)
    client.page(location)
    assert client.post("/office/import/keep", data={"file": file_of(location)}).status_code == 303
    assert db.scalars(select(Youth.external_ref)).all() == ["Y-002"]


def test_somebody_elses_file_is_not_there(app: Flask, client: Client, db: Db) -> None:
    organisation = make_organisation()
    client.sign_in(make_provider(organisation.id))
    _, location = uploaded(client, "/provider/import", loading.template("opportunities"))
    other = app.test_client().sign_in(make_provider(organisation.id))
    assert other.get(location).status_code == 303
    assert other.post("/provider/import/keep", data={"file": file_of(location)}).status_code == 409
    assert client.get("/provider/import/preview?file=../../okat.db").status_code == 303
    assert db.scalar(select(func.count()).select_from(Opportunity)) == 0


def test_strangers_find_no_import(client: Client, db: Db) -> None:
    account = make_account()
    give_role(account, Role.YOUTH)
    client.sign_in(account)
    assert client.get("/office/import").status_code == 404
    assert client.get("/provider/import").status_code == 404


def test_a_zero_put_back_is_said_before_the_file_is_kept(client: Client, db: Db) -> None:
    client.sign_in(make_staff(Role.OFFICER, "950101"))
    first, second = loading.KINDS["youth"].examples(clock.today())
    written = io.StringIO(newline="")
    sheet = csv.DictWriter(written, loading.KINDS["youth"].columns, restval="")
    sheet.writeheader()
    sheet.writerows([first, {**second, "phone": "812345678"}])
    _, location = uploaded(client, "/office/import", written.getvalue())
    rows = [row.get_text(" ", strip=True) for row in client.page(location).select("tbody tr")]
    assert "Y-002" in rows[0]
    assert "phone: เบอร์ขาดเลข 0" in rows[0]
    assert client.post("/office/import/keep", data={"file": file_of(location)}).status_code == 303
    assert db.scalar(select(func.count()).select_from(Youth)) == 2
