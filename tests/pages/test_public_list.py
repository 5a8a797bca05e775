"""The public list as anybody meets it: words, filters, empty answers, and addresses nobody meant."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from marketplace.kernel import clock, week
from models.account import Account
from models.session import db
from models.vocabulary import OpportunityState
from tests.factories.enrolments import make_youth
from tests.factories.offers import BETONG, SATENG, make_opportunity, make_placement
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def titles(page: BeautifulSoup) -> list[str]:
    return [link.get_text(" ", strip=True) for link in page.select(".opp h3 a")]


def gains(page: BeautifulSoup) -> list[str]:
    return [tag.get_text() for tag in page.select(".opens b")]


def test_anybody_sees_what_is_published(client: Client) -> None:
    make_opportunity(title_th="ทำขนมไทย")
    make_opportunity(title_th="ยังเขียนอยู่", state=OpportunityState.DRAFT)
    make_opportunity(title_th="ปิดรับไปแล้ว", apply_by=clock.today() - timedelta(days=1))
    for path in ("/", "/opportunities"):
        assert titles(client.page(path)) == ["ทำขนมไทย"]


def test_english_readers_see_english_titles(client: Client) -> None:
    make_opportunity(title_th="ทำขนมไทย", title_en="Thai sweets")
    assert titles(client.page("/opportunities?lang=en")) == ["Thai sweets"]


def test_words_find_what_they_mean(client: Client) -> None:
    make_opportunity(title_th="ตัดเย็บเสื้อผ้า")
    make_opportunity(title_th="ปลูกผักโรงเรือน")
    assert titles(client.page("/opportunities", query_string={"q": "เสื้อผ้า"})) == ["ตัดเย็บเสื้อผ้า"]


def test_switches_and_marks_narrow_and_the_address_keeps_them(client: Client) -> None:
    make_placement(title_th="งานครัว")
    make_opportunity(title_th="เรียนฟรี", supports=["childcare"])
    assert titles(client.page("/opportunities?paid=1")) == ["งานครัว"]
    assert titles(client.page("/opportunities?support=childcare")) == ["เรียนฟรี"]
    page = client.page("/opportunities?kind=course&kind=placement&paid=1")
    assert page.select_one('input[name="paid"]').has_attr("checked")  # type: ignore[union-attr]
    assert len(page.select('input[name="kind"][checked]')) == 2


def test_only_marks_that_are_there_are_offered_with_their_number(client: Client) -> None:
    make_opportunity()
    make_opportunity()
    make_placement()
    page = client.page("/opportunities")
    boxes = {box["value"]: box.parent.get_text(strip=True) for box in page.select('input[name="kind"]')}  # type: ignore[union-attr]
    assert set(boxes) == {"course", "placement"}
    assert "(2)" in boxes["course"]
    assert "(1)" in boxes["placement"]


def test_near_means_near_and_farther_is_offered(client: Client) -> None:
    make_opportunity(title_th="ใกล้บ้าน", area_code=SATENG)
    make_opportunity(title_th="ไกลมาก", area_code=BETONG)
    page = client.page(f"/opportunities?area={SATENG}&near=1")
    assert titles(page) == ["ใกล้บ้าน"]
    assert titles(client.page(f"/opportunities?area={SATENG}&sort=near")) == ["ใกล้บ้าน"]
    assert titles(client.page("/opportunities?area=95&sort=near"))


def test_a_place_may_be_written_by_name(client: Client) -> None:
    make_opportunity(title_th="ที่เบตง", area_code=BETONG)
    make_opportunity(title_th="ที่สะเตง", area_code=SATENG)
    assert titles(client.page("/opportunities", query_string={"area": "อำเภอเบตง"})) == ["ที่เบตง"]


def test_ones_own_hours_decide_what_fits(client: Client) -> None:
    make_opportunity(title_th="เย็นวันจันทร์", times="mon 16:30-19:30")
    make_opportunity(title_th="เช้าวันอังคาร", times="tue 09:00-12:00")
    assert titles(client.page("/opportunities?free=02&fits=1")) == ["เย็นวันจันทร์"]
    page = client.page("/opportunities?free=02")
    assert len(page.select("rect.free")) == 1
    assert len(page.select("rect.out")) == 1


def test_cards_after_fares_say_so_and_take_the_place_along(client: Client) -> None:
    make_placement()
    assert titles(client.page(f"/opportunities?area={BETONG}&sort=money")) == []
    page = client.page("/opportunities?area=95&lang=en")
    assert "4,940 baht" not in page.get_text()
    assert page.select_one(".opp h3 a")["href"].endswith("?area=95")  # type: ignore[union-attr, index]


def test_orders(client: Client) -> None:
    today = clock.today()
    make_opportunity(title_th="ก", starts_on=today + timedelta(days=9), apply_by=today + timedelta(days=1))
    make_placement(title_th="ข", starts_on=today + timedelta(days=30), apply_by=today + timedelta(days=9))
    assert titles(client.page("/opportunities?sort=soon")) == ["ก", "ข"]
    assert titles(client.page("/opportunities?sort=money")) == ["ข", "ก"]
    assert titles(client.page("/opportunities?sort=closing")) == ["ก", "ข"]


def test_pages_never_overlap_and_hold_twenty(client: Client) -> None:
    for number in range(45):
        make_opportunity(title_th=f"วิชา {number:02}")
    seen = [titles(client.page(f"/opportunities?page={number}")) for number in (1, 2, 3)]
    assert [len(found) for found in seen] == [20, 20, 5]
    assert len({title for found in seen for title in found}) == 45


def test_a_page_after_the_last_is_the_last(client: Client) -> None:
    make_opportunity(title_th="เพียงหนึ่ง")
    assert titles(client.page("/opportunities?page=40")) == ["เพียงหนึ่ง"]


def test_nothing_found_says_what_to_loosen(client: Client) -> None:
    make_opportunity(times="mon 09:00-12:00")
    page = client.page("/opportunities?evening=1&lang=en")
    assert titles(page) == []
    assert page.select_one(".empty") is not None
    assert gains(page) == ["+1 opportunity"]
    loosened = page.select_one(".opens a")
    assert loosened is not None
    assert len(titles(client.page(str(loosened["href"])))) == 1


ODD = (
    "page=-1", "page=0", "page=99999999999999999999", "page=x", "sort=drop", "area=99", "area='", "area=9501019",
    "near=1", "near=-5", "near=1e9", "free=99", "free=ab", "kind=x&kind=", "level=9", "level=-1", "q=%F0%9F%99%82",
    "q=" + "ก" * 3000, "lang=xx", "support=ride&support=x", "paid=0&evening=&soon=no", "q=%ff%fe", "free=00&free=00",
)  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_an_address_nobody_meant_is_a_sane_page(client: Client, query: str) -> None:
    make_opportunity()
    client.page(f"/opportunities?{query}")


def test_full_ones_stay_and_say_so(client: Client) -> None:
    make_opportunity(seats=2, seats_taken=2)
    assert "you can ask to wait" in client.page("/opportunities?lang=en").get_text().replace("\xa0", " ")


def test_a_youth_sees_what_fits_their_own_life(client: Client) -> None:
    free = week.from_parts(part for part in week.PARTS if part.part == week.DayPart.EVENING)
    youth = make_youth(free_mask=week.to_bytes(free), area_code=SATENG, languages=["thai"], level=2)
    make_opportunity(title_th="เย็นวันจันทร์", times="mon 16:30-19:00")
    make_opportunity(title_th="เช้าวันอังคาร", times="tue 09:00-12:00", starts_on=clock.today() + timedelta(days=60))
    client.sign_in(db.get_one(Account, youth.account_id))
    page = client.page("/opportunities")
    assert titles(page) == ["เย็นวันจันทร์", "เช้าวันอังคาร"]
    assert [bool(card.select(".is-no")) for card in page.select(".opp")] == [False, True]
    assert len(page.select("rect.free")) == 7
    assert titles(client.page("/opportunities?fits=1")) == ["เย็นวันจันทร์"]
    for step, invited in ((6, True), (7, False)):
        youth.profile_step = step
        db.commit()
        assert ("เริ่มตอบ" in client.page("/opportunities").get_text()) is invited
