"""Assets are named by their content, sent compressed, kept for a year, and small enough for a phone."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from blueprints import assets, guard

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server() -> Flask:
    app = Flask("wsgi", root_path=str(ROOT), static_folder=None)
    assets.install(app)
    return app


def url(server: Flask, name: str) -> str:
    return str(server.jinja_env.globals["asset_url"](name))  # type: ignore[operator]


def test_an_asset_is_kept_for_a_year_under_its_fingerprint(server: Flask) -> None:
    answer = server.test_client().get(url(server, "okat.css"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/css"


def test_an_unknown_fingerprint_is_not_found(server: Flask) -> None:
    assert server.test_client().get("/assets/okat-000000000000.css").status_code == 404


def test_text_is_sent_compressed_to_whoever_reads_it(server: Flask) -> None:
    browser = server.test_client()
    plain = browser.get(url(server, "icons.svg"))
    packed = browser.get(url(server, "icons.svg"), headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_what_a_browser_already_has_is_not_sent_again(server: Flask) -> None:
    browser = server.test_client()
    mark = browser.get(url(server, "okat.css")).headers["ETag"]
    assert browser.get(url(server, "okat.css"), headers={"If-None-Match": mark}).status_code == 304


@pytest.mark.parametrize("name", ["okat.css", "enhance.js"])
def test_every_asset_another_asset_names_is_there(server: Flask, name: str) -> None:
    text = server.test_client().get(url(server, name)).get_data(as_text=True)
    named = re.findall(r"/assets/[\w.-]+", text)
    assert named
    assert all(server.test_client().get(address).status_code == 200 for address in named)
    assert "../" not in text


def test_what_a_first_visit_loads_stays_within_its_budget(server: Flask) -> None:
    browser = server.test_client()
    scripts = [path.name for path in (ROOT / "static/js").glob("*.js")]

    def weight(*names: str) -> int:
        packed = {"Accept-Encoding": "gzip"}
        return sum(len(browser.get(url(server, name), headers=packed).data) for name in names)

    assert weight("okat.css") <= 10_000
    assert weight(*scripts) <= 8_000
    pictures = weight("icons.svg", "motifs.svg", "favicon.svg", "sarabun-400.woff2", "sarabun-700.woff2")
    assert weight("okat.css", *scripts) + pictures <= 70_000


def test_the_route_of_assets_is_open_to_all(server: Flask) -> None:
    view = server.view_functions["assets.send_asset"]
    assert vars(view)["okat_rule"] == guard.Rule("public", open_to_all=True)
