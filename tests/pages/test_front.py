"""Pages kept for strangers: the same for all, never older than a second; unchanged ones travel as a word."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from blueprints import front
from marketplace.kernel import clock
from marketplace.offers import search
from models.session import unit_of_work
from models.vocabulary import OpportunityState
from tests.factories.enrolments import make_account
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def on_duty(app: Flask) -> Iterator[None]:
    """Tests see every page anew; these see it as strangers do."""
    app.testing = False
    yield
    app.testing = True


def text(client: Client, path: str = "/opportunities") -> str:
    return client.get(path).get_data(as_text=True)


def test_two_strangers_get_the_same_page_and_it_holds_nothing_of_theirs(client: Client) -> None:
    make_opportunity()
    one, other = client.get("/opportunities"), client.get("/opportunities")
    assert one.get_data() == other.get_data()
    assert "Set-Cookie" not in other.headers
    assert "csrf" not in one.get_data(as_text=True)
    assert "'nonce-" not in one.headers["Content-Security-Policy"]


def test_an_edit_shows_at_once_in_the_process_that_made_it(client: Client) -> None:
    made = make_opportunity(title_th="ก่อนแก้")
    assert "ก่อนแก้" in text(client)
    made.title_th = "หลังแก้"
    search.index(made)
    assert "หลังแก้" in text(client)
    made.state = OpportunityState.PAUSED
    search.index(made)
    assert "หลังแก้" not in text(client)


def test_a_page_is_kept_for_less_than_a_second(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_opportunity(seats=5)
    assert "5" in text(client, "/opportunities?kind=course")
    now = front.time.monotonic()
    with unit_of_work() as session:
        session.merge(made).seats_taken = 5
    assert "ขอรอคิวได้" not in text(client, "/opportunities?kind=course")
    monkeypatch.setattr(front.time, "monotonic", lambda: now + front.KEPT_FOR + 0.1)
    assert "ขอรอคิวได้" in text(client, "/opportunities?kind=course")


def test_language_and_filters_are_pages_of_their_own(client: Client) -> None:
    make_opportunity(title_th="ทำขนมไทย", title_en="Thai sweets")
    assert "ทำขนมไทย" in text(client)
    client.get("/opportunities?lang=en")
    assert "Thai sweets" in text(client)
    assert "Thai sweets" not in text(client, "/opportunities?paid=1")


def test_whoever_is_signed_in_never_gets_a_strangers_page(client: Client) -> None:
    make_opportunity()
    strangers = text(client)
    client.sign_in(make_account(name="สมหญิง"))
    mine = client.get("/opportunities")
    assert "สมหญิง" in mine.get_data(as_text=True)
    assert mine.headers["Cache-Control"] == "no-store"
    client.sign_out()
    assert text(client) == strangers


def test_an_unchanged_page_travels_as_a_word(client: Client) -> None:
    make_opportunity(apply_by=clock.today() + timedelta(days=5))
    first = client.get("/opportunities", headers={"Accept-Encoding": "gzip"})
    again = client.get("/opportunities", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert first.headers["Content-Encoding"] == "gzip"
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_first_visit_is_light(client: Client) -> None:
    for number in range(25):
        make_opportunity(title_th=f"หลักสูตรที่ {number} เรียนรู้เรื่องใหม่ใกล้บ้าน")
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert len(page.get_data()) < 20_000
