"""The reference page of the steward names every rate there is."""

import pytest

from marketplace.matching.travel import rate_table
from models.vocabulary import Role
from tests.factories.enrolments import make_staff
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def test_every_rate_behind_matching_stands_on_the_page_by_a_name(client: Client) -> None:
    client.sign_in(make_staff(Role.STEWARD))
    said = client.page("/steward/").get_text()
    assert "น้ำหนักสำหรับคนที่มีทางเลือกน้อย" in said
    assert all(row.facts["value"] in said for row in rate_table().rows)
