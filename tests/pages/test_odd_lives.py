"""Lives that make no sense: every page that matches says something sensible, and none falls over."""

from datetime import date
from typing import Any

import pytest

from marketplace.kernel import week
from models.account import Account
from models.session import db
from models.vocabulary import Role, Support
from tests.factories.enrolments import make_staff, make_youth
from tests.factories.offers import make_opportunity, make_placement
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")

ODD: dict[str, dict[str, Any]] = {
    "an empty week": {"free_mask": week.to_bytes(week.EMPTY)},
    "older than anybody": {"birth_date": date(1880, 1, 1)},
    "not born yet": {"birth_date": date(2590, 1, 1)},
    "no birth date and no level": {"birth_date": None, "level": None},
    "no location": {"lat": None, "lon": None, "no_area": True},
    "10,000 skills": {"skills": [f"s{number}" for number in range(10_000)]},
    "limits that contradict": {
        "travel_minutes_max": 0, "cost_per_month_max_satang": 0, "need_per_month_satang": 10**9, "languages": [],
        "support_needs": [each.value for each in Support], "transport": "none",
    },
    "needs nobody has heard of": {"support_needs": ["unheard_of"], "interests": ["x" * 200]},
}  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_life_gets_a_sensible_page_everywhere(client: Client, odd: str) -> None:
    offer, _ = make_opportunity(supports=["childcare"]), make_placement()
    facts: dict[str, Any] = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike"}
    given = dict(ODD[odd])
    homeless = given.pop("no_area", False)
    youth = make_youth(**(facts | {"profile_step": 7, "travel_minutes_max": 60} | given))
    if homeless:
        youth.area_code = None
        db.flush()
    client.sign_in(db.get_one(Account, youth.account_id))
    for path in (
        "/youth/matches",
        "/youth/matches?sort=near&paid=1&near=1",
        f"/opportunities/{offer.ref}",
        f"/youth/apply/{offer.ref}",
    ):
        page = client.page(path)
        assert page.h1 is not None
        assert page.h1.get_text(strip=True)
    if homeless:
        return
    client.sign_in(make_staff(Role.OFFICER))
    for path in (f"/office/youth/{youth.ref}/shortlist", f"/office/youth/{youth.ref}/shortlist?show=rejected"):
        assert client.page(path).h1 is not None


def test_an_empty_week_says_what_closes_and_how_to_change_it(client: Client) -> None:
    make_opportunity()
    youth = make_youth(
        languages=["thai"], level=2, has_documents=True, transport="bike", profile_step=7,
        free_mask=week.to_bytes(week.EMPTY),
    )  # fmt: skip
    client.sign_in(db.get_one(Account, youth.account_id))
    page = client.page("/youth/matches")
    assert page.select_one(".empty a") is not None
    assert all(one.find_parent("section").select_one("#closest") for one in page.select(".opp"))
