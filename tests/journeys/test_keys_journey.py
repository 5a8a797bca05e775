"""The officer's keys do the same whatever letters are written with them."""

import re

import pytest
from playwright.sync_api import expect

from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import make_enrolment, make_staff
from tests.fixtures.browser import Visit, whole

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]

LATIN = {"j": ("j", "KeyJ"), "k": ("k", "KeyK"), "a": ("a", "KeyA"), "r": ("r", "KeyR"), "?": ("?", "Slash")}
KEDMANEE = {"j": ("่", "KeyJ"), "k": ("า", "KeyK"), "a": ("ฟ", "KeyA"), "r": ("พ", "KeyR"), "?": ("ฦ", "Slash")}
PRESS = """([key, code, shiftKey]) => (document.activeElement ?? document.body)
  .dispatchEvent(new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true }))"""


@pytest.mark.parametrize("layout", [LATIN, KEDMANEE], ids=["latin", "kedmanee"])
def test_the_keys_of_the_queue_and_of_a_request(visit: Visit, layout: dict[str, tuple[str, str]]) -> None:
    requests = [make_enrolment("provider_accepted") for _ in range(3)]
    page = visit(make_staff(Role.OFFICER), path="/office/queue", width=1280)

    def press(name: str) -> None:
        page.evaluate(PRESS, [*layout[name], name == "?"])

    def here(at: int) -> None:
        expect(page.locator("[data-row]").nth(at)).to_have_class(re.compile("is-here"))

    first = 0 if page.locator("[data-row]").first.evaluate("row => row.classList.contains('is-here')") else -1
    press("j")
    press("j")
    here(first + 2)
    press("k")
    here(first + 1)
    press("?")
    expect(page.locator("dialog[data-keys-help][open]")).to_be_visible()
    page.goto(f"/office/enrolments/{requests[0].ref}")
    whole(page)
    for name, decision in (("a", "approve"), ("r", "return")):
        page.locator("h1").first.click()
        press(name)
        expect(page.locator(f"[name=decision][value={decision}]")).to_be_checked()
    db.rollback()
