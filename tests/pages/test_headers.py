"""What every answer tells the browser: keep others out, keep nothing, load nothing from elsewhere."""

import re

import pytest
from flask import Flask

from models.vocabulary import Role
from tests.factories.enrolments import make_staff
from tests.fixtures.addresses import readable
from tests.fixtures.client import Client

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")


@pytest.mark.parametrize("signed_in", [False, True])
def test_every_answer_keeps_others_out(app: Flask, client: Client, signed_in: bool) -> None:
    if signed_in:
        client.sign_in(make_staff(Role.OFFICER))
    for path in [*readable(app), "/there-is-no-such-page"]:
        headers = client.get(path).headers
        assert {name: headers.get(name) for name in ALWAYS} == ALWAYS, path
        assert all(part in headers["Content-Security-Policy"] for part in POLICY), path
        assert "unsafe" not in headers["Content-Security-Policy"], path


def test_a_script_is_named_by_a_nonce_of_its_own_answer(client: Client, db: object) -> None:
    seen = set()
    for _ in range(3):
        answer = client.get("/sign-in")
        nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]
        assert f'nonce="{nonce}"' in answer.get_data(as_text=True)
        seen.add(nonce)
    assert len(seen) == 3


def test_what_somebody_sees_signed_in_is_kept_nowhere(app: Flask, client: Client) -> None:
    client.sign_in(make_staff(Role.OFFICER))
    for path in readable(app):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store" or path.startswith("/assets/"), path
        assert "Cookie" in headers["Vary"], path


def test_an_answer_with_a_cookie_is_kept_nowhere(client: Client, db: object) -> None:
    client.delete_cookie("okat-guest")
    answer = client.get("/sign-in")
    assert "okat-guest" in answer.headers["Set-Cookie"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_public_file_carries_nobodys_cookie(app: Flask, client: Client) -> None:
    client.sign_in(make_staff(Role.OFFICER))
    sheet = re.search(
        r'href="(/assets/[^"]+\.css)"', client.get("/sign-in?lang=th", follow_redirects=True).get_data(True)
    )
    answer = client.get(sheet[1])
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_no_page_loads_anything_from_elsewhere(app: Flask, client: Client) -> None:
    for path in readable(app):
        text = client.get(path).get_data(as_text=True)
        assert re.findall(r'(?:src|action)="(?:https?:)?//[^"]*"', text) == [], path
        assert re.findall(r'<link[^>]+href="(?:https?:)?//[^"]*"', text) == [], path


def test_other_methods_are_not_allowed(app: Flask, client: Client) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.open("/sign-in", method=method).status_code == 405


def test_an_address_with_a_nul_is_a_bad_request(client: Client, db: object) -> None:
    assert client.get("/areas?q=a%00b").status_code == 400
    assert client.get("/areas/%00").status_code == 400
