"""The map of the list: the same filters, a number for each province, and a way back into the list."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories.offers import BETONG, SATENG, make_opportunity, make_placement
from tests.fixtures.client import Client

pytestmark = pytest.mark.on_both
RATCHABURI = "700101"


@pytest.fixture
def some(client: Client) -> None:
    make_opportunity(title_th="ทำขนมไทย", area_code=SATENG, supports=["childcare"])
    make_opportunity(title_th="ทำขนมไทยขั้นสูง", area_code=BETONG)
    make_opportunity(title_th="ซ่อมรถ", area_code=RATCHABURI, lat=13.5, lon=99.8)
    make_placement(title_th="งานครัว", area_code=RATCHABURI, lat=13.5, lon=99.8)


def tiles(page) -> dict[str, int]:
    found = {}
    for link in page.select(".map a"):
        code = parse_qs(urlsplit(link["href"]).query)["area"][0]
        found[code] = int(link["aria-label"].rpartition(" ")[2])
    return found


def test_every_province_with_something_is_a_way_into_the_list(some, client: Client) -> None:
    page = client.page("/opportunities/map")
    assert tiles(page) == {"95": 2, "70": 2}
    assert len(page.select(".map rect")) >= 77
    assert page.select_one(".map svg")["role"] == "group"
    rows = {row.select_one("a").get_text(): row.select("td, th")[-1].get_text() for row in page.select("tbody tr")}
    assert sorted(rows.values()) == ["2", "2"]
    assert "75" in page.select_one("main").get_text(), "the provinces where nothing is open are told of"
    for link in page.select(".map a"):
        listed = client.page(link["href"])
        assert len(listed.select(".opp")) == 2


def test_the_map_keeps_words_and_marks_and_gives_them_back(some, client: Client) -> None:
    page = client.page("/opportunities/map?q=ทำขนมไทย&support=childcare&kind=course&area=95&near=1&page=3")
    assert tiles(page) == {"95": 1}
    back = page.select_one("a.back, .back a")["href"]
    asked = parse_qs(urlsplit(back).query)
    assert asked["q"] == ["ทำขนมไทย"]
    assert (asked["support"], asked["kind"], asked["area"]) == (["childcare"], ["course"], ["95"])
    kept = {(box["name"], box["value"]) for box in page.select("form[role=search] input[type=hidden]")}
    assert {("support", "childcare"), ("kind", "course"), ("area", "95")} <= kept
    assert not {name for name, _ in kept} & {"page", "near", "q"}
    assert tiles(client.page("/opportunities/map?paid=1")) == {"70": 1}


def test_the_province_asked_for_is_told_by_district(some, client: Client) -> None:
    page = client.page("/opportunities/map?area=950101")
    captions = [table.caption.get_text() for table in page.select("table")]
    assert len(captions) == 2
    inside = page.select("table")[0]
    assert {row.select_one("a")["href"].rpartition("=")[2] for row in inside.select("tbody tr")} == {"9501", "9502"}


@pytest.mark.parametrize("query", ["q=ไม่มีคำนี้เลย", "area=00", "kind=none&level=x&free=zz&near=-1&sort=no"])
def test_nothing_found_and_nonsense_are_answered_kindly(some, client: Client, query: str) -> None:
    page = client.page(f"/opportunities/map?{query}")
    found = tiles(page)
    assert found in ({}, {"95": 2, "70": 2})
    assert page.select_one("a[href='/opportunities/map']")


def test_the_list_leads_to_the_map_with_all_that_is_chosen(some, client: Client) -> None:
    page = client.page("/opportunities?kind=course")
    button = page.select_one("button[formaction='/opportunities/map']")
    form = page.find(id=button["form"])
    assert form.name == "form"
    assert form.select_one("input[name=kind][value=course]").has_attr("checked")
