"""Writes come from our own pages: without their token, or from elsewhere, nothing happens."""

import pytest
from flask import Flask

from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import make_staff
from tests.fixtures.addresses import writable
from tests.fixtures.client import Client


def test_every_write_without_a_token_is_refused(app: Flask, client: Client) -> None:
    client.sign_in(make_staff(Role.OFFICER))
    refused = {name: client.post(path, csrf=False).status_code for name, path in writable(app)}
    assert {name: status for name, status in refused.items() if status != 403} == {}
    assert refused


def test_every_write_without_a_token_is_refused_to_strangers(app: Flask, client: Client) -> None:
    refused = {name: client.post(path, csrf=False).status_code for name, path in writable(app)}
    assert {name: status for name, status in refused.items() if status != 403} == {}


ELSEWHERE = ("https://evil.example", "http://localhost.evil.example", "http://localhost:81", "x")


def test_every_write_from_elsewhere_is_refused_in_spite_of_its_token(app: Flask, client: Client, full: bool) -> None:
    client.sign_in(make_staff(Role.OFFICER))
    refused = {}
    for number, (name, path) in enumerate(writable(app)):
        # One place a write, in turn, is as good as all of them: what refuses stands before every view.
        for origin in ELSEWHERE if full else ELSEWHERE[number % len(ELSEWHERE) :][:1]:
            refused[name, origin] = client.post(path, headers={"Origin": origin}).status_code
    assert {asked: status for asked, status in refused.items() if status != 403} == {}
    assert {origin for _, origin in refused} == set(ELSEWHERE)


@pytest.mark.parametrize("token", ["", "x", "é" * 64, "0" * 64, "\x00", "๑" * 64])
def test_a_wrong_token_is_refused_and_never_an_error(client: Client, db: object, token: str) -> None:
    assert client.post("/sign-out", csrf=False, data={"csrf_token": token}).status_code == 403


def test_the_token_of_one_browser_is_worth_nothing_in_another(client: Client, db: object) -> None:
    token = client.sign_in(make_staff(Role.OFFICER)).csrf_token()
    other = client.application.test_client()
    other.sign_in(make_staff(Role.OFFICER))
    assert other.post("/sign-out", csrf=False, data={"csrf_token": token}).status_code == 403
    assert other.get("/account").status_code == 200


def test_the_form_of_a_page_carries_the_token_that_opens_it(client: Client, db: object) -> None:
    page = client.page("/sign-in")
    token = page.find("input", attrs={"name": "csrf_token"})["value"]
    answer = client.post(
        "/sign-in", csrf=False, data={"csrf_token": token, "login": "a@example.com", "password": "x" * 9}
    )
    assert answer.status_code == 422


def test_a_refused_write_changes_nothing(client: Client, db: object) -> None:
    officer = make_staff(Role.OFFICER)
    client.sign_in(officer)
    client.post("/account/details", csrf=False, data={"name": "ใหม่", "locale": "en"})
    session.refresh(officer)
    assert (officer.name, officer.locale) == ("วารุณี", "th")
