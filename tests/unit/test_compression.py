"""Pages travel compressed to whoever can read them, and say that they differ by that."""

import gzip

import pytest
from flask import Flask, Response

from blueprints import compression

PAGE = "<p>ครัวชุมชนตลาดเก่า</p>" * 200


@pytest.fixture
def server() -> Flask:
    app = Flask(__name__)
    compression.install(app)
    app.add_url_rule("/page", "page", lambda: PAGE)
    app.add_url_rule("/short", "short", lambda: "<p>โอกาส</p>")
    app.add_url_rule("/picture", "picture", lambda: Response(b"x" * 5000, mimetype="image/png"))
    return app


def test_a_page_is_compressed_for_who_asks(server: Flask) -> None:
    answer = server.test_client().get("/page", headers={"Accept-Encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data).decode() == PAGE
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(PAGE.encode()) / 10
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("asked", ["", "br", "gzip;q=0"])
def test_nobody_gets_what_they_cannot_read(server: Flask, asked: str) -> None:
    answer = server.test_client().get("/page", headers={"Accept-Encoding": asked})
    assert "Content-Encoding" not in answer.headers
    assert answer.get_data(as_text=True) == PAGE
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/short", "/picture"])
def test_what_gains_nothing_stays_as_it_is(server: Flask, path: str) -> None:
    answer = server.test_client().get(path, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_the_size_of_a_page_does_not_repeat(server: Flask) -> None:
    assert len({len(compression.packed(PAGE.encode())) for _ in range(40)}) > 5
