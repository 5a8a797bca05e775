"""Files far too large on the served program: refused at their field, with what was typed, and never held whole."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from marketplace.kernel.sizes import MB
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import make_provider
from tests.factories.offers import make_organisation
from tests.faults.served import Served, children
from tests.fixtures.client import Client
from tests.fixtures.databases import TestDatabase

pytestmark = [pytest.mark.only_sqlite, pytest.mark.usefixtures("database")]
NUMBER = "กศ 77/2569"
MOST_HELD = 40 * MB
"""What the processes together may take more while a photo of 60 MB comes in."""


@pytest.fixture
def served(app: Flask, database: TestDatabase, tmp_path: Path) -> Iterator[Served]:
    found = Served(app.config["OKAT"], tmp_path / "served", database.url)
    yield found
    found.kill()


def most_held(served: Served) -> int:
    """The most memory of its own each process that answers has ever held, all together; files it maps do not count."""
    assert served.process is not None
    ours = [served.process.pid]
    for pid in ours:
        ours += children(pid)
    lines = [line for pid in ours for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    held = {"VmHWM:": 1024, "RssFile:": -1024, "RssShmem:": -1024}
    return sum(int(line.split()[1]) * held.get(line.split()[0], 0) for line in lines if line.startswith(("VmH", "Rss")))


def send(
    served: Served, browser: Client, path: str, content: bytes, times: int, name: str
) -> tuple[int, BeautifulSoup]:
    """Post the form as a browser without scripts does: in pieces, the text first, then the file."""
    fields = {"document": "registration", "number": NUMBER, "csrf_token": browser.csrf_token()}
    head = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{said}\r\n' for key, said in fields.items()
    )
    head += f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    first, last = head.encode(), b"\r\n--b--\r\n"
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=120)
    line.putrequest("POST", path)
    cookie = "; ".join(f"{one.key}={one.value}" for one in browser._cookies.values())
    for header, value in (
        ("Content-Type", "multipart/form-data; boundary=b"),
        ("Content-Length", str(len(first) + len(content) * times + len(last))),
        ("Cookie", cookie),
        ("Origin", served.address),
    ):
        line.putheader(header, value)
    line.endheaders()
    line.send(first)
    for _ in range(times):
        line.send(content)
    line.send(last)
    answer = line.getresponse()
    page = BeautifulSoup(answer.read(), "html.parser")
    line.close()
    return answer.status, page


def test_a_photo_of_60_megabytes_an_svg_and_a_polyglot_end_at_their_field_with_everything_typed(app, served) -> None:
    organisation = make_organisation()
    browser = app.test_client().sign_in(make_provider(organisation.id, Role.PROVIDER_ADMIN))
    db.commit()
    served.start()
    path = f"/provider/organisation/{organisation.ref}/papers"
    svg, pdf = (
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF\n",
    )
    send(served, browser, path, svg, 1, "a.svg")
    before = most_held(served)
    for content, times, name, said in (
        (b"\xff\xd8" + b"x" * (MB - 2), 60, "ใหญ่.jpg", "60 MB"),
        (svg, 1, "รูป.svg", "JPG"),
        (svg, 1, "รูป.jpg", "JPG"),
        (pdf, 1, "ใบ.pdf", "PDF"),
    ):
        status, page = send(served, browser, path, content, times, name)
        assert (status, name) == (422, name)
        assert said in page.find(id="files-error").get_text()
        assert page.find("input", id="number")["value"] == NUMBER
        assert page.select_one("#document option[selected]")["value"] == "registration"
    assert most_held(served) - before < MOST_HELD


def test_what_is_beyond_the_bound_is_read_past_and_answered_with_a_page_that_says_what_to_do(app, served) -> None:
    organisation = make_organisation()
    browser = app.test_client().sign_in(make_provider(organisation.id, Role.PROVIDER_ADMIN))
    db.commit()
    served.start()
    path = f"/provider/organisation/{organisation.ref}/papers"
    status, page = send(served, browser, path, b"x" * MB, 120, "a.mp4")
    assert status == 413
    assert "120.1 MB" in page.get_text()
    assert "10 MB" in page.get_text()
    assert [link for link in page.select("main a") if link["href"] == path]
