"""For you: only what fits, with reasons; what depends on an answer apart; what to change named."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from blueprints.session import LANG_COOKIE
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.kernel import clock, week
from marketplace.offers import search
from models.account import Account
from models.offer import Session
from models.session import db
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_youth
from tests.factories.offers import BETONG, SATENG, make_opportunity, make_placement
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def told(**given: Any) -> Youth:
    facts: dict[str, Any] = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike"}
    return make_youth(**(facts | {"profile_step": 7, "travel_minutes_max": 30} | given))


def visit(client: Client, youth: Youth) -> Client:
    return client.sign_in(db.get_one(Account, youth.account_id))


def titles(client: Client, path: str = "/youth/matches") -> list[str]:
    """Those of the list itself, not those that one change would open."""
    found = client.page(path).select(".opp h3 a")
    return [link.get_text() for link in found if link.find_parent("section", {"aria-labelledby": "tried"}) is None]


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


def test_what_was_asked_for_stands_last_and_says_so(client: Client) -> None:
    first, second = make_placement(title_th="งานดี"), make_opportunity(title_th="เรียน")
    youth = told()
    visit(client, youth)
    assert titles(client) == [first.title_th, second.title_th]
    make_enrolment("provider_review", youth=youth, opportunity=first)
    assert titles(client) == [second.title_th, first.title_th]
    tags = [tag.get_text() for tag in client.page("/youth/matches").select(".opp .tag")]
    assert tags == ["คุณสมัครไว้แล้ว"]


def test_a_request_that_has_ended_leaves_no_mark(client: Client) -> None:
    offer, youth = make_opportunity(), told()
    make_enrolment("withdrawn", youth=youth, opportunity=offer)
    visit(client, youth)
    assert client.page("/youth/matches").select(".opp .tag") == []


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
    assert any("+3" in link.get_text() and "if=support-childcare" in str(link["href"]) for link in opens)


def test_a_change_shows_the_list_as_if_it_were_so_with_exactly_the_new_ones_named_and_a_way_back(
    client: Client,
) -> None:
    for number in range(3):
        make_opportunity(title_th=f"ไม่มีคนดูแลลูก {number}", supports=[])
    make_opportunity(title_th="มีคนดูแลลูก", supports=["childcare"])
    youth = told(support_needs=["childcare"])
    visit(client, youth)
    page = client.page("/youth/matches?if=support-childcare")
    marked = [card.select_one("h3 a").get_text() for card in page.select(".opp") if card.select_one(".tag")]
    assert sorted(marked) == [f"ไม่มีคนดูแลลูก {number}" for number in range(3)]
    assert len(page.select(".opp")) == 4
    note = page.select_one(".note")
    assert [link["href"] for link in note.select("a")] == [
        "/youth/matches",
        "/youth/profile/5?then=/youth/matches",
    ]
    assert page.select(".opens") == []
    assert youth.support_needs == ["childcare"]


@pytest.mark.parametrize("odd", ["", "x", "support-", "support-ride", "part-99", "travel-60", "'--", "ก" * 300])
def test_a_change_that_this_life_cannot_make_is_no_change(client: Client, odd: str) -> None:
    make_opportunity(title_th="ใกล้")
    visit(client, told())
    page = client.page(f"/youth/matches?if={odd}")
    assert page.select(".tag") == []
    assert [link.get_text() for link in page.select(".opp h3 a")] == ["ใกล้"]


def test_the_number_beside_a_change_is_what_its_list_marks_also_when_narrowed(client: Client) -> None:
    for _ in range(2):
        make_opportunity(supports=[])
    make_placement(supports=[])
    make_placement(supports=["childcare"])
    visit(client, told(support_needs=["childcare"]))
    for narrowed in ("", "kind=placement", "paid=1", "kind=course&evening=1"):
        link = next(
            one for one in client.page(f"/youth/matches?{narrowed}").select(".opens a") if "childcare" in one["href"]
        )
        marked = client.page(str(link["href"])).select(".opp .tag")
        assert f"+{len(marked)} " in link.get_text()


def test_filters_stand_in_the_address_and_only_narrow(client: Client) -> None:
    change_setting(office_key_for(SATENG), two_step_review=False, provider_days=1, officer_days=1)
    make_opportunity(title_th="เย็นเรียน")
    make_opportunity(title_th="กลางวันเรียน", times="mon 09:00-12:00")
    make_opportunity(title_th="ออนไลน์", mode="online", starts_on=clock.today() + timedelta(days=40))
    make_placement(title_th="งาน")
    visit(client, told())
    everything = set(titles(client))
    assert everything == {"เย็นเรียน", "กลางวันเรียน", "ออนไลน์", "งาน"}
    assert set(titles(client, "/youth/matches?kind=placement")) == {"งาน"}
    assert set(titles(client, "/youth/matches?kind=placement&kind=course")) == everything
    assert set(titles(client, "/youth/matches?evening=1")) == {"เย็นเรียน", "ออนไลน์", "งาน"}
    assert set(titles(client, "/youth/matches?online=1")) == {"ออนไลน์"}
    assert set(titles(client, "/youth/matches?soon=1")) == {"เย็นเรียน", "กลางวันเรียน", "งาน"}
    assert set(titles(client, "/youth/matches?paid=1")) == {"งาน"}
    assert set(titles(client, "/youth/matches?kind=nonsense&sort=nonsense&paid=0")) == everything


def test_filters_that_leave_nothing_say_how_many_fit_without_them(client: Client) -> None:
    make_opportunity()
    visit(client, told())
    empty = client.page("/youth/matches?online=1&sort=money").select_one(".empty")
    assert "1" in empty.get_text()
    assert empty.select_one("a")["href"] == "/youth/matches?sort=money"


def test_a_list_may_be_sorted_by_what_matters_to_its_reader(client: Client) -> None:
    make_opportunity(title_th="ฟรี", starts_on=clock.today() + timedelta(days=3))
    make_placement(title_th="งาน", starts_on=clock.today() + timedelta(days=40))
    running = make_opportunity(title_th="เปิดอยู่", starts_on=clock.today() - timedelta(days=9), with_sessions=True)
    first = clock.today() + timedelta(days=50)
    db.query(Session).filter(Session.opportunity_id == running.id, Session.held_on < first).update({"cancelled": True})
    search.index(running)
    visit(client, told())
    assert titles(client, "/youth/matches?sort=money") == ["งาน", "ฟรี", "เปิดอยู่"]
    assert titles(client, "/youth/matches?sort=soon") == ["ฟรี", "งาน", "เปิดอยู่"]


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


LOOKS = ("max(listing.seq)", "seats_moved_at >=")
"""What the list asks once in a while, however long it is."""


def _statements(client: Client) -> int:
    seen: list[str] = []
    engine = db.get_bind()
    hear = lambda *given: seen.append(given[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", hear)
    client.page("/youth/matches")
    event.remove(engine, "before_cursor_execute", hear)
    return len([asked for asked in seen if not any(look in asked for look in LOOKS)])


ANSWERED: dict[int, dict[str, Any]] = {
    1: {"birth_date": "14 ก.พ. 2551"},
    2: {"area_code": "ต.สะเตง"},
    3: {"preset": "evenings"},
    4: {"interests": ["cooking"]},
    5: {},
    6: {"minutes": "30"},
    7: {"cost": "free"},
}


def test_seven_answers_in_thai_find_what_is_held_in_thai(client: Client) -> None:
    make_opportunity(title_th="ใกล้")
    make_opportunity(title_th="มลายู", languages=["malay"])
    for number, answer in ANSWERED.items():
        there = client.post(f"/youth/profile/{number}", data=answer).headers["Location"]
    assert there == "/youth/matches"
    page = client.page("/youth/matches")
    assert [link.get_text() for link in page.select(".opps")[0].select("h3 a")] == ["ใกล้"]
    apart = page.find("section", attrs={"aria-labelledby": "waiting"})
    assert [link.get_text() for link in apart.select(".opp h3 a")] == ["มลายู"]  # type: ignore[union-attr]


def test_who_answers_in_english_is_asked_for_their_languages_at_the_end(client: Client) -> None:
    client.set_cookie(LANG_COOKIE, "en")
    for number, answer in ANSWERED.items():
        there = client.post(f"/youth/profile/{number}", data=answer).headers["Location"]
    assert there == "/youth/profile/ask/languages"
    kept = client.post(there, data={"languages": ["english"]})
    assert kept.headers["Location"] == "/youth/matches"


def test_where_no_single_change_opens_anything_the_closest_say_all_that_stands_in_the_way(client: Client) -> None:
    make_opportunity(title_th="สองข้อ", supports=[])
    make_opportunity(title_th="สามข้อ", supports=[], times="mon 02:00-04:00")
    make_opportunity(title_th="เด็กกว่า", supports=[], age_max=16)
    days = week.to_bytes(week.mask(week.parse(";".join(f"{day} 06:00-22:00" for day in ("mon", "tue", "wed")))))
    visit(client, told(support_needs=["childcare", "sign_language"], free_mask=days))
    page = client.page("/youth/matches")
    closest = page.find("section", attrs={"aria-labelledby": "closest"})
    cards = {card.select_one("h3 a").get_text(): len(card.select(".is-no")) for card in closest.select(".opp")}  # type: ignore[union-attr]
    assert cards == {"สองข้อ": 2, "สามข้อ": 3}
    assert list(cards) == ["สองข้อ", "สามข้อ"]
    visit(client, told(support_needs=["childcare"]))
    assert not client.page("/youth/matches").find(id="closest")


@pytest.mark.parametrize("fits", [0, 2, 3])
def test_where_hardly_anything_fits_the_first_of_the_best_change_are_shown(fits: int, client: Client) -> None:
    for number in range(fits):
        make_opportunity(title_th=f"มีคนดูแล {number}", supports=["childcare"])
    for _ in range(5):
        make_opportunity(supports=[])
    visit(client, told(support_needs=["childcare"]))
    page = client.page("/youth/matches")
    shown = page.find("section", attrs={"aria-labelledby": "tried"})
    if fits == 3:
        assert shown is None
        return
    assert shown is not None
    assert len(shown.select(".opp h3 a")) == 3
    assert {tag.get_text() for tag in shown.select(".opp .tag")} == {"ได้เพราะเปลี่ยนข้อนี้"}
    assert "if=support-childcare" in str(shown.select_one("p a")["href"])
    assert "+5" in shown.get_text()
    assert client.page("/youth/matches?if=support-childcare").find("section", {"aria-labelledby": "tried"}) is None
