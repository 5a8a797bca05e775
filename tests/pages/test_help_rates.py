"""What help is worth: from law where law says it, else an estimate that says so, or an area's own dated rate."""

from datetime import timedelta
from fractions import Fraction

import pytest

from marketplace.access import SYSTEM
from marketplace.insight import leverage
from marketplace.kernel import clock
from marketplace.labour.rates import minimum_wages
from marketplace.resources import rates, value
from models.earning import Earning
from models.enrolment import Enrolment
from models.history import AuditEvent
from models.resource_rate import ResourceRate
from models.session import db
from models.vocabulary import RateStanding, ResourceKind, ResourceUnit, Role, Support
from tests.factories.desk import typed
from tests.factories.enrolments import SATENG, acting, give_role, make_account, make_enrolment
from tests.factories.money import make_earning, make_fund
from tests.factories.offers import BETONG
from tests.factories.pledges import keep, make_help

pytestmark = pytest.mark.usefixtures("database")
PATH, WORTH = "/office/help-rates", "/resources/worth?area=95"
HOUR = ("volunteer", "hours_per_week")


def seated(role: Role, area: str = "95"):
    account = make_account(f"{role}-{area}")
    give_role(account, role, area_code=area)
    db.commit()
    return account


def filled(**given: str) -> dict[str, str]:
    said = {
        "area": "95",
        "kind": "volunteer",
        "unit": "hours_per_week",
        "amount": "60",
        "effective_from": typed(clock.today() + timedelta(days=3)),
        "standing": "public",
        "source": "มติคณะกรรมการจังหวัดยะลา ครั้งที่ 4/2569",
    }
    return said | given


def test_an_hour_follows_the_minimum_wage_of_its_place_and_day() -> None:
    today = clock.today()
    assert value.worth(*HOUR, 60, today, SATENG) == 337_00 // 8
    assert value.worth(*HOUR, 60, today, "100101") == 400_00 // 8
    assert value.worth(*HOUR, 60, today, "901101") == 380_00 // 8
    assert minimum_wages().find(today, "95", "*") is not None


def test_an_areas_own_rate_holds_from_its_day_before_the_country_and_the_smaller_before_the_larger(client) -> None:
    client.sign_in(seated(Role.COMMITTEE))
    assert client.post(PATH, data=filled()).status_code == 303
    district = filled(area="9502", amount="75")
    assert client.post(PATH, data=district).status_code == 422, "a district is not its committee's to choose here"
    other = acting(seated(Role.COMMITTEE, "9502"))
    day = clock.today() + timedelta(days=3)
    drafted = rates.RateDraft(
        "9502", ResourceKind.VOLUNTEER, ResourceUnit.HOURS_PER_WEEK, day, 75_00, RateStanding.ESTIMATE, "ประชุมกับผู้ใหญ่บ้าน"
    )
    rates.set_rate(drafted, by=other)
    own = value.own_rates()
    assert value.worth(*HOUR, 60, day - timedelta(days=1), SATENG, own) == 337_00 // 8
    assert value.worth(*HOUR, 60, day, SATENG, own) == 60_00
    assert value.worth(*HOUR, 60, day, BETONG, own) == 75_00
    assert value.worth(*HOUR, 60, day, "100101", own) == 400_00 // 8
    kept = db.query(AuditEvent).filter_by(action="resource_rate.set").order_by(AuditEvent.id).first()
    assert kept.details["satang"] == 60_00


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"effective_from": typed(clock.today())}, "effective_from"),
        ({"effective_from": "1/1/2500"}, "effective_from"),
        ({"amount": "0"}, "amount"),
        ({"amount": "10001"}, "amount"),
        ({"source": "มติ"}, "source"),
        ({"source": "ถามที่ 081-234-5678 ได้"}, "source"),
        ({"kind": "gold"}, "kind"),
        ({"area": "10"}, "area"),
    ],
)
def test_a_wrong_rate_is_told_at_its_field_and_nothing_typed_is_lost(client, given, field) -> None:
    client.sign_in(seated(Role.PROVINCE))
    answer = client.post(PATH, data=filled(**given))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True)
    assert "มติ" in answer.get_data(as_text=True) or "081" in answer.get_data(as_text=True)
    assert db.query(ResourceRate).count() == 0


def test_a_rate_is_taken_back_before_its_day_and_never_afterwards(client) -> None:
    client.sign_in(seated(Role.COMMITTEE))
    client.post(PATH, data=filled())
    ref = db.query(ResourceRate).one().ref
    with clock.frozen(clock.now() + timedelta(days=4)):
        client.sign_in(seated(Role.PROVINCE))
        assert client.post(f"{PATH}/{ref}/withdraw").status_code == 409
    client.sign_in(seated(Role.COMMITTEE, "90"))
    assert client.post(f"{PATH}/{ref}/withdraw").status_code == 404
    client.sign_in(seated(Role.PROVINCE))
    assert client.post(f"{PATH}/{ref}/withdraw").status_code == 303
    assert client.post(f"{PATH}/{ref}/withdraw").status_code == 409
    assert value.own_rates() == []


def test_everybody_reads_the_rates_of_a_place_and_which_are_estimates(client) -> None:
    page = client.page(WORTH).get_text()
    for said in ("42.12", "ประมาณการ", "อัตราทางการ", "พ.ร.บ.คุ้มครองแรงงาน", "ระเบียบกระทรวงการคลัง"):
        assert said in page
    assert "สมมติ" not in page
    assert "กรุงเทพมหานคร" in client.page("/resources/worth?area=nonsense").select_one("h1").get_text()


def give_help(minutes: int = 600) -> None:
    from marketplace.resources import reservations, uses

    pledge = make_help(Support.LANGUAGE_HELP, kind="volunteer", unit="hours_per_week", capacity=minutes)
    kept = keep(pledge, amount=minutes)
    reservations.confirm(kept, by=SYSTEM)
    uses.confirm(uses.tell(kept, minutes, clock.today(), by=SYSTEM), by=acting(make_account()))


def spend(people: int, satang: int = 10_00) -> None:
    fund = make_fund()
    for _ in range(people):
        earning = make_earning(fund, enrolment=make_enrolment("in_learning"), satang=satang)
        db.execute(Earning.__table__.update().where(Earning.__table__.c.id == earning.id).values(state="paid"))
    db.commit()


@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True)])
def test_the_leverage_of_a_place_is_shown_when_enough_people_stand_behind_it(client, people, shown) -> None:
    give_help()
    spend(people)
    assert db.query(Enrolment).count() == people
    page = client.page("/areas/95").get_text()
    assert ("เงินกองทุนทุก 1 บาท" in page) is shown
    assert ("ยังมีคนน้อยเกินไป" in page) is not shown
    found = leverage.of(["95"], leverage.year_begun(clock.today()), clock.today())
    assert found.ratio == Fraction(421_25, people * 10_00)
    if shown:
        assert f"{float(found.ratio):,.2f}" in page
        assert "421" not in page, "no sum is told to everybody"
        assert "ความช่วยเหลือที่ยืนยันแล้ว" in page
        assert client.page("/programmes/abe-yala").select("#leverage")
    assert "เงินกองทุนทุก 1 บาท" not in client.page("/areas/10").get_text()
