"""Opening a fund of each level, and the pages from which one gives to a programme, a place or one opportunity."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.earnings import budgets, funds
from marketplace.earnings.funds import FundDraft
from marketplace.earnings.levels import Reach
from marketplace.kernel import clock
from models.area import Programme
from models.earning import Fund
from models.gift import Gift
from models.offer import Opportunity
from models.session import db
from models.vocabulary import FundLevel, GiftWay, OpportunityState, Role
from tests.factories.enrolments import make_staff, staff
from tests.factories.gifts import make_gift
from tests.factories.money import make_fund
from tests.factories.offers import BETONG, SATENG, make_opportunity
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")
CITY = "learning-city-yala"
FILLED = {
    "place": "la:yala-city", "name_th": "กองทุนเมืองเรียนรู้", "source": "ข้อบัญญัติ 1/2569", "budget": "1,000",
}  # fmt: skip


@pytest.fixture
def officer(client: Client) -> Client:
    return client.sign_in(make_staff(Role.OFFICER))


def days() -> dict[str, str]:
    today = clock.today()
    return {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=90)).isoformat()}


def opened(client: Client, **said: str) -> Fund:
    answer = client.post("/office/funds/new", data=FILLED | days() | said)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    ref = answer.location.rsplit("/", 1)[1]
    return db.scalars(select(Fund).where(Fund.ref == ref)).one()


def test_an_officer_opens_one_within_the_other(officer: Client) -> None:
    posting = make_opportunity(stipend_per_session_satang=100_00)
    db.commit()
    whole = opened(officer, level="programme", programme=CITY)
    area = opened(officer, level="area", parent=whole.ref, budget="600")
    page = officer.page(f"/office/funds/new?posting={posting.ref}&parent={area.ref}")
    chosen = page.select("input[name=level][checked]")
    assert [one["value"] for one in chosen] == ["opportunity"]
    assert page.select_one(f"select[name=posting] option[selected][value='{posting.ref}']") is not None
    assert page.select_one(f"select[name=parent] option[selected][value='{area.ref}']") is not None
    alone = opened(officer, level="opportunity", posting=posting.ref, parent=area.ref, budget="250")
    assert [funds.available(one.id) for one in (whole, area, alone)] == [400_00, 350_00, 250_00]
    assert db.get_one(Opportunity, posting.id, populate_existing=True).fund_id == alone.id
    told = officer.page(f"/office/funds/{alone.ref}")
    assert told.find("a", href=f"/opportunities/{posting.ref}") is not None
    assert "กองทุนของโอกาสเดียว" in told.get_text()
    assert "ส่วนหนึ่งของ" in officer.page("/office/funds").get_text()
    assert officer.page(f"/office/funds/{area.ref}").find("a", href=f"/office/funds/new?parent={area.ref}") is not None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"level": "programme"}, "programme"), ({"level": "opportunity"}, "posting"), ({"level": "country"}, "level"),
        ({"level": "opportunity", "posting": "O-NONE"}, "posting"), ({"parent": "F-NONE"}, "parent"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field_and_nothing_is_opened(
    officer: Client, said: dict[str, str], field: str
) -> None:
    answer = officer.post("/office/funds/new", data=FILLED | days() | said)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.get_data(as_text=True)
    assert FILLED["name_th"] in answer.get_data(as_text=True)
    assert db.scalars(select(Fund)).all() == []


def test_more_than_the_fund_above_has_free_is_refused_and_kept(officer: Client) -> None:
    whole = opened(officer)
    answer = officer.post("/office/funds/new", data=FILLED | days() | {"parent": whole.ref, "budget": "1,000.01"})
    assert answer.status_code == 422
    assert "1,000.01" in answer.get_data(as_text=True)
    assert [one.id for one in db.scalars(select(Fund))] == [whole.id]
    assert funds.available(whole.id) == 1_000_00


def test_a_form_sent_twice_opens_one_fund_and_a_second_form_is_told_why(officer: Client) -> None:
    filled = FILLED | days()
    answers = [officer.post("/office/funds/new", data=filled | {"once": "k" * 20}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    again = officer.post("/office/funds/new", data=filled | {"once": "l" * 20})
    said = again.get_data(as_text=True)
    assert again.status_code == 422
    assert 'href="#name_th"' in said
    assert FILLED["source"] in said
    assert len(db.scalars(select(Fund)).all()) == 1


def test_a_fund_of_elsewhere_is_no_fund_above(officer: Client) -> None:
    foreign = make_fund(area_code=BETONG)
    db.commit()
    answer = officer.post("/office/funds/new", data=FILLED | days() | {"parent": foreign.ref})
    assert answer.status_code == 422
    assert foreign.name_th not in str(officer.page("/office/funds/new").select_one("select[name=parent]"))


def three(posting: Opportunity) -> dict[str, Fund]:
    by, today = staff(Role.OFFICER), clock.today()
    found = {}
    for level, reach in (
        ("programme", Reach(FundLevel.PROGRAMME, programme=CITY)),
        ("area", Reach()),
        ("opportunity", Reach(FundLevel.OPPORTUNITY, posting=posting.ref)),
    ):
        draft = FundDraft(f"กองทุน{level}", "", "ที่มา", "", today, today + timedelta(days=30))
        found[level] = budgets.open_with_budget(draft, 1_00, office_key="la:yala-city", key=level, by=by, reach=reach)
    return found


def test_each_page_leads_to_its_own_fund_and_only_where_it_takes_gifts(client: Client) -> None:
    posting = make_opportunity(stipend_per_session_satang=100_00, state=OpportunityState.PUBLISHED)
    found = three(posting)
    pages = {
        "programme": f"/programmes/{CITY}", "area": f"/areas/{SATENG}", "opportunity": f"/opportunities/{posting.ref}",
    }  # fmt: skip
    db.commit()
    for where in pages.values():
        assert client.page(where).select("main a[href^='/give']") == []
    for fund in found.values():
        db.get_one(Fund, fund.id).takes_gifts = True
    db.commit()
    for level, where in pages.items():
        links = [one["href"] for one in client.page(where).select("main a[href^='/give']")]
        assert links == [f"/give/to/{found[level].ref}"]
    assert client.page(f"/areas/{BETONG}").select("main a[href^='/give']") == []


def test_a_gift_says_what_it_is_for_to_its_giver_and_on_its_receipt(client: Client) -> None:
    posting = make_opportunity(title_th="เย็บผ้าหลังเลิกงาน", stipend_per_session_satang=1_00)
    found = three(posting)
    city = db.scalars(select(Programme).where(Programme.slug == CITY)).one().name_th
    for level, name in (("programme", city), ("opportunity", "เย็บผ้าหลังเลิกงาน"), ("area", "เทศบาลนครยะลา")):
        gift = make_gift(found[level], way=GiftWay.TRANSFER)
        db.commit()
        assert name in client.page("/give").get_text()
        assert name in client.page(f"/give/to/{found[level].ref}").get_text()
        page = client.page(f"/give/{gift.ref}")
        assert name in page.get_text()
    assert page.find("a", href=f"/opportunities/{posting.ref}") is None
    assert db.scalars(select(Gift)).first() is not None
