"""Pages kept for strangers: the same for all, never older than a second; unchanged ones travel as a word."""

import random
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask

from blueprints import front
from blueprints.session import LANG_COOKIE, TOLD_COOKIE
from marketplace.kernel import clock, week
from marketplace.offers import search
from models.session import unit_of_work
from models.vocabulary import Field, Mode, OpportunityState, Support
from tests.factories.enrolments import make_account
from tests.factories.offers import BETONG, SATENG, make_opportunity
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
        elsewhere = session.merge(made)
        elsewhere.seats_taken, elsewhere.seats_moved_at = 5, clock.now()
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


def a_country(chance: random.Random) -> None:
    """Forty opportunities that differ in everything a card tells."""
    for number in range(40):
        make_opportunity(
            title_th=f"เรียน <b>&\"'{number} \x7f",
            title_en=chance.choice(("", f"Course & more {number}")),
            times=chance.choice(("mon 16:30-19:30;wed 16:30-19:30", "sat 09:00-12:00", "tue 20:00-23:30")),
            work=chance.choice(("", "", "thu 13:00-16:00")),
            area_code=chance.choice((SATENG, BETONG, "950301")),
            field=chance.choice(list(Field)),
            mode=chance.choice(list(Mode)),
            supports=chance.sample(list(Support), chance.randint(0, 3)),
            level_min=chance.choice((0, 0, 2)),
            credits=chance.choice((0, 3)),
            cost_per_month_satang=chance.choice((0, 0, 50_000)),
            stipend_per_session_satang=chance.choice((0, 10_000)),
            seats_taken=chance.choice((0, 3)),
            apply_by=clock.today() + timedelta(days=chance.choice((0, 2, 9))),
        )


def some_address(chance: random.Random) -> str:
    """An address somebody's form, link or slip of the hand might make."""
    asked: list[tuple[str, str]] = [
        (name, value)
        for name, values in (
            ("area", ("", SATENG, "95", "9502", "๙๕", "nowhere", "อำเภอเบตง")),
            ("near", ("1", "60", "500", "x")),
            ("q", ("เรียน", "<script>", 'a"&b', "%00\x01", "Course more")),
            ("paid", ("1", "0")),
            ("evening", ("1",)),
            ("fits", ("1",)),
            ("sort", ("near", "money", "closing", "best", "odd")),
            ("kind", ("course", "placement")),
            ("field", (*Field, "none")),
            ("level", ("0", "3", "-1")),
            ("page", ("2", "9", "1e3")),
        )
        if chance.random() < 0.3
        for value in chance.sample(values, 1)
    ]
    if chance.random() < 0.5:
        asked += [("free", part.code) for part in chance.sample(week.PARTS, 20)]
    slip = chance.choice(("", "", "&", "&=&paid", "&q=%E0"))
    return f"{chance.choice(('/', '/opportunities'))}?{urlencode(asked)}{slip}"


def main_of(page: str) -> str:
    """What a page says; around it stand links that carry the address as it was typed."""
    return re.findall(r"<main.*</main>", page, re.DOTALL)[0]


def test_a_page_made_at_the_front_is_the_page_of_the_application(app: Flask, client: Client) -> None:
    chance = random.Random(7)
    a_country(chance)
    made_here = 0
    for locale in ("th", "en"):
        client.set_cookie(LANG_COOKIE, locale)
        for path in ["/", "/opportunities", *(some_address(chance) for _ in range(60))]:
            quick = client.get(path)
            app.testing = True
            plain = client.get(path)
            app.testing = False
            made_here += bool(quick.headers.get("ETag")) or "free=" in path
            assert quick.get_data(as_text=True) == plain.get_data(as_text=True), path
            assert {**quick.headers, "ETag": ""} == {**plain.headers, "ETag": ""}, path
    assert made_here > 100


def test_a_page_put_together_from_pieces_is_the_template_rendered_anew(client: Client) -> None:
    chance = random.Random(8)
    a_country(chance)
    for _ in range(25):
        path = some_address(chance)
        client.delete_cookie(TOLD_COOKIE)
        pieces = text(client, path)
        client.set_cookie(TOLD_COOKIE, "nothing was said")
        assert main_of(text(client, path)) == main_of(pieces), path


def test_a_host_that_is_not_ours_is_refused_however_often_others_are_shown_the_page(app: Flask, client: Client) -> None:
    app.config["TRUSTED_HOSTS"] = ["okat.test"]
    try:
        for _ in range(2):
            assert client.get("/?paid=1", base_url="http://okat.test").status_code == 200
            assert client.get("/?paid=1", base_url="http://elsewhere.test").status_code == 400
    finally:
        app.config["TRUSTED_HOSTS"] = None


def test_a_page_that_only_strangers_may_see_without_asking_is_public(app: Flask) -> None:
    for endpoint, _ in front._shown.values():
        assert app.view_functions[endpoint].okat_rule.open_to_all  # type: ignore[attr-defined]
