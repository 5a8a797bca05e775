"""axe-core finds nothing serious on any page of any role, at 360 px, and nothing is wider than the screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from models.account import Account
from models.session import db
from tests.access.pages_of import WALKERS, pages_of
from tests.access.test_matrix import identity_client
from tests.access.world import both

GRAVE = {"serious", "critical"}
FRAMES = ("header.top", "footer.foot")

pytestmark = [pytest.mark.journey, pytest.mark.only_sqlite]


@pytest.fixture
def sides(app, database):
    return both(database, app.config["OKAT"].uploads)


@pytest.mark.parametrize("identity", WALKERS)
def test_no_page_keeps_anybody_out(app, sides, visit, identity) -> None:
    axe, found = Axe(), []
    paths = list(pages_of(identity_client(app, sides, identity), identity, sides[0]))
    page = visit(None if identity == "anonymous" else db.get_one(Account, sides[0].accounts[identity]))
    for path in paths:
        page.goto(path)
        # What frames every page of a role is looked at on its first; the marks of where one is are the same everywhere.
        context = {"exclude": [[frame] for frame in FRAMES]} if path != paths[0] else None
        for violation in axe.run(page, context=context).response["violations"]:
            if violation["impact"] in GRAVE:
                targets = [node["target"] for node in violation["nodes"]][:3]
                found.append(f"{path}: {violation['id']} {targets}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{path}: wider than the screen")
    assert paths or identity == "committee"
    assert not found, "\n".join(found)
