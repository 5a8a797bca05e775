"""The two worlds of the access matrix."""

import pytest

from tests.access.world import RATCHABURI, build
from tests.factories.offers import SATENG


@pytest.fixture
def sides(app):
    """What is one's own, and the same of strangers in another province."""
    folder = app.config["OKAT"].uploads
    return build(SATENG, 1, folder), build(RATCHABURI, 2, folder)
