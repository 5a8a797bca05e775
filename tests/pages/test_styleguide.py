"""The styleguide stands in development and tests, and nowhere else."""

from flask import Flask

from tests.fixtures.client import Client


def test_the_styleguide_shows_every_component(client: Client) -> None:
    page = client.page("/styleguide")
    shown = {name for tag in page.find_all(class_=True) for name in tag["class"]}
    assert {"opp", "queue", "week", "week-view", "roll", "errors", "status", "timeline", "money", "facts"} <= shown


def test_the_styleguide_speaks_both_languages(client: Client) -> None:
    for locale in ("en", "th"):
        assert client.page(f"/styleguide?lang={locale}").find("html", lang=locale)


def test_the_sheet_is_a_page_of_its_own(client: Client) -> None:
    assert client.page("/styleguide/sheet").find(class_="paper")


def test_there_is_no_styleguide_in_production(client: Client, app: Flask) -> None:
    app.config["STYLEGUIDE"] = False
    try:
        assert client.get("/styleguide").status_code == 404
    finally:
        app.config["STYLEGUIDE"] = True
