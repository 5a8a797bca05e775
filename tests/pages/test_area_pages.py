"""Pages of places and programmes: open to all, in both languages, with a link for every tile."""

import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session, scoped_session

from marketplace.areas import tilemap
from models.area import AreaOutline
from tests.fixtures.client import Client

PAGES = [
    "/areas",
    "/areas?q=สะเตง",
    "/areas/95",
    "/areas/9501",
    "/areas/950101",
    "/areas/10",
    "/areas/1001",
    "/areas/100101",
    "/programmes",
    "/programmes/abe-yala",
    "/programmes/learning-city-bueng-kan",
]


def soup(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.text, "html5lib")


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_one_heading_a_title_and_its_language(client: Client, address: str, lang: str) -> None:
    page = soup(client, f"{address}{'&' if '?' in address else '?'}lang={lang}")
    assert len(page.find_all("h1")) == 1
    assert page.title is not None
    assert page.title.text.strip()
    assert page.html is not None
    assert page.html["lang"] == lang


@pytest.mark.parametrize("address", PAGES)
def test_tables_have_captions_and_heads(client: Client, address: str) -> None:
    for table in soup(client, address).find_all("table"):
        assert table.caption is not None
        assert table.caption.text.strip()
        assert table.find("th", scope="col")
        assert all(row.find("th", scope="row") for row in table.tbody.find_all("tr"))


def test_the_country_is_a_map_of_links_with_every_province_beneath(client: Client) -> None:
    page = soup(client, "/areas?lang=th")
    tiles = page.select("figure.map svg > a")
    assert len(tiles) == 77
    assert all(tile["aria-label"].strip() for tile in tiles)
    listed = {link["href"] for link in page.select("table a")}
    assert listed == {tile["href"] for tile in tiles} == {f"/areas/{code}" for code in tilemap.grid()}


def test_a_hand_typed_address_leads_to_the_place(client: Client) -> None:
    page = soup(client, "/areas?lang=th&q=ต.สะเตง อ.เมือง จ.ยะลา")
    found = page.select_one("section[aria-labelledby=found] a")
    assert found is not None
    assert (found.text, found["href"]) == ("ตำบลสะเตง", "/areas/950101")
    box = page.find("input", {"name": "q"})
    assert box is not None
    assert box["value"] == "ต.สะเตง อ.เมือง จ.ยะลา"
    assert page.find("label", {"for": box["id"]})


@pytest.mark.parametrize("typed", ["zzzzzz", "<script>alert(1)</script>", "ก" * 5000, "%", "'", "\u202e"])
def test_a_search_that_finds_nothing_says_so_and_keeps_what_was_typed(client: Client, typed: str) -> None:
    answer = client.get("/areas", query_string={"q": typed, "lang": "th"})
    assert answer.status_code == 200
    assert "ไม่พบพื้นที่ชื่อนี้" in answer.text
    assert "<script>alert" not in answer.text


def test_a_province_lists_its_districts_in_order_with_programmes_and_authorities(client: Client) -> None:
    page = soup(client, "/areas/95?lang=th")
    assert page.h1 is not None
    assert page.h1.text == "จังหวัดยะลา"
    names = [cell.text for cell in page.select("table tbody th")]
    assert names == ["กรงปินัง", "กาบัง", "ธารโต", "บันนังสตา", "เบตง", "เมืองยะลา", "ยะหา", "รามัน"]
    assert page.find("a", href="/programmes/learning-city-betong")
    assert "เทศบาลนครยะลา" in page.text


def test_a_subdistrict_names_the_office_that_answers_for_it(client: Client) -> None:
    page = soup(client, "/areas/950101?lang=th")
    facts = {row.dt.text: row.dd.text for row in page.select("section[aria-labelledby=facts] .facts > div")}
    assert facts["หน่วยงานที่ดูแล"] == "เทศบาลนครยะลา ซึ่งยังไม่มีเจ้าหน้าที่ในระบบนี้"
    assert facts["รหัสไปรษณีย์"] == "95000"
    assert facts["อยู่ที่"] == "ต.สะเตง อ.เมืองยะลา จ.ยะลา"


def test_every_area_page_leads_to_what_is_open_there_and_one_step_up(client: Client) -> None:
    for code, above in (("95", "/areas"), ("9501", "/areas/95"), ("950101", "/areas/9501")):
        page = soup(client, f"/areas/{code}?lang=th")
        assert page.find("a", href=f"/opportunities?area={code}")
        back = page.select_one("a.back")
        assert back is not None
        assert back["href"] == above


def test_bangkok_is_counted_in_its_own_words_and_one_is_called_one(client: Client) -> None:
    thai = soup(client, "/programmes/learning-city-bangkok?lang=th").get_text()
    assert "เขต" in thai
    assert "แขวง" in thai
    assert not re.search(r"\d\s*(อำเภอ|ตำบล)", thai)
    english = " ".join(soup(client, "/programmes/learning-city-bangkok?lang=en").get_text().split())
    assert "1 province " in english
    assert "50 Bangkok districts" in english
    assert "Learning City" in english


def test_twenty_four_programmes_are_listed_and_each_has_its_page(client: Client) -> None:
    links = {link["href"] for link in soup(client, "/programmes?lang=th").select("table a")}
    assert len(links) == 24
    for link in links:
        assert soup(client, link).select("table tbody tr")


def test_outlines_are_drawn_once_an_operator_has_loaded_them(client: Client, db: scoped_session[Session]) -> None:
    assert not soup(client, "/areas/95").select("figure.outline")
    square = "[[[101.0,6.0],[101.2,6.0],[101.2,6.2],[101.0,6.0]]]"
    db.add(AreaOutline(area_code="9502", geojson=f'{{"type":"MultiLineString","coordinates":{square}}}'))
    db.commit()
    shape = soup(client, "/areas/95?lang=th").select_one("figure.outline a")
    assert shape is not None
    assert shape["href"] == "/areas/9502"


@pytest.mark.parametrize(
    "address",
    ["/areas/99", "/areas/950199", "/areas/abc", "/areas/๙๕", "/areas/95%27", "/areas/" + "9" * 300, "/programmes/x"],
)
def test_a_place_that_is_none_is_a_plain_404(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert BeautifulSoup(unescape(answer.text), "html5lib").h1


def test_pages_are_light(client: Client) -> None:
    import gzip

    assert len(gzip.compress(client.get("/areas").data)) < 20_000


@pytest.mark.parametrize(
    ("address", "said", "unsaid"),
    [
        ("/areas/10", "เขตทั้งหมด", "อำเภอ"),
        ("/areas/1001", "แขวงทั้งหมด", "ตำบล"),
        ("/areas/95", "อำเภอทั้งหมด", "แขวง"),
        ("/areas/9501", "ตำบลทั้งหมด", "แขวง"),
    ],
)
def test_bangkok_is_told_in_its_own_words(client: Client, address: str, said: str, unsaid: str) -> None:
    table = soup(client, f"{address}?lang=th").find("table")
    assert said in table.caption.text
    assert unsaid not in table.caption.text + table.thead.text
