"""Whoever reports too often is told in place whom to call: nobody has read what they wrote."""

import pytest
from sqlalchemy import update

from models.account import RateWindow
from models.session import db
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("text", ["หนูโดนข่มขืน", "ร้านยังไม่จ่ายเงิน", ""])
@pytest.mark.parametrize("path", ["/report", "/report/status", "/report/sent"])
def test_a_report_that_has_to_wait_shows_the_help_lines(client: Client, path: str, text: str) -> None:
    client.post(path, data={"kind": "other"})
    db.execute(update(RateWindow).values(hits=1_000))
    db.commit()
    answer = client.post(path, data={"kind": "danger", "text": text})
    page = read_page(answer)
    boxes = page.select("main [role=alert]")
    assert (answer.status_code, len(boxes)) == (429, 1)
    assert [one["href"] for one in boxes[0].select(".hotlines a")] == ["tel:1300", "tel:1387", "tel:191"]
    assert "ยังไม่มีใครได้อ่าน" in boxes[0].get_text()
    assert [area.get_text() for area in page.select("main textarea[readonly]")] == [text] * bool(text)


def test_too_many_tries_of_anything_else_are_no_danger(client: Client) -> None:
    typed = {"login": "a@example.com", "password": "guessed"}
    answers = [client.post("/sign-in", data=typed) for _ in range(30)]
    assert answers[-1].status_code == 429
    assert not read_page(answers[-1]).select("main [role=alert]")
