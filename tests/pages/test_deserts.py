"""Where nothing fits, for the office, the committee and whoever might offer something: counted, and protected."""

import csv
import re
from typing import Any

import pytest

from marketplace.kernel import week
from models.vocabulary import Role
from models.youth import Youth
from tests.factories.enrolments import give_role, make_account, make_provider, make_staff, make_youth
from tests.factories.offers import BETONG, SATENG, make_opportunity, make_organisation
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def told(**given: Any) -> Youth:
    facts: dict[str, Any] = {"languages": ["thai"], "level": 2, "has_documents": True, "transport": "bike"}
    return make_youth(**(facts | {"profile_step": 7, "travel_minutes_max": 60} | given))


def cells(client: Client, path: str) -> list[str]:
    return [cell.get_text(strip=True) for cell in client.page(path).select(".data tbody tr:first-child > *")]


def test_the_office_sees_exact_counts_and_what_would_open_them(client: Client) -> None:
    make_opportunity(supports=["childcare"])
    told(support_needs=["childcare"])
    for _ in range(3):
        told(support_needs=["quiet"])
    client.sign_in(make_staff(Role.OFFICER))
    page = client.page("/office/deserts")
    assert "3" in page.h1.get_text()  # type: ignore[union-attr]
    assert cells(client, "/office/deserts")[1:3] == ["4", "3"]
    # What a machine calls an addition is for the file, where whoever counts again looks for it.
    assert not re.search(r"[a-z]+_[a-z]+|[A-Za-z]+[:@+/-][A-Za-z0-9]+", page.select_one(".kept").get_text(" "))
    first = page.select_one(".kept h3").get_text()
    assert "3" in first
    assert "มีที่เงียบ" in page.select_one(".kept li").get_text() or "เงียบ" in page.select_one(".kept li").get_text()


def test_a_condition_narrows_the_count_and_stands_in_the_address(client: Client) -> None:
    told(support_needs=["childcare"])
    told(support_needs=["quiet"])
    client.sign_in(make_staff(Role.CASEWORKER))
    assert cells(client, "/office/deserts?condition=childcare")[1:3] == ["1", "1"]
    assert cells(client, f"/office/deserts?area={SATENG}&condition=nonsense")[1:3] == ["2", "2"]
    assert client.get("/office/deserts?area=70").status_code == 200


def test_the_committee_sees_no_small_count(client: Client) -> None:
    for _ in range(4):
        told(support_needs=["quiet"])
    committee = make_account("กรรมการ")
    give_role(committee, Role.COMMITTEE, area_code="95")
    client.sign_in(committee)
    assert cells(client, "/office/deserts")[1:3] == ["–", "–"]
    text = client.get("/office/deserts/export.csv").get_data(as_text=True)
    assert "4" not in text.partition("\n")[2]


def test_the_table_and_the_additions_are_exported_each_with_its_own_columns(client: Client) -> None:
    told(support_needs=["quiet"])
    client.sign_in(make_staff(Role.OFFICER))
    page = client.page("/office/deserts")
    links = [str(link["href"]) for link in page.select("main a") if link.get_text() == "CSV"]
    best, table = (client.get(link).get_data(as_text=True).lstrip("\ufeff").splitlines() for link in links)
    assert len(table) == 2, "a header and one subdistrict"
    assert "ช่วยได้ถ้าเปิดรายการเดียว" in best[0]
    assert len(best) == 1 + len(page.select(".kept li"))
    assert all(len(line) == len(next(csv.reader([best[0]]))) for line in csv.reader(best))
    ref = next(csv.reader([best[1]]))[-1]
    assert ref
    assert ref not in page.get_text(), "the name a machine gives it is for the file alone"


def test_somebody_elsewhere_is_not_counted(client: Client) -> None:
    told()
    told(area_code="700101")
    client.sign_in(make_staff(Role.OFFICER))
    assert len(client.page("/office/deserts").select(".data tbody tr")) == 1


def test_a_provider_reads_what_is_missing_only_where_nobody_can_be_told(client: Client) -> None:
    organisation = make_organisation()
    client.sign_in(make_provider(organisation.id))
    for _ in range(4):
        told(support_needs=["quiet"])
    few = client.page("/provider/demand").select_one("main")
    assert few.select(".kept li") == []
    assert "4" not in few.get_text()
    assert "ตั้งแต่สิบคนขึ้นไป" in few.get_text()
    assert "ยังมีคนที่เรารู้จักน้อยเกินไป" in few.get_text()
    for _ in range(9):
        told(support_needs=["quiet"])
    many = client.page("/provider/demand").select_one("main")
    assert "13" in many.get_text()
    start = many.select_one(".kept a.btn")["href"]
    form = client.page(str(start))
    assert form.select_one('input[name="supports"][value="quiet"]').has_attr("checked")
    assert form.select_one('select[name="times-0-weekday"] option[selected]') is not None


def test_where_no_class_would_open_ten_what_comes_closest_is_named_without_place_or_count(client: Client) -> None:
    client.sign_in(make_provider(make_organisation().id))
    mornings = week.mask(week.parse(";".join(f"{day} 08:00-12:30" for day in week.DAY_NAMES)))
    for area in (SATENG, BETONG, "950601"):
        for _ in range(4):
            told(area_code=area, support_needs=["quiet"], travel_minutes_max=15, free_mask=week.to_bytes(mornings))
    said = client.page("/provider/demand").select_one("main")
    assert said.select(".kept li") == []
    assert "ที่ใกล้เคียงที่สุดในจังหวัดของคุณคือ" in said.get_text()
    assert "12" not in said.get_text().partition("ที่ใกล้เคียงที่สุด")[2]
    assert client.get(str(said.select_one("section a.btn")["href"])).status_code == 200


@pytest.mark.parametrize(
    "odd",
    ["area=1", "area=xxxxxx", "time=9-1-2", "time=1-5", "time=1-900-600", "support=x&mode=x&language=x", "time=a-b-c"],
)
def test_a_posting_begins_plainly_with_whatever_makes_no_sense(client: Client, odd: str) -> None:
    client.sign_in(make_provider(make_organisation().id))
    assert client.get(f"/provider/postings/new?{odd}").status_code == 200
