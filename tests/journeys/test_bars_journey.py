"""A bar that reaches past a phone's screen shows the entry one is on, in whichever row of bars it stands."""

import pytest
from playwright.sync_api import expect

from models.vocabulary import Role
from tests.factories.enrolments import make_staff
from tests.fixtures.browser import Visit

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("path", ["/office/concerns", "/office/agreements", "/office/law", "/office/claims"])
def test_the_entry_one_is_on_is_in_sight_at_360_pixels(visit: Visit, path: str) -> None:
    page = visit(make_staff(Role.OFFICER), path=path, width=360)
    marked = page.locator("header .nav [aria-current]")
    expect(marked, "the group and the page in it").to_have_count(2)
    for one in marked.all():
        box = one.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    assert page.evaluate("window.scrollY") == 0, "the page itself stays where it is"
