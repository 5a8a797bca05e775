"""The pages for rules of a fund and the fund above it: kept, refused in words with what was typed, shut to others."""

import pytest

from marketplace.access import SYSTEM
from marketplace.earnings import allotting, funds
from models.earning import Fund
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import make_staff
from tests.factories.money import make_earning, make_fund
from tests.factories.offers import BETONG
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def officer(client: Client) -> Client:
    return client.sign_in(make_staff(Role.OFFICER))


def test_rules_are_kept_and_shown(officer: Client) -> None:
    fund = make_fund()
    path = f"/office/funds/{fund.ref}"
    answer = officer.post(
        f"{path}/rules", data={"uses": ["stay", "step"], "kinds": ["course"], "most_per_youth": "5,000"}
    )
    assert answer.status_code == 303
    kept = db.get_one(Fund, fund.id, populate_existing=True)
    assert (sorted(kept.uses), kept.kinds, kept.most_per_youth_satang) == (["stay", "step"], ["course"], 5_000_00)
    told = officer.page(path).get_text()
    assert "5,000 บาท" in told
    assert "เงินเมื่ออยู่ต่อ" in told


@pytest.mark.parametrize("typed", [{"uses": ["gold"]}, {"most_per_youth": "0"}, {"most_per_earning": "-1"}])
def test_bad_rules_come_back_with_what_was_typed(officer: Client, typed: dict[str, object]) -> None:
    fund = make_fund()
    answer = officer.post(f"/office/funds/{fund.ref}/rules", data={"most_per_youth": "77", **typed})
    assert answer.status_code == 422
    assert db.get_one(Fund, fund.id, populate_existing=True).uses == []


def test_money_is_passed_on_and_comes_back(officer: Client) -> None:
    whole, part = make_fund(1_000_00), make_fund(satang=0)
    path = f"/office/funds/{part.ref}/part"
    given = {"parent": whole.ref, "way": "give", "amount": "400", "note": "มติ 1/2569"}
    assert officer.post(path, data=given).status_code == 303
    assert (funds.available(whole.id), funds.available(part.id)) == (600_00, 400_00)
    assert officer.post(path, data=given | {"way": "back", "amount": "400.01"}).status_code == 422
    assert officer.post(path, data={name: said for name, said in given.items() if name != "way"}).status_code == 422
    assert officer.post(path, data=given | {"way": "back", "amount": "400"}).status_code == 303
    assert (funds.available(whole.id), funds.available(part.id)) == (1_000_00, 0)
    assert whole.name_th in officer.page(f"/office/funds/{part.ref}").get_text()


def test_nobody_takes_from_a_fund_of_elsewhere(officer: Client) -> None:
    foreign, part = make_fund(1_000_00, area_code=BETONG), make_fund(satang=0)
    given = {"parent": foreign.ref, "way": "give", "amount": "400", "note": "มติ"}
    assert officer.post(f"/office/funds/{part.ref}/part", data=given).status_code == 422
    assert funds.available(foreign.id) == 1_000_00
    assert officer.get(f"/office/funds/{foreign.ref}/rules").status_code == 404
    allotting.place_under(part, foreign, by=SYSTEM)
    db.commit()
    assert officer.post(f"/office/funds/{part.ref}/part", data=given).status_code == 422


def test_what_the_ceiling_leaves_stands_on_the_page_of_the_fund_and_of_its_part(officer: Client) -> None:
    whole, part = make_fund(1_000_00), make_fund(500_00)
    allotting.place_under(part, whole, by=SYSTEM)
    make_earning(part, satang=120_00)
    answer = officer.post(f"/office/funds/{whole.ref}/rules", data={"most_in_all": "700"})
    assert answer.status_code == 303
    for fund in (whole, part):
        told = officer.page(f"/office/funds/{fund.ref}").get_text()
        assert "ใต้เพดาน" in told
        assert "120 จาก 700 บาท เหลืออีก 580 บาท" in told
    assert officer.post(f"/office/funds/{whole.ref}/rules", data={"most_in_all": "119.99"}).status_code == 422
    assert db.get_one(Fund, whole.id, populate_existing=True).most_in_all_satang == 700_00
