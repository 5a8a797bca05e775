"""Staying signed in: sessions end when they are ended, when they rest too long, and never live in the cookie."""

from datetime import timedelta

import pytest

from blueprints import session as web_session
from marketplace.access import sessions
from marketplace.kernel import clock
from marketplace.people import accounts
from models.account import Account, LoginSession
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import make_account, make_staff
from tests.fixtures.client import Client


@pytest.fixture
def nid(db: object) -> Account:
    return make_account("นิด")


def is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def enter(client: Client, account: Account, *, shared: bool = False) -> None:
    secret = sessions.open_session(account, shared_device=shared, label="tests")
    with client.application.app_context():
        client.set_cookie(web_session.COOKIE, web_session._cookie(secret))


def test_a_revoked_session_is_out_at_the_next_request(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    assert is_in(client)
    sessions.close_all(nid.id)
    assert not is_in(client)


def test_a_disabled_account_is_out_at_the_next_request(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    accounts.disable(nid, by=accounts.SYSTEM)
    assert not is_in(client)


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    kept = client.get_cookie(web_session.COOKIE).value
    answer = client.post("/sign-out")
    assert answer.status_code == 303
    assert "cache" in answer.headers["Clear-Site-Data"]
    client.set_cookie(web_session.COOKIE, kept)
    assert not is_in(client)


def test_the_quick_exit_signs_out_and_shows_a_page_that_tells_nothing(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    answer = client.post("/leave")
    assert answer.headers["Location"] == "/calendar"
    page = client.page("/calendar")
    assert not any(word in page.get_text() for word in ("โอกาส", "Okat", "นิด"))
    assert page.find_all("a") == []
    assert not is_in(client)


@pytest.mark.parametrize(
    ("role", "on_shared", "rest"),
    [
        (None, False, timedelta(days=14)),
        (None, True, timedelta(minutes=30)),
        (Role.OFFICER, False, timedelta(minutes=30)),
    ],
)
def test_a_session_rests_as_long_as_its_owner_may(
    client: Client, db: object, role: Role | None, on_shared: bool, rest: timedelta
) -> None:
    account, begun = make_staff(role) if role else make_account(), clock.now()
    with clock.frozen(begun):
        enter(client, account, shared=on_shared)
    stale = client.get_cookie(web_session.COOKIE).value
    with clock.frozen(begun + rest - timedelta(seconds=5)):
        assert is_in(client)
    client.set_cookie(web_session.COOKIE, stale)
    with clock.frozen(begun + rest + timedelta(seconds=5)):
        assert not is_in(client)


def test_being_active_keeps_a_session_until_its_last_hour(client: Client, db: object) -> None:
    officer, begun = make_staff(Role.OFFICER), clock.now()
    with clock.frozen(begun):
        enter(client, officer)
    for quarter in range(1, 48):
        with clock.frozen(begun + timedelta(minutes=15 * quarter)):
            assert is_in(client)
    with clock.frozen(begun + timedelta(hours=12, seconds=5)):
        assert not is_in(client)


@pytest.mark.parametrize("change", ["drop", "flip", "stamp", "accent", "empty", "many"])
def test_a_changed_cookie_opens_nothing(client: Client, nid: Account, change: str) -> None:
    client.sign_in(nid)
    secret, stamp, mark = client.get_cookie(web_session.COOKIE).value.split(".")
    changed = {
        "drop": f"{secret}.{stamp}",
        "flip": f"{secret}.{stamp}.{'0' if mark[0] != '0' else '1'}{mark[1:]}",
        "stamp": f"{secret}.{int(stamp) + 1000}.{mark}",
        "accent": f"{secret}.{stamp}.\u00e9{mark[1:]}",
        "empty": "..",
        "many": "a.b.c.d",
    }
    client.set_cookie(web_session.COOKIE, changed[change])
    assert not is_in(client)


def test_a_revoked_role_is_gone_at_the_next_request(client: Client, db: object) -> None:
    officer = make_staff(Role.OFFICER)
    client.sign_in(officer)
    assert sessions.load_actor(officer).has(Role.OFFICER)
    with clock.frozen(clock.now() + timedelta(days=1)):
        for row in session.query(sessions.Membership):
            row.ends_on = clock.today() - timedelta(days=1)
        session.commit()
        assert not sessions.load_actor(officer).has(Role.OFFICER)


def test_devices_are_listed_and_ended_by_their_owner_alone(client: Client, nid: Account) -> None:
    other, stranger = client.application.test_client(), make_account("คนอื่น")
    other.sign_in(nid)
    phone = session.query(LoginSession).one().ref
    client.sign_in(stranger)
    assert client.post(f"/account/sessions/{phone}/end").status_code == 404
    assert is_in(other)
    client.sign_in(nid)
    assert len(client.page("/account").select("ul.flow > li")) == 2
    assert client.post(f"/account/sessions/{phone}/end").status_code == 303
    assert not is_in(other)
    assert is_in(client)


def test_all_other_devices_end_at_once(client: Client, nid: Account) -> None:
    others = [client.application.test_client() for _ in range(3)]
    for other in others:
        other.sign_in(nid)
    client.sign_in(nid)
    assert client.post("/account/sessions/end-others").status_code == 303
    assert [is_in(other) for other in others] == [False] * 3
    assert is_in(client)


def test_the_cookie_holds_no_name_and_the_table_no_secret(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    cookie = client.get_cookie(web_session.COOKIE).value
    row = session.query(LoginSession).one()
    assert client.secret not in (row.token_hash, row.ref)
    assert nid.ref not in cookie
    assert len(client.secret) >= 43
