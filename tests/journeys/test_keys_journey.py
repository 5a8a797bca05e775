"""The officer's keys do the same whatever letters are written with them."""

import pytest

from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import make_enrolment, make_staff
from tests.fixtures.browser import Visit

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

    def here() -> int:
        rows = page.locator("[data-row]").all()
        return next((at for at, row in enumerate(rows) if "is-here" in (row.get_attribute("class") or "")), -1)

    first = here()
    press("j")
    press("j")
    assert here() == first + 2
    press("k")
    assert here() == first + 1
    press("?")
    assert page.locator("[data-keys-help]").evaluate("dialog => dialog.open")
    page.goto(f"/office/enrolments/{requests[0].ref}")
    for name, decision in (("a", "approve"), ("r", "return")):
        page.locator("h1").first.click()
        press(name)
        assert page.locator(f"[name=decision][value={decision}]").is_checked()
    db.rollback()
