"""Requests no page of ours would send: too big, half broken, for things of others, or saying too much back."""

import io

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from blueprints import session as web_session
from marketplace.i18n import t
from models.enrolment import Enrolment
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import make_enrolment, make_provider, make_staff
from tests.factories.offers import make_opportunity, make_organisation
from tests.fixtures.client import read_page

RATCHABURI = "700101"


def count(model) -> int:
    return len(session.scalars(select(model.id)).all())


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b'{"name":"x"}', {422}),
        ("text/plain", b"name=x", {422}),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken", {422}),
        ("multipart/form-data", b"x", {400, 422}),
        ("application/x-www-form-urlencoded", b"name=%ff%fe%00&locale=%ED%A0%80", {422}),
        ("application/x-www-form-urlencoded", b"&".join(b"k%d=1" % n for n in range(10_000)), {413, 422}),
        ("application/x-www-form-urlencoded", b"name=" + b"x" * 2_000_000, {413, 422}),
        ("application/x-www-form-urlencoded", b"name=" + b"x" * 13_000_000, {413}),
    ],
)
def test_an_odd_body_is_a_refusal_and_changes_nothing(client, db, kind: str, body: bytes, status: set[int]) -> None:
    officer = make_staff(Role.OFFICER)
    client.sign_in(officer)
    answer = client.post("/account/details", data=io.BytesIO(body), content_type=kind)
    assert answer.status_code in status
    assert 'lang="th"' in answer.get_data(as_text=True)
    session.refresh(officer)
    assert officer.name == "วารุณี"


def test_what_is_too_much_to_take_in_is_told_its_size_and_the_limit(client, db) -> None:
    answer = client.sign_in(make_staff(Role.OFFICER)).post("/account/details", data=b"name=" + b"x" * 13_000_000)
    assert answer.status_code == 413
    assert "12.4 MB" in answer.get_data(as_text=True)
    assert "12 MB" in answer.get_data(as_text=True)


def test_a_file_too_large_leads_back_to_its_form_and_says_what_is_not_kept(client, db) -> None:
    organisation = make_organisation()
    keeper = make_provider(organisation.id, Role.PROVIDER_ADMIN)
    session.commit()
    client.sign_in(keeper)
    answer = client.post(
        f"/provider/organisation/{organisation.ref}/papers",
        data=b"--x\r\n" + b"x" * 13_000_000,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    page = read_page(answer)
    [back] = [link["href"] for link in page.select("a.btn") if "แบบฟอร์ม" in link.get_text()]
    assert back == f"/provider/organisation/{organisation.ref}/papers"
    assert client.get(back).status_code == 200
    assert "ไม่ได้เก็บอะไรไว้เลย" in page.get_text()


def test_a_batch_passes_over_what_lies_in_another_province(client, db) -> None:
    theirs = make_enrolment("officer_review", opportunity=make_opportunity(area_code=RATCHABURI))
    theirs.office_key, theirs.area_code = "d:7001", RATCHABURI
    answer = client.sign_in(make_staff(Role.OFFICER)).post("/office/queue/batch", data={"pick": [theirs.ref, "E-NONE"]})
    assert answer.status_code == 303
    session.refresh(theirs)
    assert theirs.state == "officer_review"


def test_a_posting_cannot_be_made_for_another_organisation(client, db) -> None:
    own, other = make_organisation(), make_organisation()
    client.sign_in(make_provider(own.id))
    for name in ("organisation", "organisation_id", "organisation_ref", "for"):
        answer = client.post(f"/provider/postings/new?{name}={other.ref}", data={name: other.ref, "title_th": "x"})
        assert answer.status_code in (303, 403, 404, 422)
    assert f"{other.ref}" not in client.get("/provider/postings").get_data(as_text=True)


def test_a_once_key_of_somebody_else_tells_nothing_and_stops_nothing(client, app, db) -> None:
    own, other = make_organisation(), make_organisation()
    first = app.test_client().sign_in(make_provider(own.id))
    asked = [make_enrolment("provider_review", opportunity=make_opportunity(organisation=its)) for its in (own, other)]
    waiting = {"answer": "accept", "once": "k" * 22}
    assert first.post(f"/provider/applications/{asked[0].ref}", data=waiting).status_code == 303
    second = client.sign_in(make_provider(other.id))
    assert second.post(f"/provider/applications/{asked[1].ref}", data=waiting).status_code == 303
    assert first.post(f"/provider/applications/{asked[0].ref}", data=waiting).status_code == 303
    assert session.scalars(select(Enrolment.state)).all() == ["provider_accepted"] * 2


def test_what_is_said_next_always_fits_into_its_cookie(app, db) -> None:
    with app.test_request_context("/"):
        for number in range(200):
            web_session.tell(t("{ref} was left as it is: {reason}", ref=f"{number}" * 30, reason="x" * 40))
        assert len(web_session._told(web_session.config())) <= web_session.LONGEST_TOLD


def test_an_error_summary_names_the_fields_it_speaks_of(client, db) -> None:
    client.sign_in(make_provider(make_organisation().id))
    page = client.post("/provider/postings/new", data={"times-0-start": "99", "times-0-weekday": "0"})
    text = page.get_data(as_text=True)
    said = [line.get_text() for line in BeautifulSoup(text, "html.parser").select(".errors li")]
    assert page.status_code == 422
    assert len(said) == len(set(said)) > 3
    assert not any("{" in line for line in said)
