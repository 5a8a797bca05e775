"""A bar that reaches past a phone's screen shows the entry one is on, in whichever row of bars it stands."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from models.vocabulary import Role
from tests.factories.enrolments import make_staff

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]
Visit = Callable[..., Page]


@pytest.mark.parametrize("path", ["/office/concerns", "/office/agreements", "/office/law", "/office/claims"])
def test_the_entry_one_is_on_is_in_sight_at_360_pixels(visit: Visit, path: str) -> None:
    page = visit(make_staff(Role.OFFICER), path=path, width=360)
    marked = page.locator("header .nav [aria-current]")
    assert marked.count() == 2, "the group and the page in it"
    for one in marked.all():
        box = one.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    assert page.evaluate("window.scrollY") == 0, "the page itself stays where it is"
