"""The two worlds of the access matrix."""

import pytest

from tests.access.world import both


@pytest.fixture
def sides(app, database):
    """What is one's own, and the same of strangers in another province."""
    return both(database, app.config["OKAT"].uploads)
