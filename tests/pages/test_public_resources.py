"""The directory of pledges: what can be asked for and roughly where, never whom to call."""

import pytest

from tests.factories.enrolments import make_account
from tests.factories.offers import BETONG, make_organisation, make_resource
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


def test_only_what_is_available_is_listed(client: Client) -> None:
    shown = make_resource(title_th="ห้องประชุม")
    hidden = make_resource(title_th="ยังไม่ตรวจ", state="in_vetting")
    page = client.page("/resources")
    assert [name.get_text() for name in page.select(".tasks strong")] == ["ห้องประชุม"]
    client.page(f"/resources/{shown.ref}")
    assert client.get(f"/resources/{hidden.ref}").status_code == 404
    assert client.get("/resources/R-NONE").status_code == 404


def test_kind_and_area_narrow(client: Client) -> None:
    make_resource(title_th="ห้องประชุม")
    make_resource(title_th="รถตู้", kind="transport", unit="trips_per_week", area_code=BETONG)
    for query in ("kind=transport", "area=9502", "kind=transport&area=95"):
        page = client.page(f"/resources?{query}")
        assert [name.get_text() for name in page.select(".tasks strong")] == ["รถตู้"]
    assert client.page("/resources?kind=childcare").select_one(".empty") is not None


def test_the_directory_has_its_map_and_each_tile_leads_into_the_list(client: Client) -> None:
    assert client.page("/resources").select_one("#h-map") is None, "an empty map tells nothing"
    make_resource(title_th="ห้องประชุม")
    make_resource(title_th="รถตู้", kind="transport", unit="trips_per_week", area_code=BETONG)
    make_resource(title_th="รถสองแถว", kind="transport", unit="trips_per_week", area_code="700101")
    hrefs = [tile["href"] for tile in client.page("/resources?kind=transport").select(".map a")]
    assert sorted(hrefs) == ["/resources?kind=transport&area=70", "/resources?kind=transport&area=95"]
    page = client.page(hrefs[0])
    assert len(page.select(".tasks strong")) == 1


def test_pages_of_twenty(client: Client) -> None:
    for number in range(25):
        make_resource(title_th=f"ที่ {number:02}")
    seen = [client.page(f"/resources?page={number}").select(".tasks strong") for number in (1, 2)]
    assert [len(found) for found in seen] == [20, 5]


def test_a_persons_pledge_names_nobody(client: Client) -> None:
    owner = make_account(name="สมหญิง ใจดีมาก", email="somying@test.okat.example", email_key="somying@test.okat.example")
    resource = make_resource(kind="mentor", title_th="สอนตัดผม", owner_account_id=owner.id)
    for path in ("/resources", f"/resources/{resource.ref}"):
        body = client.get(path).get_data(as_text=True)
        assert "สมหญิง" not in body
        assert "somying" not in body


def test_an_organisations_pledge_names_the_organisation(client: Client) -> None:
    behind = make_organisation(name_th="ศูนย์การเรียนรู้ตลาดเก่า")
    resource = make_resource(organisation_id=behind.id)
    page = client.page(f"/resources/{resource.ref}")
    assert page.select_one(f'a[href="/organisations/{behind.ref}"]') is not None


@pytest.mark.parametrize("query", ["kind=x", "area=99", "page=0", "page=-2", "page=x", "page=999999999", "area=%27"])
def test_an_address_nobody_meant_is_a_sane_page(client: Client, query: str) -> None:
    make_resource()
    client.page(f"/resources?{query}")
