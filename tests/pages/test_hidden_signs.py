"""Signs nobody sees: taken out, told at the field, and nothing else of what was typed is lost."""

import pytest
from werkzeug.datastructures import MultiDict

from blueprints.account.forms import SignUpForm
from blueprints.forms import HIDDEN
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")
TYPED = {"login": "0812345678", "password": "ฝนตกที่หน้าต่าง"}


@pytest.mark.parametrize("hidden", ["\x00", "\u202e", "\u202d", "\u2067", "\u061c", "\x1b", "\x85"])
def test_what_deceives_is_told_at_its_field_and_taken_out(hidden: str, client: Client) -> None:
    answer = client.post("/sign-up", data={**TYPED, "nickname": f"นู{hidden}รีน"})
    assert answer.status_code == 422
    page = read_page(answer)
    field = page.select_one("#nickname")
    assert field is not None
    assert field["value"] == "นูรีน"
    assert field["aria-invalid"] == "true"
    assert "อักขระซ่อน" in page.get_text()
    assert page.select_one("#login")["value"] == TYPED["login"]
    assert client.post("/sign-up", data={**TYPED, "nickname": str(field["value"])}).status_code == 303


@pytest.mark.parametrize("around", ["\u202a{}\u202c", "\ufeff{}", "{}\u200b", "\u2068{}\u2069", " {}\r\n"])
def test_what_phones_put_around_words_needs_no_word(around: str, client: Client) -> None:
    assert client.post("/sign-up", data={**TYPED, "login": around.format(TYPED["login"])}).status_code == 303


def test_secrets_and_fields_nobody_reads_are_left_alone(client: Client) -> None:
    with client.application.test_request_context():
        form = SignUpForm(MultiDict({**TYPED, "password": "ฝนตกที่\u202eหน้าต่าง", "next": "/\x00"}))
        assert form.validate()
        assert str(HIDDEN) not in [message for _, message in form.problems()]
