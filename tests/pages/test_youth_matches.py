"""For you: only what fits, with reasons; what depends on an answer apart; what to change named."""

from typing import Any

import pytest
from sqlalchemy import event

from models.account import Account
from models.session import db
from models.youth import Youth
from tests.factories.enrolments import make_youth
from tests.factories.offers import BETONG, make_opportunity, make_placement
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def told(**given: Any) -> Youth:
    facts: dict[str, Any] = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike"}
    return make_youth(**(facts | {"profile_step": 7, "travel_minutes_max": 30} | given))


def visit(client: Client, youth: Youth) -> Client:
    return client.sign_in(db.get_one(Account, youth.account_id))


def titles(client: Client, path: str = "/youth/matches") -> list[str]:
    return [link.get_text() for link in client.page(path).select(".opp h3 a")]


def test_only_what_fits_is_listed(client: Client) -> None:
    make_opportunity(title_th="ใกล้")
    make_opportunity(title_th="ไกล", area_code=BETONG)
    make_opportunity(title_th="คนละภาษา", languages=["malay"])
    make_opportunity(title_th="วุฒิสูง", level_min=5)
    make_opportunity(title_th="เด็กกว่า", age_max=16)
    make_opportunity(title_th="เต็มแล้ว", seats=0)
    visit(client, told())
    assert titles(client) == ["ใกล้"]


def test_what_is_online_fits_from_anywhere(client: Client) -> None:
    make_opportunity(title_th="ออนไลน์", area_code=BETONG, mode="online")
    visit(client, told())
    assert titles(client) == ["ออนไลน์"]


def test_every_card_says_why(client: Client) -> None:
    make_placement()
    visit(client, told())
    reasons = [line.get_text() for line in client.page("/youth/matches").select(".opp .why li")]
    assert 1 <= len(reasons) <= 3


def test_what_depends_on_an_answer_stands_apart_with_the_way_to_answer_and_is_not_counted(client: Client) -> None:
    make_opportunity(title_th="ไม่ถาม")
    make_opportunity(title_th="ถามวุฒิ", level_min=2)
    visit(client, told(level=None))
    page = client.page("/youth/matches")
    assert "1" in page.h1.get_text()  # type: ignore[union-attr]
    apart = page.find("section", attrs={"aria-labelledby": "waiting"})
    assert [link.get_text() for link in apart.select(".opp h3 a")] == ["ถามวุฒิ"]  # type: ignore[union-attr]
    asked = apart.select_one(".opp .why a")["href"]  # type: ignore[union-attr,index]
    assert asked == "/youth/profile/ask/level?then=/youth/matches"
    client.post("/youth/profile/ask/level", data={"level": "2"})
    assert sorted(titles(client)) == ["ถามวุฒิ", "ไม่ถาม"]


def test_one_change_opens_more(client: Client) -> None:
    for _ in range(3):
        make_opportunity(supports=[])
    make_opportunity(title_th="มีคนดูแลลูก", supports=["childcare"])
    visit(client, told(support_needs=["childcare"]))
    opens = client.page("/youth/matches").select(".opens a")
    assert any("+3" in link.get_text() and link["href"].startswith("/youth/profile/5") for link in opens)


def test_an_empty_page_names_the_answer_that_closes_most(client: Client) -> None:
    for _ in range(3):
        make_opportunity(cost_per_month_satang=500_00)
    make_opportunity(times="mon 09:00-12:00", supports=[])
    visit(client, told(cost_per_month_max_satang=0))
    assert titles(client) != []
    visit(client, told(cost_per_month_max_satang=0, support_needs=["quiet"]))
    empty = client.page("/youth/matches").select_one(".empty a")
    assert empty is not None
    assert "/youth/profile/" in str(empty["href"])


def test_somebody_who_answered_nothing_is_led_to_the_first_question(client: Client) -> None:
    page = client.page("/youth/matches")
    assert page.select_one(".empty a")["href"] == "/youth/profile/1"  # type: ignore[index]


def test_long_lists_have_pages_that_never_overlap(client: Client) -> None:
    made = {make_opportunity(title_th=f"รุ่น {number:02}").title_th for number in range(25)}
    visit(client, told())
    first, second = titles(client), titles(client, "/youth/matches?page=2")
    assert (len(first), len(second)) == (20, 5)
    assert set(first) | set(second) == made


@pytest.mark.parametrize("page", ["0", "-3", "abc", "99999999999999"])
def test_odd_pages_are_the_nearest_page(client: Client, page: str) -> None:
    make_opportunity(title_th="ใกล้")
    visit(client, told())
    assert titles(client, f"/youth/matches?page={page}") == ["ใกล้"]


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_list(client: Client) -> None:
    youth = told()
    make_opportunity()
    visit(client, youth)
    client.page("/youth/matches")
    few = _statements(client)
    for _ in range(30):
        make_opportunity()
    client.page("/youth/matches")
    assert _statements(client) == few


def _statements(client: Client) -> int:
    seen: list[str] = []
    engine = db.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    client.page("/youth/matches")
    return len([asked for asked in seen if "max(listing.seq)" not in asked])
