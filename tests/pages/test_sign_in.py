"""Signing in: one answer for every way of being wrong, one way of being right, and only our own pages after it."""

from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from blueprints.account.onward import own_path
from marketplace.access import limits
from marketplace.people import accounts, passwords
from models.account import Account, LoginSession
from models.session import db as session
from tests.fixtures.client import Client, read_page

PASSWORD = "ฝนตกที่หน้าต่าง"

ELSEWHERE = """
//evil.example
///evil.example
////evil.example/account
/\\evil.example
\\\\evil.example
\\/evil.example
/\\/evil.example
https://evil.example
https:evil.example
https:/evil.example
http://evil.example/account
HTTP://EVIL.EXAMPLE
ftp://evil.example
javascript:alert(1)
java\tscript:alert(1)
JaVaScRiPt:alert(1)
data:text/html,x
vbscript:x
mailto:a@evil.example
evil.example
evil.example/account
@evil.example
/@evil.example
/account@evil.example
user@/account
.evil.example
/.evil.example
/%2fevil.example
/%2Fevil.example/account
/%5cevil.example
/%5Cevil.example
/%252fevil.example
/account/%2e%2e//evil.example
/../evil.example
/account/../../evil.example
/%0d%0aLocation:%20https://evil.example
/account%0d%0aSet-Cookie:x=y
/account\r\nSet-Cookie: x=y
\t//evil.example
 //evil.example
/\t/evil.example
/ /evil.example
/\u200b/evil.example
/\uff0fevil.example
\uff0f\uff0fevil.example
/\u2044evil.example
/account\\@evil.example
/nowhere-here
/sign-out
#//evil.example
?next=//evil.example
""".strip("\n").split("\n")


@pytest.fixture
def nid(db: object) -> Account:
    made = accounts.create_account(login="081-234-5678", name="นิด", password=PASSWORD)
    session.commit()
    return made


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/sign-in", data={"login": login, "password": password, **more})


@pytest.mark.parametrize("spelling", ["0812345678", "081-234-5678", "+66 81 234 5678", "๐๘๑ ๒๓๔ ๕๖๗๘", "66812345678"])
def test_a_phone_number_opens_in_every_spelling(client: Client, nid: Account, spelling: str) -> None:
    assert sign_in(client, spelling).status_code == 303


def test_an_email_opens_whatever_its_capitals(client: Client, db: object) -> None:
    accounts.create_account(login="Nid@Example.com", password=PASSWORD)
    assert sign_in(client, " nid@example.COM ").status_code == 303


def test_a_thai_password_opens_in_either_unicode_form(client: Client, db: object) -> None:
    accounts.create_account(login="caf@example.com", password="cafe\u0301 in the rain")
    assert sign_in(client, "caf@example.com", "caf\u00e9 in the rain").status_code == 303


def test_the_unknown_the_wrong_and_the_closed_get_the_same_answer(client: Client, nid: Account) -> None:
    closed = accounts.create_account(login="closed@example.com", password=PASSWORD)
    accounts.disable(closed, by=accounts.SYSTEM)
    unset = accounts.create_account(login="unset@example.com")
    assert unset.password_hash is None
    answers = [
        sign_in(client, "0812345678", "another password"),
        sign_in(client, "0899999999"),
        sign_in(client, "closed@example.com"),
        sign_in(client, "unset@example.com"),
        sign_in(client, "not a login"),
    ]
    assert {answer.status_code for answer in answers} == {422}
    said = {read_page(answer).find("div", class_="errors").get_text() for answer in answers}
    assert len(said) == 1
    assert not any("Set-Cookie" in answer.headers for answer in answers)


def test_the_unknown_costs_as_much_work_as_the_wrong(nid: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            judged.append(str(hash).rpartition("$")[0].rpartition("$")[0])  # the work asked for, without salt and sum
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    accounts.create_account(login="unset@example.com")
    for login in ("0812345678", "0899999999", "unset@example.com"):
        assert accounts.authenticate(login, "another password") is None
    assert len(judged) == 3
    assert len(set(judged)) == 1


def test_what_was_typed_stays_but_not_the_password(client: Client, nid: Account) -> None:
    page = read_page(sign_in(client, "081 234 5678", "another password"))
    assert page.find("input", attrs={"name": "login"})["value"] == "081 234 5678"
    assert not page.find("input", attrs={"name": "password"}).get("value")


def test_a_shared_phone_gets_a_cookie_that_ends_with_the_browser(client: Client, nid: Account) -> None:
    shared = sign_in(client, "0812345678", shared_device="y").headers["Set-Cookie"]
    own = sign_in(client.application.test_client(), "0812345678").headers["Set-Cookie"]
    assert "Max-Age" not in shared
    assert "Max-Age" in own
    for cookie in (shared, own):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie


def test_signing_in_ends_the_session_this_browser_had(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    before = session.query(LoginSession).one().id
    assert sign_in(client, "0812345678").status_code == 303
    session.expire_all()
    rows = {row.id: row.revoked_at for row in session.query(LoginSession)}
    assert rows.pop(before) is not None
    assert list(rows.values()) == [None]


def test_somebody_signed_in_needs_no_sign_in_page(client: Client, nid: Account) -> None:
    client.sign_in(nid)
    assert client.get("/sign-in").status_code == 303
    assert client.get("/sign-up").status_code == 303


def test_the_way_on_leads_back_to_the_page_that_asked(client: Client, nid: Account) -> None:
    asked = client.get("/account/password?x=1")
    assert asked.status_code == 303
    page = client.page(asked.headers["Location"])
    onward = page.find("input", attrs={"name": "next"})["value"]
    assert sign_in(client, "0812345678", next=onward).headers["Location"] == "/account/password?x=1"


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_the_way_on_never_leaves_the_house(app: Flask, wanted: str) -> None:
    with app.test_request_context():
        assert own_path(wanted) is None


@pytest.mark.parametrize("wanted", ["/account", "/account?x=a%20b&y=1", "/account#part", "/areas?q=%E0%B8%81"])
def test_the_way_on_keeps_pages_of_the_house(app: Flask, wanted: str) -> None:
    with app.test_request_context():
        assert own_path(wanted) == wanted


def test_a_way_out_in_the_form_leads_to_the_first_page(client: Client, nid: Account) -> None:
    onward = sign_in(client, "0812345678", next="//evil.example").headers["Location"]
    assert onward.startswith("/")
    assert "evil" not in onward


def guesses(client: Client, times: int, address: str) -> list[int]:
    """Wrong passwords for one login from one address."""
    at = {"REMOTE_ADDR": address}
    wrong = [{"login": "081-234-5678", "password": f"guess number {n}"} for n in range(times)]
    return [client.post("/sign-in", data=each, environ_overrides=at).status_code for each in wrong]


def test_guessing_ends_after_ten_tries_and_the_neighbours_still_get_in(client: Client, nid: Account) -> None:
    accounts.create_account(login="neighbour@example.com", password=PASSWORD)
    tries = [sign_in(client, "081-234-5678", f"guess number {n}").status_code for n in range(limits.SIGN_IN.times + 1)]
    assert tries == [422] * limits.SIGN_IN.times + [429]
    assert sign_in(client, "+66812345678").status_code == 429
    assert sign_in(client, "neighbour@example.com").status_code == 303


def test_signing_in_rightly_counts_for_nothing(client: Client, nid: Account) -> None:
    for _ in range(limits.SIGN_IN.times * 2):
        assert sign_in(client.application.test_client(), "0812345678").status_code == 303
    assert guesses(client, limits.SIGN_IN.times - 1, "127.0.0.1") == [422] * (limits.SIGN_IN.times - 1)
    assert sign_in(client.application.test_client(), "0812345678").status_code == 303
    assert guesses(client, limits.SIGN_IN.times, "127.0.0.1") == [422] * limits.SIGN_IN.times


def test_nobody_elsewhere_can_lock_a_person_out(client: Client, nid: Account) -> None:
    for number in range(8):
        guesses(client, limits.SIGN_IN.times + 1, f"10.0.0.{number}")
    assert sign_in(client, "0812345678").status_code == 303


def test_a_login_guessed_from_everywhere_leaves_each_address_fewer_tries(client: Client, nid: Account) -> None:
    for number in range(limits.GUESSED_FACTOR):
        guesses(client, limits.SIGN_IN.times, f"10.0.0.{number}")
    slowed = [422] * limits.SLOWED_TIMES + [429]
    assert guesses(client, limits.SLOWED_TIMES + 1, "10.0.1.1") == slowed
    assert guesses(client, limits.SLOWED_TIMES, "2001:db8:1:2::1") == [422] * limits.SLOWED_TIMES
    assert guesses(client, 1, "2001:db8:1:2:ffff::9") == [429], "a network is one address"
    assert sign_in(client, "0812345678").status_code == 303


@pytest.mark.parametrize(
    "login", ["", "  ", "x" * 5000, "a\x00b", "'; drop table account;--", "๐" * 300, "@", "\u202e"]
)
def test_nonsense_is_refused_and_never_an_error(client: Client, db: object, login: str) -> None:
    assert sign_in(client, login, "x" * 200_000).status_code == 422


def test_a_refused_sign_in_is_logged_without_the_login(
    client: Client, nid: Account, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="okat.access"):
        sign_in(client, "0812345678", "another password")
    assert "sign-in refused" in caplog.text
    assert "0812345678" not in caplog.text
    assert "another password" not in caplog.text
